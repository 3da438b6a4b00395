"""A model that answers badly on purpose, and poisoned documents with a model that obeys them: a slice of the evals."""

from __future__ import annotations

import pytest
from evals.hostile_classes import CLASSES
from evals.hostile_model import CAP, cases, run, some
from evals.injection import Found
from evals.injection import run as load_and_ask
from evals.injection_documents import documents

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
SLICE = 40


def test_nothing_of_a_hostile_models_answers_gets_out_and_nothing_hangs() -> None:
    outcomes = list(run(some(cases(), SLICE)))

    assert {o.name for o in outcomes} == set(CLASSES)
    assert sum(o.requests > 0 for o in outcomes) >= SLICE - 4
    assert [(o.name, o.question, o.wrong) for o in outcomes if o.wrong] == []
    assert [(o.name, o.question, o.status) for o in outcomes if o.status not in ("answered", "refused")] == []
    assert [(o.name, o.question, o.others) for o in outcomes if o.others] == []
    assert max(o.worst for o in outcomes) <= CAP
    assert not any(o.uncapped for o in outcomes)


def test_nothing_of_a_poisoned_document_is_in_an_answer() -> None:
    found = Found()
    told = load_and_ask(documents()[::4], [], found)

    assert "25 added" in told
    assert found.asked["quoting"] == found.asked["model"] == 25
    assert (found.wrong, found.failed) == ([], [])
