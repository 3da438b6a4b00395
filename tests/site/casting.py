"""The people of the tests of whole sequences: who wrote, who reviews, who edits. All are invented."""

from __future__ import annotations

from datetime import date

from curbside_site.accounts.models import Credential, Grant, Interest, Person
from curbside_site.accounts.roles import Role

ROLES = {
    "ada": (Role.AUTHOR, Role.REVIEWER),
    "ben": (Role.REVIEWER,),
    "cleo": (Role.REVIEWER,),
    "dora": (Role.AUTHOR, Role.REVIEWER, Role.EDITOR),
    "edith": (Role.EDITOR,),
    "rita": (Role.READER, Role.ADMIN),
}


def people() -> None:
    """Make them, each reviewer with a verified credential and a declaration."""
    registrar = Person.objects.create(username="registrar", invented=True)
    for name, roles in ROLES.items():
        made = Person.objects.create(username=name, invented=True)
        for role in roles:
            Grant.objects.create(person=made, role=role.value, granted_by="the tests")
        if Role.REVIEWER in roles:
            Interest.objects.create(person=made, text="none declared")
            Credential.objects.create(
                person=made,
                title="MD",
                specialty="invented",
                register="invented",
                verified_by=registrar,
                verified_on=date(2026, 1, 1),
            )
