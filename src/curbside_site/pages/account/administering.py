"""For administrators: people, roles, credentials."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curbside.errors import CurbsideError
from curbside_site.accounts.access import needs
from curbside_site.accounts.models import Credential, Person
from curbside_site.accounts.roles import PERMISSIONS, Permission, Role
from curbside_site.errors import NotComplete
from curbside_site.pages.telling import attempt, person
from curbside_site.people import demonstration, services


def _people() -> QuerySet[Person]:
    return Person.objects.prefetch_related("grants", "credentials").order_by("username")


@needs(Permission.ADMINISTER)
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """All people; a form adds one, who is invented in a demonstration."""
    if request.method == "POST":
        form = request.POST
        try:
            made = services.add(
                by=person(request),
                username=form.get("username", ""),
                full_name=form.get("full_name", ""),
                email=form.get("email", ""),
                invented=demonstration.is_one(),
            )
        except CurbsideError as error:
            messages.error(request, str(error))
        else:
            return redirect("one_person", made.username)
    return render(request, "account/people.html", {"people": _people(), "form": request.POST})


@needs(Permission.ADMINISTER)
@require_GET
def one(request: HttpRequest, username: str) -> HttpResponse:
    """One person: roles given and taken back, credentials, the last of what they did."""
    found = get_object_or_404(_people(), username=username)
    told = {
        "them": found,
        "grants": found.grants.order_by("-granted_at"),
        "credentials": found.credentials.select_related("verified_by"),
        "roles": [r for r in Role if r not in found.roles],
        "held": sorted(found.roles),
    }
    return render(request, "account/person.html", told)


@needs(Permission.ADMINISTER)
@require_POST
def change(request: HttpRequest, username: str) -> HttpResponse:
    """Grant or revoke a role, close or reopen the account, set the address, make a link to set a password."""
    them, by = get_object_or_404(Person, username=username), person(request)
    match request.POST.get("do"):
        case "grant":
            attempt(request, lambda: services.grant(by=by, person=them, role=_role(request)), "The role is given.")
        case "revoke":
            attempt(
                request, lambda: services.revoke(by=by, person=them, role=_role(request)), "The role is taken back."
            )
        case "close":
            attempt(request, lambda: services.close_account(by=by, person=them), "The account is closed.")
        case "reopen":
            attempt(request, lambda: services.reopen_account(by=by, person=them), "The account is open.")
        case "email":
            email = request.POST.get("email", "")
            attempt(request, lambda: services.set_email(by=by, person=them, email=email), "The address is set.")
        case "link":
            uid, token = services.invitation(by=by, person=them)
            link = settings.SITE_URL + reverse("set_password", args=[uid, token])
            messages.warning(request, f"Hand this link over yourself; it works once, for three days: {link}")
        case _:
            messages.error(request, "There is no such change.")
    return redirect("one_person", username)


def _role(request: HttpRequest) -> Role:
    given = request.POST.get("role", "")
    if given not in {r.value for r in Role}:
        raise NotComplete(f"A role is one of: {', '.join(Role)}.")
    return Role(given)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotComplete(f"{text!r} is no date; write it as 2027-03-31.") from error


@needs(Permission.EDIT)
@require_GET
def credentials(request: HttpRequest) -> HttpResponse:
    """Reviewers and their credentials, for editors who verify them."""
    reviewers = [p for p in _people() if Role.REVIEWER in p.roles]
    return render(request, "account/credentials.html", {"reviewers": reviewers})


@needs(Permission.ACCOUNT)
@require_POST
def verify(request: HttpRequest, username: str) -> HttpResponse:
    """Write down that one has seen somebody's entry in a register; the service says who may."""
    them, form = get_object_or_404(Person, username=username), request.POST
    attempt(
        request,
        lambda: services.verify_credential(
            by=person(request),
            person=them,
            title=form.get("title", ""),
            specialty=form.get("specialty", ""),
            register=form.get("register", ""),
            expires_on=_date(form.get("expires_on", "")),
        ),
        "The credential is written down under your name.",
    )
    return redirect("one_person", username) if person(request).may(Permission.ADMINISTER) else redirect("credentials")


@needs(Permission.ACCOUNT)
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Let a credential end; the service says who may."""
    found = get_object_or_404(Credential, pk=number)
    attempt(request, lambda: services.end_credential(by=person(request), credential=found), "It has ended.")
    to = found.person.username
    return redirect("one_person", to) if person(request).may(Permission.ADMINISTER) else redirect("credentials")


@needs(Permission.PUBLIC)
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Who may do what, out of the table that the site goes by."""
    table = [(p, [(r, p in PERMISSIONS[r]) for r in Role]) for p in Permission]
    return render(request, "account/roles.html", {"roles": list(Role), "table": table})
