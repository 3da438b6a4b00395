"""Saved answers and the versions that they rest on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from curbside.errors import LibraryError
from curbside.library import reading, schema
from curbside.library.times import utc_now


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """A saved answer. body: JSON. created_at: UTC. cited: (source id, content hash), sorted."""

    id: str
    question: str
    body: str
    created_at: str
    cited: tuple[tuple[str, str], ...]


def save(connection: Connection, question: str, body: str, cited: Iterable[tuple[str, str]]) -> str:
    """Keep an answer and say its id. Raises SourceNotFound where a cited version is not stored."""
    answer_id = uuid.uuid4().hex
    row = {"id": answer_id, "question": question, "body": body, "created_at": utc_now()}
    connection.execute(insert(schema.answers), [row])
    rows = []
    for source_id, content_hash in sorted(set(cited)):
        reading.version_row(connection, source_id, content_hash)
        rows.append({"answer_id": answer_id, "source_id": source_id, "content_hash": content_hash})
    if rows:
        connection.execute(insert(schema.citations), rows)
    return answer_id


def read(connection: Connection, answer_id: str) -> SavedAnswer:
    """The saved answer of that id. Raises LibraryError where there is none."""
    row = connection.execute(select(schema.answers).where(schema.answers.c.id == answer_id)).first()
    if row is None:
        raise LibraryError(f"The library has no saved answer {answer_id!r}.")
    citation = schema.citations
    cited = select(citation.c.source_id, citation.c.content_hash).where(citation.c.answer_id == answer_id)
    pairs = sorted((found[0], found[1]) for found in connection.execute(cited))
    return SavedAnswer(row.id, row.question, row.body, row.created_at, tuple(pairs))


def citing(connection: Connection, source_id: str, content_hash: str | None) -> tuple[str, ...]:
    """The ids of the answers that rest on the source (on that version of it), oldest first."""
    answer, citation = schema.answers, schema.citations
    resting = select(citation.c.answer_id).where(citation.c.source_id == source_id)
    if content_hash is not None:
        resting = resting.where(citation.c.content_hash == content_hash)
    found = select(answer.c.id).where(answer.c.id.in_(resting))
    rows = connection.execute(found.order_by(answer.c.created_at, answer.c.id))
    return tuple(rows.scalars())


def citing_any(connection: Connection, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids of the answers that rest on any version of any of these sources, sorted."""
    citation = schema.citations
    found: set[str] = set()
    for chunk in reading.chunks(ids):
        rows = select(citation.c.answer_id).where(citation.c.source_id.in_(chunk)).distinct()
        found.update(connection.execute(rows).scalars())
    return tuple(sorted(found))
