"""Writing: an article of an answer, and a working copy on which its next revision is written, statement by statement.

Each change passes the gates at once (`curbside.interop.editing`) and is kept in the library as an answer of its own.
Every function names who does it and raises NotAllowed, NotLegal or NotComplete, and `curbside.errors.EditRefused` with
the words that the quotes do not carry. The engine works before the transaction begins: it takes up to a second, and on
SQLite nobody else could write meanwhile; what it was given is compared again inside.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from curbside.errors import InputError
from curbside.interop import contract
from curbside.interop.approval import fingerprint_of
from curbside.types import Answer, Refusal
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission
from curbside_site.articles import desk, services, states
from curbside_site.articles.models import Article, Revision, Working
from curbside_site.articles.moves import State
from curbside_site.audit_trail.trail import record
from curbside_site.errors import NotAllowed, NotComplete, NotLegal

UNDO = 100
OVERVIEW = "Overview of "
EMPTY = (
    "Nothing of the earlier text may stand any more: its sources were retracted or withdrawn. Ask its question anew, "
    "or add sentences of a source."
)
_CLOSED = (State.WITHDRAWN,)


def from_answer(*, by: Person, answer_id: str, title: str = "", rendition_of: Article | None = None) -> Article:
    """An article of a saved answer or overview, a draft. Raises LibraryError, InputError where it cannot be one."""
    if not by.may(Permission.WRITE):
        raise NotAllowed("Only an author or an editor writes articles.")
    opened = desk.answer(answer_id)
    kind = "overview" if desk.is_overview(answer_id) else "answer"
    told = title or (f"Overview: {_named(opened.question.text)}" if kind == "overview" else "")
    return services.create(
        by=by, body=body_of(opened), answer=desk.save(opened), kind=kind, title=told, rendition_of=rendition_of
    )


def from_overview(*, by: Person, topic: str, length: str = "full") -> Article:
    """An article of an overview of a topic or of one source. Raises NotComplete with the reason where there is none."""
    if not by.may(Permission.WRITE):
        raise NotAllowed("Only an author or an editor writes articles.")
    made = desk.overview(topic, length=length)
    if isinstance(made, Refusal):
        raise NotComplete(made.message)
    return from_answer(by=by, answer_id=made)


def from_question(*, by: Person, text: str, jurisdiction: str | None, audience: str, length: str) -> Article:
    """An article of what the library answers now. Raises NotComplete with the reason where there is no answer."""
    if not by.may(Permission.WRITE):
        raise NotAllowed("Only an author or an editor writes articles.")
    found = desk.asked(text, jurisdiction=jurisdiction, audience=audience, length=length)
    if isinstance(found, Refusal):
        raise NotComplete(found.message)
    return from_answer(by=by, answer_id=desk.save(found))


def rendition(*, by: Person, article: Article, audience: str, length: str) -> Article:
    """The same question answered for another audience or at another length, as an article that is reviewed by itself.

    Raises NotComplete where it is the same rendition, where there is one already, or without an answer.
    """
    if not by.may(Permission.WRITE):
        raise NotAllowed("Only an author or an editor writes articles.")
    if article.kind != "answer":
        raise NotComplete("An overview has one rendition; make another article of another overview.")
    first = article.rendition_of or article
    known = [first, *first.renditions.all()]
    if there := next((a for a in known if (a.audience, a.length) == (audience, length)), None):
        raise NotComplete(f"There is one for {audience}, {length} already: {there.slug}.")
    where = article.latest.body["question"]["understood"]["jurisdiction"]
    found = desk.asked(article.question, jurisdiction=where, audience=audience, length=length)
    if isinstance(found, Refusal):
        raise NotComplete(found.message)
    return from_answer(by=by, answer_id=desk.save(found), rendition_of=first)


def begin(*, by: Person, article: Article) -> Working:
    """Begin the next revision, or go on with the copy that this person has; on the sources as they are now."""
    if not by.may(Permission.WRITE):
        raise NotAllowed("Only an author or an editor writes articles.")
    known = Working.objects.filter(article=article, author=by).first()
    if known is not None:
        return known
    latest = article.latest
    if states.of(latest) in _CLOSED:
        raise NotLegal("It was withdrawn; make another article of a new answer.")
    # Where nothing of the text may be shown any more, the copy is of that text still and shows nothing.
    answer = desk.save(standing) if (standing := text_of(latest.answer)) else latest.answer
    begun = {"title": latest.title, "answer": answer, "on": latest.number}
    # Of two windows that begin at once, the later one goes on with the copy of the earlier.
    with transaction.atomic():
        working, fresh = Working.objects.get_or_create(article=article, author=by, defaults=begun)
        if fresh:
            record(by=by, action="working copy begun", about=f"article:{article.slug}", detail={"on": latest.number})
    return working


def reword(*, by: Person, working: Working, version: int, statement: str, text: str) -> None:
    """Another wording of a statement, through the gates."""
    edited = desk.editing().reworded(_answer(by, working, version), statement, text)
    _changed(by, working, version, edited)


def remove(*, by: Person, working: Working, version: int, statements: Collection[str]) -> None:
    """Take statements out; what must stand beside a dose stays, and so do the sides of a disagreement."""
    if not statements:
        raise NotComplete("Choose at least one statement.")
    _changed(by, working, version, desk.editing().without(_answer(by, working, version), statements))


def quote(*, by: Person, working: Working, version: int, source: str, starts: Collection[int]) -> int:
    """Statements of sentences of a source, with what must stand beside them; how many came in."""
    _mine(by, working, version)
    before = text_of(working.answer) or desk.emptied_answer(working.answer)
    edited, count = desk.editing().quoting(before, source, starts)
    _changed(by, working, version, edited)
    return count


@transaction.atomic
def retitle(*, by: Person, working: Working, version: int, title: str) -> None:
    """Another title. It is the author's own sentence and holds no dose."""
    from curbside.interop.saved.proving import doses

    _mine(by, working, version)
    if not title.strip() or len(title) > 300:
        raise NotComplete("A title has 1 to 300 characters.")
    if doses(title):
        raise NotComplete("A title holds no dose: nothing stands behind it.")
    working.title = " ".join(title.split())
    _written(by, working)


@transaction.atomic
def undo(*, by: Person, working: Working, version: int) -> None:
    """Take the last change of the statements back."""
    _mine(by, working, version)
    if not working.earlier:
        raise NotLegal("There is nothing to take back.")
    working.answer = working.earlier.pop()
    _written(by, working)


def ask_anew(*, by: Person, working: Working, version: int) -> None:
    """Put what the library answers to the article's question now in the place of the text; `undo` takes it back."""
    _mine(by, working, version)
    article = working.article
    if article.kind == "overview":
        made = desk.overview(_topic(article.latest), length=article.length)
        found = made if isinstance(made, Refusal) else desk.answer(made)
    else:
        where = article.latest.body["question"]["understood"]["jurisdiction"]
        found = desk.asked(article.question, jurisdiction=where, audience=article.audience, length=article.length)
    if isinstance(found, Refusal):
        raise NotComplete(f"The library has no answer now: {found.message}")
    _changed(by, working, version, found)


def keep(*, by: Person, working: Working, version: int, why: str) -> Revision:
    """Make the working copy the next revision of the article, a draft."""
    edited = _answer(by, working, version)
    body, answer = body_of(edited), desk.save(edited)
    if fingerprint_of(body) == working.article.latest.text_hash and working.title == working.article.latest.title:
        raise NotComplete("Nothing was changed.")
    with transaction.atomic():
        _mine(by, working, version)
        made = services.revise(
            by=by, article=working.article, body=body, answer=answer, why=why, title=working.title, on=working.on
        )
        working.delete()
    return made


@transaction.atomic
def give_up(*, by: Person, working: Working) -> None:
    """Throw the working copy away."""
    _mine(by, working, working.version)
    record(by=by, action="working copy given up", about=f"article:{working.article.slug}", detail={"on": working.on})
    working.delete()


def text_of(answer_id: str) -> Answer | None:
    """What of a saved answer may be shown now, None where nothing may. Raises LibraryError where there is none."""
    try:
        return desk.answer(answer_id)
    except InputError:
        return None


def body_of(edited: Answer) -> dict[str, Any]:
    """The object of `ask --json` of an answer."""
    return contract.as_json(edited, desk.library().read_span)


def _answer(by: Person, working: Working, version: int) -> Answer:
    _mine(by, working, version)
    if (found := text_of(working.answer)) is None:
        raise NotComplete(EMPTY)
    return found


@transaction.atomic
def _mine(by: Person, working: Working, version: int) -> None:
    if working.author_id != by.pk or not by.may(Permission.WRITE):
        raise NotAllowed("It is another author's working copy.")
    # The row is locked, so that of two changes at once the later one sees the version of the earlier.
    now = Working.objects.select_for_update().filter(pk=working.pk).first()
    if now is None:
        raise NotLegal("The working copy was kept or given up in another window.")
    if now.version != version:
        raise NotLegal("The text was changed in another window meanwhile; look at it again.")
    working.refresh_from_db()


def _topic(revision: Revision) -> str:
    """What an overview is of: its one source, or its topic."""
    sources = {c.source for c in revision.cited.all()}
    return sources.pop() if len(sources) == 1 else _named(revision.article.question)


def _named(question: str) -> str:
    return question.removeprefix(OVERVIEW)


def _written(by: Person, working: Working) -> None:
    working.version += 1
    working.save()
    detail = {"on": working.on, "version": working.version, "answer": working.answer}
    record(by=by, action="working copy changed", about=f"article:{working.article.slug}", detail=detail)


@transaction.atomic
def _changed(by: Person, working: Working, version: int, edited: Answer) -> None:
    _mine(by, working, version)
    working.earlier = [*working.earlier, working.answer][-UNDO:]
    working.answer = desk.save(edited)
    _written(by, working)
