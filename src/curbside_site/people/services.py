"""Accounts, roles, credentials and interests; every function is one transaction and names who does it.

Each raises NotAllowed, NotLegal or NotComplete. by: a person, or the name of a part of the system ("system: command
line") for whoever holds the machine.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from curbside_site.accounts.models import AUDIENCES, Credential, Grant, Interest, Person
from curbside_site.accounts.roles import Permission, Role
from curbside_site.audit_trail.trail import record
from curbside_site.errors import NotAllowed, NotComplete, NotLegal
from curbside_site.people import demonstration

COMMAND_LINE = "system: command line"
Actor = Person | str


@transaction.atomic
def add(
    *, by: Actor, username: str, full_name: str, email: str = "", password: str | None = None, invented: bool = False
) -> Person:
    """An account without roles. password None: none can log in with it until its person sets one (`invitation`)."""
    _administers(by)
    demonstration.refuse_mixing(invented=invented)
    if not full_name.strip():
        raise NotComplete("Give the name under which others see the person.")
    made = Person(username=username.strip(), full_name=full_name.strip(), email=email.strip(), invented=invented)
    try:
        UnicodeUsernameValidator()(made.username)
        if password is not None:
            validate_password(password, made)
        made.set_password(password)
        with transaction.atomic():
            made.save()
    except ValidationError as error:
        raise NotComplete(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise NotLegal(f"There is an account {username} already.") from error
    record(by=by, action="person added", about=_about(made), detail={"full_name": made.full_name})
    return made


@transaction.atomic
def grant(*, by: Actor, person: Person, role: Role) -> None:
    """Give a role. Nobody gives one to themselves but whoever holds the machine."""
    _administers(by)
    if by == person:
        raise NotAllowed("Nobody gives themselves a role; ask another administrator.")
    try:
        with transaction.atomic():
            Grant.objects.create(person=person, role=role.value, granted_by=_name(by))
    except IntegrityError as error:
        raise NotLegal(f"{person.name} is {role} already.") from error
    record(by=by, action="role granted", about=_about(person), detail={"role": role.value})


@transaction.atomic
def revoke(*, by: Actor, person: Person, role: Role) -> None:
    """Take a role back. The last administrator stays one, so that the site is not left without."""
    _administers(by)
    if role is Role.ADMIN and not _other_administrator(person):
        raise NotLegal("The last administrator keeps the role; give it to somebody else first.")
    now = timezone.now()
    if not person.grants.filter(role=role.value, revoked_at=None).update(revoked_by=_name(by), revoked_at=now):
        raise NotLegal(f"{person.name} is not {role}.")
    record(by=by, action="role revoked", about=_about(person), detail={"role": role.value})


@transaction.atomic
def close_account(*, by: Actor, person: Person) -> None:
    """Let somebody log in no more; what they wrote and decided stays."""
    _administers(by)
    if by == person:
        raise NotAllowed("Nobody closes their own account; ask another administrator.")
    if Role.ADMIN in person.roles and not _other_administrator(person):
        raise NotLegal("The last administrator's account stays open.")
    _set_active(by, person, False)


@transaction.atomic
def reopen_account(*, by: Actor, person: Person) -> None:
    """Let somebody log in again."""
    _administers(by)
    _set_active(by, person, True)


@transaction.atomic
def invitation(*, by: Actor, person: Person) -> tuple[str, str]:
    """What the link on which a person sets a password is made of: the id and a token, which works once, for three days.

    It is handed over by whoever made it; nothing is sent.
    """
    _administers(by)
    record(by=by, action="password link made", about=_about(person))
    return urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)


@transaction.atomic
def verify_credential(
    *,
    by: Person,
    person: Person,
    title: str,
    specialty: str,
    register: str,
    expires_on: date | None = None,
) -> Credential:
    """Write down that one has seen somebody's entry in a register. Nobody verifies themselves."""
    if not (by.may(Permission.ADMINISTER) or by.may(Permission.EDIT)):
        raise NotAllowed("Only an editor or an administrator verifies credentials.")
    if by == person:
        raise NotAllowed("Nobody verifies their own credentials.")
    if not all(t.strip() for t in (title, specialty, register)):
        raise NotComplete("Give the title, the specialty and the register.")
    today = timezone.localdate()
    if expires_on is not None and expires_on <= today:
        raise NotComplete("The credential has expired.")
    made = Credential.objects.create(
        person=person,
        title=title.strip(),
        specialty=specialty.strip(),
        register=register.strip(),
        verified_by=by,
        verified_on=today,
        expires_on=expires_on,
    )
    detail = {"title": made.title, "register": made.register}
    record(by=by, action="credential verified", about=_about(person), detail=detail)
    return made


