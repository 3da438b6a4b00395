"""Putting a source into the library: an upload, or a record that is fetched by its identifier where that is allowed.

Files go the way of `curbside ingest`: read in a process of its own, with limits of time and memory, and kept as they
are. The name of an upload gives its ending and nothing else.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from curbside.errors import UsageError
from curbside.fetching import config, dailymed, europepmc, eutils
from curbside.fetching.page import Page
from curbside.loading.loader import Loaded, Loader
from curbside.sources.describing import from_options
from curbside.sources.read import File
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission
from curbside_site.articles import desk
from curbside_site.audit_trail.trail import record
from curbside_site.errors import NotAllowed, NotComplete

ENDINGS: Final = (".pdf", ".docx", ".html", ".htm", ".md", ".txt", ".xml", ".json", ".jsonl", ".nbib")
_STARTS: Final[Mapping[str, tuple[bytes, ...]]] = {".pdf": (b"%PDF-",), ".docx": (b"PK\x03\x04",)}
FACTS: Final = ("title", "publisher", "date", "kind", "jurisdiction", "licence", "supersedes")
_IDENTIFIERS: Final = (
    (re.compile(r"(?:pmid:)?\s*([1-9][0-9]{0,8})", re.I), "pmid"),
    (re.compile(r"(?:doi:|https://doi\.org/)?\s*(10\.[0-9]{4,9}/\S{1,200})", re.I), "doi"),
    (re.compile(r"(?:spl:)?\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.I), "spl"),
)


@dataclass(frozen=True, slots=True)
class Added:
    """new: ids of sources that came in or changed. told: what needs a look, or was not read."""

    new: tuple[str, ...]
    told: tuple[str, ...]


def upload(*, by: Person, file: UploadedFile, facts: Mapping[str, str]) -> Added:
    """Put an uploaded document into the library. facts: what it does not say of itself, some of `FACTS`.

    Raises NotAllowed; NotComplete where it is too large, of no kind that is read, or not what its ending says.
    """
    _may(by)
    name = Path(file.name or "").name
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise NotComplete(f"{name or 'A file without a name'} is of no kind that is read; {', '.join(ENDINGS)} are.")
    if (file.size or 0) > settings.UPLOAD_LARGEST:
        raise NotComplete(f"{name} has {file.size:,} bytes; {settings.UPLOAD_LARGEST:,} are taken.")
    start = next(iter(file.chunks(16)), b"")
    if not start:
        raise NotComplete(f"{name} is empty.")
    if ending in _STARTS and not start.startswith(_STARTS[ending]):
        raise NotComplete(f"{name} is not what its ending says: it does not begin as a {ending[1:].upper()} does.")
    told = {n: text.strip() for n, text in facts.items() if n in FACTS and text.strip()}
    with tempfile.TemporaryDirectory(prefix="curbside-") as folder:
        path = Path(folder) / f"upload{ending}"
        with path.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        return _loaded(by, [File(path, name, from_options(told))], name)


def fetch(*, by: Person, identifier: str) -> Added:
    """Put the record of a PMID, a DOI or a label's set id into the library, with the full text where it is open.

    Raises NotAllowed where fetching is off, NotComplete where it is no identifier, FetchError from the service.
    """
    _may(by)
    if not settings.FETCHING:
        raise NotAllowed("Fetching is off here (CURBSIDE_SITE_FETCHING); upload the document.")
    for pattern, scheme in _IDENTIFIERS:
        if found := pattern.fullmatch(identifier.strip()):
            pages = _SERVICES[scheme](found[1], config.load())
            with tempfile.TemporaryDirectory(prefix="curbside-") as folder:
                return _loaded(by, _files(pages, Path(folder)), identifier.strip())
    raise NotComplete(f"{identifier!r} is no PMID, DOI or set id.")


def _pubmed(pmid: str, fetching: config.FetchSettings) -> Iterator[Page]:
    client = eutils.client(fetching)
    found = eutils.search(f"{pmid}[uid]", 1, client, fetching)
    yield from eutils.pages(found, client, fetching)


def _europepmc(doi: str, fetching: config.FetchSettings) -> Iterator[Page]:
    client = europepmc.client(fetching)
    quoted = doi.replace('"', "")
    for page in europepmc.search(f'DOI:"{quoted}"', 1, client, fetching):
        yield page
        yield from europepmc.full_texts(page, client, fetching)


def _dailymed(set_id: str, fetching: config.FetchSettings) -> Iterator[Page]:
    yield from dailymed.labels([set_id], dailymed.client(fetching), fetching)


_SERVICES: Final[Mapping[str, Callable[[str, config.FetchSettings], Iterable[Page]]]] = {
    "pmid": _pubmed,
    "doi": _europepmc,
    "spl": _dailymed,
}


def _files(pages: Iterable[Page], folder: Path) -> Iterator[File]:
    for number, page in enumerate(pages):
        path = folder / f"{number}-{Path(page.name).name}"
        path.write_bytes(page.raw)
        yield File(path, page.where)


def _loaded(by: Person, files: Iterable[File], what: str) -> Added:
    used = desk.engine()
    before = used.library.last_change()
    with Loader(used.library, used.index, processes=0) as loader:
        loaded = loader.load(files)
    if loaded.stopped is not None:
        raise loaded.stopped
    new = tuple(dict.fromkeys(c.source for c in used.library.changes(before) if c.content_hash is not None))
    told = tuple(_told(loaded))
    if not new and not loaded.tally.unchanged:
        raise UsageError(" ".join(told) or f"Nothing could be read of {what}.")
    if new:
        record(
            by=by, action="source added", about=f"source:{new[0]}"[:250], detail={"from": what, "sources": list(new)}
        )
    return Added(new, told)


def _told(loaded: Loaded) -> Iterator[str]:
    for one in (*loaded.rejected, *loaded.tally.rejected, *loaded.warnings):
        yield f"{one.where}: {one.reason.rstrip('.')}."
    if loaded.tally.unchanged:
        yield "It is in the library already, unchanged."


def _may(by: Person) -> None:
    if not by.may(Permission.ADD_SOURCES):
        raise NotAllowed("Your account may not add sources.")
