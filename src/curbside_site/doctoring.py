"""What `curbside doctor` says of the site. It changes nothing: a site that was never started stays so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from curbside.settings import Settings
from curbside_site.configuring import DATABASE_FILE

Row = tuple[str, str, bool]
_STALE = timedelta(hours=1)


def rows(settings: Settings) -> Iterator[Row]:
    """The rows of the site: name, value, whether it is sound. Raises UsageError for a setting that makes no sense."""
    if find_spec("django") is None:
        yield "site", 'not installed: pip install "curbside[site]"', True
        return
    if not _is_there(settings.home):
        yield "site", "none yet: `curbside serve` makes it", True
        return
    if not _set_up(settings.home):
        yield "site", "cannot be looked at: Django was set up for another home in this process", False
        return
    from django.db import DatabaseError

    yield from _settings()
    try:
        yield from _database()
    except DatabaseError as error:
        yield "site database", f"cannot be read: {str(error).strip().splitlines()[0]}", False


def _is_there(home: Path) -> bool:
    return bool(os.environ.get("CURBSIDE_SITE_DATABASE_URL")) or (home / DATABASE_FILE).is_file()


def _set_up(home: Path) -> bool:
    """Set Django up for that home, without a migration; False where it is set up for another."""
    os.environ["CURBSIDE_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "curbside_site.settings")
    import django
    from django.conf import settings

    django.setup()
    return Path(settings.HOME) == home


def _settings() -> Iterator[Row]:
    from django.conf import settings

    yield "site address", settings.SITE_URL, True
    if settings.DEBUG:
        yield "site debug", "on: whoever causes an error sees the inside; unset CURBSIDE_SITE_DEBUG", False
    if not settings.SECURE:
        told = "none: log-ins and tokens go in clear; for others than this machine set CURBSIDE_SITE_URL=https://..."
        yield "site https", told, True
    asking = {"anyone": "anyone", "people": "people with an account"}[settings.ASKING]
    limits = ", ".join(f"{name} {number}" for name, number in settings.LIMITS.items())
    yield "site asking", f"{asking}; at most an hour: {limits}", True


def _database() -> Iterator[Row]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    name = {"sqlite": "SQLite, a file in the home folder", "postgresql": "PostgreSQL"}[connection.vendor]
    if waiting:
        yield "site database", f"{name}; {waiting} migrations behind: the next `curbside serve` makes them", True
        return
    yield "site database", name, True
    yield from _people()
    yield from _work()


def _people() -> Iterator[Row]:
    from curbside_site.accounts.models import Grant
    from curbside_site.accounts.roles import Role
    from curbside_site.audit_trail.trail import head

    admins = Grant.objects.filter(role=Role.ADMIN.value, revoked_at=None, person__is_active=True).count()
    told = f"{admins} may administer" if admins else "nobody may administer: `curbside people add NAME --role admin`"
    yield "site people", told, bool(admins)
    number, _, at = head()
    yield "site trail", f"{number} entries{f', the last of {at:%Y-%m-%d %H:%M} UTC' if at else ''}", True


def _work() -> Iterator[Row]:
    from django.utils import timezone

    from curbside_site.api.models import Delivery
    from curbside_site.asking.models import Run
    from curbside_site.review.models import JobState

    now = timezone.now()
    waiting = Run.objects.filter(state=Run.QUEUED)
    stale = waiting.filter(asked_at__lt=now - _STALE).exists()
    more = "; one for more than an hour: no worker runs (`curbside serve`, `curbside worker`)" if stale else ""
    yield "site questions", f"{waiting.count()} wait{more}", not stale
    failing = [f"{j.name} ({j.error})" for j in JobState.objects.exclude(error="").order_by("name")]
    yield "site jobs", f"fail: {'; '.join(failing)}" if failing else "none fails", not failing
    given_up = Delivery.objects.exclude(given_up_at=None).filter(webhook__stopped_at=None).count()
    if given_up:
        yield "site webhooks", f"{given_up} messages were given up; /webhooks/ shows why", True
