"""`curbside init`: make the library and set whose doses come first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curbside import settings as settings_
from curbside.cli.common import home_option, jurisdiction_option, opened, shown
from curbside.errors import UsageError

if TYPE_CHECKING:
    from curbside.library import Library
    from curbside.retrieval.base import Index


@click.command("init")
@jurisdiction_option
@click.option("--empty", is_flag=True, help="Make a library without the starter library.")
@click.option("--leaflets", is_flag=True, help="Add leaflets in plain words, from which patients are answered.")
@home_option
def command(jurisdiction: str | None, empty: bool, leaflets: bool, home: Path | None) -> None:
    """Make the library and set whose doses come first.

    Run again, it changes the jurisdiction and leaves the library as it is.
    """
    from curbside.library import Library

    settings = settings_.load(home, jurisdiction)
    new = not Library.exists(settings.home, settings.database_url)
    if empty and not new:
        raise UsageError(f"There is a library in {settings.home} already; give a new folder with --home.")
    if settings.jurisdiction is None and sys.stdin.isatty():
        settings = settings_.load(home, _asked())
    settings_.save(settings)
    with opened(settings.home, starters=not empty) as (library, index):
        if leaflets:
            _add_leaflets(library, index)
        sources = sum(1 for _ in library.sources())
    click.echo(f"Library: {shown(settings.home)}, {sources} sources{'' if new else ' (as it was)'}.")
    click.echo(_about(settings.jurisdiction))
    click.echo('Next: `curbside ask "..."` answers a question; `curbside ingest PATH` puts your own sources in.')


def _add_leaflets(library: Library, index: Index) -> None:
    from curbside.retrieval.sync import sync
    from curbside.sources.starter import leaflet_sources

    library.put_many(leaflet_sources())
    sync(library, index)


def _asked() -> str | None:
    question = "Whose doses come first (uk, us, jp, eu, ...; empty for none)"
    return click.prompt(question, default="", show_default=False, err=True).strip() or None


def _about(jurisdiction: str | None) -> str:
    if jurisdiction is None:
        return "Jurisdiction: none; doses of all are shown side by side."
    return f"Jurisdiction: {jurisdiction}."
