"""How well vectors of one model or another find the right abstracts: nDCG@10 on part of a BEIR collection.

The part is taken by rule: every `stride`-th query of the qrels in their order, every document that is right for one of
them, and every `stride`-th other document of the corpus. Scores on a part are higher than on the whole, since there is
less to go wrong; they are compared with each other only.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from curbside.language.splitting import sentences
from curbside.language.text import normalise
from curbside.retrieval.embedding.base import Embedder

Score = dict[str, float]


@dataclass(frozen=True, slots=True)
class Part:
    """queries: id to text. documents: id to title and text. right: query id to the ids of its documents."""

    queries: dict[str, str]
    documents: dict[str, tuple[str, str]]
    right: dict[str, frozenset[str]]


def part(folder: Path, split: str, stride: int) -> Part:
    """The part of the collection in `folder`."""
    lines = (folder / "qrels" / f"{split}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    right: dict[str, set[str]] = {}
    for query, document, score in (line.split("\t") for line in lines):
        if int(score) > 0:
            right.setdefault(query, set()).add(document)
    kept = {query: frozenset(right[query]) for query in list(right)[::stride]}
    wanted = frozenset().union(*kept.values())
    texts = {q["_id"]: q["text"] for q in _lines(folder / "queries.jsonl")}
    corpus = list(_lines(folder / "corpus.jsonl"))
    documents = {
        d["_id"]: (normalise(d["title"]), normalise(d["text"]))
        for number, d in enumerate(corpus)
        if d["_id"] in wanted or number % stride == 0
    }
    return Part({q: texts[q] for q in kept}, documents, kept)


def answers_part(folder: Path, stride: int) -> Part:
    """Questions of MedQuAD, each right with its own answer only: every `stride`-th record with an answer.

    Of records that ask the same the first counts.
    """
    records = [r for path in sorted(folder.glob("*.jsonl")) for r in _lines(path) if r.get("answer") and r["question"]]
    kept = {record["question"]: record for record in reversed(records[::stride])}
    queries = {r["id"]: r["question"] for r in kept.values()}
    documents = {r["id"]: ("", normalise(r["answer"])) for r in kept.values()}
    return Part(queries, documents, {key: frozenset((key,)) for key in queries})


def passages(found: Part) -> list[tuple[str, str]]:
    """One text a document: title and abstract."""
    return [(key, f"{title} {text}".strip()) for key, (title, text) in found.documents.items()]


def by_sentence(found: Part) -> list[tuple[str, str]]:
    """The title of each document and each of its sentences."""
    made = []
    for key, (title, text) in found.documents.items():
        made.append((key, title))
        made += [(key, text[start:end]) for start, end in sentences(text)]
    return made


@dataclass(frozen=True, slots=True)
class View:
    """Vectors of the documents: which document each row is of."""

    owners: tuple[str, ...]
    vectors: Any
    seconds: float


def viewed(embedder: Embedder, texts: Sequence[tuple[str, str]]) -> View:
    """Embed the texts."""
    begun = time.perf_counter()
    vectors = embedder.embed_texts([text for _, text in texts])
    return View(tuple(key for key, _ in texts), vectors, time.perf_counter() - begun)


def scored(view: View, query: Any) -> Score:
    """Each document's best cosine."""
    best: Score = {}
    for owner, value in zip(view.owners, (view.vectors @ query).tolist(), strict=True):
        if value > best.get(owner, -2.0):
            best[owner] = value
    return best


def both(one: Score, other: Score) -> Score:
    """The mean of two scores of each document."""
    return {key: (one[key] + other[key]) / 2 for key in one}


def ndcg(found: Part, ranked: Callable[[str, str], Score], k: int = 10) -> float:
    """The mean of nDCG@k over the queries, right documents counting 1 (Järvelin and Kekäläinen 2002, log base 2)."""
    total = 0.0
    for query, text in found.queries.items():
        scores = ranked(query, text)
        first = sorted(scores, key=lambda key: (-scores[key], key))[:k]
        gain = sum(1 / math.log2(place + 2) for place, key in enumerate(first) if key in found.right[query])
        total += gain / sum(1 / math.log2(place + 2) for place in range(min(k, len(found.right[query]))))
    return total / len(found.queries)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def as_query(embedder: Embedder, instructed: bool) -> Callable[[str], Any]:
    """How a question becomes a vector: as the model's authors say, or like any text."""
    if instructed:
        return embedder.embed_query
    return lambda text: np.asarray(embedder.embed_texts([text])[0])
