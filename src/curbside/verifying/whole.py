"""Gate 6: a supporting span is a whole unit, so that no "not" or "unless" is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from curbside.types import Reason, Span, Unit, UnitKind

GATE = "whole units"


def check(spans: Sequence[Span], units: Callable[[Span], Iterable[Unit]]) -> Reason:
    """Whether each of `spans` is exactly one of the units that `units` gives for its source version; a note is none.

    For supporting spans only: context, and the spans of a regimen's fields, are parts of units.
    """
    if not spans:
        return Reason(GATE, False, (), "no supporting place is given")
    for span in spans:
        whole = {(u.start, u.end) for u in units(span) if u.kind is not UnitKind.NOTE}
        if (span.start, span.end) not in whole:
            place = f"{span.source} from {span.start} to {span.end}"
            return Reason(GATE, False, (), f"{place} is no whole sentence, list item or table row")
    return Reason(GATE, True)
