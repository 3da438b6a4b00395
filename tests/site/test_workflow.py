"""The way of a revision, on the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.articles import services as articles
from curbside_site.articles import states
from curbside_site.articles.models import Article, Revision
from curbside_site.articles.moves import State
from curbside_site.audit_trail import trail
from curbside_site.audit_trail.models import Entry
from curbside_site.errors import NotAllowed, NotComplete, NotLegal
from curbside_site.review import services as review

pytestmark = pytest.mark.django_db
People = Callable[..., Person]


def body(text: str = "An invented sentence about no real drug.") -> dict[str, Any]:
    """An invented answer, in the form of `ask --json` as far as the workflow reads it."""
    citation = {"ref": 1, "source": "file:invented", "hash": "0" * 64, "start": 0, "end": 9, "quote": "Invented."}
    return {
        "status": "answered",
        "title": "An invented title",
        "question": {"text": "an invented question?", "audience": "professional", "understood": {"drugs": []}},
        "statements": [{"id": "s1", "text": text, "citations": [citation]}],
        "regimens": [],
        "references": [{"id": "file:invented", "title": "Invented source"}],
        "made": {"milliseconds": {"verify": 1}},
    }


@pytest.fixture
def article(person: People) -> Article:
    return articles.create(by=person("ada", Role.AUTHOR, Role.REVIEWER), body=body(), answer="a1")


def approved(article: Article, reviewer: Person) -> Revision:
    revision = article.latest
    review.submit(by=revision.author, revision=revision)
    review.take(by=reviewer, revision=revision)
    for statement in review.statement_ids(revision):
        review.give_verdict(by=reviewer, revision=revision, statement=statement, verdict="sound")
    review.approve(by=reviewer, revision=revision, text_hash=revision.text_hash)
    return revision


def test_a_revision_goes_from_draft_to_approved_by_another_person(article: Article, person: People) -> None:
    revision = approved(article, person("ben", Role.REVIEWER))
    assert states.of(revision) is State.APPROVED
    assert states.standing(article) == revision
    assert list(trail.breaks()) == []


def test_the_author_does_not_review(article: Article) -> None:
    revision = article.latest
    review.submit(by=revision.author, revision=revision)
    with pytest.raises(NotAllowed, match="author"):
        review.take(by=revision.author, revision=revision)


def test_nothing_is_approved_by_another_hash_or_without_verdicts(article: Article, person: People) -> None:
    revision, ben = article.latest, person("ben", Role.REVIEWER)
    review.submit(by=revision.author, revision=revision)
    review.take(by=ben, revision=revision)
    with pytest.raises(NotComplete, match="verdict on every statement"):
        review.approve(by=ben, revision=revision, text_hash=revision.text_hash)
    review.give_verdict(by=ben, revision=revision, statement="s1", verdict="sound")
    with pytest.raises(NotComplete, match="not the text"):
        review.approve(by=ben, revision=revision, text_hash="0" * 64)
    assert states.of(revision) is State.UNDER_REVIEW


def test_a_high_risk_text_needs_two(article: Article, person: People) -> None:
    from curbside_site.review.models import HighRisk

    HighRisk.objects.create(word="invented", kind="topic", why="the tests", added_by="the tests")
    ben, cleo = person("ben", Role.REVIEWER), person("cleo", Role.REVIEWER)
    revision = approved(article, ben)
    assert states.of(revision) is State.UNDER_REVIEW
    review.give_verdict(by=cleo, revision=revision, statement="s1", verdict="sound")
    review.approve(by=cleo, revision=revision, text_hash=revision.text_hash)
    assert states.of(revision) is State.APPROVED
    with pytest.raises(NotLegal):
        review.request_changes(by=ben, revision=revision, comment="too late")


def test_an_approved_amendment_supersedes_what_was_before(article: Article, person: People) -> None:
    first = approved(article, person("ben", Role.REVIEWER))
    ada = first.author
    second = articles.revise(by=ada, article=article, body=body("Another."), answer="a2", why="clearer", on=1)
    assert states.standing(article) == first
    approved(article, person("cleo", Role.REVIEWER))
    assert (states.of(first), states.standing(article)) == (State.SUPERSEDED, second)


def test_rows_are_written_once_whoever_connects(article: Article) -> None:
    for table in (Entry.objects, Revision.objects, article.latest.states):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            table.all().delete() if table is Entry.objects else table.update(**_some_field(table))


def _some_field(table: Any) -> dict[str, str]:
    return {"why": "changed"} if table is Revision.objects else {"reason": "changed"}
