"""The conditions of a dosing sentence: what limits a step ("if ...", "after two weeks"), what ends it ("until ...")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from curbside.language import lexicon
from curbside.language.measures import Measure
from curbside.language.units import TIME_UNITS
from curbside.regimens.amounts import quantities
from curbside.regimens.asides import Condition, asides
from curbside.regimens.doses import is_dose

_UNTIL: Final = re.compile(
    r"\b(?:until|till|(?:for\s+)?(?:as|so)\s+long\s+as|for\s+the\s+duration\s+of(?!\s+(?:treatment|therapy)\b)|while|whilst)\b",
    re.IGNORECASE,
)
_UNTIL_END: Final = re.compile(
    r",(?!\s+(?!then\b|and\b)(?:[a-z-]+\s+){0,3}[a-z-]+,?\s+or\s+(?:up\s+to\b|for\s|[a-z])|\s+or\s+(?:up\s+to\s|[a-z-]+\s+[a-z-]+\.?\Z))|[;()]|\.(?=\s|\Z)|\s+(?:as\s+maintenance|and\s+then|then)\b",
    re.IGNORECASE,
)
_IF: Final = re.compile(
    r"\b(?:only\s+)?(?:if|when|where|unless|provided(?:\s+that)?|in\s+case\s+of|in\s+the\s+event\s+of|except(?=\s+(?:in|on|when|where|if|for|during)\b)|once(?=\s+(?:the\s+)?[a-z]+\s+(?:is|are|has|have)\b))\b"
    r"(?!\s+(?:needed|required|necessary|appropriate|possible)\b)",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(r",?\s+(?:up\s+)?to\s+an?\s+max(?:imum)?\b|,\s+max(?:imum)?\b", re.IGNORECASE)
_WHEN: Final = re.compile(
    r"\b(?:after\s+(?:about\s+|at\s+least\s+|a\s+further\s+|another\s+|the\s+first\s+)?|from\s+|on\s+days?\s+)(?=[0-9a-z])",
    re.IGNORECASE,
)
_LATER_ACT: Final = re.compile(
    r"\b(?:stop|discontinu|withdraw|review|reassess|re-?evaluat|assess|check|monitor|measur)\w*\s+(?:(?:it|treatment|again|the\s+\w+)\s+)?\Z",
    re.IGNORECASE,
)
_LATER_ACT_IF: Final = re.compile(
    r"\b(?:stop|discontinu|withdraw|review|reassess)\w*\s+(?:(?:it|treatment|therapy)\s+)?\Z", re.IGNORECASE
)
_FIRST_DAY: Final = re.compile(
    r"\bon\s+(?:the\s+)?(?:first|second|third|fourth|fifth)\s+(?:day|night)\b(?:\s+of\s+(?:treatment|therapy|the\s+cycle|each\s+cycle))?",
    re.IGNORECASE,
)
_DAY: Final = r"[0-9]+\b(?![.,]?[0-9]|\s?(?:mg|micrograms?|mcg|g|ml|units?|tablets?|capsules?|%)(?!\w))"
_LIST: Final = rf"{_DAY}(?:\s*(?:,\s*(?:and\s+)?|\band\s+|\bor\s+|\bto\s+|[-–]\s*){_DAY})*"
_CYCLE: Final = r"(?:\s+of\s+(?:each|every|a|the)\s+(?:[0-9]+-?\s?(?:day|week)\s+)?cycle)?"
_ON_DAYS: Final = re.compile(
    rf"\b(?:on\s+days?\s+{_LIST}){_CYCLE}|\bfrom\s+(?:day|week|month)\s+{_DAY}(?:\s+onwards?)?"
    rf"|(?:\A|(?<=[.;]\s))(?:days?|weeks?|months?)\s+{_LIST}(?:\s+onwards?)?(?=\s*:)"
    r"|\b(?:on|except(?:\s+on)?)\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?(?:,\s*(?:and\s+)?|\s+and\s+|\s+or\s+)?)+(?<![,\s])",
    re.IGNORECASE,
)
_AROUND: Final = re.compile(
    r"\b(?:(?:about\s+)?(?:half\s+)?an\s+hour\s+(?=after|before))?(?:after|before|during|prior\s+to|at\s+the\s+(?:first\s+)?(?:signs?|onset|start|beginning)\s+of)\s+(?:(?:an?|the|each|every|any|last)\s+)?(?!(?:an?|the|each|every|any|last|[0-9]|one|two|three|four|five|six|seven|"
    r"ten|meals?|food|breakfast|lunch|dinner|supper|bed|main|evening|morning|about|at|further|another|first|that|this|which|use|and|or)\b)"
    r"(?:[a-z-]+\s+){0,3}?[a-z-]+(?=[,;:.()]|\s*\Z|\s+(?:for|and|or|then|every|once|twice|at|in|by|daily|to|give|is|are|should|may|as|until|if|when)\b|\s+[0-9])",
    re.IGNORECASE,
)
_WITHIN: Final = re.compile(r"\bwithin\s+(?=[0-9a-z])", re.IGNORECASE)
_WITHIN_OF: Final = re.compile(
    r"\s+(?:of|after|from)\s+(?:the\s+)?[a-z]+(?:\s+(?:of|onset)(?:\s+(?:the\s+)?[a-z]+)?)?", re.IGNORECASE
)
_RENAL: Final = re.compile(
    r"\b(?:(?:at|with|for|in)\s+(?:(?:patients|people|adults|those)\s+(?:with|who\s+have)\s+)?(?:an?\s+)?(?:eGFR|GFR|creatinine\s+clearance|CrCl|CLcr)"
    r"|(?:with|at)\s+a\s+(?:body\s+)?weight)\s*(?:\([A-Za-z]+\)\s*)?(?:of\s+|is\s+|between\s+|from\s+)?",
    re.IGNORECASE,
)
_RENAL_LABEL: Final = re.compile(
    r"(?:\A|(?<=[:;.|(]\s)|(?<=\()|(?<=\n))\s*(?=(?:eGFR|GFR|creatinine\s+clearance|CrCl|CLcr)\b)(?:[A-Za-z]+\s+){1,2}(?:of\s+)?",
    re.IGNORECASE,
)
_REST: Final = (
    r"(?:(?!\s+(?:for|then|every|once|twice|daily|as|until|if|when|give|take|and\s+then"
    r"|or\s+as)\b)\s+[\w'-]+){1,8}(?=[,;:.()|]"
    r"|\s"
    r"|\Z)"
)
_TAKING: Final = re.compile(
    r"\b(?P<lead>(?:in|for)\s+)?(?:(?:patients|people|adults|children|those|women|men)\s+)(?:with\s+(?:[\w-]+\s+){1,4}?)?(?:who\s+are\s+)?(?P<what>(?:already\s+|currently\s+|also\s+)?"
    r"(?:taking|receiving|treated\s+with|on)\s+)(?!.{0,12}dialysis)"
    r"|\b(?P<with>(?:with|during)\s+(?:the\s+)?concomitant\s+(?:use|administration)\s+of\s+)",
    re.IGNORECASE,
)
_WHO: Final = re.compile(
    r"\b(?:for|in)\s+(?:patients|people|adults|children|those|women|men|anyone)\s+(?:(?:intolerant|allergic|hypersensitive|unable|unresponsive|unfit)\b|(?:who|that)\s+(?:cannot|can\s+not|could\s+not|are\s+(?:un|not\b|in|allergic|hypersensitive)|do\s+not|"
    r"did\s+not|have\s+not|fail|tolerate|refuse))[^,;:()|]*?(?=[,;:()|]|\.(?=\s|\Z)|\s*\Z|\s+(?:is|should|may)\b)",
    re.IGNORECASE,
)
_TAKING_END: Final = re.compile(r"[,;:(\[|]|\.(?=\s|\Z)|\s(?:is|are|should|may)\b", re.IGNORECASE)
_CHILD_PUGH: Final = re.compile(
    r"\bChild-Pugh\s+(?:(?:class|grade|score|stage)\s+)?(?:[ABC]\b|[0-9]{1,2}\b)(?:(?:\s*(?:or|and|to|/|-|–)\s*)(?:(?:class|grade)\s+)?(?:[ABC]\b|[0-9]{1,2}\b))*"
)
_CLASS_LABEL: Final = re.compile(r"(?:(?<=;\s)|(?<=,\s))class\s+[ABC](?:\s+(?:or|and)\s+[ABC])?(?=\s*:)")
_OTHERWISE: Final = re.compile(r"(?<=,\s)otherwise\b(?=[^,;.]*?[0-9])", re.IGNORECASE)
_EVENT: Final = re.compile(rf"\s+(?:before|after|beyond|prior\s+to)\b{_REST}", re.IGNORECASE)
_EVERY: Final = re.compile(r"\b(?:every|each)\s+\Z", re.IGNORECASE)
_LASTING: Final = re.compile(
    r"\bfor\s+(?:at\s+least\s+|up\s+to\s+|about\s+|a\s+further\s+|another\s+)?\Z", re.IGNORECASE
)
_JOINER: Final = re.compile(
    r"(?:,\s*(?:(?:or|and|otherwise)\s+)?|\s+(?:or|and)\s+)(?:then\s+|give\s+)?\Z", re.IGNORECASE
)
_SAID_OF: Final = re.compile(r"\s+(?:\w+\s+){0,2}(?:is|are|was|has|have|does|fails?|proves?)\b", re.IGNORECASE)
_COMMA: Final = re.compile(r",(?![0-9]{3})")
_GRADE: Final = re.compile(
    r"\s*(?:\((?:graded|grade|level|strong|weak|conditional)\b[^)]*\))?[\s.;,]*\Z", re.IGNORECASE
)


def conditions(text: str, start: int, end: int, anchor: int) -> tuple[Condition, ...]:
    """The conditions in [start, end); `anchor` is where the amount (or, without one, the frequency) stands."""
    found = [
        *_untils(text, start, end),
        *_ifs(text, start, end, anchor),
        *_whens(text, start, end),
        *_around(text, start, end, anchor),
        *_takings(text, start, end, anchor),
        *_whom(text, start, end, anchor),
    ]
    bars = asides(text, start, end)
    found = [c for c in found if not any(b.start <= c.start < b.end for b in bars)]
    found.sort(key=lambda c: (c.start, -c.end))
    outer: list[Condition] = []
    for condition in found:
        if not outer or condition.start >= outer[-1].end:
            outer.append(condition)
    return tuple(outer)


def comma_before(text: str, start: int, place: int) -> int:
    """Where the last comma before `place` stands that divides words (none in "1,000"), or -1."""
    return max((m.start() for m in _COMMA.finditer(text, start, place)), default=-1)


def comma_after(text: str, place: int, end: int) -> int:
    """Where the first comma after `place` stands that divides words, or `end`."""
    match = _COMMA.search(text, place, end)
    return match.start() if match else end


def leading_if(text: str, start: int, place: int) -> bool:
    """Whether an "if" opens what stands in [start, place)."""
    return _IF.search(text, start, place) is not None


def is_said_of(text: str, place: int) -> bool:
    """Whether something is said of the amount that ends at `place` ("if 5 mg is not enough")."""
    return _SAID_OF.match(text, place) is not None


def trimmed(text: str, start: int, end: int) -> int:
    """The end without a grade in brackets ("(graded by the source: Grade D)")."""
    tail = _GRADE.search(text, start, end)
    return tail.start() if tail else end


def _untils(text: str, start: int, end: int) -> Iterator[Condition]:
    for match in _UNTIL.finditer(text, start, end):
        stop = _UNTIL_END.search(text, match.end(), end)
        place = stop.start() if stop else trimmed(text, match.end(), end)
        yield Condition("until", match.start(), match.start() + len(text[match.start() : place].rstrip()))


def _ifs(text: str, start: int, end: int, anchor: int) -> Iterator[Condition]:
    for match in _IF.finditer(text, start, end):
        if match.start() > anchor:
            if _LATER_ACT_IF.search(text, anchor, match.start()):
                return
            bound = _BOUND.search(text, match.end(), end)
            stop = bound.start() if bound else trimmed(text, match.end(), end)
            yield Condition("if", match.start(), _unopened(text, match.end(), _next_dose(text, match.end(), stop)))
            return
        comma = max(comma_before(text, match.end(), anchor), _colon(text, match.end(), anchor))
        yield Condition("if", match.start(), comma if comma > 0 else trimmed(text, match.end(), anchor))


def _unopened(text: str, start: int, end: int) -> int:
    """Where a bracket closes in [start, end) that was opened before it, or `end`."""
    depth = 0
    for place in range(start, end):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth < 0:
            return place
    return end


def _next_dose(text: str, start: int, end: int) -> int:
    """Where the condition in [start, end) ends before another dose that is joined to it ("..., 5 mg daily if ...")."""
    for measure in quantities(text, start, end):
        joiner = _JOINER.search(text, start, measure.start)
        if joiner and not _SAID_OF.match(text, measure.end) and is_dose(text, measure):
            return joiner.start()
    return end


def _colon(text: str, start: int, end: int) -> int:
    match = re.compile(r":(?=\s)").search(text, start, end)
    return match.start() if match else -1


def _whens(text: str, start: int, end: int) -> Iterator[Condition]:
    held = quantities(text, start, end)
    yield from _events(text, start, end, held)
    yield from _named_days(text, start, end, held)
    for match in _WHEN.finditer(text, start, end):
        by_day = match[0].lower().startswith("on")
        wanted = [m for m in held if m.unit in TIME_UNITS or (by_day and m.unit == "1")]
        if not _LATER_ACT.search(text, start, match.start()):
            yield from _up_to(text, match, wanted)
    for match in _CHILD_PUGH.finditer(text, start, end):
        yield Condition("value", match.start(), match.end())
    if _CHILD_PUGH.search(text, 0, start):
        yield from (Condition("value", *m.span()) for m in _CLASS_LABEL.finditer(text, start, end))
    yield from (Condition("if", *m.span()) for m in _OTHERWISE.finditer(text, start, end))
    for pattern in (_RENAL, _RENAL_LABEL):
        for match in pattern.finditer(text, start, end):
            yield from _up_to(text, match, held, "value")


def _events(text: str, start: int, end: int, held: Sequence[Measure]) -> Iterator[Condition]:
    """Times before or after an event ("12 hours before surgery"); of "for 4 months after ..." the event alone."""
    for measure in held:
        event = _EVENT.match(text, measure.end, end) if measure.unit in TIME_UNITS else None
        if event and not _EVERY.search(text, start, measure.start):
            lasting = _LASTING.search(text, start, measure.start)
            yield Condition(
                "when",
                event.start() + len(event[0]) - len(event[0].lstrip()) if lasting else measure.start,
                event.end(),
            )


def _named_days(text: str, start: int, end: int, held: Sequence[Measure]) -> Iterator[Condition]:
    """Days and times that are named ("on days 1 to 5", "within 48 hours of onset")."""
    for pattern in (_FIRST_DAY, _ON_DAYS):
        for match in pattern.finditer(text, start, end):
            yield Condition("when", match.start(), match.end())
    for match in _WITHIN.finditer(text, start, end):
        soon = next((m for m in held if m.unit in TIME_UNITS and m.start <= match.end() < m.end), None)
        tail = _WITHIN_OF.match(text, soon.end, end) if soon else None
        if tail:
            yield Condition("when", match.start(), tail.end())


def _around(text: str, start: int, end: int, anchor: int) -> Iterator[Condition]:
    """The events about which a step is given ("after each dialysis session"); before the amount none that names a group
    or an illness, which say whom and what it is for."""
    for match in _AROUND.finditer(text, start, end):
        named = any(lexicon.find(match[0], kind) for kind in ("population", "condition"))
        if match.start() > anchor or (not named and text[match.end() : match.end() + 1] == ","):
            yield Condition("when", match.start(), match.end())


def _takings(text: str, start: int, end: int, anchor: int) -> Iterator[Condition]:
    """What the people take besides that a step is for ("in patients taking warfarin")."""
    for match in _TAKING.finditer(text, start, end):
        stop = _TAKING_END.search(text, match.end(), end)
        place = stop.start() if stop else trimmed(text, match.end(), end)
        if place < anchor:
            place = max(place, comma_before(text, match.end(), anchor))
        if not match.start() < anchor < place:
            begin = match.start() if match["lead"] or match["with"] else match.start("what")
            yield Condition("value", begin, begin + len(text[begin:place].rstrip()))


def _whom(text: str, start: int, end: int, anchor: int) -> Iterator[Condition]:
    """Those for whom a step is because of what they cannot or do not ("for patients who cannot swallow tablets")."""
    for match in _WHO.finditer(text, start, end):
        if not match.start() < anchor < match.end():
            yield Condition("if", match.start(), match.end())


def _up_to(text: str, match: re.Match[str], held: Sequence[Measure], kind: str = "when") -> Iterator[Condition]:
    """The condition that a word opens and the quantity next to it closes."""
    measure = next((m for m in held if match.start() < m.start <= match.end() < m.end or m.start == match.end()), None)
    if measure:
        tail = re.compile(
            r"\s+of\s+(?:pregnancy|gestation|treatment|therapy|life|(?:each|every|a|the)\s+(?:[0-9]+-(?:day|week)\s+)?cycle)\b",
            re.IGNORECASE,
        ).match(text, measure.end)
        yield Condition(kind, match.start(), tail.end() if tail else measure.end)
