"""Numbers at second hand: a review that tells what one study of others found (the clinical rules, section 5).

Only the study itself can be checked for the number; a review may have copied it wrongly or left out what qualifies it.
What a review pooled over several studies is its own number, and so is what it counts of itself.
"""

from __future__ import annotations

import re
from typing import Final

from curbside.types import Kind, Source

REVIEWS: Final = frozenset({Kind.SYSTEMATIC_REVIEW, Kind.EVIDENCE_REVIEW, Kind.NARRATIVE_REVIEW})
_DESIGN: Final = (
    r"(?:trial|RCT|cohort|(?:randomi[sz]ed|controlled|cohort|case[-–]control|cross[-–]sectional|prospective|"
    r"retrospective|observational|double[-–]blind|open[-–]label|crossover|pilot|clinical)\s+(?:[\w–-]+\s+){0,3}?"
    r"(?:trial|study|cohort)|study)"
)
# A trial of a drug or of a dose is the attempt at it that clinicians speak of.
_ATTEMPT: Final = (
    r"[–-]|\s+of\s+(?:treatment|therapy|withdrawal|oral|up\s+to|[\d.,]+\s*(?:m?g|mcg|micrograms?|units?|mL)\b)"
)
_ONE: Final = re.compile(
    rf"\b(?:an?|one|1|another|a\s+single|the\s+(?:only|first|largest|second|same|other|latter))\s+"
    rf"(?:(?!(?:of|reviews?|meta)\b)[\w–-]+,?\s+){{0,5}}?{_DESIGN}\b(?!{_ATTEMPT})",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"\b[A-Z][\w’'–-]+(?:,?\s+(?:and|&)\s+[A-Z][\w’'–-]+)?,?\s+(?:et\s+al\b|and\s+(?:colleagues|co-?workers)\b|"
    r"\(?(?:19|20)\d\d[a-z]?\)?(?=[):;,.\s]))|\bthe\s+[A-Z][A-Z0-9-]{2,}(?:\s+[A-Z0-9-]+)?\s+(?:trial|study)\b"
)
_FOUND: Final = re.compile(
    r"\b(?:found|showed|shown|reported|demonstrated|observed|revealed|noted|concluded|compared|randomi[sz]ed|enrolled|"
    r"assigned|allocated|improved|reduced|increased|decreased|lowered|raised|fell|rose|experienced|achieved|resulted|"
    r"recovered|responded|relapsed|normali[sz]ed|was|were|had|did\s+not|received|treated|given)\b",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    r"\b(?:this|our|the\s+present|the\s+current)\s+(?:[\w-]+\s+){0,2}?(?:reviews?|meta-analys[ie]s|overview|analysis|search)\b"
    r"|\bwe\s+(?:found|included|identified|searched|pooled)\b|\b(?:pooled|meta-analys[ie]s|meta-analytic)\b",
    re.IGNORECASE,
)
_ADVICE: Final = re.compile(r"\b(?:should|must|recommend\w*|advis\w+)\b", re.IGNORECASE)
_NO_FIGURE: Final = re.compile(
    r"\[[\d,\s–-]+\]|\b(?:19|20)\d\d[a-z]?\b|\bB\s?-?(?:1|2|3|5|6|7|9|12)\b|\b1\s+(?=trial|study|RCT)"
)
_FIGURE: Final = re.compile(r"\d")


def tells_anothers_number(source: Source, text: str) -> bool:
    """Whether a sentence of a review gives a number that one other study, which it names, found or used."""
    if source.kind not in REVIEWS or _OWN.search(text) or _ADVICE.search(text) or not _FOUND.search(text):
        return False
    if not (_ONE.search(text) or _NAMED.search(text)):
        return False
    return bool(_FIGURE.search(_NO_FIGURE.sub(" ", text)))
