"""Articles in a list, each by the revision that whoever looks would get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_

from django.db.models import OuterRef, Q, Subquery

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission
from curbside_site.articles.models import Revision, StateRow
from curbside_site.articles.moves import State
from curbside_site.articles.standing import APPROVED, WAITING

_CHIPS = {
    State.APPROVED: "good",
    State.NEEDS_RE_REVIEW: "bad",
    State.SUBMITTED: "warn",
    State.UNDER_REVIEW: "warn",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list. number: of the revision that is shown."""

    slug: str
    title: str
    question: str
    kind: str
    audience: str
    number: int
    state: State
    since: datetime

    @property
    def chip(self) -> str:
        """The colour of its state."""
        return _CHIPS.get(self.state, "")

    @property
    def said(self) -> str:
        """Its state in words for readers."""
        unreviewed = self.state in WAITING or self.state is State.DRAFT
        return f"{self.state}: nobody has reviewed it" if unreviewed else str(self.state)


def listed(person: Person | None, words: str = "", state: str = "", citing: Sequence[str] = ()) -> list[Listed]:
    """The articles that somebody may see, newest first.

    words: all of them stand in the title or the question. state: "approved" for those alone whose approval holds.
    citing: ids of a source under which it may be cited.
    """
    last = StateRow.objects.filter(revision=OuterRef("pk")).order_by("-step")
    found = Revision.objects.annotate(now=Subquery(last.values("state")[:1]), since=Subquery(last.values("at")[:1]))
    found = found.filter(_visible(person))
    if words.split():
        found = found.filter(
            reduce(and_, (Q(title__icontains=w) | Q(article__question__icontains=w) for w in words.split()))
        )
    if citing:
        found = found.filter(cited__source__in=citing).distinct()
    fields = ("article__slug", "title", "article__question", "article__kind", "article__audience", "number", "now")
    best: dict[str, Listed] = {}
    for *row, now, since in found.order_by("article", "number").values_list(*fields, "since"):
        one = Listed(*row, State(now), since)
        if one.slug not in best or one.state in APPROVED or best[one.slug].state not in APPROVED:
            best[one.slug] = one
    shown = (one for one in best.values() if state != "approved" or one.state is State.APPROVED)
    return sorted(shown, key=lambda one: one.since, reverse=True)


def _visible(person: Person | None) -> Q:
    states = [s.value for s in (*APPROVED, *WAITING)]
    if isinstance(person, Person):
        if person.may(Permission.REVIEW) or person.may(Permission.EDIT):
            states.append(State.DRAFT.value)
        else:
            return Q(now__in=states) | Q(now=State.DRAFT.value, author=person)
    return Q(now__in=states)
