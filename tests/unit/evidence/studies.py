"""Invented studies for the tests of this folder. Nothing in them is a clinical fact."""

from __future__ import annotations

from typing import Any

from curbside.evidence.estimating import estimate_of
from curbside.testing.records import invented_source
from curbside.types import Estimate, Kind, Source, Words
from curbside.types.appraisals import KIND, PUBLICATION_TYPES, PUBLISHER, STATUS, SUBJECTS, TEXT, TITLE

TRIAL = "Randomized Controlled Trial"


def invented_study(
    *results: str, methods: str = "", types: tuple[str, ...] = (), kind: Kind = Kind.UNKNOWN, **fields: Any
) -> Source:
    """A study with a sentence of its methods and some results."""
    parts = [("Methods", [methods])] if methods else []
    title = fields.pop("title", "Exemplolol in gout (invented)")
    return invented_source(
        parts=[*parts, ("Results", list(results) or ["Nothing."])],
        kind=kind,
        title=title,
        publication_types=types,
        **fields,
    )


def estimated(source: Source, sentence: str, **known: Any) -> Estimate:
    """The estimate for one sentence of an invented study."""
    start = source.text.index(sentence)
    return estimate_of(source, start, start + len(sentence), **known)


def reread(source: Source, words: Words) -> str:
    """What stands where `words` say that they stand."""
    return {
        TEXT: source.text[words.start : words.end],
        TITLE: source.title[words.start : words.end],
        PUBLISHER: (source.publisher or "")[words.start : words.end],
        PUBLICATION_TYPES: next((t for t in source.publication_types if t == words.text), ""),
        SUBJECTS: next((s for s in source.subjects if s == words.text), ""),
        KIND: str(source.kind),
        STATUS: str(source.status.state),
    }[words.where]
