"""Reads the fields of one step: each comes with the place where it stands, or does not come at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from curbside.language import lexicon
from curbside.language.frequencies import Frequency, frequencies, same_frequency
from curbside.language.lexicon import Mention
from curbside.language.measures import Measure
from curbside.language.numbers import plain
from curbside.language.units import TIME_UNITS
from curbside.regimens.clauses import (
    DOSE_UNITS,
    Condition,
    Step,
    comma_after,
    comma_before,
    conditions,
    is_maximum,
    quantities,
)
from curbside.types import Amount

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Read:
    """A value and where it stands."""

    value: str
    span: Range


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """An amount and where it stands."""

    value: Amount
    span: Range


@dataclass(frozen=True, slots=True)
class Routes:
    """Routes between which the text leaves the choice; unclear where several are named that are no alternatives."""

    names: tuple[str, ...]
    span: Range
    unclear: bool = False


_CLOSES: Final = re.compile(r",\s*(?:(?:all|both|given|always)\s+)*(?:by\s+)?(?:an?\s+)?\Z", re.IGNORECASE)
_ROUTES_JOINED: Final = re.compile(r"\s*(?:,|/|\bor\b)\s*(?:or\s+)?(?:by\s+)?(?:an?\s+)?", re.IGNORECASE)
_NOT_A_DRUG: Final = re.compile(
    r"[\s-]+(?:deficien|level|assay|status|toxicity|concentration|test|result|overload|measure|intake|stores?|antagonist|"
    r"replacement\s+(?:therapy\s+)?is)",
    re.IGNORECASE,
)
_OF: Final = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:(?:IM|IV|SC|oral|intramuscular|intravenous|subcutaneous)\s+)?(?:(?:of|as)\s+)?"
    r"(?:(?:oral|intramuscular|intravenous|subcutaneous)\s+)?",
    re.IGNORECASE,
)
_FILLERS: Final = frozenset(
    "is are be given at in a an the of dose doses usual recommended oral orally intramuscular intramuscularly "
    "intravenous intravenously subcutaneous subcutaneously by mouth injection tablet tablets capsule capsules solution "
    "should may usually taken started for adults adult children people initially then with modified "
    "release 1 1000 10000".split()
)
_TAKEN_BESIDE: Final = re.compile(
    r"\b(?:with|plus|taking|on|after|than|from|by|receiving|instead\s+of)\s+(?:(?:oral|parenteral|intramuscular)\s+)?\Z",
    re.IGNORECASE,
)
_SET_ASIDE: Final = re.compile(
    r"\b(?:without|except|not|no|other\s+than|excluding|unless)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE
)
_FOR_TIME: Final = re.compile(
    r"\b(?:for|in|over)\s+(?:up\s+to\s+|at\s+least\s+|a\s+(?:further|maximum\s+of|minimum\s+of|total\s+of)\s+|another\s+|about\s+"
    r"|the\s+(?:first|next)\s+)*\Z",
    re.IGNORECASE,
)
_FOR_COUNT: Final = re.compile(r"\bfor\s+(?:a\s+(?:total|maximum)\s+of\s+|up\s+to\s+)?\Z", re.IGNORECASE)
_SINGLE: Final = re.compile(
    r"\b(?:(?:as|in)\s+(?:a|one)\s+single\s+(?:dose|injection)|once\s+only|a\s+single\s+(?:dose|injection)(?=\s+of\b)|stat)\b",
    re.IGNORECASE,
)
_LIFELONG: Final = re.compile(
    r"\b(?:life-?\s?long|for\s+life|indefinitely|for\s+the\s+rest\s+of\s+(?:\w+\s+)?life)\b", re.IGNORECASE
)
_AS_NEEDED: Final = re.compile(
    r"\b(?:as|when|if|where)\s+(?:needed|required|necessary)\b|\bp\.?r\.?n\b\.?", re.IGNORECASE
)
_ON_DAY: Final = re.compile(
    r"\b(?P<times>once|twice|thrice|(?:three|four|five|[2-6])\s+times)(?=\s+on\s+day\s+[0-9]+\b)", re.IGNORECASE
)
_ROLES: Final = (
    ("maintenance", re.compile(r"(?<!after )(?<!before )\bmaintenance\b", re.IGNORECASE)),
    ("loading", re.compile(r"\bloading\b", re.IGNORECASE)),
    (
        "start",
        re.compile(
            r"\b(?:initial(?:ly)?|starting)(?:\s+dose)?(?=\s+(?:is\b|of\b|[0-9])|[,:])|\bstarting\s+dose\b", re.I
        ),
    ),
)
_BAND_BEFORE: Final = re.compile(
    r"\b(?:for|every|after|within|another|further|last|next|first|in|each|of)\s+\Z", re.IGNORECASE
)
_CLAUSE_WORDS: Final = re.compile(
    r"[;:()]|\b(?:is|are|be|been|given|should|may|who(?!\s+have\s+had)|due|because|than)\b", re.IGNORECASE
)
_INDICATION_LEAD: Final = re.compile(
    r"\b(?:(?:prophylaxis|prevention)\s+of\s+|after\s+|[a-z-]+\s+or\s+)\Z", re.IGNORECASE
)
_STRENGTH_RATIO: Final = re.compile(r"\b1\s?:\s?[0-9]{1,3}(?:[, \u2009\u202f]?000)+\b")


def clear(mentions: Sequence[Mention], bars: Sequence[Condition]) -> list[Mention]:
    """The mentions that stand in no condition."""
    return [m for m in mentions if not any(c.start <= m.start < c.end for c in bars)]


def within(text: str, kind: str, start: int, end: int) -> list[Mention]:
    """The lexicon's mentions of `kind` in [start, end) of the text, with offsets of the text."""
    found = lexicon.drugs_in(text) if kind == "drug" else lexicon.find(text, kind)
    return [m for m in found if start <= m.start and m.end <= end]


