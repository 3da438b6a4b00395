"""What `curbside audit FILE|URL|-` reads: a file, standard input, or a page that the user names by its address."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from curbside.auditing.manuscript import Manuscript, is_document, is_page, of_found, of_page, of_text, text_of
from curbside.errors import InputError, UsageError
from curbside.fetching.asking import Answer
from curbside.fetching.asking import Limits as FetchLimits
from curbside.fetching.http import Client
from curbside.sources.isolated import IsolatedReader, Limits
from curbside.sources.read import File

LARGEST: Final = 30_000_000
STDIN: Final = "standard input"
FETCHING: Final = FetchLimits(connect=10, piece=20, whole=60, largest=LARGEST, tries=2, tries_to_connect=1)
READING: Final = Limits(seconds=120)
_TYPES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
Asker = Callable[[str], Answer]


def is_address(given: str) -> bool:
    """Whether FILE is an address."""
    return given.lower().startswith(("http://", "https://"))


def manuscript(given: str, ask: Asker | None = None) -> Manuscript:
    """The text that the argument names. ask: what fetches an address, by default the network.

    Raises UsageError where no such file is there, InputError where it cannot be read, FetchError where an address does
    not answer.
    """
    if given == "-":
        raw = sys.stdin.buffer.read(LARGEST + 1)
        return _read(raw, STDIN, STDIN)
    if is_address(given):
        answer = (ask or _fetched)(given)
        return _read(answer.body, _named(given, answer), given)
    path = Path(given)
    if not path.exists():
        raise UsageError(f"{given} is not there; FILE is a file, an address, or - for standard input.")
    if not path.is_file():
        raise UsageError(f"{given} is no file.")
    with path.open("rb") as stream:
        return _read(stream.read(LARGEST + 1), path.name, given)


def _fetched(url: str) -> Answer:
    host = urlsplit(url).hostname or url
    return Client(host, limits=FETCHING).get(url)


def _named(url: str, answer: Answer) -> str:
    """The file name of an address, with the ending that its type says."""
    declared = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    path = PurePosixPath(urlsplit(url).path)
    ending = _TYPES.get(declared)
    if declared and ending is None and not declared.startswith("text/"):
        raise InputError(url, f"is of the type {declared[:60]}, which cannot be audited; HTML, PDF and text can")
    return f"{path.stem or 'page'}{ending or path.suffix}"


def _read(raw: bytes, name: str, shown: str) -> Manuscript:
    """name: tells the format; shown: what messages and reports call it."""
    if len(raw) > LARGEST:
        raise InputError(shown, f"is larger than {LARGEST // 1_000_000} MB")
    if not raw.strip():
        raise InputError(shown, "is empty")
    if is_page(name, raw):
        return of_page(raw, shown)
    if is_document(name, raw):
        return _document(raw, name, shown)
    made = of_text(text_of(raw, shown), name)
    return Manuscript(shown, made.text, made.units, made.markup)


def _document(raw: bytes, name: str, shown: str) -> Manuscript:
    """A PDF or Word document, read in a process of its own, which a hostile file cannot hold up for ever."""
    ending = ".pdf" if raw.startswith(b"%PDF") else Path(name).suffix or ".docx"
    with tempfile.TemporaryDirectory() as folder, IsolatedReader(READING) as reader:
        kept = Path(folder) / f"document{ending}"
        kept.write_bytes(raw)
        found = [one for batch in reader.read(File(kept, shown)) for one in batch.found]
    if not found:
        raise InputError(shown, "has nothing to read")
    return of_found(found[0], shown)
