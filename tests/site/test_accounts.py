"""Accounts: coming in, roles, credentials, and what an administrator may not do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.site.conftest import PASSWORD

from curbside.errors import CurbsideError
from curbside_site.accounts.models import Credential, FailedLogin, Grant, Person
from curbside_site.accounts.roles import PERMISSIONS, Permission, Role
from curbside_site.audit_trail import trail
from curbside_site.audit_trail.models import Entry
from curbside_site.errors import NotAllowed, NotComplete, NotLegal
from curbside_site.people import demonstration, logins, services

pytestmark = pytest.mark.django_db
People = Callable[..., Person]
GOOD = "another long pass phrase 7"


def log_in(client: Client, username: str, password: str) -> Any:
    return client.post("/account/login/", {"login": username, "password": password})


def test_one_logs_in_and_out(client: Client, person: People) -> None:
    person("rita", Role.READER)
    assert log_in(client, "rita", PASSWORD).status_code == 302
    assert b"Rita" in client.get("/account/").content
    client.post("/account/logout/")
    assert client.get("/account/").status_code == 302


def test_guessing_is_slowed_down_for_the_account_whoever_asks(client: Client, person: People) -> None:
    person("rita", Role.READER)
    for n in range(logins.OF_AN_ACCOUNT):
        assert log_in(client, "Rita" if n % 2 else "rita", "wrong").status_code == 200
    held = log_in(client, "rita", PASSWORD)
    assert "Too many tries" in held.content.decode()
    assert Entry.objects.filter(action="login held back", about="person:rita").count() == 1
    FailedLogin.objects.update(at=timezone.now() - logins.WINDOW - timedelta(seconds=1))
    assert log_in(client, "rita", PASSWORD).status_code == 302
    assert not FailedLogin.objects.exists()


def test_guessing_is_slowed_down_for_an_address(client: Client, person: People) -> None:
    person("rita", Role.READER)
    for n in range(logins.OF_AN_ADDRESS):
        logins.failed(f"somebody{n}", "127.0.0.1")
    assert "Too many tries" in log_in(client, "rita", PASSWORD).content.decode()
    other = client.post("/account/login/", {"login": "rita", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
    ],
)
def test_an_address_is_what_the_own_proxies_say(
    rf: Any, settings: Any, proxies: int, forwarded: str, seen: str
) -> None:
    settings.PROXIES = proxies
    assert logins.address(rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)) == seen


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/account/signup/").status_code in (403, 404)


def test_a_closed_account_is_shut_at_once(client: Client, person: People) -> None:
    admin, rita = person("alex", Role.ADMIN), person("rita", Role.READER)
    client.force_login(rita)
    services.close_account(by=admin, person=rita)
    assert client.get("/account/").status_code == 302
    log_in(client, "rita", PASSWORD)
    assert client.get("/account/").status_code == 302
    services.reopen_account(by=admin, person=rita)
    assert log_in(client, "rita", PASSWORD).status_code == 302


def test_a_link_sets_a_password_once(client: Client, person: People) -> None:
    admin, rita = person("alex", Role.ADMIN), person("rita", Role.READER)
    uid, token = services.invitation(by=admin, person=rita)
    page = client.get(f"/account/set-password/{uid}/{token}/", follow=True)
    where = page.redirect_chain[-1][0]
    client.post(where, {"new_password1": GOOD, "new_password2": GOOD})
    assert log_in(Client(), "rita", GOOD).status_code == 302
    again = Client().get(f"/account/set-password/{uid}/{token}/", follow=True)
    assert "used already" in again.content.decode()
    assert Entry.objects.filter(action="password set by a link", by="Rita (invented)").count() == 1


def test_an_administrator_gives_and_takes_roles_and_all_of_it_is_in_the_trail(client: Client, person: People) -> None:
    admin, rita = person("alex", Role.ADMIN), person("rita")
    client.force_login(admin)
    to = "/administration/people/rita/change/"
    client.post(to, {"do": "grant", "role": "author"})
    assert Person.objects.get(pk=rita.pk).may(Permission.WRITE)
    client.post(to, {"do": "revoke", "role": "author"})
    assert not Person.objects.get(pk=rita.pk).may(Permission.WRITE)
    client.post(to, {"do": "grant", "role": "emperor"})
    assert set(rita.grants.values_list("role", flat=True)) == {"author"}
    assert Grant.objects.get(person=rita).revoked_by == "Alex (invented)"
    told = list(Entry.objects.filter(about="person:rita").values_list("action", flat=True))
    assert told == ["role granted", "role revoked"]
    assert list(trail.breaks()) == []


def test_what_an_administrator_may_not_do(person: People) -> None:
    admin, rita = person("alex", Role.ADMIN), person("rita", Role.READER)
    with pytest.raises(NotAllowed, match="themselves"):
        services.grant(by=admin, person=admin, role=Role.REVIEWER)
    with pytest.raises(NotLegal, match="last administrator"):
        services.revoke(by=admin, person=admin, role=Role.ADMIN)
    with pytest.raises(NotAllowed, match="own account"):
        services.close_account(by=admin, person=admin)
    with pytest.raises(NotAllowed):
        services.grant(by=rita, person=rita, role=Role.ADMIN)
    assert not PERMISSIONS[Role.ADMIN] & {Permission.WRITE, Permission.REVIEW, Permission.EDIT}


def test_a_credential_is_verified_by_somebody_else_and_ends(person: People) -> None:
    edith, ben, rita = person("edith", Role.EDITOR), person("ben", Role.REVIEWER), person("rita", Role.READER)
    told = {"title": "MD", "specialty": "invented", "register": "an invented register"}
    for by in (ben, rita):
        with pytest.raises(NotAllowed):
            services.verify_credential(by=by, person=ben, **told)
    with pytest.raises(NotAllowed, match="own"):
        services.verify_credential(by=edith, person=edith, **told)
    with pytest.raises(NotComplete, match="expired"):
        services.verify_credential(by=edith, person=ben, expires_on=date(2020, 1, 1), **told)
    made = services.verify_credential(by=edith, person=ben, **told)
    assert (made.verified_by, made.verified_on) == (edith, timezone.localdate())
    for one in ben.credentials.all():
        services.end_credential(by=edith, credential=one)
    assert all(c.expires_on and c.expires_on < timezone.localdate() for c in Credential.objects.filter(person=ben))


def test_the_page_of_roles_is_the_table(client: Client) -> None:
    page = client.get("/roles/").content.decode()
    assert all(escape(str(p)) in page for p in Permission)
    assert page.count(">yes<") == sum(len(p) for p in PERMISSIONS.values())


def test_a_second_factor_is_asked_of_whoever_may_do_more(client: Client, person: People, settings: Any) -> None:
    settings.MFA = "required"
    client.force_login(person("edith", Role.EDITOR))
    assert client.get("/editing/").headers["Location"] == "/account/two-factor/totp/activate/"
    client.force_login(person("rita", Role.READER))
    assert client.get("/account/").status_code == 200


def test_a_second_factor_is_set_up_and_then_asked_for(client: Client, person: People) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    person("edith", Role.EDITOR)
    log_in(client, "edith", PASSWORD)
    page = client.get("/account/two-factor/totp/activate/")
    if page.status_code == 302:
        client.post(page.headers["Location"], {"password": PASSWORD})
        page = client.get("/account/two-factor/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    done = client.post("/account/two-factor/totp/activate/", {"code": code})
    assert done.status_code == 302, done.context["form"].errors
    again = Client()
    assert log_in(again, "edith", PASSWORD).headers["Location"].startswith("/account/two-factor/authenticate/")
    assert again.get("/account/").status_code == 302, "the password alone does not let in"


def test_single_sign_on_knows_people_by_an_address_that_was_verified(person: People, rf: Any, settings: Any) -> None:
    from types import SimpleNamespace

    from allauth.core.exceptions import ImmediateHttpResponse

    from curbside_site.pages.account.adapters import SingleSignOn

    rita = person("rita", Role.READER)
    Person.objects.filter(pk=rita.pk).update(email="rita@example.org")
    connected: list[Person] = []

    def coming(**claims: Any) -> Any:
        return SimpleNamespace(
            is_existing=False,
            user=SimpleNamespace(email=""),
            account=SimpleNamespace(extra_data=claims, provider="oidc"),
            connect=lambda request, who: connected.append(who),
        )

    request = rf.get("/")
    request.session, request._messages = {}, SimpleNamespace(add=lambda *a, **k: None)
    settings.OIDC_NEWCOMERS = False
    door = SingleSignOn()
    door.pre_social_login(request, coming(email="Rita@example.org", email_verified=True))
    assert connected == [rita]
    for claims in (
        {"email": "rita@example.org"},
        {"email": "rita@example.org", "email_verified": False},
        {"email": "eve@example.org", "email_verified": True},
        {},
    ):
        with pytest.raises(ImmediateHttpResponse):
            door.pre_social_login(request, coming(**claims))
    assert connected == [rita]
    with pytest.raises(NotLegal, match="Another account"):
        services.set_email(by="system: tests", person=person("ben"), email="RITA@example.org")


def test_a_demonstration_and_a_real_site_are_not_mixed(person: People, settings: Any, tmp_path: Path) -> None:
    from curbside.errors import UsageError

    settings.HOME = tmp_path
    with pytest.raises(NotAllowed, match="demonstration"):
        services.add(by="system: tests", username="x", full_name="X", password=GOOD, invented=True)
    services.add(by="system: tests", username="real", full_name="Real", password=GOOD)
    with pytest.raises(UsageError, match="real people"):
        demonstration.mark(tmp_path)
    person("rita")
    with pytest.raises(UsageError, match="invented people"):
        demonstration.check(tmp_path)
    with pytest.raises(NotAllowed, match="invented people alone"):
        services.add(by="system: tests", username="y", full_name="Y", password=GOOD)


def test_whoever_is_added_to_a_demonstration_is_invented(
    client: Client, person: People, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    demonstration.mark(tmp_path)
    client.force_login(person("alex", Role.ADMIN))
    client.post("/administration/people/", {"username": "nina", "full_name": "Nina New"})
    assert Person.objects.get(username="nina").name == "Nina New (invented)"


def test_whoever_changes_the_password_stays_in_and_other_windows_do_not(client: Client, person: People) -> None:
    rita, other = person("rita", Role.READER), Client()
    for one in (client, other):
        assert one.login(username="rita", password=PASSWORD)
    form = {"oldpassword": PASSWORD, "password1": GOOD, "password2": GOOD}
    assert client.post("/account/password/", form).headers["Location"] == "/account/"
    rita.refresh_from_db()
    assert rita.check_password(GOOD)
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_a_short_password_and_a_taken_name_are_told(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    with pytest.raises(NotComplete, match="12 characters"):
        services.add(by="system: tests", username="x", full_name="X", password="short")
    services.add(by="system: tests", username="x", full_name="X", password=GOOD)
    with pytest.raises(NotLegal, match="already"):
        services.add(by="system: tests", username="x", full_name="X", password=GOOD)
    with pytest.raises(NotComplete):
        services.add(by="system: tests", username="a b", full_name="X", password=GOOD)


def test_pages_have_no_script_or_style_of_their_own(client: Client, person: People) -> None:
    client.force_login(person("alex", Role.ADMIN))
    for page in ("people/", "people/alex/", "jobs/", "trail/", ""):
        text = client.get(f"/administration/{page}").content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text), page


def test_the_first_administrator_is_added_at_the_command_line(
    client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from curbside_site import administering

    settings.HOME = tmp_path
    monkeypatch.setattr(administering, "prepare", lambda home: None)
    shell = CliRunner()
    add = ["add", "alex", "--full-name", "Alex Ander", "--role", "admin", "--password-stdin"]
    done = shell.invoke(administering.people, add, input=f"{GOOD}\n", catch_exceptions=False)
    assert done.output == "Alex Ander (alex): admin.\n"
    assert log_in(client, "alex", GOOD).status_code == 302
    linked = shell.invoke(administering.people, ["add", "ada", "--role", "author", "--link"], catch_exceptions=False)
    assert "/account/set-password/" in linked.output
    shell.invoke(administering.people, ["grant", "ada", "reviewer"], catch_exceptions=False)
    shell.invoke(administering.people, ["revoke", "ada", "author"], catch_exceptions=False)
    assert Person.objects.get(username="ada").roles == {Role.REVIEWER}
    assert "ada\tada\treviewer" in shell.invoke(administering.people, ["list"]).output
    for wrong in (["grant", "nobody", "author"], ["revoke", "alex", "admin"], ["add", "x"]):
        with pytest.raises(CurbsideError):
            shell.invoke(administering.people, wrong, catch_exceptions=False)
    assert not Person.objects.filter(username="x").exists()