def drug_mentions(text: str, start: int, end: int) -> list[Mention]:
    """The drugs named as drugs in [start, end): not those of "vitamin B12 deficiency" or "without metformin"."""
    named = within(text, "condition", start, end)
    return [
        m
        for m in within(text, "drug", start, end)
        if not any(c.start <= m.start < c.end for c in named)
        and not _NOT_A_DRUG.match(text, m.end)
        and not _SET_ASIDE.search(text[start : m.start])
    ]


def drugs(text: str, step: Step, dose: Measure | None) -> list[Read] | None:
    """The drug of a step's amount: one, several where they are alternatives, [] for none, None where it is unclear."""
    found = drug_mentions(text, step.start, step.end)
    anchor = dose.start if dose else step.end
    following = next(
        (m for m in found if dose and m.start >= dose.end and _OF.fullmatch(text[dose.end : m.start])), None
    )
    if following:
        return _reads([following])
    before = [m for m in found if m.end <= anchor and not _beside(text, step, m, anchor)]
    core = comma_before(text, step.start, anchor)
    inner = [m for m in before if m.start > core]
    for level in (inner, before):
        if len({m.concept for m in level}) == 1:
            return _reads(level[-1:])
    if not before:
        return []
    listed = _listed(text, before)
    return _reads(_distinct(listed)) if _only_fillers(text[listed[-1].end : anchor]) else None


def _beside(text: str, step: Step, mention: Mention, anchor: int) -> bool:
    """Whether the drug is one that people take besides ("in people taking metformin, ...")."""
    beside = _TAKEN_BESIDE.search(text[step.start : mention.start])
    return bool(beside) and not _only_fillers(text[mention.end : anchor])


def _only_fillers(between: str) -> bool:
    words = re.findall(r"\w+", re.sub(r"\([^)]*\)", " ", between.lower()))
    return ";" not in between and all(word in _FILLERS for word in words)


