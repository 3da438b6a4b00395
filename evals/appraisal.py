"""Compares the appraisal of records with the gold: design, size, features, own grade, and an estimate for each outcome.

    python evals/appraisal.py [--held] [--records FILE] [--pubmed FOLDER] [--json]

A row of the gold (`evals/appraisal/*.jsonl`) is an invented record in the JSON lines of docs/json-lines.md, a source of
the starter library, or the name of a file of PubMed's efetch in FOLDER, of which nothing is copied here but the first
words of a sentence; without FOLDER those rows are left out. Where a list of values stands, each is right. Steps are
compared by name; where an estimate has reached Very low, some of the steps may be left out, since nothing is under it.
Exit code 1 where an estimate is higher than the gold has it: too low is cautious, too high misleads.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import curbside

HERE = Path(__file__).resolve().parent / "appraisal"
STARTER = Path(curbside.__file__).parent / "starter"
LEVELS = ("High", "Moderate", "Low", "Very low")
PARTS = ("design", "n", "features", "own_grade", "estimate", "steps", "finding")


@dataclass(slots=True)
class Compared:
    """Of each part how many were right and how many there are; estimates that were too high; what is told."""

    id: str
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    there: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    too_high: int = 0
    told: list[str] = field(default_factory=list)

    def put(self, part: str, right: bool, told: str) -> None:
        """Count one comparison; `told` is kept where it was not right."""
        self.there[part] += 1
        self.right[part] += right
        if not right:
            self.told.append(f"{part}: {told}")


def load(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of gold."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def compared(row: Mapping[str, Any], found: Mapping[str, Any]) -> Compared:
    """Compare what was found with the gold.

    found: `design`, `n`, `features` (names), `grades` (texts) and `outcomes`, one for each of the gold in order, with
    `level`, `steps` (names) and `finding`.
    """
    gold, result = row["expect"], Compared(row["id"])
    result.put("design", found["design"] in gold["design"], f"{found['design']!r}, expected {gold['design']}")
    result.put("n", found["n"] in gold["n"], f"{found['n']!r}, expected {gold['n']}")
    for name in gold["features"]:
        result.put("features", name in found["features"], f"{name!r} was not found")
    if gold["own_grade"]:
        said = " | ".join(found["grades"]).lower()
        whole = all(part in said for part in gold["own_grade"].lower().split(", "))
        result.put("own_grade", whole, f"{found['grades']}, expected {gold['own_grade']!r}")
    elif found["grades"]:
        result.put("own_grade", False, f"{found['grades']}, expected none")
    for outcome, ours in zip(gold["outcomes"], found["outcomes"], strict=True):
        _outcome(result, outcome, ours)
    return result


def _outcome(result: Compared, gold: Mapping[str, Any], ours: Mapping[str, Any]) -> None:
    sentence = str(gold.get("sentence") or gold.get("begins"))[:60]
    level = ours["level"]
    result.put("estimate", level in gold["estimate"], f"{level!r}, expected {gold['estimate']}: {sentence}")
    result.too_high += _height(level) > max(map(_height, gold["estimate"]))
    if level in gold["estimate"]:
        wanted, got = set(gold["steps"]), set(ours["steps"])
        loose = len(gold["estimate"]) > 1 or level == LEVELS[-1]
        right = got <= wanted if loose else got == wanted
        result.put("steps", right, f"{sorted(got)}, expected {sorted(wanted)}: {sentence}")
    if "finding" in gold:
        result.put("finding", ours["finding"] == gold["finding"], f"{ours['finding']!r}: {sentence}")


def _height(level: str) -> int:
    """0 for Very low and up; "not stated" is under all, so that any estimate for a guideline is too high."""
    return len(LEVELS) - 1 - LEVELS.index(level) if level in LEVELS else -1


def found_in(source: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the program finds in that source; raises SystemExit where a sentence of the gold does not stand in it."""
    study = importlib.import_module("curbside.evidence.study").study(source)
    estimate_of = importlib.import_module("curbside.evidence.estimating").estimate_of
    own_grades = importlib.import_module("curbside.evidence.grades").own_grades
    grades = [grade for number in range(len(source.units)) for grade in own_grades(source, number)]
    outcomes = []
    for outcome in row["expect"]["outcomes"]:
        start, end = _place(source, outcome, row["id"])
        estimate = estimate_of(source, start, end)
        outcomes.append(
            {
                "level": str(estimate.level),
                "steps": [str(step.name) for step in estimate.steps],
                "finding": estimate.finding,
            }
        )
    return {
        "design": study.design and str(study.design.name),
        "n": study.sample and study.sample.number,
        "features": [str(feature.name) for feature in study.features],
        "grades": [grade.text for grade in grades],
        "outcomes": outcomes,
    }


def _place(source: Any, outcome: Mapping[str, Any], name: str) -> tuple[int, int]:
    words = outcome.get("sentence") or outcome["begins"]
    start = source.text.find(words)
    if start < 0:
        raise SystemExit(f"{name}: {words!r} does not stand in the text")
    if "sentence" in outcome:
        return start, start + len(words)
    # A PubMed record is read into paragraphs; its sentences are the units that may be quoted.
    return next((unit.start, unit.end) for unit in source.units if unit.start <= start < unit.end)


def sources(rows: Sequence[Mapping[str, Any]], folder: Path, pubmed: Path | None) -> Iterator[tuple[Any, Any]]:
    """Each row with its source; rows of PubMed are left out where their folder is not given."""
    read_path = importlib.import_module("curbside.sources.read").read_path
    for row in rows:
        if "pubmed" in row:
            if pubmed is None:
                continue
            path = pubmed / row["pubmed"]
        elif "starter" in row:
            path = STARTER / f"{row['starter'].removeprefix('starter:')}.md"
        else:
            path = folder / f"{row['id']}.jsonl"
            path.write_text(json.dumps(row["record"]) + "\n", encoding="utf-8")
        read = list(read_path(path))
        if len(read) != 1 or not hasattr(read[0], "text"):
            raise SystemExit(f"{row['id']}: {path.name} could not be read: {read}")
        yield row, read[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, appraise, compare, print; 1 where an estimate is too high."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--held", action="store_true", help="the half that the builders did not see")
    parser.add_argument("--records", type=Path, help="another file of gold")
    parser.add_argument("--pubmed", type=Path, metavar="FOLDER", help="practice files of PubMed's efetch")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    rows = load(given.records or HERE / ("held.jsonl" if given.held else "build.jsonl"))
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for row, source in sources(rows, Path(folder), given.pubmed):
            results.append(compared(row, found_in(source, row)))
            _print(results[-1], given.json)
    figures = {part: [sum(r.right[part] for r in results), sum(r.there[part] for r in results)] for part in PARTS}
    too_high = sum(result.too_high for result in results)
    if given.json:
        print(json.dumps({"records": len(results), "too_high": too_high, **figures}))
    else:
        print(f"records: {len(results)}", *(f"{part}: {a} of {b}" for part, (a, b) in figures.items() if b), sep="\n")
        print(f"estimates that are too high: {too_high}")
    return int(bool(too_high))


def _print(result: Compared, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"id": result.id, "told": result.told}))
    elif result.told:
        print(result.id, *result.told, sep="\n    ")


if __name__ == "__main__":
    raise SystemExit(main())
