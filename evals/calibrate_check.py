"""How often the verdicts of `curbside check` are right on labelled claims, by outcome and overlap.

    python evals/calibrate_check.py SCIFACT_FOLDER CLAIMS_FOLDER

SCIFACT_FOLDER holds `claims.jsonl` (claims with rationale sentences) and `corpus.jsonl`; CLAIMS_FOLDER holds
`healthver_dev.csv`. Both are read from the paths given and never copied. Documents (for HealthVer: questions) are split
in two by a hash; the table is made from the one half and its error told on the other. The result is pasted by hand into
`curbside.verifying.likelihood`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from curbside.types import Outcome
from curbside.verifying.base import CitedText
from curbside.verifying.verdict import examine

EDGES = (0.2, 0.4, 0.6, 0.8, 1.0)
LABELS = {
    "SUPPORT": Outcome.SUPPORTED,
    "REFUTE": Outcome.CONTRADICTED,
    "Supports": Outcome.SUPPORTED,
    "Refutes": Outcome.CONTRADICTED,
    "Neutral": Outcome.NOT_ENOUGH,
}
Example = tuple[str, str, list[str], Outcome]


def scifact(folder: Path) -> Iterator[Example]:
    """Claims against the whole abstract that they cite; an abstract without a rationale is not enough."""
    lines = (folder / "corpus.jsonl").read_text("utf-8").splitlines()
    corpus = {row["_id"]: row["text"] for row in map(json.loads, lines)}
    for claim in map(json.loads, (folder / "claims.jsonl").read_text("utf-8").splitlines()):
        for document in map(str, claim["cited_doc_ids"]):
            rationales = claim["evidence"].get(document, [])
            label = LABELS[rationales[0]["label"]] if rationales else Outcome.NOT_ENOUGH
            yield document, claim["claim"], re.split(r"(?<=[.?!])\s+(?=[A-Z])", corpus.get(document, "")), label


def healthver(folder: Path) -> Iterator[Example]:
    """Claims against the sentences given with them."""
    with (folder / "healthver_dev.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sentences = re.split(r"(?<=[.?!])\s+(?=[A-Z])", row["evidence"])
            yield "topic " + row["topic_ip"], row["claim"], sentences, LABELS[row["label"]]


def main(scifact_folder: str, claims_folder: str) -> None:
    """Print the table and how far it is off on the held-out half."""
    right: dict[tuple[Outcome, float, bool], Counter[bool]] = defaultdict(Counter)
    seen: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    sets = {"scifact": scifact(Path(scifact_folder)), "healthver": healthver(Path(claims_folder))}
    for name, examples in sets.items():
        for document, claim, sentences, label in examples:
            verdict, beside, _ = examine(claim, (CitedText(tuple(sentences), adjacent=True),))
            ceiling = next(e for e in EDGES if beside.overlap <= e)
            held_out = hashlib.sha256(document.encode()).digest()[0] % 2 == 1
            right[verdict.outcome, ceiling, held_out][verdict.outcome is label] += 1
            seen[name][label.value, verdict.outcome.value] += 1
    for name, pairs in seen.items():
        print(name, dict(sorted(((f"{a} -> {b}"), n) for (a, b), n in pairs.items())))
    for outcome in Outcome:
        for edge in EDGES:
            made, kept = right[outcome, edge, False], right[outcome, edge, True]
            if made.total() or kept.total():
                share = [f"{c[True] / c.total():.2f} of {c.total()}" if c.total() else "none" for c in (made, kept)]
                print(f"{outcome.value:14} overlap up to {edge}: {share[0]}; held out {share[1]}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
