"""What the commands that load share: a progress bar, and the report."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import emit, note, open_library, opened

if TYPE_CHECKING:
    from curbside.library import Library, Tally
    from curbside.loading.loader import Loaded, Progress
    from curbside.sources.base import Rejected
    from curbside.sources.read import File

SHOWN = 20


def load(
    files: Callable[[Library], Iterable[File | Rejected]], home: Path | None, as_json: bool, total: int | None = None
) -> bool:
    """Load `files`, tell what was done, and say whether anything is in now. total: bytes of all of them, if known.

    Raises the error that ended the files before their end, when what had come is in and was told.
    """
    from curbside.loading.loader import Loader

    began = time.monotonic()
    with opened(home) as (library, index), _bar(total) as bar, Loader(library, index, watch=bar) as loader:
        try:
            loaded = loader.load(files(library))
        except KeyboardInterrupt:
            bar.close()
            note(f"Stopped. {_said(bar.tally)} are in the library; the same command goes on from there.")
            raise
    report(loaded, time.monotonic() - began, as_json)
    keep_vectors(home)
    if loaded.stopped is not None:
        raise loaded.stopped
    return bool(loaded.tally.added + loaded.tally.updated + loaded.tally.unchanged + loaded.tally.marks)


def load_again(home: Path | None, as_json: bool) -> None:
    """Read the kept originals again where a newer extractor would make something else of them, and tell."""
    from curbside.loading.again import originals_to_read
    from curbside.loading.loader import Loader

    began = time.monotonic()
    with (
        opened(home) as (library, index),
        _bar(None) as bar,
        Loader(library, index, watch=bar) as loader,
        originals_to_read(library) as originals,
    ):
        loaded = loader.load_again(originals)
    report(loaded, time.monotonic() - began, as_json, "No original needs to be read again.")


def keep_vectors(home: Path | None) -> None:
    """Give new passages and units their vectors, where the index has such; tell why where that cannot be."""
    from curbside.cli.index import VectorsMade, Wanted, make_vectors

    settings, library, index = open_library(home)
    with closing(library), closing(index):
        lacking = index.passages_count() - index.vectors_count()
        if not index.model or lacking < 1:
            return
        made = make_vectors(settings, library, index, Wanted(units=index.unit_counts().rows > 0))
    if isinstance(made, VectorsMade):
        note(f"{made.passages} vectors of passages and {made.units} of units made.")
    else:
        note(f"{lacking} passages have no vector yet. {made.reason}")


def report(loaded: Loaded, seconds: float, as_json: bool, nothing: str = "There is nothing to read there.") -> None:
    """Print what was done: a line of JSON, or a sentence; what was rejected and what needs a look, on stderr."""
    tally = loaded.tally
    own = [{"where": error.where, "reason": error.reason} for error in tally.rejected]
    rejected = [{"where": one.where, "reason": one.reason} for one in loaded.rejected] + own
    warnings = [{"where": one.where, "reason": one.reason} for one in loaded.warnings]
    for shown, skipped in loaded.resumed.items():
        note(f"Went on in {shown} after its first {skipped} records, which are in already.")
    _tell("Not read", rejected)
    _tell("Look at", warnings)
    if not _dealt_with(tally):
        note("Nothing could be read." if rejected else nothing)
    if as_json:
        emit(_row(loaded, rejected, warnings, seconds))
        return
    click.echo(f"{_said(tally)}, {len(rejected)} rejected, {seconds:.1f} s{_rate(tally, seconds)}.")
    if tally.affected:
        click.echo(f"The status of {_listed(tally.affected)} changed.")
    if tally.answers:
        click.echo(f"Saved answers that cite what changed: {_listed(tally.answers)}.")


def _row(loaded: Loaded, rejected: list[dict[str, str]], warnings: list[dict[str, str]], seconds: float) -> Any:
    tally = loaded.tally
    return {
        "added": tally.added,
        "updated": tally.updated,
        "unchanged": tally.unchanged,
        "rejected": rejected,
        "seconds": round(seconds, 3),
        "warnings": warnings,
        "removed": tally.removed,
        "marks": tally.marks,
        "status_changed": list(tally.affected),
        "answers_affected": list(tally.answers),
        "resumed": dict(loaded.resumed),
    }


def _said(tally: Tally) -> str:
    said = f"{tally.added:,} added, {tally.updated:,} updated, {tally.unchanged:,} unchanged"
    removed = f", {tally.removed:,} removed" if tally.removed else ""
    marks = f", {tally.marks:,} statements on the status of others" if tally.marks else ""
    return said + removed + marks


def _rate(tally: Tally, seconds: float) -> str:
    count = _dealt_with(tally)
    return f" ({count / seconds:,.0f} records a second)" if count >= SHOWN and seconds > 0 else ""


def _dealt_with(tally: Tally) -> int:
    return tally.added + tally.updated + tally.unchanged + tally.removed + tally.marks


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _tell(what: str, told: list[dict[str, str]]) -> None:
    for one in told[:SHOWN]:
        note(f"{what}: {one['where']}: {one['reason'].rstrip('.')}.")
    if len(told) > SHOWN:
        note(f"{what}: {len(told) - SHOWN} more; --json lists them all.")


class _Silent:
    """No bar: stderr is no terminal."""

    def __init__(self) -> None:
        from curbside.library import Tally

        self.tally = Tally()

    def __call__(self, progress: Progress) -> None:
        self.tally = progress.tally

    def close(self) -> None:
        """Nothing to clear."""


class _Bar(_Silent):
    """A line on the terminal: how much of all the bytes was read, records, records a second, time left."""

    def __init__(self, total: int | None) -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.fields[records]} records, {task.fields[rate]}/s"),
            BarColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
        )
        self._began = time.monotonic()
        self._before: dict[str, int] = {}
        self._shown = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._shown.add_task("", total=total, records="0", rate="0")
        self._shown.start()

    def __call__(self, progress: Progress) -> None:
        super().__call__(progress)
        self._before[progress.where] = max(progress.bytes, self._before.get(progress.where, 0))
        count = _dealt_with(self.tally)
        rate = count / max(time.monotonic() - self._began, 0.001)
        self._shown.update(
            self._task,
            completed=sum(self._before.values()),
            description=Path(progress.where).name[-24:],
            records=f"{count:,}",
            rate=f"{rate:,.0f}",
        )

    def close(self) -> None:
        """Take the line away."""
        self._shown.stop()


@contextmanager
def _bar(total: int | None) -> Iterator[_Silent]:
    bar = _Bar(total) if sys.stderr.isatty() else _Silent()
    try:
        yield bar
    finally:
        bar.close()
