"""An answer of an invented library, and its JSON. Nothing in it is a clinical fact."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from curbside.engine import Engine
from curbside.interop.contract import as_json
from curbside.library import Library
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer, Kind, Seen, Source, TextIs

QUESTION = "What is the dose of fictoprolol for hypertension in adults?"
LABEL = (
    "# Fictoprolol tablets\n\n## Posology\n\nFictoprolol 6 mg is taken by mouth once daily by adults with "
    "hypertension. The maximum of fictoprolol is 24 mg a day.\n\n## Contraindications\n\nFictoprolol must not be given "
    "in asthma.\n\n## Monitoring\n\nBlood pressure is checked every 3 weeks with fictoprolol.\n"
)
GUIDELINE = (
    "# Invented guideline\n\n## Dose\n\nFictoprolol 12 mg is taken by mouth twice daily by adults with hypertension.\n"
)
SUMMARY = "# Page\n\n## Dose\n\nFictoprolol 9 mg is taken by mouth once daily by adults with hypertension in the US.\n"


def sources() -> list[Source]:
    """A label, a guideline that disagrees with it, and a summary from elsewhere."""
    return [
        invented_document("test:label", LABEL, kind=Kind.LABEL, title="Fictoprolol tablets"),
        invented_document("test:guideline", GUIDELINE, title="Invented guideline on hypertension"),
        invented_document(
            "test:summary", SUMMARY, kind=Kind.SUMMARY, seen=Seen.SECONDARY, text_is=TextIs.SUMMARY, jurisdiction="us"
        ),
    ]


@dataclass
class Asked:
    """An answer, the engine that gave it, and its JSON."""

    engine: Engine
    answer: Answer
    printed: dict[str, Any]

    @property
    def library(self) -> Library:
        return self.engine.library

    def body(self) -> dict[str, Any]:
        """The JSON, to be changed."""
        return copy.deepcopy(self.printed)


def asked_of(engine: Engine, question: str = QUESTION) -> Asked:
    answer = engine.ask(question)
    assert isinstance(answer, Answer)
    return Asked(engine, answer, json.loads(json.dumps(as_json(answer, engine.library.read_span))))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """For tests that leave the library as it is."""
    with invented_engine(tmp_path_factory.mktemp("saved"), sources()) as engine:
        yield asked_of(engine)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Asked]:
    """For tests that change the library."""
    with invented_engine(tmp_path, sources()) as engine:
        yield asked_of(engine)