@transaction.atomic
def end_credential(*, by: Person, credential: Credential) -> None:
    """Let a credential end today, since it does not hold any more; what was decided on it stays."""
    if not (by.may(Permission.ADMINISTER) or by.may(Permission.EDIT)) or by == credential.person:
        raise NotAllowed("Only an editor or an administrator ends the credential of somebody else.")
    yesterday = timezone.localdate() - timedelta(days=1)
    Credential.objects.filter(pk=credential.pk).update(expires_on=yesterday)
    record(by=by, action="credential ended", about=_about(credential.person), detail={"title": credential.title})


@transaction.atomic
def declare(*, by: Person, text: str) -> Interest:
    """Declare one's interests; "none declared" is a declaration."""
    if not text.strip():
        raise NotComplete("Say what they are, or “none declared”.")
    made = Interest.objects.create(person=by, text=text.strip())
    record(by=by, action="interests declared", about=_about(by))
    return made


@transaction.atomic
def describe(*, by: Person, full_name: str, audience: str) -> None:
    """Change one's own name and audience. The address is an administrator's to set: single sign-on goes by it."""
    if not full_name.strip():
        raise NotComplete("Give the name under which others see you.")
    if audience not in AUDIENCES:
        raise NotComplete(f"It is one of: {', '.join(AUDIENCES)}.")
    before = by.full_name
    Person.objects.filter(pk=by.pk).update(full_name=full_name.strip(), audience=audience)
    if before != full_name.strip():
        detail = {"before": before, "now": full_name.strip()}
        record(by=by, action="name changed", about=_about(by), detail=detail)


@transaction.atomic
def set_email(*, by: Actor, person: Person, email: str) -> None:
    """Change the address by which single sign-on knows somebody. Raises NotLegal where another has it."""
    _administers(by)
    told = email.strip()
    if told and Person.objects.filter(email__iexact=told).exclude(pk=person.pk).exists():
        raise NotLegal("Another account has that address.")
    Person.objects.filter(pk=person.pk).update(email=told)
    record(by=by, action="address changed", about=_about(person), detail={"email": told})


@transaction.atomic
def joined(*, person: Person, provider: str) -> None:
    """Write down that somebody came by single sign-on for the first time."""
    by = f"system: {provider}"
    record(by=by, action="joined single sign-on", about=_about(person))
    if not person.grants.exists():
        Grant.objects.create(person=person, role=Role.READER.value, granted_by=by)
        record(by=by, action="role granted", about=_about(person), detail={"role": Role.READER.value})


def named(username: str) -> Person:
    """The person of an account. Raises NotComplete where there is none."""
    found = Person.objects.filter(username=username).first()
    if found is None:
        raise NotComplete(f"There is no account {username!r}; `curbside people list` shows all.")
    return found


def _set_active(by: Actor, person: Person, active: bool) -> None:
    if not Person.objects.filter(pk=person.pk, is_active=not active).update(is_active=active):
        raise NotLegal(f"The account is {'open' if active else 'closed'} already.")
    record(by=by, action=f"account {'reopened' if active else 'closed'}", about=_about(person))


def _other_administrator(person: Person) -> bool:
    others = Grant.objects.filter(role=Role.ADMIN.value, revoked_at=None, person__is_active=True)
    return others.exclude(person=person).exists()


def _administers(by: Actor) -> None:
    if isinstance(by, Person) and not by.may(Permission.ADMINISTER):
        raise NotAllowed("Only an administrator changes accounts and roles.")


def _name(by: Actor) -> str:
    return by.name if isinstance(by, Person) else by


def _about(person: Person) -> str:
    return f"person:{person.username}"
