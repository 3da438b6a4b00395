"""What an index gets of a passage: its terms, and the text that its vector is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from curbside.language.tokens import terms
from curbside.retrieval.base import Facets, IndexRow
from curbside.types import Passage, Source


def index_rows(source: Source, passages: Iterable[Passage]) -> Iterator[IndexRow]:
    """The rows of a source: the terms of its title, of the heading path and of the passage with its context."""
    title, facets = tuple(terms(source.title)), Facets.of(source)
    for passage in passages:
        yield IndexRow(
            source=source.id,
            content_hash=source.content_hash,
            ordinal=passage.ordinal,
            title_terms=title,
            heading_terms=tuple(terms("\n".join(passage.headings))),
            body_terms=tuple(terms(_body(source, passage))),
            facets=facets,
            text_hash=hashlib.sha256(text_of(source, passage).encode()).hexdigest()[:16],
        )


def text_of(source: Source, passage: Passage) -> str:
    """The text that the vector of a passage is made from: title, heading path, and the passage with its context."""
    headings = " > ".join(passage.headings)
    return "\n".join(part for part in (source.title, headings, _body(source, passage)) if part)


def _body(source: Source, passage: Passage) -> str:
    """The passage and, once each, the lead-ins and table headers of its units that stand outside it."""
    contexts = dict.fromkeys(c for number in passage.units for c in source.units[number].context)
    outside = [c for c in contexts if c.end <= passage.start or c.start >= passage.end]
    parts = [source.text[c.start : c.end] for c in outside]
    return "\n".join([*parts, source.text[passage.start : passage.end]])
