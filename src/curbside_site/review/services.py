"""The way of a revision from draft to approval; every function is one transaction and names who does it.

Each raises NotAllowed (who may not), NotLegal (not from there, or somebody was first) or NotComplete (what is missing).
"""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from curbside_site.accounts.models import Credential, Interest, Person
from curbside_site.accounts.roles import Permission
from curbside_site.articles import states
from curbside_site.articles.models import Article, Revision
from curbside_site.articles.moves import MOVES, Action, State, move
from curbside_site.audit_trail.trail import record
from curbside_site.errors import NotAllowed, NotComplete, NotLegal
from curbside_site.review import risk
from curbside_site.review.lapsing import barred
from curbside_site.review.models import Assignment, Decision, StatementVerdict

RENDITIONS = ("page", "print", "pdf", "docx", "html", "md", "jsonld", "fhir", "cards", "calendar", "feed")
"""The forms that an approval of a text may hold for; each has the text itself and nothing more."""


@transaction.atomic
def submit(*, by: Person, revision: Revision) -> None:
    """Hand a draft to the reviewers; what is at risk is decided now, by the lists of the owner."""
    _may(by, Action.SUBMIT)
    if by != revision.author and not by.may(Permission.EDIT):
        raise NotAllowed("A draft is submitted by its author or an editor.")
    end = _legal(revision, Action.SUBMIT)
    article = revision.article
    article.high_risk = bool(risk.reasons(revision))
    article.save(update_fields=["high_risk"])
    _moved(revision, end, by, "submitted")


@transaction.atomic
def assign(*, by: Person, revision: Revision, reviewer: Person) -> Assignment:
    """Ask a reviewer to review it."""
    if not by.may(Permission.EDIT):
        raise NotAllowed("Only an editor assigns reviewers.")
    _may_review(reviewer, revision)
    if states.of(revision) not in (State.SUBMITTED, State.UNDER_REVIEW):
        raise NotLegal(f"It is {states.of(revision)}; only what was submitted is assigned.")
    made, fresh = Assignment.objects.get_or_create(revision=revision, reviewer=reviewer, defaults={"assigned_by": by})
    if fresh:
        record(by=by, action="reviewer assigned", about=_about(revision), detail={"reviewer": reviewer.name})
    return made


@transaction.atomic
def take(*, by: Person, revision: Revision) -> None:
    """Begin to review."""
    _may(by, Action.TAKE)
    _may_review(by, revision)
    _moved(revision, _legal(revision, Action.TAKE), by, "taken into review")


@transaction.atomic
def give_verdict(*, by: Person, revision: Revision, statement: str, verdict: str, comment: str = "") -> None:
    """Say of one statement that it is sound, wrong, or needs a better source; a fault is told in words."""
    _may(by, Action.APPROVE)
    _may_review(by, revision)
    _lock(revision)
    if states.of(revision) is not State.UNDER_REVIEW:
        raise NotLegal(f"It is {states.of(revision)}; verdicts are given under review.")
    if by.decisions.filter(revision=revision).exists():
        raise NotLegal("You have decided on this revision.")
    if statement not in statement_ids(revision):
        raise NotComplete(f"It has no statement {statement!r}.")
    kinds = (StatementVerdict.SOUND, StatementVerdict.WRONG, StatementVerdict.SOURCE)
    if verdict not in kinds:
        raise NotComplete(f"A verdict is one of: {', '.join(kinds)}.")
    if verdict != StatementVerdict.SOUND and not comment.strip():
        raise NotComplete("Say in words what is wrong with it.")
    StatementVerdict.objects.create(
        revision=revision, reviewer=by, statement=statement, verdict=verdict, comment=comment.strip()
    )
    detail = {"number": revision.number, "statement": statement, "verdict": verdict}
    record(by=by, action="verdict given", about=_about(revision), detail=detail)


@transaction.atomic
def approve(
    *,
    by: Person,
    revision: Revision,
    text_hash: str,
    renditions: tuple[str, ...] = ("page", "print"),
    comment: str = "",
    next_review: date | None = None,
) -> Decision:
    """Approve exactly the text of that hash; the last approval that it needs makes the revision approved.

    text_hash: of what the reviewer read. renditions: some of `RENDITIONS`.
    """
    _may(by, Action.APPROVE)
    _may_review(by, revision)
    _lock(revision)
    end = _legal(revision, Action.APPROVE)
    if text_hash != revision.text_hash:
        raise NotComplete("The text that you read is not the text of this revision; load it again.")
    unknown = [r for r in renditions if r not in RENDITIONS]
    if unknown or "page" not in renditions:
        raise NotComplete(f"An approval holds for the page and any of: {', '.join(RENDITIONS)}.")
    verdicts = latest_verdicts(revision, by)
    if missing := [s for s in statement_ids(revision) if s not in verdicts]:
        raise NotComplete(f"Give a verdict on every statement first; {len(missing)} have none.")
    if faults := [s for s, v in verdicts.items() if v.verdict != StatementVerdict.SOUND]:
        raise NotComplete(f"You found faults in {', '.join(faults)}; request changes instead.")
    if why := barred(revision):
        raise NotComplete(f"It cannot be approved as it is: {why} Request changes.")
    due = next_review or risk.next_review(revision.article)
    if due <= timezone.localdate():
        raise NotComplete("The next review lies in the past.")
    decision = _decision(by, revision, True, comment, sorted(set(renditions)), due)
    approvals = revision.decisions.filter(approves=True).count()
    needed = risk.reviewers_needed(revision.article)
    if approvals >= needed:
        _moved(revision, end, by, comment, decision)
        _supersede_earlier(revision, by)
    else:
        detail = {"number": revision.number, "approvals": approvals, "needed": needed}
        record(by=by, action="approval given", about=_about(revision), detail=detail)
    return decision


