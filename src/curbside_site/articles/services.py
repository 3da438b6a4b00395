"""Making articles and revisions; every function is one transaction and names who does it."""

from __future__ import annotations

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from curbside.interop.approval import fingerprint_of
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission
from curbside_site.articles import states
from curbside_site.articles.models import Article, Cited, Report, Revision
from curbside_site.articles.moves import State
from curbside_site.audit_trail.trail import record
from curbside_site.errors import NotAllowed, NotComplete, NotLegal

LONGEST_SLUG: Final = 100
_NO_END: Final = frozenset("a an and as at by for from in of on or the to with without".split())


@transaction.atomic
def create(
    *,
    by: Person,
    body: dict[str, Any],
    answer: str,
    kind: str = "answer",
    title: str = "",
    rendition_of: Article | None = None,
) -> Article:
    """An article with its first revision, a draft.

    body: the object of `ask --json`; answer: the id under which the library keeps it. Raises NotAllowed, NotComplete.
    """
    _writes(by)
    if body.get("status") != "answered":
        raise NotComplete("That question has no answer, so there is nothing to make an article of.")
    told = title.strip() or body["title"]
    question = body["question"]
    article = Article.objects.create(
        slug=_free_slug(told),
        kind=kind,
        question=question["text"],
        audience=question.get("audience", "professional"),
        length=question.get("length", "standard"),
        rendition_of=rendition_of,
        owner=by,
    )
    _revision(article, 1, by, told, body, answer, "first text")
    record(by=by, action="article made", about=f"article:{article.slug}", detail={"answer": answer})
    return article


@transaction.atomic
def revise(
    *, by: Person, article: Article, body: dict[str, Any], answer: str, why: str, title: str = "", on: int
) -> Revision:
    """Another text of the article, a draft. on: the number of the revision that it was written on.

    Raises NotLegal where somebody else made one meanwhile, NotComplete without a reason, NotAllowed.
    """
    _writes(by)
    if not why.strip():
        raise NotComplete("Say in a few words what changed and why.")
    latest = article.latest
    if latest.number != on:
        raise NotLegal(f"Revision {latest.number} was made meanwhile; write on that one.")
    try:
        made = _revision(article, on + 1, by, title.strip() or latest.title, body, answer, why.strip())
    except IntegrityError as error:
        raise NotLegal(f"Somebody else made revision {on + 1} at the same moment; write on that one.") from error
    if states.of(latest) in (State.DRAFT, State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED):
        states.enter(latest, State.SUPERSEDED, by=by.name, reason=f"revision {made.number} was written")
    record(by=by, action="revision made", about=f"article:{article.slug}", detail={"number": made.number, "why": why})
    return made


@transaction.atomic
def report(*, by: Person | None, revision: Revision, text: str, statement: str = "") -> Report:
    """A reader's report of a fault. Raises NotComplete where it says nothing."""
    if not text.strip():
        raise NotComplete("Say what is wrong.")
    made = Report.objects.create(revision=revision, statement=statement, text=text.strip(), reported_by=by)
    who = by or "a reader without an account"
    record(by=who, action="fault reported", about=f"article:{revision.article.slug}", detail={"report": made.pk})
    return made


@transaction.atomic
def answer_report(*, by: Person, report: Report, answer: str) -> None:
    """Answer a report. Raises NotAllowed, NotComplete, NotLegal where it was answered."""
    if not by.may(Permission.ANSWER_REPORTS):
        raise NotAllowed("Only an editor answers reports.")
    if not answer.strip():
        raise NotComplete("Write an answer.")
    open_ = Report.objects.filter(pk=report.pk, answered_at=None)
    if not open_.update(answer=answer.strip(), answered_by=by, answered_at=timezone.now()):
        raise NotLegal("Somebody else has answered it.")
    record(
        by=by, action="report answered", about=f"article:{report.revision.article.slug}", detail={"report": report.pk}
    )


def _writes(by: Person) -> None:
    if not by.may(Permission.WRITE):
        raise NotAllowed("Only an author or an editor writes articles.")


def _revision(
    article: Article, number: int, by: Person, title: str, body: dict[str, Any], answer: str, why: str
) -> Revision:
    made = Revision.objects.create(
        article=article,
        number=number,
        author=by,
        title=title[:300],
        body=body,
        text_hash=fingerprint_of(body),
        answer=answer,
        why=why,
    )
    versions = {c["source"]: c["hash"] for s in body["statements"] for c in s["citations"]}
    titles = {r["id"]: r["title"] for r in body["references"]}
    Cited.objects.bulk_create(
        Cited(revision=made, source=s, content_hash=h, title=titles.get(s, s)) for s, h in versions.items()
    )
    states.enter(made, State.DRAFT, by=by.name, reason=why)
    return made


def _stem(title: str) -> str:
    """The words of a title, up to a colon where they are too many, then up to a word that ends a phrase."""
    whole = slugify(title)
    if len(whole) > LONGEST_SLUG:
        whole = slugify(title.partition(":")[0])
    if len(whole) > LONGEST_SLUG:
        words = whole[: LONGEST_SLUG + 1].split("-")[:-1] or [whole[:LONGEST_SLUG]]
        while len(words) > 1 and words[-1] in _NO_END:
            words.pop()
        whole = "-".join(words)
    return whole or "article"


def _free_slug(title: str) -> str:
    stem = _stem(title)
    taken = set(Article.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(s for s in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)
