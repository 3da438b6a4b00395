"""`curbside ingest`: put files or folders into the library."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import emit, home_option, json_option, note, opened
from curbside.errors import UsageError

if TYPE_CHECKING:
    from curbside.library import Tally
    from curbside.types import Source

SHOWN_REJECTIONS = 20
EVERY_SECONDS = 0.2
_SEE = "never quoted (see `curbside sources check`)"
_SUSPICIOUS = f"{{}} passages address a machine, are hidden or vouch for themselves; they are stored and {_SEE}"
_SUSPICIOUS_ONE = f"1 passage addresses a machine, is hidden or vouches for itself; it is stored and {_SEE}"


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@json_option
@home_option
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], as_json: bool, home: Path | None) -> None:
    """Put the sources in PATH... (files or folders) into the library.

    What is there already and has not changed is left alone. A record that cannot be read is told with its place and
    the reason, and the others go in. Text that addresses a machine or is hidden, and two files of one id, are told.
    """
    from curbside.retrieval.sync import sync

    for path in paths:
        if not path.exists():
            raise UsageError(f"There is no file or folder {path}.")
    began = time.monotonic()
    reading, progress = _Reading(), _Progress()
    with opened(home) as (library, index):
        tally = library.put_many(reading.sources(paths), done=progress.stored)
        progress.say("indexing")
        sync(library, index, progress.indexed)
        progress.end()
    rejected = reading.rejected + [{"where": error.where, "reason": error.reason} for error in tally.rejected]
    _report(tally, rejected, reading.warnings, time.monotonic() - began, as_json)
    if not tally.added + tally.updated + tally.unchanged:
        ctx.exit(1)


@dataclass
class _Reading:
    rejected: list[dict[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def sources(self, paths: tuple[Path, ...]) -> Iterator[Source]:
        from curbside.sources.read import read_path
        from curbside.types import Source

        for path in paths:
            for found in read_path(path):
                if isinstance(found, Source):
                    self._look_at(found)
                    yield found
                else:
                    self.rejected.append({"where": str(found.where), "reason": str(found.reason)})

    def _look_at(self, source: Source) -> None:
        from curbside.sources.suspicion import suspicions

        where = source.where or source.id
        before = self.places.get(source.id)
        if before is not None and not _same_place(before, where):
            self._warn(where, f"has the id {source.id!r}, as {before} has; only {where}, which was read last, is kept")
        self.places[source.id] = where
        count = len(suspicions(source.text))
        if count:
            self._warn(where, _SUSPICIOUS_ONE if count == 1 else _SUSPICIOUS.format(count))

    def _warn(self, where: str, reason: str) -> None:
        self.warnings.append({"where": where, "reason": reason})


def _same_place(one: str, other: str) -> bool:
    return one == other or os.path.realpath(one) == os.path.realpath(other)


class _Progress:
    """One line on stderr that is written over, on a terminal only."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._last = 0.0

    def stored(self, tally: Tally) -> None:
        self.say(f"{tally.added} added, {tally.updated} updated, {tally.unchanged} unchanged", throttled=True)

    def indexed(self, changes: int) -> None:
        self.say(f"{changes} indexed", throttled=True)

    def say(self, message: str, throttled: bool = False) -> None:
        now = time.monotonic()
        if self._on and not (throttled and now - self._last < EVERY_SECONDS):
            self._last = now
            click.echo(f"\r\x1b[K{message} ...", nl=False, err=True)

    def end(self) -> None:
        if self._on:
            click.echo("\r\x1b[K", nl=False, err=True)


def _report(
    tally: Tally, rejected: list[dict[str, str]], warnings: list[dict[str, str]], seconds: float, as_json: bool
) -> None:
    counts: dict[str, Any] = {"added": tally.added, "updated": tally.updated, "unchanged": tally.unchanged}
    _tell("Not read", rejected)
    _tell("Look at", warnings)
    if not sum(counts.values()):
        note("Nothing could be read." if rejected else "There is nothing to read there.")
    said = ", ".join(f"{count} {name}" for name, count in counts.items())
    if as_json:
        emit({**counts, "rejected": rejected, "seconds": round(seconds, 3), "warnings": warnings})
    else:
        click.echo(f"{said}, {len(rejected)} rejected, {seconds:.1f} s.")


def _tell(what: str, told: list[dict[str, str]]) -> None:
    for one in told[:SHOWN_REJECTIONS]:
        note(f"{what}: {one['where']}: {one['reason'].rstrip('.')}.")
    if len(told) > SHOWN_REJECTIONS:
        note(f"{what}: {len(told) - SHOWN_REJECTIONS} more; --json lists them all.")