@transaction.atomic
def request_changes(*, by: Person, revision: Revision, comment: str) -> Decision:
    """Send it back to its author, with what is to be changed."""
    _may(by, Action.REQUEST_CHANGES)
    _may_review(by, revision)
    _lock(revision)
    end = _legal(revision, Action.REQUEST_CHANGES)
    if not comment.strip():
        raise NotComplete("Say what is to be changed.")
    decision = _decision(by, revision, False, comment.strip(), [], None)
    _moved(revision, end, by, comment.strip(), decision)
    return decision


@transaction.atomic
def withdraw(*, by: Person, revision: Revision, reason: str) -> None:
    """Take a revision out of circulation; its text stays in the record."""
    _may(by, Action.WITHDRAW)
    if not reason.strip():
        raise NotComplete("Say why it is withdrawn.")
    _moved(revision, _legal(revision, Action.WITHDRAW), by, reason.strip())


def statement_ids(revision: Revision) -> tuple[str, ...]:
    """The ids of its statements in their order."""
    return tuple(s["id"] for s in revision.body["statements"])


def latest_verdicts(revision: Revision, reviewer: Person) -> dict[str, StatementVerdict]:
    """The last verdict of that reviewer on each statement."""
    return {v.statement: v for v in revision.verdicts.filter(reviewer=reviewer)}


def _decision(
    by: Person, revision: Revision, approves: bool, comment: str, renditions: list[str], due: date | None
) -> Decision:
    credential, interests = _entitled(by)
    try:
        with transaction.atomic():
            return Decision.objects.create(
                revision=revision,
                author=revision.author,
                reviewer=by,
                approves=approves,
                text_hash=revision.text_hash,
                credential=f"{credential.title}, {credential.register}",
                specialty=credential.specialty,
                interests=interests.text,
                comment=comment,
                renditions=renditions,
                decided_at=timezone.now(),
                next_review=due,
            )
    except IntegrityError as error:
        raise NotLegal("You have decided on this revision already.") from error


def _entitled(by: Person) -> tuple[Credential, Interest]:
    today = timezone.localdate()
    held = [c for c in by.credentials.all() if c.expires_on is None or c.expires_on >= today]
    if not held:
        raise NotComplete("A reviewer has a credential that somebody verified; yours is missing or has expired.")
    declared = by.interests.first()
    if declared is None:
        raise NotComplete("Declare your interests first; “none declared” is a declaration.")
    return held[0], declared


def _lock(revision: Revision) -> None:
    """Let decisions on one revision wait for one another.

    Two reviewers of a high-risk text who approve at once would else each count the other's approval as not there yet,
    and none would be the last one. A lapse of the revision, whose row refers to it, does not wait for this lock: it
    may hold that of the trail, for which a decision waits.
    """
    Revision.objects.select_for_update(no_key=True).get(pk=revision.pk)


def _may(by: Person, action: Action) -> None:
    permission = MOVES[action].permission
    if permission is None or not by.may(permission):
        raise NotAllowed(f"Your account may not {action.value} articles.")


def _may_review(reviewer: Person, revision: Revision) -> None:
    if not reviewer.may(Permission.REVIEW):
        raise NotAllowed(f"{reviewer.name} is no reviewer.")
    if reviewer == revision.author:
        raise NotAllowed("The author of a revision does not review it.")


def _legal(revision: Revision, action: Action) -> State:
    now = states.of(revision)
    end = move(now, action)
    if end is None:
        raise NotLegal(f"It is {now}, from where one cannot {action.value}.")
    return end


def _moved(revision: Revision, end: State, by: Person, reason: str, decision: Decision | None = None) -> None:
    states.enter(revision, end, by=by.name, reason=reason, decision=decision)
    detail = {"number": revision.number, "text_hash": revision.text_hash, "reason": reason}
    record(by=by, action=f"revision {end.value}", about=_about(revision), detail=detail)


def _supersede_earlier(revision: Revision, by: Person) -> None:
    """What was approved before is superseded by what is approved now."""
    for earlier in revision.article.revisions.filter(number__lt=revision.number):
        if move(states.of(earlier), Action.SUPERSEDE):
            _moved(earlier, State.SUPERSEDED, by, f"revision {revision.number} was approved")


def _about(revision: Revision) -> str:
    return f"article:{revision.article.slug}"


def article_states(article: Article) -> dict[int, State]:
    """The state of each revision, by number."""
    return {r.number: states.of(r) for r in article.revisions.all()}
