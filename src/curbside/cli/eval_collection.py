"""What the commands of `curbside eval` share: which ranker a collection is measured with, its vectors, and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from curbside.cli.common import note
from curbside.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from curbside.retrieval.embedding import Embedder
    from curbside.retrieval.evaluation.throwaway import ThrowAway
    from curbside.retrieval.searching import Ranker

RANKERS = ("words", "vectors", "hybrid")
_TOLD_EVERY = 2000
Command = TypeVar("Command", bound=Callable[..., Any])


def ranker_option(command: Command) -> Command:
    """Add `--ranker NAME`."""
    return click.option(
        "--ranker",
        type=click.Choice(RANKERS),
        help="What ranks (else hybrid, or words where there is no embedding model).",
    )(command)


def ranking(wanted: str | None, home: Path | None, stack: ExitStack) -> tuple[Ranker, Embedder | None]:
    """What ranks, and the embedder where it is needed; None is hybrid where there is a model, else words.

    Raises UsageError where vectors are asked for and there is no model.
    """
    from curbside.retrieval.searching import Ranker

    if wanted == Ranker.WORDS:
        return Ranker.WORDS, None
    from curbside import settings
    from curbside.retrieval.embedding import Missing
    from curbside.retrieval.embedding.chosen import embedder

    found = embedder(settings.load(home))
    if isinstance(found, Missing) and wanted is not None:
        raise UsageError(f"The ranker {wanted} needs an embedding model. {found.reason}")
    if isinstance(found, Missing):
        note(f"Words alone are measured. {found.reason}")
        return Ranker.WORDS, None
    stack.callback(found.close)
    return Ranker(wanted or Ranker.HYBRID), found


def give_vectors(made: ThrowAway, embedder: Embedder | None) -> None:
    """The passages of a collection get their vectors; none where there is no embedder."""
    from curbside.retrieval.vectors import embed

    if embedder is None:
        return
    passages, last = made.index.passages_count(), 0

    def tell(done: int) -> None:
        nonlocal last
        if done // _TOLD_EVERY > last // _TOLD_EVERY:
            note(f"{done} of {passages} passages have their vectors.")
        last = done

    embed(made.library, made.index, embedder, tell)


def columns(out: Console, rows: Iterable[tuple[str, str]]) -> None:
    """Names and values under one another."""
    for name, value in rows:
        out.print(f"  {name:<18}{value:>12}")
