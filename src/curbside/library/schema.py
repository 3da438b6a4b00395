"""The tables of the library.

    sources     one row a document: which version of it is current (NULL where it was removed)
    versions    one row a version: the text by its hash, and all that is said of it, as JSON
    units       the sentences, list items and table rows of a version
    passages    runs of units under one heading path: what is searched
    answers     saved answers, the question with a patient's identifiers masked
    citations   which version a saved answer rests on; such a version is never deleted
    changes     the change feed; sequence numbers only grow
    facts       names and values about the library itself (its identity, what the starter library put in)

Times are UTC, ISO 8601. `HEAD` is the revision of the newest migration.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

HEAD = "0001"

metadata = MetaData()

sources = Table(
    "sources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("content_hash", String(64)),
)

versions = Table(
    "versions",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("source_id", Text, ForeignKey("sources.id"), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("metadata_hash", String(64), nullable=False),
    Column("units_hash", String(64), nullable=False),
    Column("raw_hash", Text, nullable=False),
    Column("origin", Text),
    Column("characters", Integer, nullable=False),
    Column("sections", Integer, nullable=False),
    Column("sentences", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
    UniqueConstraint("source_id", "content_hash"),
)

units = Table(
    "units",
    metadata,
    Column("version", Integer, ForeignKey("versions.key", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("headings", Text, nullable=False),
    Column("heading_ranges", Text, nullable=False),
    Column("context", Text, nullable=False),
    sqlite_with_rowid=False,
)

passages = Table(
    "passages",
    metadata,
    Column("version", Integer, ForeignKey("versions.key", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("headings", Text, nullable=False),
    Column("units", Text, nullable=False),
    sqlite_with_rowid=False,
)

answers = Table(
    "answers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("question", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)

citations = Table(
    "citations",
    metadata,
    Column("answer_id", String(32), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("source_id", Text, primary_key=True),
    Column("content_hash", String(64), primary_key=True),
    ForeignKeyConstraint(
        ["source_id", "content_hash"], ["versions.source_id", "versions.content_hash"], ondelete="RESTRICT"
    ),
    Index("citations_by_source", "source_id", "content_hash"),
)

changes = Table(
    "changes",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("source_id", Text, nullable=False),
    Column("content_hash", String(64)),
    Column("what", String(8), nullable=False),
    Column("at", Text, nullable=False),
    sqlite_autoincrement=True,
)

facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
