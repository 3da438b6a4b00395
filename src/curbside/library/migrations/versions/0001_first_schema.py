"""The first schema of the library."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    _sources_and_versions()
    _parts_of_a_version()
    _answers()
    op.create_table(
        "changes",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64)),
        sa.Column("what", sa.String(8), nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop all tables."""
    for table in ("facts", "changes", "citations", "answers", "passages", "units", "versions", "sources"):
        op.drop_table(table)


def _sources_and_versions() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("content_hash", sa.String(64)),
    )
    op.create_table(
        "versions",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("source_id", sa.Text, sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("metadata", sa.Text, nullable=False),
        sa.Column("metadata_hash", sa.String(64), nullable=False),
        sa.Column("units_hash", sa.String(64), nullable=False),
        sa.Column("raw_hash", sa.Text, nullable=False),
        sa.Column("origin", sa.Text),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("sections", sa.Integer, nullable=False),
        sa.Column("sentences", sa.Integer, nullable=False),
        sa.Column("added_at", sa.Text, nullable=False),
        sa.UniqueConstraint("source_id", "content_hash"),
    )


def _parts_of_a_version() -> None:
    version = sa.ForeignKey("versions.key", ondelete="CASCADE")
    op.create_table(
        "units",
        sa.Column("version", sa.Integer, version, primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("headings", sa.Text, nullable=False),
        sa.Column("heading_ranges", sa.Text, nullable=False),
        sa.Column("context", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "passages",
        sa.Column("version", sa.Integer, sa.ForeignKey("versions.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("headings", sa.Text, nullable=False),
        sa.Column("units", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
    )
    op.create_table(
        "citations",
        sa.Column("answer_id", sa.String(32), sa.ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("source_id", sa.Text, primary_key=True),
        sa.Column("content_hash", sa.String(64), primary_key=True),
        sa.ForeignKeyConstraint(
            ["source_id", "content_hash"], ["versions.source_id", "versions.content_hash"], ondelete="RESTRICT"
        ),
    )
    op.create_index("citations_by_source", "citations", ["source_id", "content_hash"])
