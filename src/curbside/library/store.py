"""The library: the truth about sources, by version, and about the answers that were saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from curbside.errors import LibraryError
from curbside.library import answers, facts, reading, writing
from curbside.library.database import FILE, Database
from curbside.library.reading import Change, Version
from curbside.library.records import Counts, sha256, source_from
from curbside.library.writing import Put, Tally
from curbside.types import Passage, Source, Span, Unit

BATCH = 200


class Library:
    """The store of one home folder. Threads and programs may share it; close it when done (or use `with`)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._units = reading.UnitCache()
        self._hash: tuple[int, str] | None = None

    @classmethod
    def open(cls, home: Path, create: bool = False) -> Library:
        """The library in the folder `home`.

        Raises LibraryError where there is none (unless `create`), or it cannot be read.
        """
        path = Path(home) / FILE
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.is_file():
            raise LibraryError(f"There is no library in {home}; `curbside init` makes one.")
        library = cls(Database(path))
        try:
            library._database.migrate(create)
        except LibraryError:
            library.close()
            raise
        return library

    @property
    def path(self) -> Path:
        """The database file."""
        return self._database.path

    @property
    def identity(self) -> str:
        """A name that no other library has, so that an index can tell whose it is."""
        known = self.fact(facts.IDENTITY)
        if known is not None:
            return known
        with self._database.writing() as connection:
            return facts.identity(connection)

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def put(self, source: Source) -> Put:
        """Store `source`: "added", "updated" (its text, its units or what is said of it changed) or "unchanged".

        Raises InputError where the source contradicts itself, LibraryError where the library cannot be written.
        """
        with self._database.writing() as connection:
            return writing.write(connection, [source])[0]

    def put_many(
        self, sources: Iterable[Source], batch: int = BATCH, done: Callable[[Tally], None] | None = None
    ) -> Tally:
        """Store many; each `batch` is kept whole or not at all, so that a stop leaves whole batches.

        done: called after each batch with the tally so far. A source that contradicts itself is left out and told in
        the tally.
        """
        total = Tally()
        for chunk in reading.chunks(sources, batch):
            good, rejected = writing.sorted_out(chunk)
            with self._database.writing() as connection:
                outcomes = writing.write(connection, good)
            total = total + writing.tally(outcomes, rejected)
            if done is not None:
                done(total)
        return total

    def remove(self, source_id: str) -> None:
        """Take a source out; versions that a saved answer cites stay readable by their hash.

        Raises SourceNotFound where it is not in the library.
        """
        with self._database.writing() as connection:
            reading.version_row(connection, source_id, None)
            writing.remove(connection, source_id)

    def prune(self) -> int:
        """Delete versions that are neither current nor cited by a saved answer, and say how many."""
        with self._database.writing() as connection:
            return writing.prune(connection)

    def get(self, source_id: str, content_hash: str | None = None) -> Source:
        """A version (the current one where no hash is given), with its text and units.

        Raises SourceNotFound.
        """
        with self._database.reading() as connection:
            row = reading.version_row(connection, source_id, content_hash)
            return source_from(row, self._units_of(connection, [row])[row.key], row.text)

    def get_many(self, ids: Iterable[str]) -> dict[str, Source]:
        """The current versions of those of `ids` that are there, with text and units, by id."""
        found: dict[str, Source] = {}
        with self._database.reading() as connection:
            for chunk in reading.chunks(dict.fromkeys(ids)):
                rows = reading.current_rows(connection, chunk)
                units = self._units_of(connection, rows)
                found.update((row.source_id, source_from(row, units[row.key], row.text)) for row in rows)
        return found

    def text(self, source_id: str, content_hash: str) -> str:
        """The stored text of a version.

        Raises SourceNotFound; LibraryError where it no longer fits its hash.
        """
        with self._database.reading() as connection:
            return _text(connection, source_id, content_hash)

    def read_span(self, span: Span) -> str:
        """What stands at `span`, read anew from the stored text.

        Raises SourceNotFound; LibraryError where the text no longer fits its hash or the span lies outside it.
        """
        return self.read_spans([span])[0]

    def read_spans(self, spans: Iterable[Span]) -> list[str]:
        """What stands at each of `spans`, in order; each text is read and checked once. Raises as `read_span` does."""
        texts: dict[tuple[str, str], str] = {}
        quotes = []
        with self._database.reading() as connection:
            for span in spans:
                version = (span.source, span.content_hash)
                if version not in texts:
                    texts[version] = _text(connection, *version)
                if not 0 <= span.start < span.end <= len(texts[version]):
                    raise LibraryError(f"{span.source} has no characters {span.start} to {span.end}.")
                quotes.append(texts[version][span.start : span.end])
        return quotes

    def sources(self) -> Iterator[Source]:
        """The current versions in the order of their ids, without texts and units (`get` has those)."""
        return (source for source, _ in self.sources_counted())

    def sources_counted(self) -> Iterator[tuple[Source, Counts]]:
        """As `sources`, each with its counts. No transaction is held between the items."""
        after = ""
        while True:
            with self._database.reading() as connection:
                rows = reading.light_rows(connection, after)
            if not rows:
                return
            yield from ((source_from(row), _counts(row)) for row in rows)
            after = rows[-1].source_id

    def counts(self, source_id: str, content_hash: str | None = None) -> Counts:
        """Characters, sections and sentences of a version. Raises SourceNotFound."""
        with self._database.reading() as connection:
            return _counts(reading.version_row(connection, source_id, content_hash))

    def versions(self, source_id: str) -> tuple[Version, ...]:
        """All stored versions of a source, oldest first. Raises SourceNotFound."""
        with self._database.reading() as connection:
            return reading.versions_of(connection, source_id)

    def passages(self, source_id: str, content_hash: str | None = None) -> tuple[Passage, ...]:
        """The passages of a version, in order. Raises SourceNotFound."""
        with self._database.reading() as connection:
            row = reading.version_row(connection, source_id, content_hash)
            version = (row.source_id, row.content_hash)
            return reading.passages_of_versions(connection, [version])[version]

    def passages_of(self, sources: Iterable[Source]) -> dict[tuple[str, str], tuple[Passage, ...]]:
        """The passages of these versions, by (source id, content hash); a version that is not stored is left out."""
        found: dict[tuple[str, str], tuple[Passage, ...]] = {}
        with self._database.reading() as connection:
            for chunk in reading.chunks(sources):
                pairs = [(source.id, source.content_hash) for source in chunk]
                found.update(reading.passages_of_versions(connection, pairs))
        return found

    def passages_at(self, places: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str, int], Passage]:
        """Passages by (source id, content hash, ordinal); a place that is not of a current version is left out."""
        found: dict[tuple[str, str, int], Passage] = {}
        with self._database.reading() as connection:
            for chunk in reading.chunks(places):
                found.update(reading.current_passages(connection, chunk))
        return found

    def changes(self, since: int = 0) -> Iterator[Change]:
        """The change feed after the sequence number `since`, oldest first."""
        while True:
            with self._database.reading() as connection:
                rows = reading.change_rows(connection, since)
            if not rows:
                return
            for row in rows:
                yield Change(row.sequence, row.source_id, row.content_hash, writing.What(row.what), row.at)
            since = rows[-1].sequence

    def last_change(self) -> int:
        """The sequence number of the newest change, 0 in an empty library."""
        with self._database.reading() as connection:
            return reading.last_change(connection)

    def library_hash(self) -> str:
        """One hash over all that is current; it changes where, and only where, an answer could."""
        with self._database.reading() as connection:
            last = reading.last_change(connection)
            if self._hash is None or self._hash[0] != last:
                self._hash = (last, reading.hash_of_all(connection))
            return self._hash[1]

    def save_answer(self, question: str, body: str, cited: Iterable[tuple[str, str]]) -> str:
        """Keep an answer and say its id.

        question: with a patient's identifiers already masked. body: JSON. cited: (source id, content hash) of every
        version that it rests on. Raises SourceNotFound where one of these is not stored.
        """
        with self._database.writing() as connection:
            return answers.save(connection, question, body, cited)

    def answer(self, answer_id: str) -> answers.SavedAnswer:
        """A saved answer. Raises LibraryError where there is none of that id."""
        with self._database.reading() as connection:
            return answers.read(connection, answer_id)

    def answers_citing(self, source_id: str, content_hash: str | None = None) -> tuple[str, ...]:
        """The ids of the saved answers that rest on the source (on that version of it), oldest first."""
        with self._database.reading() as connection:
            return answers.citing(connection, source_id, content_hash)

    def fact(self, name: str) -> str | None:
        """What the library remembers of itself under `name`."""
        with self._database.reading() as connection:
            return facts.read(connection, name)

    def transaction(self) -> AbstractContextManager[Connection]:
        """A writing transaction, for the few that do several things at once (`curbside.library.starter`)."""
        return self._database.writing()

    def _units_of(self, connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, tuple[Unit, ...]]:
        return self._units.of(connection, {row.key: row.units_hash for row in rows})


def _text(connection: Connection, source_id: str, content_hash: str) -> str:
    text: str = reading.version_row(connection, source_id, content_hash).text
    if sha256(text) != content_hash:
        raise LibraryError(f"The stored text of {source_id} no longer fits its hash {content_hash[:12]}.")
    return text


def _counts(row: Row[Any]) -> Counts:
    return Counts(row.characters, row.sections, row.sentences)
