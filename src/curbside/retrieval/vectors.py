"""Giving the rows of an index, and their units, vectors: batch by batch, so that a stop costs at most that at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from curbside.errors import SearchIndexError
from curbside.library import Library
from curbside.retrieval.base import Index, Key
from curbside.retrieval.embedding.base import Embedder, Model
from curbside.retrieval.rows import text_of, units_of
from curbside.types import Passage, Source

BATCH, BATCH_OF_UNITS = 256, 64


def named(model: Model) -> str:
    """A model as an index names it: its name and its hash."""
    return f"{model.name} {model.hash}"


def model_of(name: str, dimensions: int = 0) -> Model | None:
    """The model that an index names; None for "" (no vectors yet)."""
    known, _, hashed = name.rpartition(" ")
    return Model(known, hashed, dimensions) if name else None


def embed(
    library: Library,
    index: Index,
    embedder: Embedder,
    done: Callable[[int], None] | None = None,
    limit: int | None = None,
) -> int:
    """Give all rows that have none their vector (or `limit` of them), and say how many were given.

    done: called after each batch with the number so far. Rows whose source has changed are left to the next time.
    Raises SearchIndexError where the vectors in the index are of another model, FetchError where a service that makes
    them does not answer; what was given before stays.
    """
    model = _fitting(index, embedder)
    given = 0
    for keys in _batches(islice(index.lacking(), limit), BATCH):
        texts = {key: text_of(source, passage) for key, (source, passage) in _read(library, keys).items()}
        if texts:
            made = embedder.embed_texts(list(texts.values()))
            index.add_vectors(model, zip(texts, made, strict=True))
            given += len(texts)
            if done is not None:
                done(given)
    return given


def embed_units(
    library: Library,
    index: Index,
    embedder: Embedder,
    done: Callable[[int], None] | None = None,
    limit: int | None = None,
) -> int:
    """Give the units of all rows that have none their vectors (or of `limit` rows), and say how many were made.

    A text that has one already is not made again. Otherwise as `embed`; an index that keeps none gets none.
    """
    model = _fitting(index, embedder)
    given = 0
    for keys in _batches(islice(index.lacking_units(), limit), BATCH_OF_UNITS):
        found = [units_of(source, passage) for source, passage in _read(library, keys).values()]
        texts = {name: text for _, own in found for name, text in own.items()}
        new = sorted(texts.keys() - index.known_units(texts))
        made = embedder.embed_texts([texts[name] for name in new]) if new else ()
        index.add_units(model, [row for row, _ in found], dict(zip(new, made, strict=True)))
        given += len(new)
        if done is not None:
            done(given)
    return given


def _fitting(index: Index, embedder: Embedder) -> str:
    model = named(embedder.model)
    if index.model not in ("", model):
        raise SearchIndexError(
            f"The vectors of the index were made with {index.model}, not with {model};"
            " `curbside index drop --vectors` removes them, and `curbside index build` makes them anew."
        )
    return model


def _read(library: Library, keys: list[Key]) -> dict[Key, tuple[Source, Passage]]:
    """The passages of `keys`, with their sources, that are still current."""
    passages = library.passages_at(keys)
    sources = library.get_many(key[0] for key in passages)
    return {
        key: (sources[key[0]], passage)
        for key, passage in passages.items()
        if key[0] in sources and sources[key[0]].content_hash == key[1]
    }


def _batches(keys: Iterable[Key], size: int) -> Iterator[list[Key]]:
    remaining = iter(keys)
    while some := list(islice(remaining, size)):
        yield some
