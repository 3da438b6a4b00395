"""Works of several records, marks on a status, kept originals, checkpoints of loads; units in one column.

The units of each version are moved from rows of their own into `versions.units`, in the form that the library writes
at this revision (kept here, so that a later form does not change what this step makes).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

PAGE = 200
BY_ID = {"pmid": "pmid", "pmc": "pmcid", "doi": "doi", "spl": "setid"}
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KINDS = ("sentence", "list item", "table row", "note")


def upgrade() -> None:
    """Make the new tables and columns, fill them, and drop the table of units."""
    op.add_column("sources", sa.Column("work", TEXT))
    op.add_column("changes", sa.Column("said_by", TEXT))
    op.add_column("versions", sa.Column("units", TEXT, nullable=False, server_default=""))
    op.add_column("versions", sa.Column("extractor", TEXT, nullable=False, server_default=""))
    op.add_column("versions", sa.Column("original", _short(64)))
    op.add_column("versions", sa.Column("own_status", TEXT))
    op.create_index("versions_by_original", "versions", ["original"])
    _names_and_parts()
    _marks()
    _originals_and_loads()
    _fill()
    op.drop_table("units")


def downgrade() -> None:
    """There is no way back: marks and records of works have no place in the first schema."""
    raise NotImplementedError("a library of this revision cannot be made one of the first")


def _names_and_parts() -> None:
    op.create_table(
        "names",
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("source_id", TEXT, sa.ForeignKey("sources.id"), primary_key=True),
        sa.Column("joins", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("names_by_source", "names", ["source_id"])
    op.create_table(
        "parts",
        sa.Column("record_id", TEXT, primary_key=True),
        sa.Column("reader", TEXT, primary_key=True),
        sa.Column("source_id", TEXT, sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("content_hash", _short(64), nullable=False),
        sa.Column("extractor", TEXT, nullable=False),
        sa.Column("raw_hash", TEXT, nullable=False),
        sa.Column("original", _short(64)),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
    op.create_index("parts_by_source", "parts", ["source_id"])
    op.create_index("parts_by_original", "parts", ["original"])


def _marks() -> None:
    op.create_table(
        "marks",
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("said_by", TEXT, primary_key=True),
        sa.Column("scheme", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("by", TEXT),
        sa.Column("since", TEXT),
        sa.Column("reason", TEXT),
        sa.Column("at", TEXT, nullable=False),
    )


def _originals_and_loads() -> None:
    op.create_table(
        "originals",
        sa.Column("sha256", _short(64), primary_key=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("where", TEXT, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("stored_bytes", sa.BigInteger, nullable=False),
        sa.Column("packed", sa.Boolean, nullable=False),
        sa.Column("added_at", TEXT, nullable=False),
    )
    op.create_table(
        "loads",
        sa.Column("original", _short(64), primary_key=True),
        sa.Column("extractor", TEXT, primary_key=True),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("finished", sa.Boolean, nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("updated", sa.Integer, nullable=False),
        sa.Column("unchanged", sa.Integer, nullable=False),
        sa.Column("started_at", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
    )
    op.create_table(
        "rejections",
        sa.Column("original", _short(64), primary_key=True),
        sa.Column("extractor", TEXT, primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("where", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["original", "extractor"], ["loads.original", "loads.extractor"], ondelete="CASCADE"),
    )


def _short(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def _fill() -> None:
    connection = op.get_bind()
    versions, names = _table("versions"), _table("names")
    changed = (
        sa.update(versions)
        .where(versions.c.key == sa.bindparam("which"))
        .values(units=sa.bindparam("moved"), units_hash=sa.bindparam("digest"), extractor=sa.bindparam("made_by"))
    )
    for page in _pages(connection):
        connection.execute(changed, [_moved(connection, row) for row in page])
        rows = [name for row in page if row.is_current for name in _names(row.source_id, json.loads(row.metadata))]
        if rows:
            connection.execute(sa.insert(names), rows)


def _pages(connection: sa.Connection) -> Iterator[list[Any]]:
    version, source = _table("versions"), _table("sources")
    is_current = sa.and_(source.c.id == version.c.source_id, source.c.content_hash == version.c.content_hash)
    wanted = sa.select(version.c.key, version.c.source_id, version.c.metadata, source.c.id.label("is_current"))
    wanted = wanted.outerjoin(source, is_current).order_by(version.c.key).limit(PAGE)
    last = -1
    while page := list(connection.execute(wanted.where(version.c.key > last))):
        yield page
        last = page[-1].key


def _moved(connection: sa.Connection, row: Any) -> dict[str, Any]:
    units = _table("units")
    stored = connection.execute(sa.select(units).where(units.c.version == row.key).order_by(units.c.ordinal))
    paths: dict[tuple[str, str], int] = {}
    cut = []
    for unit in stored:
        path = paths.setdefault((unit.headings, unit.heading_ranges), len(paths))
        context = [bound for place in json.loads(unit.context) for bound in place]
        cut.append([unit.start, unit.end, KINDS.index(unit.kind), path, *context])
    moved = _compact([[[json.loads(one) for one in path] for path in paths], cut])
    digest = hashlib.sha256(moved.encode()).hexdigest()
    return {"which": row.key, "moved": moved, "digest": digest, "made_by": json.loads(row.metadata)["extractor"]}


def _names(source_id: str, said: dict[str, Any]) -> list[dict[str, Any]]:
    scheme, _, value = source_id.partition(":")
    own = BY_ID.get(scheme)
    takes_part = own is not None and said["text_is"] == "original wording"
    schemes = [scheme for scheme, _ in said["identifiers"]]
    found = {f"id:{source_id}": False}
    for scheme_of, value_of in said["identifiers"]:
        single = scheme_of != own and (scheme_of == "doi" or schemes.count(scheme_of) == 1)
        found[_name(scheme_of, value_of)] = takes_part and single and scheme_of in ("pmid", "pmcid", "doi")
    if own is not None:
        found[_name(own, value)] = takes_part
    return [{"name": name, "source_id": source_id, "joins": joins} for name, joins in found.items()]


def _name(scheme: str, value: str) -> str:
    value = value.strip()
    if scheme == "pmcid":
        value = value.upper() if not value.isdigit() else f"PMC{value}"
    elif scheme in ("doi", "setid"):
        value = value.lower()
    return f"{scheme}:{value}"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _table(name: str) -> sa.Table:
    columns = {
        "sources": "id content_hash",
        "versions": "key source_id content_hash metadata units units_hash extractor",
        "units": "version ordinal start end kind headings heading_ranges context",
        "names": "name source_id joins",
    }
    return sa.Table(name, sa.MetaData(), *(sa.Column(column) for column in columns[name].split()))
