"""How long, how many doses and whether only when needed: what ends a step, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from curbside.language.frequencies import frequencies
from curbside.language.measures import Measure
from curbside.language.numbers import plain
from curbside.language.units import TIME_UNITS
from curbside.regimens.amounts import quantities
from curbside.regimens.asides import Condition
from curbside.regimens.clauses import Step
from curbside.regimens.fields import ReadAmount, amount_of, as_written
from curbside.regimens.naming import Range, Read
from curbside.types import Amount

_FOR_TIME: Final = re.compile(
    r"(?:\b(?:for|in|over|during(?=\s+the\s+(?:first|next|initial|following))|stop(?:ping|ped)?\s+after|course\s+of(?!\s+[a-z]+\s+(?:mg|g)\b))\s+|(?<![a-z])[x×]\s?)(?:up\s+to\s+|at\s+least\s+|an?\s+(?:further|additional|maximum\s+of|minimum\s+of|total\s+of|period\s+of)\s+|another\s+|about\s+|around\s+|approximately\s+"
    r"|the\s+(?:first|next|initial|following|remaining|entire)\s+)*\Z",
    re.IGNORECASE,
)
_LONGEST: Final = re.compile(
    r"\b(?:(?:max(?:imum|\.)?|usual|recommended|total)\s+)?(?:duration|length)(?:\s+of\s+(?:treatment|therapy|use))?(?:\s+(?:is|of|being)|:)?\s+\Z"
    r"|\b(?:treatment|therapy|use|course|duration)\s+(?:should|must|is)\s+not\s+(?:to\s+)?(?:exceed|last\s+(?:more|longer)\s+than)\s+\Z",
    re.IGNORECASE,
)
_AT_MOST: Final = re.compile(r"\bmax|\bexceed|\b(?:more|longer)\s+than", re.IGNORECASE)
# The length of a course that is only completed is not the length of what completes it.
# The first number of "a 2- to 4-week course" stands apart from its unit.
_RANGE_BEFORE: Final = re.compile(r"[0-9]-\s*(?:to|or)\s*\Z", re.IGNORECASE)
_NOT_FOR: Final = re.compile(r"\b(?:not|never|no)\b[^.;,]{0,50}\bfor\s+\Z", re.IGNORECASE)
_PART_OF_IT: Final = re.compile(r"\b(?:complete|completing|finish)\s+(?:an?|the)\s+\S+\s*\S*\Z", re.IGNORECASE)
_FOR_ONE: Final = re.compile(
    r"\bfor\s+(?P<bound>at\s+least\s+|a\s+minimum\s+of\s+|up\s+to\s+|a\s+maximum\s+of\s+)?(?:an?\s+(?:further|full|extra|whole)|one\s+(?:further|full|whole)|an?|another|the\s+(?:first|next|initial|following))\s+(?P<unit>day|week|fortnight|month|year)\b(?!\s+(?:of|before|or\s+(?:two|more|longer))\b)",
    re.IGNORECASE,
)
_ONE: Final = {
    "day": ("1", "d"),
    "week": ("1", "wk"),
    "fortnight": ("2", "wk"),
    "month": ("1", "mo"),
    "year": ("1", "a"),
}
_SEVENTHS: Final = re.compile(r"(?:(?<![a-z])[x×]|\bfor)\s?(?P<n>[0-9]{1,2})/(?P<of>7|52|12)(?![0-9/])", re.IGNORECASE)
_FRACTIONS: Final = {"7": "d", "52": "wk", "12": "mo"}
_SHORT_ROUTE: Final = re.compile(r"[\s,]*(?:(?:PO|IV|IM|SC|p\.o\.|i\.v\.|i\.m\.|s\.c\.)[\s,]*)?", re.IGNORECASE)
_NIGHTS: Final = re.compile(
    r"\s+(?:(?:consecutive|successive)\s+)?nights?\b|\s+(?:consecutive|successive)\s+(?P<unit>day|week|month)s?\b",
    re.IGNORECASE,
)
_COURSE: Final = re.compile(r"(?:'|’)?\s+(?:course|treatment)\b|\s+of\s+(?:treatment|therapy)\b", re.IGNORECASE)
_FOR_COUNT: Final = re.compile(
    r"(?:\bfor\s+|\b(?:give|giving|given|repeat(?:ed)?)\s+|[:,]\s+|\ba\s+)(?:as\s+)?(?:a\s+(?:total|maximum)\s+of\s+|up\s+to\s+|a\s+further\s+)?\Z",
    re.IGNORECASE,
)
_SINGLE: Final = re.compile(
    r"\b(?:(?:as|in)\s+(?:an?|one)\s+(?:single|one-off|one-time)(?:\s+(?:[a-z]+\s+)?(?:dose|injection|infusion|application))?|as\s+one\s+dose"
    r"|(?:given\s+)?once\s+only|(?<!maximum )single\s+(?:dose|injection)(?!\s+(?:of\s+\w+\s+)?(?:above|over"
    r"|exceed|should|must|not|is\b))"
    r"|a\s+single\s+(?:[a-z]+\s+)?(?=[0-9.,]+\s?[a-z/]+\s+dose\b)|(?:for|in)\s+one\s+dose"
    r"|(?<!at )once(?=\s*(?:[,;.]|\Z))|stat)\b",
    re.IGNORECASE,
)
_CHOICE: Final = re.compile(
    r"\b(?:(?:as|in)\s+)?(?:a\s+|one\s+)?(?:single(?:\s+daily)?\s+dose|once\s+daily)\s*,?\s+or\s+(?:(?:in|as)\s+)?(?:[0-9a-z]+\s+(?:to\s+[0-9a-z]+\s+)?)?divided(?:\s+doses)?",
    re.IGNORECASE,
)
_ONCE_MORE: Final = re.compile(
    r"\brepeat(?:ed)?\s+(?P<n>once|twice)\b(?!\s+(?:an?|daily|weekly|every|per|monthly|in)\b)", re.IGNORECASE
)
_FURTHER_DOSES: Final = re.compile(
    r"(?<![a-z])[x×]\s?(?P<n>[0-9]{1,2})(?:\s+doses?)?(?![\w./^]|\s*(?:days?|weeks?|months?|d|wk|mo|h)\b)",
    re.IGNORECASE,
)
_LIFELONG: Final = re.compile(
    r"\b(?:life-?\s?long(?!\s+(?:condition|disease|disorder|illness|history|immunity|risk|smok))|for\s+life(?!-|\s+threatening)|throughout\s+(?:[\w'’]+\s+){0,2}life(?!-)|indefinitely"
    r"|for\s+the\s+(?:rest|remainder)\s+of\s+(?:[\w'’]+\s+){0,2}life)\b",
    re.IGNORECASE,
)
_NOT_SO: Final = re.compile(
    r"\b(?:not|never|no|without|nor|rarely|seldom|rather\s+than|instead\s+of|whether|avoid\w*|cannot|unless)\b[^.;,]{0,60}\Z",
    re.IGNORECASE,
)
_OR: Final = re.compile(r"\bor\s+(?:[a-z]+\s+)?\Z", re.IGNORECASE)
_OR_LIFELONG: Final = re.compile(rf"\s+or\s+(?:[a-z]+\s+)?(?:{_LIFELONG.pattern})", re.IGNORECASE)
_OF_LENGTH: Final = re.compile(
    r"\b(?:extend|prolong|continu|lengthen|adjust|chang|switch)\w*\b[^,;.]*\Z", re.IGNORECASE
)
_PARTED: Final = re.compile(
    r"\b(?:days?|weeks?|months?)\s+before\b[^.;]{0,40}\band\b[^.;]{0,40}?\b(?:days?|weeks?|months?)\s+after\b"
    r"|\b(?:days?|weeks?|months?)\s+(?:of|in|out\s+of)\s+(?:every|each)\s+(?:[0-9]|four|three|five|six)",
    re.IGNORECASE,
)
_AS_NEEDED: Final = re.compile(
    r"\b(?:(?:as|when|whenever|if|where)\s+(?:(?:it\s+is|clinically)\s+)?(?:needed|required|necessary)|on\s+demand)\b|\bp\.?r\.?n\b\.?",
    re.IGNORECASE,
)


def duration(text: str, step: Step, bars: Sequence[Condition]) -> ReadAmount | None:
    """For how long ("for one or two weeks", "for another 2 to 3 weeks", "a 5-day course", "for 3 nights")."""
    for measure in quantities(text, step.start, step.end):
        read = None if any(c.start <= measure.start < c.end for c in bars) else _lasting(text, step, measure)
        if read:
            return read
    short = _SEVENTHS.search(text, step.start, step.end)
    if short:
        return ReadAmount(Amount(short["n"], short["n"], _FRACTIONS[short["of"]]), short.span())
    one = _FOR_ONE.search(text, step.start, step.end)
    if one is None or any(c.start <= one.start() < c.end for c in bars):
        return None
    number, unit = _ONE[one["unit"].lower()]
    bound = (one["bound"] or "").lower()
    low = None if bound.startswith(("up", "a max")) else number
    return ReadAmount(Amount(low, None if bound and low else number, unit), one.span())


def _lasting(text: str, step: Step, measure: Measure) -> ReadAmount | None:
    """A length of time, or a number of nights, as how long a step lasts; None where it is another length."""
    nights = _NIGHTS.match(text, measure.end) if measure.unit == "1" else None
    if measure.unit not in TIME_UNITS and not nights:
        return None
    before = text[max(step.start, measure.start - 40) : measure.start]
    opener = _FOR_TIME.search(before) or _LONGEST.search(before)
    course = _COURSE.match(text, measure.end) or _closing(text, step, measure)
    opened = opener is not None and not opener[0].lower().startswith(("in", "over"))
    if not (opened or course) or _is_part(text, step, measure, opener):
        return None
    start = measure.start - len(before) + opener.start() if opener else measure.start
    value = _length(text, step, measure, opener)
    value = Amount(value.low, value.high, _ONE[(nights["unit"] or "day").lower()][1]) if nights else value
    return ReadAmount(value, (start, course.end() if course else nights.end() if nights else measure.end))


def _is_part(text: str, step: Step, measure: Measure, opener: re.Match[str] | None) -> bool:
    """Whether a length is one of several, that of a course which began before, or leaves the choice of no end."""
    if _RANGE_BEFORE.search(text[step.start : measure.start]) or _OR_LIFELONG.match(text, measure.end):
        return True
    in_all = opener is not None and "total of" in opener[0].lower() and step.opener == "then"
    return in_all or _PART_OF_IT.search(text[step.start : measure.end]) is not None


def _length(text: str, step: Step, measure: Measure, opener: re.Match[str] | None) -> Amount:
    """The length in its own sense: "not ... for more than 7 days" and "maximum duration 7 days" are at most that."""
    value = amount_of(measure)
    if measure.comparator == ">" and _NOT_FOR.search(text[step.start : measure.start]):
        return Amount(None, value.low or value.high, value.unit)
    return Amount(None, value.high, value.unit) if opener and _AT_MOST.search(opener[0]) else value


def is_length(text: str, place: int) -> bool:
    """Whether the number that ends at `place` counts nights, or days one after the other."""
    return _NIGHTS.match(text, place) is not None


def _closing(text: str, step: Step, measure: Measure) -> re.Match[str] | None:
    """The end of a bare length of time that closes a prescription ("400 mg TDS PO 7 days")."""
    if re.search(r"\bage\b", text[max(step.start, measure.start - 8) : measure.end], re.IGNORECASE):
        return None
    before = max((f.end for f in frequencies(text) if step.start <= f.start and f.end <= measure.start), default=None)
    beside = before is not None and _SHORT_ROUTE.fullmatch(text[before : measure.start])
    return re.compile(r"(?=\s*(?:[.,;]|\Z))").match(text, measure.end) if beside else None


def count(text: str, step: Step, timed: bool) -> Read | None:
    """How many doses in all ("for seven doses", "as a single dose", "repeated once").

    timed: whether the step says how often; then "as a single dose" says that the dose is not divided.
    """
    single = _SINGLE.search(text, step.start, step.end)
    if single and step.doses and not timed:
        return Read("1", single.span())
    more = _ONCE_MORE.search(text, step.start, step.end)
    if more:
        return Read("1" if more["n"].lower() == "once" else "2", more.span("n"))
    for measure in quantities(text, step.start, step.end):
        opener = _FOR_COUNT.search(text[step.start : measure.start])
        given = re.compile(r"\s+of\s+(?![0-9])").match(text, measure.end)
        if measure.unit in ("{dose}", "{injection}") and (opener or given) and measure.low is not None:
            value = plain(measure.low) if measure.low == measure.high else None
            led = step.doses or given or (opener and opener[0].lower().startswith("for"))
            if value and led and measure not in step.doses:
                return Read(value, (step.start + opener.start() if opener else measure.start, measure.end))
    times = _FURTHER_DOSES.search(text, step.start, step.end)
    return Read(times["n"], times.span()) if times and step.doses else None


def lifelong(text: str, step: Step) -> Range | None:
    """Where a step says that it has no end; not where it denies it or leaves the choice ("for 2 years or lifelong")."""
    found = (m for m in _LIFELONG.finditer(text, step.start, step.end) if not _OR.search(text, step.start, m.start()))
    return next((m.span() for m in found if not _NOT_SO.search(text, step.start, m.start())), None)


def is_parted(text: str, step: Step) -> bool:
    """Whether a step tells parts of a length only ("3 days before and 5 days after", "3 weeks of every 4")."""
    return _PARTED.search(text, step.start, step.end) is not None


def as_needed(text: str, step: Step, until: Sequence[Condition] = ()) -> Range | None:
    """Where a step says "as needed"; "increased if necessary to" is a condition of the increase, not of each dose.

    until: the conditions that end it ("for as long as needed"), which do not say when a dose is taken.
    """
    match = _AS_NEEDED.search(text, step.start, step.end)
    if (
        match is None
        or _of_turn(step, match)
        or any(b.start < match.start() < b.end for b in until)
        or _OF_LENGTH.search(text, step.start, match.start())
    ):
        return None
    return match.span()


def if_necessary(text: str, step: Step) -> Read | None:
    """Where a step is taken only "if necessary" ("increased if necessary to 20 mg")."""
    match = _AS_NEEDED.search(text, step.start, step.end)
    return as_written(match) if match and _of_turn(step, match) else None


def _of_turn(step: Step, match: re.Match[str]) -> bool:
    turns = step.opener in ("increase", "increase by", "reduced", "decrease by")
    early = not step.doses or match.start() < step.doses[0].start
    return turns and (early or match[0].lower().startswith(("if", "where")))


def undivided_or_not(text: str, step: Step) -> Range | None:
    """Where a step leaves the choice whether its amount is divided ("as a single dose or in 2 divided doses")."""
    match = _CHOICE.search(text, step.start, step.end)
    return match.span() if match else None
