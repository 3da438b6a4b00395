"""Other engines for the embedded index, beside the one that is used, on the same rows.

    pip install lancedb
    python benchmarks/engines.py --medquad DIR --kept DIR [--size 200000]

`--kept` is the folder that `benchmarks/searching.py` has filled. Rows, terms, vectors and questions are the same: terms
are given to each engine encoded, with white space between, so that all look for the same words. FTS5 is what the index
was before (one table of terms, bm25()). LanceDB: one table with terms, vector and a column to filter by; a full-text
index and an IVF_HNSW_SQ or IVF_PQ index (`refine_factor` 10), optimised. Medians and 95th percentiles in milliseconds
of 100 hits with their keys; recall@100 against the exact order.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import lancedb
import numpy as np
import pyarrow as pa
from benchmarks.passages import passages, questions
from benchmarks.searching import ASKED, REAL, TO_RECALL, WARM, made_vectors, times
from lancedb.query import MatchQuery

from curbside.language.tokens import terms
from curbside.retrieval.embedded.encoding import joined
from curbside.retrieval.embedding.chosen import embedder
from curbside.settings import Settings

PROBES = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--medquad", type=Path, required=True)
    parser.add_argument("--kept", type=Path, required=True)
    parser.add_argument("--size", type=int, default=200_000)
    given = parser.parse_args()
    asked = questions(given.medquad, ASKED + WARM)
    model = embedder(Settings(given.kept))
    vectors = {text: model.embed_query(text) for text in asked}
    said = {text: joined(terms(text)) for text in asked}
    rows = {"imports": _imports()}
    rows["sqlite fts5"] = _fts5(given, asked, said)
    rows["lancedb"] = _lancedb(given, asked, said, vectors)
    print(json.dumps(rows, indent=1))


def _imports() -> dict[str, float]:
    """Seconds that a new process needs to import each, the least of three."""
    spent = {}
    for name in ("tantivy", "lancedb", "numpy", "sqlite3"):
        runs = []
        for _ in range(3):
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", f"import {name}"], check=True)
            runs.append(time.perf_counter() - begun)
        spent[name] = round(min(runs), 3)
    return spent


def _fts5(given: argparse.Namespace, asked: list[str], said: dict[str, str]) -> dict[str, Any]:
    path = given.kept / "fts5.sqlite"
    path.unlink(missing_ok=True)
    begun = time.perf_counter()
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE rows USING fts5 (terms, tokenize = \"ascii tokenchars '_'\")")
    connection.executemany("INSERT INTO rows VALUES (?)", ((text,) for _, text in _rows(given)))
    connection.commit()
    built = time.perf_counter() - begun

    def ask(text: str) -> object:
        every = " OR ".join(f'"{term}"' for term in dict.fromkeys(said[text].split()))
        return connection.execute(
            "SELECT rowid, bm25(rows) FROM rows WHERE rows MATCH ? ORDER BY rank LIMIT 100", (every,)
        ).fetchall()

    return {"built_seconds": round(built, 1), "words": times(asked, ask), "mb": path.stat().st_size // 1_000_000}


def _lancedb(
    given: argparse.Namespace, asked: list[str], said: dict[str, str], vectors: dict[str, Any]
) -> dict[str, Any]:
    folder = given.kept / "lancedb"
    shutil.rmtree(folder, ignore_errors=True)
    begun = time.perf_counter()
    table = lancedb.connect(folder).create_table("rows", _batches(given), schema=_schema())
    table.create_fts_index(
        "terms", base_tokenizer="whitespace", stem=False, remove_stop_words=False, with_position=False
    )
    table.create_scalar_index("part", index_type="BITMAP")
    told: dict[str, Any] = {"rows_and_words_seconds": round(time.perf_counter() - begun, 1)}
    told["words"] = times(
        asked, lambda t: table.search(MatchQuery(said[t], "terms")).limit(100).select(["key"]).to_arrow()
    )
    for kind in ("IVF_PQ", "IVF_HNSW_SQ"):
        begun = time.perf_counter()
        table.create_index("cosine", vector_column_name="vector", index_type=kind, replace=True)
        table.optimize()

        def nearest(text: str, tenth: bool = False) -> Any:
            found = table.search(vectors[text]).distance_type("cosine").nprobes(PROBES).refine_factor(10).limit(100)
            found = found.where("part = 0", prefilter=True) if tenth else found
            return found.select(["key"]).to_arrow()

        told[kind] = {
            "built_seconds": round(time.perf_counter() - begun, 1),
            "vectors": times(asked, nearest),
            "vectors_tenth": times(asked, lambda text: nearest(text, True)),
            "recall": _recall(given, [vectors[t] for t in asked[:TO_RECALL]], [nearest(t) for t in asked[:TO_RECALL]]),
        }
    told["mb"] = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1_000_000
    return told


def _rows(given: argparse.Namespace) -> Iterator[tuple[int, str]]:
    for made in passages(given.medquad, given.size):
        yield made.number, joined([*terms(f"{made.title} {made.heading}") * 2, *terms(made.text)])


def _schema() -> pa.Schema:
    vector = pa.list_(pa.float32(), 384)
    return pa.schema([("key", pa.int64()), ("part", pa.int64()), ("terms", pa.string()), ("vector", vector)])


def _batches(given: argparse.Namespace) -> Iterator[pa.RecordBatch]:
    rows = _rows(given)
    for _, vectors in made_vectors(np.load(given.kept / f"vectors-{REAL}.npy"), given.size):
        some = [next(rows) for _ in range(len(vectors))]
        columns = [
            pa.array([number for number, _ in some]),
            pa.array([number // 50 % 10 for number, _ in some]),
            pa.array([text for _, text in some]),
            pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1]),
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=_schema())


def _recall(given: argparse.Namespace, asked: list[Any], found: list[Any]) -> float:
    every = np.concatenate([v for _, v in made_vectors(np.load(given.kept / f"vectors-{REAL}.npy"), given.size)])
    shares = []
    for vector, table in zip(asked, found, strict=True):
        exact = np.argpartition(-(every @ vector), 100)[:100]
        shares.append(len(set(exact.tolist()) & set(table["key"].to_pylist())) / 100)
    return round(sum(shares) / len(shares), 4)


if __name__ == "__main__":
    main()
