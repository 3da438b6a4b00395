"""`curbside ingest pubmed`, `europepmc`, `dailymed`, `openfda` and `retractions`: what a service has, into the library.

Each page that a service sends is kept as an original and read as a file would be.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import home_option, json_option, note
from curbside.errors import UsageError

if TYPE_CHECKING:
    from curbside.fetching.config import FetchSettings
    from curbside.fetching.eutils import Search
    from curbside.fetching.page import Page
    from curbside.library import Library
    from curbside.sources.read import File

MAXIMUM = 1000
Pages = Callable[["Library", "FetchSettings"], Iterable["Page"]]


def maximum_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--max N`."""
    return click.option(
        "--max",
        "maximum",
        type=click.IntRange(min=1),
        default=MAXIMUM,
        show_default=True,
        help="At most that many records.",
    )(command)


@click.command("pubmed")
@click.argument("query")
@maximum_option
@json_option
@home_option
def pubmed(query: str, maximum: int, as_json: bool, home: Path | None) -> None:
    """Put what PubMed finds for QUERY into the library, through E-utilities.

    QUERY is as on PubMed's page. A fetch that was stopped goes on where it was. CURBSIDE_NCBI_API_KEY and
    CURBSIDE_NCBI_EMAIL are sent where they are set; with a key 10 requests a second are made, else 3.
    """
    from curbside.fetching import eutils

    def pages(library: Library, settings: FetchSettings) -> Iterator[Page]:
        client = eutils.client(settings)
        name = "fetch:pubmed:" + hashlib.sha256(f"{maximum} {query}".encode()).hexdigest()[:32]
        stored = library.fact(name)
        found = eutils.Search.of(stored) if stored else eutils.search(query, maximum, client, settings)
        for sentence in found.told:
            note(sentence)
        library.remember(name, found.stored())
        start = _pages_in(library, found) if stored else 0
        if start:
            note(f"Went on with the fetch that was stopped: its first {start} pages are in already.")
        yield from eutils.pages(found, client, settings, start, note)
        library.remember(name, None)

    _load(pages, home, as_json)


@click.command("europepmc")
@click.argument("query")
@maximum_option
@click.option("--no-full-text", is_flag=True, help="Only the records, not the open full texts.")
@json_option
@home_option
def europepmc(query: str, maximum: int, no_full_text: bool, as_json: bool, home: Path | None) -> None:
    """Put what Europe PMC finds for QUERY into the library, with the full text where it is open."""
    from curbside.fetching import europepmc as service

    def pages(_: Library, settings: FetchSettings) -> Iterator[Page]:
        client = service.client(settings)
        for page in service.search(query, maximum, client, settings, tell=note):
            yield page
            if not no_full_text:
                yield from service.full_texts(page, client, settings, note)

    _load(pages, home, as_json)


@click.command("dailymed")
@click.argument("set_ids", metavar="SETID...", nargs=-1, required=True)
@json_option
@home_option
def dailymed(set_ids: tuple[str, ...], as_json: bool, home: Path | None) -> None:
    """Put the drug labels of these set ids into the library, from DailyMed."""
    from curbside.fetching import dailymed as service

    def pages(_: Library, settings: FetchSettings) -> Iterator[Page]:
        yield from service.labels(set_ids, service.client(settings), settings)

    _load(pages, home, as_json)


@click.command("openfda")
@click.argument("query")
@maximum_option
@json_option
@home_option
def openfda(query: str, maximum: int, as_json: bool, home: Path | None) -> None:
    """Put the drug labels that openFDA finds for QUERY into the library.

    QUERY is in openFDA's syntax: openfda.generic_name:metformin
    """
    from curbside.fetching import openfda as service

    def pages(_: Library, settings: FetchSettings) -> Iterator[Page]:
        yield from service.labels(query, maximum, service.client(settings), settings, tell=note)

    _load(pages, home, as_json)


@click.command("retractions")
@click.argument("where", metavar="FILE|URL")
@json_option
@home_option
def retractions(where: str, as_json: bool, home: Path | None) -> None:
    """Take over the Retraction Watch Database, a CSV file or its address.

    Sources are marked by DOI and PMID, also those that come later; saved answers that cite a marked one are named.
    """
    from curbside.cli.loading import load
    from curbside.sources.read import File

    with _csv(where) as path:
        if not load(lambda _: [File(path, where)], home, as_json, path.stat().st_size):
            click.get_current_context().exit(1)


@contextmanager
def _csv(where: str) -> Iterator[Path]:
    """The file at a path, or a copy of what is at an address."""
    if "://" not in where:
        if not Path(where).is_file():
            raise UsageError(f"There is no file {where}.")
        yield Path(where)
        return
    from curbside.fetching import config, retraction_watch

    with tempfile.TemporaryDirectory(prefix="curbside-") as folder:
        yield retraction_watch.download(where, retraction_watch.client(config.load()), Path(folder))


def _load(pages: Pages, home: Path | None, as_json: bool) -> None:
    from curbside.cli.loading import load
    from curbside.fetching import config

    settings = config.load()
    with tempfile.TemporaryDirectory(prefix="curbside-") as folder:
        if not load(lambda library: _files(pages(library, settings), Path(folder)), home, as_json):
            click.get_current_context().exit(1)


def _files(pages: Iterable[Page], folder: Path) -> Iterator[File]:
    from curbside.sources.read import File

    for number, page in enumerate(pages):
        path = folder / f"{number}-{Path(page.name).name}"
        path.write_bytes(page.raw)
        yield File(path, page.where)


def _pages_in(library: Library, found: Search) -> int:
    """How many of the first pages of a search are in the library whole."""
    from curbside.fetching.eutils import PAGE

    ids = [f"pmid:{pmid}" for pmid in found.ids]
    there = library.known(ids)
    full = next((number for number, one in enumerate(ids) if one not in there), len(ids))
    return full // PAGE if full < len(ids) else -(-full // PAGE)
