"""What the settings are made from: the environment and the home folder.

Raises UsageError where a value makes no sense; Django's own traceback is not for whoever mistyped a setting.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from curbside.errors import UsageError
from curbside.models.configuration import configuration

SECRET_FILE = "site-secret"
DATABASE_FILE = "site.sqlite3"
_ASKING = ("anyone", "people")
QUOTING, MODEL = COMPOSERS = ("quoting", "model")
_LIMITS = {"ask": 60, "work": 240, "report": 20}
_MFA = ("off", "optional", "required")


def secret(home: Path) -> str:
    """The secret of this site, made on first use and readable by its owner alone."""
    if given := os.environ.get("CURBSIDE_SITE_SECRET"):
        if len(given) < 50:
            raise UsageError(f"CURBSIDE_SITE_SECRET has {len(given)} characters; give 50 or more.")
        return given
    file = home / SECRET_FILE
    home.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: of two processes that start at once, one makes it and the other reads it.
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return file.read_text().strip()


def database(home: Path) -> dict[str, Any]:
    """Django's description of the site's database."""
    url = os.environ.get("CURBSIDE_SITE_DATABASE_URL")
    return postgresql(url) if url else sqlite(home / DATABASE_FILE)


def sqlite(file: Path) -> dict[str, Any]:
    """A file in WAL mode; every transaction takes the write lock at its start, so that none fails at its upgrade.

    A thread keeps its connection: opening one costs more than what most pages ask of it.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """postgresql://user:password@host:port/name?option=value; options are libpq's."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise UsageError("CURBSIDE_SITE_DATABASE_URL is no postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def hosts(site_url: str) -> list[str]:
    """The names that requests may be for."""
    given = [h.strip() for h in os.environ.get("CURBSIDE_SITE_HOSTS", "").split(",") if h.strip()]
    own = urlsplit(site_url).hostname
    if not own:
        raise UsageError(f"CURBSIDE_SITE_URL is {site_url!r}; give an address such as https://curbside.example.org.")
    return sorted({*given, own, "localhost", "127.0.0.1", "[::1]"})


def asking() -> str:
    """Who may ask: `anyone` or `people`."""
    given = os.environ.get("CURBSIDE_SITE_ASKING", "people").strip().lower()
    if given not in _ASKING:
        raise UsageError(f"CURBSIDE_SITE_ASKING is {given!r}; it is anyone or people.")
    return given


def proxies() -> int:
    """How many proxies stand before the site."""
    given = os.environ.get("CURBSIDE_SITE_PROXIES", "0").strip()
    if not given.isdigit():
        raise UsageError(f"CURBSIDE_SITE_PROXIES is {given!r}; it is a number, such as 1.")
    return int(given)


def limits() -> dict[str, int]:
    """How often an hour one person may do what costs, by its name."""
    made = dict(_LIMITS)
    for part in filter(None, (p.strip() for p in os.environ.get("CURBSIDE_SITE_LIMITS", "").split(","))):
        name, _, number = (p.strip() for p in part.partition("="))
        if name not in _LIMITS or not number.isdigit() or not int(number):
            raise UsageError(f"CURBSIDE_SITE_LIMITS has {part!r}; write it as ask=60, work=240, report=20.")
        made[name] = int(number)
    return made


def webhooks_anywhere() -> bool:
    """Whether webhooks may go to private addresses, and over http."""
    given = os.environ.get("CURBSIDE_SITE_WEBHOOKS", "public").strip().lower()
    if given not in ("public", "anywhere"):
        raise UsageError(f"CURBSIDE_SITE_WEBHOOKS is {given!r}; it is public or anywhere.")
    return given == "anywhere"


def mfa() -> str:
    """Whether a second factor is `off`, `optional` or `required` of all who may do more than read and ask."""
    given = os.environ.get("CURBSIDE_SITE_MFA", "optional").strip().lower()
    if given not in _MFA:
        raise UsageError(f"CURBSIDE_SITE_MFA is {given!r}; it is one of {', '.join(_MFA)}.")
    return given


def oidc() -> dict[str, Any] | None:
    """The provider of single sign-on as django-allauth describes it, None where none is set."""
    issuer = os.environ.get("CURBSIDE_SITE_OIDC_ISSUER", "").strip()
    if not issuer:
        return None
    if urlsplit(issuer).scheme != "https":
        raise UsageError(f"CURBSIDE_SITE_OIDC_ISSUER is {issuer!r}; it is an address with https.")
    client, secret_ = (os.environ.get(f"CURBSIDE_SITE_OIDC_{n}", "").strip() for n in ("CLIENT", "SECRET"))
    if not client or not secret_:
        raise UsageError("CURBSIDE_SITE_OIDC_ISSUER needs CURBSIDE_SITE_OIDC_CLIENT and CURBSIDE_SITE_OIDC_SECRET.")
    name = os.environ.get("CURBSIDE_SITE_OIDC_NAME", "").strip() or "single sign-on"
    app = {
        "provider_id": "oidc",
        "name": name,
        "client_id": client,
        "secret": secret_,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def oidc_origins(provider: dict[str, Any] | None) -> list[str]:
    """Where the browser is sent to log in, as an origin."""
    if provider is None:
        return []
    parts = urlsplit(provider["openid_connect"]["APPS"][0]["settings"]["server_url"])
    return [f"{parts.scheme}://{parts.netloc}"]


def oidc_newcomers() -> bool:
    """Whether somebody whom nobody added gets an account, as a reader, by single sign-on."""
    given = os.environ.get("CURBSIDE_SITE_OIDC_NEWCOMERS", "refuse").strip().lower()
    if given not in ("refuse", "readers"):
        raise UsageError(f"CURBSIDE_SITE_OIDC_NEWCOMERS is {given!r}; it is refuse or readers.")
    return given == "readers"


def composer() -> str:
    """By what answers are composed: `quoting`, or the language `model` that is set."""
    given = os.environ.get("CURBSIDE_SITE_COMPOSER", "quoting").strip().lower()
    if given not in COMPOSERS:
        raise UsageError(f"CURBSIDE_SITE_COMPOSER is {given!r}; it is quoting or model.")
    if given == MODEL and configuration() is None:
        raise UsageError("CURBSIDE_SITE_COMPOSER is model, and none is set: CURBSIDE_MODEL_URL is its address.")
    return given


def fetching() -> bool:
    """Whether authors may fetch a source by its identifier, which asks a service outside."""
    given = os.environ.get("CURBSIDE_SITE_FETCHING", "off").strip().lower()
    if given not in ("on", "off"):
        raise UsageError(f"CURBSIDE_SITE_FETCHING is {given!r}; it is on or off.")
    return given == "on"
