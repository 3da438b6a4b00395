"""The tests that every `Entailment` must pass, and a fake of it.

Subclass `EntailmentConformance` in a test file as `Test...` and give it a fixture `make_entailment` that returns a
function. The texts are invented.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import pytest

from curbside.types import Outcome
from curbside.verifying.entailment.base import Entailment

MakeEntailment = Callable[[], Entailment]
PAIRS = (
    ("Invented: three chairs stood in the hall.", "Invented: there were chairs in the hall."),
    ("Invented: a table.", "Invented: no table."),
    ("Invented: " + "and then there was another chair, " * 200 + "and that was all.", "Invented: a chair."),
    ("Ünïcode, ≥ 2 µg/L and 漢字 🪑", ""),
)


class FakeEntailment:
    """An `Entailment` that answers from a script, and for pairs that are not in it by their hash."""

    def __init__(self, script: Mapping[tuple[str, str], Mapping[Outcome, float]] | None = None) -> None:
        self._script = script or {}
        self.asked: list[tuple[str, str]] = []

    @property
    def name(self) -> str:
        """What it is."""
        return "fake"

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> tuple[Mapping[Outcome, float], ...]:
        """From the script, or three shares made from the texts."""
        self.asked += pairs
        return tuple(self._script.get(pair) or _hashed(pair) for pair in pairs)


def _hashed(pair: tuple[str, str]) -> Mapping[Outcome, float]:
    made = [1 + byte for byte in hashlib.sha256("\0".join(pair).encode()).digest()[:3]]
    return {outcome: share / sum(made) for outcome, share in zip(Outcome, made, strict=True)}


class EntailmentConformance:
    """What holds for every model of entailment."""

    def test_each_pair_gets_a_probability_for_each_outcome(self, make_entailment: MakeEntailment) -> None:
        """They make 1 together."""
        for said in make_entailment().probabilities(PAIRS):
            assert set(said) == set(Outcome)
            assert all(0 <= p <= 1 for p in said.values())
            assert sum(said.values()) == pytest.approx(1)

    def test_no_pairs_have_no_probabilities(self, make_entailment: MakeEntailment) -> None:
        """And that is no error."""
        assert make_entailment().probabilities([]) == ()

    def test_a_pair_does_not_depend_on_the_others(self, make_entailment: MakeEntailment) -> None:
        """Nor on their order."""
        model = make_entailment()
        together = model.probabilities(PAIRS)
        assert model.probabilities(PAIRS[::-1]) == together[::-1]
        for pair, said in zip(PAIRS, together, strict=True):
            assert model.probabilities([pair])[0] == said

    def test_it_has_a_name(self, make_entailment: MakeEntailment) -> None:
        """For reports."""
        assert make_entailment().name
