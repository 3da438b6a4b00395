"""Letting an approval lapse: the reason is written once, the revision goes back, what it hides is hidden at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from curbside_site.articles import states
from curbside_site.articles.models import Revision
from curbside_site.articles.moves import Action, State, move
from curbside_site.audit_trail.trail import record
from curbside_site.review.models import Lapse

GONE: Final = ("retracted", "withdrawn")
_OPEN: Final = (State.DRAFT, State.SUBMITTED, State.UNDER_REVIEW)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why. reason: one of `Lapse.REASONS`. key: names the event; the same event is written once a revision.

    hides: ids of the statements whose text is hidden.
    """

    reason: str
    source: str
    detail: str
    key: str
    hides: tuple[str, ...] = ()


@transaction.atomic
def lapse(*, by: str, revision: Revision, why: Reason) -> bool:
    """Write why an approval does not hold any more, and send an approved revision to re-review; whether it was new.

    A revision that is not approved yet keeps its state; its reviewers see the reason, and a hard one bars approval.
    """
    state = states.of(revision)
    if state not in (*_OPEN, State.APPROVED, State.NEEDS_RE_REVIEW):
        return False
    _, fresh = Lapse.objects.get_or_create(
        key=f"{revision.pk}:{why.key}"[:250],
        defaults={
            "article": revision.article,
            "revision": revision,
            "reason": why.reason,
            "source": why.source,
            "detail": why.detail,
            "hides": list(why.hides),
            "at": timezone.now(),
        },
    )
    if not fresh:
        return False
    about = f"article:{revision.article.slug}"
    detail = {"number": revision.number, "reason": why.reason, "source": why.source, "hides": list(why.hides)}
    record(by=by, action="approval lapsed" if state is State.APPROVED else "reason told", about=about, detail=detail)
    end = move(state, Action.LAPSE)
    if end is not None:
        states.enter(revision, end, by=by, reason=why.detail)
    return True


def hidden(revision: Revision) -> frozenset[str]:
    """The ids of its statements that are hidden."""
    return frozenset(i for lapse in revision.lapses.all() for i in lapse.hides)


def barred(revision: Revision) -> str:
    """Why the revision cannot be approved as it is, "" where nothing is in the way."""
    found = [one for one in revision.lapses.all() if one.hides or one.reason in GONE]
    return found[0].detail if found else ""


def resting_on(revision: Revision, source_ids: Collection[str]) -> tuple[str, ...]:
    """The statements to hide where these sources are no evidence: those whose dose, or only support, is theirs.

    A statement that another source carries too stays, but for a dose: that is read from one quote.
    """
    body = revision.body
    dosed = {r["statement"] for r in body.get("regimens", ())}
    found = []
    for statement in body["statements"]:
        supports = [c["source"] for c in statement["citations"] if c.get("relation", "supports") == "supports"]
        touched = any(c["source"] in source_ids for c in statement["citations"])
        if touched and (statement["id"] in dosed or all(s in source_ids for s in supports)):
            found.append(statement["id"])
    return tuple(found)
