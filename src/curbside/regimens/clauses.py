"""Takes a dosing sentence apart: its steps ("..., then ..."), and the conditions that stand in them.

A step holds at most one amount, or several joined by a bare "or". Nothing here decides whether a step is a regimen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from curbside.language.measures import Measure, measures
from curbside.language.units import TIME_UNITS

DOSE_UNITS: Final = frozenset(
    "g mg ug ng mL [IU] {unit} mmol meq {tablet} {capsule} {ampoule} {vial} {sachet} {drop} {puff} {spray} {patch} "
    "{suppository} {injection} {auto-injector} kcal".split()
)
_SENTENCE_END: Final = re.compile(r"(?<!\b[a-zA-Z])(?<!\b(?:vs|no|eg|ie))[.!?](?:\s+(?=[\"'(]?[A-Z0-9])|\s*\Z)|\n+")
_LEADING: Final = r",?\s*\b(?:(?:or|and|then|may|can|is|are|be|should|commonly|usually)\s+)*"
_OPENERS: Final = (
    ("stop", r";"),
    ("then", r",?\s*(?:\band\s+|\bor\s+)?\bthen\b|,?\s*\bfollowed\s+by\b"),
    (
        "start",
        r",?\s*\b(?:(?:or|and|commonly|usually|is|are|be|should|may|can)\s+)*start(?:ed|ing)?\s+(?:at|on|with)\b",
    ),
    ("increase by", rf"{_LEADING}(?:increas|rais)\w*\s+(?:[a-z]+\s+){{0,4}}?by\b"),
    (
        "increase",
        rf"{_LEADING}(?:increas|rais|titrat)\w*\s+(?:gradually\s+|every\s+[^,;]{{1,20}}?\s+)?(?:from\s+[^,;]{{1,30}}?\s+)?to\b"
        r"|,?\s*\band\s+to(?=\s+a\s+maximum)",
    ),
    (
        "reduced",
        rf"{_LEADING}(?:reduc|lower|decreas)\w*\s+(?:(?:the\s+)?dose\s+|gradually\s+)*(?:from\s+[^,;]{{1,30}}?\s+)?to\b",
    ),
    (
        "unread",
        rf"{_LEADING}(?:(?:reduc|lower|decreas)\w*\s+(?:[a-z]+\s+){{0,4}}?by|(?:doubl|halv|tripl|taper)(?:ed|ing|e))\b",
    ),
    ("repeat", rf"{_LEADING}repeat(?:ed)?\b(?!\s+(?:injection|blood|test))"),
)
_OPENER: Final = re.compile("|".join(f"(?P<o{i}>{p})" for i, (_, p) in enumerate(_OPENERS)), re.IGNORECASE)
_STRENGTH_AFTER: Final = re.compile(
    r"[\s-]+(?:in\s+(?:an?\s+)?[0-9.]+\s?ml\b|(?:modified-release\s+|film-coated\s+)?(?:tablet|capsule|ampoule|vial|injection|"
    r"patch|sachet|auto-?injector|pre-?filled|solution|suppositor|vaginal|cream)\w*)",
    re.IGNORECASE,
)
_STRENGTH_BEFORE: Final = re.compile(
    r"\b(?:[0-9.,]+\s?(?:mg|g|micrograms?|mcg|µg|units)\s+in\s+|contain(?:s|ing)?\s+|weigh(?:s|ing)\s+|birth\s?weight\s+(?:\w+\s+){0,2})\Z",
    re.IGNORECASE,
)
_NOT_THIS: Final = re.compile(
    r"\b(?:not|rather\s+than|instead\s+of|in\s+place\s+of|from|other\s+than)\s+\Z", re.IGNORECASE
)
_MAXIMUM: Final = re.compile(
    r"maximum|\bmax\b|not\s+exceed|no\s+more\s+than|not\s+more\s+than|not\s+above|not\s+over|at\s+most", re.IGNORECASE
)
_MAXIMUM_BEFORE: Final = re.compile(
    r"\b(?:maximum|max\.?)(?:\s+(?:single|daily|total|recommended))*(?:\s+dose)?(?:\s+(?:of|for)\s+\w+(?:\s+\w+)?)?(?:\s+(?:is|of|being|:))?[\s:]*\Z",
    re.IGNORECASE,
)
_IS_MAXIMUM: Final = re.compile(
    r"[^,;.()]{0,25}\bis\s+the\s+(?:recommended\s+)?(?:maximum|highest|upper)\b", re.IGNORECASE
)
_MAXIMUM_OF: Final = re.compile(
    r"\b(?:(?:maximum|highest|largest|max\.?)(?:\s+[a-z-]+){0,2}\s+dose\b[^,;.()0-9]{0,70}?(?:\b(?:is|of|being)|:)"
    r"|(?:capped|limited)\s+(?:at|to))\s*\Z",
    re.IGNORECASE,
)
_UNTIL: Final = re.compile(r"\b(?:until|till|(?:for\s+)?(?:as|so)\s+long\s+as|while|whilst)\b", re.IGNORECASE)
_UNTIL_END: Final = re.compile(r"[,;()]|\.(?=\s|\Z)|\s+(?:as\s+maintenance|and\s+then|then)\b", re.IGNORECASE)
_IF: Final = re.compile(
    r"\b(?:only\s+)?(?:if|when|where|unless|provided(?:\s+that)?|in\s+case\s+of)\b"
    r"(?!\s+(?:needed|required|necessary|appropriate|possible)\b)",
    re.IGNORECASE,
)
_WHEN: Final = re.compile(
    r"\b(?:after\s+(?:about\s+|at\s+least\s+|a\s+further\s+|another\s+|the\s+first\s+)?|from\s+|on\s+days?\s+)(?=[0-9a-z])",
    re.IGNORECASE,
)
_RENAL: Final = re.compile(
    r"\b(?:(?:at|with|for)\s+(?:an?\s+)?(?:eGFR|GFR|creatinine\s+clearance|CrCl)|weighing|(?:with|at)\s+a\s+(?:body\s+)?weight)"
    r"\s+(?:of\s+)?",
    re.IGNORECASE,
)
_EVENT: Final = re.compile(r"\s+(?:before|after|prior\s+to)\s+(?:the\s+)?[a-z-]+", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_COMMA: Final = re.compile(r",(?![0-9]{3})")
_GRADE: Final = re.compile(
    r"\s*(?:\((?:graded|grade|level|strong|weak|conditional)\b[^)]*\))?[\s.;,]*\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Condition:
    """Words at [start, end) that bind a step: kind "if", "until", "when" ("after two weeks") or "aside"."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a sentence at [start, end) with its opener ("", "then", "start", ...) and the amounts in it."""

    start: int
    end: int
    opener: str
    doses: tuple[Measure, ...] = ()


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a unit, as offsets; a unit is one already in most cases."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if text[start : match.start()].strip():
            yield start, _trimmed(text, start, match.start())
        start = match.end()
    if text[start:].strip():
        yield start, _trimmed(text, start, len(text))


