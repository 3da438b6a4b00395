"""People, and an article whose text was made by the engine from the starter library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from curbside_site.accounts.models import Credential, Grant, Interest, Person
from curbside_site.accounts.roles import Role

PASSWORD = "a long pass phrase of tests"


@pytest.fixture(autouse=True, scope="session")
def one_connection() -> Iterator[None]:
    """A request ends with closing connections; in a test that would end the transaction that is rolled back after it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def person(db: None) -> Callable[..., Person]:
    """Makes a person with roles; a reviewer gets a verified credential and a declaration."""

    def make(username: str, *roles: Role) -> Person:
        made = Person.objects.create_user(username, password=PASSWORD, full_name=username.title(), invented=True)
        for role in roles:
            Grant.objects.create(person=made, role=role.value, granted_by="the tests")
        if Role.REVIEWER in roles:
            registrar, _ = Person.objects.get_or_create(username="registrar", invented=True)
            Credential.objects.create(
                person=made,
                title="MD",
                specialty="internal medicine",
                register="an invented register",
                verified_by=registrar,
                verified_on=date(2026, 1, 1),
            )
            Interest.objects.create(person=made, text="none declared")
        return made

    return make
