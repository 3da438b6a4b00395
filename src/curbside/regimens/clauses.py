"""Takes a dosing sentence apart into its steps ("..., then ...").

A step holds at most one amount, or several joined by a bare "or". Nothing here decides whether a step is a regimen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from curbside.language.frequencies import frequencies
from curbside.language.measures import Measure
from curbside.regimens.amounts import DOSE_UNITS, in_brackets, plain_unit, quantities
from curbside.regimens.bounding import is_maximum
from curbside.regimens.conditions import comma_after, comma_before, conditions, is_said_of, leading_if, trimmed
from curbside.regimens.doses import is_dose, is_given_strength
from curbside.regimens.roles import STEPWISE

_SENTENCE_END: Final = re.compile(
    r"(?<!\b[a-zA-Z])(?<!\b(?:vs|no|eg|ie))(?<!\b(?:max|min))(?<!\bapprox)[.!?](?:\s+(?=[\"'(]?[A-Z0-9])|\s*\Z)|\n+"
)
_LEADING: Final = r",?\s*\b(?:(?:or|and|then|may|can|is|are|be|should|commonly|usually)\s+)*"
_SOON: Final = (
    r"(?=\s+(?:an?\s+|the\s+|up\s+to\s+|about\s+)?(?:further\s+|another\s+)?(?:maximum|target|usual"
    r"|maintenance|total|final|[0-9.]|one"
    r"|two"
    r"|half))"
)
_STEPS_OF: Final = (
    r"in\s+(?:(?:steps|increments|decrements|stages)\s+of\b|(?=[0-9.][^,;]{0,20}?\s(?:steps"
    r"|increments|decrements|stages)\b))"
)
_DOSED: Final = (
    r"(?=[0-9][0-9.,]*\s?(?:mg|g|micrograms?|mcg|[µμ]g|units?|IU|ml|tablets?|capsules?|puffs?|drops?|%)(?!\w))"
)
_OPENERS: Final = (
    ("stop", r";"),
    (
        "by again",
        rf",?\s*(?:\band\s+)?\b(?:then|thereafter)\s+by\s+{_DOSED}|,?\s+and\s+by\s+{_DOSED}|,\s+by\s+{_DOSED}",
    ),
    (
        "then",
        r",?\s*(?:\band\s+|\bor\s+)?\bthen\b|,?\s*\bfollowed\s+by\b|,?\s*(?:\band\s+)?\bthereafter\b(?=,?\s+[a-z0-9])",
    ),
    (
        "start",
        r",?\s*\b(?:(?:or|and|commonly|usually|is|are|be|should|may|can)\s+)*(?:start|initiat|begin)(?:ed|ing|ning)?\s+(?:(?:treatment|therapy)\s+)?(?:at|on|with)\b(?=[^,;.]{0,40}?(?:[0-9]|\b(?:one|two|half)\b))",
    ),
    (
        "increase by",
        rf"{_LEADING}(?:increas|rais|rising|titrat|escalat)\w*\s+(?:[a-z]+\s+){{0,4}}?(?:by\b(?!\s+(?:mouth|intra|injection|infusion|sub))|{_STEPS_OF})",
    ),
    (
        "decrease by",
        rf"{_LEADING}(?:reduc|lower|decreas|taper)\w*\s+(?:[a-z]+\s+){{0,4}}?(?:by\b(?!\s+(?:half|a\s+half|mouth|intra|injection|infusion|sub))|{_STEPS_OF})",
    ),
    (
        "increase",
        rf"{_LEADING}(?:increas|rais|rising|titrat|escalat)\w*\s+(?:gradually\s+|every\s+[^,;]{{1,20}}?\s+|(?:[a-z]+\s+){{1,3}}(?=from\s))?(?:from\s+[^,;]{{1,30}}?\s+)?to\b"
        rf"|{_LEADING}(?:increas|rais|rising|titrat|escalat)\w*\b[^.;()0-9]{{0,40}}?\b(?:every\s+[^,;]{{1,20}}?\s+|after\s+[^,;]{{1,20}}?,?\s+)?to{_SOON}"
        rf"|{_LEADING}(?:increas|rais|rising|titrat|escalat)\w*\b(?:(?!\bby\b)[^.;()]){{0,90}}?\bto\s+(?:an?|the)\s+(?:recommended\s+|usual\s+)?(?:maximum|target|maintenance|total)"
        r"|,?\s*\band\s+to(?=\s+a\s+maximum)",
    ),
    (
        "reduced",
        rf"{_LEADING}(?:reduc|lower|decreas|taper)\w*\s+(?:(?:the\s+)?dose\s+|gradually\s+)*(?:from\s+[^,;]{{1,30}}?\s+)?to\b"
        rf"|{_LEADING}(?:reduc|lower|decreas|taper)\w*\b[^.;()0-9]{{0,40}}?\bto{_SOON}",
    ),
    ("and", r"\s+to\s+(?=(?:an?|the)\s+(?:usual\s+|recommended\s+)?maintenance(?:\s+dose)?\s+of\b)"),
    (
        "unread",
        rf"{_LEADING}(?:reduc|lower|decreas)\w*\s+(?:[a-z]+\s+){{0,4}}?by\s+(?:a\s+)?half|{_LEADING}(?:doubl|halv|tripl|taper)(?:ed|ing|e)\b"
        r"|[,;]?\s*\b(?:half|twice|double)\s+the\s+(?:\w+\s+)?dose\b",
    ),
    ("again", r",?\s+and\s+to(?=\s+[0-9])"),
    (
        "repeat",
        rf"{_LEADING}repeat(?:ed)?\b(?!\s+(?:injection|blood|test))|{_LEADING}(?:an?|one)\s+(?:second|further|repeat|additional)\s+(?:dose|tablet|injection|spray|puff)\b(?!\s+of)",
    ),
)
_OPENER: Final = re.compile("|".join(f"(?P<o{i}>{p})" for i, (_, p) in enumerate(_OPENERS)), re.IGNORECASE)
_TURNS: Final = ("start", "increase", "increase by", "decrease by", "reduced")


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a sentence at [start, end) with its opener ("", "then", "start", ...) and the amounts in it.

    opened: where the opener stands, after what the step says before it ("if pain goes on, the dose is increased to").
    """

    start: int
    end: int
    opener: str
    doses: tuple[Measure, ...] = ()
    opened: int = 0


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a unit, as offsets; a unit is one already in most cases."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if text[start : match.start()].strip():
            yield start, trimmed(text, start, match.start())
        start = match.end()
    if text[start:].strip():
        yield start, trimmed(text, start, len(text))


