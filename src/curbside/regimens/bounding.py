"""Which quantities are upper bounds ("maximum 4 g", "as needed, up to 4 g daily")."""

from __future__ import annotations

import re
from typing import Final

from curbside.language.frequencies import frequencies
from curbside.language.measures import Measure, measures
from curbside.language.units import base
from curbside.regimens.amounts import DOSE_UNITS, plain_unit

_MAXIMUM: Final = re.compile(
    r"maximum|\bmax\b|not\s+exceed|no\s+more\s+than|not\s+more\s+than|not\s+above|not\s+over|at\s+most", re.IGNORECASE
)
_MAXIMUM_BEFORE: Final = re.compile(
    r"\b(?:up\s+to\s+)?a\s+(?:maximum\s+|cumulative\s+)*total(?:\s+dose)?\s+of\s*\Z|\b(?:maximum|max\.?)(?:\s+(?:single|daily|total|recommended|infusion))*(?:\s+(?:dose|rate|speed))?(?:\s+per\s+(?:dose|day))?(?:\s+(?:of|for)\s+\w+(?:\s+\w+)?)?(?:\s+(?:is|of|being|:))?[\s:]*\Z",
    re.IGNORECASE,
)
_EXCEEDING: Final = re.compile(
    r"\b(?:(?:not|never)\s+(?:to\s+)?(?:be\s+)?exceed(?:ing|ed)?|without\s+exceeding)\s+(?:(?:a|the)\s+"
    r"(?:total\s+|maximum\s+|daily\s+)*(?:dose\s+)?(?:of\s+)?)?\Z",
    re.IGNORECASE,
)
_NOT_MORE: Final = re.compile(
    r"\b(?:not|never)\s+(?:to\s+)?(?:be\s+)?(?:take|taken|use|used|give|given|receive)\s*(?:at|in|as|doses\s+of|in\s+doses\s+of)?\s*\Z",
    re.IGNORECASE,
)
_IS_MAXIMUM: Final = re.compile(
    r"[^,;.()]{0,25}\bis\s+the\s+(?:recommended\s+)?(?:maximum|highest|upper)\b|[^,;.()]{0,25}\bshould\s+not\s+be\s+exceeded\b"
    r"|\s*(?:[a-z]+\s+)?(?:\((?:max(?:imum)?)\)|max(?:imum)?\b(?!\s*:?\s*(?:of\s+)?[0-9]))",
    re.IGNORECASE,
)
_MAXIMUM_OF: Final = re.compile(
    r"\b(?:(?:maximum|highest|largest|max\.?)(?:\s+[a-z-]+){0,2}\s+dose\b[^,;.()0-9]{0,70}?(?:\b(?:is|of|being)|:)"
    r"|(?:capped|limited)\s+(?:at|to)|\b(?:limit|cap)\s+(?:[\w-]+\s+){1,6}?(?:at|to)|\bceiling(?:\s+[a-z-]+){0,2}\s+dose\b[^,;.()0-9]{0,70}?(?:\b(?:is|of|being)|:)|\bdoses?\b[^,;.()0-9]{0,40}?\bnot\s+exceed)\s*\Z",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(
    r"(?:\s?/\s?[0-9]{0,2}\s?[a-z]+)?(?:\s+(?!then\b|start|increas|reduc|decreas|lower|taper|titrat|followed)[\w/-]+){0,6}"
    r"(?:,?\s+(?:and|or|up)(?:\s+to)?\s+|,\s+|,?\s*\Z)",
    re.IGNORECASE,
)
_TO: Final = re.compile(r"\s*(?:up\s+)?to\b", re.IGNORECASE)
_IN_TOTAL: Final = re.compile(r"\s+(?:in\s+total|total|altogether|overall|in\s+all)\b", re.IGNORECASE)
_UP_TO: Final = re.compile(r"up\s+to\b", re.IGNORECASE)
_PER_DOSE: Final = re.compile(r"\s+(?:per|in\s+(?:a|any(?:\s+one)?)|as\s+a)\s+(?:single\s+)?dose\b", re.IGNORECASE)
_RAISED: Final = re.compile(r"\b(?:increas|rais|titrat|escalat)\w*\s+(?:[a-z]+\s+){0,3}\Z", re.IGNORECASE)


def is_maximum(text: str, measure: Measure) -> bool:
    """Whether the amount is an upper bound ("to a maximum of 4 g", "a single dose above 75 mg is not recommended")."""
    bounded = measure.comparator == "<=" and _MAXIMUM.search(measure.text)
    if _IS_MAXIMUM.match(text, measure.end):
        return True
    limit = measure.comparator == "<=" and text[measure.start - 1 : measure.start] == "("
    if bounded or limit or _MAXIMUM_BEFORE.search(text[max(0, measure.start - 40) : measure.start]):
        return True
    before, after = text[max(0, measure.start - 110) : measure.start], text[measure.end : measure.end + 60]
    if _MAXIMUM_OF.search(before) or _EXCEEDING.search(before) or _is_ceiling(text, measure):
        return True
    if measure.comparator == ">" and (_NOT_MORE.search(before) or _not_exceeding(measure, before)):
        return True
    if _goes_on(text, measure):
        return True
    above = measure.comparator == ">" and re.search(r"\bdoses?\s+(?:of\s+\w+\s+)?\Z", before, re.IGNORECASE)
    return bool(above and re.search(r"\bnot\s+(?:be\s+)?(?:recommended|used|given|exceeded)\b", after, re.IGNORECASE))


def _goes_on(text: str, measure: Measure) -> bool:
    """Whether an amount goes on with the bound before it ("the maximum is 60 mg in adults and 30 mg in children")."""
    earlier = [m for m in measures(text) if m.end <= measure.start and plain_unit(m) in DOSE_UNITS]
    if not earlier or base(plain_unit(earlier[-1]))[1] != base(plain_unit(measure))[1]:
        return False
    between = text[earlier[-1].end : measure.start]
    joined = _JOINED.fullmatch(between) is not None and (bool(between.strip()) or bool(_TO.match(measure.text)))
    return joined and is_maximum(text, earlier[-1])


def _not_exceeding(measure: Measure, before: str) -> bool:
    return measure.text.lower().startswith("exceed") and bool(re.search(r"\bnot\s+(?:to\s+)?\Z", before, re.IGNORECASE))


def _is_ceiling(text: str, measure: Measure) -> bool:
    """Whether "up to 4 g daily" or "up to 2 g per dose" bounds an amount that stands before it in the sentence."""
    if measure.comparator != "<=" or not _UP_TO.match(measure.text):
        return False
    start = max((m.end() for m in re.finditer(r"[.;](?=\s)|\n", text[: measure.start])), default=0)
    before = text[start : measure.start]
    given = [m for m in measures(text) if start <= m.start < measure.start and plain_unit(m) in DOSE_UNITS]
    if not given or _RAISED.search(before):
        return False
    if _PER_DOSE.match(text, measure.end) or _IN_TOTAL.match(text, measure.end):
        return True
    if re.search(r"\b(?:increas|rais|titrat|escalat)\w*\b[^.;]*\b(?:by|steps|increments)\b", before, re.IGNORECASE):
        return True
    joined = re.search(
        r"(?:[,(]|\bto|\b(?:required|needed|necessary)|p\.?r\.?n\.?)\s*(?:and\s+)?\Z", before, re.IGNORECASE
    )
    follows = next((f for f in frequencies(text) if 0 <= f.start - measure.end <= 2), None)
    every = bool(re.search(r"\bevery\b|\bq[0-9]", text[given[-1].end : measure.start], re.IGNORECASE))
    return bool(follows and follows.times == "1" and (joined or every))