def quantities(text: str, start: int, end: int) -> tuple[Measure, ...]:
    """The quantities of `text` that stand in [start, end)."""
    return tuple(m for m in measures(text) if start <= m.start < end)


def is_maximum(text: str, measure: Measure) -> bool:
    """Whether the amount is an upper bound ("to a maximum of 4 g", "a single dose above 75 mg is not recommended")."""
    bounded = measure.comparator == "<=" and _MAXIMUM.search(measure.text)
    if _IS_MAXIMUM.match(text, measure.end):
        return True
    limit = measure.comparator == "<=" and text[measure.start - 1 : measure.start] == "("
    if bounded or limit or _MAXIMUM_BEFORE.search(text[max(0, measure.start - 40) : measure.start]):
        return True
    if _MAXIMUM_OF.search(text[max(0, measure.start - 110) : measure.start]):
        return True
    before, after = text[max(0, measure.start - 40) : measure.start], text[measure.end : measure.end + 60]
    above = measure.comparator == ">" and re.search(r"\bdoses?\s+(?:of\s+\w+\s+)?\Z", before, re.IGNORECASE)
    return bool(above and re.search(r"\bnot\s+(?:be\s+)?(?:recommended|used|given|exceeded)\b", after, re.IGNORECASE))


def is_dose(text: str, measure: Measure) -> bool:
    """Whether a quantity can be an amount to give: no threshold, strength, upper bound or amount that is set aside."""
    value = measure.low if measure.low is not None else measure.high
    if measure.unit not in DOSE_UNITS or value is None or value <= 0 or measure.comparator in ("<", ">"):
        return False
    if _in_brackets(text, measure.start) or is_maximum(text, measure):
        return False
    before = text[max(0, measure.start - 50) : measure.start]
    if _STRENGTH_BEFORE.search(before) or _NOT_THIS.search(before):
        return False
    return not _STRENGTH_AFTER.match(text, measure.end)


def asides(text: str, start: int, end: int) -> tuple[Condition, ...]:
    """The brackets that hold an amount of their own ("(2.5 mg in older people)"), as bars of the kind "aside"."""
    return tuple(
        Condition("aside", m.start(), m.end())
        for m in _ASIDE.finditer(text, start, end)
        if any(q.unit in DOSE_UNITS for q in quantities(text, m.start(), m.end()))
    )


def _in_brackets(text: str, place: int) -> bool:
    before = text[:place]
    return before.count("(") > before.count(")")


def steps(text: str, start: int, end: int) -> tuple[Step, ...]:
    """The steps of the sentence at [start, end) in order."""
    found = quantities(text, start, end)
    cuts: list[tuple[int, str]] = [(start, "")]
    for match in _OPENER.finditer(text, start, end):
        opener = next(name for i, (name, _) in enumerate(_OPENERS) if match[f"o{i}"] is not None)
        if not _in_brackets(text, match.start()):
            cuts.append((match.start(), opener))
    result: list[Step] = []
    for i, (begin, opener) in enumerate(cuts):
        stop = cuts[i + 1][0] if i + 1 < len(cuts) else end
        held = _outside_conditions(text, begin, stop, [m for m in found if begin <= m.start < stop])
        result.extend(_by_dose(text, begin, stop, opener, held))
    return tuple(result)


