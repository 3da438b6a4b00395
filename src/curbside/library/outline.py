"""The headings of a source as its units tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from curbside.types import TextRange, Unit


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it. path: outermost first. start: of the heading; end: of the last unit."""

    path: tuple[str, ...]
    start: int
    end: int


def outline(units: Iterable[Unit]) -> tuple[Part, ...]:
    """The parts of a source in order, a part before those inside it; a heading with no unit under it is none."""
    parts: dict[object, Part] = {}
    for (headings, ranges), run in groupby(units, key=_path):
        under = list(run)
        end = max(unit.end for unit in under)
        for depth in range(len(headings)):
            path = headings[: depth + 1]
            place = ranges[depth] if depth < len(ranges) else None
            known = parts.get((path, place))
            start = known.start if known else (place.start if place else under[0].start)
            parts[path, place] = Part(path, start, max(end, known.end if known else 0))
    return tuple(parts.values())


def _path(unit: Unit) -> tuple[tuple[str, ...], tuple[TextRange, ...]]:
    return unit.headings, unit.heading_ranges
