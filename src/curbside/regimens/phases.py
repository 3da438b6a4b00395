"""Reads one step of a dosing sentence, with what it takes over from the steps before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from curbside.regimens import fields, labels, maxima
from curbside.regimens.amounts import quantities
from curbside.regimens.clauses import Step
from curbside.regimens.conditions import Condition, asides, conditions
from curbside.regimens.doses import is_strength
from curbside.regimens.filling import fill, goes_on_with, same_amount
from curbside.regimens.setting import Setting, take_in
from curbside.types import Phase

_NO_REGIMEN: Final = re.compile(
    r"\b(?:upper\s+(?:level|limit)|toxicity|toxic|overdose[ds]?|lethal|fatal|may\s+(?:produce|cause|mask)|can\s+(?:occur|cause)|"
    r"occurs?\s+with|as\s+effective\s+as|non-?inferior|equivalent\s+to|corresponds?\s+to|available\s+(?:as|in)|supplied|absorbed|"
    r"excreted|half-life|bioavailab\w+|plasma\s+levels?|preferred\s+(?:to|over)|associated\s+with|better\s+than|was|were|took|had\s+been|"
    r"occurred|steady[-\s]state|in\s+proportion\s+to|(?:more|less)\s+(?:common|frequent|often)\s+(?:with|in|after)|"
    r"consumes?|nutrient\s+intakes?|defined\s+daily|costs?|is\s+(?:called|defined|shown)|(?:regarded|considered)\s+(?:as\s+)?safe|"
    r"(?:halve|double)[sd]?\s+(?:the\s+)?(?:exposure|clearance|risk|rate)|exposure\s+(?:increases|rises|is|doubles)|"
    r"(?<!which )(?<!that )(?<!this )(?<!it )(?:lowers|reduces|raises|increases|decreases|suppresses|inhibits|prolongs|"
    r"prevents|improves|induces|causes|removes|delays)|may\s+be\s+(?:kept|stored)|once\s+opened|blood\s+loss|"
    r"indicates?|confirms?|suggests?|offers?|most\s+(?:often|commonly|widely)\s+(?:prescribed|used)|doses?\s+(?:of|above|over|below|up\s+to)\b[^.;]*?"
    r"\b(?:suppress|cause|lower|raise|produce|inhibit|prolong|have|carry)|(?<!who )(?:have|has|carry|carries)\s+an?\s+(?:higher|lower|greater|increased|reduced)\s+"
    r"(?:risk|rate|incidence))\b",
    re.IGNORECASE,
)
_AIM: Final = re.compile(
    r"\b(?:adjust|titrat|accord)\w*\s+(?:\w+\s+){0,3}?plasma\s+(?:levels?|concentrations?)\b", re.IGNORECASE
)
_NEGATED: Final = re.compile(
    r"\b(?:(?:should|must|may|is|are|be|can|do|does|could|need)\s+(?:\w+\s+)?not(?!\s+(?:exceed|be\s+exceeded))|cannot|never(?!\s+exceed)|"
    r"avoid(?:ed|ing)?|contra-?indicated|(?:has|have)\s+not\s+been|no\s+(?:dos(?:e|age)\s+)?(?:adjustments?|changes?|reductions?)|not\s+(?:be\s+)?(?:recommended|given|used|advised|indicated|licensed)|no\s+longer(?!\s+than)|"
    r"withh[eo]ld|stop(?:ped)?|discontinued?)\b",
    re.IGNORECASE,
)
_AFTERWARDS: Final = re.compile(
    r"(?:,|\band|\bbut|\bthen|\bbefore|\bto)\s+(?:then\s+)?(?:be\s+)?(?:stop|discontinu|withhold|avoid|no\s+dos(?:e|age)\s+adjustment)\w*"
    r"|\b(?:with\s+)?no\s+stop\s+date\b|,?\s+after\s+which\b(?=[^.;0-9]*\Z)",
    re.IGNORECASE,
)
_PUT_ON: Final = re.compile(
    r"\b(?:appl(?:y|ied)|rub(?:bed)?|smear(?:ed)?|spread|instil(?:led|l)?|insert(?:ed)?|massaged?|spray(?:ed)?|paint(?:ed)?|cream|ointment|gel|"
    r"lotion|patch|patches|paste|foam|shampoo|emollient|drops|solution)\b",
    re.IGNORECASE,
)
_TAKEN: Final = re.compile(
    r"\b(?:take|taken|give|given|swallow|insert(?:ed)?|appl(?:y|ied)|tablets?|capsules?|pessar(?:y|ies)|suppositor(?:y|ies)|patch(?:es)?)\b", re.IGNORECASE)


_COUNTED: Final = re.compile(
    r"\b(?:one|two|three|four|[1-9])\s+(?:[a-z-]+\s+){1,2}(?:tablets?|capsules?|pessar(?:y|ies)|suppositor(?:y|ies)|patch(?:es)?|sachets?|lozenges?)\b", re.IGNORECASE
)


def read_step(text: str, step: Step, setting: Setting) -> tuple[Setting, tuple[Phase, ...] | None]:
    """What the next step may take over, and the phases of this one: () where it has none, None where it is unclear."""
    binding = conditions(text, step.start, step.end, _anchor(text, step))
    bars = tuple(sorted((*binding, *asides(text, step.start, step.end)), key=lambda c: c.start))
    setting = replace(setting, label=labels.of_step(text, step) or setting.label)
    goes_on = not step.doses and setting.previous is not None and goes_on_with(text, step)
    bound = maxima.maxima(text, step) if not step.doses else (None, None)
    put_on = not step.doses and not any(bound) and _is_put_on(text, step, bars)
    if not (step.doses or goes_on or any(bound) or put_on):
        unread = step.opener == "unread" or _is_strength_alone(text, step, bars)
        # Once an amount has been read, a step without one ("; it is avoided in asthma") says nothing of the others.
        setting = setting if setting.previous or setting.known.amount else take_in(text, step, setting, bars)
        return replace(setting, previous=None), None if unread else ()
    setting = take_in(text, step, setting, bars)
    body = _without(text, step, bars)
    if is_fact(body) or (is_advised_against(body) and not any(bound)):
        return replace(setting, previous=None), ()
    phases = fill(text, step, setting, bars)
    previous = phases[-1] if phases else None
    return replace(setting, previous=previous), phases


def is_fact(words: str) -> bool:
    """Whether words tell of an amount and do not advise it ("10 mg is as effective as ...")."""
    return _NO_REGIMEN.search(_AIM.sub(" ", words)) is not None


def is_advised_against(words: str) -> bool:
    """Whether words refuse what they tell of."""
    return _NEGATED.search(words) is not None


def _anchor(text: str, step: Step) -> int:
    if step.doses:
        return step.doses[0].start
    same = same_amount(text, step)
    if same is not None:
        return same
    bounds = [m.start for m in maxima.bounds(text, step)]
    return bounds[0] if bounds else step.start


def _without(text: str, step: Step, bars: Sequence[Condition]) -> str:
    """The words of a step that say whether its amount is advised: without conditions, and without what is to be done
    after it ("for 5 days and stop", ", and avoid alcohol")."""
    body, place = [], step.start
    later = _AFTERWARDS.search(text[: step.end], step.doses[-1].end) if step.doses else None
    end = later.start() if later else step.end
    for bar in (b for b in bars if b.start < end):
        body.append(text[place : bar.start])
        place = bar.end
    return " ".join([*body, text[place : max(place, end)]])


def _timed(text: str, step: Step, bars: Sequence[Condition]) -> bool:
    return any(f.period for f in fields.step_frequencies(text, step, bars, ()))


def _is_put_on(text: str, step: Step, bars: Sequence[Condition]) -> bool:
    """Whether a step says how often something without an amount is put on ("apply the cream twice daily")."""
    return bool(_PUT_ON.search(text, step.start, step.end)) and _timed(text, step, bars)


def _is_strength_alone(text: str, step: Step, bars: Sequence[Condition]) -> bool:
    """Whether a step says how often a product of some strength is taken, and not how many."""
    strong = any(is_strength(text, m) for m in quantities(text, step.start, step.end))
    strong = strong or _COUNTED.search(text, step.start, step.end) is not None
    return strong and bool(_TAKEN.search(text, step.start, step.end)) and _timed(text, step, bars)
