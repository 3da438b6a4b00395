"""What vocabularies and abbreviations bring: names resolved to their topic, and retrieval with and without them.

    python evals/vocabularies.py [--load FILE...] [--medquad DIR] [--beir DIR --split train] [--medlars DIR]
        [--jats DIR] [--table]

--table also makes a table of one's own from MedQuAD's topics and their synonyms and loads it for the retrieval runs, so
that a vocabulary with synonyms can be tried where no MeSH descriptors are at hand. Ranking is BM25 over whole documents
(k1 1.2, b 0.75, the title twice as heavy as the text), cut into terms as the index cuts them. Weights are chosen on the
first half of the queries in a shuffled order and reported on the other half.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from lxml import etree

from curbside.language.abbreviations import definitions, used
from curbside.language.expanding import listed
from curbside.language.tokens import terms
from curbside.retrieval.base import Query
from curbside.retrieval.evaluation.collection import Judged, judged
from curbside.retrieval.evaluation.metrics import ndcg, recall
from curbside.retrieval.query import query_of
from curbside.retrieval.understanding import understand
from curbside.retrieval.widening import Vocabulary, Weights, wider
from curbside.types import Question
from curbside.vocabularies import Vocabularies
from curbside.vocabularies.formats import given
from curbside.vocabularies.words import key_of

STEPS = {
    "long_form": (0.0, 0.2, 0.5, 0.7),
    "short_form": (0.0, 0.1, 0.2, 0.5),
    "unsure": (0.0, 0.05, 0.2),
    "synonym": (0.0, 0.1, 0.2, 0.3, 0.5),
    "narrower": (0.0, 0.02, 0.05, 0.1),
}
NONE = Weights(0.0, 0.0, 0.0, 0.0, 0.0)
DEEP = 100
SEED = 20
SEED_ABBREVIATED = 3


class Documents:
    """BM25 over documents with a title and a text."""

    def __init__(self, rows: Sequence[tuple[str, str, str]]) -> None:
        self.ids = [row[0] for row in rows]
        raw: dict[str, dict[int, float]] = {}
        lengths = np.zeros(len(rows))
        for number, (_, title, text) in enumerate(rows):
            for weight, field in ((2.0, terms(title)), (1.0, terms(text))):
                lengths[number] += len(field)
                for term, times in Counter(field).items():
                    at = raw.setdefault(term, {})
                    at[number] = at.get(number, 0.0) + weight * times
        norm = 1.2 * (1 - 0.75 + 0.75 * lengths / lengths.mean())
        self._parts = {}
        for term, places in raw.items():
            at, times = np.fromiter(places, int), np.fromiter(places.values(), float)
            idf = np.log(1 + (len(rows) - len(at) + 0.5) / (len(at) + 0.5))
            self._parts[term] = (at, idf * times * 2.2 / (times + norm[at]))

    def ranked(self, query: Mapping[str, float], k: int) -> list[str]:
        """The best `k` documents for weighted terms, the smaller number first where scores are equal."""
        total = np.zeros(len(self.ids))
        for term, weight in query.items():
            if term in self._parts:
                at, part = self._parts[term]
                total[at] += weight * part
        best = np.argsort(-total, kind="stable")[:k]
        return [self.ids[n] for n in best if total[n] > 0]


class Kept:
    """A vocabulary whose answers are kept: many weights are tried on the same questions."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.find = cache(vocabulary.find)
        self.sense = cache(vocabulary.sense)


@dataclass(frozen=True, slots=True)
class Bench:
    """Queries with their judgements, and the documents."""

    documents: Documents
    queries: tuple[tuple[Judged, Question], ...]

    def measured(
        self, queries: Sequence[tuple[Judged, Question]], vocabulary: Vocabulary | None, weights: Weights, plain: bool
    ) -> list[tuple[float, float]]:
        """(nDCG@10, recall@100) of each query. plain: from the words alone, not from the query as Curbside makes it."""
        rows = []
        for wanted, question in queries:
            query = Query(tuple(dict.fromkeys(terms(question.text), 1.0).items())) if plain else query_of(question)
            if weights != NONE:
                query = wider(query, question, vocabulary, weights)
            ranking = self.documents.ranked(query.weights(), DEEP)
            rows.append((ndcg(ranking, wanted.grades, 10), recall(ranking, wanted.grades, DEEP)))
        return rows


