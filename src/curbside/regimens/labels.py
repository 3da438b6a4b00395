"""Age and weight bands: the label of a list item or table row, and those of a text that no field has taken in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from curbside.language.measures import Measure, measures
from curbside.regimens.clauses import Step
from curbside.regimens.naming import Range, Read
from curbside.types import Phase

_CELL: Final = re.compile(r"[^|]+")
_LABEL: Final = re.compile(r"\s*(?:[-•*]\s+)?(?:(?i:for|in)\s+)?(?P<words>[^:|;]{2,80}?)\s*(?::|,|\s[–—-]\s)")
_WORDS: Final = frozenset(
    "a age aged ages and at below above between birth body boys children adults adolescents child infant infants "
    "neonate neonates newborn newborns preterm premature term from girls in inclusive kg less more month months day "
    "days week weeks year years yr yrs mo old older of or over people patients those than to under weight weighing "
    "younger least greater for with who are".split()
)
_GROUP_HEADER: Final = re.compile(r"\b(?:age|weight|group|patients?|population|people|child\w*|infants?)\b", re.I)
_OTHER_HEADER: Final = re.compile(r"\b(?:duration|course|length|interval|frequency|every|times?)\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[<>≤≥]?\s*[0-9]+(?:\.[0-9]+)?(?:\s*(?:-|–|to)\s*[0-9]+(?:\.[0-9]+)?)?", re.IGNORECASE)
_LIMIT_HEADER: Final = re.compile(
    r"\b(?:age|weight|kg|years?|months?|clearance|CrCl|e?GFR|mL/min|creatinine|days?|weeks?|cycle|step|stage|score)\b",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(
    r"(?:\b(?:under|over|below|above|older than|younger than|aged?|weighing|weight(?: of)?)|[<>≤≥])\s*\Z", re.IGNORECASE
)
_CLOSED: Final = re.compile(
    r"\s*(?:of age|old\b|(?:and|or) (?:over|older|above|under|younger|more|less|below|heavier|lighter))", re.IGNORECASE
)
_OF_AGE: Final = re.compile(r"\b(?:of\s+age|old|older|over|under|younger)\b", re.IGNORECASE)
_AGES: Final = ("a", "mo", "wk", "d")


def label(text: str, context: str = "") -> Read | None:
    """The band that a list item or table row is for ("under 7 days: ...", "7 to 28 days | ..."), in its own words.

    context: for a table row its header cells, which tell an age from a duration. A single length of time ("7 days")
    is a band only where the header says so.
    """
    if "|" in text:
        cells = list(_CELL.finditer(text))
        headers = _headers(context, len(cells))
        for i, (cell, header) in enumerate(zip(cells, headers, strict=True)):
            grouped = bool(_GROUP_HEADER.search(header))
            if (grouped or (i == 0 and not _OTHER_HEADER.search(header))) and _is_band(cell[0], plain=grouped):
                return _read(text, cell.start(), cell.end())
        return None
    found = _LABEL.match(text)
    return _read(text, *found.span("words")) if found and _is_band(found["words"]) else None


def is_unlabelled(text: str, context: str) -> bool:
    """Whether a table row is for a bare number ("15–29 | 50 mg daily") whose meaning stands in the header alone."""
    cells = [cell[0].strip() for cell in _CELL.finditer(text)]
    headers = _headers(context, len(cells))
    return len(cells) > 1 and any(
        _NUMBER.fullmatch(cell) and (_LIMIT_HEADER.search(header) or (i == 0 and not header))
        for i, (cell, header) in enumerate(zip(cells, headers, strict=True))
    )


def of_step(text: str, step: Step) -> Read | None:
    """The band that a later part of a sentence is for ("...; over 20 kg: 250 mg daily"), in its own words."""
    if step.opener != "stop":
        return None
    found = _LABEL.match(text, step.start + 1, step.end)
    return _read(text, *found.span("words")) if found and _is_band(found["words"]) else None


def _headers(context: str, columns: int) -> list[str]:
    """The header cells of a row, "" where they are not known; what stands before and after the header row is left out.

    After the header row its cells may stand once more, one by one.
    """
    parts = [" ".join(part.split()) for part in context.split("|")]
    if len(parts) != columns or columns < 2:
        return [""] * columns
    first, last = parts[0].split(), parts[-1].split()
    for begin in range(len(first)):
        head = " ".join([*first[begin:], *parts[1:-1]])
        for end in range(1, len(last)):
            closing = " ".join(last[:end])
            if " ".join(last[end:]).endswith(f"{head} {closing}"):
                return [" ".join(first[begin:]), *parts[1:-1], closing]
    return parts


def _read(text: str, start: int, end: int) -> Read:
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    return Read(" ".join(words.split()).lower(), (begin, begin + len(words.strip())))


def _is_band(words: str, plain: bool = False) -> bool:
    known = all(w in _WORDS for w in re.findall(r"[a-z]+", words.lower()))
    held = measures(words)
    return bool(known and held and all(m.unit in (*_AGES, "kg") for m in held)) and (
        plain or any(m.low != m.high or m.comparator for m in held) or bool(_BOUND.search(words[: held[0].start]))
    )


def unread_bands(text: str, phases: Iterable[Phase]) -> tuple[str, ...]:
    """The age and weight bands of `text` that stand in no field of `phases`, in the words of the text."""
    taken = [span for p in phases for name, span in p.spans.items() if not name.startswith("context:")]
    return tuple(" ".join(text[start:end].split()) for start, end in _bands(text) if not _inside(start, end, taken))


def _bands(text: str) -> Iterator[Range]:
    for measure in measures(text):
        if measure.unit not in (*_AGES, "kg"):
            continue
        before, after = _BOUND.search(text[: measure.start]), _CLOSED.match(text, measure.end)
        if before or after or _OF_AGE.search(measure.text) or _is_old(text, measure):
            start = before.start() if before else measure.start
            yield start, after.end() if after else measure.end


def _is_old(text: str, measure: Measure) -> bool:
    """Whether a range is of ages or weights by itself: in years, or in kilograms."""
    led = re.search(r"\b(?:for|every|after|within|over|next|first|another|further)\s+\Z", text[: measure.start], re.I)
    return measure.low != measure.high and measure.unit in ("a", "kg") and not led


def _inside(start: int, end: int, taken: Iterable[Range]) -> bool:
    return any(s < end and start < e for s, e in taken)
