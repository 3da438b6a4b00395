"""What readers get: the revision that stands of an article, who approved it, and what of it is withheld.

Read in a few queries for any number of articles. Nothing here needs the library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from curbside.interop.approval import Approval
from curbside_site.articles.models import Article, Revision, StateRow
from curbside_site.articles.moves import State
from curbside_site.review.as_stands import because
from curbside_site.review.models import Decision, Lapse
from curbside_site.review.showing import hidden

SHOWN = (State.APPROVED.value, State.NEEDS_RE_REVIEW.value)


@dataclass(frozen=True, slots=True)
class Published:
    """A revision as it stands. hidden: ids of statements that are withheld; because: why, a sentence for each lapse."""

    revision: Revision
    state: State
    since: datetime
    decisions: tuple[Decision, ...]
    lapses: tuple[Lapse, ...]

    @property
    def article(self) -> Article:
        """Of which it is a revision."""
        return self.revision.article

    @property
    def hidden(self) -> frozenset[str]:
        """The ids of the statements that are withheld."""
        return hidden(self.lapses)

    @property
    def because(self) -> tuple[str, ...]:
        """Why statements are withheld."""
        return because(self.lapses)

    @property
    def approval(self) -> Approval | None:
        """What the approvals of it say together; None where it was not approved."""
        return approval_of(self.decisions)


def approval_of(decisions: Iterable[Decision]) -> Approval | None:
    """The approvals of one revision as one: all names, the last day, the earliest next review, and only the renditions
    that every reviewer approved. None where there is none."""
    given = [d for d in decisions if d.approves]
    if not given:
        return None
    renditions = frozenset.intersection(*(frozenset(d.renditions) for d in given))
    return Approval(
        reviewer=" and ".join(d.reviewer.name for d in given),
        credential=" and ".join(d.credential for d in given),
        specialty=" and ".join(dict.fromkeys(d.specialty for d in given)),
        interests="; ".join(d.interests for d in given),
        approved=max(d.decided_at for d in given).date(),
        next_review=min(d.next_review for d in given if d.next_review) if given else date.max,
        of=given[-1].text_hash,
        renditions=renditions,
        published=max(d.decided_at for d in given).date(),
    )


def with_state(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    """The revisions, each with `state_now` and `state_since`."""
    last = StateRow.objects.filter(revision=OuterRef("pk")).order_by("-step")
    return revisions.annotate(state_now=Subquery(last.values("state")[:1]), state_since=Subquery(last.values("at")[:1]))


def standing(revisions: QuerySet[Revision] | None = None) -> QuerySet[Revision]:
    """The revisions that readers get, in the order of their articles' addresses."""
    every = Revision.objects.all() if revisions is None else revisions
    return with_state(every).filter(state_now__in=SHOWN).order_by("article__slug", "-number")


def published(revisions: QuerySet[Revision]) -> Iterator[Published]:
    """Each of `with_state` revisions with its decisions and lapses; of several of one article the newest. Its body is
    read when it is asked for."""
    seen: set[int] = set()
    related = revisions.select_related("article").prefetch_related("decisions__reviewer", "lapses").defer("body")
    for revision in related:
        if revision.article_id in seen:
            continue
        seen.add(revision.article_id)
        yield made(revision)


def made(revision: Revision) -> Published:
    """One of `with_state` revisions."""
    return Published(
        revision=revision,
        state=State(revision.state_now),
        since=revision.state_since,
        decisions=tuple(revision.decisions.all()),
        lapses=tuple(revision.lapses.all()),
    )


def of_article(slug: str) -> Published | None:
    """What readers get of the article with that address; None where nothing of it was approved."""
    return next(published(standing(Revision.objects.filter(article__slug=slug))), None)
