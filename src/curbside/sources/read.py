"""From a file to what is in it: which reader it is for, and what is said of it from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from curbside.errors import InputError
from curbside.sources.base import HEAD, Draft, Found, Input, Rejected, SourceReader, finished
from curbside.sources.beir import BeirReader
from curbside.sources.describing import Description, beside, described
from curbside.sources.docx.reader import DocxReader
from curbside.sources.europepmc.reader import EuropePmcReader
from curbside.sources.files import SIDECAR, files
from curbside.sources.html.reader import HtmlReader
from curbside.sources.inputs import inputs
from curbside.sources.jats.reader import JatsReader
from curbside.sources.jsonl import JsonLinesReader
from curbside.sources.markdown import MarkdownReader
from curbside.sources.openfda import OpenFdaReader
from curbside.sources.pdf.reader import PdfReader
from curbside.sources.plain import PlainReader
from curbside.sources.pubmed.reader import PubMedReader
from curbside.sources.retraction_watch import RetractionWatchReader
from curbside.sources.spl.reader import SplReader
from curbside.sources.xml import root_of

GROUP = "curbside.sources"
BUILT_IN: tuple[SourceReader, ...] = (
    MarkdownReader(),
    PubMedReader(),
    JatsReader(),
    SplReader(),
    PdfReader(),
    DocxReader(),
    HtmlReader(),
    OpenFdaReader(),
    EuropePmcReader(),
    BeirReader(),
    JsonLinesReader(),
    RetractionWatchReader(),
    PlainReader(),
)


@cache
def readers() -> tuple[SourceReader, ...]:
    """All readers: those of plug-ins by name, then the built-in ones; the first that accepts a file reads it.

    Raises InputError where a plug-in cannot be loaded.
    """
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return (*(_loaded(entry) for entry in found), *BUILT_IN)


def _loaded(entry: EntryPoint) -> SourceReader:
    try:
        reader: SourceReader = entry.load()()
    except (ImportError, AttributeError, TypeError) as error:
        raise InputError(f"the plug-in {entry.name!r} ({entry.value})", f"cannot be loaded: {error}") from error
    return reader


def read_path(path: Path, today: date | None = None) -> Iterator[Found]:
    """What is in a file, or in a folder and its subfolders; drafts are finished. today: as in `read_file`."""
    for file in files(path):
        if isinstance(file, Rejected):
            yield file
        else:
            yield from (
                finished(found) if isinstance(found, Draft) else found for found in read_file(File(file), today)
            )


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read. where: what to call it, None for its path. description: said of the one source in it."""

    path: Path
    where: str | None = None
    description: Description | None = None

    @property
    def shown(self) -> str:
        """What messages call it."""
        return self.where or str(self.path)


def read_file(
    file: File, today: date | None = None, watch: Callable[[BinaryIO], None] | None = None
) -> Iterator[Found]:
    """What is in one file; a record, or a part of an archive, that cannot be read is Rejected and the rest goes on.

    What NAME.meta.yaml beside it says is said of the one source in it too. today: for review dates, by default the day
    of the call. watch: as in `inputs`.
    """
    try:
        _must_be_file(file)
        told = beside(file.path)
        said = file.description.over(told) if file.description else told
        found = _inputs_read(inputs(file.path, file.shown, watch))
        yield from described(found, said, file.shown, today or date.today()) if said else found
    except InputError as error:
        yield Rejected(error.where, error.reason)
    except OSError as error:
        yield Rejected(file.shown, f"cannot be opened: {error.strerror or error}")


def read_bytes(raw: bytes, where: str) -> Iterator[Found]:
    """What is in `raw`; `where` is its file name, which says with `raw` how it is to be read."""
    yield from read_input(Input(where, Path(where).name, raw[:HEAD], lambda: BytesIO(raw)))


def read_input(given: Input) -> Iterator[Found]:
    """What is in one input, by the first reader that accepts it."""
    if not given.head.strip():
        yield Rejected(given.where, "is empty")
        return
    reader = next((r for r in readers() if r.accepts(given.name, given.head)), None)
    if reader is None:
        yield Rejected(given.where, _unaccepted(given))
        return
    try:
        yield from reader.read(given)
    except InputError as error:
        yield Rejected(error.where, error.reason)


def _inputs_read(given: Iterable[Input | Rejected]) -> Iterator[Found]:
    for one in given:
        if isinstance(one, Rejected):
            yield one
        else:
            yield from read_input(one)


def _must_be_file(file: File) -> None:
    if not file.path.exists():
        raise InputError(file.shown, "is not there")
    if not file.path.is_file():
        raise InputError(file.shown, "is neither a file nor a folder")
    if file.path.name.endswith(SIDECAR):
        raise InputError(file.shown, "describes a file that is not there")


def _unaccepted(given: Input) -> str:
    """Why no reader took it: by its content where that can be told, else by the ending of its name."""
    root = root_of(given.head) if given.head.lstrip()[:1] == b"<" else None
    if root is not None:
        return f"is XML whose root is {root.rpartition('}')[2]}, of which no reader knows"
    ending = Path(given.name).suffix.lower()
    what = f"files that end in {ending} are" if ending else "files without an ending are"
    return f"{what} not read, or not with this content; `curbside ingest --help` names the formats"
