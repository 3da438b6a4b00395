"""The headings of a source as its units tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curbside.types import Unit


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it. path: outermost first. start: of the heading; end: of the last unit."""

    path: tuple[str, ...]
    start: int
    end: int


def outline(units: Iterable[Unit]) -> tuple[Part, ...]:
    """The parts of a source in order, a part before those inside it; a heading with no unit under it is none."""
    parts: dict[object, Part] = {}
    for unit in units:
        for depth in range(len(unit.headings)):
            path = unit.headings[: depth + 1]
            place = unit.heading_ranges[depth] if depth < len(unit.heading_ranges) else None
            known = parts.get((path, place))
            start = known.start if known else (place.start if place else unit.start)
            parts[path, place] = Part(path, start, max(unit.end, known.end if known else 0))
    return tuple(parts.values())
