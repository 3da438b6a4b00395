"""Rows as documents, and the index that holds them.

Terms are cut already. They come in the alphabet of `encoded`, spaces between; the analyser only splits at these.

All are in one field, in which those of the title stand `TITLE` times and those of the heading `HEADING` times, as in
the embedded index: the weighted sum of frequencies before saturation (Robertson, Zaragoza and Taylor 2004, Simple BM25
extension to multiple weighted fields).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from curbside.retrieval.base import IndexRow, Key
from curbside.retrieval.embedded.encoding import encoded

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector

TERMS = "terms"
TITLE, HEADING = 2, 2
VECTOR_BORN = "vector_born"
DECIMALS = 8
_LONGEST_TERM = 200
_LONGEST_WORD = 8000
_KEYWORD: dict[str, Any] = {"type": "keyword"}
_TERMS: dict[str, Any] = {"type": "text", "analyzer": "terms", "index_options": "freqs"}


def index_body(shards: int, replicas: int) -> dict[str, Any]:
    """Settings and mappings of a concrete index. It is never refreshed but when a block is done."""
    analysis = {"analyzer": {"terms": {"type": "custom", "tokenizer": "whitespace"}}}
    settings = {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",
        "knn": True,
        "analysis": analysis,
    }
    words = ("key", "source", "content_hash", "kind", "jurisdiction", "status", "publisher", "language", "topics")
    properties: dict[str, Any] = dict.fromkeys(words, _KEYWORD) | {TERMS: _TERMS}
    properties |= {name: {"type": "keyword", "index": False} for name in ("digest", "text_hash")}
    properties |= {name: {"type": "integer"} for name in ("ordinal", "year", "born", VECTOR_BORN)}
    return {"settings": {"index": settings}, "mappings": {"dynamic": False, "properties": properties}}


def vector_field(dimensions: int) -> str:
    """The field of vectors of so many numbers."""
    return f"vector_{dimensions}"


def vector_mapping(dimensions: int) -> dict[str, Any]:
    """The mapping that adds it: HNSW by Lucene over unit vectors, whose inner product is the cosine."""
    method: dict[str, Any] = {"name": "hnsw", "engine": "lucene", "space_type": "innerproduct"}
    method |= {"parameters": {"m": 16, "ef_construction": 128}}
    return {"properties": {vector_field(dimensions): {"type": "knn_vector", "dimension": dimensions, "method": method}}}


def key_name(key: Key) -> str:
    """A name of 32 hex digits for a key; an id in OpenSearch has at most 512 bytes."""
    return hashlib.sha256("\0".join(map(str, key)).encode()).hexdigest()[:32]


def row_id(key: Key, block: int) -> str:
    """The id of a row that is added in a block."""
    return f"{key_name(key)}-{block}"


def document(row: IndexRow, block: int) -> dict[str, Any]:
    """A row as it is stored."""
    facets = row.facets
    return {
        "key": key_name(row.key),
        "source": row.source,
        "content_hash": row.content_hash,
        "ordinal": row.ordinal,
        "digest": row.digest,
        "text_hash": row.text_hash,
        "born": block,
        TERMS: _joined(row.title_terms * TITLE + row.heading_terms * HEADING + row.body_terms),
        "kind": word(facets.kind),
        "year": facets.year,
        "jurisdiction": word(facets.jurisdiction),
        "status": word(facets.status),
        "publisher": None if facets.publisher is None else word(facets.publisher),
        "language": word(facets.language),
        "topics": list(map(word, facets.topics)),
    }


def token(term: str) -> str:
    """A term as it is indexed; one that is too long for the tokenizer is replaced by its hash, with its own mark."""
    found = encoded(term)
    return found if len(found) <= _LONGEST_TERM else f"_x{hashlib.sha256(found.encode()).hexdigest()}"


def word(value: str) -> str:
    """A value to filter by; one that is longer than OpenSearch takes is replaced by its hash."""
    return value if len(value) <= _LONGEST_WORD else hashlib.sha256(value.encode()).hexdigest()


def unit(vector: Vector) -> list[float]:
    """The vector with length 1, as numbers of JSON; one of zeros stays as it is."""
    length = float(vector @ vector) ** 0.5
    return [round(number, DECIMALS) for number in (vector / length if length else vector).tolist()]


def _joined(terms: Iterable[str]) -> str:
    return " ".join(map(token, terms))
