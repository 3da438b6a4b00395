"""Criteria of an answer: from statements that stand, only where allowed, never for patients. Documents are invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from curbside.engine import Engine
from curbside.interop.contract import as_json
from curbside.library import Library
from curbside.retrieval.opening import open_home
from curbside.settings import Settings
from curbside.testing.homes import invented_document
from curbside.types import Answer, Facet, Result

LABEL = """# Invexaban product information (invented)

## Posology

The recommended dose of invexaban in adults with non-valvular atrial fibrillation is 6 mg twice daily.

Reduce invexaban to 3 mg twice daily in people with non-valvular atrial fibrillation and at least two of the following:

- age 80 years or older
- body weight of 60 kg or less
- serum creatinine of 133 micromol/L or more

## Contraindications

Invexaban is contraindicated where creatinine clearance is below 15 mL/min.

## Renal impairment

| Creatinine clearance (mL/min) | Dose of invexaban |
|---|---|
| 30 or more | 6 mg twice daily |
| 15 to 29 | 3 mg twice daily |
"""
QUESTION = "82F with non-valvular AF, 58 kg, creatinine 110 micromol/L: dose of invexaban?"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("criteria")
    with Library.open(folder, create=True) as library:
        library.put_many([invented_document("invented:invexaban", LABEL)])
    return folder


@pytest.fixture(scope="module")
def engine(home: Path) -> Iterator[Engine]:
    with Engine(Settings(home, "uk", allow=("criteria",)), *open_home(home, starters=False)) as made:
        yield made


def ask(engine: Engine, question: str, **more: str) -> Answer:
    answer = engine.ask(question, **more)
    assert isinstance(answer, Answer)
    return answer


def test_every_criterion_rests_on_a_statement_and_every_member_on_a_span(engine: Engine) -> None:
    answer = ask(engine, QUESTION)
    said = {s.id: s for s in answer.statements}
    text = engine.library.get("invented:invexaban").text

    assert answer.criteria
    for criterion in answer.criteria:
        cited = {(s.start, s.end) for c in said[criterion.statement].citations for s in c.spans}
        assert {(s.start, s.end) for s in criterion.spans} <= cited
        for member in criterion.members:
            assert text[member.span.start : member.span.end].strip()


def test_a_list_of_which_two_must_hold_is_said_as_a_whole_and_counted(engine: Engine) -> None:
    answer = ask(engine, QUESTION)
    counted = next(c for c in answer.criteria if (c.needed, c.of) == (2, 3))

    assert counted.result is Result.FULFILLED
    assert "age 80 years or older; body weight of 60 kg or less; serum creatinine" in counted.rule
    statement = next(s for s in answer.statements if s.id == counted.statement)
    assert statement.text.startswith("Reduce invexaban to 3 mg")


def test_rows_of_a_table_are_rules_with_the_measure_of_their_header(engine: Engine) -> None:
    answer = ask(engine, "Invexaban dose at a creatinine clearance of 22 mL/min?")
    rows = {c.rule: c.result for c in answer.criteria if "Dose of invexaban" in c.rule}

    assert rows["Creatinine clearance (mL/min): 15 to 29; Dose of invexaban: 3 mg twice daily"] is Result.FULFILLED
    assert (
        rows["Creatinine clearance (mL/min): 30 or more; Dose of invexaban: 6 mg twice daily"] is Result.NOT_FULFILLED
    )


def test_the_bottom_line_is_the_same_with_and_without_a_patient(engine: Engine) -> None:
    """It never says which dose the patient gets: only the table has the result, beside the quoted rule."""
    with_values = ask(engine, QUESTION)
    without = ask(engine, "Dose of invexaban in non-valvular AF?")

    def first(answer: Answer) -> list[str]:
        return [s.text for s in answer.statements if s.facet is Facet.BOTTOM_LINE]

    assert not without.criteria
    assert set(first(with_values)) <= {s.text for s in (*with_values.statements, *without.statements)}
    for text in first(with_values):
        assert "82" not in text


def test_what_is_missing_is_asked_for(engine: Engine) -> None:
    answer = ask(engine, "82 years, AF, eGFR 44: invexaban?")
    told = next(n for n in answer.notices if n.startswith("Not given: "))

    assert "indication (non-valvular atrial fibrillation)" in told
    assert "for Cockcroft-Gault give sex, weight and creatinine." in told
    assert answer.notices[-1].startswith("Reference retrieval")


def test_without_leave_there_are_none_and_a_notice_names_the_setting(home: Path) -> None:
    with Engine(Settings(home, "uk"), *open_home(home, starters=False)) as engine:
        answer = ask(engine, QUESTION)

    assert answer.criteria == ()
    assert any("CURBSIDE_ALLOW" in n for n in answer.notices)


def test_a_question_without_a_patient_and_one_by_a_patient_have_none(engine: Engine) -> None:
    assert ask(engine, "Dose of invexaban in non-valvular AF?").criteria == ()
    for_patient = engine.ask(QUESTION, audience="patient")
    assert not isinstance(for_patient, Answer) or for_patient.criteria == ()


def test_nothing_that_is_shown_or_stored_has_an_age_over_89(engine: Engine) -> None:
    answer = ask(engine, QUESTION.replace("82F", "93F"))
    body = as_json(answer, engine.library.read_span)
    age = next(m for c in body["criteria"] for m in c["members"] if m["quantity"] == "age")

    assert age["value"] == "90 or over"
    assert age["verdict"] == "met"
    told = [m[k] for c in body["criteria"] for m in c["members"] for k in ("value", "calculated", "note")]
    assert "93" not in str((body["question"], body["notices"], body["title"], told))


def test_the_object_of_a_criterion(engine: Engine) -> None:
    body = as_json(ask(engine, QUESTION), engine.library.read_span)
    counted = next(c for c in body["criteria"] if (c["needed"], c["of"]) == (2, 3))

    assert counted["result"] == "fulfilled"
    assert counted["source"] == "invented:invexaban"
    assert [m["verdict"] for m in counted["members"]] == ["met", "met", "met", "not met"]
    first = counted["members"][1]
    assert (first["quantity"], first["comparator"], first["threshold"], first["unit"]) == ("age", ">=", "80", "a")
    assert first["citation"]["quote"] == "age 80 years or older"
    assert (first["value"], first["value_unit"]) == ("82", "a")


def test_leave_is_part_of_the_hash_of_the_settings(engine: Engine) -> None:
    assert engine.settings.hash != replace(engine.settings, allow=()).hash


def test_a_short_answer_has_room_for_two_rules_at_most(engine: Engine) -> None:
    question = "82F with non-valvular AF, 58 kg, creatinine clearance 20 mL/min: dose of invexaban?"
    short, full = (ask(engine, question, length=length).criteria for length in ("short", "full"))

    assert len(full) > 2
    assert 0 < len(short) <= 2
    assert [c.id for c in short] == [f"c{n}" for n in range(1, len(short) + 1)]
