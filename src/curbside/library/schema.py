"""The tables of the library.

    sources     one row a document: which version of it is current (NULL where it was removed)
    versions    one row a version: the text by its hash, its units and all that is said of it, as JSON
    passages    runs of units under one heading path: what is searched
    names       what a current source can be found by: its id and its identifiers
    parts       the records of a work, where it has more than one (an abstract and the full text of one article)
    marks       what one document or register says of the status of another, stored here or not
    originals   the kept files that sources were read from; their bytes stand in a folder beside the database
    loads       how far the reading of an original has come
    rejections  the records of an original that were not taken, in order
    answers     saved answers, the question with a patient's identifiers masked
    citations   which version a saved answer rests on; such a version is never deleted
    changes     the change feed; sequence numbers only grow
    facts       names and values about the library itself (its identity, what the starter library put in)

A source's own status stands in `versions.own_status` only where a mark says something graver, which is then the one in
`versions.metadata`. A name is "scheme:value"; `names.joins` says whether it may join records to one work. Times are
UTC, ISO 8601. How text is kept: `curbside.library.words`. JSON is kept as text, since hashes are taken of it as it is
written. `HEAD` is the revision of the newest migration.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)

from curbside.library.words import KEY, WORDS, short

HEAD = "0002"

metadata = MetaData()

sources = Table(
    "sources",
    metadata,
    Column("id", WORDS, primary_key=True),
    Column("content_hash", short(64)),
    Column("work", WORDS),
)

versions = Table(
    "versions",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("source_id", WORDS, ForeignKey("sources.id"), nullable=False),
    Column("content_hash", short(64), nullable=False),
    Column("text", WORDS, nullable=False),
    Column("metadata", WORDS, nullable=False),
    Column("metadata_hash", short(64), nullable=False),
    Column("units_hash", short(64), nullable=False),
    Column("raw_hash", WORDS, nullable=False),
    Column("origin", WORDS),
    Column("characters", Integer, nullable=False),
    Column("sections", Integer, nullable=False),
    Column("sentences", Integer, nullable=False),
    Column("added_at", WORDS, nullable=False),
    Column("units", WORDS, nullable=False, server_default=""),
    Column("extractor", WORDS, nullable=False, server_default=""),
    Column("original", short(64)),
    Column("own_status", WORDS),
    UniqueConstraint("source_id", "content_hash"),
    Index("versions_by_original", "original"),
)

passages = Table(
    "passages",
    metadata,
    Column("version", KEY, ForeignKey("versions.key", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("headings", WORDS, nullable=False),
    Column("units", WORDS, nullable=False),
    sqlite_with_rowid=False,
)

names = Table(
    "names",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("source_id", WORDS, ForeignKey("sources.id"), primary_key=True),
    Column("joins", Boolean, nullable=False),
    Index("names_by_source", "source_id"),
    sqlite_with_rowid=False,
)

parts = Table(
    "parts",
    metadata,
    Column("record_id", WORDS, primary_key=True),
    Column("reader", WORDS, primary_key=True),
    Column("source_id", WORDS, ForeignKey("sources.id"), nullable=False),
    Column("content_hash", short(64), nullable=False),
    Column("extractor", WORDS, nullable=False),
    Column("raw_hash", WORDS, nullable=False),
    Column("original", short(64)),
    Column("record", LargeBinary, nullable=False),
    Index("parts_by_source", "source_id"),
    Index("parts_by_original", "original"),
)

marks = Table(
    "marks",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("said_by", WORDS, primary_key=True),
    Column("scheme", WORDS, nullable=False),
    Column("value", WORDS, nullable=False),
    Column("state", WORDS, nullable=False),
    Column("by", WORDS),
    Column("since", WORDS),
    Column("reason", WORDS),
    Column("at", WORDS, nullable=False),
)

originals = Table(
    "originals",
    metadata,
    Column("sha256", short(64), primary_key=True),
    Column("name", WORDS, nullable=False),
    Column("where", WORDS, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("stored_bytes", BigInteger, nullable=False),
    Column("packed", Boolean, nullable=False),
    Column("added_at", WORDS, nullable=False),
)

loads = Table(
    "loads",
    metadata,
    Column("original", short(64), primary_key=True),
    Column("extractor", WORDS, primary_key=True),
    Column("done", Integer, nullable=False),
    Column("finished", Boolean, nullable=False),
    Column("added", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("started_at", WORDS, nullable=False),
    Column("at", WORDS, nullable=False),
)

rejections = Table(
    "rejections",
    metadata,
    Column("original", short(64), primary_key=True),
    Column("extractor", WORDS, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("where", WORDS, nullable=False),
    Column("reason", WORDS, nullable=False),
    ForeignKeyConstraint(["original", "extractor"], ["loads.original", "loads.extractor"], ondelete="CASCADE"),
)

answers = Table(
    "answers",
    metadata,
    Column("id", short(32), primary_key=True),
    Column("question", WORDS, nullable=False),
    Column("body", WORDS, nullable=False),
    Column("created_at", WORDS, nullable=False),
)

citations = Table(
    "citations",
    metadata,
    Column("answer_id", short(32), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("source_id", WORDS, primary_key=True),
    Column("content_hash", short(64), primary_key=True),
    ForeignKeyConstraint(
        ["source_id", "content_hash"], ["versions.source_id", "versions.content_hash"], ondelete="RESTRICT"
    ),
    Index("citations_by_source", "source_id", "content_hash"),
)

changes = Table(
    "changes",
    metadata,
    Column("sequence", KEY, primary_key=True, autoincrement=True),
    Column("source_id", WORDS, nullable=False),
    Column("content_hash", short(64)),
    Column("what", short(8), nullable=False),
    Column("at", WORDS, nullable=False),
    Column("said_by", WORDS),
    sqlite_autoincrement=True,
)

facts = Table(
    "facts",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("value", WORDS, nullable=False),
)
