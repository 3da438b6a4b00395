"""The site with single sign-on turned on: it starts, has the routes, and each of them says who may come."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from curbside.errors import UsageError
from curbside_site import configuring

PROGRAM = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
call_command("check")
call_command("migrate", verbosity=0)
from curbside_site.accounts.access import OUTSIDE
page = Client().get("/account/login/").content.decode()
assert "Log in by Invented Hospital" in page, page
print(reverse("openid_connect_callback", args=["oidc"]))
for name in ("login", "callback"):
    assert f"openid_connect_{name}" in OUTSIDE, name
policy = Client().get("/account/login/").headers["Content-Security-Policy"]
assert "form-action 'self' https://id.invented.example" in policy, policy
assert Client().get("/account/connections/").status_code == 302
"""


def test_it_starts_with_a_provider(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("CURBSIDE_", "DJANGO_"))}
    environment |= {
        "PYTHONPATH": str(Path(configuring.__file__).parents[1]),
        "CURBSIDE_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "curbside_site.settings",
        "CURBSIDE_SITE_OIDC_ISSUER": "https://id.invented.example/realm",
        "CURBSIDE_SITE_OIDC_CLIENT": "curbside",
        "CURBSIDE_SITE_OIDC_SECRET": "invented",
        "CURBSIDE_SITE_OIDC_NAME": "Invented Hospital",
        "CURBSIDE_SITE_HOSTS": "testserver",
    }
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "/account/oidc/oidc/login/callback/" in done.stdout


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("CURBSIDE_SITE_OIDC_ISSUER", "http://id.invented.example", "https"),
        ("CURBSIDE_SITE_OIDC_ISSUER", "https://id.invented.example", "CURBSIDE_SITE_OIDC_CLIENT"),
        ("CURBSIDE_SITE_MFA", "maybe", "optional"),
        ("CURBSIDE_SITE_OIDC_NEWCOMERS", "all", "refuse or readers"),
        ("CURBSIDE_SITE_FETCHING", "yes", "on or off"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str, told: str
) -> None:
    monkeypatch.setenv(setting, value)

    def read_all() -> None:
        for read in (configuring.oidc, configuring.mfa, configuring.oidc_newcomers, configuring.fetching):
            read()

    with pytest.raises(UsageError, match=told):
        read_all()
