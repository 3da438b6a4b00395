"""The commands that the site adds to `curbside`: `audit-trail` so far."""

from __future__ import annotations

import os

import click

from curbside.cli.common import home_option
from curbside.errors import UsageError


def prepare(home: str | None) -> None:
    """Set Django up for a home folder; the database is brought to the newest schema.

    Raises UsageError where the extra is not installed.
    """
    if home:
        os.environ["CURBSIDE_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "curbside_site.settings")
    try:
        import django
    except ModuleNotFoundError as error:
        raise UsageError('The site needs Django; `pip install "curbside[site]"` installs it.') from error
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


@click.group("audit-trail")
def audit_trail() -> None:
    """Prove that no entry of the site's audit trail was changed."""


@audit_trail.command()
@home_option
def verify(home: str | None) -> None:
    """Read the whole chain again; exit code 1 where it does not hold."""
    prepare(home)
    from curbside_site.audit_trail import trail

    found = list(trail.breaks())
    for broken in found:
        click.echo(f"entry {broken.number}: {broken.why}")
    number, last, at = trail.head()
    if found:
        raise click.exceptions.Exit(1)
    when = f", of {at:%Y-%m-%d %H:%M} UTC" if at else ""
    click.echo(f"The trail holds: {number} entries{when}.\nIts last hash: {last}")
