"""The judge of regimens: what it calls right, wrong and unstated, and what span is a fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from evals.regimens import reached, scored
from evals.regimens_gold import FIELDS, Gold, Phase, aligned, load
from evals.regimens_spans import faults, numbers

HERE = Path(__file__).resolve().parents[2] / "evals" / "regimens"
BUILD = load(HERE / "build.jsonl")
TEXT = "Exemplamine 5 mg by mouth twice daily for 7 days, as needed."
SPANS = {
    "drug": [0, 11],
    "amount": [12, 16],
    "route": [17, 25],
    "times": [26, 37],
    "period": [26, 37],
    "period_unit": [26, 37],
    "duration": [38, 48],
    "end": [38, 48],
    "as_needed": [50, 59],
}
READ: dict[str, Any] = dict.fromkeys(FIELDS) | {
    "drug": "exemplamine",
    "amount": {"low": "5", "high": "5", "unit": "mg"},
    "route": "oral",
    "times": "2",
    "period": "1",
    "period_unit": "d",
    "duration": {"low": "7", "high": "7", "unit": "d"},
    "end": "duration",
    "as_needed": True,
    "spans": SPANS,
}
OTHER = {
    "drug": "inventadol",
    "amount": {"low": "50", "high": "50", "unit": "mg"},
    "route": "rectal",
    "times": "3",
    "period": "6",
    "period_unit": "wk",
    "duration": {"low": "7", "high": "7", "unit": "wk"},
    "end": "lifelong",
}


def answer(golds: Sequence[Gold]) -> list[list[Phase]]:
    return [[{k: v for k, v in phase.items() if k != "also"} for phase in gold.phases] for gold in golds]


def test_the_gold_itself_is_exact() -> None:
    tally = scored(BUILD, answer)
    assert tally.exact == tally.sentences == len(BUILD) >= 170
    assert not tally.wrong.total()
    assert not tally.unstated.total()
    assert not tally.missing
    assert not tally.extra
    assert all(tally.right[name] == tally.pairs for name in FIELDS)
    assert tally.span_faults
    assert not reached(tally)


def test_about_one_in_eight_doses_nothing() -> None:
    assert 0.1 <= sum(gold.negative for gold in BUILD) / len(BUILD) <= 0.15


def test_nothing_read_is_unstated_and_never_wrong() -> None:
    tally = scored(BUILD, lambda golds: [[] for _ in golds])
    assert tally.wrong.total() == 0
    assert tally.unstated.total() > 900
    assert tally.empty == tally.negatives
    assert not reached(tally)


def gold(**stated: Any) -> Gold:
    phase = dict.fromkeys(FIELDS) | {name: READ[name] for name in FIELDS} | stated
    return Gold("g", TEXT, "", (phase,), unclear=False, optional=frozenset())


@pytest.mark.parametrize("name", sorted(OTHER))
def test_another_value_is_wrong_and_none_is_unstated(name: str) -> None:
    wrong = scored([gold()], lambda _: [[READ | {name: OTHER[name]}]])
    assert (wrong.wrong[name], wrong.wrong.total(), wrong.unstated.total(), wrong.exact) == (1, 1, 0, 0)
    unstated = scored([gold()], lambda _: [[READ | {name: None}]])
    assert (unstated.unstated[name], unstated.wrong.total(), unstated.exact) == (1, 0, 0)
    both = scored([gold(also={name: [None]})], lambda _: [[READ | {name: None}]])
    assert both.exact == 1


def test_an_unclear_sentence_may_be_left_but_not_misread() -> None:
    unclear = replace(gold(), unclear=True)
    assert scored([unclear], lambda _: [[]]).exact == 1
    assert scored([unclear], lambda _: [[READ | {"route": None}]]).exact == 1
    assert scored([unclear], lambda _: [[READ | {"route": "rectal"}]]).wrong["route"] == 1


def test_a_phase_too_many_or_missing_counts_against_every_field() -> None:
    extra = scored([gold()], lambda _: [[READ, READ | OTHER]])
    assert extra.extra == 1
    assert all(extra.right[name] == 1 and extra.pairs == 2 for name in FIELDS)
    missing = scored([replace(gold(), phases=(READ, READ | OTHER))], lambda _: [[READ]])
    assert missing.missing == 1
    assert all(missing.right[name] == 1 for name in FIELDS)


def test_phases_stand_beside_those_that_they_are_likest() -> None:
    other = READ | OTHER
    assert aligned([READ, other], [other]) == [(READ, None), (other, other)]


def test_spans_that_hold_their_values_have_no_fault() -> None:
    assert faults(READ, TEXT, "") == []


@pytest.mark.parametrize("name", sorted(SPANS))
def test_a_span_elsewhere_or_none_is_a_fault(name: str) -> None:
    elsewhere = [0, 11] if name != "drug" else [12, 16]
    assert len(faults(READ | {"spans": SPANS | {name: elsewhere}}, TEXT, "")) == 1
    assert faults(READ | {"spans": {k: v for k, v in SPANS.items() if k != name}}, TEXT, "") == [f"{name} has no span"]
    assert len(faults(READ | {"spans": SPANS | {name: [58, 70]}}, TEXT, "")) == 1


@pytest.mark.parametrize("name", sorted(OTHER))
def test_a_value_that_its_span_does_not_say_is_a_fault(name: str) -> None:
    assert len(faults(READ | {name: OTHER[name]}, TEXT, "")) == 1


def test_a_field_of_the_context_has_its_span_there() -> None:
    row = {"drug": "exemplamine", "spans": {"context:drug": [8, 19]}}
    assert faults(row, "5 mg", "Dose of exemplamine") == []
    assert len(faults(row, "exemplamine 5 mg", "Dose of inventadol")) == 1


@pytest.mark.parametrize(
    ("words", "value"),
    [("12,500 iu", "12500"), ("one and a half tablets", "1.5"), ("1.2 million units", "1200000"), ("0.05–0.1", "0.1")],
)
def test_numbers_in_digits_and_words(words: str, value: str) -> None:
    assert Decimal(value) in numbers(words)


def test_numbers_are_whole_numbers() -> None:
    assert Decimal(2) not in numbers("12 mg")
    assert Decimal(1) not in numbers("10 to 12.5 mg")


def test_the_held_sentences_are_others() -> None:
    held = load(HERE / "held.jsonl")
    assert len(held) >= 170
    assert not {gold.text for gold in held} & {gold.text for gold in BUILD}
