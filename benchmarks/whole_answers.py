"""How long a whole answer takes in a large library, in a running process and in a new one, stage by stage.

    python benchmarks/whole_answers.py --medquad DIR --kept DIR [--size 200000] [--write]

The library: passages of 80 words by the rule in `benchmarks/passages.py`, cut into sentences (some four a passage),
fifty passages a source, and the starter library. Vectors: the first passage of every focus of MedQuAD is embedded;
every other passage, and every sentence, takes the vector of its focus with Gaussian noise of `NOISE` and `UNIT_NOISE`
of its length. Those of the starter library are made by the model. What was built is kept in --kept and used again.

The questions: `FOCI` foci of MedQuAD drawn with a fixed seed, each in one of the forms in `FORMS`, and up to `STARTER`
different questions of `evals/questions/starter.jsonl`. Each is asked once, so that none is answered
from what a process remembers, after `WARM` others of the same kinds. A refusal counts as an answer. One process with
two threads, in which garbage is collected as in a worker of the site (`curbside.collecting`); `--runs` of them, and of
their figures the median. Then a new process for each of some questions, by `curbside ask`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from benchmarks.passages import JURISDICTIONS, NOISE, SEED, Made, passages
from evals import marked
from evals.figures import PAGE, stamped
from numpy.typing import NDArray

from curbside.collecting import settle
from curbside.engine import Engine
from curbside.events import Checked, Drafted, Event, Finished, Found, Ranked, Searching
from curbside.library import Library
from curbside.loading.finishing import finish
from curbside.retrieval.base import Index
from curbside.retrieval.embedding.base import Embedder, Missing
from curbside.retrieval.embedding.chosen import embedder
from curbside.retrieval.opening import open_home, open_index
from curbside.retrieval.rows import units_of
from curbside.retrieval.sync import sync
from curbside.retrieval.vectors import embed, embed_units, named
from curbside.settings import Settings
from curbside.sources.base import Rejected
from curbside.sources.building import TextBuilder
from curbside.types import Answer, Kind, Refusal, Source

LENGTH, A_SOURCE = 80, 50
UNIT_NOISE = 0.6
FOCI, STARTER, WARM, COLD = 150, 50, 20, 12
STAGES = ("understand", "retrieve", "appraise", "select", "compose", "verify", "assemble")
AFTER: dict[type, str] = {
    Searching: "cpu understand",
    Found: "cpu retrieve",
    Ranked: "cpu appraise",
    Drafted: "cpu select",
    Checked: "cpu verify",
    Finished: "cpu rest",
}
"""The part of the work that was done when an event comes; composing is in selecting, and it takes next to nothing."""
WORK = (*AFTER.values(), "cpu")
FORMS = (
    "How should {} be treated?",
    "What brings about {}?",
    "Which tests show {}?",
    "What are the first signs of {}?",
    "Can {} be prevented?",
    "What is the outlook for a patient with {}?",
)
QUESTIONS = Path(__file__).resolve().parents[1] / "evals" / "questions" / "starter.jsonl"


def build(medquad: Path, kept: Path, size: int) -> Path:
    """The home of a library of `size` passages and the starter library, with its index and all vectors."""
    home = kept / f"answers-{size}"
    steps: dict[str, Callable[[], object]] = {
        "library": lambda: _load(medquad, home, size),
        "words": lambda: _opened(home, lambda library, index: sync(library, index)),
        "vectors": lambda: _opened(home, lambda library, index: _give_vectors(medquad, kept, library, index, size)),
        "starter": lambda: _starter(home),
    }
    done = home / "built.json"
    spent: dict[str, float] = json.loads(done.read_text(encoding="utf-8")) if done.is_file() else {}
    for name in [name for name in steps if name not in spent]:
        begun = time.perf_counter()
        steps[name]()
        spent[name] = round(time.perf_counter() - begun, 1)
        print(f"{size} {name}: {spent[name]} s", file=sys.stderr, flush=True)
        done.write_text(json.dumps(spent), encoding="utf-8")
    return home


def _opened(home: Path, work: Callable[[Library, Index], object]) -> None:
    with Library.open(home, create=True) as library, closing(open_index(home)) as index:
        work(library, index)


def _load(medquad: Path, home: Path, size: int) -> None:
    with Library.open(home, create=True) as library:
        groups = enumerate(batched(passages(medquad, size, LENGTH), A_SOURCE))
        for some in batched((_source(number, group) for number, group in groups), 20):
            library.load(list(some))


def _source(number: int, group: Sequence[Made]) -> Source:
    builder = TextBuilder()
    for made in group:
        builder.heading(f"{made.number}. {made.heading} of {made.title}", 1)
        builder.paragraph(f"{made.text}.")
    draft = builder.draft(f"made:{number:06d}", f"made {number}", "benchmark 2", hashlib.sha256(b"made").hexdigest())
    described = replace(
        draft.source,
        kind=Kind.FACT_SHEET,
        title=f"Passages made for a benchmark, {number}",
        date=str(2005 + number % 20),
        jurisdiction=JURISDICTIONS[number % len(JURISDICTIONS)],
    )
    done = finish(replace(draft, source=described))
    if isinstance(done, Rejected):
        raise SystemExit(str(done))
    return done.source


def _give_vectors(medquad: Path, kept: Path, library: Library, index: Index, size: int) -> None:
    with closing(_model(kept)) as model:
        name = named(model.model)
        real = _of_foci(medquad, kept, model)
    focus_of = {made.number: made.title for made in passages(medquad, size, LENGTH)}
    drawn = np.random.default_rng(SEED)
    for some in batched(library.sources(), 100):
        sources = library.get_many(source.id for source in some)
        for source in sources.values():
            own = library.passages_of([source])[source.id, source.content_hash]
            foci = [real[focus_of[int(passage.headings[-1].split(".")[0])]] for passage in own]
            units = [units_of(source, passage) for passage in own]
            given = [(row.key, vector) for (row, _), vector in zip(units, _near(foci, NOISE, drawn), strict=True)]
            index.add_vectors(name, given)
            pairs = [(unit, focus) for (row, _), focus in zip(units, foci, strict=True) for unit in row.names]
            noisy = _near([focus for _, focus in pairs], UNIT_NOISE, drawn)
            vectors = dict(zip((unit for unit, _ in pairs), noisy, strict=True))
            index.add_units(name, [row for row, _ in units], vectors)


def _of_foci(medquad: Path, kept: Path, model: Embedder) -> dict[str, NDArray[np.float32]]:
    """The vector of the first passage of each focus; kept for the next time."""
    first: dict[str, str] = {}
    for made in passages(medquad, 100_000, LENGTH):
        first.setdefault(made.title, f"{made.title}. {made.text}")
    file = kept / "foci.npy"
    if not file.is_file():
        np.save(file, np.concatenate([model.embed_texts(list(some)) for some in batched(first.values(), 256)]))
    return dict(zip(first, np.load(file), strict=True))


def _near(vectors: list[NDArray[np.float32]], noise: float, drawn: np.random.Generator) -> NDArray[np.float32]:
    rows = np.array(vectors, np.float32)
    added = drawn.standard_normal(rows.shape, dtype=np.float32)
    rows = rows + added * (noise / np.linalg.norm(added, axis=1, keepdims=True))
    near: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return near


def _starter(home: Path) -> None:
    library, index = open_home(home)
    with closing(library), closing(index), closing(_model(home)) as model:
        embed(library, index, model)
        embed_units(library, index, model)


def _model(home: Path) -> Embedder:
    found = embedder(Settings(home))
    if isinstance(found, Missing):
        raise SystemExit(found.reason)
    return found


def questions(medquad: Path) -> tuple[list[str], list[str]]:
    """Those to warm up with, and those that are measured."""
    foci = sorted({made.title for made in passages(medquad, 20_000, LENGTH)})
    drawn = random.Random(SEED).sample(foci, FOCI + WARM)
    made = [FORMS[number % len(FORMS)].format(focus) for number, focus in enumerate(drawn)]
    with QUESTIONS.open(encoding="utf-8") as lines:
        starter = list(dict.fromkeys(json.loads(line)["question"] for line in lines))
    starter = random.Random(SEED).sample(starter, min(STARTER, len(starter)))
    asked = made[WARM:] + starter
    random.Random(SEED).shuffle(asked)
    return made[:WARM], asked


def measure(medquad: Path, home: Path) -> dict[str, Any]:
    """Every question once; to be called in a fresh process. Milliseconds."""
    warm, asked = questions(medquad)
    rows: list[dict[str, float]] = []
    refused = 0
    with Engine.open(home) as engine:
        settle()
        for text in warm:
            engine.ask(text)
        for text in asked:
            result, spent = _asked(engine, text)
            rows.append({**result.made.milliseconds, **spent})
            refused += isinstance(result, Refusal)
        by_vectors = engine.index.vectors_count(), engine.index.unit_counts()
    stages = {name: _quantiles([row.get(name, 0.0) for row in rows]) for name in (*STAGES, "total", *WORK)}
    return {
        "asked": len(asked),
        "refused": refused,
        "passages": by_vectors[0],
        "units": by_vectors[1].vectors,
        "ms": stages,
    }


def _asked(engine: Engine, text: str) -> tuple[Answer | Refusal, dict[str, float]]:
    """The result, with the milliseconds of the whole by the clock and of each part of `WORK` by processor time."""
    begun, worked = time.perf_counter(), time.process_time()
    at, spent = worked, dict.fromkeys(WORK, 0.0)
    last: Event | None = None
    for last in engine.events(text):
        now = time.process_time()
        spent[AFTER[type(last)]] += (now - at) * 1000
        at = now
    assert isinstance(last, Finished)
    spent["cpu"] = (at - worked) * 1000
    return last.result, {**spent, "total": (time.perf_counter() - begun) * 1000}


def batched(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    remaining = iter(items)
    while some := list(islice(remaining, size)):
        yield some


def _quantiles(values: list[float]) -> dict[str, float]:
    values = sorted(values)
    return {"p50": round(values[len(values) // 2], 1), "p95": round(values[int(len(values) * 0.95)], 1)}


def cold(medquad: Path, home: Path) -> dict[str, float]:
    """`curbside ask` in a process of its own, seconds."""
    _, asked = questions(medquad)
    spent = []
    for text in asked[:COLD]:
        begun = time.perf_counter()
        # A refusal has an exit code of its own.
        subprocess.run(
            [sys.executable, "-m", "curbside.cli.main", "ask", "--home", str(home), text], capture_output=True
        )
        spent.append(time.perf_counter() - begun)
    return {"median": round(statistics.median(spent), 2), "most": round(max(spent), 2)}


def middle(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of each figure over several runs."""
    one = rows[0]
    stages = {
        name: {part: statistics.median(row["ms"][name][part] for row in rows) for part in ("p50", "p95")}
        for name in one["ms"]
    }
    return {**one, "ms": stages}