def steps(text: str, start: int, end: int) -> tuple[Step, ...]:
    """The steps of the sentence at [start, end) in order."""
    found = quantities(text, start, end)
    cuts: list[tuple[int, str, int]] = [(start, "", start)]
    for match in _OPENER.finditer(text, start, end):
        opener = next(name for i, (name, _) in enumerate(_OPENERS) if match[f"o{i}"] is not None)
        opened = match.start()
        if opener == "again":
            _, opener, opened = cuts[-1] if cuts[-1][1] in ("increase", "reduced") else (0, "", 0)
        if opener == "by again":
            opener = next((name for _, name, _ in reversed(cuts) if name in STEPWISE), "unread")
        if opener and not in_brackets(text, match.start()):
            cuts.append((match.start(), opener, opened))
    strong = _strengths(text, start, end, found)
    result: list[Step] = []
    for i, (begin, opener, opened) in enumerate(cuts):
        stop = cuts[i + 1][0] if i + 1 < len(cuts) else end
        held = _outside_conditions(text, begin, stop, [m for m in found if begin <= m.start < stop])
        held = held or [m for m in strong if begin <= m.start < stop]
        result.extend(_by_dose(text, Step(begin, stop, opener, tuple(held), opened)))
    return tuple(_with_lead(text, result))


