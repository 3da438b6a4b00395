"""What a clause of advice says: recommend, permit, forbid, stop, keep and their kin.

Two negations in one clause are never resolved but for those that clinical prose uses as one ("should not be stopped",
"not contraindicated"); whatever is not plain is "".
"""

from __future__ import annotations

import re
from typing import Final

from curbside.selecting._claim import pattern

_SPARED: Final = r"\b(?:is|are) not (?:an? )?(?:absolute )?contra-?indicat"


def has(what: str, text: str) -> bool:
    """Whether `text` has one of the words of the list `what` of [advice]."""
    return bool(pattern("advice", what).search(text))


def said_of(clause: str) -> str:
    """What a clause of advice says, as one of the names in the tables; "" where that is not plain."""
    if has("hedged", clause):
        return ""
    nots = pattern("advice", "not").findall(clause)
    stop, keep = has("stop", clause), has("keep", clause)
    forbid = has("forbid", clause)
    if len(nots) + forbid > 1:
        return "spared" if len(nots) == 1 and not stop and not keep and re.search(_SPARED, clause, re.I) else ""
    if stop and keep:
        return ""
    against = bool(nots) or forbid
    if has("need", clause) and not re.search(r"\bmust not\b", clause, re.I) and not forbid:
        return _needed(clause, against, stop, keep)
    if pattern("advice", "consider").search(clause):
        return "" if against or stop or keep else "consider"
    if stop:
        return _stopping(clause, against)
    if against:
        return _against(clause, forbid)
    return _favour(clause, keep)


def _needed(clause: str, against: bool, stop: bool, keep: bool) -> str:
    if stop:
        return "needless stop" if against else "stop"
    if keep:
        return "" if against else "keep"
    return "needless" if against else "need"


def _stopping(clause: str, against: bool) -> str:
    if against:
        return "keep" if re.search(r"\b(?:should|must|do|does|avoid|is|are|never)\b", clause, re.I) else ""
    if has("safe", clause):
        return "safe stop"
    if re.search(r"\b(?:can|may)\b", clause, re.I):
        return "may stop"
    advised = re.search(r"\b(?:should|must|recommend\w*|advis\w*|to be)\b", clause, re.I) or _imperative("stop", clause)
    return "stop" if advised else ""


def _against(clause: str, forbid: bool) -> str:
    if has("keep", clause):
        return "stop" if re.search(r"\b(?:should|must|do) not\b", clause, re.I) else ""
    if (
        forbid
        or pattern("advice", "strongly").search(clause)
        or re.search(r"\bnot (?:be )?(?:safe|suitable)\b", clause)
    ):
        return "bar" if has("barred", clause) else "forbid"
    if re.search(r"\b(?:cannot|can not|may not|should not|must not) be\b", clause, re.I):
        return "bar" if has("barred", clause) else "forbid"
    return "discouraged" if re.search(r"\bnot (?:be )?(?:recommended|advised|indicated)\b", clause, re.I) else ""


def _favour(clause: str, keep: bool) -> str:
    if has("safe", clause):
        return "safe keep" if keep else "safe"
    if re.search(r"\bshould\b", clause, re.I) or has("recommend", clause):
        return "keep" if keep else "recommend"
    if re.search(r"\b(?:can|may)\b", clause, re.I):
        return "may keep" if keep else "permit"
    if _imperative("keep", clause):
        return "keep"
    if keep:
        return ""
    if _imperative("give", clause):
        return "recommend"
    return "permit" if has("permit", clause) else ""


def _imperative(what: str, clause: str) -> bool:
    last = clause.split(", ")[-1]
    return bool(pattern("advice", what).match(last) or pattern("advice", what).match(clause))
