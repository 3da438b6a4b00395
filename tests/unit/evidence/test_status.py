"""The gate before any ranking (the clinical rules, section 1), on invented sources."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.evidence.status import from_an_answer, is_secondary, standing
from curbside.testing.records import invented_source
from curbside.types import Flag, Kind, Seen, Source, State, Status, TextIs


def source(id: str = "file:invented", state: State = State.CURRENT, **fields: Any) -> Source:
    return invented_source(id, status=Status(state), **fields)


@pytest.mark.parametrize("state", [State.RETRACTED, State.WITHDRAWN])
def test_a_retracted_or_withdrawn_source_is_never_evidence(state: State) -> None:
    found = standing(source(state=state))

    assert (found.usable, found.lead) == (False, False)
    assert found.why == (f"{state}: never evidence",)


def test_a_superseded_source_is_usable_with_its_flag_and_its_successor_and_never_leads() -> None:
    found = standing(invented_source(status=Status(State.SUPERSEDED, by="the invented guideline of 2030")))

    assert (found.usable, found.lead) == (True, False)
    assert Flag.SUPERSEDED in found.flags
    assert found.why == ("superseded by the invented guideline of 2030",)


def test_an_expression_of_concern_takes_one_step_down() -> None:
    found = standing(source(state=State.CONCERN))

    assert (found.usable, found.lead, found.step) == (True, True, 1)
    assert found.why == ("expression of concern",)


def test_a_source_past_its_review_date_says_since_when() -> None:
    found = standing(invented_source(status=Status(State.REVIEW_OVERDUE, since="2020-05")))

    assert (found.lead, found.flags) == (True, (Flag.REVIEW_OVERDUE,))
    assert found.why == ("review overdue since 2020-05",)


@pytest.mark.parametrize("seen", [Seen.SECONDARY, Seen.UNKNOWN])
def test_what_was_not_read_in_the_original_is_secondary_and_says_so(seen: Seen) -> None:
    found = standing(source(seen=seen))

    assert found.usable
    assert Flag.SECONDARY_ONLY in found.flags


def test_somebody_elses_summary_is_secondary() -> None:
    assert is_secondary(source(kind=Kind.SUMMARY))


def test_a_text_that_nobody_stands_behind_is_secondary() -> None:
    assert is_secondary(source(kind=Kind.UNKNOWN, publisher=None))
    assert not is_secondary(source(kind=Kind.UNKNOWN, publisher=None, authors=("An invented author",)))
    assert not is_secondary(source(kind=Kind.UNKNOWN))


def test_secondary_wins_over_library_summary() -> None:
    found = standing(source(text_is=TextIs.SUMMARY, seen=Seen.SECONDARY))

    assert set(found.flags) == {Flag.SECONDARY_ONLY, Flag.SUMMARY}


def test_a_library_summary_of_what_was_read_may_lead_and_says_that_it_is_one() -> None:
    found = standing(source(text_is=TextIs.SUMMARY))

    assert (found.lead, found.flags) == (True, (Flag.SUMMARY,))


def test_an_answer_of_the_engine_has_no_weight() -> None:
    assert not standing(source("curbside:answer-1")).usable
    assert not standing(source(derived_from=("curbside:answer-1",))).usable


def test_the_walk_to_the_root_meets_an_answer_behind_other_sources() -> None:
    library = {
        "file:b": source("file:b", derived_from=("file:c",)),
        "file:c": source("file:c", derived_from=("curbside:answer-1",)),
    }

    assert not standing(source("file:a", derived_from=("pmid:0", "file:b")), library.get).usable
    assert standing(source("file:a", derived_from=("pmid:0",)), library.get).usable


def test_sources_that_derive_from_each_other_end_the_walk() -> None:
    library = {
        "file:a": source("file:a", derived_from=("file:b",)),
        "file:b": source("file:b", derived_from=("file:a",)),
    }

    assert not from_an_answer(library["file:a"], library.get)


@given(st.sampled_from(State), st.sampled_from(Seen), st.sampled_from(TextIs), st.sampled_from(Kind), st.booleans())
def test_what_is_unusable_or_superseded_never_leads(
    state: State, seen: Seen, text_is: TextIs, kind: Kind, answer: bool
) -> None:
    one = source("curbside:a" if answer else "file:a", state, seen=seen, text_is=text_is, kind=kind)

    found = standing(one)

    never = state in (State.RETRACTED, State.WITHDRAWN, State.SUPERSEDED) or answer
    assert not (never and found.lead)
    assert found.usable or (not found.lead and found.why)
    assert (Flag.SUMMARY in found.flags) == (found.usable and text_is is TextIs.SUMMARY)