def _listed(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The run of mentions at the end that are joined as alternatives ("a, b or c")."""
    run = [mentions[-1]]
    for earlier, later in reversed(list(pairwise(mentions))):
        between = text[earlier.end : later.start]
        if earlier.concept == later.concept or (
            re.search(r"\bor\b|,", between) and re.fullmatch(r"[\s,]*(?:or\s+)?", between)
        ):
            run.insert(0, earlier)
        else:
            break
    return run


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.concept, mention)
    return list(seen.values())


def _reads(mentions: Sequence[Mention]) -> list[Read]:
    return [Read(m.concept, (m.start, m.end)) for m in mentions]


def routes(text: str, start: int, anchor: int, end: int, bars: Sequence[Condition]) -> Routes | None:
    """The routes of a step; None where none is stated.

    What stands in the clause of the amount at `anchor` counts before what stands earlier in the step; words of a
    condition count only where there are no others.
    """
    core_start = max(start, comma_before(text, start, anchor) + 1)
    core_end = comma_after(text, anchor, end)
    named = [m for m in within(text, "route", start, end) if not _SET_ASIDE.search(text[start : m.start])]
    found = clear(named, bars)
    inner = [m for m in found if core_start <= m.start < core_end]
    trailing = [m for m in found if m.start >= core_end and _CLOSES.search(text[start : m.start])]
    earlier = [m for m in found if m.start < core_start]
    behind = [m for m in named if m.start < anchor and m not in found]
    return next((_one_route(text, level) for level in (inner, trailing, earlier, behind) if level), None)


def _one_route(text: str, found: Sequence[Mention]) -> Routes:
    concepts = tuple(dict.fromkeys(m.concept for m in found))
    span = (found[0].start, found[-1].end)
    if len(concepts) == 1:
        return Routes(concepts, (found[-1].start, found[-1].end))
    joined = all(_ROUTES_JOINED.fullmatch(text[a.end : b.start]) for a, b in pairwise(found))
    return Routes(concepts, span, unclear=not joined)


def trailing_route(text: str, start: int, end: int) -> Routes | None:
    """The route that closes a sentence for all of its steps (", by intramuscular injection only")."""
    for mention in within(text, "route", start, end):
        if _CLOSES.search(text[start : mention.start]):
            return Routes((mention.concept,), (mention.start, mention.end))
    return None


def form(text: str, drug: Range, start: int, end: int) -> Read | None:
    """The form that stands beside the drug's name ("extended-release nifedipine", "adrenaline 1:1000")."""
    for mention in within(text, "form", start, end):
        beside = text[mention.end : drug[0]] if mention.end <= drug[0] else text[drug[1] : mention.start]
        if not beside.strip() and (mention.start >= drug[1] or mention.end <= drug[0]):
            return Read(mention.concept, (mention.start, mention.end))
    ratio = _STRENGTH_RATIO.search(text, start, end)
    if ratio and not text[drug[1] : ratio.start()].strip():
        return Read(re.sub(r"[\s,\u2009\u202f]", "", ratio[0]), ratio.span())
    return None


def ratio_after(text: str, place: int) -> Read | None:
    """The dilution of a volume ("0.5 ml of 1:1000")."""
    match = re.compile(rf"\s+of\s+(?={_STRENGTH_RATIO.pattern})").match(text, place)
    ratio = _STRENGTH_RATIO.match(text, match.end()) if match else None
    return Read(re.sub(r"[\s,\u2009\u202f]", "", ratio[0]), ratio.span()) if ratio else None


def population(text: str, start: int, anchor: int, end: int, bars: Sequence[Condition]) -> Read | None:
    """The groups that a step is for ("adults and children"); age bands are read by `band`."""
    found = clear(within(text, "population", start, comma_after(text, anchor, end)), bars)
    found = [m for m in found if not _SET_ASIDE.search(text[start : m.start])]
    run = found[:1]
    for mention in found[1:]:
        between = text[run[-1].end : mention.start]
        if re.fullmatch(r"[\s,]*(?:of all ages\s*)?(?:,|and|or|with|\s)*", between) and len(between) < 20:
            run.append(mention)
    concepts = list(dict.fromkeys(m.concept for m in run))
    return Read(" and ".join(concepts), (run[0].start, run[-1].end)) if run else None


def band(text: str, start: int, end: int, bars: Sequence[Condition]) -> Read | None:
    """The age band that a step is for ("over 12 years", "6 months to 6 years")."""
    taken = [(f.start, f.end) for f in frequencies(text)]
    for measure in quantities(text, start, end):
        before = text[max(0, measure.start - 25) : measure.start]
        aged = bool(re.search(r"\b(?:age[ds]?|ages)\s+(?:from\s+|between\s+)?\Z", before, re.IGNORECASE))
        if measure.unit not in ("a", "mo") and not (aged and measure.unit in ("1", "wk", "d")):
            continue
        ranged = measure.low != measure.high
        barred = any(c.start <= measure.start < c.end for c in bars) or any(s <= measure.start < e for s, e in taken)
        if not ranged or barred or (_BAND_BEFORE.search(before) and not aged):
            continue
        return Read(re.sub(r"\s+", " ", measure.text), (measure.start, measure.end))
    return None


def indication(text: str, start: int, anchor: int, end: int, bars: Sequence[Condition]) -> Read | None:
    """What a step is for, as the text words it from the first condition named to the last of the same phrase."""
    found = clear(within(text, "condition", start, comma_after(text, anchor, end)), bars)
    before = [m for m in found if m.start < anchor]
    after = [
        m
        for m in found
        if m.start >= anchor
        and re.search(
            r"\b(?:for|in)\s+(?:the\s+)?(?:(?:treatment|prevention|prophylaxis|management|relief)\s+of\s+)?\Z",
            text[start : m.start],
            re.I,
        )
    ]
    run = (before or after)[:1]
    for mention in (before or after)[1:]:
        between = text[run[-1].end : mention.start]
        if len(between) > 60 or _CLAUSE_WORDS.search(between):
            break
        run.append(mention)
    if not run:
        return None
    lead = _INDICATION_LEAD.search(text[start : run[0].start])
    tail = re.compile(r"\s+or\s+in\s+[a-z ]{1,30}(?=,)").match(text, run[-1].end, end)
    begin, stop = start + lead.start() if lead else run[0].start, tail.end() if tail else run[-1].end
    return Read(re.sub(r"\s+", " ", text[begin:stop]), (begin, stop))


def step_frequencies(text: str, step: Step, bars: Sequence[Condition], used: Sequence[Range]) -> list[Frequency]:
    """The frequencies of a step that belong neither to a condition nor to a maximum."""
    return [
        f
        for f in frequencies(text)
        if step.start <= f.start < step.end
        and not any(c.start <= f.start < c.end for c in bars)
        and not any(s <= f.start < e for s, e in used)
    ]


def timing(text: str, found: Sequence[Frequency], stepwise: bool) -> list[Frequency] | None:
    """The frequency that holds, two where they are alternatives; None where several contradict each other.

    stepwise: the amount is a step of titration, whose interval is what stands after "every".
    """
    timed = [f for f in found if f.period]
    if stepwise:
        every = [f for f in timed if f.text.lower().startswith("every")]
        return every[:1] or timed[:1]
    if len(timed) < 2 or all(same_frequency(timed[0], f) for f in timed[1:]):
        return timed[:1]
    once_a_day = [f for f in timed if (f.times, f.period, f.period_unit) == ("1", "1", "d")]
    others = [f for f in timed if f not in once_a_day]
    if len(timed) == 2 and re.fullmatch(r"\s+or\s+", text[timed[0].end : timed[1].start]):
        return timed
    if len(others) == 1 and once_a_day and others[0].period_unit == "wk" and others[0].period == "1":
        return others
    return None


def on_day(text: str, step: Step) -> Read | None:
    """How many times on a numbered day ("twice on day 2")."""
    match = _ON_DAY.search(text, step.start, step.end)
    if match is None:
        return None
    words = {"once": "1", "twice": "2", "thrice": "3", "three": "3", "four": "4", "five": "5"}
    first = match["times"].split()[0].lower()
    return Read(words.get(first, first), match.span("times"))


def amount_of(measure: Measure) -> Amount:
    """A quantity as an amount of a phase; "or more" leaves the high end open, "up to" the low one."""
    low = None if measure.low is None else plain(measure.low)
    high = None if measure.high is None or measure.comparator == ">=" else plain(measure.high)
    return Amount(low, high, measure.unit)


def duration(text: str, step: Step, bars: Sequence[Condition]) -> ReadAmount | None:
    """For how long ("for one or two weeks", "for another 2 to 3 weeks", "a 5-day course")."""
    for measure in quantities(text, step.start, step.end):
        if measure.unit not in TIME_UNITS or any(c.start <= measure.start < c.end for c in bars):
            continue
        before = text[max(step.start, measure.start - 40) : measure.start]
        opener = _FOR_TIME.search(before)
        course = re.compile(r"\s+course\b").match(text, measure.end)
        if (opener and opener[0].lower().startswith("for")) or course:
            start = measure.start - len(before) + opener.start() if opener else measure.start
            return ReadAmount(amount_of(measure), (start, course.end() if course else measure.end))
    return None


def count(text: str, step: Step) -> Read | None:
    """How many doses in all ("for seven doses", "as a single dose")."""
    single = _SINGLE.search(text, step.start, step.end)
    if single:
        return Read("1", single.span())
    for measure in quantities(text, step.start, step.end):
        opener = _FOR_COUNT.search(text[step.start : measure.start])
        if measure.unit in ("{dose}", "{injection}") and opener and measure.low is not None:
            value = plain(measure.low) if measure.low == measure.high else None
            return Read(value, (step.start + opener.start(), measure.end)) if value else None
    return None


def lifelong(text: str, step: Step) -> Range | None:
    """Where a step says that it has no end."""
    match = _LIFELONG.search(text, step.start, step.end)
    return match.span() if match else None


def as_needed(text: str, step: Step) -> Range | None:
    """Where a step says "as needed"."""
    match = _AS_NEEDED.search(text, step.start, step.end)
    return match.span() if match else None


def role(text: str, step: Step) -> Read | None:
    """The part that a step plays, where the text says it."""
    if step.opener in ("start", "increase", "increase by", "reduced", "repeat"):
        return Read(step.opener, (step.start, _opener_end(text, step)))
    for name, pattern in _ROLES:
        match = pattern.search(text, step.start, step.end)
        if match and "after" not in text[max(step.start, match.start() - 7) : match.start()].lower():
            return Read(name, match.span())
    return None


def _opener_end(text: str, step: Step) -> int:
    stop = step.doses[0].start if step.doses else step.end
    word = re.compile(
        r"[,\s]*\b(?:\w+\s+)*?(?:start|increas|rais|titrat|reduc|lower|decreas|repeat|and\s+to)\w*"
    ).match(text, step.start)
    return word.end() if word else stop


def bounds(text: str, step: Step) -> list[Measure]:
    """The amounts of a step that are upper bounds."""
    return [m for m in quantities(text, step.start, step.end) if m.unit in DOSE_UNITS and is_maximum(text, m)]


def barred(text: str, step: Step) -> bool:
    """Whether a step holds only under a condition."""
    held = bounds(text, step)
    return bool(conditions(text, step.start, step.end, held[0].start if held else step.start))


def maxima(text: str, step: Step) -> tuple[ReadAmount | None, ReadAmount | None]:
    """The largest single dose and the largest amount for a period (its unit is then "mg/d"), where stated."""
    single: ReadAmount | None = None
    period: ReadAmount | None = None
    for measure in bounds(text, step):
        high = measure.high if measure.high is not None else measure.low
        if high is None:
            continue
        basis = f"/{measure.per.replace('.', '/')}" if measure.per else ""
        follows = next((f for f in frequencies(text) if 0 <= f.start - measure.end <= 2 and f.times == "1"), None)
        before = text[max(step.start, measure.start - 30) : measure.end].lower()
        daily = follows or re.search(r"\b(?:max(?:imum)?\.?\s+(?:\w+\s+)?daily|daily\s+max(?:imum)?)\b", before)
        if daily and (follows is None or follows.period == "1"):
            unit = f"{measure.unit}{basis}/{follows.period_unit if follows else 'd'}"
            period = ReadAmount(
                Amount(None, plain(high), unit), (measure.start, follows.end if follows else measure.end)
            )
        elif follows is None:
            single = ReadAmount(Amount(None, plain(high), f"{measure.unit}{basis}"), (measure.start, measure.end))
    return single, period
