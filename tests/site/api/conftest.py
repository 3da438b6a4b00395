"""An article that the engine wrote on the starter library, approved by an invented reviewer, and tokens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.test import Client

from curbside.interop import contract
from curbside.types import Answer, State, Status
from curbside_site import shelf
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.api import tokens
from curbside_site.articles import services as articles
from curbside_site.articles.models import Revision
from curbside_site.review import services as review

QUESTION = "What is the maintenance dose of hydroxocobalamin in pernicious anaemia with neurological involvement?"
People = Callable[..., Person]
Publish = Callable[..., Revision]


@dataclass(frozen=True)
class Saved:
    """An answer as the library keeps it."""

    id: str
    body: dict[str, Any]


@pytest.fixture(scope="session")
def answered() -> Saved:
    """A real answer with doses and a bottom line."""
    with shelf.engine() as engine:
        answer = engine.ask(QUESTION, jurisdiction="uk", length="full")
        assert isinstance(answer, Answer)
        assert answer.regimens
        assert answer.bottom_line
        body = contract.as_json(answer, engine.library.read_span)
        cited = [(r.source.id, r.source.content_hash) for r in answer.references]
        return Saved(engine.library.save_answer(QUESTION, json.dumps(body), cited), body)


@pytest.fixture
def publish(person: People, answered: Saved) -> Publish:
    """Makes an article of it and has it approved for the given renditions."""

    def made(*renditions: str, author: Person | None = None, reviewer: Person | None = None) -> Revision:
        ada = author or person("ada", Role.AUTHOR)
        ben = reviewer or person("ben", Role.REVIEWER)
        revision = articles.create(by=ada, body=answered.body, answer=answered.id).latest
        review.submit(by=ada, revision=revision)
        review.take(by=ben, revision=revision)
        for statement in review.statement_ids(revision):
            review.give_verdict(by=ben, revision=revision, statement=statement, verdict="sound")
        review.approve(by=ben, revision=revision, text_hash=revision.text_hash, renditions=("page", *renditions))
        return revision

    return made


@pytest.fixture
def bearer() -> Callable[..., dict[str, str]]:
    """The header of a new token of somebody, with those scopes."""

    def made(person: Person, *scopes: str) -> dict[str, str]:
        _, secret = tokens.make(by=person, person=person, name="the tests", scopes=scopes)
        return {"Authorization": f"Bearer {secret}"}

    return made


@pytest.fixture
def retracted() -> Iterator[Callable[[str], None]]:
    """Marks sources of the library as retracted, until the test is over."""
    held = []

    def mark(source_id: str) -> None:
        source = shelf.library().get(source_id)
        held.append(source)
        shelf.library().put(replace(source, status=Status(State.RETRACTED, reason="an invented retraction")))

    yield mark
    for source in held:
        shelf.library().put(source)


@pytest.fixture
def anyone(client: Client) -> Client:
    """A program without a token."""
    return client
