"""The commands that the site adds to `curbside`."""

from __future__ import annotations

import os

import click

from curbside.cli.common import home_option
from curbside.errors import UsageError


def prepare(home: str | None) -> None:
    """Set Django up for a home folder; the database is brought to the newest schema.

    Raises UsageError where the extra is not installed, or a demonstration and a real site would be mixed.
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
    from django.conf import settings

    from curbside_site.people import demonstration

    demonstration.check(settings.HOME)


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


@click.command()
@home_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port.")
@click.option("--processes", type=click.IntRange(1, 64), help="Of the web server; unset: one a core, four at most.")
@click.option("--workers", type=click.IntRange(0, 64), default=1, show_default=True, help="Processes that answer.")
@click.option("--threads", type=click.IntRange(1, 32), default=2, show_default=True, help="Questions at once a worker.")
def serve(home: str | None, host: str, port: int, processes: int | None, workers: int, threads: int) -> None:
    """Run the site: pages, API, and the workers that answer questions.

    Everything is in the home folder, or in the PostgreSQL that CURBSIDE_SITE_DATABASE_URL and
    CURBSIDE_DATABASE_URL name. Stop it with Ctrl-C or SIGTERM: what was begun is finished.
    """
    prepare(home)
    from curbside_site import serving, shelf

    count = shelf.library().count()
    click.echo(f"Curbside at http://{host}:{port}/ with {count} sources and {workers} worker{'s' * (workers != 1)}.")
    serving.serve(host, port, processes or min(os.cpu_count() or 1, 4), workers, threads)


@click.command()
@home_option
@click.option("--threads", type=click.IntRange(1, 32), default=2, show_default=True, help="Questions at once.")
def worker(home: str | None, threads: int) -> None:
    """Answer questions of the site on a further machine; it needs the same databases and home settings.

    Stop it with Ctrl-C or SIGTERM: what was begun is finished or given back.
    """
    prepare(home)
    from curbside_site import serving

    serving.work(serving.worker_name(0), threads)
