"""The engine's estimate, the source's own grade and the strength of a quotation, on invented sources."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.evidence.grade import estimate, own_grade, strength
from curbside.testing.records import invented_source
from curbside.types import Flag, Kind, Source, Strength

LEVELS = ("Very low", "Low", "Moderate", "High")
SERUM = (
    "In 24 people with gout in an open-label randomised trial, serum exemplolol was higher with three small doses "
    "than with one large dose."
)
PAIN = "Pain scores on two scales were similar in the two groups of an open-label trial of exemplolol in 24 people."


def study(kind: Kind = Kind.RANDOMISED_TRIAL, **fields: Any) -> Source:
    return invented_source(kind=kind, **{"title": "Two schedules of exemplolol compared (invented)", **fields})


def test_the_worked_example_is_low_for_the_serum_level() -> None:
    level, reasons = estimate(study(), SERUM)

    assert level == "Low"
    assert reasons == (
        "starts High: randomised trial",
        "imprecise: fewer than 100 people",
        "indirect: surrogate outcome",
    )


@pytest.mark.parametrize("found", ["were similar", "showed no difference", "did not differ"])
def test_the_worked_example_is_very_low_for_pain_that_did_not_differ(found: str) -> None:
    level, reasons = estimate(study(), PAIN.replace("were similar", found))

    assert level == "Very low"
    assert "imprecise: no difference found in so few" in reasons
    assert "bias: open label with a subjective outcome" in reasons


def test_the_title_tells_that_a_trial_was_open_label() -> None:
    text = "In 240 people with gout, pain was less with exemplolol."

    assert estimate(study(), text)[0] == "High"
    assert estimate(study(title="An open-label trial (invented)"), text)[0] == "Moderate"


@pytest.mark.parametrize(
    ("kind", "level"),
    [
        (Kind.SYSTEMATIC_REVIEW, "High"),
        (Kind.RANDOMISED_TRIAL, "High"),
        (Kind.COHORT, "Low"),
        (Kind.CASE_REPORT, "Very low"),
        (Kind.NARRATIVE_REVIEW, "Very low"),
    ],
)
def test_the_estimate_starts_from_the_design(kind: Kind, level: str) -> None:
    assert estimate(study(kind), "Fewer people with gout fell ill with exemplolol.")[0] == level


@pytest.mark.parametrize("kind", [Kind.GUIDELINE, Kind.LABEL, Kind.FORMULARY, Kind.SAFETY_ALERT, Kind.UNKNOWN])
def test_a_guideline_or_label_gets_no_estimate(kind: Kind) -> None:
    assert estimate(study(kind), PAIN) == ("not stated", ())


def test_a_concern_about_the_source_takes_one_step_and_says_so() -> None:
    level, reasons = estimate(study(), "Fewer people fell ill.", step=1)

    assert level == "Moderate"
    assert reasons[-1] == "expression of concern about the source"


def test_a_preprint_is_low_at_most() -> None:
    preprint = study(publication_types=("Preprint", "Randomized Controlled Trial"))

    assert estimate(preprint, "Fewer people fell ill.")[0] == "Low"
    assert estimate(preprint, PAIN)[0] == "Very low"


@pytest.mark.parametrize(
    "size", ["24 people", "99 patients", "twelve participants", "24 women", "24 adults", "people (n = 24)", "(n=7)"]
)
def test_fewer_than_a_hundred_people_are_imprecise(size: str) -> None:
    assert "imprecise: fewer than 100 people" in estimate(study(), f"Of {size}, most fell ill.")[1]


@pytest.mark.parametrize("size", ["100 people", "1,024 people", "1050 patients", "n = 240", "n = 1,024"])
def test_a_hundred_people_or_more_are_not_imprecise(size: str) -> None:
    assert estimate(study(), f"Of {size}, most fell ill.")[0] == "High"


@given(st.sampled_from(Kind), st.sampled_from([SERUM, PAIN, "Fewer fell ill."]), st.integers(0, 3))
def test_steps_go_down_only(kind: Kind, text: str, step: int) -> None:
    start, _ = estimate(study(kind), "Fewer fell ill.")
    level, reasons = estimate(study(kind), text, step)

    if start == "not stated":
        assert (level, reasons) == ("not stated", ())
    else:
        assert LEVELS.index(level) <= LEVELS.index(start)
        assert reasons[0].startswith("starts ")


def test_the_sources_own_grade_is_kept_word_for_word() -> None:
    text = "Exemplolol is given in gout (graded by the source: Grade D, EL 4)."

    assert own_grade(text) == "Grade D, EL 4"
    assert own_grade("Exemplolol is given in gout (graded by the source: conditional (weak), low).") == (
        "conditional (weak), low"
    )
    assert own_grade("Exemplolol is given in gout.") is None


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

    assert strength(study(Kind.GUIDELINE), text, (), "not stated") is expected


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
    assert strength(study(Kind.GUIDELINE), text, (), "not stated") is expected


def test_one_case_has_been_reported_whatever_its_words() -> None:
    text = "Exemplolol should be given in gout (graded by the source: strong)."

    assert strength(study(Kind.CASE_REPORT), text, (), "Very low") is Strength.REPORTED
    assert strength(study(Kind.COHORT), text, (Flag.SINGLE_CASE,), "Low") is Strength.REPORTED


@pytest.mark.parametrize("level", ["Low", "Very low"])
def test_a_low_estimate_is_limited_evidence(level: str) -> None:
    assert strength(study(), PAIN, (), level) is Strength.LIMITED


def test_a_trials_should_is_no_recommendation() -> None:
    assert strength(study(), "Exemplolol should be studied further.", (), "High") is Strength.NOT_STATED
