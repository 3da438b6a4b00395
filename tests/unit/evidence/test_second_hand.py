"""Numbers that a review has from one study of others. All studies, drugs and numbers are invented."""

from __future__ import annotations

import pytest

from curbside.evidence.second_hand import tells_anothers_number
from curbside.interop.wording import asides
from curbside.selecting.quotable import flags_of
from curbside.testing.homes import invented_document
from curbside.types import Answer, Flag, Kind

OF_ONE = [
    "In a randomised trial of 24 adults, fictoprolol 6 mg lowered systolic pressure by 12 mmHg.",
    "One double-blind, placebo-controlled trial found that fictoprolol reduced falls by 30%.",
    "A retrospective cohort study reported relapse in 18 of 60 people who stopped fictoprolol.",
    "Smith et al. found that fictoprolol 6 mg daily improved walking distance by 40 m.",
    "Smith and Jones (2011) reported recovery in 7 of 9 people.",
    "Recovery was reported in 7 of 9 people (Smith, 2011).",
    "In the EXAMPLE-2 trial, 41% of people on fictoprolol had no further gout.",
    "Only 1 study (24 participants) reported pain: it was 3 points lower with fictoprolol.",
]
NOT_OF_ONE = [
    "This review found that fictoprolol reduced falls by 30%.",
    "Twelve trials with 1,204 participants showed that fictoprolol reduced falls by 30%.",
    "The pooled risk ratio was 0.70 in favour of fictoprolol in a random-effects model.",
    "In a meta-analysis of 12 trials, fictoprolol reduced falls by 30%.",
    "A trial of fictoprolol 6 mg daily should be given for 3 months.",
    "A trial of treatment for 3 months was reasonable in most people.",
    "Fictoprolol 6 mg is taken by mouth once daily by adults with gout.",
    "A randomised trial found that fictoprolol reduced falls.",
    "A randomised trial found that vitamin B12 did not reduce falls [12].",
    "Smith et al. (2011) found no difference.",
]


def review(text: str, kind: Kind = Kind.NARRATIVE_REVIEW):
    return invented_document("test:a", f"# Invented review\n\n## Evidence\n\n{text}", kind=kind)


@pytest.mark.parametrize("text", OF_ONE)
@pytest.mark.parametrize("kind", [Kind.NARRATIVE_REVIEW, Kind.SYSTEMATIC_REVIEW, Kind.EVIDENCE_REVIEW])
def test_the_number_of_one_study_in_a_review_is_at_second_hand(text: str, kind: Kind) -> None:
    source = review(text, kind)
    assert tells_anothers_number(source, text)
    assert Flag.TRANSITIVE in flags_of(source, source.units[-1])


@pytest.mark.parametrize("text", NOT_OF_ONE)
def test_what_a_review_found_itself_or_says_without_a_number_is_not(text: str) -> None:
    assert not tells_anothers_number(review(text), text)


@pytest.mark.parametrize("text", OF_ONE)
@pytest.mark.parametrize("kind", [Kind.RANDOMISED_TRIAL, Kind.COHORT, Kind.GUIDELINE, Kind.LABEL])
def test_a_study_or_a_document_that_is_no_review_is_not(text: str, kind: Kind) -> None:
    assert not tells_anothers_number(review(text, kind), text)


def test_the_flag_is_on_the_statement_and_told(ask) -> None:
    told = (
        "In a randomised trial of 24 adults with hypertension, fictoprolol 6 mg lowered systolic pressure by 12 mmHg."
    )
    answer = ask([review(told, Kind.SYSTEMATIC_REVIEW)], "Does fictoprolol lower systolic pressure in hypertension?")

    assert isinstance(answer, Answer)
    (statement,) = (s for s in answer.statements if s.text == told)
    assert Flag.TRANSITIVE in statement.flags
    assert "number of another study, at second hand" in asides(statement)


def test_where_the_trial_itself_is_cited_too_the_number_is_not_at_second_hand(ask) -> None:
    told = (
        "In a randomised trial of 24 adults with hypertension, fictoprolol 6 mg lowered systolic pressure by 12 mmHg."
    )
    trial = invented_document("test:b", f"# Invented trial\n\n## Results\n\n{told}", kind=Kind.RANDOMISED_TRIAL)
    question = "Does fictoprolol lower systolic pressure in hypertension?"
    answer = ask([review(told, Kind.SYSTEMATIC_REVIEW), trial], question)

    assert isinstance(answer, Answer)
    (statement,) = (s for s in answer.statements if s.text == told)
    assert {c.source for c in statement.citations} == {"test:a", "test:b"}
    assert Flag.TRANSITIVE not in statement.flags