def _strengths(text: str, start: int, end: int, found: Sequence[Measure]) -> list[Measure]:
    """The one strength that is all that a sentence says of how much is given so often ("20 mg tablets once daily")."""
    if any(is_dose(text, m) for m in found) or not any(start <= f.start < end for f in frequencies(text)):
        return []
    strong = [m for m in found if is_given_strength(text, m) and not _is_counted(text, m, found)]
    return strong if len(strong) == 1 else []


def _is_counted(text: str, strength: Measure, found: Sequence[Measure]) -> bool:
    """Whether a count stands before the name of a product ("two testolol 10 mg tablets")."""
    counts = [m for m in found if m.unit == "1" and m.end < strength.start]
    return any(re.fullmatch(r"\s+(?:[\w-]+\s+){1,3}", text[m.end : strength.start]) for m in counts)


def _with_lead(text: str, found: Sequence[Step]) -> Iterator[Step]:
    """The steps, where what only leads to a turn ("after 2 weeks the dose may be | increased to") is part of it."""
    lead: Step | None = None
    for step in found:
        if lead and step.opener in _TURNS:
            step = replace(step, start=lead.start)
            lead = None
        if lead:
            yield lead
        leads = not step.doses and step.opener in ("", "stop") and not _bounds(text, step) and not _timed(text, step)
        lead = step if leads else None
        if lead is None:
            yield step
    if lead:
        yield lead


def _timed(text: str, step: Step) -> bool:
    return any(step.start <= f.start < step.end for f in frequencies(text))


def _bounds(text: str, step: Step) -> bool:
    held = quantities(text, step.start, step.end)
    return any(plain_unit(m) in DOSE_UNITS and is_maximum(text, m) for m in held)


def _outside_conditions(text: str, start: int, end: int, found: Sequence[Measure]) -> list[Measure]:
    doses = [m for m in found if is_dose(text, m)]
    leading = leading_if(text, start, doses[0].start) if doses else None
    comma = comma_after(text, doses[0].end, end) if leading else end
    if any(m.start > comma for m in doses):
        # An amount in a leading condition ("if 5 mg is not enough, 10 mg is given") is not the one that is given.
        doses = [m for m in doses if m.start > comma] if comma_before(text, start, doses[0].start) < 0 else doses
    if leading and doses and comma_before(text, start, doses[0].start) < 0 and is_said_of(text, doses[0].end):
        doses = doses[1:]
    bars = conditions(text, start, end, doses[0].start) if doses else ()
    return [m for m in doses if not any(c.start <= m.start < c.end for c in bars)]


def _by_dose(text: str, whole: Step) -> Iterator[Step]:
    """The parts of a step that hold one amount each, or alternatives."""
    held: list[Measure] = []
    begin, opener, opened = whole.start, whole.opener, whole.opened
    for dose in whole.doses:
        between = text[held[-1].end : dose.start] if held else ""
        cut, following = _cut(between, opener) if held and not re.fullmatch(r"\s+or\s+", between) else (-1, opener)
        if cut >= 0:
            place = held[-1].end + cut
            yield Step(begin, place, opener, tuple(held), opened)
            turned = opener in STEPWISE and following not in ("or", "and")
            begin, opened, opener, held = place, opened if turned else place, following, []
        held.append(dose)
    yield Step(begin, whole.end, opener, tuple(held), opened)


def _cut(between: str, opener: str) -> tuple[int, str]:
    """Where the words between two amounts part them, and what opens the second; -1 where nothing parts them."""
    target = re.search(r"\s+(?:up\s+)?to\s+\Z", between) if opener in STEPWISE else None
    if target:
        return target.start(), "increase" if opener == "increase by" else "reduced"
    separators = list(re.finditer(r",\s*(?:and|or)?\s|\s(?:and|or|with|plus)\s|:\s", between))
    if not separators:
        return -1, opener
    return separators[-1].start(), "or" if re.search(r"\bor\b", separators[-1][0]) else "and"
