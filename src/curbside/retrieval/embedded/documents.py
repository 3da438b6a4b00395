"""How the rows of an index are documents of Tantivy."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import tantivy

from curbside.retrieval.base import IndexRow, Key
from curbside.retrieval.embedded.encoding import joined

TITLE, HEADING = 2, 2
EQUALS = ("kind", "jurisdiction", "status", "publisher", "language", "topics")


def schema() -> tantivy.Schema:
    """The fields; those that are filtered by are one token each, whatever they hold."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    for name in ("name", "key", "source", *EQUALS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("year", indexed=True, fast=True)
    for name in ("row", "facets", "value"):
        builder.add_bytes_field(name, stored=True, indexed=False)
    return builder.build()


def document(row: IndexRow) -> tantivy.Document:
    """A row as Tantivy keeps it."""
    facets, said = row.facets, (row.text_hash, row.units_hash, row.digest)
    one = {"kind": facets.kind, "jurisdiction": facets.jurisdiction, "status": facets.status}
    some = {"publisher": facets.publisher, "year": facets.year}
    return tantivy.Document(
        terms=" ".join(
            [joined(row.title_terms)] * TITLE + [joined(row.heading_terms)] * HEADING + [joined(row.body_terms)]
        ),
        key=key_of(row.key),
        source=row.source,
        row="\0".join((row.source, row.content_hash, str(row.ordinal), *said)).encode(),
        facets=json.dumps(asdict(facets)).encode(),
        language=facets.language,
        topics=list(facets.topics),
        **one,
        **{name: value for name, value in some.items() if value is not None},
    )


def key_of(key: Key) -> str:
    """A key as one token."""
    return f"{key[0]}\0{key[1]}\0{key[2]}"


@dataclass(frozen=True, slots=True)
class Stored:
    """What can be read of a row: its key, and hashes as in `IndexRow`."""

    key: Key
    text_hash: str
    units_hash: str
    digest: str


def read_row(line: bytes) -> Stored:
    """A stored row."""
    source, content_hash, ordinal, *said = line.decode().split("\0")
    return Stored((source, content_hash, int(ordinal)), *said)
