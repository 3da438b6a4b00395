"""Counts false alarms and misses of `curbside conflicts` over pairs of invented sentences; looks for the known ones.

    python evals/conflicts.py [--held] [--json] [--only ID ...] [--starter]

Each pair (`evals/conflicts/*.jsonl`) is two sources of a library of its own in a temporary folder. A pair with `expect`
"none" differs in unit, wording, population, phase, salt, route or indication, or in a range that contains the other: an
entry of the kind "real" is a false alarm. One with "real" differs as `differs` says: no entry of that kind in which
both sources stand is a miss. --starter looks in the starter library for the conflicts that the clinical rules name in
section 5; the one of the two stroke scores cannot be there, since no source of it names CHA2DS2-VA. Exit code 1 where
there is a false alarm.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from curbside.cli.main import run

HERE = Path(__file__).resolve().parent / "conflicts"
FALSE_ALARM, MISS, RIGHT = "false alarm", "miss", "right"
STARTER = {
    "maintenance of hydroxocobalamin": (
        r"with neurological involvement.*every two months",
        r"with neurological involvement.*every two or three months",
    ),
    "CHA2DS2-VA and CHA2DS2-VASc": (r"CHA2DS2-VA\b", r"CHA2DS2-VASc\b"),
    "folic acid and the neuropathy of B12 deficiency": (
        r"precipitate subacute combined degeneration|worsened after folate",
        r"does not support folic acid exacerbating",
    ),
}
"""For each known conflict what the quotes of two members say."""

NOT_THERE = frozenset({"CHA2DS2-VA and CHA2DS2-VASc"})
"""Those of which the starter library has one side only."""

SOURCE = """---
id: local:invented-{name}
kind: guideline
title: "Invented source {name}"
publisher: "Invented Publisher {letter}"
date: "2025"
jurisdiction: {jurisdiction}
status: current
seen: original text
---

# Invented source {name}

## {heading}

{text}
"""


def load(half: str) -> list[dict[str, Any]]:
    """The pairs of a half, "build" or "held"."""
    return [json.loads(line) for line in (HERE / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()]


def found(home: Path) -> list[dict[str, Any]]:
    """What `curbside conflicts --json` prints of the library in `home`; SystemExit where it fails."""
    out, told = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(told):
        code = run(["conflicts", "--json", "--home", str(home)])
    if code:
        raise SystemExit(f"curbside conflicts: {told.getvalue().strip()}")
    conflicts: list[dict[str, Any]] = json.loads(out.getvalue())["conflicts"]
    return conflicts


def made(home: Path, pair: Mapping[str, Any]) -> Path:
    """`home` with a library of the two sources of a pair and nothing else."""
    folder = home / "sources"
    folder.mkdir(parents=True)
    for letter, source in zip("ab", pair["sources"], strict=True):
        text = SOURCE.format(
            name=f"{pair['id']}-{letter}",
            letter=letter.upper(),
            jurisdiction=source["jurisdiction"],
            heading="Dose" if re.search(r" (?:mg|g|micrograms|units)\b", source["text"]) else "Recommendations",
            text=source["text"],
        )
        (folder / f"{letter}.md").write_text(text, encoding="utf-8")
    _done("init", "--empty", "--home", str(home))
    _done("ingest", str(folder), "--home", str(home))
    return home


def verdict(pair: Mapping[str, Any], conflicts: Iterable[Mapping[str, Any]]) -> str:
    """Right, a false alarm or a miss."""
    real = [conflict for conflict in conflicts if conflict["kind"] == "real"]
    if pair["expect"] == "none":
        return FALSE_ALARM if real else RIGHT
    both = {f"local:invented-{pair['id']}-{letter}" for letter in "ab"}
    return RIGHT if any(both <= {member["source"] for member in conflict["members"]} for conflict in real) else MISS


def known(conflicts: Iterable[Mapping[str, Any]]) -> dict[str, bool]:
    """Which of the conflicts that the rules name were found, as real ones."""
    quotes = [
        [str(member.get("quote") or member.get("unit_text") or member["value"]) for member in conflict["members"]]
        for conflict in conflicts
        if conflict["kind"] == "real"
    ]
    return {
        name: any(all(any(re.search(one, quote) for quote in members) for one in sides) for members in quotes)
        for name, sides in STARTER.items()
    }


def _done(*arguments: str) -> None:
    told = io.StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        code = run(list(arguments))
    if code:
        raise SystemExit(f"curbside {' '.join(arguments)}: {told.getvalue().strip()}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Load every pair, ask for conflicts, print what was wrong and the figures; 1 where there is a false alarm."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--held", action="store_true", help="the half that the builders did not see")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--starter", action="store_true", help="the known conflicts of the starter library instead")
    parser.add_argument("--only", nargs="+", metavar="ID")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        if given.starter:
            return _starter(Path(folder), given.json)
        pairs = [pair for pair in load("held" if given.held else "build") if not given.only or pair["id"] in given.only]
        counts: Counter[tuple[str, str]] = Counter()
        for pair in pairs:
            conflicts = found(made(Path(folder) / pair["id"], pair))
            what = verdict(pair, conflicts)
            counts[pair["expect"], what] += 1
            if what != RIGHT or given.only:
                _print(pair, what, conflicts, given.json)
    none, real = (sum(n for (kind, _), n in counts.items() if kind == expect) for expect in ("none", "real"))
    figures = {
        "pairs": len(pairs),
        "no_conflict": none,
        "false_alarms": counts["none", FALSE_ALARM],
        "conflicts": real,
        "misses": counts["real", MISS],
    }
    print(json.dumps(figures) if given.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return int(bool(figures["false_alarms"]))


def _starter(folder: Path, as_json: bool) -> int:
    _done("init", "--home", str(folder / "starter"))
    there = known(found(folder / "starter"))
    if as_json:
        print(json.dumps(there))
    else:
        print("\n".join(f"{'found' if yes else 'not found'}: {name}" for name, yes in there.items()))
    return 0


def _print(pair: Mapping[str, Any], what: str, conflicts: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    about = [f"{conflict['kind']}: {conflict['about']}" for conflict in conflicts]
    if as_json:
        print(json.dumps({"id": pair["id"], "verdict": what, "found": about}))
        return
    print(f"{pair['id']}  {what}  {about}")
    for source in pair["sources"]:
        print(f"    {source['text']}")


if __name__ == "__main__":
    raise SystemExit(main())
