"""Which row has which slot of the vector files, in a small SQLite file beside them; its commits decide what counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from curbside.retrieval.base import Facets, Key
from curbside.retrieval.embedded.tables import STATE, VERSIONS, Tables

FILE = "slots.sqlite"
_FORMAT = 1
_SCHEMA = (
    STATE,
    VERSIONS,
    "CREATE TABLE slots (slot INTEGER PRIMARY KEY, version INTEGER NOT NULL, ordinal INTEGER NOT NULL,"
    " text_hash TEXT NOT NULL, UNIQUE (version, ordinal))",
    "CREATE TABLE names (facet TEXT NOT NULL, code INTEGER NOT NULL, name TEXT NOT NULL,"
    " PRIMARY KEY (facet, code), UNIQUE (facet, name)) WITHOUT ROWID",
    "CREATE TABLE topics (code INTEGER NOT NULL, slot INTEGER NOT NULL, PRIMARY KEY (code, slot)) WITHOUT ROWID",
    "CREATE INDEX topics_of ON topics (slot)",
)
_JOINED = "slots JOIN versions ON versions.number = slots.version"
_KEY = "versions.source, versions.content_hash, slots.ordinal"


class Slots(Tables):
    """Keys, text hashes, codes of facets and a few values of the whole."""

    def __init__(self, folder: Path) -> None:
        """Open the file in `folder`; see `Tables`."""
        super().__init__(folder / FILE, _FORMAT, _SCHEMA)

    def keys(self, slots: Sequence[int]) -> dict[int, Key]:
        """The key of each of `slots` that a row has."""
        asked = f"SELECT slots.slot, {_KEY} FROM {_JOINED} WHERE slots.slot IN (SELECT value FROM json_each(?))"
        return {row[0]: (row[1], row[2], row[3]) for row in self.rows(asked, [json.dumps(list(slots))])}

    def stored(self, source: str | None = None) -> Iterator[tuple[int, Key, str]]:
        """Slot, key and text hash of all rows with a vector, or of those of one source."""
        asked = f"SELECT slots.slot, {_KEY}, slots.text_hash FROM {_JOINED}"
        found = self.rows(asked) if source is None else self.rows(f"{asked} WHERE versions.source = ?", [source])
        return ((row[0], (row[1], row[2], row[3]), row[4]) for row in found)

    def of_sources(self, ids: Iterable[str]) -> list[int]:
        """The slots of these sources."""
        asked = f"SELECT slots.slot FROM {_JOINED} WHERE versions.source IN (SELECT value FROM json_each(?))"
        return [row[0] for row in self.rows(asked, [json.dumps(sorted(ids))])]

    def of_topics(self, topics: Iterable[str]) -> list[int]:
        """The slots of rows with one of these topics."""
        asked = (
            "SELECT DISTINCT topics.slot FROM topics JOIN names USING (code)"
            " WHERE names.facet = 'topic' AND names.name IN (SELECT value FROM json_each(?))"
        )
        return [row[0] for row in self.rows(asked, [json.dumps(sorted(topics))])]

    def count(self) -> int:
        """How many rows have a vector."""
        return int(self.rows("SELECT count(*) FROM slots")[0][0])

    def codes(self, facet: str, names: Iterable[str]) -> list[int]:
        """The codes of those of `names` that any row has."""
        asked = "SELECT code FROM names WHERE facet = ? AND name IN (SELECT value FROM json_each(?))"
        return [row[0] for row in self.rows(asked, [facet, json.dumps(sorted(names))])]

    def code(self, facet: str, name: str) -> int:
        """The code of a name, new where there is none yet; those of a facet are 1, 2, 3, ..."""
        known = self.rows("SELECT code FROM names WHERE facet = ? AND name = ?", [facet, name])
        if known:
            return int(known[0][0])
        last = self.rows("SELECT coalesce(max(code), 0) FROM names WHERE facet = ?", [facet])[0][0]
        self.many("INSERT INTO names VALUES (?, ?, ?)", [(facet, last + 1, name)])
        return int(last) + 1

    def give(self, slot: int, key: Key, text_hash: str, facets: Facets) -> None:
        """Say that a row has its vector in `slot`."""
        self.many("INSERT OR IGNORE INTO versions (source, content_hash) VALUES (?, ?)", [key[:2]])
        version = "(SELECT number FROM versions WHERE source = ? AND content_hash = ?)"
        self.many(f"INSERT INTO slots VALUES (?, {version}, ?, ?)", [(slot, *key, text_hash)])
        self.name_topics(slot, facets)

    def name_topics(self, slot: int, facets: Facets) -> None:
        """Give topics to the row in `slot`, which has none."""
        self.many("INSERT INTO topics VALUES (?, ?)", [(self.code("topic", t), slot) for t in set(facets.topics)])

    def unname_topics(self, slots: Iterable[int]) -> None:
        """Take the topics from the rows in `slots`."""
        self.many("DELETE FROM topics WHERE slot = ?", [(slot,) for slot in slots])

    def free(self, slots: Sequence[int]) -> None:
        """Say that no row has these slots any more."""
        self.many("DELETE FROM slots WHERE slot = ?", [(slot,) for slot in slots])
        self.unname_topics(slots)

    def renumber(self, slots: Sequence[int]) -> None:
        """Give the rows in `slots` the slots 0, 1, 2, ... in that order; all others must be free."""
        pairs = list(enumerate(slots))
        for table in ("slots", "topics"):
            # Negative first, so that no row meets another one's number on the way.
            self.many(f"UPDATE {table} SET slot = -1 - ? WHERE slot = ?", pairs)
            self.many(f"UPDATE {table} SET slot = -1 - slot WHERE slot < 0", [()])

    def forget(self) -> None:
        """Free all slots."""
        for table in ("topics", "slots", "versions"):
            self.many(f"DELETE FROM {table}", [()])
