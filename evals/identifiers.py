"""How many identifiers of patients are masked, and how much else is, by kind.

    python evals/identifiers.py [FILE ...] [--json] [--write]

A file has one object a line, {"id", "text", "identifiers": [{"kind", "text"}]}; all people are invented. An identifier
is found where nothing of it is left in the masked text, whatever the mask; a mask is right where it stands on an
identifier of the file. The default reads all of `evals/identifiers/`. --write: the tables go into docs/safety.md. Exit
code 1 where something is missed or masked in vain, 0 otherwise.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked

from curbside.language.identifiers import MASKS, find_identifiers

PAGE = Path(__file__).resolve().parents[1] / "docs" / "safety.md"
FOLDER = Path(__file__).resolve().parent / "identifiers"


@dataclass
class Counted:
    """Of one file, by kind: how many there are, were found, were masked, were masked rightly; and what went wrong."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    texts: int = 0


def load(path: Path) -> list[dict[str, Any]]:
    """The rows of a file. Raises ValueError, with the line, for a kind that there is not or words not in the text."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        for one in row["identifiers"]:
            if one["kind"] not in MASKS or one["text"] not in row["text"]:
                raise ValueError(f"{path.name}, line {number}: {one} is no identifier of the text.")
        rows.append(row)
    return rows


def counted(rows: Iterable[Mapping[str, Any]]) -> Counted:
    """The rows scored."""
    total = Counted()
    for row in rows:
        total.texts += 1
        _score(row, total)
    return total


def _score(row: Mapping[str, Any], total: Counted) -> None:
    text = row["text"]
    spans = [(i.kind, i.start, i.end) for i in find_identifiers(text)]
    wanted: list[tuple[str, int, int]] = []
    for one in row["identifiers"]:
        start, end = _place(text, one["text"], wanted[-1][2] if wanted else 0)
        wanted.append((one["kind"], start, end))
    for kind, start, end in wanted:
        total.there[kind] += 1
        covered = {i for _, s, e in spans for i in range(s, e)}
        if all(i in covered for i in range(start, end) if text[i].isalnum()):
            total.found[kind] += 1
        else:
            total.wrong.append(f"{row['id']}: missed {kind} {text[start:end]!r}")
    for kind, start, end in spans:
        total.masked[kind] += 1
        if any(s < end and start < e for _, s, e in wanted):
            total.right[kind] += 1
        else:
            total.wrong.append(f"{row['id']}: masked {text[start:end]!r} as {kind}")


def _place(text: str, words: str, after: int) -> tuple[int, int]:
    """Where the words stand: behind the identifier before, since a name may come twice, or else wherever they do."""
    start = text.find(words, after)
    start = start if start >= 0 else text.index(words)
    return start, start + len(words)


def table(name: str, total: Counted) -> str:
    """Recall and precision by kind, as lines of Markdown."""
    kinds = [k for k in MASKS if total.there[k] or total.masked[k]]
    lines = [f"{name}: {total.texts} texts", "", "| kind | there | found | masked | rightly |", "|---|---|---|---|---|"]
    rows = [(k, total.there[k], total.found[k], total.masked[k], total.right[k]) for k in kinds]
    rows.append(("all", *(sum(c.values()) for c in (total.there, total.found, total.masked, total.right))))
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows), "", *total.wrong])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for each file; 1 where something went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*", default=sorted(FOLDER.glob("*.jsonl")), metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one object for each file instead of a table")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/safety.md")
    given = parser.parse_args(arguments)
    failed, tables = False, []
    for path in given.files:
        total = counted(load(path))
        failed = failed or bool(total.wrong)
        tables.append(table(f"`{path.name}`", total))
        if given.json:
            names = ("there", "found", "masked", "right")
            print(json.dumps({"file": path.name, **{n: dict(getattr(total, n)) for n in names}, "wrong": total.wrong}))
        else:
            print(table(path.name, total), end="\n\n")
    if given.write:
        marked.write(PAGE, {"identifiers": "\n\n".join(t.strip() for t in tables)})
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