def shown(found: dict[str, Any], asked_alone: dict[str, float], runs: int, load: float) -> str:
    """The figures as Markdown."""
    lines = [
        f"{found['passages']:,} passages with {found['units']:,} different sentences, vectors of both;"
        f" {found['asked']} questions, each asked once ({found['refused']} refused). Two threads, median of {runs}"
        f" runs; load of the machine while it ran: {load:.0f} on {os.cpu_count()} cores.",
        "",
        "| stage | by the clock: p50, ms | p95, ms | processor time: p50, ms | p95, ms |",
        "| --- | --: | --: | --: | --: |",
    ]
    lines += [_row(name, found["ms"][name], found["ms"].get(f"cpu {name}")) for name in STAGES]
    lines.append(_row("**the whole answer**", found["ms"]["total"], found["ms"]["cpu"]))
    lines += ["", "Processor time for selecting has composing in it."]
    cold_said = (
        f"`curbside ask` in a process of its own: median {asked_alone['median']} s, at most {asked_alone['most']} s."
    )
    return "\n".join([*lines, "", cold_said])


def _row(name: str, clock: dict[str, float], work: dict[str, float] | None) -> str:
    worked = f"{work['p50']} | {work['p95']}" if work else "- | -"
    return f"| {name} | {clock['p50']} | {clock['p95']} | {worked} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--medquad", type=Path, required=True)
    parser.add_argument("--kept", type=Path, required=True)
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help=f"write the block `whole_answers` of {PAGE.name}")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.kept.mkdir(parents=True, exist_ok=True)
    home = given.kept / f"answers-{given.size}"
    if given.measure:
        print(json.dumps(measure(given.medquad, home)))
        return
    build(given.medquad, given.kept, given.size)
    arguments = ["--medquad", given.medquad, "--kept", given.kept, "--size", str(given.size), "--measure"]
    two = {**os.environ, "CURBSIDE_THREADS": "2", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
    rows = []
    for _ in range(given.runs):
        command = [sys.executable, __file__, *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=two)
        rows.append(json.loads(done.stdout))
        print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    body = shown(middle(rows), cold(given.medquad, home), given.runs, os.getloadavg()[1])
    print(body)
    if given.write:
        options = f"--size {given.size} --runs {given.runs}"
        command = f"python benchmarks/whole_answers.py --medquad DIR --kept DIR {options} --write"
        marked.write(PAGE, {"whole_answers": stamped(command, body)})


if __name__ == "__main__":
    main()
