"""What waits for a reviewer, by risk and age, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from curbside_site.accounts.models import Person
from curbside_site.articles import states
from curbside_site.articles.models import Revision
from curbside_site.articles.moves import State
from curbside_site.review import risk

_WAITING = (State.SUBMITTED, State.UNDER_REVIEW)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A revision that waits. days: since it was submitted. mine: assigned to whoever looks, or begun by them.

    amends: whether an earlier revision is shown to readers now; lapsed: that one's approval no longer holds.
    """

    revision: Revision
    state: State
    since: datetime
    days: int
    high_risk: bool
    approvals: int
    needed: int
    assigned: tuple[str, ...]
    mine: bool
    may: bool
    amends: bool
    lapsed: bool


def waiting(by: Person) -> tuple[Waiting, ...]:
    """All that waits, first what is assigned to `by`, then high risk, then what lapsed, then the oldest."""
    found = [_of(r, by) for r in states.now_in(*_WAITING)]
    return tuple(sorted(found, key=lambda w: (not w.mine, not w.high_risk, not w.lapsed, w.since)))


def _of(latest: Revision, by: Person) -> Waiting:
    article = latest.article
    submitted = latest.states.get(state=State.SUBMITTED.value).at
    standing = states.standing(article)
    assigned = list(latest.assignments.select_related("reviewer"))
    begun = latest.verdicts.filter(reviewer=by).exists()
    decided = latest.decisions.filter(reviewer=by).exists()
    return Waiting(
        revision=latest,
        state=states.of(latest),
        since=submitted,
        days=(timezone.now() - submitted).days,
        high_risk=article.high_risk,
        approvals=latest.decisions.filter(approves=True).count(),
        needed=risk.reviewers_needed(article),
        assigned=tuple(a.reviewer.name for a in assigned),
        mine=not decided and (begun or any(a.reviewer_id == by.pk for a in assigned)),
        may=by.pk != latest.author_id and not decided,
        amends=standing is not None,
        lapsed=standing is not None and states.of(standing) is State.NEEDS_RE_REVIEW,
    )
