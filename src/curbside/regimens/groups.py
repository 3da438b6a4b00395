"""Whom a step is for (groups, age and weight bands) and what it is for, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from curbside.language.frequencies import frequencies
from curbside.language.lexicon import Mention
from curbside.language.measures import Measure
from curbside.regimens.amounts import quantities
from curbside.regimens.asides import Condition
from curbside.regimens.conditions import comma_after
from curbside.regimens.naming import SET_ASIDE, Range, Read, clear, within
from curbside.regimens.purpose import purposes

_BAND_BEFORE: Final = re.compile(
    r"\b(?:for|every|after|within|another|further|last|next|first|in|each|of)\s+\Z", re.IGNORECASE
)
_AGED: Final = re.compile(r"\b(?:age[ds]?|ages)\s+(?:from\s+|between\s+|of\s+)?\Z", re.IGNORECASE)
_WEIGHING: Final = re.compile(
    r"\b(?:weigh(?:s|ing)?|(?:with\s+an?\s+)?body\s?weight(?:\s+of)?|with\s+a\s+weight\s+of)\s*(?:between\s+|from\s+)?\Z",
    re.IGNORECASE,
)
_OLD: Final = re.compile(r"\s+(?:of\s+age|old)\b|-old\b", re.IGNORECASE)
_CLAUSE_WORDS: Final = re.compile(
    r"[;:()]|\b(?:is|are|be|been|given|should|may|who(?!\s+have\s+had)|due|because|than)\b", re.IGNORECASE
)
_INDICATION_LEAD: Final = re.compile(
    r"\b(?:(?:prophylaxis|prevention)\s+of\s+|after\s+|[a-z-]+\s+or\s+)\Z", re.IGNORECASE
)
_KIND_OF: Final = re.compile(
    r"(?:\b(?:acute|chronic|severe|mild|moderate|mild\s+to\s+moderate|moderate\s+to\s+severe|uncomplicated|complicated|recurrent|active|primary|secondary|"
    r"essential|stable|unstable|symptomatic|post-?operative|community-acquired|hospital-acquired|refractory|resistant)\s+)+\Z",
    re.IGNORECASE,
)
_DEGREE: Final = re.compile(
    r"\b(?:(?:mild|moderate|severe|end-stage|mild\s+(?:to|or)\s+moderate|moderate\s+(?:to|or)\s+severe)\s+)\Z",
    re.IGNORECASE,
)
_GENERIC: Final = re.compile(r"\b(?:patients|people|persons|those|individuals|boys|girls)\s+\Z", re.IGNORECASE)
_OF_A_DRUG: Final = re.compile(
    r"(?:\s+[a-z]+)?\s+(?:inhibitors?|antagonists?|medicines?|drugs|agents?)\b", re.IGNORECASE
)
_WHOSE: Final = (
    r"(?:patients|people|those|adults|children)\s+(?:with|who|over|aged|weighing|on|taking|receiving|[<>≥≤])"
)
_LISTED: Final = re.compile(
    rf"\b{_WHOSE}(?:[^.;:]|\.(?!\s))*?(?:,\s*(?:and\s+|or\s+)?|\s(?:and|or)\s+)(?:in\s+|for\s+)?{_WHOSE}(?:[^.;:]|\.(?!\s))*?,?\s+(?:and|or)\s+(?:in\s+|for\s+)?{_WHOSE}",
    re.IGNORECASE,
)
_ORGANS: Final = re.compile(
    r"\b(?:renal|kidney|hepatic|liver)\s+(?:function\s+)?(?:impairment|insufficiency|failure|disease)|\bimpairment|\bdialysis|\b(?:CKD|cirrhosis)\b",
    re.IGNORECASE,
)


def population(text: str, start: int, anchor: int, end: int, bars: Sequence[Condition]) -> Read | None:
    """The groups that a step is for ("adults and children"); age bands are read by `band`."""
    limiting = [b for b in bars if b.kind != "value"]
    found = clear(within(text, "population", start, comma_after(text, anchor, end)), limiting)
    found = [m for m in found if not SET_ASIDE.search(text[start : m.start]) and text[m.end : m.end + 5] != "-Pugh"]
    run = found[:1]
    for mention in found[1:]:
        between = text[run[-1].end : mention.start]
        if (
            re.fullmatch(
                r"[\s,]*(?:of all ages\s*)?(?:,|and|or|with|who\s+are|who\s+is|that\s+are|mild|moderate|severe"
                r"|end-stage|to|\s)*",
                between,
            )
            and len(between) < 25
        ):
            run.append(mention)
    if not run:
        return None
    names = [_degree(text, start, m) + m.concept for m in run]
    begin = run[0].start - len(_degree(text, start, run[0]))
    return Read(" and ".join(dict.fromkeys(names)), (begin, run[-1].end))


def _degree(text: str, start: int, mention: Mention) -> str:
    """How much an organ is impaired ("severe "), "" where it is not said or no organ is meant."""
    found = _DEGREE.search(text[start : mention.start]) if mention.concept.endswith("impairment") else None
    return " ".join(found[0].lower().split()) + " " if found else ""


def are_listed(text: str, start: int, end: int) -> bool:
    """Whether [start, end) lists several groups of people for each of which a step is, which no field can say."""
    return _LISTED.search(text, start, end) is not None


def organs(text: str, start: int, end: int) -> list[Range]:
    """Where [start, end) names the groups with an impaired organ, with the class in brackets after them."""
    return [
        (m.start, m.end)
        for m in within(text, "population", start, end)
        if m.concept.endswith(("impairment", "dialysis"))
    ]


def band(text: str, start: int, end: int, bars: Sequence[Condition]) -> Read | None:
    """The age or weight band that a step is for ("over 12 years", "patients weighing 40 kg or more")."""
    taken = [(f.start, f.end) for f in frequencies(text)]
    for measure in quantities(text, start, end):
        barred = any(c.start <= measure.start < c.end for c in bars) or any(s <= measure.start < e for s, e in taken)
        if barred or not _is_band(text, start, measure):
            continue
        begin = _groups_before(text, start, measure.start)
        stop = _closed(text, measure)
        return Read(re.sub(r"\s+", " ", text[begin:stop]).lower(), (begin, stop))
    return None


def _is_band(text: str, start: int, measure: Measure) -> bool:
    before = text[max(0, measure.start - 30) : measure.start]
    ranged = measure.low != measure.high
    if measure.unit == "kg":
        return bool((ranged or "weigh" in before.lower()) and _WEIGHING.search(before))
    aged = bool(
        _AGED.search(before)
        or _OLD.match(text, measure.end)
        or _OLD.search(f" {measure.text}")
        or _groups_before(text, start, measure.start) < measure.start
    )
    if measure.unit not in ("a", "mo") and not (aged and measure.unit in ("1", "wk", "d")):
        return False
    return ranged and not (_BAND_BEFORE.search(before) and not aged)


def _closed(text: str, measure: Measure) -> int:
    old = _OLD.match(text, measure.end)
    return old.end() if old else measure.end


def _groups_before(text: str, start: int, place: int) -> int:
    """Where the groups begin that a band limits ("adults and children over 12 years", "patients weighing ...")."""
    begin = place
    weighing = _WEIGHING.search(text[start:place])
    if weighing:
        begin = start + weighing.start()
    for mention in reversed(within(text, "population", start, begin)):
        if (
            re.fullmatch(r"\s*(?:aged\s+)?(?:from\s+|between\s+|of\s+)?|\s+and\s+|,\s+", text[mention.end : begin])
            is None
        ):
            break
        begin = mention.start
    aged = re.search(
        r"\b(?:aged|ages)\s+(?:from\s+|between\s+)?\Z|\bbetween\s+(?:the\s+ages\s+of\s+)?\Z", text[start:begin], re.I
    )
    if aged and begin == place:
        begin = start + aged.start()
    generic = _GENERIC.search(text[start:begin]) if begin < place else None
    return start + generic.start() if generic else begin


def indication(text: str, start: int, anchor: int, end: int, bars: Sequence[Condition]) -> Read | None:
    """What a step is for, as the text words it from the first condition named to the last of the same phrase."""
    found = clear(within(text, "condition", start, comma_after(text, anchor, end)), bars)
    found = [m for m in found if not _ORGANS.search(m.text) and not _OF_A_DRUG.match(text, m.end)]
    found = [m for m in found if m.text.lower() != "painful"]
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
        return _purpose(text, start, end, bars)
    lead = _INDICATION_LEAD.search(text[start : run[0].start]) or _KIND_OF.search(text[start : run[0].start])
    tail = re.compile(r"\s+or\s+in\s+[a-z ]{1,30}(?=,)").match(text, run[-1].end, end)
    begin, stop = start + lead.start() if lead else run[0].start, tail.end() if tail else run[-1].end
    return Read(re.sub(r"\s+", " ", text[begin:stop]), (begin, stop))


def _purpose(text: str, start: int, end: int, bars: Sequence[Condition]) -> Read | None:
    """The phrase after "for" that names an illness which the lexicon does not know."""
    for begin, stop in purposes(text, start, end):
        if not any(c.start <= begin < c.end for c in bars) and not _ORGANS.search(text[begin:stop]):
            return Read(" ".join(text[begin:stop].split()), (begin, stop))
    return None


def inside(place: int, span: Range | None) -> bool:
    """Whether `place` stands in `span`."""
    return span is not None and span[0] <= place < span[1]
