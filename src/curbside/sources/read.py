"""From a path to sources: a file, or a folder with all that is in it; what cannot be read is told, file by file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from curbside.errors import InputError
from curbside.language.text import decode, normalise
from curbside.sources import frontmatter
from curbside.sources.base import Rejected, SourceReader
from curbside.sources.markdown import MarkdownReader
from curbside.sources.plain import PlainReader
from curbside.types import Source

GROUP = "curbside.sources"
HEAD = 4096
LARGEST = 50_000_000
SIDECAR = ".meta.yaml"
BUILT_IN: tuple[SourceReader, ...] = (MarkdownReader(), PlainReader())


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


def read_path(path: Path, today: date | None = None) -> Iterator[Source | Rejected]:
    """The sources in a file, or in a folder and its subfolders in the order of their names.

    Hidden files are left out, and so are links that lead out of the folder (told). today: for review dates, by
    default the day of the call.
    """
    today = today or date.today()
    if not path.is_dir():
        yield from _file(path, today)
        return
    for found in _walk(path):
        if isinstance(found, Rejected):
            yield found
        else:
            yield from _file(found, today)


def read_bytes(raw: bytes, where: str) -> Iterator[Source | Rejected]:
    """The sources in `raw`; `where` is its file name, which says with `raw` how it is to be read."""
    if not raw.strip():
        yield Rejected(where, "is empty")
        return
    reader = next((r for r in readers() if r.accepts(Path(where).name, raw[:HEAD])), None)
    if reader is None:
        yield Rejected(where, _unaccepted(where))
        return
    yield from reader.read(raw, where)


def _unaccepted(where: str) -> str:
    ending = Path(where).suffix.lower()
    what = f"files that end in {ending} are" if ending else "files without an ending are"
    names = ", ".join(r.name for r in readers())
    return f"{what} not read; .md, .markdown, .txt and .text are (readers: {names})"


def _walk(root: Path) -> Iterator[Path | Rejected]:
    home = root.resolve()
    problems: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=problems.append):
        yield from (Rejected(str(e.filename), f"cannot be opened: {e.strerror}") for e in problems)
        problems.clear()
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in [*files, *(f for f in folders if Path(folder, f).is_symlink())]:
            if Path(folder, name).is_symlink() and not Path(folder, name).resolve().is_relative_to(home):
                yield Rejected(str(Path(folder, name)), "is a link that leads out of the folder")
        yield from (p for p in _listed(Path(folder), sorted(files)) if p.resolve().is_relative_to(home))
    yield from (Rejected(str(e.filename), f"cannot be opened: {e.strerror}") for e in problems)


def _listed(folder: Path, files: list[str]) -> Iterator[Path]:
    """The files to read: not the hidden ones, nor a description whose file is there."""
    for name in files:
        if not name.startswith(".") and not (name.endswith(SIDECAR) and _described(name, files)):
            yield folder / name


def _described(sidecar: str, files: list[str]) -> bool:
    stem = sidecar.removesuffix(SIDECAR)
    return any(f != sidecar and stem in (f, Path(f).stem) for f in files)


def _file(path: Path, today: date) -> Iterator[Source | Rejected]:
    where = str(path)
    if path.name.endswith(SIDECAR):
        yield Rejected(where, "describes a file that is not there")
        return
    try:
        raw = _bytes(path, where)
        sidecar = _sidecar(path)
        records = list(read_bytes(raw, where)) if sidecar is None else [sidecar.described(raw, where, today)]
    except InputError as error:
        yield Rejected(error.where, error.reason)
    except OSError as error:
        yield Rejected(where, f"cannot be opened: {error.strerror or error}")
    else:
        yield from records


def _bytes(path: Path, where: str) -> bytes:
    if not path.exists():
        raise InputError(where, "is not there")
    if not path.is_file():
        raise InputError(where, "is neither a file nor a folder")
    size = path.stat().st_size
    if size > LARGEST:
        raise InputError(where, f"is larger than {LARGEST // 1_000_000} MB ({size / 1e6:.0f} MB)")
    return path.read_bytes()


@dataclass(frozen=True, slots=True)
class _Sidecar:
    path: Path

    def described(self, raw: bytes, where: str, today: date) -> Source:
        """The one source in `raw`, described by this file.

        Raises InputError where there is not exactly one, or where it describes itself.
        """
        told = str(self.path)
        records = list(read_bytes(raw, where))
        if len(records) != 1:
            raise InputError(told, f"describes one source, and {where} has {len(records)}")
        source = records[0]
        if isinstance(source, Rejected):
            raise InputError(source.where, source.reason)
        if source.extractor == MarkdownReader.extractor:
            raise InputError(told, f"describes {where}, which has front matter of its own; keep one of the two")
        text = normalise(decode(_bytes(self.path, told), told))
        return frontmatter.applied(source, frontmatter.fields(text, told, first_line=1), today)


def _sidecar(path: Path) -> _Sidecar | None:
    """The description beside `path`: "a.txt.meta.yaml", or "a.meta.yaml" where no other file has that stem.

    Raises InputError where there are two, or where it is not clear which file it describes.
    """
    full, short = path.with_name(path.name + SIDECAR), path.with_name(path.stem + SIDECAR)
    there = [p for p in dict.fromkeys((full, short)) if p.is_file()]
    if len(there) == 2:
        raise InputError(str(path), f"has two descriptions, {full.name} and {short.name}; keep one")
    if there == [short]:
        others = sorted(p.name for p in path.parent.iterdir() if p.stem == path.stem and p != path and p.is_file())
        if others:
            raise InputError(str(short), f"describes {path.name} or {others[0]}; name it after the whole file name")
    return _Sidecar(there[0]) if there else None
