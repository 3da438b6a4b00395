"""Which units an overview can use: those that a reader understands without anything that is not shown."""

from __future__ import annotations

import re
from typing import Final

from curbside.selecting.candidates import Candidate
from curbside.selecting.chapters import STUDIES
from curbside.types import UnitKind

_POINTS_BACK: Final = re.compile(
    r"(?:it|they|he|she|these|those|this|that|such|its|their|them|both|the (?:former|latter|same|above"
    r"|following)|as above"
    r"|however|therefore|thus|hence|moreover|furthermore|in contrast|by contrast|similarly|otherwise|also"
    r"|for example|then|so|because|(?:yes|no)(?=,))\b"
    r"(?! (?:guideline|recommendation|label|document|review|study|statement|product|medicinal product|medicine)\b)",
    re.IGNORECASE,
)
_EXPLETIVE: Final = re.compile(
    r"it is (?:\w+ ){0,2}?(?:recommended|suggested|advised|reasonable|important|good practice)\b", re.IGNORECASE
)
_THIS_STUDY: Final = re.compile(
    r"\b(?:this|these|that|those) (?:[\w-]+ ){0,3}?(?:study|trial|studies|trials)\b", re.IGNORECASE
)
_FIRST_PERSON: Final = re.compile(r"\b(?:I|[Mm]y|me|[Yy]ou|[Yy]our)\b(?![.-])")
_FEWEST: Final = 4
_THESE: Final = re.compile(
    r"\b(?:this|these|those|such(?: an?)?|the same|the (?:former|latter|above|following))\s+(?:patient\s+"
    r"|study\s+)?(?P<noun>"
    r"populations?|patients?|groups?|people|women|men|children|individuals|subjects|cases?|drugs?|agents?"
    r"|regimens?|doses?"
    r"|dosages?|adjustments?|measures?|conditions?|findings?|results?|events?|reactions?|effects?|recommendations?)\b",
    re.IGNORECASE,
)
_APART: Final = re.compile(
    r"^(?:fig(?:ure|\.)|table|box|appendix|supplement\w*|algorithm|\[\w\]|[*†‡§])\W|^\^|\b(?:below|above)[.:]?$"
    r"|\[\[?\d{1,3}\]?(?:\s?[,;–-]\s?\[?\d{1,3}\]?)*\]|\b(?:see|in) (?:figure|table|box|section|appendix) \w+\b"
    r"|\b(?:shown|described|listed|given|discussed) (?:above|below)\b|^(?:distr(?:ibuted|\.)|manufactured"
    r"|made) (?:by|for|in)\b"
    r"|^(?:store|keep) (?:at|in|out|for)\b",
    re.IGNORECASE,
)


def points_back(c: Candidate) -> bool:
    """Whether a sentence hangs on one before it, which no context brings, or on a picture or reference list.

    "These adults" hangs on nothing where the sentence itself has named the adults before.
    """
    text = c.text.lstrip(" \"'(*_")
    if _APART.search(text) or _is_talk(c) or _is_fragment(c, text):
        return True
    if c.evidence.source.kind not in STUDIES and _THIS_STUDY.search(text):
        return True
    said = c.context.casefold() if c.unit.context else ""
    for m in _THESE.finditer(text):
        if m["noun"].casefold().rstrip("s") not in f"{said} {text[: m.start()].casefold()}":
            return True
    return c.unit.kind is UnitKind.SENTENCE and bool(_POINTS_BACK.match(text)) and not _EXPLETIVE.match(text)


def _is_fragment(c: Candidate, text: str) -> bool:
    """Whether it goes on from a heading ("Do not use": "in a child under 4 years"), or is several items in one."""
    if "\u2022" in text:
        return True
    return c.unit.kind is UnitKind.LIST_ITEM and not c.unit.context and text[:1].islower()


def _is_talk(c: Candidate) -> bool:
    """Whether it is what somebody said in an interview, or a row on one participant, or too short to say anything."""
    if c.unit.kind is UnitKind.TABLE_ROW:
        return c.evidence.source.kind in STUDIES and not c.phases
    if c.evidence.source.kind not in STUDIES:
        return False
    short = c.unit.kind is UnitKind.SENTENCE and len(c.text.split()) < _FEWEST
    return short or bool(_FIRST_PERSON.search(c.text))
