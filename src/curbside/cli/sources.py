"""`curbside sources`: list, show and check what the library holds."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curbside.cli.common import block, emit, home_option, json_option, opened, printable, stdout_console
from curbside.errors import LibraryError, SourceNotFound, UsageError

if TYPE_CHECKING:
    from curbside.library import Counts, Library
    from curbside.types import Source

NEAREST = 3


@click.group("sources")
def command() -> None:
    """List, show and check the sources of the library, and draw their pages."""


@command.command("list")
@json_option
@home_option
def list_sources(as_json: bool, home: Path | None) -> None:
    """List the sources: what each is, and how long."""
    from curbside.interop.contract import source_row

    with opened(home) as (library, _):
        if not as_json:
            _show_list(list(library.sources_counted()))
            return
        for source, counts in library.sources_counted():
            row = source_row(source)
            emit({**row, "characters": counts.characters, "sections": counts.sections, "sentences": counts.sentences})


@command.command("show")
@click.argument("source_id", metavar="ID")
@click.option("--hash", "content_hash", metavar="HASH", help="An older version, by its hash or the beginning of it.")
@json_option
@home_option
def show(source_id: str, content_hash: str | None, as_json: bool, home: Path | None) -> None:
    """Show everything that is stored of the source ID, and how it is appraised."""
    from curbside.cli.source_page import page, record
    from curbside.evidence.appraising import appraisal

    with opened(home) as (library, _):
        source = _found(library, source_id, content_hash)
        versions = library.versions(source.id)
        weighed = appraisal(source, today=date.today(), find=partial(_known, library))
        if as_json:
            emit(record(source, versions, weighed))
        else:
            page(stdout_console(), source, versions, weighed)


@command.command("page")
@click.argument("source_id", metavar="ID")
@click.argument("number", metavar="N", type=click.IntRange(min=1))
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Where to (page-N.png).")
@home_option
def page(source_id: str, number: int, out: Path | None, home: Path | None) -> None:
    """Draw page N of the PDF that the source ID was read from, to confirm a table against it."""
    from curbside.sources.pdf.pictures import page_png

    with opened(home) as (library, _):
        source = _found(library, source_id, None)
        if source.original is None or not source.extractor.startswith("pdf/"):
            raise UsageError(f"{source.id} was not read from a PDF that the library kept.")
        with library.original(source.original) as stream:
            picture = page_png(stream.read(), number)
    path = out or Path(f"page-{number}.png")
    path.write_bytes(picture)
    click.echo(f"Page {number} of {printable(source.title)} is in {path}.")


@command.command("check")
@json_option
@home_option
@click.pass_context
def check(ctx: click.Context, as_json: bool, home: Path | None) -> None:
    """Check the library: every stored text against its hash, units, the index, status, suspicious text.

    Exit code 1 where something is broken; what only needs a look is told with code 0.
    """
    from curbside.cli.source_check import findings

    with opened(home) as (library, index):
        found, total = [], sum(1 for _ in library.sources())
        for finding in findings(library, index):
            found.append(finding)
            row = {"what": finding.what, "broken": finding.broken, "source": finding.source, "message": finding.message}
            if as_json:
                emit(row)
            else:
                click.echo(printable(f"{'BROKEN' if finding.broken else 'look at'}: {finding.message}"))
    broken = sum(finding.broken for finding in found)
    if not as_json:
        click.echo(f"{total} sources checked: {broken} broken, {len(found) - broken} to look at.")
    if broken:
        ctx.exit(1)


def _found(library: Library, source_id: str, content_hash: str | None) -> Source:
    try:
        if content_hash is None:
            return library.get(source_id)
        return library.get(source_id, _whole_hash(library, source_id, content_hash))
    except SourceNotFound as error:
        if error.content_hash is not None:
            raise
        near = _nearest(source_id, [source.id for source in library.sources()])
        advice = f"the nearest are {', '.join(near)}" if near else "`curbside sources list` shows all"
        raise LibraryError(f"The library has no source {source_id!r}; {advice}.") from error


def _known(library: Library, source_id: str) -> Source | None:
    try:
        return library.get(source_id)
    except SourceNotFound:
        return None


def _whole_hash(library: Library, source_id: str, beginning: str) -> str:
    fitting = [v.content_hash for v in library.versions(source_id) if v.content_hash.startswith(beginning)]
    return fitting[0] if len(fitting) == 1 else beginning


def _nearest(source_id: str, ids: list[str]) -> list[str]:
    wanted = source_id.casefold()
    inside = [known for known in ids if len(wanted) > 2 and wanted in known.casefold()]
    folded = {known.casefold(): known for known in ids}
    close = [folded[near] for near in get_close_matches(wanted, folded, n=NEAREST, cutoff=0.6)]
    return list(dict.fromkeys([*inside[:NEAREST], *close]))[:NEAREST]


def _kind(source: Source) -> str:
    """The kind, and of what this engine made, that it is no evidence."""
    from curbside.evidence.status import from_an_answer

    own = from_an_answer(source, lambda _: None)
    return f"{source.kind} made by Curbside (never evidence)" if own else str(source.kind)


def _show_list(rows: list[tuple[Source, Counts]]) -> None:
    out = stdout_console()
    for source, counts in rows:
        about = (_kind(source), source.jurisdiction, str(source.year or "no date"), str(source.status.state))
        block(out, source.id, "bold")
        block(out, source.title, indent=2)
        block(out, f"{', '.join(about)} · {counts.sentences} sentences", "dim", 2)
    out.print(f"{len(rows)} sources.")
