"""Some of the reviewed questions on the starter library, as `evals/fhir_and_calendars.py` asks them all."""

from __future__ import annotations

from pathlib import Path

import pytest
from evals.starter_questions import FILES, load

from curbside.engine import Engine
from curbside.types import Answer

pytest.importorskip("fhir.resources")
pytest.importorskip("vobject")
SOME = 3


def test_bundles_calendars_and_cards_of_starter_answers_hold(tmp_path: Path) -> None:
    from evals import fhir_and_calendars as evaluation

    told, found = evaluation.Figures(), []
    with Engine.open(tmp_path / "home") as engine:
        for question in load(FILES):
            if len(found) == SOME or not question["question"].strip():
                break
            answer = engine.ask(
                question["question"], jurisdiction=question["jurisdiction"], audience=question["audience"]
            )
            if isinstance(answer, Answer) and answer.regimens:
                found.append((question["id"], answer))
                evaluation.of_bundle(answer, question["id"], engine, told, tampering=len(found) == 1)
                for regimen in answer.regimens:
                    evaluation.of_regimen(answer, regimen, question["id"], told)
        evaluation.of_cards(found, engine, told)

    assert told.faults == []
    assert len(found) == SOME
    assert told.bundles == {"R5": SOME, "R4B": SOME}
    assert told.regimens["scheduled"] >= SOME
    assert told.tampered["tried"] >= len(evaluation.TAMPERS)
    assert told.tampered["taken by fhir.resources alone"] > 0
    assert max(told.cards) < 0.5
