"""`curbside eval answers`: ask the questions of a file and measure the answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import emit, home_option, json_option, note, stdout_console
from curbside.cli.eval_collection import columns, give_vectors, ranker_option, ranking
from curbside.errors import UsageError
from curbside.types import LENGTHS

if TYPE_CHECKING:
    from rich.console import Console

    from curbside.engine import Engine
    from curbside.evaluating.answers import Outcome

_TOLD_EVERY = 100
_FOLDER = click.Path(file_okay=False, exists=True, path_type=Path)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """library: a home folder, or None: the collection `beir`, ranked with the model that `home` has."""

    library: Path | None
    beir: Path | None
    home: Path | None
    ranker: str | None
    length: str | None


@click.command("answers")
@click.option("--library", metavar="HOME", type=_FOLDER, help="The home folder of the library that is asked.")
@click.option("--beir", metavar="DIR", type=_FOLDER, help="A folder with corpus.jsonl that is asked instead.")
@click.option(
    "--questions",
    "questions_file",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help='One object a line: {"id", "question", "ideal": [...], "sources": [...]}.',
)
@click.option(
    "--out",
    "out_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the answers, one object a line.",
)
@click.option("--length", type=click.Choice(tuple(LENGTHS)), help="How long answers may be (else standard).")
@ranker_option
@json_option
@home_option
def answers(
    library: Path | None,
    beir: Path | None,
    questions_file: Path,
    out_file: Path | None,
    length: str | None,
    ranker: str | None,
    as_json: bool,
    home: Path | None,
) -> None:
    """Ask the questions of a file and print how good the answers are.

    Nothing is stored in the library. A BEIR collection goes into a library of its
    own, which is gone afterwards.
    """
    if (library is None) == (beir is None):
        raise UsageError("Give one of --library HOME and --beir DIR.")
    if library is not None and home is not None:
        raise UsageError("--home is for --beir only; --library is a home folder itself.")
    found, report = _measured(_Wanted(library, beir, home, ranker, length), questions_file)
    if out_file is not None:
        _write(out_file, (one.row() for one in found))
    if as_json:
        emit(report)
    else:
        _show(stdout_console(), report)


def _measured(wanted: _Wanted, path: Path) -> tuple[list[Outcome], dict[str, Any]]:
    from curbside.evaluating.answers import outcomes, summary
    from curbside.evaluating.questions import questions

    asked = questions(path)
    with ExitStack() as stack:
        engine, names = stack.enter_context(_engine(wanted))
        options = {} if wanted.length is None else {"length": wanted.length}
        found: list[Outcome] = []
        for one in outcomes(asked, partial(engine.ask, **options), names):
            found.append(one)
            if len(found) % _TOLD_EVERY == 0:
                note(f"{len(found)} of {len(asked)} questions are answered.")
        report = {
            "library": _name(wanted),
            "passages": engine.index.passages_count(),
            "length": wanted.length or "standard",
            "search": found[-1].search,
            **summary(found),
        }
    return found, report


@contextmanager
def _engine(wanted: _Wanted) -> Iterator[tuple[Engine, dict[str, str]]]:
    """The engine that is asked, and what its sources are called where not by their id."""
    from curbside import settings
    from curbside.engine import Engine
    from curbside.library import Library
    from curbside.retrieval.evaluation.collection import corpus
    from curbside.retrieval.evaluation.throwaway import loaded
    from curbside.retrieval.opening import open_index
    from curbside.retrieval.searching import Ranker
    from curbside.retrieval.sync import sync

    with ExitStack() as stack:
        chosen = settings.load(wanted.library or wanted.home)
        if wanted.beir is not None:
            ranker, embedder = ranking(wanted.ranker, wanted.home, stack)
            made = stack.enter_context(loaded(corpus(wanted.beir)))
            give_vectors(made, embedder)
            library, index, names = made.library, made.index, made.names
        else:
            ranker = Ranker(wanted.ranker or chosen.ranker)
            library = stack.enter_context(Library.open(chosen.home, False, chosen.database_url))
            index, names = open_index(chosen.home), {}
            stack.callback(index.close)
            sync(library, index)
        yield stack.enter_context(Engine(replace(chosen, ranker=ranker.value), library, index)), names


def _name(wanted: _Wanted) -> str:
    folder = wanted.library or wanted.beir
    assert folder is not None
    return folder.resolve().name


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    draft.replace(path)


def _show(out: Console, report: dict[str, Any]) -> None:
    out.print(f"{report['library']}, {report['passages']} passages, length {report['length']}", markup=False)
    out.print(f"found by {report['search']}", markup=False)
    out.print(f"{report['questions']} questions: {report['answered']} answered, {report['refused']} refused")
    out.print()
    columns(out, _rows(report))


def _rows(report: dict[str, Any]) -> Iterator[tuple[str, str]]:
    rouge, sources, words = report["rouge"], report["sources"], report["words"]
    if rouge is not None:
        for name in ("ROUGE-2", "ROUGE-SU4"):
            yield f"{name} recall", f"{rouge[name]['recall']:.4f}"
            yield f"{name} F", f"{rouge[name]['f']:.4f}"
    if sources is not None:
        yield "cited, given", "none" if sources["share"] is None else f"{sources['share']:.1%}"
        yield "first is given", f"{sources['first']:.1%}"
    if words is not None:
        yield "words", f"{words['mean']:.0f}"
    for name in ("p50", "p95"):
        yield f"time {name}", f"{report['milliseconds'][name]:.1f} ms"
