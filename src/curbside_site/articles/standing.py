"""Which revision of an article somebody gets, and what of it they may see (the clinical rules, section 9).

Readers get the last approved revision; where none was, the one that waits for its review, under a banner that says
so. Drafts are seen by their author, reviewers and editors alone; of what was sent back or withdrawn, others see that it
was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission
from curbside_site.articles.models import Revision, StateRow
from curbside_site.articles.moves import State

APPROVED: Final = frozenset({State.APPROVED, State.NEEDS_RE_REVIEW})
WAITING: Final = frozenset({State.SUBMITTED, State.UNDER_REVIEW})
TAKEN_BACK: Final = frozenset({State.CHANGES_REQUESTED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Entered:
    """A state that a revision entered: by whom, when, why."""

    state: State
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A revision with its way so far; the last entered is where it stands."""

    revision: int
    number: int
    author: int
    way: tuple[Entered, ...]

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.way[-1].state

    @property
    def since(self) -> datetime:
        """When it got there."""
        return self.way[-1].at

    def entered(self, *states: State) -> Entered | None:
        """The first of these states that it entered."""
        return next((e for e in self.way if e.state in states), None)

    @property
    def public(self) -> bool:
        """Whether its text is for everybody: it waits for a review, or was approved and not withdrawn."""
        was_approved = self.entered(State.APPROVED) is not None
        return self.state in WAITING | APPROVED or (self.state is State.SUPERSEDED and was_approved)


def of_article(slug: str) -> tuple[Standing, ...]:
    """The revisions of an article, oldest first; none where there is no such article. One query."""
    rows = StateRow.objects.filter(revision__article__slug=slug).order_by("revision__number", "step")
    return _standings(rows)


def of_revision(revision: Revision) -> Standing:
    """The standing of one revision."""
    return _standings(StateRow.objects.filter(revision=revision).order_by("step"))[0]


def _standings(rows: Iterable[StateRow]) -> tuple[Standing, ...]:
    names = ("revision_id", "revision__number", "revision__author_id", "state", "by", "at", "reason")
    found: dict[int, tuple[int, int, list[Entered]]] = {}
    for pk, number, author, state, by, at, reason in rows.values_list(*names):  # type: ignore[attr-defined]
        found.setdefault(pk, (number, author, []))[2].append(Entered(State(state), by, at, reason))
    return tuple(Standing(pk, number, author, tuple(way)) for pk, (number, author, way) in found.items())


def is_insider(person: Person | None, standing: Standing) -> bool:
    """Whether that person sees drafts of this revision: its author, a reviewer or an editor."""
    if not isinstance(person, Person):
        return False
    return person.pk == standing.author or person.may(Permission.REVIEW) or person.may(Permission.EDIT)


def may_see(revision: Revision, person: Person | None) -> bool:
    """Whether the text of a revision may be shown to that person, None for somebody without an account."""
    standing = of_revision(revision)
    return standing.public or is_insider(person, standing)


def shown(found: Iterable[Standing], person: Person | None) -> Standing | None:
    """The revision that the address of the article shows that person; None where there is none for them."""
    newest_first = sorted(found, key=lambda s: -s.number)
    for states in (APPROVED, WAITING, TAKEN_BACK):
        one = next((s for s in newest_first if s.state in states), None)
        if one:
            return one
    return next((s for s in newest_first if is_insider(person, s)), None)


def waiting_since(found: Iterable[Standing], standing: Standing) -> datetime | None:
    """Since when a newer version has been waiting for its review, None where none does."""
    newer = (s for s in found if s.number > standing.number and s.state in WAITING)
    told = [e.at for s in newer if (e := s.entered(State.SUBMITTED))]
    return min(told, default=None)
