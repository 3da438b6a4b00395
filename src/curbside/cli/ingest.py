"""`curbside ingest`: put files, folders, archives, standard input or what a query finds into the library."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import home_option, json_option
from curbside.cli.ingest_queries import dailymed, europepmc, openfda, pubmed, retractions
from curbside.errors import UsageError

if TYPE_CHECKING:
    from curbside.sources.base import Rejected
    from curbside.sources.describing import Description
    from curbside.sources.read import File

STDIN = "-"
FILES = "files"
FACTS = {
    "kind": "What it is: guideline, local protocol, label, formulary, systematic review, ...",
    "title": "Its title.",
    "publisher": "Who publishes it.",
    "date": "Its date: 2026, 2026-02 or 2026-02-01.",
    "jurisdiction": "Where it holds: uk, us, ..., eu or international.",
    "status": "current, superseded, withdrawn, retracted, review overdue or unknown.",
    "supersedes": "What it replaces: a source's id, pmid:..., doi:...",
    "review-due": "When it is to be reviewed.",
    "licence": "Its licence by name.",
    "language": "Its language: en, de, ...",
    "id": "The id that it is to have.",
}


class _Ingest(click.Group):
    """A group whose first word may be a path: all that is none of its commands goes to `files`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = args[0] if args else None
        is_command = first in self.commands and not Path(str(first)).exists()
        if first is not None and not is_command and first not in ctx.help_option_names:
            args = [FILES, *args]
        return super().parse_args(ctx, args)


@click.group("ingest", cls=_Ingest, no_args_is_help=True)
def command() -> None:
    """Put sources into the library: `curbside ingest PATH...`, or from a service.

    PATH is a file, a folder, an archive, or - for standard input: PubMed XML, JATS full text, drug labels (SPL,
    openFDA), PDF, Word, HTML, Markdown, plain text, JSON lines, BEIR, Retraction Watch CSV; also .gz, .zip and .tar.
    A folder that is called as one of the commands below is written ./pubmed.
    """


for _query in (pubmed, europepmc, dailymed, openfda, retractions):
    command.add_command(_query)


def described_by(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what a file does not say of itself."""
    for name, text in reversed(FACTS.items()):
        command = click.option(f"--{name}", metavar="TEXT", help=text)(command)
    return command


@command.command(FILES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@described_by
@click.option("--ask", is_flag=True, help="Ask for what is not said of a file; empty is unknown.")
@click.option("--name", metavar="NAME", help="What standard input is called, with its ending.")
@json_option
@home_option
def files_command(
    paths: tuple[str, ...],
    ask: bool,
    name: str | None,
    as_json: bool,
    home: Path | None,
    **facts: str | None,
) -> None:
    """Put the sources in PATH... (files, folders, archives, - for standard input) into the library.

    What is there already and has not changed is left alone; a run that was stopped goes on where it was. A record that
    cannot be read is told with its place and the reason, and the others go in. Text that addresses a machine or is
    hidden, and two files of one id, are told.
    """
    from curbside.cli.loading import load

    with _paths(paths, name) as found:
        description = _description(facts, [path for path, _ in found], ask)
        listed = list(_files(found, description))
        if not load(lambda _: listed, home, as_json, _bytes(listed)):
            click.get_current_context().exit(1)


@contextmanager
def _paths(paths: tuple[str, ...], name: str | None) -> Iterator[list[tuple[Path, str | None]]]:
    """Each path with what to call it; standard input is a temporary file."""
    for path in paths:
        if path != STDIN and not Path(path).exists():
            raise UsageError(f"There is no file or folder {path}.")
    if name is not None and STDIN not in paths:
        raise UsageError("--name is for standard input; give - as the path.")
    with tempfile.TemporaryDirectory(prefix="curbside-") as folder:
        spooled = Path(folder) / "input"
        if STDIN in paths:
            with spooled.open("wb") as copy:
                shutil.copyfileobj(sys.stdin.buffer, copy)
        yield [(spooled, name or "standard input") if path == STDIN else (Path(path), None) for path in paths]


def _files(paths: list[tuple[Path, str | None]], description: Description | None) -> Iterator[File | Rejected]:
    from curbside.sources.files import files
    from curbside.sources.read import File

    for path, where in paths:
        for found in files(path):
            yield File(found, where, description) if isinstance(found, Path) else found


def _bytes(files: list[File | Rejected]) -> int:
    from curbside.sources.read import File

    return sum(f.path.stat().st_size for f in files if isinstance(f, File) and f.path.is_file())


def _description(facts: dict[str, str | None], paths: list[Path], ask: bool) -> Description | None:
    from curbside.sources.describing import from_options

    given = {name: text for name, text in facts.items() if text is not None}
    if (given or ask) and (len(paths) != 1 or paths[0].is_dir()):
        raise UsageError("What is said of a file is said of one file; give one PATH, or describe each beside it.")
    if ask and not sys.stdin.isatty():
        raise UsageError("--ask needs a terminal to ask on.")
    for name, text in FACTS.items() if ask else ():
        if name.replace("-", "_") not in given:
            given[name.replace("-", "_")] = click.prompt(f"{text} [{name}]", default="", show_default=False)
    return from_options({name: text or None for name, text in given.items()})
