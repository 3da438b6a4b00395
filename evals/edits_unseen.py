"""Edits by rule over sentences that nobody looked at while the gates were built.

    python evals/edits_unseen.py DATA_DIR [--vectors] [--examples N]

The sentences come from the practice data in DATA_DIR by rule and are not copied: answers of MedQuAD, abstracts of
SciFact, drug labels (SPL) and full texts (JATS), those that a dose, threshold, route, drug, denial or direction
stands in. Of the edits that the rules of `evals/edit_rules.py` and `evals/recombine.py` make of them, 400 dangerous,
200 recombined and 400 harmless ones are drawn by hash, spread over the rules, and put to `curbside check`. --vectors:
with the embedding model.

The gates were mended after what a first draw showed (documents with a hash below 40, and the first dozen sentences of
labels and full texts). Those are left out: what is measured is a second draw.

Exit code 1 unless none, none and at least 396 are accepted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.edits import Check, Item, Score, engine, generate, good, recombined, score, table
from evals.sentences import Line

from curbside.language._sentences import sentences
from curbside.sources.read import read_path
from curbside.types import Source

WANTED = {"dangerous": 400, "recombined": 200, "harmless": 400}
SHORTEST, LONGEST = 40, 300
MOST_OF_A_DOCUMENT = 12
MOST_SENTENCES = 1500
MOST_RECOMBINED = 120
DRAW = range(40, 80)
PASSED_OVER = 12
TELLING = re.compile(
    r"\d ?(?:mg|micrograms?|mcg|g|ml|mL|%|mm Hg|years|weeks|months|days|hours)\b|\b(?:not|unless|without|increased?|"
    r"decreased?|higher|lower|before|after|daily|weekly|intravenous|oral|children|adults|pregnan\w+)\b",
    re.IGNORECASE,
)
"""What an edit can be made of."""


def lines(folder: Path) -> list[Line]:
    """Sentences that something dangerous could be made of, document by document, in an order fixed by hash."""
    found: dict[str, Line] = {}
    for name, texts in sorted(_texts(folder), key=lambda document: _hash(document[0])):
        told = (" ".join(text[a:b].split()) for text in texts for a, b in sentences(text))
        usable = list(dict.fromkeys(s for s in told if _usable(s) and s not in found))
        begin = PASSED_OVER if name.endswith(".xml") else 0
        kept = usable[begin : begin + MOST_OF_A_DOCUMENT]
        found |= {s: Line(name, s, (s,)) for s in kept}
        if len(found) >= MOST_SENTENCES:
            break
    return list(found.values())


def _usable(sentence: str) -> bool:
    whole = sentence.endswith(".") and sentence[:1].isupper()
    return whole and SHORTEST <= len(sentence) <= LONGEST and bool(TELLING.search(sentence))


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _texts(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """A name for each document, and its runs of text."""
    for path in sorted((folder / "medquad").glob("*.jsonl")):
        for row in _rows(path):
            if _hash(row["id"])[0] in DRAW:
                yield row["id"], [row["answer"]]
    for row in _rows(folder / "scifact_train" / "corpus.jsonl"):
        if _hash(row["_id"])[0] in DRAW:
            yield f"scifact {row['_id']}", [s.strip() for s in row["sentences"]]
    for kind in ("spl", "jats"):
        for path in sorted((folder / "formats" / kind).glob("*.xml")):
            for found in read_path(path):
                if isinstance(found, Source):
                    yield path.name, [found.text[u.start : u.end] for u in found.units]


def _rows(path: Path) -> Iterator[dict]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def drawn(items: Iterable[Item]) -> list[Item]:
    """As many of each kind as are wanted, one rule after the other, in an order fixed by hash."""
    chosen: list[Item] = []
    for kind, wanted in WANTED.items():
        rules: dict[str, list[Item]] = {}
        for item in sorted((i for i in items if i.kind == kind), key=lambda i: _hash(i.claim)):
            rules.setdefault(item.rule, []).append(item)
        taken: list[Item] = []
        while len(taken) < wanted and any(rules.values()):
            taken += [of.pop() for of in rules.values() if of][: wanted - len(taken)]
        chosen += taken
    return chosen


def with_vectors() -> Check:
    """`judge` with the embedding model of this machine."""
    from curbside.retrieval.embedding.base import Missing
    from curbside.retrieval.embedding.chosen import embedder
    from curbside.settings import load as load_settings
    from curbside.verifying.judging import judge

    found = embedder(load_settings())
    if isinstance(found, Missing):
        raise SystemExit(found.reason)
    return lambda claim, evidence: str(judge(claim, evidence, found).verdict)


def enough(scores: Sequence[Score]) -> bool:
    """Whether there are as many claims as are wanted, and they were taken as they should be."""
    counted = {kind: sum(s.total for s in scores if s.kind == kind) for kind in WANTED}
    return counted == WANTED and good(scores)


def main() -> int:
    """Print the table; 1 where it is not good enough."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("--vectors", action="store_true", help="with the embedding model")
    parser.add_argument("--examples", type=int, default=0, metavar="N", help="show N wrongly taken claims of a rule")
    given = parser.parse_args()
    sources = lines(given.data)
    more = recombined(sources, MOST_RECOMBINED)
    items = drawn([*(i for i in generate(sources) if i.kind != "recombined"), *more])
    scores = score(items, with_vectors() if given.vectors else engine())
    print("\n".join(table(scores, given.examples)))
    return 0 if enough(scores) else 1


if __name__ == "__main__":
    raise SystemExit(main())
