"""Three plain ways of answering with quotes, for comparison at equal length, and bootstrap intervals.

Each is cut to exactly as many words (parted by white space) as the answer that it is compared with:

- *first sentences*: those of the best document, in its order, and then, where it is shorter, of the next best;
- *best document alone*: the same without the next best. It may be shorter than what it is compared with, and then has a
  better F by its length alone; it is shown for that reason;
- *best by words*: the sentences nearest to the question by BM25 (Robertson and Zaragoza, 2009, k1 1.2, b 0.75, with the
  terms that Curbside's index uses; a term's rarity is counted over the sentences of the whole collection);
- *best by vector*: those nearest by cosine, with the embedding model that Curbside uses.

The best document is the first that Curbside's own search finds with the ranker that is measured, and the last two
choose among the sentences of its first ten documents. Sentences are the stored units that may be quoted. A question
that was refused has an answer of no words, so it is left out of the comparison, and counted.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from evals.figures import when

from curbside.engine import Engine
from curbside.evaluating.rouge import MEASURES, scores
from curbside.language.tokens import terms
from curbside.retrieval.embedding import Embedder, Missing
from curbside.retrieval.embedding.chosen import embedder
from curbside.retrieval.evaluation.ranking import rank
from curbside.retrieval.searching import Ranker
from curbside.types import Source, UnitKind

K1, B = 1.2, 0.75
DOCUMENTS = 10
SAMPLES = 2000
FIRST, ALONE, WORDS, VECTOR = "first sentences", "best document alone", "best by words", "best by vector"
OURS = "Curbside"


class Frequencies:
    """How many sentences of a collection have a term, and how long sentences are (in terms)."""

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        self.having: Counter[str] = Counter()
        self.sentences = total = 0
        for one in sentences:
            self.having.update(set(one))
            self.sentences += 1
            total += len(one)
        self.mean = total / self.sentences if self.sentences else 1.0

    def score(self, question: Iterable[str], sentence: Sequence[str]) -> float:
        """BM25 of a sentence."""
        counts = Counter(sentence)
        damp = K1 * (1 - B + B * len(sentence) / self.mean)
        return sum(
            self._rarity(term) * counts[term] * (K1 + 1) / (counts[term] + damp) for term in question if term in counts
        )

    def _rarity(self, term: str) -> float:
        having = self.having[term]
        return math.log(1 + (self.sentences - having + 0.5) / (having + 0.5))


class Baselines:
    """The three ways on one library. Without a model there is no third."""

    def __init__(self, engine: Engine, ranker: str, vectors: bool = True) -> None:
        self._engine, self._ranker = engine, Ranker(ranker)
        found = embedder(engine.settings) if vectors else None
        self._embedder: Embedder | None = None if isinstance(found, Missing) else found
        self._kept: dict[str, list[str]] = {}
        self._terms: dict[str, list[str]] = {}
        self._cache = engine.settings.home / "sentences.npz"
        self._vectors: dict[str, Any] = {}
        if self._embedder is not None and self._cache.is_file():
            with np.load(self._cache) as kept:
                if str(kept["model"]) == self._embedder.model.hash:
                    self._vectors = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
        self._frequencies = Frequencies(terms(text) for source in engine.library.sources() for text in quotable(source))

    def answers(self, question: str, words: int) -> dict[str, str]:
        """By name, texts of that many words, or of all where there are fewer."""
        ranked = rank(self._engine.library, self._engine.index, self._embedder, question, DOCUMENTS, self._ranker)
        documents = [source for source, _ in ranked]
        near = [text for source in documents for text in self._sentences(source)]
        asked = list(dict.fromkeys(terms(question)))
        by_words = sorted(near, key=lambda text: -self._frequencies.score(asked, self._terms_of(text)))
        alone = self._sentences(documents[0]) if documents else []
        made = {FIRST: near, ALONE: alone, WORDS: by_words}
        if self._embedder is not None:
            made[VECTOR] = self._nearest(question, near)
        return {name: cut(dict.fromkeys(sentences), words) for name, sentences in made.items()}

    def keep(self) -> None:
        """Keep the vectors of sentences beside the library, so that the next run need not make them."""
        if self._embedder is not None and self._vectors:
            keys, vectors = list(self._vectors), np.stack(list(self._vectors.values()))
            np.savez(self._cache, model=self._embedder.model.hash, keys=keys, vectors=vectors)

    def _nearest(self, question: str, sentences: Sequence[str]) -> list[str]:
        assert self._embedder is not None
        lacking = {key: text for text in sentences if (key := _key(text)) not in self._vectors}
        if lacking:
            self._vectors.update(zip(lacking, self._embedder.embed_texts(list(lacking.values())), strict=True))
        asked = self._embedder.embed_query(question)
        return sorted(sentences, key=lambda text: -float(asked @ self._vectors[_key(text)]))

    def _sentences(self, source_id: str) -> list[str]:
        if source_id not in self._kept:
            self._kept[source_id] = quotable(self._engine.library.get(source_id))
        return self._kept[source_id]

    def _terms_of(self, text: str) -> list[str]:
        if text not in self._terms:
            self._terms[text] = terms(text)
        return self._terms[text]


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def quotable(source: Source) -> list[str]:
    """The units of a source that may be quoted, each in one line."""
    texts = (source.text[unit.start : unit.end] for unit in source.units if unit.kind is not UnitKind.NOTE)
    return [" ".join(text.split()) for text in texts]


def cut(sentences: Iterable[str], words: int) -> str:
    """The first `words` words of the sentences."""
    taken: list[str] = []
    for text in sentences:
        if len(taken) >= words:
            break
        taken += text.split()
    return " ".join(taken[:words])


@dataclass(frozen=True, slots=True)
class Compared:
    """ROUGE by way of answering, measure and part (f, recall), and words; refused: left out."""

    values: Mapping[str, Mapping[tuple[str, str], Sequence[float]]]
    words: Mapping[str, Sequence[int]]
    refused: int

    def figures(self) -> dict[str, dict[str, dict[str, float | list[float]]]]:
        """By way, measure and part: the mean, its interval, and Curbside's gain over it with its interval."""
        return {
            name: {
                "words": {"mean": float(np.mean(self.words[name]))},
                **{f"{measure} {part}": self._figure(name, (measure, part)) for measure, part in values},
            }
            for name, values in self.values.items()
        }

    def _figure(self, name: str, which: tuple[str, str]) -> dict[str, float | list[float]]:
        theirs, ours = (np.asarray(self.values[way][which]) for way in (name, OURS))
        draws = resampled(len(ours))
        means = theirs[draws].mean(axis=1)
        found: dict[str, float | list[float]] = {"mean": float(theirs.mean()), "interval": ends(means)}
        if name != OURS and means.all():
            found["gain"] = float(ours.mean() / theirs.mean() - 1)
            found["gain_interval"] = ends(ours[draws].mean(axis=1) / means - 1)
        return found


