"""Writes the section on search of docs/benchmarks.md, and its plot, from what `benchmarks/searching.py` kept.

    python benchmarks/search_report.py [--engines FILE] [--embedding FILE] [--tokens] [--killing]

`docs/search-speed.json` is what `benchmarks/searching.py --write` wrote; --engines: what `benchmarks/engines.py`
printed; --embedding: the Markdown that `benchmarks/embedding.py` wrote. --tokens and --killing run
`evals/clinical_tokens.py` and `benchmarks/index_killing.py` and write what they say.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import matplotlib

matplotlib.use("Agg")
from benchmarks.searching import PAGE as SPEED
from evals import marked
from evals.figures import PAGE, stamped
from matplotlib import pyplot as plot

PLOT = PAGE.parent / "search-cost.svg"
LINES = (
    ("raw", "raw Tantivy, words, top 100"),
    ("words", "words, top 100"),
    ("words_tenth", "words, a tenth of the sources"),
    ("vectors", "vectors, top 100"),
    ("vectors_tenth", "vectors, a tenth"),
    ("embedding", "the question's vector"),
    ("hybrid", "**hybrid, the whole of it**"),
    ("hybrid_tenth", "**hybrid, a tenth**"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", type=Path)
    parser.add_argument("--embedding", type=Path)
    parser.add_argument("--tokens", action="store_true")
    parser.add_argument("--killing", action="store_true")
    given = parser.parse_args()
    rows = json.loads(SPEED.read_text(encoding="utf-8"))
    command = "python benchmarks/searching.py --medquad DIR --kept DIR --write"
    made = {"searching": stamped(command, f"{_speed(rows)}\n\n{_needs(rows)}")}
    if given.engines:
        told = json.loads(given.engines.read_text(encoding="utf-8"))
        command = "python benchmarks/engines.py --medquad DIR --kept DIR"
        made["engines"] = stamped(command, _engines(told, rows))
    if given.embedding:
        body = given.embedding.read_text(encoding="utf-8")
        made["embedding"] = stamped("python benchmarks/embedding.py DATA --markdown FILE", body)
    if given.tokens:
        made["clinical_tokens"] = stamped("python evals/clinical_tokens.py --items FILE --ranker R", _tokens())
    if given.killing:
        said = _run("benchmarks/index_killing.py", "--kills", "30")
        made["index_killing"] = stamped("python benchmarks/index_killing.py --kills 30", said)
    _draw(rows)
    marked.write(PAGE, made)


def _tokens() -> str:
    files, rankers = ("clinical_tokens", "clinical_tokens_held"), ("words", "vectors", "hybrid")
    rows = []
    for file in files:
        options = [["--items", f"evals/{file}.jsonl", "--ranker", ranker, "--only-count"] for ranker in rankers]
        rows.append(
            (f"`{file}.jsonl`", *(_run("evals/clinical_tokens.py", *some).split(" first")[0] for some in options))
        )
    return marked.table(("right passage first, alone", *rankers), rows)


def _run(script: str, *arguments: str) -> str:
    # Both end with 1 where something is not as it should be: that is what is written down, not an error here.
    done = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, cwd=PAGE.parents[1])
    if done.returncode not in (0, 1) or not done.stdout:
        raise SystemExit(f"{script} failed: {done.stderr[-500:]}")
    return done.stdout.strip()


def _speed(rows: list[dict[str, Any]]) -> str:
    head = ("milliseconds, p50 / p95", *(f"{row['size']:,} passages" for row in rows))
    lines = [(name, *(f"{row['ms'][key]['p50']} / {row['ms'][key]['p95']}" for row in rows)) for key, name in LINES]
    lines.append(("words, times raw Tantivy", *(_ratio(row, "words", "raw") for row in rows)))
    lines.append(("hybrid a tenth, times hybrid", *(_ratio(row, "hybrid_tenth", "hybrid") for row in rows)))
    lines.append(("recall@100 of vectors, mean (worst)", *(f"{row['recall']} ({row['recall_worst']})" for row in rows)))
    return marked.table(head, lines)


def _ratio(row: dict[str, Any], one: str, other: str) -> str:
    return f"{row['ms'][one]['p50'] / row['ms'][other]['p50']:.2f}"


def _needs(rows: list[dict[str, Any]]) -> str:
    head = ("what it takes", *(f"{row['size']:,} passages" for row in rows))
    lines = [
        (
            "resident, MB (of it mapped files)",
            *(f"{r['resident_mb']['most']} ({r['resident_mb']['mapped']})" for r in rows),
        ),
        ("disk, MB: words, vectors, library", *(", ".join(str(v) for v in r["disk_mb"].values()) for r in rows)),
    ]
    steps = {
        "library": "load into the library",
        "words": "index words",
        "vectors": "store vectors",
        "raw": "raw Tantivy",
    }
    lines += [(f"{name}, passages a second", *(_rate(r, key) for r in rows)) for key, name in steps.items()]
    return marked.table(head, lines)


def _rate(row: dict[str, Any], step: str) -> str:
    spent = row["built"].get(step)
    return f"{row['size'] / spent:,.0f}" if spent else "not measured"


def _engines(told: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    ours = next(row for row in rows if row["size"] == 200_000)
    lance, fts = told["lancedb"], told["sqlite fts5"]
    lines = [
        ("Tantivy, as used here", _pair(ours["ms"]["words"]), "-", "-", "-", str(ours["disk_mb"]["index/words"])),
        (
            "flat vectors, as used here",
            "-",
            _pair(ours["ms"]["vectors"]),
            _pair(ours["ms"]["vectors_tenth"]),
            str(ours["recall"]),
            str(ours["disk_mb"]["index/vectors"]),
        ),
        ("SQLite FTS5", _pair(fts["words"]), "-", "-", "-", str(fts["mb"])),
    ]
    for kind in ("IVF_PQ", "IVF_HNSW_SQ"):
        one = lance[kind]
        times = (_pair(lance["words"]), _pair(one["vectors"]), _pair(one["vectors_tenth"]))
        lines.append((f"LanceDB, {kind}", *times, str(one["recall"]), f"{lance['mb']} (both)"))
    head = ("200,000 passages, ms p50 / p95", "words", "vectors", "vectors, a tenth", "recall@100", "MB")
    imports = ", ".join(f"{name} {spent} s" for name, spent in told["imports"].items())
    return f"{marked.table(head, lines)}\n\nTo start Python and import: {imports}."


def _pair(times: dict[str, float]) -> str:
    return f"{times['p50']} / {times['p95']}"


def _draw(rows: list[dict[str, Any]]) -> None:
    figure, axes = plot.subplots(figsize=(7, 4))
    sizes = [row["size"] for row in rows]
    for key, name in LINES:
        axes.plot(sizes, [row["ms"][key]["p50"] for row in rows], marker="o", label=name.replace("**", ""))
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel="ms, p50", title="Cost of a search against size")
    axes.grid(True, which="both", alpha=0.3)
    axes.legend(fontsize=7)
    figure.tight_layout()
    matplotlib.rcParams["svg.hashsalt"] = "curbside"
    figure.savefig(PLOT, metadata={"Date": None})


if __name__ == "__main__":
    main()
