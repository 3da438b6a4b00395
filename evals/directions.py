"""Says how often the direction of a yes-or-no question is read right off a study's own conclusion.

    python evals/directions.py DATA_FILE [--held] [--titles] [--wrong] [--json]

DATA_FILE is PubMedQA's file of labelled questions: for each PMID, QUESTION, LONG_ANSWER (the conclusion of the
abstract) and final_decision. The half with an even SHA-256 of the PMID is the development half, on which the words and
weights were chosen; `--held` takes the other half and prints its figures alone. "maybe" is what is not settled or on
which the sources disagree. The questions are the papers' titles; `--titles` lets the reading know it. `--wrong` lists
what was read wrong, in the development half only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curbside.language import _sentences
from curbside.selecting.direction import Direction, direction_of

LABELS = ("yes", "no", "maybe")
_LABEL_OF = {Direction.YES: "yes", Direction.NO: "no", Direction.DISAGREE: "maybe", Direction.NOT_SETTLED: "maybe"}


@dataclass(frozen=True, slots=True)
class Read:
    """One question with the label that its authors' conclusion was given and the one that was read off it."""

    pmid: str
    question: str
    conclusion: str
    label: str
    got: str


def is_held(pmid: str) -> bool:
    """Whether the question is kept for the final figure."""
    return int(hashlib.sha256(pmid.encode("ascii")).hexdigest(), 16) % 2 == 1


def read(data: dict[str, Any], held: bool, titles: bool = False) -> Iterator[Read]:
    """The questions of one half in the order of their PMIDs; titles: whether each is known to be its paper's title."""
    for pmid, row in sorted(data.items()):
        if is_held(pmid) == held:
            conclusion = row["LONG_ANSWER"]
            title = [row["QUESTION"]] if titles else []
            got = _LABEL_OF[direction_of(row["QUESTION"], [sentences(conclusion)], title)]
            yield Read(pmid, row["QUESTION"], conclusion, row["final_decision"], got)


def sentences(text: str) -> list[str]:
    """The sentences of a conclusion."""
    return [text[start:end] for start, end in _sentences.sentences(text)]


def figures(every: list[Read]) -> dict[str, Any]:
    """questions, right (share), always_yes (share that the label "yes" would get), precision of yes and of no, and
    the table: for each label the number of those read as yes, no and maybe."""
    table = Counter((r.label, r.got) for r in every)
    of_got = Counter(r.got for r in every)
    return {
        "questions": len(every),
        "right": round(sum(table[label, label] for label in LABELS) / len(every), 3),
        "always_yes": round(sum(r.label == "yes" for r in every) / len(every), 3),
        "precision": {label: round(table[label, label] / max(1, of_got[label]), 3) for label in LABELS},
        "table": {label: {got: table[label, got] for got in LABELS} for label in LABELS},
    }


def shown(found: dict[str, Any]) -> str:
    """The figures as a page of text."""
    lines = [
        f"{found['questions']} questions, {found['right']:.3f} right (always yes: {found['always_yes']:.3f})",
        "label    read as: " + "".join(f"{got:>7}" for got in LABELS),
    ]
    lines += [f"{label:<18} " + "".join(f"{found['table'][label][got]:>7}" for got in LABELS) for label in LABELS]
    lines.append("right of those read " + "".join(f"{found['precision'][got]:>6.2f} " for got in LABELS))
    return "\n".join(lines)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--held", action="store_true", help="the half that is kept for the final figure")
    parser.add_argument("--titles", action="store_true", help="with the question as the title of its paper")
    parser.add_argument("--wrong", action="store_true", help="list what was read wrong (development half only)")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.held and given.wrong:
        parser.error("--wrong is for the development half; what --held reads wrong is not shown.")
    try:
        every = list(read(json.loads(given.data.read_text(encoding="utf-8")), given.held, given.titles))
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        print(f"{given.data} is no PubMedQA file: {error!r}", file=sys.stderr)
        return 2
    if not every:
        print(f"{given.data} has no question in this half.", file=sys.stderr)
        return 2
    print(json.dumps(figures(every)) if given.json else shown(figures(every)))
    if given.wrong:
        for r in every:
            if r.label != r.got:
                print(f"\n{r.pmid} {r.label}, read as {r.got}: {r.question}\n  {r.conclusion}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
