"""Gold regimens: how a file of them is read, when a value is the gold's, and which phase answers which.

A line of `evals/regimens/*.jsonl` is {"id", "text", "context" (perhaps), "invented", "phases", "not_understood_ok"
(perhaps), "optional" (perhaps)}. A phase holds every field of `FIELDS`, null where unstated, and perhaps "also": for a
field, further values that the conventions leave open. "optional": numbers, from 0, of phases that may be left out.
`not_understood_ok`: a careful reader would call the sentence unclear, so whatever is left out is right; what is read
must still be the gold's. Values are compared without regard to case and white space, and in no other way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIELDS = (
    "drug",
    "form",
    "amount",
    "per",
    "route",
    "times",
    "period",
    "period_unit",
    "duration",
    "count",
    "end",
    "condition",
    "divided",
    "as_needed",
    "maximum_dose",
    "maximum_per_period",
    "indication",
    "population",
    "role",
)
Phase = Mapping[str, Any]
Pair = tuple[Phase | None, Phase | None]
SET_APART = ("also",)


@dataclass(frozen=True, slots=True)
class Gold:
    """A sentence with the phases that it states; none where it doses nothing."""

    id: str
    text: str
    context: str
    phases: tuple[Phase, ...]
    unclear: bool
    optional: frozenset[int]

    @property
    def negative(self) -> bool:
        """Whether nothing may be read from it."""
        return not self.phases and not self.unclear


def load(path: Path) -> list[Gold]:
    """The sentences of a file in order; raises ValueError for a line that is none, with its number."""
    found: list[Gold] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            found.append(_gold(json.loads(line)))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: {error!r}") from error
    if len({gold.id for gold in found}) != len(found):
        raise ValueError(f"{path.name}: an id stands twice")
    return found


def _gold(row: Mapping[str, Any]) -> Gold:
    if row["invented"] is not True:
        raise ValueError("it does not say that it is invented")
    for phase in row["phases"]:
        wrong = set(phase) - set(SET_APART) ^ set(FIELDS)
        if wrong:
            raise ValueError(f"missing or unknown fields {sorted(wrong)}")
    return Gold(
        id=row["id"],
        text=row["text"],
        context=row.get("context", ""),
        phases=tuple(row["phases"]),
        unclear=row.get("not_understood_ok", False),
        optional=frozenset(row.get("optional", ())),
    )


def normal(value: Any) -> Any:
    """The value without regard to case and white space; false is unstated."""
    if value is None or value is False:
        return None
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    if isinstance(value, Mapping):
        return tuple(sorted((name, normal(part)) for name, part in value.items()))
    return value


def accepted(gold: Phase, field: str) -> list[Any]:
    """The values that are right for this field, made plain; the gold's own is the first."""
    return [normal(gold[field]), *map(normal, gold.get("also", {}).get(field, ()))]


def same(gold: Phase, got: Phase, field: str) -> bool:
    """Whether what was read is the gold's."""
    return normal(got.get(field)) in accepted(gold, field)


def stated(phase: Phase, field: str) -> bool:
    """Whether the field holds anything."""
    return normal(phase.get(field)) is not None


def different(gold: Phase, got: Phase) -> int:
    """How many fields differ."""
    return sum(not same(gold, got, field) for field in FIELDS)


def aligned(gold: Sequence[Phase], got: Sequence[Phase]) -> list[Pair]:
    """Pairs in order, with None for a phase that the other has not; the fewest differing fields in all.

    A phase without a partner costs what it states, and one more.
    """
    best: dict[tuple[int, int], tuple[int, list[Pair]]] = {(0, 0): (0, [])}
    for i in range(len(gold) + 1):
        for j in range(len(got) + 1):
            ways = []
            if i:
                ways.append(_with(best[i - 1, j], _alone(gold[i - 1]), (gold[i - 1], None)))
            if j:
                ways.append(_with(best[i, j - 1], _alone(got[j - 1]), (None, got[j - 1])))
            if i and j:
                ways.append(_with(best[i - 1, j - 1], different(gold[i - 1], got[j - 1]), (gold[i - 1], got[j - 1])))
            if ways:
                best[i, j] = min(ways, key=lambda way: way[0])
    return best[len(gold), len(got)][1]


def _with(way: tuple[int, list[Pair]], cost: int, pair: Pair) -> tuple[int, list[Pair]]:
    return way[0] + cost, [*way[1], pair]


def _alone(phase: Phase) -> int:
    return 1 + sum(stated(phase, field) for field in FIELDS)
