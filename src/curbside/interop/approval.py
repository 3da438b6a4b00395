"""Who has reviewed a text, and whether that still holds (the clinical rules, section 9).

An approval is of one text with the versions of its sources (`fingerprint`) in named renditions; another text, or
another rendition of it, is not approved. An export without one says that nobody has reviewed it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from curbside.interop import contract
from curbside.interop.contract import ReadSpan
from curbside.types import Answer

_LATER: Final = frozenset(("follow_up", "new", "glossary", "untold"))
"""Fields that came later: where they are empty, a text has the fingerprint that it had before."""
NOBODY: Final = "Nobody has reviewed this answer."


@dataclass(frozen=True, slots=True)
class Approval:
    """What a named person approved.

    of: the `fingerprint` of what was approved. renditions: the formats that it holds for ("pdf", "html", ...).
    credential: as verified, with the register. interests: as declared ("none declared" is a declaration). published:
    the day on which it was made public, None where it was not.
    """

    reviewer: str
    credential: str
    specialty: str
    interests: str
    approved: date
    next_review: date
    of: str
    renditions: frozenset[str]
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What an export says of its review. approval: only where it holds for this text and rendition."""

    line: str
    approval: Approval | None = None


def fingerprint(answer: Answer, read: ReadSpan) -> str:
    """SHA-256 of what an answer says and of the versions that it quotes; how long it took to make is no part of it."""
    return fingerprint_of(contract.as_json(answer, read))


def fingerprint_of(body: Mapping[str, Any]) -> str:
    """The same of an object of `ask --json`; fields that came later count where they hold something."""
    asked = body["question"]
    known = asked.get("understood", {})
    told = {name: value for name, value in body.items() if value or name not in _LATER}
    told["made"] = {name: value for name, value in body.get("made", {}).items() if name != "milliseconds"}
    told["question"] = {name: value for name, value in asked.items() if value or name != "context"}
    told["question"]["understood"] = {n: value for n, value in known.items() if value or n != "unknown_drugs"}
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def reviewed(approval: Approval | None, text: str, rendition: str, today: date) -> Review:
    """Whether the approval is of this text in this rendition, and what is said of it. text: its fingerprint."""
    if approval is None:
        return Review(NOBODY)
    by = f"{approval.reviewer} ({approval.credential}) on {day(approval.approved)}"
    if approval.of != text:
        return Review(f"Nobody has reviewed this text. An earlier one was approved by {by}.")
    if rendition not in approval.renditions:
        return Review(f"Nobody has reviewed this rendition. Another one of the same text was approved by {by}.")
    overdue = approval.next_review < today
    after = f"its next review has been due since {day(approval.next_review)}" if overdue else ""
    after = after or f"next review by {day(approval.next_review)}"
    return Review(
        f"Approved by {by}; {approval.specialty}; interests: {approval.interests}; {after}.",
        approval,
    )


def day(when: date) -> str:
    """A date as people write it: "3 March 2026"."""
    return f"{when.day} {when:%B %Y}"
