"""Asks questions that have a patient in them and compares every criterion's verdict with the gold.

    python evals/patients.py [--held] [--json] [--show] [--only ID ...]

A library in a temporary folder has the starter library and the invented sources of `evals/patients/sources/` of the
half asked. Of each member of each expected rule the verdict is right, calculated (right, and marked as worked out by a
calculator), withheld (not given, where the value is there), wrong, guessed (a verdict where the value is not given) or
missing. `evals/patients_rules.py` has the rules. Exit code 1 where anything is wrong or guessed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.in_process import asking
from evals.patients_rules import OUTCOMES, Judged, judged
from evals.starter_questions import AskError

from curbside import settings
from curbside.cli.main import run
from curbside.engine import Engine
from curbside.retrieval.opening import open_home

HERE = Path(__file__).resolve().parent / "patients"


def load(half: str) -> list[dict[str, Any]]:
    """The rows of a half, "build" or "held"."""
    return [json.loads(line) for line in (HERE / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()]


def made(home: Path, half: str) -> Path:
    """`home` with the starter library and the invented sources of that half."""
    with redirect_stdout(sys.stderr):
        for arguments in (
            ["init", "--home", str(home)],
            ["ingest", "--home", str(home), str(HERE / "sources" / half)],
        ):
            if run(arguments):
                raise SystemExit(f"curbside {arguments[0]} failed")
    return home


def asked(rows: Sequence[dict[str, Any]], home: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every row with its answer, as `ask --json` prints it; an empty one where it was turned down."""
    store, index = open_home(home, starters=False)
    answers = []
    with Engine(settings.load(home, None, allow=("criteria",)), store, index) as engine:
        ask = asking(engine, store, "standard")
        for row in rows:
            try:
                answers.append((row, ask(row["question"], row["jurisdiction"], "professional")))
            except AskError as error:
                answers.append((row, {"status": f"bad usage: {error}"}))
    return answers


def summary(results: Sequence[Judged]) -> dict[str, Any]:
    """The figures over all questions."""
    total = {name: sum(result.members[name] for result in results) for name in OUTCOMES}
    fields = ("rules", "rules_found", "results_right", "counts_right", "values", "values_right", "to_quote", "quoted")
    return {
        "questions": len(results),
        "whole": sum(result.whole for result in results),
        "members": total,
        **{name: sum(getattr(result, name) for result in results) for name in (*fields, "to_ask", "asked")},
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, compare, print; 1 where a verdict is wrong or guessed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--held", action="store_true", help="the half that the builders did not see")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--show", action="store_true", help="the criteria of each answer too")
    parser.add_argument("--only", nargs="+", metavar="ID")
    given = parser.parse_args(arguments)
    half = "held" if given.held else "build"
    rows = [row for row in load(half) if not given.only or row["id"] in given.only]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for row, answer in asked(rows, made(Path(folder) / "home", half)):
            results.append(judged(row, answer))
            _print(row, answer, results[-1], given)
    figures = summary(results)
    print(json.dumps(figures) if given.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return int(bool(figures["members"]["wrong"] or figures["members"]["guessed"]))


def _print(row: dict[str, Any], answer: dict[str, Any], result: Judged, given: argparse.Namespace) -> None:
    if given.json:
        print(json.dumps({"id": row["id"], "whole": result.whole, "members": result.members, "told": result.told}))
        return
    print(f"{row['id']}  {'whole' if result.whole else 'not whole'}  {answer.get('status')}  {row['question']}")
    for line in result.told:
        print(f"    {line}")
    if given.show:
        for entry in answer.get("criteria", ()):
            print(f"    {json.dumps(entry, ensure_ascii=False)}")


if __name__ == "__main__":
    raise SystemExit(main())
