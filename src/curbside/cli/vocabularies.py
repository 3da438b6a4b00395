"""`curbside vocabularies`: load, list and remove the vocabularies that widen a search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside import settings as settings_
from curbside.cli.common import block, emit, home_option, json_option, note, stdout_console

if TYPE_CHECKING:
    from curbside.vocabularies import Vocabularies, VocabularyInfo

KINDS = ("mesh", "do", "rxnorm", "tsv")


@click.group("vocabularies")
def command() -> None:
    """Load, list and remove vocabularies: other names for what is asked, to find more.

    They widen a search and nothing else: no sentence about one drug ever counts as
    one about another because a vocabulary calls them synonyms.
    """


@command.command("load")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(KINDS), help="What the files are (else it is found out).")
@click.option("--name", metavar="NAME", help="What to call the vocabulary (else its kind, or a table's file name).")
@json_option
@home_option
def load(files: tuple[Path, ...], kind: str | None, name: str | None, as_json: bool, home: Path | None) -> None:
    """Load FILEs; a newer edition takes the place of the older one at once.

    \b
    mesh    desc20XX.xml of NLM; or its tables of headings and tree numbers
    do      the Human Disease Ontology: its .obo, or its table of classes
    rxnorm  RXNCONSO.RRF, and RXNREL.RRF for brands and forms
    tsv     your own: concept, kind, name, relation, with tabs between them

    Files may be gzip. Files of one kind make one vocabulary, but each table of
    your own is one by itself.
    """
    from curbside.vocabularies.formats import given

    vocabularies_given = given(files, kind, name)
    with _opened(home) as vocabularies:
        for one in vocabularies_given:
            loaded = vocabularies.load(one)
            if as_json:
                emit({"what": loaded.what, **_row(loaded.info)})
            else:
                click.echo(f"{loaded.info.name}: {loaded.what}; {_counts(loaded.info)}.")


@command.command("list")
@json_option
@home_option
def list_vocabularies(as_json: bool, home: Path | None) -> None:
    """List the vocabularies that are loaded."""
    with _opened(home) as vocabularies:
        found = vocabularies.infos()
    if as_json:
        for info in found:
            emit(_row(info))
    elif found:
        out = stdout_console()
        for info in found:
            edition = f", edition {info.edition}" if info.edition else ""
            block(out, f"{info.name} ({info.kind}{edition})", "bold")
            block(out, f"{_counts(info)}; loaded {info.loaded} from {', '.join(info.files)}", indent=2)
    else:
        note("No vocabulary is loaded; `curbside vocabularies load FILE` loads one.")


@command.command("remove")
@click.argument("name", metavar="NAME")
@json_option
@home_option
def remove(name: str, as_json: bool, home: Path | None) -> None:
    """Take the vocabulary NAME away."""
    with _opened(home) as vocabularies:
        vocabularies.remove(name)
    if as_json:
        emit({"what": "removed", "name": name})
    else:
        click.echo(f"{name}: removed.")


@contextmanager
def _opened(home: Path | None) -> Iterator[Vocabularies]:
    from curbside.vocabularies import Vocabularies

    with Vocabularies(settings_.load(home).home) as vocabularies:
        yield vocabularies


def _row(info: VocabularyInfo) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(info), "files": list(info.files)}


def _counts(info: VocabularyInfo) -> str:
    left = f", {info.left:,} left out (too long, or without a word)" if info.left else ""
    return f"{info.concepts:,} concepts, {info.names:,} names, {info.relations:,} relations{left}"
