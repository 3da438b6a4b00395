"""Invented libraries for tests: documents written as Markdown, and an engine on a home folder of their own.

Nothing in such a document is a clinical fact, whatever names it uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from curbside import settings
from curbside.composing.base import Composer
from curbside.engine import Engine
from curbside.language.splitting import split
from curbside.language.text import content_hash, normalise
from curbside.library import Library
from curbside.retrieval.opening import open_home
from curbside.types import Kind, Source, State, Status


def invented_document(id: str, markdown: str, **fields: Any) -> Source:
    """A current guideline of the UK whose text is `markdown`, cut into units as a file would be.

    fields: any other field of `Source`.
    """
    text = normalise(markdown)
    source = Source(
        id=id,
        text=text,
        content_hash=content_hash(text),
        kind=Kind.GUIDELINE,
        title=f"Invented document {id.partition(':')[2]}",
        publisher="Invented Institute",
        date="2024",
        jurisdiction="uk",
        status=Status(State.CURRENT),
        units=split(text, "markdown"),
        extractor="invented 1",
    )
    return replace(source, **fields)


@contextmanager
def invented_engine(
    home: Path, sources: Iterable[Source], jurisdiction: str | None = "uk", composer: Composer | None = None
) -> Iterator[Engine]:
    """An engine on a library that has just `sources` added to what `home` held before; closed at the end."""
    with Library.open(home, create=True) as library:
        library.put_many(sources)
    engine = Engine(replace(settings.load(home), jurisdiction=jurisdiction), *open_home(home, starters=False), composer)
    with engine:
        yield engine