def main() -> None:
    """Run what was asked for and print it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--load", nargs="+", type=Path, default=[], help="files of vocabularies")
    parser.add_argument("--medquad", type=Path)
    parser.add_argument("--beir", type=Path)
    parser.add_argument("--split", default="train")
    parser.add_argument("--medlars", type=Path)
    parser.add_argument("--jats", type=Path)
    parser.add_argument("--table", action="store_true")
    asked = parser.parse_args()
    out: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder, Vocabularies(Path(folder)) as vocabularies:
        out["loaded"] = [_loading(vocabularies, one) for one in (given(asked.load) if asked.load else ())]
        if asked.medquad:
            out["medquad"] = resolved(asked.medquad, vocabularies)
            out["abbreviated"] = abbreviated(asked.medquad)
        if asked.table:
            table = _table(asked.medquad, Path(folder) / "medquad.tsv")
            out["table"] = _loading(vocabularies, given([table])[0])
        found: Vocabulary | None = Kept(vocabularies) if vocabularies.infos() else None
        if asked.beir:
            out["beir"] = compared(_beir(asked.beir, asked.split), found)
        if asked.medlars:
            out["medlars"] = compared(_medlars(asked.medlars), found)
    if asked.jats:
        out["jats"] = unexplained(asked.jats)
    print(json.dumps(out, indent=2))


def resolved(folder: Path, vocabularies: Vocabularies) -> dict[str, int]:
    """How many of MedQuAD's synonyms name a concept that their topic names too."""
    counts: Counter[str] = Counter()
    for focus, synonyms in _topics(folder).items():
        own = _whole(vocabularies, focus)
        counts["topics with synonyms"] += 1
        counts["topics known"] += bool(own)
        for synonym in synonyms:
            counts["synonyms"] += 1
            if key_of(synonym) == key_of(focus):
                counts["same but for case, ending or hyphen"] += 1
                continue
            other = _whole(vocabularies, synonym)
            counts["other synonyms"] += 1
            counts["other synonyms of a known topic"] += bool(own)
            counts["other synonyms known"] += bool(other)
            counts["resolved to the topic"] += bool(own & other)
            counts["resolved to something else"] += bool(own and other and not own & other)
    return dict(counts)


def abbreviated(folder: Path) -> dict[str, object]:
    """MedQuAD's questions with the topic's name replaced by its listed abbreviation: is the topic's answer found?

    Documents are the answers without the topic's name above them. The list was written beside definitions that were
    read in these answers, so this shows that it works, not how much of what people write it covers. The weights were
    chosen on the first half of the questions; this is the other half.
    """
    shorts = {key_of(line.long): line.short for line in listed() if not line.deciding}
    rows, wanted = [], dict[str, tuple[str, str, dict[str, int]]]()
    for record in _records_of(folder):
        rows.append((record["id"], "", record["answer"]))
        short = shorts.get(key_of(record["focus"]))
        if short and record["focus"].lower() in record["question"].lower():
            asked = re.sub(re.escape(record["focus"]), short, record["question"], flags=re.IGNORECASE)
            wanted.setdefault(asked, (record["id"], asked, {}))[2][record["id"]] = 1
    every = [(Judged(id, text, grades), understand(text)) for id, text, grades in wanted.values()]
    random.Random(SEED_ABBREVIATED).shuffle(every)
    questions = every[len(every) // 2 :]
    bench = Bench(Documents(rows), tuple(questions))
    none = bench.measured(questions, None, NONE, False)
    return {
        "questions": len(questions),
        "documents": len(rows),
        "nothing": _means(none),
        "abbreviations": _beside(none, bench.measured(questions, None, Weights(), False)),
    }


def unexplained(folder: Path) -> dict[str, int]:
    """How many paragraphs of full texts use an abbreviation whose long form stands only elsewhere in their document."""
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob("*.nxml")):
        root = etree.parse(path, etree.XMLParser(recover=True, resolve_entities=False, no_network=True)).getroot()
        paragraphs = [" ".join("".join(p.itertext()).split()) for p in root.iter("p")]
        known = definitions("\n\n".join(paragraphs))
        counts["documents"] += 1
        counts["paragraphs"] += len(paragraphs)
        elsewhere = (any(x.lower() not in p.lower() for x in used(p, known)) for p in paragraphs)
        counts["with an abbreviation defined elsewhere"] += sum(elsewhere)
    return dict(counts)


