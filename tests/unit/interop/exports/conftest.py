"""An answer of an invented library under every kind of licence and status. Nothing in it is a clinical fact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from curbside.engine import Engine
from curbside.interop.exports import Printing
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer, Identifier, Kind, Licence, Source, State, Status

QUESTION = "What is the dose of fictoprolol for hypertension in adults?"
TODAY = date(2026, 12, 1)
SECRET = "Fictoprolol 33 mg is taken by mouth once daily by adults with hypertension"


def sources() -> list[Source]:
    return [
        invented_document(
            "test:label",
            "# Fictoprolol <tablets>\n\n## Posology & use\n\nFictoprolol 6.0 mg is taken by mouth once daily by adults "
            "with hypertension.\n\n## Contraindications\n\nFictoprolol must not be given in asthma.\n",
            kind=Kind.LABEL,
            title='Fictoprolol <i>tablets</i> & "more" 50% _x_',
            identifiers=(Identifier("url", "https://example.org/label?a=1&b=2"),),
            licence=Licence("CC BY 4.0", True, True, True, True),
        ),
        invented_document(
            "pmid:12345",
            "# Trial\n\nIn 40 adults with hypertension, fictoprolol 12 mg by mouth daily lowered blood pressure.\n",
            kind=Kind.RANDOMISED_TRIAL,
            title="A trial of fictoprolol.",
            publisher="Invented Journal",
            issue="2014;349(2):100-7",
            date="2014-03-02",
            authors=("Garcia MB Jr", "de la Cruz JA", "The INVENTED Group"),
            identifiers=(Identifier("pmid", "12345"), Identifier("doi", "10.1234/x_y")),
        ),
        invented_document(
            "test:secret",
            f"# Formulary\n\n## Dose\n\n{SECRET}.\n",
            kind=Kind.FORMULARY,
            title="Invented formulary",
            licence=Licence("All that", True, True, False, False),
        ),
        invented_document(
            "test:old",
            "# Old\n\n## Dose\n\nFictoprolol 24 mg is taken by mouth once daily by adults with hypertension.\n",
            title="Old guideline",
            status=Status(State.SUPERSEDED, by="a newer one"),
        ),
    ]


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with invented_engine(tmp_path_factory.mktemp("exports"), sources()) as made:
        yield made


@pytest.fixture(scope="session")
def answer(engine: Engine) -> Answer:
    found = engine.ask(QUESTION, length="full")
    assert isinstance(found, Answer)
    assert {r.source.id for r in found.references} == {s.id for s in sources()}
    return found


@pytest.fixture(scope="session")
def how(engine: Engine) -> Printing:
    return Printing(engine.library.read_span, TODAY, "abc", date(2026, 11, 30))
