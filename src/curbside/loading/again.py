"""Reading kept originals again, with the extractors of today.

Only what an older version of its extractor made is put anew. What was said of a document from outside (in a file
beside it, or with options) is not in the original; it is taken over from the stored source.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from curbside.library import Library
from curbside.sources.base import Draft
from curbside.sources.frontmatter import ALIKE
from curbside.sources.read import File, readers
from curbside.types import Kind, Source

_OUTSIDE: Final = (*sorted(ALIKE), "status", "seen")
_UNKNOWN: Final = {"kind": Kind.UNKNOWN, "jurisdiction": "unknown"}


@contextmanager
def originals_to_read(library: Library) -> Iterator[Iterator[tuple[File, frozenset[str]]]]:
    """Each original of which a better extractor would make something else, with the ids that it is to make."""
    with TemporaryDirectory(prefix="curbside-") as folder:
        yield _files(library, Path(folder))


def _files(library: Library, folder: Path) -> Iterator[tuple[File, frozenset[str]]]:
    now = {reader.extractor.rpartition("/")[0]: reader.extractor for reader in readers()}
    kept = {original.sha256: original for original in library.originals()}
    for sha256, ids in library.to_reingest(now):
        path = folder / sha256
        with library.original(sha256) as stream, path.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        yield File(path, kept[sha256].where), frozenset(ids)
        path.unlink()


def wanted(found: Draft | Source, ids: frozenset[str], library: Library) -> Draft | Source | None:
    """`found` if it is one of those to be made anew, as it is described from outside; else None."""
    source = found.source if isinstance(found, Draft) else found
    if source.id in ids and not source.id.startswith("file:"):
        return found
    if source.id.startswith("file:") and len(ids) == 1:
        (stored_id,) = ids
        taken = _taken_over(source, library.get(stored_id))
        return replace(found, source=taken) if isinstance(found, Draft) else taken
    return None


def _taken_over(source: Source, stored: Source) -> Source:
    """`source` with what is known of the stored one, and its id."""
    names = {field.name for field in fields(Source)} & set(_OUTSIDE)
    known = {name: value for name in names if (value := getattr(stored, name)) and value != _UNKNOWN.get(name)}
    return replace(source, id=stored.id, **known)
