"""Says how often the kind of a question is recognised, against kinds that were written by hand.

    python evals/kinds.py [--held] [--json]

`evals/README.md`, "Kinds of question", has the rule of each kind. `--held` asks the questions kept for the final figure
and prints the figures alone, so that nobody who mends the recognition reads them by accident.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "questions"
OPEN, HELD = HERE / "kinds.jsonl", HERE / "kinds_held.jsonl"
KINDS = ("yes_no", "dose", "list", "choice", "cause", "definition", "management", "other")


@dataclass(frozen=True, slots=True)
class Seen:
    """One question with the kind that was written for it and the one that was recognised."""

    id: str
    question: str
    kind: str
    also: tuple[str, ...]
    got: str

    @property
    def right(self) -> bool:
        """Whether what was recognised is the kind, or one that is as defensible."""
        return self.got == self.kind or self.got in self.also


def load(path: Path) -> list[dict[str, Any]]:
    """The questions of a file in order.

    Raises ValueError for a line that is no such question, a kind that is none, or an id or question used twice.
    """
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            kinds = [row["kind"], *row.get("also", [])]
            if unknown := [k for k in kinds if k not in KINDS]:
                raise ValueError(f"there is no kind {unknown[0]!r}")
            if len(set(kinds)) < len(kinds):
                raise ValueError("also repeats a kind")
            if any(row["id"] == r["id"] or row["question"].casefold() == r["question"].casefold() for r in rows):
                raise ValueError("the id or the question is used twice")
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}.") from error
        rows.append(row)
    return rows


def recognised(rows: Iterable[Mapping[str, Any]], kind_of: Callable[[str], str]) -> list[Seen]:
    """Every question with the kind that `kind_of` gives it; raises ValueError where that is none of the eight."""
    seen = []
    for row in rows:
        got = kind_of(row["question"])
        if got not in KINDS:
            raise ValueError(f"kind_of gave {got!r}, which is none of {', '.join(KINDS)}.")
        seen.append(Seen(row["id"], row["question"], row["kind"], tuple(row.get("also", ())), str(got)))
    return seen


def figures(seen: Sequence[Seen]) -> dict[str, Any]:
    """Questions, how many are right and exactly right, the same by kind, and the table of confusion."""
    table = Counter((s.kind, s.kind if s.right else s.got) for s in seen)
    return {
        "questions": len(seen),
        "right": sum(s.right for s in seen),
        "exactly": sum(s.got == s.kind for s in seen),
        "by_kind": {k: [table[k, k], sum(s.kind == k for s in seen)] for k in KINDS},
        "confusion": {k: {g: table[k, g] for g in KINDS if table[k, g]} for k in KINDS},
    }


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures as text of at most 100 columns."""
    total = found["questions"]
    yield f"right: {found['right']} of {total} ({found['right'] / total:.1%}), exactly: {found['exactly']}"
    yield ""
    yield f"{'written':<12}" + "".join(f"{k:>11}" for k in KINDS)
    for kind in KINDS:
        row = found["confusion"][kind]
        yield f"{kind:<12}" + "".join(f"{row.get(k, '.'):>11}" for k in KINDS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures, and the misses of the open questions; 0 whatever they are."""
    from curbside.retrieval.kinds import kind_of

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--held", action="store_true", help="the questions kept for the final figure")
    parser.add_argument("--json", action="store_true", help="the figures as one object")
    given = parser.parse_args(arguments)
    seen = recognised(load(HELD if given.held else OPEN), kind_of)
    found = figures(seen)
    print(json.dumps(found) if given.json else "\n".join(lines(found)))
    if not (given.held or given.json):
        print()
        for s in seen:
            if not s.right:
                print(f"{s.id}  {'/'.join((s.kind, *s.also))} taken for {s.got}: {s.question}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
