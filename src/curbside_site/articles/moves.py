"""The legal moves of a revision, as a table in plain Python (the clinical rules, section 9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from curbside_site.accounts.roles import Permission


class State(StrEnum):
    """Where a revision stands. Each is entered at most once."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under review"
    CHANGES_REQUESTED = "changes requested"
    APPROVED = "approved"
    NEEDS_RE_REVIEW = "needs re-review"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What is done to a revision."""

    SUBMIT = "submit"
    TAKE = "take into review"
    REQUEST_CHANGES = "request changes"
    APPROVE = "approve"
    LAPSE = "lapse"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Move:
    """From which states an action leads where, and what it needs; permission None: only the system does it."""

    start: frozenset[State]
    end: State
    permission: Permission | None


_OPEN: Final = frozenset({State.DRAFT, State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED})
_SHOWN: Final = frozenset({State.APPROVED, State.NEEDS_RE_REVIEW})
MOVES: Final = {
    Action.SUBMIT: Move(frozenset({State.DRAFT}), State.SUBMITTED, Permission.WRITE),
    Action.TAKE: Move(frozenset({State.SUBMITTED}), State.UNDER_REVIEW, Permission.REVIEW),
    Action.REQUEST_CHANGES: Move(frozenset({State.UNDER_REVIEW}), State.CHANGES_REQUESTED, Permission.REVIEW),
    Action.APPROVE: Move(frozenset({State.UNDER_REVIEW}), State.APPROVED, Permission.REVIEW),
    Action.LAPSE: Move(frozenset({State.APPROVED}), State.NEEDS_RE_REVIEW, None),
    Action.SUPERSEDE: Move(_OPEN | _SHOWN, State.SUPERSEDED, None),
    Action.WITHDRAW: Move(_OPEN | _SHOWN, State.WITHDRAWN, Permission.EDIT),
}
"""A text that lapsed is not approved anew: it is made into a new revision, on its sources as they are now."""


def move(state: State, action: Action) -> State | None:
    """Where the action leads from there, None where it is not legal."""
    found = MOVES[action]
    return found.end if state in found.start else None
