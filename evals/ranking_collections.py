"""Collections of questions, documents and judgements, read from where they lie and made into one shape.

A document's units and passages are those that the library would make of it.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from curbside.library.passages import passages_of
from curbside.sources.base import finished
from curbside.sources.beir import BeirReader
from curbside.types import Source

Judgements = dict[str, dict[str, int]]
MEDQUAD_SHARE, MEDQUAD_QUESTIONS, DISTRACTORS = 20, 2, 5


@dataclass(frozen=True, slots=True)
class Document:
    """title: "" where it has none (its id is not searched). passages, sentences: slices of the text, in order."""

    id: str
    title: str
    passages: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """queries: (id, text), those with a judgement. left_out: documents without a sentence to quote, by id."""

    name: str
    documents: tuple[Document, ...]
    queries: tuple[tuple[str, str], ...]
    judgements: Judgements
    left_out: tuple[str, ...] = ()


def bucket(text: str, of: int) -> int:
    """A number below `of` that depends on the text alone: its SHA-256 as a number, modulo `of`."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % of


def halves(collection: Collection) -> tuple[Collection, Collection]:
    """The collection with the queries to choose by (`bucket(id, 2)` is 0) and with those to report on (it is 1)."""
    parts = [tuple(q for q in collection.queries if bucket(q[0], 2) == side) for side in (0, 1)]
    return (
        replace(collection, name=f"{collection.name}, half A", queries=parts[0]),
        replace(collection, name=f"{collection.name}, half B", queries=parts[1]),
    )


def beir(folder: Path, split: str, name: str) -> Collection:
    """A folder in BEIR's layout."""
    raw = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    judged: Judgements = defaultdict(dict)
    with (folder / "qrels" / f"{split}.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            judged[row["query-id"]][row["corpus-id"]] = int(row["score"])
    queries = [json.loads(line) for line in (folder / "queries.jsonl").open(encoding="utf-8")]
    return collected(name, ((d["_id"], d.get("title") or "", d["text"]) for d in raw), _texts(queries), judged)


def medlars(folder: Path) -> Collection:
    """The MED collection: `.I` and `.W` in MED.ALL and MED.QRY; query, document and grade in MED.REL."""
    judged: Judgements = defaultdict(dict)
    for line in (folder / "MED.REL").read_text(encoding="latin-1").splitlines():
        query, document, grade = line.split()
        judged[query][document] = int(grade)
    documents = ((number, "", text) for number, text in _smart(folder / "MED.ALL"))
    return collected("MEDLARS", documents, _smart(folder / "MED.QRY"), judged)


def medquad(folder: Path) -> Collection:
    """Questions to answers. A document is an answer under the name of what it is about (`focus`), without its question.

    A `MEDQUAD_SHARE`th of the subjects with all their answers, and one of `MEDQUAD_QUESTIONS` of their questions, both
    by hash. Every answer to the same question, capitals aside, is relevant.
    """
    rows = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    kept = [r for r in rows if bucket(r["focus"].casefold(), MEDQUAD_SHARE) == 0 and r["answer"].strip()]
    judged: Judgements = defaultdict(dict)
    for row in kept:
        judged[row["question"].casefold()][row["id"]] = 1
    asked = {r["question"].casefold(): r["question"] for r in kept}
    queries = [(key, text) for key, text in asked.items() if bucket(key, MEDQUAD_QUESTIONS) == 0]
    return collected("MedQuAD", ((r["id"], r["focus"], r["answer"]) for r in kept), queries, judged)


def pubmedqa(path: Path, distractors: Collection) -> Collection:
    """Questions to the abstract that each was made from, among a `DISTRACTORS`th (by hash) of another collection.

    A question of PubMedQA is the title of its article, and its long answer is the abstract's conclusion: documents are
    the other parts of the abstract, and no document of the whole has a title.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))
    documents = (("pubmedqa-" + pmid, "", "\n".join(row["CONTEXTS"])) for pmid, row in rows.items())
    judged = {pmid: {"pubmedqa-" + pmid: 1} for pmid in rows}
    made = collected("PubMedQA", documents, ((pmid, row["QUESTION"]) for pmid, row in rows.items()), judged)
    others = (replace(d, title="") for d in distractors.documents if bucket(d.id, DISTRACTORS) == 0)
    return replace(made, documents=(*made.documents, *others))


def collected(
    name: str, documents: Iterable[tuple[str, str, str]], queries: Iterable[tuple[str, str]], judged: Judgements
) -> Collection:
    """Cut the documents and keep the queries with a relevant one; what has no sentence is named and left out."""
    cut = [(number, _cut(number, title, text)) for number, title, text in documents]
    asked = tuple(q for q in queries if any(grade > 0 for grade in judged.get(q[0], {}).values()))
    left_out = tuple(number for number, made in cut if made is None)
    return Collection(name, tuple(made for _, made in cut if made is not None), asked, dict(judged), left_out)


def _cut(number: str, title: str, text: str) -> Document | None:
    if not text.strip():
        return None
    line = json.dumps({"_id": number, "title": title, "text": text}).encode()
    source = finished(BeirReader().record(line, number))
    if not isinstance(source, Source):
        return None
    passages = tuple(source.text[p.start : p.end] for p in passages_of(source))
    sentences = tuple(source.text[u.start : u.end] for u in source.units)
    return Document(number, source.title if title.strip() else "", passages, sentences)


def _texts(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, str]]:
    return ((row["_id"], row["text"]) for row in rows)


def _smart(path: Path) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\.I ", path.read_text(encoding="latin-1"), flags=re.MULTILINE)[1:]:
        number, _, text = part.partition(".W")
        yield number.strip(), " ".join(text.split())
