"""`curbside eval`: measure against judgements that others made."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import emit, home_option, json_option, note, stdout_console
from curbside.cli.eval_answers import answers
from curbside.cli.eval_citations import command as citations
from curbside.cli.eval_collection import columns, give_vectors, ranker_option, ranking

if TYPE_CHECKING:
    from rich.console import Console

    from curbside.retrieval.evaluation.evaluating import Outcome
    from curbside.retrieval.evaluation.throwaway import ThrowAway


@dataclass(frozen=True, slots=True)
class _Asked:
    """folder: in BEIR's layout. ranker: None: hybrid where there is a model, else words."""

    folder: Path
    split: str
    ranker: str | None
    home: Path | None


@click.group("eval")
def command() -> None:
    """Measure how well Curbside does on judgements that others made."""


@command.command("retrieval")
@click.option(
    "--beir",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="A folder with corpus.jsonl, queries.jsonl and qrels/NAME.tsv.",
)
@click.option("--split", metavar="NAME", default="test", show_default=True, help="Which judgements: qrels/NAME.tsv.")
@ranker_option
@click.option(
    "--run",
    "run_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a TREC run file with up to 1,000 documents a query.",
)
@json_option
@home_option
def retrieval(
    folder: Path, split: str, ranker: str | None, run_file: Path | None, as_json: bool, home: Path | None
) -> None:
    """Search a BEIR collection with its own queries and print how good that is.

    The collection is put into a library of its own, which is gone afterwards; yours
    is not touched. The home folder says only which embedding model is used.
    """
    from curbside.retrieval.evaluation.runs import write_run

    report, found = _measured(_Asked(folder, split, ranker, home))
    if run_file is not None:
        write_run(run_file, ((one.query, one.ranking) for one in found))
    if as_json:
        emit(report)
    else:
        _show(stdout_console(), report)


def _measured(asked: _Asked) -> tuple[dict[str, Any], list[Outcome]]:
    from curbside.retrieval.evaluation.collection import corpus, judged
    from curbside.retrieval.evaluation.evaluating import outcomes, summary
    from curbside.retrieval.evaluation.ranking import rank
    from curbside.retrieval.evaluation.throwaway import loaded

    queries = judged(asked.folder, asked.split)
    with ExitStack() as stack:
        ranker, embedder = ranking(asked.ranker, asked.home, stack)
        began = time.perf_counter()
        made = stack.enter_context(loaded(corpus(asked.folder)))
        give_vectors(made, embedder)
        seconds = time.perf_counter() - began

        def search(text: str, depth: int) -> list[tuple[str, float]]:
            ranked = rank(made.library, made.index, embedder, text, depth, ranker)
            return [(made.names[source], score) for source, score in ranked]

        found = outcomes(queries, search)
        total = summary(found)
        report = {
            "dataset": asked.folder.resolve().name,
            "split": asked.split,
            "ranker": ranker.value,
            "queries": total.queries,
            "documents": len(made.names),
            "metrics": {name: round(value, 5) for name, value in total.metrics.items()},
            "milliseconds": {name: round(value, 3) for name, value in total.milliseconds.items()},
            "index": _index(made, seconds),
            "model": None if embedder is None else {"name": embedder.model.name, "hash": embedder.model.hash},
        }
    return report, found


def _index(made: ThrowAway, seconds: float) -> dict[str, Any]:
    for one in made.left_out[:3]:
        note(f"{one.where}: {one.reason}; it cannot be found.")
    return {
        "passages": made.index.passages_count(),
        "vectors": made.index.vectors_count(),
        "left_out": len(made.left_out),
        "seconds": round(seconds, 1),
    }


def _show(out: Console, report: dict[str, Any]) -> None:
    index, model = report["index"], report["model"]
    out.print(f"{report['dataset']}, split {report['split']}, ranked by {report['ranker']}", markup=False)
    left = f", {index['left_out']} left out" if index["left_out"] else ""
    out.print(f"{report['documents']} documents in {index['passages']} passages{left}; {report['queries']} queries")
    if model is not None:
        out.print(f"model {model['name']} {model['hash'][:12]}", markup=False)
    out.print()
    columns(out, ((name, f"{value:.4f}") for name, value in report["metrics"].items()))
    out.print()
    columns(out, ((f"time {name}", f"{value:.1f} ms") for name, value in report["milliseconds"].items()))


command.add_command(answers)
command.add_command(citations)
