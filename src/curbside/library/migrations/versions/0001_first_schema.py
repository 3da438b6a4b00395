"""The first schema of the library."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """Make all tables."""
    _sources_and_versions()
    _parts_of_a_version()
    _answers()
    op.create_table(
        "changes",
        sa.Column("sequence", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("content_hash", _short(64)),
        sa.Column("what", _short(8), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "facts",
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("value", TEXT, nullable=False),
    )


def downgrade() -> None:
    """Drop all tables."""
    for table in ("facts", "changes", "citations", "answers", "passages", "units", "versions", "sources"):
        op.drop_table(table)


def _sources_and_versions() -> None:
    op.create_table(
        "sources",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("content_hash", _short(64)),
    )
    op.create_table(
        "versions",
        sa.Column("key", NUMBER, primary_key=True),
        sa.Column("source_id", TEXT, sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("content_hash", _short(64), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("metadata", TEXT, nullable=False),
        sa.Column("metadata_hash", _short(64), nullable=False),
        sa.Column("units_hash", _short(64), nullable=False),
        sa.Column("raw_hash", TEXT, nullable=False),
        sa.Column("origin", TEXT),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("sections", sa.Integer, nullable=False),
        sa.Column("sentences", sa.Integer, nullable=False),
        sa.Column("added_at", TEXT, nullable=False),
        sa.UniqueConstraint("source_id", "content_hash"),
    )


def _parts_of_a_version() -> None:
    version = sa.ForeignKey("versions.key", ondelete="CASCADE")
    op.create_table(
        "units",
        sa.Column("version", NUMBER, version, primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("headings", TEXT, nullable=False),
        sa.Column("heading_ranges", TEXT, nullable=False),
        sa.Column("context", TEXT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "passages",
        sa.Column("version", NUMBER, sa.ForeignKey("versions.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("headings", TEXT, nullable=False),
        sa.Column("units", TEXT, nullable=False),
        sqlite_with_rowid=False,
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", _short(32), primary_key=True),
        sa.Column("question", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
    )
    op.create_table(
        "citations",
        sa.Column("answer_id", _short(32), sa.ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("source_id", TEXT, primary_key=True),
        sa.Column("content_hash", _short(64), primary_key=True),
        sa.ForeignKeyConstraint(
            ["source_id", "content_hash"], ["versions.source_id", "versions.content_hash"], ondelete="RESTRICT"
        ),
    )
    op.create_index("citations_by_source", "citations", ["source_id", "content_hash"])


def _short(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")
