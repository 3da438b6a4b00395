"""Gate 1: a quotation is what the stored text has at its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from curbside.errors import LibraryError
from curbside.types import Reason, Span

GATE = "quote"


def check(spans: Sequence[Span], quotes: Sequence[str], read: Callable[[Span], str]) -> Reason:
    """Whether each of `quotes` is, to the letter, what `read` gives for the span at the same index.

    `read` re-reads the stored text under the span's hash; where it raises LibraryError the gate fails.
    """
    if not spans or len(spans) != len(quotes):
        return Reason(GATE, False, (), f"{len(quotes)} quotations for {len(spans)} places in sources")
    for span, quoted in zip(spans, quotes, strict=True):
        place = f"{span.source} from {span.start} to {span.end}"
        try:
            stored = read(span)
        except LibraryError as error:
            return Reason(GATE, False, (quoted,), f"{place} cannot be read again: {error}")
        if not quoted or stored != quoted:
            return Reason(GATE, False, (quoted,), f"the stored text of {place} is another")
    return Reason(GATE, True)
