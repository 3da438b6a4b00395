"""`curbside ask`: a question, and its answer as an article or as JSON."""

from __future__ import annotations

import json

import click

from curbside.cli.ask_model import composer_options
from curbside.cli.common import home_option, jurisdiction_option
from curbside.errors import UsageError
from curbside.settings import Settings
from curbside.types import AUDIENCES, CARRIABLE, LENGTHS, Answer, Refusal, Span

REFUSED = 3


@click.command()
@click.argument("question")
@jurisdiction_option
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    help="Whom the answer is for (else that of the answer before, else professional).",
)
@click.option(
    "--length",
    type=click.Choice(tuple(LENGTHS)),
    default="standard",
    show_default=True,
    help="About 80, 250 or 600 words.",
)
@composer_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (docs/cli.md).")
@click.option("--audit", "audited", is_flag=True, help="Show what was supported, what was dropped, and why.")
@click.option("--follow-up", "follow_up", metavar="ID", help="The saved answer that this question follows.")
@click.option(
    "--drop",
    "drop",
    type=click.Choice(CARRIABLE),
    multiple=True,
    help="With --follow-up: do not take this over. Again for more.",
)
@click.option("--save", "save", is_flag=True, help="Print the id under which the library keeps the answer.")
@home_option
def command(
    question: str,
    jurisdiction: str | None,
    audience: str | None,
    length: str,
    composer: str,
    stream: bool | None,
    as_json: bool,
    audited: bool,
    follow_up: str | None,
    drop: tuple[str, ...],
    save: bool,
    home: str | None,
) -> None:
    """Answer QUESTION from your library; every sentence stands on a quote of a source.

    Exit code 3: there is no answer, and why is printed.
    """
    from curbside.cli import ask_audit, ask_model
    from curbside.cli.common import open_library
    from curbside.engine import Engine
    from curbside.events import Checked, Finished
    from curbside.interop import contract

    show_early = ask_model.streaming(stream, composer, as_json or audited)
    with ask_model.composing(composer) as by, Engine(*open_library(home, jurisdiction), by) as engine:
        library = engine.library
        _check_allowed(audience, engine.settings)
        asked = engine.events(
            question, jurisdiction=jurisdiction, audience=audience, length=length, follow_up=follow_up, drop=drop
        )
        events = tuple(ask_model.printed(asked, show_early))
        result = next(e.result for e in events if isinstance(e, Finished))
        _check_allowed(result.question.audience, engine.settings)

        def read(span: Span) -> str:
            return library.read_span(span)

        body = contract.as_json(result, read)
        text = json.dumps(body, ensure_ascii=False)
        saved = library.save_answer(result.question.text, text, _cited(result))
        report = ask_audit.of_answer(engine, result, (e for e in events if isinstance(e, Checked))) if audited else None
        if as_json:
            named = {"id": saved, **({"saved": saved} if save else {})}
            more = {} if report is None else {"audit": ask_audit.as_object(report)}
            click.echo(json.dumps({**body, **named, **more}, ensure_ascii=False))
        elif report is not None:
            ask_audit.show(report)
        else:
            _show(result)
        if save and not as_json:
            click.echo(f"\nSaved as {saved}")
            click.echo('`curbside ask "..." --follow-up ID` goes on from it.')
            if isinstance(result, Answer):
                click.echo("`curbside export ID --to pdf --out FILE` prints it.")
    if isinstance(result, Refusal):
        raise click.exceptions.Exit(REFUSED)


def _check_allowed(audience: str | None, settings: Settings) -> None:
    """Raise UsageError where answers for patients are switched off."""
    if audience == "patient" and not settings.allowed("patients"):
        raise UsageError("Answers for patients are switched off here, by the setting `allow` (CURBSIDE_ALLOW).")


def _cited(result: Answer | Refusal) -> list[tuple[str, str]]:
    if isinstance(result, Refusal):
        return []
    return [(r.source.id, r.source.content_hash) for r in result.references]


def _show(result: Answer | Refusal) -> None:
    from curbside.cli.article import show_answer, show_refusal
    from curbside.cli.common import stdout_console

    console = stdout_console()
    if isinstance(result, Refusal):
        show_refusal(console, result)
    else:
        show_answer(console, result)
