"""Where a revision stands, and entering the next state."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils import timezone

from curbside_site.articles.models import Article, Revision, StateRow
from curbside_site.articles.moves import State
from curbside_site.errors import NotLegal


def of(revision: Revision) -> State:
    """The state in which it stands now."""
    last = revision.states.order_by("-step").first()
    assert last is not None, "a revision is made with its first state"
    return State(last.state)


def now_in(*wanted: State) -> QuerySet[Revision]:
    """The revisions that stand in one of these states."""
    last = StateRow.objects.filter(revision=OuterRef("pk")).order_by("-step").values("state")[:1]
    found = Revision.objects.annotate(now=Subquery(last)).filter(now__in=[s.value for s in wanted])
    return found.select_related("article", "author").order_by("article", "number")


def enter(revision: Revision, state: State, *, by: str, reason: str = "", decision: Model | None = None) -> StateRow:
    """Write the next state; the moves are checked by the caller.

    Raises NotLegal where somebody else moved it at the same moment: two rows cannot have one step.
    """
    last = revision.states.order_by("-step").first()
    step = last.step + 1 if last else 1
    try:
        with transaction.atomic():
            return StateRow.objects.create(
                revision=revision, step=step, state=state, decision=decision, by=by, at=timezone.now(), reason=reason
            )
    except IntegrityError as error:
        raise NotLegal("Somebody else has decided on this revision meanwhile; load it again.") from error


def standing(article: Article) -> Revision | None:
    """The revision that readers get: the last that was approved, also where it needs re-review; None where none was."""
    shown = (State.APPROVED.value, State.NEEDS_RE_REVIEW.value)
    for revision in article.revisions.order_by("-number"):
        if of(revision).value in shown:
            return revision
    return None
