"""Hypothesis strategies for invented sources."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

from hypothesis import strategies as st

from curbside.types import (
    Identifier,
    Kind,
    Licence,
    Place,
    Related,
    Seen,
    Source,
    State,
    Status,
    TextIs,
    TextRange,
    Unit,
    UnitKind,
)

_words = st.text(max_size=12)
_maybe = st.none() | _words
_many = st.lists(_words, max_size=3).map(tuple)
_allowed = st.none() | st.booleans()
_identifiers = st.lists(st.builds(Identifier, _words, _words), max_size=3).map(tuple)
_related = st.builds(Related, _words, _identifiers, _maybe)


@st.composite
def units(draw: Any, length: int) -> Unit:
    """A unit within a text of `length` code points (at least 1)."""

    def place() -> TextRange:
        start = draw(st.integers(0, length - 1))
        return TextRange(start, draw(st.integers(start + 1, length)))

    whole = place()
    ranges = [tuple(place() for _ in range(draw(st.integers(0, 2)))) for _ in range(2)]
    return Unit(whole.start, whole.end, draw(st.sampled_from(UnitKind)), draw(_many), ranges[0], ranges[1])


def _places(length: int) -> st.SearchStrategy[Place]:
    bounds = st.lists(st.integers(0, length), min_size=2, max_size=2).map(sorted)
    return st.builds(
        lambda bounds, kind, name, certain: Place(bounds[0], bounds[1], kind, name, certain),
        bounds,
        st.sampled_from(["page", "section", "table", "figure", "element"]),
        _words,
        st.booleans(),
    )


@st.composite
def sources(draw: Any) -> Source:
    """Any source that does not contradict itself, with every field filled in some way."""
    text = unicodedata.normalize("NFC", draw(st.text(max_size=60)))
    return Source(
        id=draw(st.text(min_size=1, max_size=20).filter(str.strip)),
        text=text,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        kind=draw(st.sampled_from(Kind)),
        title=draw(_words),
        publisher=draw(_maybe),
        date=draw(_maybe),
        jurisdiction=draw(_words),
        identifiers=draw(_identifiers),
        status=draw(st.builds(Status, st.sampled_from(State), _maybe, _maybe, _maybe)),
        licence=draw(st.builds(Licence, _maybe, _allowed, _allowed, _allowed, _allowed)),
        text_is=draw(st.sampled_from(TextIs)),
        seen=draw(st.sampled_from(Seen)),
        derived_from=draw(_many),
        authors=draw(_many),
        language=draw(_words),
        publication_types=draw(_many),
        subjects=draw(_many),
        topics=draw(_many),
        units=tuple(draw(st.lists(units(len(text)), max_size=4))) if text else (),
        raw_hash=draw(_words),
        extractor=draw(_words),
        where=draw(_maybe),
        issue=draw(_maybe),
        other_titles=draw(_many),
        keywords=draw(_many),
        substances=draw(_many),
        related=draw(st.lists(_related, max_size=2).map(tuple)),
        places=draw(st.lists(_places(len(text)), max_size=2).map(tuple)),
        remarks=draw(_many),
        original=draw(st.none() | st.sampled_from(["ab" * 32, "cd" * 32])),
    )
