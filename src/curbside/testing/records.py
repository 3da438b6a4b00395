"""Invented sources for tests. Nothing in them is a clinical fact; drug names and hosts do not exist."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from curbside.types import Kind, Source, TextRange, Unit, UnitKind

Part = tuple[str, Sequence[str]]


def invented_source(id: str = "file:invented", parts: Sequence[Part] | None = None, **fields: Any) -> Source:
    """A source whose text is made of `parts`, each a heading and its sentences; one unit a sentence.

    fields: any other field of `Source`.
    """
    text, units = _laid_out(parts if parts is not None else [("Dose", [f"Inventamab of {id} is an invented drug."])])
    source = Source(
        id=id,
        text=text,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        kind=Kind.GUIDELINE,
        title=f"Invented guideline {id}",
        publisher="Invented Institute",
        units=tuple(units),
        extractor="invented 1",
    )
    return replace(source, **fields)


def _laid_out(parts: Sequence[Part]) -> tuple[str, list[Unit]]:
    text, units = "", []
    for heading, sentences in parts:
        place = TextRange(len(text), len(text) + len(heading))
        text += heading + "\n"
        for sentence in sentences:
            start = len(text)
            text += sentence + "\n"
            units.append(Unit(start, start + len(sentence), UnitKind.SENTENCE, (heading,), (place,)))
    return text, units