def compared(bench: Bench, vocabulary: Vocabulary | None) -> dict[str, object]:
    """Both bases with nothing, the list of abbreviations, the vocabularies too, and with chosen weights."""
    shuffled = list(bench.queries)
    random.Random(SEED).shuffle(shuffled)
    first, second = shuffled[: len(shuffled) // 2], shuffled[len(shuffled) // 2 :]
    said: dict[str, object] = {"queries": len(shuffled), "documents": len(bench.documents.ids)}
    for name, plain in (("words alone", True), ("query as it is", False)):
        none = bench.measured(second, None, NONE, plain)
        listed = bench.measured(second, None, Weights(), plain)
        both = bench.measured(second, vocabulary, Weights(), plain)
        chosen = _chosen(bench, first, vocabulary, plain)
        tuned = bench.measured(second, vocabulary, chosen, plain)
        said[name] = {
            "nothing": _means(none),
            "abbreviations": _beside(none, listed),
            "default weights": _beside(none, both),
            "chosen on the other half": {**_beside(none, tuned), "weights": str(chosen)},
        }
    return said


def _chosen(
    bench: Bench, queries: Sequence[tuple[Judged, Question]], vocabulary: Vocabulary | None, plain: bool
) -> Weights:
    """One weight after the other, from all at 0: the smallest that has the best sum of nDCG@10 and recall@100."""
    best, weights = sum(map(sum, bench.measured(queries, vocabulary, NONE, plain))), NONE
    for name, steps in STEPS.items():
        for step in steps[1:]:
            tried = replace(weights, **{name: step})
            score = sum(map(sum, bench.measured(queries, vocabulary, tried, plain)))
            if score > best + 1e-9:
                best, kept = score, tried
                weights = kept
    return weights


def _beside(before: list[tuple[float, float]], after: list[tuple[float, float]]) -> dict[str, object]:
    changes = [b[0] - a[0] for a, b in zip(before, after, strict=True)]
    return {
        **_means(after),
        "better": sum(c > 1e-9 for c in changes),
        "worse": sum(c < -1e-9 for c in changes),
        "interval of the change in nDCG@10": _interval(changes),
    }


def _means(rows: list[tuple[float, float]]) -> dict[str, object]:
    return {
        "nDCG@10": round(float(np.mean([r[0] for r in rows])), 4),
        "recall@100": round(float(np.mean([r[1] for r in rows])), 4),
    }


def _interval(changes: list[float]) -> list[float]:
    """Of 2,000 bootstrap samples of the queries, the 2.5th and 97.5th percentile of the mean."""
    drawn = np.random.default_rng(SEED).choice(np.asarray(changes), (2_000, len(changes))).mean(axis=1)
    return [round(float(p), 4) for p in np.percentile(drawn, (2.5, 97.5))]


def _loading(vocabularies: Vocabularies, one: object) -> dict[str, object]:
    began = time.perf_counter()
    info = vocabularies.load(one).info  # type: ignore[arg-type]
    seconds = round(time.perf_counter() - began, 1)
    return {"name": info.name, "concepts": info.concepts, "names": info.names, "bytes": info.bytes, "seconds": seconds}


def _whole(vocabularies: Vocabularies, name: str) -> frozenset[tuple[str, str]]:
    mentions = [m for m in vocabularies.find(name) if m.start == 0 and m.end >= len(name.rstrip(".) "))]
    return frozenset((f.vocabulary, f.code) for m in mentions for f in m.found)


def _topics(folder: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for record in _records_of(folder):
        if record["synonyms"]:
            found.setdefault(record["focus"], tuple(dict.fromkeys(record["synonyms"])))
    return found


def _records_of(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _table(folder: Path, out: Path) -> Path:
    lines = ["concept\tkind\tname\trelation"]
    for focus, synonyms in _topics(folder).items():
        lines += [
            f"{' '.join(focus.split())}\tcondition\t{' '.join(s.split())}\tsynonym" for s in synonyms if len(s) < 300
        ]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return out


def _beir(folder: Path, split: str) -> Bench:
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    documents = Documents([(str(r["_id"]), r.get("title", ""), r["text"]) for r in rows])
    return Bench(documents, tuple((q, understand(q.text)) for q in judged(folder, split)))


def _medlars(folder: Path) -> Bench:
    documents = Documents([(id, "", text) for id, text in _records(folder / "MED.ALL")])
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "MED.REL").read_text().splitlines():
        query, document, _ = line.split()
        grades.setdefault(query, {})[document] = 1
    queries = ((Judged(id, text, grades[id]), understand(text)) for id, text in _records(folder / "MED.QRY"))
    return Bench(documents, tuple(queries))


def _records(path: Path) -> Iterator[tuple[str, str]]:
    for part in path.read_text().split(".I ")[1:]:
        id, _, text = part.partition("\n.W\n")
        yield id.strip(), " ".join(text.split())


if __name__ == "__main__":
    main()
