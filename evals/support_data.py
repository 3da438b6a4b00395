"""Labelled claims with their evidence, split by document: what the support checker is made from and measured on.

SciFact: a claim and the whole abstract that it cites, with the sentences that decide where there are any; claims that
share a document, and documents that share a claim, are one group. HealthVer: a claim and a few sentences; it names no
document, so that its topics are the groups. A group is held out where the first byte of the SHA-256 of its name is
below 77 (30%).
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from curbside.language._sentences import sentences
from curbside.types import Outcome

HELD_OUT_BELOW = 77
_LABELS = {
    "SUPPORT": Outcome.SUPPORTED,
    "REFUTE": Outcome.CONTRADICTED,
    "Supports": Outcome.SUPPORTED,
    "Refutes": Outcome.CONTRADICTED,
    "Neutral": Outcome.NOT_ENOUGH,
}


@dataclass(frozen=True)
class Example:
    """A labelled claim. deciding: the indices of the sentences that decide, None where nobody marked them."""

    set: str
    group: str
    claim: str
    evidence: tuple[str, ...]
    label: Outcome
    deciding: tuple[int, ...] | None

    @property
    def held_out(self) -> bool:
        """Whether it is kept for the last measurement."""
        return hashlib.sha256(self.group.encode()).digest()[0] < HELD_OUT_BELOW


def load(folder: Path) -> list[Example]:
    """All examples of the practice data in `folder` (`scifact_train/`, `claims/`)."""
    return [*_scifact(folder / "scifact_train"), *_healthver(folder / "claims" / "healthver_dev.csv")]


def _lines(path: Path) -> Iterator[dict]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _scifact(folder: Path) -> Iterator[Example]:
    corpus = {row["_id"]: row for row in _lines(folder / "corpus.jsonl")}
    claims = list(_lines(folder / "claims.jsonl"))
    group = _grouped([[str(d) for d in claim["cited_doc_ids"]] for claim in claims])
    for claim in claims:
        for document in map(str, claim["cited_doc_ids"]):
            marked = claim["evidence"].get(document, [])
            label = _LABELS[marked[0]["label"]] if marked else Outcome.NOT_ENOUGH
            deciding = tuple(sorted({i for m in marked for i in m["sentences"]}))
            texts = tuple(s.strip() for s in corpus[document]["sentences"])
            yield Example("SciFact", group[document], claim["claim"], texts, label, deciding)


def _grouped(cited: list[list[str]]) -> dict[str, str]:
    """Each document with the first of the group of documents that claims tie it to."""
    above: dict[str, str] = {}

    def root(document: str) -> str:
        while above.setdefault(document, document) != document:
            document = above[document]
        return document

    for documents in cited:
        for other in documents:
            first, last = sorted((root(documents[0]), root(other)))
            above[last] = first
    return {document: root(document) for document in list(above)}


def _healthver(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = row["evidence"].strip()
            found = tuple(text[a:b] for a, b in sentences(text))
            yield Example(
                "HealthVer", f"topic {row['topic_ip']}", row["claim"].strip(), found, _LABELS[row["label"]], None
            )
