"""How long a search takes, and what it needs, at several sizes of a library.

    python benchmarks/searching.py --medquad DIR --kept DIR [--sizes 20000 200000 1000000] [--write]

Passages and vectors are made by the rule in `benchmarks/passages.py`, `REAL` of the vectors by the model. They are
loaded into a real library, fifty passages a source, and brought into the index as `curbside index build` does. What
was built is kept in --kept and used again. Each size is measured in a process of its own with two threads, over `ASKED`
questions that are asked once each after `WARM` others; medians and 95th percentiles in milliseconds.

Raw Tantivy: the same texts in one stemmed field, the query parsed by Tantivy's own parser, 100 addresses of hits.
words: `Index.search` for 100 hits with their keys. vectors: `Index.nearest` for 100. hybrid: what a question costs, its
vector by the model, both searches, fusion and 65 passages resolved against the library. A tenth: the same with a
filter on the jurisdiction. recall@100: against the exact order of the unrounded vectors.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import tantivy
from benchmarks.passages import JURISDICTIONS, NOISE, SEED, Made, passages, questions, to_embed
from numpy.typing import NDArray

from curbside.engine import PASSAGES
from curbside.language.tokens import terms
from curbside.library import Library
from curbside.retrieval.base import Filters, Query
from curbside.retrieval.embedding.chosen import embedder
from curbside.retrieval.opening import open_index
from curbside.retrieval.searching import Asked, search
from curbside.retrieval.sync import compare, sync
from curbside.retrieval.vectors import named
from curbside.settings import Settings
from curbside.sources.base import Rejected, finished
from curbside.sources.building import TextBuilder
from curbside.types import Kind, Source

VERIFIED = 200_000
REAL, ASKED, WARM, TO_RECALL = 20_000, 400, 30, 200
A_SOURCE = 50
TENTH = Filters(jurisdictions=frozenset({"uk"}))
PAGE = Path(__file__).resolve().parents[1] / "docs" / "search-speed.json"


def build(medquad: Path, kept: Path, size: int) -> Path:
    """The home of a library of `size` passages with its index; what was built before is not built again."""
    home = kept / f"size-{size}"
    steps: dict[str, Callable[[Library, Any], object]] = {
        "library": lambda library, _: [library.load(batch) for batch in _batches(_sources(medquad, size), 20)],
        "words": lambda library, index: sync(library, index),
        "vectors": lambda _, index: _give_vectors(medquad, index, kept),
        "verify": lambda library, index: _verify(library, index) if size <= VERIFIED else None,
        "raw": lambda *_: _build_raw(medquad, home, size),
    }
    done = home / "built.json"
    spent: dict[str, float] = json.loads(done.read_text(encoding="utf-8")) if done.is_file() else {}
    for name in [name for name in steps if name not in spent]:
        with Library.open(home, create=True) as library, closing(open_index(home)) as index:
            begun = time.perf_counter()
            steps[name](library, index)
            spent[name] = round(time.perf_counter() - begun, 1)
            spent["passages"] = index.passages_count()
        print(f"{size} {name}: {spent[name]} s", file=sys.stderr, flush=True)
        done.write_text(json.dumps(spent), encoding="utf-8")
    return home


def _verify(library: Library, index: Any) -> None:
    report, faults = compare(library, index), index.faults()
    if not report.in_step or faults or index.vectors_count() != index.passages_count():
        raise SystemExit(f"The index is not what the library says: {report} {faults}")


def measure(medquad: Path, kept: Path, size: int) -> dict[str, Any]:
    """Everything that is measured at one size; to be called in a fresh process."""
    home = kept / f"size-{size}"
    asked = questions(medquad, ASKED + WARM)
    model = embedder(Settings(home))
    with Library.open(home) as library:
        index = open_index(home)
        vectors = {text: model.embed_query(text) for text in asked}
        queries = {text: Query(tuple((term, 1.0) for term in terms(text))) for text in asked}
        tenth = {text: Query(query.terms, TENTH) for text, query in queries.items()}
        model.close()

        def hybrid(asking: dict[str, Query]) -> Callable[[str], object]:
            # A new one each time: the memory of an embedder must not answer for the model.
            fresh = embedder(Settings(home))
            return lambda text: search(library, index, Asked(asking[text], fresh.embed_query(text)), PASSAGES)

        timings = {
            "words": times(asked, lambda text: index.search(queries[text], 100)),
            "words_tenth": times(asked, lambda text: index.search(tenth[text], 100)),
            "vectors": times(asked, lambda text: index.nearest(vectors[text], 100, Filters())),
            "vectors_tenth": times(asked, lambda text: index.nearest(vectors[text], 100, TENTH)),
            "embedding": times(asked, embedder(Settings(home)).embed_query),
            "hybrid": times(asked, hybrid(queries)),
            "hybrid_tenth": times(asked, hybrid(tenth)),
        }
        resident = _resident()
        timings["raw"] = times(asked, _raw(home))
        recalls = _recall(index, kept, size, [vectors[text] for text in asked[:TO_RECALL]])
        index.close()
    disk = {part: _size(home / part) for part in ("index/words", "index/vectors")} | {
        "library": _size(home) - _size(home / "index") - _size(home / "raw")
    }
    built = json.loads((home / "built.json").read_text(encoding="utf-8"))
    return {"size": size, "ms": timings, "resident_mb": resident, "disk_mb": disk, "built": built, **recalls}


def _sources(medquad: Path, size: int) -> Iterator[Source]:
    for number, group in enumerate(_batches(passages(medquad, size), A_SOURCE)):
        yield _source(number, group)


def _source(number: int, group: Sequence[Made]) -> Source:
    builder = TextBuilder()
    for made in group:
        builder.heading(f"{made.number}. {made.heading} of {made.title}", 1)
        builder.paragraph(made.text.replace(". ", ", ").replace("? ", ", ").replace("! ", ", ") + ".")
    draft = builder.draft(f"made:{number:06d}", f"made {number}", "benchmark 1", hashlib.sha256(b"made").hexdigest())
    described = replace(
        draft.source,
        kind=Kind.FACT_SHEET,
        title=f"Passages made for a benchmark, {number}",
        date=str(2005 + number % 20),
        jurisdiction=JURISDICTIONS[number % len(JURISDICTIONS)],
    )
    source = finished(replace(draft, source=described))
    if isinstance(source, Rejected):
        raise SystemExit(str(source))
    return source


def _give_vectors(medquad: Path, index: Any, kept: Path) -> None:
    """The real ones (kept for the next time), then the others as the rule says."""
    size, keys = index.passages_count(), list(index.keys())
    model = embedder(Settings(kept))
    file = kept / f"vectors-{REAL}.npy"
    if not file.is_file():
        np.save(file, _embedded(to_embed(medquad), model))
    name = named(model.model)
    model.close()
    for start, vectors in made_vectors(np.load(file), size):
        index.add_vectors(name, zip(keys[start : start + len(vectors)], vectors, strict=True))


def _embedded(texts: list[str], model: Any) -> NDArray[np.float32]:
    parts = []
    for some in _batches(iter(texts), 512):
        parts.append(model.embed_texts(some))
        print(f"{sum(map(len, parts))} embedded", file=sys.stderr, flush=True)
    return np.concatenate(parts)


def made_vectors(real: NDArray[np.float32], size: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
    drawn = np.random.default_rng(SEED)
    for start in range(0, size, REAL):
        count = min(REAL, size - start)
        if start == 0:
            yield 0, real[:count]
            continue
        noise = drawn.standard_normal((count, real.shape[1]), dtype=np.float32)
        noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
        some = real[drawn.integers(len(real), size=count)] + noise
        yield start, some / np.linalg.norm(some, axis=1, keepdims=True)


def _recall(index: Any, kept: Path, size: int, asked: list[NDArray[np.float32]]) -> dict[str, float]:
    keys = {key: number for number, key in enumerate(index.keys())}
    matrix = np.stack(asked).T
    best = [(np.empty(0), np.empty(0, np.intp)) for _ in asked]
    real = np.load(kept / f"vectors-{REAL}.npy")
    for start, vectors in made_vectors(real, size):
        scores = vectors @ matrix
        for number, (before, at) in enumerate(best):
            both = np.concatenate([before, scores[:, number]])
            where = np.concatenate([at, np.arange(start, start + len(vectors))])
            order = np.argsort(-both)[:100]
            best[number] = (both[order], where[order])
    shares = []
    for vector, (_, exact) in zip(asked, best, strict=True):
        found = {keys[hit.key] for hit in index.nearest(vector, 100, Filters())}
        shares.append(len(found & set(exact.tolist())) / 100)
    return {"recall": round(statistics.mean(shares), 4), "recall_worst": min(shares)}


def _build_raw(medquad: Path, home: Path, size: int) -> None:
    folder = home / "raw"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    index = tantivy.Index(_raw_schema(), str(folder))
    writer = index.writer(256_000_000, 1)
    for made in passages(medquad, size):
        writer.add_document(tantivy.Document(body=f"{made.title} {made.heading} {made.text}"))
    writer.commit()
    writer.wait_merging_threads()


def _raw_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="en_stem")
    return builder.build()


def _raw(home: Path) -> Callable[[str], object]:
    index = tantivy.Index(_raw_schema(), str(home / "raw"))
    searcher = index.searcher()

    def ask(text: str) -> object:
        query, _ = index.parse_query_lenient(text, ["body"])
        return searcher.search(query, 100, count=False).hits

    return ask


def times(asked: list[str], ask: Callable[[str], object]) -> dict[str, float]:
    for text in asked[ASKED:]:
        ask(text)
    spent = []
    for text in asked[:ASKED]:
        begun = time.perf_counter()
        ask(text)
        spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    return {"p50": round(spent[len(spent) // 2], 2), "p95": round(spent[int(len(spent) * 0.95)], 2)}


def _resident() -> dict[str, int]:
    """Of this process in MB: in all, of its own, of files that it has mapped; and the most that it ever had."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    values = {line.split(":")[0]: int(line.split()[1]) // 1024 for line in lines if line.endswith("kB")}
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"now": values["VmRSS"], "own": values["RssAnon"], "mapped": values["RssFile"], "most": most}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1_000_000


def _batches(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while some := list(itertools.islice(items, size)):
        yield some


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--medquad", type=Path, required=True)
    parser.add_argument("--kept", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000, 1_000_000])
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}, which the page of figures is made of")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(given.medquad, given.kept, given.measure)))
        return
    given.kept.mkdir(parents=True, exist_ok=True)
    rows = []
    for size in given.sizes:
        build(given.medquad, given.kept, size)
        command = [sys.executable, __file__, "--medquad", given.medquad, "--kept", given.kept, "--measure", str(size)]
        two = {**os.environ, "CURBSIDE_THREADS": "2", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=two)
        rows.append(json.loads(done.stdout))
        print(json.dumps(rows[-1], indent=1))
    if given.write:
        PAGE.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
