"""When something is done again and again: the frequencies, points in time and conditions of a clause, put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from curbside.language.frequencies import Frequency, frequencies
from curbside.regimens.naming import Range

_N: Final = r"(?:\d+|one|two|three|four|five|six|eight|ten|twelve)"
_UNIT: Final = r"(?:minutes?|hours?|days?|weeks?|months?|years?|visits?)"
_LEADS: Final = r"(?:before|after|during|prior\s+to)"
_WHEN: Final = re.compile(
    rf"\b(?:{_N}(?:\s*(?:to|-|–)\s*{_N})?\s+{_UNIT}\s+(?:after|before|following)\b"
    rf"|{_LEADS}(?:\s*(?:,|and|,\s*and)\s*{_LEADS})*\b|within\b|until\b|unless\b|if\b|when\b|where\b|while\b|at\s+(?:baseline|(?:each|every)\s+visit|the\s+start|{_N})\b"
    rf"|for\s+(?:the\s+(?:first|second|next|following|last)|{_N}|at\s+least)\b|in\s+(?:[\w-]+\s+){{0,3}}?(?:people|patients|those|adults|children|women|men|infants|impairment|pregnancy|failure|disease)\b"
    r"|regular(?:ly)?\b|periodic(?:ally)?\b|frequently\b)",
    re.IGNORECASE,
)
_START: Final = re.compile(
    rf"\b(?:then|thereafter|subsequently|afterwards)\b|\bfrom\s+(?:{_N}\s+\w+(?:\s+of\s+\w+)?|week\s+\d+|day\s+\d+|month\s+\d+)\b",
    re.IGNORECASE,
)
_WORDS_OF_RATE: Final = re.compile(r"(?:regular|periodic|frequent)", re.IGNORECASE)
_STOP: Final = re.compile(
    r"[,;()]|\.(?=\s|\Z)|\s+(?:should|must|is|are)\b(?!\s+(?:started|suspected|stable))", re.IGNORECASE
)
_OTHER: Final = re.compile(r",\s+(?:and|but)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Event:
    """A frequency, the words of a time or condition ("when"), or of what comes before ("start"), at [start, end)."""

    kind: str
    start: int
    end: int
    frequency: Frequency | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When a step is done: a frequency, the places of the words for a time, and that of those for what it follows."""

    frequency: Frequency | None = None
    when: tuple[Range, ...] = ()
    start: Range | None = None


def events(text: str, start: int, end: int) -> list[Event]:
    """What [start, end) says of time, in order, without overlap."""
    often = [f for f in frequencies(text) if start <= f.start and f.end <= end and f.period]
    starts = [Event("start", *m.span()) for m in _START.finditer(text, start, end)]
    opened = [m for m in _WHEN.finditer(text, start, end) if not any(f.start <= m.start() < f.end for f in often)]
    found = [Event("frequency", f.start, f.end, f) for f in often]
    for match in opened:
        later = [e.start for e in (*found, *starts) if e.start >= match.end()]
        later += [m.start() for m in opened if m.start() >= match.end() and _parts(text, m.start())]
        found.append(Event("when", match.start(), _closed(text, match, min([end, *later]))))
    whole = [e for e in found if e.kind == "when"]
    inside = [e for e in (*found, *starts) if e.kind == "when" or not any(w.start < e.start < w.end for w in whole)]
    kept: list[Event] = []
    for event in sorted(inside, key=lambda e: (e.start, -e.end)):
        if not kept or event.start >= kept[-1].end:
            kept.append(event)
    return kept


def _parts(text: str, place: int) -> bool:
    """Whether "and" or a comma parts what begins at `place` from what stands before it."""
    return re.search(r"(?:\band|,)\s+\Z", text[:place], re.IGNORECASE) is not None


def _closed(text: str, match: re.Match[str], limit: int) -> int:
    if _WORDS_OF_RATE.match(match[0]):
        return match.end()
    stop = _STOP.search(text, match.end(), limit)
    words = text[match.start() : stop.start() if stop else limit]
    words = re.sub(r"(?:[\s,.]|\s(?:and|at\s+least))+\Z", "", words)
    return match.start() + len(words)


def moments(text: str, found: Sequence[Event], first: int) -> Iterator[Moment]:
    """The moments that events make; what stands before `first` (the thing that is measured) holds for all of them.

    A time belongs to the frequency right before it ("weekly during the first month"); apart from it, by "and" or a
    comma, it is a moment of its own.
    """
    before = [e for e in found if e.kind == "when" and e.end <= first]
    general = [e for e in before if not _OTHER.match(text, e.end)]
    rest = [e for e in found if e not in before]
    made: list[dict[str, Event]] = []
    waiting: Event | None = None
    for event in rest:
        last = made[-1] if made else None
        if event.kind == "start":
            if last and "frequency" in last and not text[last["frequency"].end : event.start].strip():
                last["start"] = event
            else:
                waiting = event
        elif event.kind == "when" and last and _next_to(text, last, event):
            last["when"] = Event("when", last["when"].start if "when" in last else event.start, event.end)
        elif last and set(last) == {"when"} and event.kind == "frequency" and _next_to(text, last, event):
            last["frequency"] = event
        else:
            made.append({event.kind: event, **({"start": waiting} if waiting else {})})
            waiting = None
    if not made:
        made = [{}]
    for one in made:
        yield _moment(one, general)


def _next_to(text: str, last: dict[str, Event], event: Event) -> bool:
    end = max(e.end for e in last.values())
    return not text[end : event.start].strip()


def _moment(one: dict[str, Event], general: Sequence[Event]) -> Moment:
    start, often = one.get("start"), one.get("frequency")
    own = [one["when"]] if "when" in one else []
    return Moment(
        often.frequency if often else None,
        tuple((e.start, e.end) for e in (*general, *own)),
        (start.start, start.end) if start else None,
    )
