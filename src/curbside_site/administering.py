"""Commands for whoever holds the machine: `people`, `backup`, `restore`, `demo-data`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from curbside.cli.common import home_option, note
from curbside.errors import UsageError
from curbside_site.accounts.roles import Role
from curbside_site.commands import prepare

_ROLES = click.Choice([r.value for r in Role])


@click.group("people")
def people() -> None:
    """Add people to the site, give them roles, and list them."""


@people.command("add")
@click.argument("username", metavar="NAME")
@click.option("--role", "roles", multiple=True, type=_ROLES, help="A role; may be given several times.")
@click.option("--full-name", metavar="TEXT", help="As others see it; else NAME.")
@click.option("--email", metavar="TEXT", default="", help="By which single sign-on knows the person.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
@click.option("--link", is_flag=True, help="Set no password; print a link on which the person sets one.")
@home_option
def add_command(
    username: str,
    roles: tuple[str, ...],
    full_name: str | None,
    email: str,
    password_stdin: bool,
    link: bool,
    home: str | None,
) -> None:
    """Add the person NAME; the first one of a site is its administrator: --role admin."""
    prepare(home)
    from django.db import transaction

    from curbside_site.people import services

    password = None if link else _password(password_stdin)
    with transaction.atomic():
        made = services.add(
            by=services.COMMAND_LINE,
            username=username,
            full_name=full_name or username,
            email=email,
            password=password,
        )
        for role in dict.fromkeys(roles):
            services.grant(by=services.COMMAND_LINE, person=made, role=Role(role))
    click.echo(f"{made.name} ({username}): {', '.join(roles) or 'no role yet'}.")
    if link:
        _echo_link(username)


@people.command("link")
@click.argument("username", metavar="NAME")
@home_option
def link_command(username: str, home: str | None) -> None:
    """Print a link on which NAME sets a password, once, within three days."""
    prepare(home)
    _echo_link(username)


@people.command("grant")
@click.argument("username", metavar="NAME")
@click.argument("role", type=_ROLES)
@home_option
def grant_command(username: str, role: str, home: str | None) -> None:
    """Give NAME a role."""
    prepare(home)
    from curbside_site.people import services

    services.grant(by=services.COMMAND_LINE, person=services.named(username), role=Role(role))


@people.command("revoke")
@click.argument("username", metavar="NAME")
@click.argument("role", type=_ROLES)
@home_option
def revoke_command(username: str, role: str, home: str | None) -> None:
    """Take a role of NAME back."""
    prepare(home)
    from curbside_site.people import services

    services.revoke(by=services.COMMAND_LINE, person=services.named(username), role=Role(role))


@people.command("list")
@home_option
def list_command(home: str | None) -> None:
    """List the people and their roles."""
    prepare(home)
    from curbside_site.accounts.models import Person

    for one in Person.objects.order_by("username"):
        closed = "" if one.is_active else " (closed)"
        click.echo(f"{one.username}\t{one.name}{closed}\t{', '.join(sorted(one.roles)) or 'no role'}")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise UsageError("A password is asked for on a terminal; elsewhere use --password-stdin or --link.")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _echo_link(username: str) -> None:
    from django.conf import settings
    from django.urls import reverse

    from curbside_site.people import services

    uid, token = services.invitation(by=services.COMMAND_LINE, person=services.named(username))
    click.echo(f"{settings.SITE_URL}{reverse('set_password', args=[uid, token])}")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
def backup(file: Path, home: str | None) -> None:
    """Write the library, the site and what belongs to them into FILE, while the site runs.

    A database in PostgreSQL is copied by its own tools; which, is told.
    """
    prepare(home)
    from django.conf import settings
    from django.db import connection

    from curbside_site import keeping

    kept = keeping.backup(settings.ENGINE, file, site_in_postgresql=connection.vendor == "postgresql")
    click.echo(f"{kept.files} files, {kept.size:,} bytes in {file}.")
    # The order is that of `keeping`: what the site names, the library has.
    for what in kept.elsewhere:
        note(f"The {what} is in PostgreSQL: `pg_dump --format=custom --file={what}.dump ADDRESS` copies it.")
    if len(kept.elsewhere) == 2:
        note("Copy the site first and the library after it.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@home_option
def restore(file: Path, home: Path | None) -> None:
    """Put the backup FILE into a home that has neither a library nor a site yet."""
    from curbside import settings as engine_settings
    from curbside_site import keeping

    kept = keeping.restore(file, engine_settings.load(home, allow=()).home)
    click.echo(f"{kept.files} files are back; the index is made again at the first question.")
    for what in kept.elsewhere:
        note(f"The {what} was in PostgreSQL: `pg_restore --dbname=ADDRESS {what}.dump` puts it back.")


@click.command("demo-data")
@home_option
def demo_data(home: Path | None) -> None:
    """Make a demonstration in a home of its own: invented people, a full queue, approved articles, one that lapsed.

    The home can never become a real one.
    """
    if home is None:
        raise UsageError("A demonstration needs a home of its own: --home DIR.")
    prepare(str(home))
    from curbside_site.demonstrating import make

    for line in make(Path(home).expanduser().absolute()):
        click.echo(line)
