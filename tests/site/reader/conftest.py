"""A real answer of the engine on the starter library, as a run and as an article in each of its states."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from curbside.engine import Engine
from curbside.interop import contract
from curbside.types import Answer
from curbside_site import shelf
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.articles import services as articles
from curbside_site.articles.models import Revision
from curbside_site.review import services as review
from curbside_site.review.models import Lapse

QUESTION = "hydroxocobalamin dose for B12 deficiency with neurological involvement"
People = Callable[..., Person]
Publish = Callable[..., Revision]


@dataclass(frozen=True)
class Saved:
    """An answer as the library keeps it."""

    id: str
    body: dict[str, Any]


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with shelf.engine() as opened:
        yield opened


@pytest.fixture(scope="session")
def answered(engine: Engine) -> Saved:
    """A real answer with doses, a bottom line, a plan and a conflict."""
    answer = engine.ask(QUESTION, jurisdiction="uk", length="full")
    assert isinstance(answer, Answer)
    assert answer.regimens
    assert answer.bottom_line
    assert answer.conflicts
    body = contract.as_json(answer, engine.library.read_span)
    cited = [(r.source.id, r.source.content_hash) for r in answer.references]
    return Saved(engine.library.save_answer(QUESTION, json.dumps(body), cited), body)


@pytest.fixture
def ada(person: People) -> Person:
    return person("ada", Role.AUTHOR)


@pytest.fixture
def ben(person: People) -> Person:
    return person("ben", Role.REVIEWER)


@pytest.fixture
def draft(ada: Person, answered: Saved) -> Revision:
    return articles.create(by=ada, body=answered.body, answer=answered.id).latest


@pytest.fixture
def submitted(draft: Revision, ada: Person) -> Revision:
    review.submit(by=ada, revision=draft)
    return draft


@pytest.fixture
def approved(submitted: Revision, ben: Person) -> Revision:
    return approve(submitted, ben)


def approve(revision: Revision, reviewer: Person) -> Revision:
    review.take(by=reviewer, revision=revision)
    for statement in review.statement_ids(revision):
        review.give_verdict(by=reviewer, revision=revision, statement=statement, verdict="sound")
    review.approve(
        by=reviewer, revision=revision, text_hash=revision.text_hash, renditions=("page", "print", "md", "pdf")
    )
    return revision


@pytest.fixture
def lapse() -> Callable[..., Lapse]:
    """Lets a revision lapse, as following the library would."""

    def made(revision: Revision, reason: str = "retracted", hides: tuple[str, ...] = ()) -> Lapse:
        return Lapse.objects.create(
            article=revision.article,
            revision=revision,
            reason=reason,
            detail="An invented reason.",
            hides=list(hides),
            key=f"{reason}:{revision.pk}:{','.join(hides)}",
            at=timezone.now(),
        )

    return made


@pytest.fixture
def stranger() -> Client:
    """Somebody without an account."""
    return Client()


@pytest.fixture
def logged_in() -> Callable[[Person], Client]:
    def made(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return made
