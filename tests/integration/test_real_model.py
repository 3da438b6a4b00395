"""The whole way with a real server and a real model, small enough to write badly: nothing wrong gets out.

The server is llama.cpp's, the model SmolLM2-135M-Instruct. What it says is not asserted, since it says little that is
right; that the way runs is, streaming and JSON schema included, and that the answer stands on quotations.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from curbside.composing.model import SCHEMA, ModelComposer
from curbside.errors import CutOff
from curbside.events import Checked, Finished
from curbside.models.base import Model, Request
from curbside.models.configuration import configuration
from curbside.models.spending import Caps, Spending
from curbside.testing.homes import invented_document, invented_engine
from curbside.testing.llama_server import CONTEXT, llama_server, missing
from curbside.types import Answer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
AGAINST = "Fictoprolol is contraindicated in people with asthma."
TRIAL = "In a trial in adults with hypertension, fictoprolol lowered blood pressure more than placebo did."
LIBRARY = (
    invented_document("test:a", f"# Invented\n\n## Dose\n\n{DOSE}\n\n## Contraindications\n\n{AGAINST}"),
    invented_document("test:b", f"# Invented\n\n## Evidence\n\n{TRIAL}"),
)
SHORT = {
    "type": "object",
    "properties": {"answer": {"type": "string", "enum": ["yes", "no"]}},
    "required": ["answer"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of the server; without it the tests are skipped with the reason, and in CI they fail."""
    if why := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    pytest.importorskip("openai")
    with llama_server() as address:
        yield address


@pytest.fixture(scope="module")
def model(url: str) -> Iterator[Model]:
    from curbside.models.chosen import opened

    set_ = {"CURBSIDE_MODEL_URL": url, "CURBSIDE_MODEL": "smollm2", "CURBSIDE_MODEL_CONTEXT": str(CONTEXT)}
    config = configuration(set_)
    assert config is not None
    assert not config.hosted
    made = opened(config)
    yield made
    made.close()


def test_a_schema_is_kept_whole_and_streamed(model: Model) -> None:
    asked = Request("invented 1", "Answer with JSON.", "Is the sky green? Answer yes or no.", SHORT, 30)
    spending = Spending(Caps(seconds=100))
    whole = model.complete(asked, spending)
    pieces = list(model.stream(asked, spending))
    for text in (whole, "".join(pieces)):
        jsonschema.validate(json.loads(text), SHORT)
    assert len(pieces) > 1
    assert spending.tokens_in > 20
    assert 0 < spending.tokens_out <= 60


def test_the_schema_of_statements_is_one_that_the_server_takes(model: Model) -> None:
    asked = Request("invented 1", "Answer with JSON.", "Say nothing.", SCHEMA, 64)
    pieces: list[str] = []
    # The small model goes on for as long as it may; what came first is of the schema.
    with contextlib.suppress(CutOff):
        pieces.extend(model.stream(asked, Spending(Caps(seconds=100))))
    assert "".join(pieces).lstrip().startswith("{")


def test_the_whole_way_runs_and_nothing_wrong_gets_out(model: Model, tmp_path: Path) -> None:
    # Tokens for one answer of a few sentences: the small model would go on for as long as it may.
    caps = Caps(tokens=800, seconds=100)
    with invented_engine(tmp_path / "home", LIBRARY, composer=ModelComposer(model, caps)) as engine:
        events = tuple(engine.events("fictoprolol dose in hypertension", length="full"))
    answer = events[-1].result if isinstance(events[-1], Finished) else None
    assert isinstance(answer, Answer)
    texts = {s.text for s in answer.statements}
    assert {DOSE, AGAINST} <= texts
    assert all(any(_within(text, s.text) for s in LIBRARY) for text in texts), texts
    use = answer.made.model
    assert use is not None
    assert use.requests >= 1
    assert use.tokens_in > 100 or use.stopped
    assert use.tokens_in + use.tokens_out <= 800 + 100
    assert use.drafted >= use.passed
    shown = [e.statement.text for e in events if isinstance(e, Checked) and e.kept]
    assert set(shown) == texts
    if not use.passed:
        assert "language model" in " ".join(answer.notices)


def _within(statement: str, text: str) -> bool:
    """Whether the document has the statement's words in a row; case, spaces and the last full stop aside."""
    return " ".join(statement.casefold().split()).rstrip(".") in " ".join(text.casefold().split())
