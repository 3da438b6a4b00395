"""A source weighed as a whole, and told in sentences. All sources are invented."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.evidence.studies import TRIAL, invented_study

from curbside.evidence.appraising import appraisal, currency
from curbside.evidence.explaining import SHOWN, brief, sentences
from curbside.testing.records import invented_source
from curbside.types import Estimate, Kind, Source, State, Status, Step, Words

TODAY = date(2026, 12, 1)
PAIN = "Pain was similar with exemplolol and placebo (P = 0.4)."
DEATH = "Death was less common with exemplolol (10% versus 14%)."


def told(source: Source) -> str:
    return "\n".join(sentences(appraisal(source, today=TODAY), source))


def test_each_finding_has_an_estimate_and_what_is_none_has_not() -> None:
    methods = "In an open-label trial we randomised 64 adults to exemplolol or placebo to relieve pain."
    source = invented_study(PAIN, DEATH, "Nobody was asked.", types=(TRIAL,), methods=methods)
    found = appraisal(source, today=TODAY)

    shown = {source.text[o.start : o.end]: o.estimate.level for o in found.outcomes}
    assert shown == {PAIN: "Very low", DEATH: "Moderate"}


def test_it_is_told_in_sentences() -> None:
    source = invented_study(
        PAIN, types=(TRIAL,), methods="In an open-label trial we randomised 64 adults.", date="2020-05"
    )
    text = told(source)

    assert "Design: randomised trial, by its PubMed publication type (“Randomized Controlled Trial”)." in text
    assert "Sample: 64 people (“64 adults”)." in text
    assert "Open label, by “open-label” in its text." in text
    assert "Estimate Very low for “Pain was similar" in text
    assert "one step down, imprecise: fewer than 100 people (“64 adults”)" in text
    assert "It found no difference." in text
    assert "Age: 6 years (2020)." in text
    assert "not a GRADE rating" in text


def test_the_own_grades_of_a_guideline_are_told_word_for_word() -> None:
    source = invented_study("We suggest rest (weak recommendation, low certainty).", kind=Kind.GUIDELINE)

    assert "Own grades, in its words: “weak recommendation, low certainty” (GRADE)." in told(source)
    assert "a guideline has one only where the study under it is in the library" in told(source)


def test_of_many_findings_some_are_told_and_the_others_counted() -> None:
    many = [f"Death was less common with dose {n} (10% versus 14%)." for n in range(SHOWN + 3)]
    source = invented_study(*many, types=(TRIAL,))

    assert told(source).count("Estimate High for") == SHOWN
    assert "And 3 more findings" in told(source)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status(State.REVIEW_OVERDUE, since="2024-03"), "its review is overdue since 2024-03"),
        (Status(State.SUPERSEDED, by="pmid:2"), "superseded by pmid:2"),
        (Status(State.RETRACTED), "retracted; it is never evidence"),
        (Status(State.CURRENT), "Currency: current."),
        (Status(), "status not known"),
    ],
)
def test_currency_is_told(status: Status, words: str) -> None:
    assert words in told(invented_source(status=status))


@pytest.mark.parametrize(
    ("on", "age"),
    [("2026", 0), ("2025", 1), ("2025-12", 1), ("2025-12-02", 0), ("2025-12-01", 1), ("2027", 0), (None, None)],
)
def test_the_age_is_in_whole_years(on: str | None, age: int | None) -> None:
    assert currency(invented_source(date=on), TODAY).age == age


def test_an_estimate_in_few_words() -> None:
    def step(name: str, reason: str) -> Step:
        return Step(name, reason, (Words("here", 0, 4),))

    few, other = step("imprecise", "fewer than 100 people"), step("indirect", "another route")
    assert brief(Estimate("High", "High", "randomised trial")) == "High: randomised trial"
    assert brief(Estimate("Very low", "Very low", "case report", (few,))) == "Very low: case report"
    assert brief(Estimate("Low", "High", "randomised trial", (few, other))) == "Low: fewer than 100 people"
    assert brief(Estimate("Moderate", "High", "randomised trial", (other,))) == "Moderate: another route"


def test_the_jurisdiction_is_told() -> None:
    assert "Jurisdiction: UK." in told(invented_source(jurisdiction="uk"))
    assert "Jurisdiction: not known; it ranks last." in told(invented_source())
