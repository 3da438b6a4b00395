"""The judge of conflicts: its pairs are as many and as told, and false alarms and misses are counted as such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from evals.conflicts import FALSE_ALARM, MISS, RIGHT, STARTER, known, load, verdict

PAIRS = [*load("build"), *load("held")]


def conflict(pair: Mapping[str, Any], kind: str, letters: str = "ab") -> dict[str, Any]:
    """A conflict between sources of that pair."""
    return {
        "kind": kind,
        "about": "",
        "members": [{"source": f"local:invented-{pair['id']}-{letter}"} for letter in letters],
    }


def test_there_are_a_hundred_pairs_that_do_not_conflict_and_sixty_that_do() -> None:
    assert Counter(pair["expect"] for pair in PAIRS) == {"none": 100, "real": 60}
    assert len({pair["id"] for pair in PAIRS}) == len(PAIRS)
    assert all(pair["sources"][0]["text"] != pair["sources"][1]["text"] for pair in PAIRS)


def test_a_real_conflict_of_a_pair_that_has_none_is_a_false_alarm() -> None:
    pair = next(pair for pair in PAIRS if pair["expect"] == "none")
    assert verdict(pair, [conflict(pair, "units")]) == RIGHT
    assert verdict(pair, [conflict(pair, "units"), conflict(pair, "real")]) == FALSE_ALARM


def test_a_conflict_is_found_only_as_a_real_one_between_both_sources() -> None:
    pair = next(pair for pair in PAIRS if pair["expect"] == "real")
    assert verdict(pair, []) == MISS
    assert verdict(pair, [conflict(pair, "population")]) == MISS
    assert verdict(pair, [conflict(pair, "real", "aa")]) == MISS
    assert verdict(pair, [conflict(pair, "real")]) == RIGHT


def test_a_known_conflict_needs_both_sides_in_one_entry() -> None:
    name = "CHA2DS2-VA and CHA2DS2-VASc"
    sides = [{"quote": "by CHA2DS2-VA"}, {"quote": "by CHA2DS2-VASc"}]
    assert known([{"kind": "real", "members": sides}])[name]
    assert not known([{"kind": "real", "members": sides[1:]}])[name]
    assert not known([{"kind": "population", "members": sides}])[name]
    assert set(known([])) == set(STARTER)
