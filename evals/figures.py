"""Measures and writes the figures of docs/benchmarks.md.

    python evals/figures.py --write [--facts FILE] [--scifact DIR --claims DIR] [--repeat N]

Without --write the figures are printed. FILE: the facts that the starter library was written from. The two folders:
labelled claims, as `evals/calibrate_check.py` reads them. What needs a file that is not given keeps its last figures
and their date. It takes about a minute; nothing else should run beside the timings. Exit code 1 where a question
failed, edits were taken wrongly too often, a fact did not fit or a bound was broken; the figures are written all the
same.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import edits, marked, starter_questions

from curbside import __version__
from curbside.engine import Engine
from curbside.errors import LibraryError, UsageError
from curbside.interop.contract import as_json
from curbside.library import Library
from curbside.types import Seen, State, UnitKind

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Figure:
    """A block of the page, and whether what it measures is as it should be."""

    name: str
    body: str
    good: bool = True


def stamped(command: str, body: str) -> str:
    """`body` under the day, the version and the command that made it."""
    return f"*{when()}:* `{command}`\n\n{body}"


def when() -> str:
    """The day, the version and the commit."""
    return f"{datetime.now(tz=UTC).date().isoformat()}, version {__version__}, commit {_commit()}"


def _commit() -> str:
    head = _git("rev-parse", "--short", "HEAD")
    changed = _git("status", "--porcelain", "--", "src", "evals", "benchmarks")
    return f"{head or 'unknown'}{', with changes' if changed else ''}"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def machine() -> Figure:
    """What the figures were measured on."""
    lines = [
        f"cores     {os.cpu_count()}",
        f"system    {platform.system()} {platform.machine()}",
        f"Python    {platform.python_version()}",
        f"SQLite    {sqlite3.sqlite_version}",
    ]
    return Figure("machine", marked.fenced("\n".join(lines)))


def library() -> Figure:
    """The size of the starter library."""
    with tempfile.TemporaryDirectory() as folder, Engine.open(folder) as engine:
        sources = [engine.library.get(found.id) for found in engine.library.sources()]
        passages = engine.index.passages_count()
    units = [u for s in sources for u in s.units if u.kind is not UnitKind.NOTE]
    rows = [
        ("sources", str(len(sources))),
        ("of these read in the original", str(sum(s.seen is Seen.ORIGINAL for s in sources))),
        ("known to be current", str(sum(s.status.state is State.CURRENT for s in sources))),
        ("passages", str(passages)),
        ("units that can be quoted", str(len(units))),
        ("characters", str(sum(len(s.text) for s in sources))),
    ]
    return Figure("library", stamped("python evals/figures.py --write", marked.table(("starter library", ""), rows)))


def edited() -> Figure:
    """What the gates accept of edited sentences."""
    scores = edits.score(edits.generate(), edits.engine())
    rows = []
    for kind in edits.KINDS:
        of_kind = [s for s in scores if s.kind == kind]
        total, accepted = sum(s.total for s in of_kind), sum(s.accepted for s in of_kind)
        wanted = "at least 99 in 100" if kind == "harmless" else "none"
        rows.append((kind, str(len(of_kind)), str(total), f"{accepted} ({100 * accepted / total:.1f}%)", wanted))
    head = marked.table(("kind", "rules", "claims", "accepted", "should be accepted"), rows)
    wrong = [s for s in scores if s.wrong]
    by_rule = [(s.kind, s.rule, str(s.total), str(s.accepted)) for s in wrong]
    tail = marked.table(("kind", "rule", "claims", "accepted"), by_rule) if wrong else ""
    told = f"{head}\n\nRules with a claim that was taken wrongly:{' none.' if not wrong else ''}\n\n{tail}"
    return Figure("edits", stamped("python evals/edits.py --score", told), edits.good(scores))


@contextlib.contextmanager
def _asking() -> Iterator[tuple[starter_questions.Ask, Any]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Engine.open(folder) as engine,
        contextlib.closing(Library.open(Path(folder))) as stored,
    ):

        def ask(question: str, jurisdiction: str | None, audience: str) -> dict[str, Any]:
            try:
                answer = engine.ask(question, jurisdiction=jurisdiction, audience=audience)
            except UsageError as error:
                raise starter_questions.AskError(str(error)) from error
            printed: dict[str, Any] = json.loads(json.dumps(as_json(answer, stored.read_span)))
            return printed

        def read(source: str, content_hash: str, start: int, end: int) -> str:
            try:
                text = stored.text(source, content_hash)
            except LibraryError as error:
                raise LookupError(str(error)) from error
            if hashlib.sha256(text.encode()).hexdigest() != content_hash:
                raise LookupError(f"the text of {source} has another hash")
            return text[start:end]

        yield ask, read


def questions() -> Figure:
    """How many reviewed questions are answered, or refused, as expected."""
    rows, failed = [], []
    with _asking() as (ask, read):
        for path in starter_questions.FILES:
            results = list(starter_questions.run(starter_questions.load([path]), ask, read))
            bad = [r for r in results if r.problems]
            refused = sum(r.status == "refused" for r in results)
            rows.append((f"`{path.name}`", str(len(results)), str(len(results) - len(bad)), str(refused)))
            failed += bad
    body = marked.table(("file", "questions", "passed", "refused"), rows)
    body += "\n\nFailed: " + (", ".join(f"`{r.id}` ({len(r.problems)})" for r in failed) or "none") + "."
    return Figure("questions", stamped("python evals/starter_questions.py", body), not failed)


def facts(path: Path) -> Figure:
    """Whether the starter library says what its facts say."""
    done = _run([str(ROOT / "evals" / "starter_facts.py"), "--facts", str(path)])
    last = done.stdout.strip().splitlines()[-1]
    return Figure(
        "facts", stamped("python evals/starter_facts.py --facts FILE", marked.fenced(last)), done.returncode == 0
    )


def claims(scifact: Path, folder: Path) -> Figure:
    """Verdicts of `check` on claims that others wrote and labelled."""
    done = _run([str(ROOT / "evals" / "calibrate_check.py"), str(scifact), str(folder)])
    command = "python evals/calibrate_check.py SCIFACT_FOLDER CLAIMS_FOLDER"
    if done.returncode:
        raise SystemExit(f"{command} failed: {done.stderr.strip().splitlines()[-1]}")
    rows = []
    for line in done.stdout.splitlines():
        name, _, rest = line.partition(" {")
        if rest:
            seen = dict(part.split(": ") for part in rest.rstrip("}").replace("'", "").split(", "))
            labels = dict.fromkeys(pair.split(" -> ")[0] for pair in seen)
            verdicts = ("supported", "contradicted", "not_enough")
            rows += [(name, label, *(seen.get(f"{label} -> {v}", "0") for v in verdicts)) for label in labels]
    head = ("set", "label", "called supported", "called contradicted", "called not enough")
    against = sum(int(row[3]) for row in rows)
    right = sum(int(row[3]) for row in rows if row[1] == "contradicted")
    told = f"{marked.table(head, rows)}\n\nOf {against} called contradicted, {right} bear that label."
    return Figure("claims", stamped(command, told))


def times(repeat: int) -> Figure:
    """How long an answer takes."""
    done = _run([str(ROOT / "benchmarks" / "answering.py"), "--repeat", str(repeat)])
    command = f"python benchmarks/answering.py --repeat {repeat}"
    if not done.stdout.strip():
        raise SystemExit(f"{command} failed: {(done.stderr.strip().splitlines() or ['it printed nothing'])[-1]}")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    body = marked.fenced("\n".join(lines)) + f"\n\nAll bounds kept: {'no' if done.returncode else 'yes'}."
    return Figure("times", stamped(command, body), done.returncode == 0)


def _run(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, then write or print; 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the page instead of printing")
    parser.add_argument("--facts", type=Path, metavar="FILE")
    parser.add_argument("--scifact", type=Path, metavar="DIR")
    parser.add_argument("--claims", type=Path, metavar="DIR")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="how often each timing is taken")
    given = parser.parse_args(arguments)
    if bool(given.scifact) != bool(given.claims):
        parser.error("--scifact and --claims go together")
    made = [times(given.repeat), machine(), library(), edited(), questions()]
    made += [facts(given.facts)] if given.facts else []
    made += [claims(given.scifact, given.claims)] if given.scifact else []
    if given.write:
        marked.write(PAGE, {f.name: f.body for f in made})
    for figure in made:
        print(f"{'as it should be' if figure.good else 'NOT as it should be'}: {figure.name}")
        if not given.write:
            print(f"{figure.body}\n")
    return 0 if all(f.good for f in made) else 1


if __name__ == "__main__":
    raise SystemExit(main())
