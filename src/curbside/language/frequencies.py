"""How often: "twice daily", "on alternate days", "every two to three months", "8-hourly", "b.i.d.", "in divided doses".

Abbreviations are those of prescriptions in use (b.d., t.d.s., q8h ...); "biweekly" and "bimonthly" mean two things and
are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from curbside.language.measures import measures
from curbside.language.numbers import plain
from curbside.language.periods import ORDINALS, PERIODS, UNIT_CODES, WORD_VALUES
from curbside.language.units import TIME_UNITS

_ABBREVIATIONS: Final = {
    "od": "1",
    "bd": "2",
    "bid": "2",
    "tds": "3",
    "tid": "3",
    "qds": "4",
    "qid": "4",
    "qd": "1",
    "on": "1",
}

_N: Final = r"(?:[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_RANGE: Final = rf"{_N}(?:-?\s*(?:to|or|and|[-–—‑])\s*{_N})?"
_TIMES: Final = (
    rf"(?P<times>(?:once|twice)\s+(?:to|or)\s+(?:twice|thrice|{_N}\s+times)|"
    rf"once|twice|thrice|{_RANGE}\s*[-\s]\s*times?|[0-9]{{1,2}}\s?[x×]|once\s+or\s+twice|twice\s+or\s+thrice)"
)
_LY: Final = r"(?P<ly>hourly|daily|nightly|weekly|fortnightly|monthly|yearly|annually)"
_SPAN: Final = (
    r"(?P<span>24[-\s]h(?:ours?)?(?:\s+period)?|day|night|morning|evening|week|fortnight|month|quarter"
    r"|year|hour|minute)"
)
_UNITS: Final = r"(?P<unit>min(?:ute)?s?|h(?:ou)?rs?|h|days?|d|w(?:ee)?ks?|months?|mo|years?)"
_START: Final = r"(?<![\w.-])"
_STOP: Final = r"(?![\w])"


@dataclass(frozen=True, slots=True)
class Frequency:
    """`times` doses every `period` `period_unit`, at [start, end) of the text.

    times and period: decimal strings or ranges ("2-3"); period_unit: UCUM d, wk, mo, a, h or min. divided: into how
    many doses the amount of the period is divided ("3", "2-3", "several"); then the rest may be None.
    """

    start: int
    end: int
    times: str | None
    period: str | None
    period_unit: str | None
    text: str
    divided: str | None = None


_Build = Callable[[re.Match[str]], tuple[str | None, str | None, str | None, str | None]]


def frequencies(text: str) -> tuple[Frequency, ...]:
    """The frequencies of `text` in order, without overlap; where two readings overlap the longer one is taken."""
    return _frequencies(text)


@lru_cache(maxsize=16_384)
def _frequencies(text: str) -> tuple[Frequency, ...]:
    found = sorted((*_by_patterns(text), *_per_period(text)), key=lambda f: (f.start, -f.end))
    chosen: list[Frequency] = []
    for frequency in found:
        if not chosen or frequency.start >= chosen[-1].end:
            chosen.append(frequency)
    return tuple(chosen)


def same_frequency(a: Frequency, b: Frequency) -> bool:
    """Whether both say the same: hours, days and weeks are converted, and months and years, but not weeks and months.

    "Every 8 hours" and "three times a day" are not the same: only one of them fixes the interval.
    """
    if (a.times, a.divided) != (b.times, b.divided):
        return False
    return _interval(a.period, a.period_unit) == _interval(b.period, b.period_unit)


_MINUTES: Final = {"min": 1, "h": 60, "d": 1440, "wk": 10080}
_MONTHS: Final = {"mo": 1, "a": 12}


def _interval(period: str | None, unit: str | None) -> tuple[str, tuple[Decimal, ...]] | None:
    if period is None or unit is None:
        return None
    factor = _MINUTES.get(unit) or _MONTHS[unit]
    return ("min" if unit in _MINUTES else "mo", tuple(Decimal(p) * factor for p in period.split("-")))


def _value(written: str) -> str:
    """ "two to three" as "2-3"; "twice" as "2"."""
    words = re.findall(r"[0-9]+|[a-z]+", written.lower())
    values = [WORD_VALUES.get(w, w) for w in words if w in WORD_VALUES or w.isdigit()]
    if len(values) == 2 and int(values[0]) >= int(values[1]):
        values = []
    return "-".join(values)


def _period(words: str) -> tuple[str, str]:
    """The period that a word names ("a fortnight" as 2 weeks), with its unit; 24 hours are a day."""
    return ("1", "d") if words.startswith("24") else PERIODS[" ".join(words.lower().split())]


def _times_per_span(m: re.Match[str]) -> tuple[str | None, str | None, str | None, str | None]:
    words = m.groupdict().get("ly") or m["span"]
    if words.startswith("24") and re.search(r"\bevery\b", m[0], re.IGNORECASE):
        return _value(m["times"]), "24", "h", None
    period, unit = _period(words)
    return _value(m["times"]), period, unit, None


def _once_per_span(m: re.Match[str]) -> tuple[str | None, str | None, str | None, str | None]:
    period, unit = _period(m.groupdict().get("ly") or m["span"])
    return "1", period, unit, None


def _every_n(m: re.Match[str]) -> tuple[str | None, str | None, str | None, str | None]:
    return "1", _value(m["n"]), UNIT_CODES[m["unit"].lower()], None


def _every_interval(m: re.Match[str]) -> tuple[str | None, str | None, str | None, str | None]:
    return "1", _value(m["n"] or m["n2"]), UNIT_CODES[(m["unit"] or m["unit2"]).lower()], None


def _times_every_n(m: re.Match[str]) -> tuple[str | None, str | None, str | None, str | None]:
    return _value(m["times"]), _value(m["n"]), UNIT_CODES[m["unit"].lower()], None


def _every_ordinal(m: re.Match[str]) -> tuple[str | None, str | None, str | None, str | None]:
    unit = {"day": "d", "night": "d", "morning": "d", "evening": "d", "week": "wk", "month": "mo", "year": "a"}[
        m["o_unit"].lower()
    ]
    return "1", ORDINALS[m["ordinal"].lower()], unit, None


def _abbreviated(m: re.Match[str]) -> tuple[str | None, str | None, str | None, str | None]:
    letters = re.sub(r"\W", "", m[0]).lower()
    return (_ABBREVIATIONS[letters], "1", "d", None) if letters in _ABBREVIATIONS else ("1", "2", "d", None)


def _divided(m: re.Match[str]) -> tuple[str | None, str | None, str | None, str | None]:
    return None, None, None, _value(m["n"]) if m["n"] else "several"


def _daily(m: re.Match[str]) -> tuple[str | None, str | None, str | None, str | None]:
    return "1", "1", "d", None


def _twice_daily(m: re.Match[str]) -> tuple[str | None, str | None, str | None, str | None]:
    return "2", "1", "d", None


def _days_of_week(m: re.Match[str]) -> tuple[str | None, str | None, str | None, str | None]:
    return _value(m["n"]), "1", "wk", None


_PATTERNS: Final[tuple[tuple[re.Pattern[str], _Build], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), build)
    for pattern, build in (
        (
            rf"{_START}{_TIMES}[-\s]*(?:a|an|per|each|every|in\s+(?:any|each|a))?[-\s/]\s*(?:{_LY}|{_SPAN}){_STOP}",
            _times_per_span,
        ),
        (rf"{_START}{_TIMES}\s*/\s*{_SPAN}{_STOP}", _times_per_span),
        (rf"{_START}{_TIMES}\s+in\s+(?P<span>24[-\s]h(?:ours?)?(?:\s+period)?){_STOP}", _times_per_span),
        (rf"{_START}{_TIMES}\s+every\s+(?P<n>{_RANGE})\s*[-\s]?{_UNITS}{_STOP}", _times_every_n),
        (rf"{_START}(?:once\s+)?every\s+(?P<n>{_RANGE})\s*[-\s]?{_UNITS}{_STOP}", _every_n),
        (
            rf"{_START}(?:at|in)\s+(?:(?:regular\s+)?intervals\s+of\s+(?P<n>{_RANGE})\s*{_UNITS}|(?P<n2>{_RANGE})-?\s?"
            rf"(?P<unit2>minute|hour|day|week|month|year)(?:ly)?\s+intervals){_STOP}",
            _every_interval,
        ),
        (
            rf"{_START}(?:once\s+)?(?:every|each)\s+(?:calendar\s+)?{_SPAN}(?!\s+of\s+(?:ha?emo)?dialysis){_STOP}",
            _once_per_span,
        ),
        (
            rf"{_START}(?:once\s+)?(?:every|each|on)\s+(?P<ordinal>other|second|2nd|third|3rd|fourth|4th|fifth|sixth|alternate)\s+"
            rf"(?P<o_unit>day|night|morning|evening|week|month|year)s?{_STOP}",
            _every_ordinal,
        ),
        (rf"{_START}(?P<ordinal>alternate)[-\s](?P<o_unit>day)s?{_STOP}", _every_ordinal),
        (rf"{_START}(?P<n>{_RANGE})[-\s]?(?P<unit>hourly|weekly|monthly|yearly){_STOP}", _every_n),
        (
            rf"{_START}q\.?\s?(?P<n>[0-9]{{1,2}}(?:\s?[-–]\s?[0-9]{{1,2}})?)\s?(?P<unit>h|d|wk|w|mo|min)(?![\w^])",
            _every_n,
        ),
        (rf"{_START}(?P<n>{_RANGE})\s+days\s+(?:a|per|each|every|of\s+(?:the|each))\s+week{_STOP}", _days_of_week),
        (rf"{_START}{_LY}(?!\s+(?:living|life(?![-\s]?long)|activit\w*|practice|routine)\b){_STOP}", _once_per_span),
        (rf"{_START}(?:every\s+half[-\s](?:an\s+)?hour|half[-\s]hourly){_STOP}", lambda m: ("1", "30", "min", None)),
        (rf"{_START}(?:quarterly|every\s+quarter){_STOP}", lambda m: ("1", "3", "mo", None)),
        (rf"{_START}per\s+{_SPAN}{_STOP}", _once_per_span),
        (rf"{_START}in\s+any\s+(?P<span>24[-\s]h(?:ours?)?(?:\s+period)?){_STOP}", _once_per_span),
        (
            r"(?<![\w.(])(?:o\.d\.|b\.d\.|b\.i\.d\.?|bid|t\.d\.s\.?|tds|t\.i\.d\.?|tid|q\.d\.s\.?|qds|q\.i\.d\.?|qid|q\.d\.|qd|"
            r"qod|q\.o\.d\.?|eod|od|bd|o\.n\.)(?![\w)])",
            _abbreviated,
        ),
        (
            rf"{_START}(?:at\s+(?:night|bedtime)|(?:in\s+the|each|every)\s+(?:morning|evening)s?|at\s+night[-\s]?time|nocte|mane|"
            rf"before\s+bed(?:time)?){_STOP}",
            _daily,
        ),
        (rf"{_START}(?:(?:in\s+the|each|every)\s+)?morning\s+and\s+(?:evening|night){_STOP}", _twice_daily),
        (
            rf"{_START}(?:(?:given|taken|divided)\s+)?(?:in|into|as)\s+(?:(?P<n>{_RANGE})\s+)?(?:equally\s+|equal\s+)?divided\s+doses{_STOP}",
            _divided,
        ),
        (
            rf"{_START}(?:divided\s+)?(?:in|into|over)\s+(?P<n>{_RANGE})\s+(?:equal\s+|separate\s+)?(?:doses|portions){_STOP}",
            _divided,
        ),
    )
)


def _by_patterns(text: str) -> Iterator[Frequency]:
    for pattern, build in _PATTERNS:
        for match in pattern.finditer(text):
            times, period, unit, divided = build(match)
            if times == "" or period == "" or divided == "":
                continue
            yield Frequency(match.start(), match.end(), times, period, unit, match[0], divided)


_A_PERIOD: Final = re.compile(
    r"\s+(?:(?:by\s+mouth|orally|in\s+total|intramuscularly|intravenously|subcutaneously)\s+|of\s+(?:[\w-]+\s+){1,3}?)?"
    rf"(?P<per>(?:an?|(?:in|per|within|over|during)(?:\s+(?:any|each|a|one))?(?=\s+24))\s+{_SPAN}){_STOP}|(?P<slash>\s?/\s?(?:d|24\s?h|day|week|wk|month)){_STOP}",
    re.IGNORECASE,
)
_SLASHED: Final = {"d": "d", "24h": "d", "24 h": "d", "day": "d", "week": "wk", "wk": "wk", "month": "mo"}


def _per_period(text: str) -> Iterator[Frequency]:
    """ "a day" and "/day" where an amount stands before them ("300 mg a day"), not in "after a day"."""
    for measure in measures(text):
        if measure.unit in TIME_UNITS:
            continue
        match = _A_PERIOD.match(text, measure.end)
        if match is None or (measure.unit == "1" and match["slash"]):
            continue
        if match["slash"]:
            start, unit = match.start("slash"), _SLASHED[match["slash"].strip().lstrip("/").strip().lower()]
            period = "1"
        else:
            start = match.start("per")
            period, unit = _period(match["span"])
        yield Frequency(start, match.end(), "1", plain(Decimal(period)), unit, text[start : match.end()])
