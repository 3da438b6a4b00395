"""People, and an article whose text was made by the engine from the starter library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from curbside_site.accounts.models import Credential, Grant, Interest, Person
from curbside_site.accounts.roles import Role

PASSWORD = "a long pass phrase of tests"


@pytest.fixture(autouse=True, scope="session")
def one_connection() -> Iterator[None]:
    """A request ends by closing connections that are in no state to go on. The transaction of a test is such a state on
    PostgreSQL, and would be gone with its rows."""
    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def outside(self: BaseDatabaseWrapper) -> None:
        if not self.in_atomic_block:
            close(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", outside)
        yield


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
