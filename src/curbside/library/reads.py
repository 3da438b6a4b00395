"""What may be asked of a library; nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row

from curbside.errors import LibraryError
from curbside.library import answers, marking, reading
from curbside.library.opened import Opened
from curbside.library.outcomes import What
from curbside.library.reading import Change, Known, Version
from curbside.library.records import Counts, sha256, source_from
from curbside.types import Mark, Passage, Source, Span, Status


class Reads(Opened):
    """The reading side of a library."""

    def get(self, source_id: str, content_hash: str | None = None) -> Source:
        """A version (the current one where no hash is given), with its text and units.

        Raises SourceNotFound.
        """
        with self._database.reading() as connection:
            row = reading.version_row(connection, source_id, content_hash)
            return source_from(row, self._units.of([row])[row.key], row.text)

    def get_many(self, ids: Iterable[str]) -> dict[str, Source]:
        """The current versions of those of `ids` that are there, with text and units, by id."""
        found: dict[str, Source] = {}
        with self._database.reading() as connection:
            for chunk in reading.chunks(dict.fromkeys(ids)):
                rows = reading.current_rows(connection, chunk)
                units = self._units.of(rows)
                found.update((row.source_id, source_from(row, units[row.key], row.text)) for row in rows)
        return found

    def described(self, ids: Iterable[str]) -> dict[str, Source]:
        """The current versions of those of `ids` that are there, without text and units, by id."""
        found: dict[str, Source] = {}
        with self._database.reading() as connection:
            for chunk in reading.chunks(dict.fromkeys(ids)):
                rows = reading.described_rows(connection, chunk)
                found.update((row.source_id, source_from(row)) for row in rows)
        return found

    def known(self, ids: Iterable[str]) -> dict[str, Known]:
        """What is current of the records of these ids, by id, without texts; those that are not there are left out."""
        found: dict[str, Known] = {}
        with self._database.reading() as connection:
            for chunk in reading.chunks(dict.fromkeys(ids)):
                found.update(reading.known(connection, chunk))
        return found

    def resolve(self, source_id: str) -> str | None:
        """The id of the current source that this id names, its own or that of its work; None where there is none."""
        with self._database.reading() as connection:
            return reading.resolve(connection, source_id)

    def aliases(self, source_id: str) -> tuple[str, ...]:
        """The other ids of the records that a source was merged of, sorted."""
        with self._database.reading() as connection:
            return reading.aliases(connection, source_id)

    def marks(self, source_id: str) -> tuple[Mark, ...]:
        """What others say of the status of a current source, in force or not. Raises SourceNotFound."""
        with self._database.reading() as connection:
            row = reading.version_row(connection, source_id, None)
            return marking.on_source(connection, row.source_id)

    def own_status(self, source_id: str) -> Status:
        """What a current source itself says of its status, whatever marks say. Raises SourceNotFound."""
        with self._database.reading() as connection:
            return marking.own_status(reading.version_row(connection, source_id, None))

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

    def count(self) -> int:
        """How many sources the library has."""
        with self._database.reading() as connection:
            return reading.count_current(connection)

    def sources(self, after: str = "") -> Iterator[Source]:
        """The current versions in the order of their ids, without texts and units (`get` has those).

        after: an id; only what comes after it.
        """
        return (source for source, _ in self.sources_counted(after))

    def sources_counted(self, after: str = "") -> Iterator[tuple[Source, Counts]]:
        """As `sources`, each with its counts. No transaction is held between the items."""
        while True:
            with self._database.reading() as connection:
                rows = reading.light_rows(connection, after)
            if not rows:
                return
            yield from ((source_from(row), _counts(row)) for row in rows)
            after = rows[-1].source_id

    def mentioning(self, word: str) -> tuple[Source, ...]:
        """The current sources whose description (title, topics, status, ...) holds `word`, without text and units."""
        with self._database.reading() as connection:
            return tuple(source_from(row) for row in reading.mentioning(connection, word))

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
                yield Change(row.sequence, row.source_id, row.content_hash, What(row.what), row.at, row.said_by)
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

    def answer(self, answer_id: str) -> answers.SavedAnswer:
        """A saved answer. Raises LibraryError where there is none of that id."""
        with self._database.reading() as connection:
            return answers.read(connection, answer_id)

    def answers_citing(self, source_id: str, content_hash: str | None = None) -> tuple[str, ...]:
        """The ids of the saved answers that rest on the source (on that version of it), oldest first."""
        with self._database.reading() as connection:
            return answers.citing(connection, source_id, content_hash)


def _text(connection: Connection, source_id: str, content_hash: str) -> str:
    text: str = reading.version_row(connection, source_id, content_hash).text
    if sha256(text) != content_hash:
        raise LibraryError(f"The stored text of {source_id} no longer fits its hash {content_hash[:12]}.")
    return text


def _counts(row: Row[Any]) -> Counts:
    return Counts(row.characters, row.sections, row.sentences)
