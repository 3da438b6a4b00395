"""What stands before every view."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory

import curbside_site
from curbside.errors import UsageError
from curbside_site import configuring
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.asking.models import Run
from curbside_site.guarding import address, counting
from curbside_site.guarding.models import Tally

pytestmark = pytest.mark.django_db
People = Callable[..., Person]


def ask(client: Client, **headers: Any) -> Any:
    return client.post("/api/v1/ask", {"question": "hydroxocobalamin?"}, content_type="application/json", **headers)


def test_who_asks_too_often_waits(person: People, client: Client, settings: Any, bearer: Callable[..., Any]) -> None:
    settings.LIMITS = {"ask": 2, "work": 2}
    ada, ben = person("ada", Role.READER), person("ben", Role.READER)
    header = bearer(ada, "ask")
    assert [ask(client, headers=header).status_code for _ in range(3)] == [202, 202, 429]
    told = ask(client, headers=bearer(ada, "ask"))
    assert told.status_code == 429
    assert 0 < int(told["Retry-After"]) <= 3600
    assert told["Content-Type"] == "application/problem+json"
    assert ask(client, headers=bearer(ben, "ask")).status_code == 202
    assert Run.objects.count() == 3


def test_without_an_account_an_address_waits_however_many_sessions_it_begins(client: Client, settings: Any) -> None:
    settings.LIMITS, settings.ASKING = {"ask": 1, "work": 1}, "anyone"
    told = [ask(Client()).status_code for _ in range(5)]
    assert told == [202] * 4 + [429]
    assert ask(Client(), REMOTE_ADDR="198.51.100.7").status_code == 202


def test_no_address_is_kept(client: Client, settings: Any) -> None:
    settings.ASKING = "anyone"
    ask(client, REMOTE_ADDR="198.51.100.7")
    assert Tally.objects.exists()
    assert not Tally.objects.filter(key__contains="198.51").exists()


def test_a_window_ends_and_old_ones_are_swept() -> None:
    now = datetime(2026, 1, 1, 12, 59, tzinfo=UTC)
    assert [counting.wait("k", 1, 3600, now) for _ in range(2)] == [0, 60]
    assert counting.wait("k", 1, 3600, now + timedelta(minutes=1)) == 0
    assert counting.wait("other", 1, 3600, now + timedelta(days=3)) == 0
    assert Tally.objects.count() == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.1", "127.0.0.1"),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "6.6.6.6, 203.0.113.1", "203.0.113.1"),
        (2, "6.6.6.6, 203.0.113.1, 10.0.0.1", "203.0.113.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_say_of_an_address_is_believed(
    settings: Any, proxies: int, forwarded: str, expected: str
) -> None:
    settings.PROXIES = proxies
    assert address.of(RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})) == expected


def test_every_answer_has_its_id_and_headers(client: Client, settings: Any) -> None:
    told = client.get("/health", headers={"X-Request-ID": "mine-0123456789"})
    assert len(told["X-Request-ID"]) == 32
    settings.PROXIES = 1
    assert client.get("/health", headers={"X-Request-ID": "mine-0123456789"})["X-Request-ID"] == "mine-0123456789"
    assert client.get("/health", headers={"X-Request-ID": "no\tid"})["X-Request-ID"] != "no\tid"
    for name in ("Permissions-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert told[name], name
    policy = told["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    problem = client.get("/api/none")
    assert problem.json()["request_id"] == problem["X-Request-ID"]


def test_what_a_person_sees_is_kept_by_no_proxy(person: People, client: Client) -> None:
    client.force_login(person("ada", Role.READER))
    assert "no-store" in client.get("/account/tokens/")["Cache-Control"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(
    client: Client, person: People, bearer: Callable[..., Any]
) -> None:
    header = bearer(person("ada", Role.READER), "ask", "check")
    body = json.dumps({"question": "x" * 300_000})
    told = client.post("/api/v1/ask", body, content_type="application/json", headers=header)
    assert told.status_code == 413
    chunked = {**header, "Transfer-Encoding": "chunked"}
    told = client.generic("POST", "/api/v1/check", headers=chunked, CONTENT_LENGTH="")
    assert told.status_code == 411


def test_a_body_that_no_page_takes_is_refused_by_its_length(client: Client, settings: Any) -> None:
    told = client.generic("POST", "/", b"", CONTENT_LENGTH=str(settings.UPLOAD_LARGEST + 2_000_000))
    assert told.status_code == 413
    assert told["X-Request-ID"]


def test_no_template_has_what_the_content_policy_forbids_or_lets_a_text_out_as_html() -> None:
    inline = re.compile(
        r"""\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|<[a-z][^>{]*\son[a-z]+\s*=|javascript:""", re.IGNORECASE
    )
    unescaped = re.compile(r"\|\s*safe\b|\|\s*safeseq|autoescape\s+off")
    found, folder = {}, Path(curbside_site.__file__).parent / "templates"
    for page in sorted(folder.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        assert inline.search(text) is None, page
        found[str(page.relative_to(folder))] = len(unescaped.findall(text))
    # The rendered part of an article, which is a template itself, and the help of Django's own password fields.
    assert {name: n for name, n in found.items() if n} == {"account/fields.html": 1, "reader/article.html": 1}


@pytest.mark.parametrize("given", ["ask", "ask=x", "ask=0", "other=3", "ask=1 work=2"])
def test_limits_that_make_no_sense_are_told(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CURBSIDE_SITE_LIMITS", given)
    with pytest.raises(UsageError, match="CURBSIDE_SITE_LIMITS"):
        configuring.limits()


def test_limits_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURBSIDE_SITE_LIMITS", "ask=5")
    assert configuring.limits() == {"ask": 5, "work": 240, "report": 20}


def test_the_deploy_check_is_clean_under_https(tmp_path: Path) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join(p for p in sys.path if p),
        "CURBSIDE_HOME": str(tmp_path),
        "CURBSIDE_SITE_URL": "https://curbside.example",
        "DJANGO_SETTINGS_MODULE": "curbside_site.settings",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout
