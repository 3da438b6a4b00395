"""How strongly a source says something: by its own grade, else the estimate, else its words. All texts are invented."""

from __future__ import annotations

import pytest

from curbside.evidence.grades import stated
from curbside.evidence.strength import strength
from curbside.testing.records import invented_source
from curbside.types import Flag, Kind, Source, Strength

PAIN = "Pain was similar in 24 people."


def source(kind: Kind) -> Source:
    return invented_source(kind=kind)


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        ("COR 1, LOE A", Strength.RECOMMENDED),
        ("COR 3: Harm, LOE B-R", Strength.RECOMMENDED),
        ("strong", Strength.RECOMMENDED),
        ("strong recommendation, weak evidence", Strength.RECOMMENDED),
        ("COR 2a, LOE A", Strength.SUGGESTED),
        ("conditional recommendation, very low-quality evidence", Strength.SUGGESTED),
        ("weak recommendation, strong evidence", Strength.SUGGESTED),
    ],
)
def test_the_sources_own_grade_decides_the_strength(grade: str, expected: Strength) -> None:
    text = f"Exemplolol is given in gout (graded by the source: {grade})."

    assert strength(source(Kind.GUIDELINE), text, (), "not stated", stated(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Exemplolol should be given in gout.", Strength.RECOMMENDED),
        ("Exemplolol is contraindicated in asthma.", Strength.RECOMMENDED),
        ("Exemplolol may be considered in gout.", Strength.SUGGESTED),
        ("Exemplolol can be given, and a test should be considered.", Strength.SUGGESTED),
        ("Exemplolol 5 mg is given daily.", Strength.NOT_STATED),
    ],
)
def test_without_a_grade_the_modal_words_of_a_guideline_decide(text: str, expected: Strength) -> None:
    assert strength(source(Kind.GUIDELINE), text, (), "not stated") is expected


def test_one_case_has_been_reported_whatever_its_words() -> None:
    text = "Exemplolol should be given in gout (graded by the source: strong)."

    assert strength(source(Kind.CASE_REPORT), text, (), "Very low", stated(text)) is Strength.REPORTED
    assert strength(source(Kind.COHORT), text, (Flag.SINGLE_CASE,), "Low", stated(text)) is Strength.REPORTED


@pytest.mark.parametrize("level", ["Low", "Very low"])
def test_a_low_estimate_is_limited_evidence(level: str) -> None:
    assert strength(source(Kind.RANDOMISED_TRIAL), PAIN, (), level) is Strength.LIMITED


def test_a_trials_should_is_no_recommendation() -> None:
    text = "Exemplolol should be studied further."

    assert strength(source(Kind.RANDOMISED_TRIAL), text, (), "High") is Strength.NOT_STATED


def test_a_sentence_whose_parts_differ_has_no_label() -> None:
    both = "Exemplolol is contraindicated in gout and should be stopped; at a lower dose it may be considered in rash."
    assert strength(source(Kind.GUIDELINE), both, (), "not stated") is Strength.NOT_STATED
    alike = "Exemplolol should be stopped in gout; fictoprolol should be given."
    assert strength(source(Kind.GUIDELINE), alike, (), "not stated") is Strength.RECOMMENDED