def compared(rows: Iterable[tuple[str, str, Sequence[str]]], ways: Baselines) -> Compared:
    """rows: question, Curbside's answer ("" for a refusal) and the ideal answers."""
    values: dict[str, dict[tuple[str, str], list[float]]] = {}
    lengths: dict[str, list[int]] = {}
    refused = 0
    for question, answer, ideals in rows:
        if not answer:
            refused += 1
            continue
        for name, text in {OURS: answer, **ways.answers(question, len(answer.split()))}.items():
            lengths.setdefault(name, []).append(len(text.split()))
            for measure, score in scores(text, ideals).items():
                of = values.setdefault(name, {(m, part): [] for m in MEASURES for part in ("f", "recall")})
                of[measure, "f"].append(score.f)
                of[measure, "recall"].append(score.recall)
    ways.keep()
    return Compared(values, lengths, refused)


def resampled(count: int) -> Any:
    """Draws of the questions with replacement, the same at every run: indices, shape (SAMPLES, count)."""
    return np.random.default_rng(0).integers(0, count, (SAMPLES, count))


def ends(values: Any) -> list[float]:
    """The middle 95 % (percentile bootstrap)."""
    return [float(end) for end in np.quantile(values, (0.025, 0.975))]


def share(right: Sequence[bool]) -> dict[str, float | int | list[float]]:
    """How many of how many, with a bootstrap interval of the share."""
    if not right:
        return {"right": 0, "of": 0, "share": 0.0, "interval": [0.0, 0.0]}
    marks = np.asarray(right, dtype=float)
    interval = ends(marks[resampled(len(right))].mean(axis=1))
    return {"right": sum(right), "of": len(right), "share": float(marks.mean()), "interval": interval}


def told(figures: Mapping[str, Mapping[str, Mapping[str, float | list[float]]]]) -> str:
    """The table of a comparison, for a terminal of 80 columns."""
    lines = [f"  {'':<20}{'words':<7}{'ROUGE-2 F':<15}{'recall':<8}{'SU4 F':<8}{'recall':<8}gain of F"]
    for name, row in figures.items():
        f, low, high = row["ROUGE-2 f"]["mean"], *row["ROUGE-2 f"]["interval"]
        gain = row["ROUGE-2 f"].get("gain")
        recall, su4, su4_recall = (row[n]["mean"] for n in ("ROUGE-2 recall", "ROUGE-SU4 f", "ROUGE-SU4 recall"))
        more = "" if gain is None else f"{gain:+.0%} ({row['ROUGE-2 f']['gain_interval'][0]:+.0%})"
        lines.append(
            f"  {name:<20}{row['words']['mean']:<7.0f}{f:.3f} {low:.3f}-{high:.3f}  "
            f"{recall:.4f}  {su4:.4f}  {su4_recall:.4f}  {more}"
        )
    return "\n".join(lines)


def kept(path: Path | None, figures: Mapping[str, Any]) -> None:
    """Write figures as JSON where a file is asked for, with the day, the version and the commit."""
    if path is not None:
        path.write_text(json.dumps({**figures, "made": when()}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
