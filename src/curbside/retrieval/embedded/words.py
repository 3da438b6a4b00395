"""The words of the embedded index, in Tantivy.

Scores are Tantivy's BM25 (k1 = 1.2, b = 0.75; Robertson and Zaragoza 2009, The Probabilistic Relevance Framework) with
idf = ln(1 + (N - n + 0.5) / (n + 0.5)); lengths are rounded to 8 bits. A row is one field, in which the terms of the
title and of the heading stand twice (`documents.py`): the weighted sum of term frequencies before
saturation, as in Robertson, Zaragoza and Taylor 2004 (Simple BM25 extension to multiple weighted fields).

What belongs to the whole (stamp, generation) stands in a document of its own, so that it changes with the rows in one
commit. Tantivy's commit is the only point at which readers, in any process, see a change.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

import tantivy

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Facets, Filters, IndexHit, IndexRow, Key, Query
from curbside.retrieval.embedded.documents import Stored, document, key_of, read_row, schema
from curbside.retrieval.embedded.encoding import encoded

MAX_TERMS = 400
BUSY_SECONDS = 60.0
FORMAT = "tantivy 2"
_HEAP = 64_000_000
_STATE = "state"
_SCORED_ALIKE = 32


@dataclass(slots=True)
class _Block:
    """What a block of writing has done so far, before its commit."""

    writer: tantivy.IndexWriter
    state: dict[str, str | int]
    fresh: bool = False
    emptied: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)

    def may_have_rows(self, source: str) -> bool:
        """Whether the index, as it will be, may have rows of `source` already."""
        return source in self.added or not (self.fresh or source in self.emptied)


class Words:
    """The rows of an index by their words. Threads may share it; one block of writing at a time, in any process."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`; one that is damaged or of another format is made again, empty.

        Raises SearchIndexError where the folder cannot be written.
        """
        self.folder = folder
        self._schema = schema()
        self._lock = threading.Lock()
        self._local = threading.local()
        self._seen: object = None
        self._open()

    def state(self, name: str, default: str | int) -> str | int:
        """One value of the whole: as written so far in this thread's block, else as committed."""
        block: _Block | None = getattr(self._local, "block", None)
        return (block.state if block else self._state()).get(name, default)

    def search(self, query: Query, k: int) -> list[IndexHit]:
        """See `Index`. Of more than `MAX_TERMS` terms the heaviest are used."""
        weights = sorted(query.weights().items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS]
        filters = self._filter(query.filters)
        if not weights or k < 1 or filters is None:
            return []
        scored = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._is("terms", encoded(term)), weight))
            for term, weight in weights
        ]
        wanted = tantivy.Query.boolean_query(scored)
        if filters:
            wanted = tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), *filters])
        return self._best(wanted, k)

    def document_frequency(self, term: str) -> int:
        """See `Index`."""
        return self._count(self._is("terms", encoded(term)))

    def count(self) -> int:
        """How many rows there are."""
        return self._count(tantivy.Query.all_query()) - 1

    def stored(self) -> list[Stored]:
        """All rows, sorted by key."""
        with self._told():
            searcher = self._searcher()
            hits = searcher.search(tantivy.Query.all_query(), searcher.num_docs or 1, count=False).hits
            lines = (searcher.doc(address)["row"] for _, address in hits)
            return sorted((read_row(line[0]) for line in lines if line), key=attrgetter("key"))

    def rows(self, keys: Iterable[Key]) -> dict[Key, tuple[Stored, Facets]]:
        """Those of `keys` that are there, with their facets."""
        with self._told():
            searcher = self._searcher()
            found = {}
            for key in keys:
                for _, at in searcher.search(self._is("key", key_of(key)), 1, count=False).hits:
                    line, facets = searcher.doc(at)["row"][0], json.loads(searcher.doc(at)["facets"][0])
                    found[key] = (read_row(line), Facets(**facets | {"topics": tuple(facets["topics"])}))
            return found

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `Index`."""
        with self._told(), self._writer() as writer:
            block = self._local.block = _Block(writer, dict(self._state()))
            try:
                yield
                writer.delete_documents_by_term("name", _STATE)
                writer.add_document(tantivy.Document(name=_STATE, value=json.dumps(block.state).encode()))
                writer.commit()
            except BaseException:
                writer.rollback()
                raise
            finally:
                self._local.block = None
                writer.wait_merging_threads()

    def add(self, rows: Iterable[IndexRow]) -> None:
        """See `Index`."""
        block = self._block()
        given = {row.key: row for row in rows}
        for row in given.values():
            if block.may_have_rows(row.source):
                block.writer.delete_documents_by_term("key", key_of(row.key))
            block.writer.add_document(document(row))
        block.added.update(key[0] for key in given)

    def remove(self, source_ids: Iterable[str]) -> None:
        """See `Index`."""
        block = self._block()
        for source in source_ids:
            block.writer.delete_documents_by_term("source", source)
            block.emptied.add(source)
            block.added.discard(source)

    def set(self, name: str, value: str | int) -> None:
        """Set one value of the whole, in a block of writing."""
        self._block().state[name] = value

    def clear(self) -> None:
        """Remove everything, in a block of writing."""
        block = self._block()
        block.writer.delete_all_documents()
        block.state, block.fresh = {"format": FORMAT}, True
        block.added.clear()

    def close(self) -> None:
        """Let go of the files."""
        self._seen = None

    def _best(self, wanted: tantivy.Query, k: int) -> list[IndexHit]:
        """The best `k`: of equal scores the smaller key first, though Tantivy has them in the order of its segments."""
        asked = k + _SCORED_ALIKE
        with self._told():
            searcher = self._searcher()
            while True:
                hits = searcher.search(wanted, asked, count=False).hits
                if len(hits) < asked or hits[-1][0] < hits[k - 1][0]:
                    break
                asked *= 4
            last = hits[k - 1][0] if len(hits) >= k else 0.0
            found = [(score, read_row(searcher.doc(at)["row"][0]).key) for score, at in hits if score >= last]
        found.sort(key=lambda hit: (-hit[0], hit[1][0], hit[1][2]))
        return [IndexHit(*key, score) for score, key in found[:k]]

    def _filter(self, filters: Filters) -> list[tuple[tantivy.Occur, tantivy.Query]] | None:
        """The conditions of `filters`; None where nothing can pass."""
        if filters.only is not None and not filters.only:
            return None
        wanted = {
            "source": filters.only or frozenset(),
            "kind": filters.kinds,
            "jurisdiction": filters.jurisdictions,
            "status": filters.statuses,
            "publisher": filters.publishers,
            "language": filters.languages,
            "topics": filters.topics,
        }
        must = [tantivy.Query.term_set_query(self._schema, f, sorted(values)) for f, values in wanted.items() if values]
        if filters.since is not None or filters.until is not None:
            low, high = filters.since or 0, 9999 if filters.until is None else filters.until
            must.append(tantivy.Query.range_query(self._schema, "year", tantivy.FieldType.Integer, low, high))
        conditions = [(tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)) for query in must]
        if filters.without:
            out = tantivy.Query.term_set_query(self._schema, "source", sorted(filters.without))
            conditions.append((tantivy.Occur.MustNot, out))
        return conditions

    def _is(self, name: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, name, value)

    def _count(self, query: tantivy.Query) -> int:
        with self._told():
            # The stubs of tantivy 0.27 leave `count` out.
            found: Any = self._searcher().search(query, 1, count=True)
            return int(found.count)

    def _state(self) -> dict[str, str | int]:
        with self._told():
            searcher = self._searcher()
            hits = searcher.search(self._is("name", _STATE), 1, count=False).hits
            values: dict[str, str | int] = json.loads(searcher.doc(hits[0][1])["value"][0]) if hits else {}
            return values

    def _block(self) -> _Block:
        block: _Block | None = getattr(self._local, "block", None)
        if block is None:
            raise SearchIndexError("An index is changed in a block of writing() only.")
        return block

    def _searcher(self) -> tantivy.Searcher:
        """Of the last commit, by whatever process."""
        found = (self.folder / "meta.json").stat()
        seen = (found.st_mtime_ns, found.st_ino)
        with self._lock:
            if seen != self._seen:
                self._index.reload()
                self._seen = seen
            return self._index.searcher()

    @contextmanager
    def _writer(self) -> Iterator[tantivy.IndexWriter]:
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                writer = self._index.writer(_HEAP, 1)
                break
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise
                if time.monotonic() > until:
                    raise SearchIndexError(f"Another process is writing the index {self.folder}; try later.") from error
                time.sleep(0.05)
        # A writer that was killed may have left a file of deletions under the very name that this one will take, since
        # both count on from the last commit; Tantivy refuses to write over it.
        writer.garbage_collect_files()
        yield writer

    def _open(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not self._is_usable():
                shutil.rmtree(self.folder)
                self.folder.mkdir()
                self._index, self._seen = tantivy.Index(self._schema, str(self.folder)), None
        except (OSError, ValueError) as error:
            raise SearchIndexError(f"The index {self.folder} cannot be used: {error}.") from error
        if not self._state():
            with self.writing():
                self.set("format", FORMAT)

    def _is_usable(self) -> bool:
        """Open what is there, and say whether it can be read and has the format of this version."""
        try:
            self._index = tantivy.Index(self._schema, str(self.folder))
            return self._state().get("format", FORMAT) == FORMAT
        except (SearchIndexError, ValueError):
            return False

    @contextmanager
    def _told(self) -> Iterator[None]:
        advice = "delete the folder, and it is made again"
        try:
            yield
        except (OSError, ValueError, RuntimeError) as error:
            raise SearchIndexError(f"The index {self.folder} cannot be used ({error}); {advice}.") from error
        except BaseException as error:
            # A panic in Rust comes as an exception that no module exports, and that is no Exception.
            if type(error).__name__ != "PanicException":
                raise
            raise SearchIndexError(f"The index {self.folder} is damaged ({error}); {advice}.") from error
