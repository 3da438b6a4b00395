"""Monitoring plans in text as data: what is measured, when, what it should be, and what is done where it is not.

Only what is to be done is read: reports of what was measured, and what need not be, give no step. Words for a time that
are not understood as a frequency stay as they are, in `when`; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curbside.language import lexicon
from curbside.language.measured import measured
from curbside.language.measures import Measure, measures
from curbside.language.numbers import plain
from curbside.regimens.clauses import sentences
from curbside.regimens.naming import Range
from curbside.regimens.timeline import Moment, events, moments
from curbside.types import Monitoring, Target

_VERB: Final = (
    r"(?:monitor|check|measur|test|assess|examin|observ|determin|obtain|record|perform|screen|evaluat|repeat)"
)
# Plain words of which every sentence that gives a step has one: looked for first, since most sentences have none.
_CUES: Final = (
    *"monitor check measur test assess examin observ determin obtain record perform screen evaluat repeat".split(),
    *"control stop discontinu withh interrupt suspend dose target goal aim kept maintain keep".split(),
)
_DONE: Final = re.compile(
    rf"\b(?:should|must|is|are|to)\s+(?:\w+ly\s+)?(?:be\s+)?(?:\w+ly\s+)?{_VERB}\w*\b"
    rf"|\b(?:monitoring|measurement|testing|examinations?|assessment|determination|control)\b[^;]*?\b(?:is|are|should\s+be)\s+"
    r"(?:recommended|advis\w+|required|indicated|necessary|needed|performed)",
    re.IGNORECASE,
)
_BIDDEN: Final = re.compile(
    r"\W*(?:(?:before|during|after|in|if|when|at)\b[^,;]*,\s*)?(?:regularly\s+|closely\s+|carefully\s+)?"
    rf"{_VERB}(?:e|or|s)?\b(?!\s+(?:is|are|was|were)\b)",
    re.IGNORECASE,
)
_NOT: Final = re.compile(
    r"\b(?:not|never|whether|unnecessary|unclear|no\s+(?:need|monitoring|routine))\b|\bneed\s+not\b", re.IGNORECASE
)
_PAST: Final = re.compile(r"\b(?:was|were|had\s+been|has\s+been|have\s+been)\b", re.IGNORECASE)
_ACTION: Final = re.compile(
    r"\b(?:stop(?:ped)?|discontinued?|withh[eo]ld|interrupt(?:ed)?|suspend(?:ed)?"
    r"|(?:reduce|halve|double|increase|lower|decrease)\s+(?:the\s+)?dos(?:e|age)"
    r"|(?:the\s+)?dose\s+(?:should|must)\s+be\s+(?:reduced|halved|doubled|increased|lowered|decreased))\b",
    re.IGNORECASE,
)
_IF: Final = re.compile(r"\b(?:if|when|where)\b", re.IGNORECASE)
_AIM: Final = re.compile(r"\btargets?\b|\bgoal\b|\baim(?:ed|s)?\b|\b(?:kept|maintained|maintain|keep)\b", re.IGNORECASE)
_LEVEL: Final = r"(?:trough\s+)?(?:levels?|concentrations?)\b"
_SIGNS: Final = re.compile(
    r"\bmonitor(?:ed)?\s+(?:\w+\s+){0,2}?for\s+(?P<what>(?:signs?|symptoms?)\b(?:\s+(?!every|during|before|after|at|for)[\w-]+){1,8})",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r";|,\s+and\s+")
_MODAL: Final = re.compile(r"\b(?:should|must|is|are)\b", re.IGNORECASE)
_BECAUSE: Final = re.compile(r"\W*(?:because|since|as|although|to\s+\w+)\b[^,;]*,", re.IGNORECASE)
_REASON: Final = re.compile(
    r",?\s+(?:because|as\s+(?:this|it|they|these)|since|due\s+to|in\s+order\s+to|so\s+that)\b|,\s+(?:with|as|which)\b",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"\s+(?:deficienc|toxicity|overload|supplement|replacement|therapy|treatment|depletion)", re.I
)
_SHARED: Final = re.compile(r"\b\w+(?:al|ic)\s+and\s+(?:the\s+)?\Z", re.IGNORECASE)
_POWER: Final = re.compile(r"\s*[x×]\s*10", re.IGNORECASE)
_GAP: Final = 45


@dataclass(frozen=True, slots=True)
class _What:
    words: str
    span: Range


def monitoring(text: str) -> tuple[Monitoring, ...]:
    """The steps of the monitoring plan that `text` lays down, in its order, one for each thing and time."""
    found: list[Monitoring] = []
    lowered = text.lower()
    if not any(cue in lowered for cue in _CUES):
        return ()
    for start, end in sentences(text):
        for a, b in _clauses(text, start, end):
            found.extend(_clause(text, a, b))
    return tuple(found)


def _clauses(text: str, start: int, end: int) -> Iterator[Range]:
    """The clauses of a sentence that each say what is to be done, without the reasons that they give."""
    at = start
    for match in _CLAUSE.finditer(text, start, end):
        if match[0] == ";" or (_MODAL.search(text, at, match.start()) and _MODAL.search(text, match.end(), end)):
            yield _reasoned(text, at, match.start())
            at = match.end()
    yield _reasoned(text, at, end)


def _reasoned(text: str, start: int, end: int) -> Range:
    """The range without a reason before it or after it."""
    before = _BECAUSE.match(text, start, end)
    start = before.end() if before else start
    after = _REASON.search(text, start, end)
    return start, after.start() if after else end


def _clause(text: str, start: int, end: int) -> Iterator[Monitoring]:
    words = text[start:end]
    if _NOT.search(words) or _PAST.search(words):
        return
    limit = list(_limit(text, start, end))
    if limit:
        yield from limit
        return
    if _AIM.search(words):
        yield from _aim(text, start, end)
    elif _DONE.search(words) or _BIDDEN.match(words):
        yield from _plan(text, start, end)


def _limit(text: str, start: int, end: int) -> Iterator[Monitoring]:
    """What is done where a value is above or below a limit, or where something happens to what is measured."""
    action, condition = _ACTION.search(text, start, end), _IF.search(text, start, end)
    if action is None or condition is None:
        return
    close = text.find(",", condition.end(), end) if condition.start() < action.start() else end
    stop = close if close > 0 else end
    named = [w for w in _whats(text, start, end) if condition.start() < w.span[0] < stop]
    for what in named:
        read = _target(text, what, stop, limits=True)
        if read:
            target, at = read
            spans = {"what": what.span, "target": at, "action": action.span()}
            yield Monitoring(what.words, target=target, action=_plain(action[0]), spans=spans)
        elif not any(what.span[1] <= m.start < stop for m in measures(text)):
            when = text[condition.start() : stop].rstrip(" .,")
            at = (condition.start(), condition.start() + len(when))
            spans = {"what": what.span, "when": at, "action": action.span()}
            yield Monitoring(what.words, when=_plain(when), action=_plain(action[0]), spans=spans)


def _aim(text: str, start: int, end: int) -> Iterator[Monitoring]:
    """A value that is to be reached or kept."""
    for what in _whats(text, start, end):
        read = _target(text, what, end, limits=False)
        if read:
            yield Monitoring(what.words, target=read[0], spans={"what": what.span, "target": read[1]})


def _target(text: str, what: _What, end: int, limits: bool) -> tuple[Target, Range] | None:
    """The value that stands after the name of what is measured, with its place; a limit needs a direction."""
    after = [m for m in measures(text) if what.span[1] <= m.start < end]
    if not after or after[0].start - what.span[1] > _GAP or _POWER.match(text, after[0].end):
        return None
    measure = after[0]
    amount = _amount(measure)
    if amount is None or (limits and measure.comparator is None):
        return None
    return Target(measure.comparator, amount, measure.unit), (measure.start, measure.end)


def _amount(measure: Measure) -> str | None:
    ends = [plain(v) for v in (measure.low, measure.high) if v is not None]
    if measure.per or not ends:
        return None
    return "-".join(dict.fromkeys(ends))


def _plan(text: str, start: int, end: int) -> Iterator[Monitoring]:
    found = events(text, start, end)
    whats = [w for w in _whats(text, start, end) if not any(e.start <= w.span[0] < e.end for e in found)]
    if not whats and (signs := _SIGNS.search(text, start, end)):
        whats = [_What(_plain(signs["what"]), signs.span("what"))]
    first = min((w.span[0] for w in whats), default=end)
    for what in whats:
        for moment in moments(text, found, first):
            yield _step(text, what, moment)


def _step(text: str, what: _What, moment: Moment) -> Monitoring:
    spans: dict[str, Range] = {"what": what.span}
    start = moment.start
    for n, at in enumerate(moment.when, 1):
        spans["when" if n == 1 else f"when:{n}"] = at
    if start:
        spans["start"] = start
    often = moment.frequency
    if often:
        spans |= dict.fromkeys(("times", "period", "period_unit"), (often.start, often.end))
    return Monitoring(
        what.words,
        when="; ".join(_plain(text[slice(*at)]) for at in moment.when) or None,
        times=often.times if often else None,
        period=often.period if often else None,
        period_unit=often.period_unit if often else None,
        start=_plain(text[slice(*start)]) if start else None,
        spans=spans,
    )


def _whats(text: str, start: int, end: int) -> list[_What]:
    """What is named that can be measured, and the level of a drug in the blood."""
    found = []
    for m in measured(text):
        if start <= m.start and m.end <= end and not _CONDITION.match(text, m.end):
            shared = _SHARED.search(text[start : m.start]) if re.match(r"\w+(?:al|ic)\s", m.text) else None
            begin = start + shared.start() if shared else m.start
            found.append(_What(_plain(text[begin : m.end]), (begin, m.end)))
    for drug in lexicon.drugs_in(text):
        level = re.compile(rf"\s+{_LEVEL}", re.IGNORECASE).match(text, drug.end, end)
        if level and drug.start >= start and not any(_meets(w.span, (drug.start, level.end())) for w in found):
            lead = re.search(r"\b(?:serum|plasma|blood|trough)\s+\Z", text[start : drug.start], re.IGNORECASE)
            begin = start + lead.start() if lead else drug.start
            found.append(_What(_plain(text[begin : level.end()]), (begin, level.end())))
    return sorted(found, key=lambda w: w.span)


def _meets(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _plain(words: str) -> str:
    return " ".join(words.split())
