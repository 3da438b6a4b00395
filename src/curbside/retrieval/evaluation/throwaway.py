"""A library and an index of a BEIR corpus, made in a folder of their own and gone when the work is done.

Each document stands by itself, under a number of its own, so that its `_id` may be anything and two records of one
work stay two documents. One with a title and no sentence stands by its title, as judges saw it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from curbside.errors import InputError
from curbside.library import Library
from curbside.retrieval.base import Index
from curbside.retrieval.embedded.index import FOLDER, EmbeddedIndex
from curbside.retrieval.sync import sync
from curbside.sources.base import Rejected, finished
from curbside.sources.beir import BeirReader
from curbside.types import Source

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class ThrowAway:
    """names: each source's `_id`. left_out: records that could not be read, which a search cannot find."""

    library: Library
    index: Index
    names: dict[str, str]
    left_out: tuple[Rejected, ...]


@contextmanager
def loaded(corpus: Path) -> Iterator[ThrowAway]:
    """The documents of `corpus.jsonl` in a library with an index in step, for the time of the block.

    Raises InputError where an `_id` comes twice.
    """
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="curbside-eval-")))
        library = stack.enter_context(Library.open(home, create=True))
        index = EmbeddedIndex(home / FOLDER)
        stack.callback(index.close)
        names: dict[str, str] = {}
        left_out: list[Rejected] = []
        sources = _sources(corpus, names, left_out)
        while batch := list(islice(sources, BATCH)):
            left_out += [Rejected(one.where, one.reason) for one in library.load(batch).rejected]
        sync(library, index)
        yield ThrowAway(library, index, names, tuple(left_out))


def _sources(corpus: Path, names: dict[str, str], left_out: list[Rejected]) -> Iterator[Source]:
    reader, seen = BeirReader(), set[str]()
    with corpus.open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            where = f"{corpus.name}, line {number}"
            if not raw.strip():
                continue
            name, record = _record(raw, str(number), where)
            if name in seen:
                raise InputError(where, f"the _id {name!r} comes a second time")
            seen.add(name)
            found = _source(reader, record, where)
            if isinstance(found, Rejected):
                left_out.append(found)
            else:
                names[found.id] = name
                yield found


def _record(raw: bytes, number: str, where: str) -> tuple[str, dict[str, Any]]:
    """Its `_id`, and what is read of it, under a number."""
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError(where, "is no JSON") from error
    if not isinstance(given, dict) or type(given.get("_id")) not in (str, int):
        raise InputError(where, "is no document: an object with _id, title and text")
    return str(given["_id"]), {"_id": number, "title": given.get("title") or "", "text": given.get("text") or ""}


def _source(reader: BeirReader, record: dict[str, Any], where: str) -> Source | Rejected:
    found = _finished(reader, record, where)
    if isinstance(found, Rejected) and isinstance(record["title"], str) and record["title"].strip():
        found = _finished(reader, {**record, "text": f"{record['title'].strip()}."}, where)
    return found


def _finished(reader: BeirReader, record: dict[str, Any], where: str) -> Source | Rejected:
    try:
        draft = reader.record(json.dumps(record).encode(), where)
    except InputError as error:
        return Rejected(error.where, error.reason)
    bare = replace(draft.source, title="" if draft.source.title == draft.source.id else draft.source.title)
    return finished(replace(draft, source=bare))
