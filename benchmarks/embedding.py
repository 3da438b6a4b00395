"""How fast texts become vectors here, and what 8 bits cost in quality.

    python benchmarks/embedding.py DATA [--texts N] [--stride N] [--only speed|repeats|quality] [--full FOLDER]
                                   [--json FILE] [--markdown FILE]

DATA: a folder with `scifact_train` (BEIR layout) and `medquad` (one JSON object a line). Speed: sentences and abstracts
of every n-th document of SciFact; batches of 1 to 16, in the order of the corpus and sorted by length; 1 and 2
threads, 1 and 2 processes; by the clock, and by seconds of processor time, which other work on the machine changes
less. How far the vectors of a batch are from those of each text alone is told beside. Repeats: how many sentences of
MedQuAD's answers stood there before, and what remembering them saves on the first of them. Quality: nDCG@10 on every
n-th query of SciFact (train) and part of its corpus (`embedding_quality.py`), by passage, by sentence and both; with
the instruction before the question and without; alone and in batches; beside other weights (`embedding_models.py`)
where they are installed; and on questions of MedQuAD and their answers, with the instruction and without. The
full-precision weights of bge-small itself are in no package that was found: `--full` is a folder with them
(model.onnx, tokenizer.json).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import embedding_quality as quality
from curbside.language.splitting import sentences
from curbside.language.text import normalise
from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.embedding.caching import CachingEmbedder
from curbside.retrieval.embedding.finding import ModelFiles, find_model
from curbside.retrieval.embedding.onnx import OnnxEmbedder
from curbside.retrieval.embedding.pool import PooledEmbedder

SIZES = (1, 2, 4, 8, 16)
Row = dict[str, Any]


def _files(environ: dict[str, str] | None = None) -> ModelFiles:
    found = find_model(environ)
    if isinstance(found, Missing):
        raise SystemExit(found.reason)
    return found


def _texts(data: Path, count: int) -> dict[str, list[str]]:
    """`count` sentences and a fifth as many abstracts, of documents at equal distances in the corpus."""
    lines = (data / "scifact_train" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines[:: max(1, len(lines) // max(1, count // 5))]][: count // 5]
    bodies = [normalise(d["text"]) for d in found]
    cut = [body[start:end] for body in bodies for start, end in sentences(body)]
    whole = [f"{normalise(d['title'])} {body}" for d, body in zip(found, bodies, strict=True)]
    return {"sentences": cut[:: max(1, len(cut) // count)][:count], "abstracts": whole}


def _timed(make: Callable[[], Any]) -> tuple[Any, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    made = make()
    return made, time.perf_counter() - wall, time.process_time() - cpu


def _rate(kind: str, how: str, texts: list[str], make: Callable[[], Any], alone: Any, counted: bool = True) -> Row:
    """counted: whether the processor time of this process is all of it."""
    vectors, wall, cpu = _timed(make)
    near = (vectors * alone).sum(1) if alone is not None else np.ones(1)
    row = {"texts": kind, "how": how, "n": len(texts), "per_second": len(texts) / wall}
    return row | {
        "per_processor_second": len(texts) / cpu if counted else None,
        "cosine_least": float(near.min()),
        "cosine_mean": float(near.mean()),
    }


def speed(data: Path, count: int) -> list[Row]:
    """Rates of each way."""
    files, rows = _files(), []
    for kind, texts in _texts(data, count).items():
        one = OnnxEmbedder(files)
        one.embed_texts(texts[:3])
        alone = one.embed_texts(texts)
        rows += [_rate(kind, f"batch {n}, by length, 1 thread", texts, _sorted(files, texts, n), alone) for n in SIZES]
        rows += [
            _rate(kind, f"batch {n}, as they come, 1 thread", texts, _plain(files, texts, n), alone) for n in SIZES[1:]
        ]
        two = partial(OnnxEmbedder(files, threads=2).embed_texts, texts)
        rows.append(_rate(kind, "batch 1, 2 threads", texts, two, alone))
        for processes in (1, 2):
            with PooledEmbedder(files, processes) as pool:
                pool.embed_texts(texts[:64])
                how = f"batch 1, {processes} process{'es' * (processes > 1)}"
                rows.append(_rate(kind, how, texts, partial(pool.embed_texts, texts), alone, counted=False))
    return rows


def _sorted(files: ModelFiles, texts: list[str], size: int) -> Callable[[], Any]:
    embedder = OnnxEmbedder(files, batch=size)
    return lambda: embedder.embed_texts(texts)


def _plain(files: ModelFiles, texts: list[str], size: int) -> Callable[[], Any]:
    embedder = OnnxEmbedder(files, batch=size)
    return lambda: np.concatenate([embedder.embed_texts(texts[n : n + size]) for n in range(0, len(texts), size)])


def repeats(data: Path, count: int) -> Row:
    """How often a sentence of an answer stood there before, in all and among the first; the time with and without."""
    seen: set[str] = set()
    total = again = 0
    first: list[str] = []
    for sentence in _answers(data / "medquad"):
        total += 1
        again += sentence in seen
        seen.add(sentence)
        if len(first) < count:
            first.append(sentence)
    embedder = OnnxEmbedder(_files())
    _, plain, _ = _timed(lambda: embedder.embed_texts(first))
    _, cached, _ = _timed(lambda: CachingEmbedder(embedder).embed_texts(first))
    share = 1 - len(set(first)) / len(first)
    told = {"sentences": total, "repeated": again / total, "timed": len(first), "repeated_of_timed": share}
    return told | {"seconds_plain": plain, "seconds_cached": cached}


def _answers(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            for line in file:
                text = normalise(json.loads(line).get("answer") or "")
                yield from (text[start:end] for start, end in sentences(text))


def measured(data: Path, stride: int, full: Path | None) -> list[Row]:
    """nDCG@10 of each model and way."""
    found = quality.part(data / "scifact_train", "train", stride)
    ours, rows = _files(), []
    with tempfile.TemporaryDirectory() as folder:
        for files, batch in _models(ours, Path(folder), full):
            embedder = OnnxEmbedder(files, threads=os.cpu_count() or 1, batch=batch)
            name = files.name + (f", in batches of {batch}" if batch > 1 else "")
            whole = quality.viewed(embedder, quality.passages(found))
            rows += _questions(name, found, embedder, {"passage": whole}, bool(files.pooling.query))
            if files is ours and batch == 1:
                cut = quality.viewed(embedder, quality.by_sentence(found))
                rows += _questions(name, found, embedder, {"sentence": cut}, False)
                rows += _questions(name, found, embedder, {"passage": whole, "sentence": cut}, False)
            embedder.close()
    return _of("SciFact", found, rows)


def answers(data: Path, stride: int) -> list[Row]:
    """nDCG@10 of our model on questions and their answers, with the instruction and without."""
    found = quality.answers_part(data / "medquad", stride * 2)
    files = _files()
    embedder = OnnxEmbedder(files, threads=os.cpu_count() or 1)
    whole = quality.viewed(embedder, quality.passages(found))
    return _of("MedQuAD", found, _questions(files.name, found, embedder, {"passage": whole}, True))


def _of(collection: str, found: quality.Part, rows: list[Row]) -> list[Row]:
    size = {"collection": collection, "queries": len(found.queries), "documents": len(found.documents)}
    return [row | size for row in rows]


def _models(ours: ModelFiles, folder: Path, full: Path | None) -> Iterator[tuple[ModelFiles, int]]:
    yield ours, 1
    yield ours, 4
    if full is not None:
        yield replace(_files({"CURBSIDE_EMBEDDER": str(full)}), name="bge-small 32-bit"), 1
    try:
        import embedding_models as others

        yield others.bge_float_activations(ours, folder), 1
        made = (others.minilm_8_bit(), others.minilm_full(folder))
    except ImportError:
        return
    yield from ((files, 1) for files in made if files is not None)


def _questions(
    name: str, found: quality.Part, embedder: OnnxEmbedder, views: dict[str, quality.View], apart: bool
) -> list[Row]:
    """apart: measure the question without the instruction too."""
    rows = []
    for instructed in (True, False) if apart else (True,):
        ask = quality.as_query(embedder, instructed)

        def ranked(_: str, text: str, ask: Callable[[str], Any] = ask) -> quality.Score:
            scores = [quality.scored(view, ask(text)) for view in views.values()]
            return scores[0] if len(scores) == 1 else quality.both(*scores)

        rows.append(
            {
                "model": name,
                "by": " and ".join(views),
                "instruction": instructed and bool(embedder.query_prefix),
                "ndcg_10": quality.ndcg(found, ranked),
                "vectors": sum(len(view.owners) for view in views.values()),
                "seconds": sum(view.seconds for view in views.values()),
            }
        )
    return rows


def markdown(made: Row) -> str:
    """The tables."""
    lines = [f"{made['machine']}; model {made['model']}", ""]
    if "speed" in made:
        lines += [
            "| texts | how | a second | a processor second | cosine to alone: least, mean |",
            "|---|---|--:|--:|--:|",
        ]
        for r in made["speed"]:
            cpu = f"{r['per_processor_second']:.1f}" if r["per_processor_second"] else ""
            near = f"{r['cosine_least']:.4f}, {r['cosine_mean']:.4f}"
            lines.append(f"| {r['n']} {r['texts']} | {r['how']} | {r['per_second']:.1f} | {cpu} | {near} |")
    if "repeats" in made:
        r = made["repeats"]
        lines += [
            "",
            f"Of {r['sentences']:,} sentences of MedQuAD's answers {r['repeated']:.1%} stood there before; of",
        ]
        lines += [f"the first {r['timed']:,} it is {r['repeated_of_timed']:.1%}, and remembering them takes"]
        lines += [f"{r['seconds_cached']:.1f} s in place of {r['seconds_plain']:.1f} s.", ""]
    if "quality" in made:
        lines += [
            "",
            "| collection | model | documents by | instruction | nDCG@10 | vectors | seconds |",
            "|---|---|---|---|--:|--:|--:|",
        ]
        for r in made["quality"]:
            said = "yes" if r["instruction"] else "no"
            lines.append(
                f"| {r['collection']}, {r['queries']} queries, {r['documents']:,} documents | {r['model']} | {r['by']} "
                f"| {said} | {r['ndcg_10']:.4f} | {r['vectors']:,} | {r['seconds']:.0f} |"
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--stride", type=int, default=8)
    parser.add_argument("--only", choices=("speed", "repeats", "quality"))
    parser.add_argument("--full", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    made: Row = {"machine": f"{os.cpu_count()} cores, {platform.machine()}", "model": _files().model_hash()[:16]}
    if asked.only in (None, "speed"):
        made["speed"] = speed(asked.data, asked.texts)
    if asked.only in (None, "repeats"):
        made["repeats"] = repeats(asked.data, asked.texts * 3)
    if asked.only in (None, "quality"):
        made["quality"] = measured(asked.data, asked.stride, asked.full) + answers(asked.data, asked.stride)
    told = markdown(made)
    print(told)
    if asked.json:
        asked.json.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    if asked.markdown:
        asked.markdown.write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main()
