"""The judge of answers for patients: grades, doses, numbers."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from evals.audiences_held import judged, numbers
from evals.reading_grades import grades, syllables

EASY = "Tell your doctor if your feet feel numb. Do this soon. It can help."


def answer(*texts: str, kind: str = "guideline") -> dict[str, Any]:
    cite = {"ref": 1, "relation": "supports", "quote": ""}
    return {
        "status": "answered" if texts else "refused",
        "bottom_line": [],
        "sections": [],
        "statements": [{"id": f"s{i}", "text": t, "citations": [cite]} for i, t in enumerate(texts)],
        "references": [{"ref": 1, "kind": kind}],
        "regimens": [],
        "criteria": [],
        "monitoring": [],
    }


def wrong(
    text: str, kind: str = "guideline", professional: str = "It is 3 months, 5 minutes, 50 mg, 2 tablets."
) -> str:
    return "; ".join(judged({"id": "q"}, answer(professional), answer(EASY, text, kind=kind)).wrong)


def test_an_easy_text_is_right_and_a_refusal_has_no_grade() -> None:
    assert wrong("See us in 3 months.") == ""
    assert judged({"id": "q"}, answer("x"), answer()).grades is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Take 2 tablets.", "dose instruction (amount"),
        ("It is given every two months.", "dose instruction (frequency"),
        ("You should stop your iron.", "dose instruction (order"),
        ("Call if it lasts 7 days.", "number 7 is not the professional's"),
        ("Intramuscular administration of hydroxocobalamin necessitates haematological surveillance.", "by smog"),
    ],
)
def test_each_fault_is_seen(text: str, told: str) -> None:
    assert told in wrong(text)


def test_the_emergency_rule_is_for_leaflets_and_regulators_alone() -> None:
    text = "In anaphylaxis use a second auto-injector after 5 minutes; it has 50 mg."
    assert "dose instruction" in wrong(text)
    assert "dose instruction" not in wrong(text, kind="patient leaflet")


def test_a_regimen_is_no_text_for_patients() -> None:
    patient = copy.deepcopy(answer(EASY))
    patient["regimens"] = [{}]
    assert judged({"id": "q"}, answer("x"), patient).wrong == ["1 of regimens"]


def test_numbers_are_compared_as_numbers() -> None:
    assert numbers("two to 3 times, 1,000 or 1.50") == {"2", "3", "1000", "1.5"}


@pytest.mark.parametrize(
    ("word", "count"),
    [("dose", 1), ("table", 2), ("treated", 2), ("deficiency", 4), ("hydroxocobalamin", 7), ("anaphylaxis", 5)],
)
def test_syllables_are_those_of_the_dictionary(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_formulas_are_those_that_were_published() -> None:
    found = grades("The cat sat on the mat. The dog ran.")
    assert found.flesch_kincaid == pytest.approx(0.39 * 4.5 + 11.8 * 1 - 15.59)
    assert found.smog == pytest.approx(3.1291)
    with pytest.raises(ValueError, match="no word"):
        grades("...")