def _outside_conditions(text: str, start: int, end: int, found: Sequence[Measure]) -> list[Measure]:
    doses = [m for m in found if is_dose(text, m)]
    leading = _IF.search(text, start, doses[0].start) if doses else None
    comma = comma_after(text, doses[0].end, end) if leading else end
    if any(m.start > comma for m in doses):
        # An amount in a leading condition ("if 5 mg is not enough, 10 mg is given") is not the one that is given.
        doses = [m for m in doses if m.start > comma] if comma_before(text, start, doses[0].start) < 0 else doses
    bars = conditions(text, start, end, doses[0].start) if doses else ()
    return [m for m in doses if not any(c.start <= m.start < c.end for c in bars)]


def _by_dose(text: str, start: int, end: int, opener: str, doses: list[Measure]) -> Iterator[Step]:
    held: list[Measure] = []
    begin = start
    for dose in doses:
        if held:
            between = text[held[-1].end : dose.start]
            if re.fullmatch(r"\s+or\s+", between):
                held.append(dose)
                continue
            separators = list(re.finditer(r",\s*(?:and|or)?\s|\s(?:and|or|with|plus)\s|:\s", between))
            if separators:
                cut = held[-1].end + separators[-1].start()
                yield Step(begin, cut, opener, tuple(held))
                begin, held = cut, []
                opener = "or" if re.search(r"\bor\b", separators[-1][0]) else "and"
        held.append(dose)
    yield Step(begin, end, opener, tuple(held))


def comma_before(text: str, start: int, place: int) -> int:
    """Where the last comma before `place` stands that divides words (none in "1,000"), or -1."""
    return max((m.start() for m in _COMMA.finditer(text, start, place)), default=-1)


def comma_after(text: str, place: int, end: int) -> int:
    """Where the first comma after `place` stands that divides words, or `end`."""
    match = _COMMA.search(text, place, end)
    return match.start() if match else end


def conditions(text: str, start: int, end: int, anchor: int) -> tuple[Condition, ...]:
    """The conditions in [start, end); `anchor` is where the amount (or, without one, the frequency) stands."""
    found = [
        *_untils(text, start, end),
        *_ifs(text, start, end, anchor),
        *_whens(text, start, end),
    ]
    bars = asides(text, start, end)
    found = [c for c in found if not any(b.start <= c.start < b.end for b in bars)]
    found.sort(key=lambda c: (c.start, -c.end))
    outer: list[Condition] = []
    for condition in found:
        if not outer or condition.start >= outer[-1].end:
            outer.append(condition)
    return tuple(outer)


def _untils(text: str, start: int, end: int) -> Iterator[Condition]:
    for match in _UNTIL.finditer(text, start, end):
        stop = _UNTIL_END.search(text, match.end(), end)
        yield Condition("until", match.start(), stop.start() if stop else _trimmed(text, match.end(), end))


def _ifs(text: str, start: int, end: int, anchor: int) -> Iterator[Condition]:
    for match in _IF.finditer(text, start, end):
        if match.start() > anchor:
            yield Condition("if", match.start(), _trimmed(text, match.end(), end))
            return
        comma = comma_before(text, match.end(), anchor)
        yield Condition("if", match.start(), comma if comma > 0 else _trimmed(text, match.end(), anchor))


def _whens(text: str, start: int, end: int) -> Iterator[Condition]:
    held = quantities(text, start, end)
    for measure in held:
        event = _EVENT.match(text, measure.end, end) if measure.unit in TIME_UNITS else None
        if event:
            yield Condition("when", measure.start, event.end())
    for match in _WHEN.finditer(text, start, end):
        by_day = match[0].lower().startswith("on")
        wanted = [m for m in held if m.unit in TIME_UNITS or (by_day and m.unit == "1")]
        yield from _up_to(text, match, wanted)
    for match in _RENAL.finditer(text, start, end):
        yield from _up_to(text, match, held)


def _up_to(text: str, match: re.Match[str], held: Sequence[Measure]) -> Iterator[Condition]:
    """The condition that a word opens and the quantity next to it closes."""
    measure = next((m for m in held if match.start() < m.start <= match.end() < m.end), None)
    if measure:
        tail = re.compile(r"\s+of\s+(?:pregnancy|gestation|treatment|life)\b", re.IGNORECASE).match(text, measure.end)
        yield Condition("when", match.start(), tail.end() if tail else measure.end)


def _trimmed(text: str, start: int, end: int) -> int:
    """The end without a grade in brackets ("(graded by the source: Grade D)")."""
    tail = _GRADE.search(text, start, end)
    return tail.start() if tail else end
