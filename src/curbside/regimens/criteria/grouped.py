"""Rules made of groups alone, such as what is forbidden in pregnancy, and groups that stand after a bound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from curbside.regimens.criteria.atoms import SEX, Atom

_FORBIDS: Final = (
    r"\b(?:contra-?indicated|not\s+(?:be\s+)?(?:recommended|used|given|taken|indicated)|do\s+not|should\s+not|must\s+not"
    r"|avoid(?:ed)?|never|stop(?:ped|ping)?|discontinu(?:e|ed|ing)|withh(?:old|eld|olding))\b"
)
_FORBIDDEN_IN: Final = re.compile(rf"(?:{_FORBIDS})[^,;.:]{{0,40}}\Z", re.IGNORECASE)
_DIRECTS: Final = re.compile(
    rf"\b(?:should|must|recommended|halved?|reduced?|give|given|used?)\b|{_FORBIDS}", re.IGNORECASE
)
_DURING: Final = re.compile(
    r"\b(?:during|throughout)\s+(?:the\s+)?(?:\w+\s+(?:trimester|half|weeks?|months?)\s+of\s+)?\Z", re.IGNORECASE
)
_FOR_WHOM: Final = re.compile(
    r"\s*(?:during|throughout|in)\s+(?:(?:the|people|patients|adults|women|who\s+are)\s+){0,3}", re.IGNORECASE
)


def forbids(text: str) -> bool:
    """Whether a sentence says that something must not be done."""
    return re.search(_FORBIDS, text, re.IGNORECASE) is not None


def directs(text: str, found: Sequence[Atom]) -> bool:
    """Whether a clause forbids something in these groups, or says what to do during pregnancy or breast-feeding."""
    before = text[: found[0].start]
    if _FORBIDDEN_IN.search(before):
        return True
    during = _DURING.search(before)
    if not during:
        return False
    opening = before[: during.start()]
    return bool(_DIRECTS.search(opening if opening.strip() else text[found[-1].end :]))


def limits(text: str, bound: Atom, after: Sequence[Atom]) -> bool:
    """Whether groups after a bound say for whom it holds ("above 500 ms during pregnancy")."""
    return all(a.quantity != SEX for a in after) and bool(_FOR_WHOM.fullmatch(text[bound.end : after[0].start]))
