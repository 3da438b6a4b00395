"""What an index gets of a passage: its terms, and the texts that its vector and those of its units are made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from curbside.language.tokens import terms
from curbside.retrieval.base import Facets, IndexRow, UnitNames
from curbside.types import Passage, Source, Unit


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
            text_hash=_hashed(text_of(source, passage)),
            units_hash=units_of(source, passage)[0].hash,
        )


def text_of(source: Source, passage: Passage) -> str:
    """The text that the vector of a passage is made from: title, heading path, and the passage with its context."""
    headings = " > ".join(passage.headings)
    return "\n".join(part for part in (source.title, headings, _body(source, passage)) if part)


def units_of(source: Source, passage: Passage) -> tuple[UnitNames, dict[str, str]]:
    """The units of a passage as an index names them, and the text of each by its name."""
    texts = [unit_text(source, source.units[number]) for number in passage.units]
    names = tuple(map(_hashed, texts))
    key = (source.id, source.content_hash, passage.ordinal)
    return UnitNames(key, _hashed(" ".join(names)) if names else "", names), dict(zip(names, texts, strict=True))


def unit_text(source: Source, unit: Unit) -> str:
    """The text that the vector of a unit is made from: its lead-in or table headers, and the unit."""
    parts = [source.text[c.start : c.end] for c in unit.context]
    return "\n".join([*parts, source.text[unit.start : unit.end]])


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _body(source: Source, passage: Passage) -> str:
    """The passage and, once each, the lead-ins and table headers of its units that stand outside it."""
    contexts = dict.fromkeys(c for number in passage.units for c in source.units[number].context)
    outside = [c for c in contexts if c.end <= passage.start or c.start >= passage.end]
    parts = [source.text[c.start : c.end] for c in outside]
    return "\n".join([*parts, source.text[passage.start : passage.end]])
