"""`curbside doctor`: what is installed, where things lie, what is missing and how to get it."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curbside import __version__, plugins
from curbside import settings as settings_
from curbside.cli.common import block, emit, home_option, json_option, shown, stdout_console
from curbside.errors import CurbsideError
from curbside.settings import Settings

if TYPE_CHECKING:
    from curbside.models.spending import Caps
    from curbside.retrieval.base import Index
    from curbside.retrieval.sync import Report

PACKAGES = ("sqlalchemy", "alembic", "click", "rich", "syntok", "snowballstemmer", "pyyaml", "platformdirs", "tantivy")
Row = tuple[str, str, bool]


@click.command("doctor")
@json_option
@home_option
@click.pass_context
def command(ctx: click.Context, as_json: bool, home: Path | None) -> None:
    """Show what is installed, where things lie, what is missing and how to get it.

    Changes nothing. Exit code 1 where something that Curbside needs is missing or broken.
    """
    settings = settings_.load(home, allow=settings_.OWNER_ALLOWS)
    rows = [*_installation(), *_home(settings), _reading(settings), _language_model(), *_of_others(settings)]
    for name, value, sound in rows:
        if as_json:
            emit({"name": name, "value": value, "ok": sound})
    if not as_json:
        _show(rows)
    if not all(sound for _, _, sound in rows):
        ctx.exit(1)


def _installation() -> Iterator[Row]:
    yield "Curbside", __version__, True
    yield "Python", f"{platform.python_version()} ({sys.executable})", sys.version_info >= (3, 11)
    yield "SQLite", sqlite3.sqlite_version, True
    for package in PACKAGES:
        try:
            yield package, version(package), True
        except PackageNotFoundError:
            yield package, "missing: install Curbside again with its dependencies", False


def _home(settings: Settings) -> Iterator[Row]:
    from curbside.library import Library

    yield "home", f"{shown(settings.home)}, {_size(settings.home)}", True
    none = "none: doses of all are shown side by side (`curbside init --jurisdiction uk` sets one)"
    yield "jurisdiction", settings.jurisdiction or none, True
    yield "allowed", f"{', '.join(settings.allow) or 'nothing'} (CURBSIDE_ALLOW)", True
    try:
        if not Library.exists(settings.home, settings.database_url):
            yield "library", "none yet: `curbside init` or the first question makes it", True
            return
        yield from _library(settings)
    except CurbsideError as error:
        yield "library", str(error), False


def _library(settings: Settings) -> Iterator[Row]:
    from curbside.library import Library
    from curbside.retrieval.opening import has_index, open_index
    from curbside.retrieval.sync import compare

    with Library.open(settings.home, database_url=settings.database_url) as library:
        counted = [counts for _, counts in library.sources_counted()]
        sentences = sum(counts.sentences for counts in counted)
        yield "library", f"{len(counted)} sources, {sentences} sentences, {library.last_change()} changes", True
        if not has_index(settings.home):
            yield "index", "none yet: the next search makes it", True
            return
        index = open_index(settings.home)
        try:
            report, passages = compare(library, index), index.passages_count()
            yield "index", *_about(report, passages)
            yield "vectors", _vectors(settings, index, passages), True
        finally:
            index.close()


def _about(report: Report, passages: int) -> tuple[str, bool]:
    if report.in_step:
        return f"{passages} passages, in step with the library", True
    if report.behind:
        return f"{passages} passages, {report.behind} changes behind: the next search catches up", True
    said = f"{report.missing} passages missing, {report.extra} too many, {report.other} out of date"
    return f"{said}: `curbside index drop` and `curbside index build` make it again", False


def _vectors(settings: Settings, index: Index, passages: int) -> str:
    from curbside.retrieval.embedding.base import Missing
    from curbside.retrieval.embedding.chosen import embedder

    found = embedder(settings)
    model = f"none can be made. {found.reason}" if isinstance(found, Missing) else found.model.name
    if not isinstance(found, Missing):
        found.close()
    return f"{index.vectors_count()} of {passages} passages; model: {model}"


def _reading(settings: Settings) -> Row:
    from curbside.retrieval.embedding.base import NEEDED, Missing
    from curbside.retrieval.reranking.chosen import reranker
    from curbside.settings import NO_RERANKER

    try:
        found = reranker(settings)
    except CurbsideError as error:
        return "cross-encoder", str(error), False
    if isinstance(found, Missing):
        more = "" if settings.reranker == NO_RERANKER else f"; one {NEEDED}"
        return "cross-encoder", f"none: {found.reason}{more}. Sentences are chosen by rules alone", True
    found.close()
    return "cross-encoder", f"{found.name}, which reads sentences with the question", True


def _language_model() -> Row:
    """Which language model is set, and what would be sent where; nothing is sent for it."""
    from curbside.models.base import NEEDED
    from curbside.models.chosen import lacking
    from curbside.models.configuration import configuration

    name = "language model"
    try:
        config = configuration()
    except CurbsideError as error:
        return name, str(error), False
    if config is None:
        return name, "none: answers quote their sources word for word (CURBSIDE_MODEL_URL sets one)", True
    if packages := lacking():
        return name, f"{config.model} at {config.place} cannot be asked: {', '.join(packages)} missing; {NEEDED}", False
    where = "on another machine" if config.hosted else "on this machine"
    key = "with a key" if config.key else "without a key"
    said = (
        f"{config.model} at {config.place} ({where}, {key}). `ask --composer model` sends it the question, without "
        f"what would tell who a patient is, and the sentences that were selected for the answer"
    )
    said += ", but for those whose licence forbids it" if config.hosted else ""
    return name, f"{said}. At most {_caps(config.caps)} a question. Without --composer model, nothing is sent", True


def _caps(caps: Caps) -> str:
    told = [f"{caps.tokens:,} tokens", f"{caps.seconds:g} seconds"]
    told += [f"a cost of {caps.cost}"] if caps.cost is not None else []
    return f"{', '.join(told[:-1])} and {told[-1]}"


def _of_others(settings: Settings) -> Iterator[Row]:
    """What other packages look at; one that cannot is told, and holds up none."""
    for point in plugins.checks():
        try:
            yield from point.load()(settings)
        except (CurbsideError, ImportError) as error:
            yield point.name, str(error), False


def _size(folder: Path) -> str:
    if not folder.is_dir():
        return "not made yet"
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return f"{size / 1_000_000:.1f} MB"


def _show(rows: list[Row]) -> None:
    out = stdout_console()
    for name, value, sound in rows:
        block(out, value, "" if sound else "bold red", 16, name)
