"""The kept originals of a library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from curbside.errors import LibraryError
from curbside.library import originals, reingesting
from curbside.library.opened import Opened
from curbside.library.originals import Original, Pruned


class Keeps(Opened):
    """The files that sources were read from."""

    @property
    def _folder(self) -> Path:
        return self._home / originals.FOLDER

    def keep_original(self, name: str, where: str, given: BinaryIO | Path) -> str:
        """Keep the bytes of a file, or what is left of a stream, and say their SHA-256; once for equal bytes.

        name: the file's; where: for messages. Raises LibraryError where they cannot be written, OSError where `given`
        cannot be read.
        """
        if isinstance(given, Path):
            digest = originals.sha256_of(given)
            with self._database.reading() as connection:
                if originals.is_kept(connection, self._folder, digest):
                    return digest
            with given.open("rb") as stream:
                return self._keep(name, where, stream)
        return self._keep(name, where, given)

    def original(self, sha256: str) -> BinaryIO:
        """The bytes of a kept file from their beginning, checked against the hash; seekable; the caller closes it.

        Raises LibraryError where it is not kept, missing or damaged, before any byte is handed out.
        """
        with self._database.reading() as connection:
            return originals.opened(connection, self._folder, sha256)

    def originals(self) -> Iterator[Original]:
        """The kept files in the order of their hashes."""
        after = ""
        while True:
            with self._database.reading() as connection:
                page = originals.page(connection, after)
            if not page:
                return
            yield from page
            after = page[-1].sha256

    def read_from(self, sha256: str) -> tuple[str, ...]:
        """The ids of the records of current sources that were read from the original, sorted."""
        with self._database.reading() as connection:
            return originals.read_from(connection, sha256)

    def prune_originals(self) -> Pruned:
        """Delete the originals that no current or cited version names and no load is in the middle of."""
        with self._database.writing() as connection:
            originals.prune(connection)
        # In a transaction of its own, when they are forgotten for certain: a row without its file would be a loss.
        with self._database.writing() as connection:
            return originals.sweep(connection, self._folder)

    def to_reingest(self, extractors: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each original with the ids of its current records that another version of their reader made, sorted.

        extractors: the current extractor by the name of its reader ({"jats": "jats/2"}).
        """
        with self._database.reading() as connection:
            found = reingesting.stale(connection, extractors)
        yield from found

    def _keep(self, name: str, where: str, stream: BinaryIO) -> str:
        try:
            copy = originals.copied(self._folder, stream)
        except OSError as error:
            raise LibraryError(f"{where} cannot be kept in {self._folder}: {error}.") from error
        with self._database.writing() as connection:
            originals.settle(connection, self._folder, copy, name, where)
        return copy.sha256
