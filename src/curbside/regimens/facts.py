"""Words that tell of an amount and advise none, and words that advise against what they tell of."""

from __future__ import annotations

import re
from typing import Final

from curbside.regimens.asides import Condition
from curbside.regimens.clauses import Step

_TOXIC: Final = (
    r"upper\s+(?:level|limit)|toxicity|toxic|overdose[ds]?|lethal|fatal|may\s+(?:produce|cause|mask)|can\s+(?:occur|cause)|"
    r"occurs?\s+with|occurred|by\s+mistake|accidental\w*|(?:have|has|had)\s+(?:taken|swallowed|ingested)"
)
_COMPARED: Final = (
    r"as\s+effective\s+as|non-?inferior|equivalent\s+to|corresponds?\s+to|preferred\s+(?:to|over)|associated\s+with|"
    r"better\s+than|(?:more|less)\s+(?:common|frequent|often)\s+(?:with|in|after)|offers\s+(?:no|little)|"
    r"(?<!who )(?:have|has|carry|carries)\s+an?\s+(?:higher|lower|greater|increased|reduced)\s+(?:risk|rate|incidence)"
)
_KINETICS: Final = (
    r"absorbed|cleared|eliminated|accumulates|excreted|half-life|bioavailab\w+|plasma\s+levels?|steady[-\s]state|"
    r"in\s+proportion\s+to|(?:halve|double)[sd]?\s+(?:the\s+)?(?:exposure|clearance|risk|rate)|"
    r"exposure\s+(?:increases|rises|is|doubles)"
)
_EFFECT: Final = (
    r"(?<!which )(?<!that )(?<!this )(?<!it )(?:(?:lowers|reduces|raises|increases|decreases)"
    r"(?!\s+(?:(?:the|your)\s+dose\s+)?(?:to|by)\b)|suppresses|inhibits|prolongs|maintains|lasts|peaks|protects|prevents|improves|induces|causes|removes|"
    r"delays)|(?:indicates|confirms|suggests)\b(?=[^.;0-9]*\Z)|leads?\s+to|results\s+in|"
    r"doses?\s+(?:of|above|over|below|up\s+to)\b[^.;]*?\b(?:suppress|cause|lower|raise|produce|inhibit|prolong|have|carry)"
)
_TOLD: Final = (
    r"available\s+(?:as|in)|supplied|was|were|took|had\s+been|consumes?|nutrient\s+intakes?|defined\s+daily|costs?|"
    r"is\s+(?:called|defined|shown)|(?:regarded|considered)\s+(?:as\s+)?safe|(?:may|can|should|must)\s+be\s+(?:kept|stored)|once\s+opened|shelf[-\s]life|stable\s+(?:for|at)|"
    r"blood\s+loss|var(?:y|ies)\s+between|(?:dietary|estimated|energy)\s+(?:\w+\s+)?intakes?|evidence\s+for|experience\s+with|"
    r"deficits?|losses|would\s+receive|discussed|needs?\s+(?:about|around)|most\s+(?:often|commonly|widely)\s+(?:prescribed|used)"
)
_FACT: Final = re.compile(rf"\b(?:{'|'.join((_TOXIC, _COMPARED, _KINETICS, _EFFECT, _TOLD))})\b", re.IGNORECASE)
_AIM: Final = re.compile(
    r"\b(?:adjust|titrat|accord)\w*\s+(?:\w+\s+){0,3}?plasma\s+(?:levels?|concentrations?)\b", re.IGNORECASE
)
_AGAINST: Final = re.compile(
    r"\b(?:(?:should|must|may|is|are|be|can|do|does|could|need)\s+(?:\w+\s+)?not(?!\s+(?:exceed|be\s+exceeded))|cannot|"
    r"never(?!\s+exceed)|avoid(?:ed|ing)?|contra-?indicated|(?:has|have)\s+not\s+been|"
    r"no\s+(?:dos(?:e|age)\s+)?(?:adjustments?|changes?|reductions?)|"
    r"not\s+(?:be\s+)?(?:recommended|given|used|advised|indicated|licensed)|no\s+longer(?!\s+than)|"
    r"(?:is|are|be)\s+(?:\w+\s+){0,2}?(?:discouraged|dangerous|harmful|unsafe|insufficient|inadequate|ineffective|excessive|"
    r"unsuitable|inappropriate|too\s+\w+)|(?:recommend|advis|warn)\w*\s+(?:\w+\s+)?against|refrain\w*|"
    r"not\s+(?:to\s+)?(?:giv|us|tak|start|prescrib|offer|add)(?:e|ing)?\b|(?:has|have)\s+no\s+(?:place|role)|skip|omit|"
    r"withh[eo]ld|stop(?:ped)?|discontinued?)\b",
    re.IGNORECASE,
)
_AFTERWARDS: Final = re.compile(
    r"(?:,|\band|\bbut|\bthen|\bbefore|\bto)\s+(?:then\s+)?(?:be\s+)?"
    r"(?:stop|discontinu|withhold|avoid|skip|omit|no\s+dos(?:e|age)\s+adjustment)\w*"
    r"|\b(?:with\s+)?no\s+stop\s+date\b|,?\s+after\s+which\b(?=[^.;0-9]*\Z)",
    re.IGNORECASE,
)


def is_fact(words: str) -> bool:
    """Whether words tell of an amount and do not advise it ("10 mg is as effective as ...")."""
    return _FACT.search(_AIM.sub(" ", words)) is not None


def is_advised_against(words: str) -> bool:
    """Whether words refuse what they tell of."""
    return _AGAINST.search(words) is not None


def advice(text: str, step: Step, bars: tuple[Condition, ...]) -> str:
    """The words of a step that say whether its amount is advised.

    Those of conditions are left out, and those on what is done after it ("for 5 days and stop", ", and avoid alcohol").
    """
    body, place = [], step.start
    later = _AFTERWARDS.search(text[: step.end], step.doses[-1].end) if step.doses else None
    end = later.start() if later else step.end
    for bar in (b for b in bars if b.start < end):
        body.append(text[place : bar.start])
        place = bar.end
    return " ".join([*body, text[place : max(place, end)]])
