"""A revision as readers get it: its text, where it stands, who answers for it, and what no longer holds.

Plain data made in one place, from the body, the states, the decisions and the lapses; pages, feeds and the API use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from curbside.interop.approval import Approval
from curbside_site.articles import present, reading, standing
from curbside_site.articles.models import Revision
from curbside_site.articles.moves import State
from curbside_site.articles.shown import Text
from curbside_site.articles.standing import Entered, Standing
from curbside_site.review import risk
from curbside_site.review.models import Decision, Lapse

STEPS: Final = ("Submitted", "Under review", "Approved")


@dataclass(frozen=True, slots=True)
class Signed:
    """An approval: who, as what, when, and for which forms of the text."""

    reviewer: str
    username: str
    credential: str
    specialty: str
    interests: str
    at: datetime
    next_review: date | None
    renditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Why an approval no longer holds. grave: it hides statements."""

    reason: str
    source: str
    detail: str
    at: datetime
    grave: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A revision as it is shown. steps: of the status bar, each with its time, None where it was not reached.

    text: None where the text is not for whoever looks. waiting: since when a newer version waits. newest: the number
    of the last revision that is public. overdue: the next review is past.
    """

    slug: str
    kind: str
    number: int
    title: str
    author: str
    made: datetime
    changed: datetime
    state: State
    way: tuple[Entered, ...]
    steps: tuple[tuple[str, datetime | None], ...]
    signed: tuple[Signed, ...]
    next_review: date | None
    overdue: bool
    lapses: tuple[Lapsed, ...]
    waiting: datetime | None
    public: bool
    high_risk: bool
    needed: int
    text_hash: str
    answer: str
    text: Text | None

    @property
    def approved(self) -> bool:
        """Whether an approval of this text holds today."""
        return self.state is State.APPROVED and not self.overdue

    @property
    def address(self) -> str:
        """The page of the article."""
        return f"/articles/{self.slug}/"

    @property
    def own_address(self) -> str:
        """The page of this very revision."""
        return f"/articles/{self.slug}/revisions/{self.number}/"


def shown(
    revision: Revision, found: tuple[Standing, ...], here: Standing, with_text: bool, today: date | None = None
) -> Shown:
    """What is shown of a revision. found: the standings of all revisions of its article; here: its own."""
    article = revision.article
    lapses = tuple(revision.lapses.all())
    signed = tuple(_signed(d) for d in revision.decisions.filter(approves=True).select_related("reviewer"))
    due = min((s.next_review for s in signed if s.next_review), default=None)
    hides = hidden(lapses)
    return Shown(
        slug=article.slug,
        kind=article.kind,
        number=revision.number,
        title=revision.title,
        author=revision.author.name,
        made=revision.created_at,
        changed=here.since,
        state=here.state,
        way=here.way,
        steps=_steps(here),
        signed=signed,
        next_review=due,
        overdue=bool(due and due < (today or timezone.localdate()) and here.state is State.APPROVED),
        lapses=tuple(Lapsed(x.reason, x.source, x.detail, x.at, bool(x.hides)) for x in lapses),
        waiting=standing.waiting_since(found, here),
        public=here.public,
        high_risk=article.high_risk,
        needed=risk.reviewers_needed(article),
        text_hash=revision.text_hash,
        answer=revision.answer,
        text=reading.text(revision.body, hides, present.sources(revision.body)) if with_text else None,
    )


def hidden(lapses: tuple[Lapse, ...]) -> frozenset[str]:
    """The ids of the statements that lapses hide."""
    return frozenset(key for lapse in lapses for key in lapse.hides)


def _signed(decision: Decision) -> Signed:
    return Signed(
        reviewer=decision.reviewer.name,
        username=decision.reviewer.username,
        credential=decision.credential,
        specialty=decision.specialty,
        interests=decision.interests,
        at=decision.decided_at,
        next_review=decision.next_review,
        renditions=tuple(decision.renditions),
    )


def _steps(here: Standing) -> tuple[tuple[str, datetime | None], ...]:
    states = (State.SUBMITTED, State.UNDER_REVIEW, State.APPROVED)
    return tuple((name, e.at if (e := here.entered(s)) else None) for name, s in zip(STEPS, states, strict=True))


def approval(shown: Shown) -> Approval | None:
    """The approval of a text that holds now, as exports print it, for the renditions that all who signed it named."""
    if shown.state is not State.APPROVED or not shown.signed:
        return None
    first, *others = sorted(shown.signed, key=lambda s: s.at)
    last = others[-1] if others else first
    both = frozenset(first.renditions).intersection(*(o.renditions for o in others))
    return Approval(
        reviewer=" and ".join(s.reviewer for s in shown.signed),
        credential="; ".join(dict.fromkeys(s.credential for s in shown.signed)),
        specialty="; ".join(dict.fromkeys(s.specialty for s in shown.signed)),
        interests="; ".join(dict.fromkeys(s.interests for s in shown.signed)),
        approved=timezone.localtime(last.at).date(),
        next_review=shown.next_review or last.at.date(),
        of=shown.text_hash,
        renditions=both,
        published=timezone.localtime(first.at).date(),
    )
