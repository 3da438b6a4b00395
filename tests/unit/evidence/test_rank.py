"""Whose word counts first (the clinical rules, section 2), on invented sources."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.evidence.rank import Claim, claim_of, jurisdiction_rank, order
from curbside.testing.records import invented_source
from curbside.types import Facet, Kind, Source, State, Status


def source(kind: Kind, jurisdiction: str = "uk", state: State = State.CURRENT, **fields: Any) -> Source:
    return invented_source(kind=kind, jurisdiction=jurisdiction, status=Status(state), **fields)


def is_ordered(claim: Claim, *sources: Source, jurisdiction: str | None = "uk") -> bool:
    keys = [order(s, claim, jurisdiction) for s in sources]
    return all(a < b for a, b in pairwise(keys))


def test_a_dose_is_taken_first_from_the_local_protocol_and_last_from_a_review() -> None:
    assert is_ordered(
        Claim.DOSE,
        source(Kind.PROTOCOL),
        source(Kind.LABEL),
        source(Kind.GUIDELINE, "us"),
        source(Kind.LABEL, "us"),
        source(Kind.RANDOMISED_TRIAL),
        source(Kind.NARRATIVE_REVIEW),
        source(Kind.CASE_REPORT),
    )


@pytest.mark.parametrize("kind", [Kind.FORMULARY, Kind.GUIDELINE])
def test_label_formulary_and_current_guideline_of_the_jurisdiction_are_equals_for_a_dose(kind: Kind) -> None:
    assert order(source(kind), Claim.DOSE, "uk") == order(source(Kind.LABEL), Claim.DOSE, "uk")


def test_a_superseded_guideline_comes_after_every_label_for_a_dose() -> None:
    assert is_ordered(Claim.DOSE, source(Kind.LABEL, "us"), source(Kind.GUIDELINE, state=State.SUPERSEDED))


def test_a_local_protocol_of_elsewhere_does_not_come_first_for_a_dose() -> None:
    assert is_ordered(Claim.DOSE, source(Kind.LABEL), source(Kind.PROTOCOL, "us"))


def test_without_a_jurisdiction_no_label_is_put_before_that_of_another_country() -> None:
    assert order(source(Kind.LABEL, "uk"), Claim.DOSE, None) == order(source(Kind.LABEL, "jp"), Claim.DOSE, None)


def test_should_is_taken_first_from_a_guideline() -> None:
    assert is_ordered(
        Claim.RECOMMENDATION,
        source(Kind.GUIDELINE),
        source(Kind.LABEL),
        source(Kind.SYSTEMATIC_REVIEW),
        source(Kind.RANDOMISED_TRIAL),
        source(Kind.COHORT),
        source(Kind.NARRATIVE_REVIEW),
    )


def test_the_size_of_a_benefit_is_taken_first_from_a_systematic_review() -> None:
    assert is_ordered(
        Claim.BENEFIT,
        source(Kind.SYSTEMATIC_REVIEW),
        source(Kind.RANDOMISED_TRIAL),
        source(Kind.COHORT),
        source(Kind.CASE_SERIES),
        source(Kind.CASE_REPORT),
        source(Kind.NARRATIVE_REVIEW),
    )


def test_a_harm_is_taken_first_from_a_regulator_or_label() -> None:
    assert is_ordered(
        Claim.HARM,
        source(Kind.SAFETY_ALERT),
        source(Kind.SYSTEMATIC_REVIEW),
        source(Kind.RANDOMISED_TRIAL),
        source(Kind.COHORT),
        source(Kind.CASE_REPORT),
    )


def test_a_course_is_taken_last_from_one_case() -> None:
    kinds = (Kind.SYSTEMATIC_REVIEW, Kind.COHORT, Kind.CASE_SERIES, Kind.CASE_REPORT)

    assert is_ordered(Claim.COURSE, *map(source, kinds))


def test_a_concern_takes_a_source_one_step_down() -> None:
    trial = source(Kind.RANDOMISED_TRIAL)

    assert order(trial, Claim.BENEFIT, "uk", step=1)[0] == order(trial, Claim.BENEFIT, "uk")[0] + 1


def test_ties_go_to_the_jurisdiction_then_to_what_is_current_then_to_the_newer() -> None:
    assert is_ordered(
        Claim.RECOMMENDATION,
        source(Kind.GUIDELINE, date="2020"),
        source(Kind.GUIDELINE, date="2010-05"),
        source(Kind.GUIDELINE, date=None),
        source(Kind.GUIDELINE, state=State.UNKNOWN, date="2024"),
        source(Kind.GUIDELINE, state=State.SUPERSEDED, date="2024"),
        source(Kind.GUIDELINE, "international", date="2024"),
        source(Kind.GUIDELINE, "us", date="2024"),
        source(Kind.GUIDELINE, "unknown", date="2024"),
    )


def test_an_unknown_kind_ranks_last_whatever_is_claimed() -> None:
    for claim in Claim:
        keys = [order(source(kind), claim, "uk") for kind in Kind]
        assert order(source(Kind.UNKNOWN), claim, "uk") == max(keys)


def test_an_unknown_jurisdiction_ranks_last_even_where_none_was_asked() -> None:
    assert jurisdiction_rank(source(Kind.LABEL, "unknown"), None) == 3
    assert [jurisdiction_rank(source(Kind.LABEL, j), "uk") for j in ("uk", "international", "us")] == [0, 1, 2]


@pytest.mark.parametrize(
    ("facet", "claim"),
    [
        (Facet.REGIMEN, Claim.DOSE),
        (Facet.MAINTENANCE, Claim.DOSE),
        (Facet.INDICATION, Claim.RECOMMENDATION),
        (Facet.CONTRAINDICATIONS, Claim.HARM),
        (Facet.EVIDENCE, Claim.BENEFIT),
        (Facet.DISTINCTION, Claim.DIAGNOSIS),
        (Facet.COURSE, Claim.COURSE),
        ("other", Claim.RECOMMENDATION),
    ],
)
def test_a_facet_says_what_is_claimed(facet: str, claim: Claim) -> None:
    assert claim_of(facet) is claim


@given(st.sampled_from(Kind), st.sampled_from(Claim), st.sampled_from(["uk", "us", "unknown"]))
def test_a_source_of_the_asked_jurisdiction_is_never_behind_the_same_one_of_elsewhere(
    kind: Kind, claim: Claim, elsewhere: str
) -> None:
    assert order(source(kind, "uk"), claim, "uk") <= order(source(kind, elsewhere), claim, "uk")
