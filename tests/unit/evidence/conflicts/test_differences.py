"""What differs and why: maxima, durations, directions, advice, scores, thresholds. All sources are invented."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.evidence.conflicts import Dispute, Saying, differences, disputes
from curbside.regimens.reading import phases_of
from curbside.testing.records import invented_source
from curbside.types import ConflictKind, Kind, State, Status

# Written by the maker of the rules: no independent gold. "none": nothing real may be found, whatever else is.
_FILE = Path(__file__).parents[3] / "fixtures" / "conflicts" / "pairs.jsonl"
_ROWS = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]
PAIRS = [(row["kind"], row["one"], row["other"]) for row in _ROWS]

DOSE = "Adults with gout are given exemplolol {} mg by mouth once daily."


def said(name: str, text: str, after: str = "", **fields: Any) -> Saying:
    source = invented_source(f"file:{name}", [("Dose", [text])], **{"kind": Kind.GUIDELINE, **fields})
    return Saying(name, source, text, phases_of(text), after=after)


def between(*texts: str) -> tuple[Dispute, ...]:
    return differences(said(f"source-{n}", text) for n, text in enumerate(texts))


@pytest.mark.parametrize(("kind", "one", "other"), PAIRS, ids=range(len(PAIRS)))
def test_the_kind_of_a_difference(kind: str, one: str, other: str) -> None:
    found = {str(d.kind) for d in between(one, other)}

    if kind == "none":
        assert "real" not in found
    else:
        assert kind in found
        assert kind == "real" or "real" not in found


@pytest.mark.parametrize(("kind", "one", "other"), PAIRS, ids=range(len(PAIRS)))
def test_the_order_of_two_sources_changes_nothing(kind: str, one: str, other: str) -> None:
    def told(found: tuple[Dispute, ...]) -> set[tuple[str, frozenset[str]]]:
        return {(str(d.kind), frozenset(side.saying.text for side in d.sides)) for d in found}

    assert told(between(one, other)) == told(between(other, one))


@pytest.mark.parametrize(("kind", "one", "other"), PAIRS, ids=range(len(PAIRS)))
def test_a_sentence_never_differs_from_itself(kind: str, one: str, other: str) -> None:
    assert between(one, one) == between(other, other) == ()


@pytest.mark.parametrize(("kind", "one", "other"), PAIRS, ids=range(len(PAIRS)))
def test_every_value_stands_in_its_sentence(kind: str, one: str, other: str) -> None:
    for dispute in between(one, other):
        for side in dispute.sides:
            assert side.span is not None
            start, end = side.span
            assert " ".join(side.saying.text[start:end].split()) == side.value


def test_what_is_no_conflict_says_why() -> None:
    found = [d for _, one, other in PAIRS for d in between(one, other)]

    assert all(bool(d.why) == (d.kind is not ConflictKind.REAL) for d in found)


@pytest.mark.parametrize("state", [State.RETRACTED, State.WITHDRAWN])
def test_retracted_sources_take_no_part(state: State) -> None:
    gone = said("gone", DOSE.format(40), status=Status(state))

    assert differences([said("a", DOSE.format(10)), gone]) == ()


def test_a_superseded_source_is_shown() -> None:
    old = said("old", DOSE.format(40), status=Status(State.SUPERSEDED))

    (found,) = disputes([said("a", DOSE.format(10)), old])

    assert [side.saying.source.status.state for side in found.sides] == [State.UNKNOWN, State.SUPERSEDED]


def test_a_source_does_not_differ_from_what_is_made_from_it() -> None:
    made = said("made", DOSE.format(40), derived_from=("file:a",))

    assert differences([said("a", DOSE.format(10)), made]) == ()


def test_what_a_trial_gave_is_no_dose_to_give() -> None:
    trial = said("trial", DOSE.format(40), kind=Kind.RANDOMISED_TRIAL)

    assert differences([said("a", DOSE.format(10)), trial]) == ()


def test_the_next_sentence_may_say_that_more_is_needed() -> None:
    low = said("low", DOSE.format(10), after="Higher doses may be needed.")

    (found,) = differences([low, said("high", DOSE.format(40))])

    assert (found.kind, found.why) == (ConflictKind.RANGE, "one says that more or less may be needed")


def test_the_next_sentence_may_say_that_it_is_needed_more_often() -> None:
    every = "Adults with psoriasis are given mockumab 80 mg subcutaneously every {} weeks."
    seldom = said("seldom", every.format(8), after="More frequent injections may be needed.")

    (found,) = differences([seldom, said("often", every.format(4))])

    assert (found.kind, found.why) == (ConflictKind.RANGE, "one says that it may be needed more or less often")
    assert disputes([seldom, said("rarer", every.format(12))])


def test_a_starting_dose_and_a_maximum_read_as_a_dose_are_two_steps() -> None:
    most = DOSE.format(160).replace("daily.", "daily at most.")

    (found,) = differences([said("start", DOSE.format(10).replace("take", "start")), said("most", most)])

    assert found.kind is ConflictKind.PHASE


def test_conflicts_in_two_populations_are_two_sets() -> None:
    children = DOSE.replace("Adults", "Children")

    found = disputes(
        said(f"{n}", text)
        for n, text in enumerate([DOSE.format(10), DOSE.format(40), children.format(2), children.format(4)])
    )

    assert [len(d.sides) for d in found] == [2, 2]
    assert {d.about for d in found} == {"dose of exemplolol for gout", "dose of exemplolol for gout in children"}


def test_headings_say_for_whom_and_what() -> None:
    bare = "Exemplolol {} mg is given by mouth once daily."
    adults = replace(said("a", bare.format(10)), context="Gout")
    children = replace(said("b", bare.format(5)), context="Gout. Children")

    (found,) = differences([adults, children])

    assert found.kind is ConflictKind.POPULATION


@given(st.lists(st.sampled_from([t for _, one, other in PAIRS for t in (one, other)]), min_size=2, max_size=6))
def test_every_difference_has_two_sources_at_least(texts: list[str]) -> None:
    for dispute in between(*texts):
        assert len({side.saying.source.id for side in dispute.sides}) >= 2


@given(st.integers(1, 200), st.integers(1, 200), st.integers(1, 200))
def test_a_maximum_conflicts_exactly_where_it_differs(a: int, b: int, micrograms: int) -> None:
    text = "The maximum dose of exemplolol for adults with gout is {} daily."

    found = disputes([said("a", text.format(f"{a} mg")), said("b", text.format(f"{b} mg"))])
    same = disputes(
        [said("a", text.format(f"{micrograms} mg")), said("b", text.format(f"{micrograms * 1000} micrograms"))]
    )

    assert bool(found) == (a != b)
    assert same == ()


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    for dispute in between(one, other):
        assert len(dispute.sides) == 2


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        (
            "Exemplolol is recommended in people with gout and asthma.",
            "Exemplolol is not recommended in people with gout.",
            "whether exemplolol is recommended for gout",
        ),
        (
            "Exemplolol 10 mg by mouth once daily is given for gout after bariatric surgery.",
            "Exemplolol 40 mg by mouth once daily is given for gout after bariatric surgery.",
            "dose of exemplolol for gout after bariatric surgery",
        ),
        (
            "Exemplolol 10 mg by mouth once daily is given to children with gout.",
            "Exemplolol 40 mg by mouth once daily is given to children with asthma.",
            "dose of exemplolol in children",
        ),
    ],
)
def test_a_difference_is_named_by_what_its_sides_share(one: str, other: str, about: str) -> None:
    assert [d.about for d in between(one, other)] == [about]
