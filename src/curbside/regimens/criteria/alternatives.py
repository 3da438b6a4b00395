"""Alternatives of a sentence that were not read: "in adults over 75 years, vegans, and people with a gastrectomy".

Where a sentence names several kinds of people, one of them is enough; what holds for one that was read says nothing
against the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from curbside.regimens.criteria.atoms import INDICATION, SEX, Atom

UNREAD_ALTERNATIVE: Final = "other alternatives of its sentence were not read (\u201c{}\u201d)"
_END: Final = re.compile(
    r"[.;:]|\)\s*\Z|\b(?:should|must|may|can|will|is|are|was|were|has|have|reduce|give|stop|start|use|avoid|consider|offer|do|take"
    r"|contra-?indicated|recommended)\b|\b\d[\d.,]*\s*(?:mg|micrograms?|mcg|g|units?|mL|tablets?)\b",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\s*(?:,\s*(?:and/or|and|or)\s+|,\s+|\s(?:and/or|and|or)\s+)", re.IGNORECASE)
_OPENS: Final = re.compile(r"\b(?:in|for|among|of|with|if|when|where|who|on|including|such\s+as|as)\s+", re.IGNORECASE)
_PEOPLE: Final = re.compile(
    r"\b(?:people|persons?|patients?|adults?|children|infants?|those|individuals?|women|men|vegans?|vegetarians?|users?)\b",
    re.I,
)
_BOUND_GOES_ON: Final = re.compile(
    r"(?:more|less|over|above|under|below|older|younger|higher|lower|greater|fewer|longer|at\s+least|up\s+to|no|not|but|then|especially)\b",
    re.IGNORECASE,
)


def unread_alternative(text: str, run: Sequence[Atom], known: Sequence[Atom]) -> str | None:
    """The words of an alternative to the conditions of `run` in the clause `text` that nothing read, or None.

    known: all that was read of the clause. A condition that follows in the enumeration is an alternative too, no bound.
    """
    bounds = [a for a in known if a.quantity != SEX]
    later = [a for a in bounds if a.quantity != INDICATION]
    pieces = [(p, bounds) for p in _before(text, run[0].start)] + [(p, later) for p in _after(text, run[-1].end)]
    for (start, end), read in pieces:
        words = text[start:end].strip(" ,;:()")
        if re.search(r"[A-Za-z]{3}", words) and not any(a.start < end and start < a.end for a in read):
            return words
    return None


def is_alternative_to(text: str, run: Sequence[Atom], atom: Atom) -> bool:
    """Whether a condition stands in the enumeration that goes on behind a run."""
    return any(a <= atom.start < b for a, b in _after(text, run[-1].end))


def _after(text: str, start: int) -> list[tuple[int, int]]:
    """The members of an enumeration that goes on behind a condition; none where it is no enumeration of people."""
    stop = _END.search(text, start)
    end = stop.start() if stop else len(text)
    parts = list(_SPLIT.finditer(text, start, end))
    if not parts or text[start : parts[0].start()].strip(" )]"):
        return []
    if _BOUND_GOES_ON.match(text[parts[0].end() :]):
        return []
    closed = any(re.search(r"\b(?:and|or)\b", p[0], re.IGNORECASE) for p in parts)
    either = any(re.search(r"\bor\b", p[0], re.IGNORECASE) for p in parts)
    if not closed or not (either or _PEOPLE.search(text[parts[0].end() : end])):
        return []
    return list(_between(parts, end))


def _before(text: str, stop: int) -> list[tuple[int, int]]:
    """The members of an enumeration that a condition closes or goes on with ("in vegans, adults over 75 years, or")."""
    starts = [m.end() for m in _END.finditer(text, 0, stop)]
    begin = starts[-1] if starts else 0
    parts = list(_SPLIT.finditer(text, begin, stop))
    if not parts or len(text[parts[-1].end() : stop].split()) > 3:
        return []
    opened = _OPENS.search(text, begin, parts[0].start())
    if opened is None:
        return []
    said = text[opened.end() : stop]
    either = any(re.search(r"\bor\b", p[0], re.IGNORECASE) for p in parts)
    if not either and not (_PEOPLE.search(said[: parts[-1].start() - opened.end()]) and len(parts) > 1):
        return []
    edges = [opened.end(), *(p.end() for p in parts)]
    return [(a, p.start()) for a, p in zip(edges, parts, strict=False)]


def _between(parts: Sequence[re.Match[str]], end: int) -> Iterator[tuple[int, int]]:
    for i, part in enumerate(parts):
        yield part.end(), parts[i + 1].start() if i + 1 < len(parts) else end
