"""`curbside overview`: the practical summary of one source, or of a topic over all sources."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from curbside.cli.common import home_option, jurisdiction_option, note
from curbside.types import LENGTHS, Overview, Refusal, Span

if TYPE_CHECKING:
    from curbside.overviewing.overviewer import Overviewer

REFUSED = 3


@click.command()
@click.argument("name", metavar="TOPIC|SOURCE")
@jurisdiction_option
@click.option(
    "--length",
    type=click.Choice(tuple(LENGTHS)),
    default="full",
    show_default=True,
    help="About 80, 250 or 600 words.",
)
@click.option("--save", is_flag=True, help="Keep it in the library as a source of the kind summary; never evidence.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (docs/cli.md).")
@home_option
def command(name: str, jurisdiction: str | None, length: str, save: bool, as_json: bool, home: str | None) -> None:
    """Sum up TOPIC, or the source of the id SOURCE: whom it is for, what it
    recommends with its own grades, doses, monitoring, pitfalls, what is new.

    Exit code 3: there is no overview, and why is printed.
    """
    from curbside.cli.common import open_library
    from curbside.interop import overview as contract
    from curbside.overviewing.overviewer import Overviewer

    settings, library, index = open_library(home, jurisdiction)
    with Overviewer(settings, library, index) as overviewer:
        result = overviewer.overview(name, jurisdiction=jurisdiction, length=length)

        def read(span: Span) -> str:
            return library.read_span(span)

        body = contract.as_json(result, read)
        saved = library.save_answer(f"Overview: {name}", json.dumps(body, ensure_ascii=False), _cited(result))
        source = _keep(overviewer, result, saved) if save and isinstance(result, Overview) else None
        if as_json:
            click.echo(json.dumps({**body, "id": saved, "saved_as": source}, ensure_ascii=False))
        else:
            _show(result)
        if source:
            note(f"Saved as the source {source}: a summary made here, never evidence.")
    if isinstance(result, Refusal):
        raise click.exceptions.Exit(REFUSED)


def _cited(result: Overview | Refusal) -> list[tuple[str, str]]:
    if isinstance(result, Refusal):
        return []
    return [(r.source.id, r.source.content_hash) for r in result.answer.references]


def _keep(overviewer: Overviewer, overview: Overview, answer_id: str) -> str:
    from curbside.interop.overview_source import as_source
    from curbside.retrieval.sync import sync

    source = as_source(overview, answer_id, datetime.now(UTC).date().isoformat())
    overviewer.library.put(source)
    sync(overviewer.library, overviewer.index)
    return source.id


def _show(result: Overview | Refusal) -> None:
    from curbside.cli.common import stdout_console
    from curbside.cli.overview_page import show_overview, show_refusal

    console = stdout_console()
    if isinstance(result, Refusal):
        show_refusal(console, result)
    else:
        show_overview(console, result)
