"""Ways of ranking that are compared, each as scores by document, one row a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import product

import numpy as np
from evals.ranking_collections import Collection, Document
from evals.ranking_fusion import first, listed, mixed, normalised, reciprocal, rocchio, standardised
from evals.ranking_vectors import Vectors
from evals.ranking_words import Words, counted, plain_terms, relevance_model, weighted
from numpy.typing import NDArray

from curbside.language.tokens import terms
from curbside.retrieval.evaluation.metrics import ndcg, recall

Scores = NDArray[np.float32]
Way = Callable[["Prepared"], Scores]
K_TRIED = (5, 10, 20, 60, 100)
WEIGHTS_TRIED = ((1, 3), (1, 2), (2, 3), (1, 1), (3, 2), (2, 1))
SHARES_TRIED = tuple(n / 20 for n in range(2, 20))
BY_RANK: tuple[float, tuple[float, float]] = (20, (1, 2))
BY_SCORE = (0.7, 1000, True)


@dataclass(frozen=True, slots=True)
class Row:
    """Means over the queries of one collection."""

    ndcg: float
    recall: float


@dataclass(frozen=True, slots=True)
class Result:
    """What a way of ranking measures, by the collection's name."""

    name: str
    on: Mapping[str, Row]


@dataclass
class Prepared:
    """A collection with all that is scored but once. owners: each passage's document, by place."""

    collection: Collection
    vectors: Vectors
    owners: NDArray[np.int64]
    sentence_owners: NDArray[np.int64] | None
    _words: dict[tuple[int, float, float], Scores] = field(default_factory=dict)
    _lists: dict[tuple[int, bool], tuple[Scores, Scores]] = field(default_factory=dict)

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """The title and the text of each passage."""
        return [(d.title, p) for d in self.collection.documents for p in d.passages]

    @cached_property
    def baseline(self) -> Scores:
        """Plain BM25: documents as one flat field, k1 = 1.2, b = 0.75, no clinical tokens."""
        words = _plain(self.collection.documents)
        return np.stack([words.scores(counted(plain_terms(text)), (1,)) for _, text in self.collection.queries])

    def passage_words(self, titles: int, k1: float = 1.2, b: float = 0.75) -> Scores:
        """Our terms over passages as the index keeps them: one field in which the title stands `titles` times."""
        if (titles, k1, b) not in self._words:
            words = self.indexed
            rows = [words.scores(q, (titles, 1), k1, b) for q in self.questions]
            self._words[titles, k1, b] = np.stack(rows)
        return self._words[titles, k1, b]

    @property
    def indexed(self) -> Words:
        """The passages in two fields, title and text."""
        return _indexed(self.collection.documents)

    @cached_property
    def questions(self) -> list[dict[str, float]]:
        """Our terms of each question."""
        return [weighted(terms(text)) for _, text in self.collection.queries]

    @cached_property
    def question_vectors(self) -> Scores:
        """One row a question."""
        return self.vectors.of_questions([text for _, text in self.collection.queries])

    @cached_property
    def passage_vectors(self) -> Scores:
        """One row a passage: of its title and its text, as the index has it."""
        return self.vectors.of([f"{title}\n{text}" if title else text for title, text in self.texts])

    @cached_property
    def passage_cosines(self) -> Scores:
        """Questions by passages."""
        return np.asarray(self.question_vectors @ self.passage_vectors.T, dtype=np.float32)

    @cached_property
    def title_cosines(self) -> Scores | None:
        """Questions by documents, from the titles alone; None where there is none."""
        titles = [d.title for d in self.collection.documents]
        if not any(titles):
            return None
        made = self.question_vectors @ self.vectors.of(titles).T
        return np.where([bool(title) for title in titles], made, 0).astype(np.float32)

    @cached_property
    def sentence_cosines(self) -> Scores | None:
        """Questions by documents, from the best sentence; None where sentences are not embedded."""
        if self.sentence_owners is None:
            return None
        rows = self.vectors.of([s for d in self.collection.documents for s in d.sentences])
        return best(np.asarray(self.question_vectors @ rows.T, dtype=np.float32), self.sentence_owners)

    @cached_property
    def words(self) -> Scores:
        """Our words by document: the best passage, titles twice."""
        return best(self.passage_words(2), self.owners)

    @cached_property
    def dense(self) -> Scores:
        """Vectors by document: the best passage."""
        return best(self.passage_cosines, self.owners)

    def lists(self, depth: int, deviations: bool) -> tuple[Scores, Scores]:
        """`listed` of words and of vectors, questions by passages."""
        if (depth, deviations) not in self._lists:
            both = (self.passage_words(2), self.passage_cosines)
            words, dense = (np.stack([listed(row, depth, deviations) for row in part]) for part in both)
            self._lists[depth, deviations] = words, dense
        return self._lists[depth, deviations]

    def row(self, scores: Scores) -> Row:
        """What scores by document measure."""
        lists = list(zip(self.collection.queries, self._best(scores, 100), strict=True))
        judged = self.collection.judgements
        return Row(
            float(np.mean([ndcg(ranking, judged[query], 10) for (query, _), ranking in lists])),
            float(np.mean([recall(ranking, judged[query], 100) for (query, _), ranking in lists])),
        )

    def each(self, scores: Scores) -> Scores:
        """nDCG@10 of each query."""
        lists = zip(self.collection.queries, self._best(scores, 10), strict=True)
        found = [ndcg(ranking, self.collection.judgements[query], 10) for (query, _), ranking in lists]
        return np.asarray(found, dtype=np.float32)

    def _best(self, scores: Scores, k: int) -> list[list[str]]:
        names = [d.id for d in self.collection.documents]
        return [[names[n] for n in first(row, k)] for row in scores]


def prepared(collection: Collection, vectors: Vectors, sentences: bool) -> Prepared:
    """Nothing is scored yet."""
    documents = collection.documents
    owners = np.asarray([n for n, d in enumerate(documents) for _ in d.passages])
    sentence_owners = np.asarray([n for n, d in enumerate(documents) for _ in d.sentences]) if sentences else None
    return Prepared(collection, vectors, owners, sentence_owners)


def best(scores: Scores, owners: NDArray[np.int64]) -> Scores:
    """Scores of parts as scores of their documents: the best part."""
    return np.asarray(np.maximum.reduceat(scores, _starts(owners), axis=1), dtype=np.float32)


def summed(scores: Scores, owners: NDArray[np.int64]) -> Scores:
    """The sum of a document's parts."""
    return np.asarray(np.add.reduceat(scores, _starts(owners), axis=1), dtype=np.float32)


def rrf(parts: Sequence[Scores], weights: Sequence[float], k: float) -> Scores:
    """Reciprocal rank fusion, query by query."""
    return np.stack([reciprocal(rows, weights, k) for rows in zip(*parts, strict=True)])


def rrf_of_passages(p: Prepared, weights: Sequence[float], k: float) -> Scores:
    """Passages fused by rank, then the best passage of each document."""
    return best(rrf((p.passage_words(2), p.passage_cosines), weights, k), p.owners)


def convex(p: Prepared, share: float, scale: Callable[[Scores], Scores]) -> Scores:
    """Scores of both on one scale, the vectors with `share`."""
    pairs = zip(p.words, p.dense, strict=True)
    return np.stack([mixed((scale(w), scale(v)), (1 - share, share)) for w, v in pairs])


def expanded(p: Prepared, share: float) -> Scores:
    """Our words with the terms of the best ten passages (RM3)."""
    words, found = p.indexed, p.passage_words(2)
    models = (relevance_model(words, q, row, share=share) for q, row in zip(p.questions, found, strict=True))
    return best(np.stack([words.scores(model, (2, 1)) for model in models]), p.owners)


def moved(p: Prepared, rows: int, share: float) -> Scores:
    """Vectors with the question moved towards its best passages (Rocchio)."""
    pairs = zip(p.question_vectors, p.passage_cosines, strict=True)
    questions = np.stack([rocchio(q, p.passage_vectors, found, rows, share) for q, found in pairs])
    return best(np.asarray(questions @ p.passage_vectors.T, dtype=np.float32), p.owners)


def fixed(every: Sequence[Prepared]) -> list[Result]:
    """Ways of ranking for which nothing is chosen."""
    ways: dict[str, Way] = {
        "plain BM25, the baseline": lambda p: p.baseline,
        "our words, passages without title": lambda p: best(p.passage_words(0), p.owners),
        "our words, title once": lambda p: best(p.passage_words(1), p.owners),
        "**our words, title twice**": lambda p: p.words,
        "our words, title three times": lambda p: best(p.passage_words(3), p.owners),
        "our words, k1 = 0.9, b = 0.4": lambda p: best(p.passage_words(2, 0.9, 0.4), p.owners),
        "our words, k1 = 1.5, b = 0.75": lambda p: best(p.passage_words(2, 1.5, 0.75), p.owners),
        "our words, best passage and a tenth of the others": lambda p: (
            0.9 * p.words + 0.1 * summed(p.passage_words(2), p.owners)
        ),
        "our words, RM3 with 0.7 of the question": lambda p: expanded(p, 0.7),
        "**vectors of title and passage**": lambda p: p.dense,
        "vectors, Rocchio: 5 passages, 0.2": lambda p: moved(p, 5, 0.2),
        "RRF k = 60, equal weights": lambda p: rrf((p.words, p.dense), (1, 1), 60),
        "RRF k = 20, equal weights": lambda p: rrf((p.words, p.dense), (1, 1), 20),
        "RRF k = 20, vectors twice": lambda p: rrf((p.words, p.dense), (1, 2), 20),
        "the same over passages, then the best passage": lambda p: rrf_of_passages(p, (1, 2), 20),
        "plain BM25 and vectors, RRF k = 20, vectors twice": lambda p: rrf((p.baseline, p.dense), (1, 2), 20),
        "RM3 words and Rocchio vectors, RRF k = 20, vectors twice": lambda p: rrf(
            (expanded(p, 0.7), moved(p, 5, 0.2)), (1, 2), 20
        ),
        **{
            f"**passages, {depth} of each, scores in standard deviations, share 0.7**": partial(
                of_passages, share=0.7, depth=depth, deviations=True
            )
            for depth in (200, 1000)
        },
    }
    if all(p.sentence_owners is not None for p in every):
        ways["vectors of sentences, the best"] = lambda p: _known(p.sentence_cosines)
        ways["words, passages and sentences, RRF k = 20"] = lambda p: rrf(
            (p.words, p.dense, _known(p.sentence_cosines)), (1, 1, 1), 20
        )
    return [_result(name, way, every) for name, way in ways.items()]


def chosen(every: Sequence[Prepared]) -> list[Result]:
    """The best of each family on the first collection."""
    first = every[0]
    k, weights = max(
        product(K_TRIED, WEIGHTS_TRIED), key=lambda one: _score(first, rrf((first.words, first.dense), one[1], one[0]))
    )
    scaled = max(SHARES_TRIED, key=lambda share: _score(first, convex(first, share, normalised)))
    standard = max(SHARES_TRIED, key=lambda share: _score(first, convex(first, share, standardised)))
    lists = [(depth, deviations) for depth in (100, 1000) for deviations in (False, True)]
    of_lists = {one: _chosen_share(first, *one) for one in lists}
    learned = _learned(first)
    names = ", ".join(f"{name} {weight:.2f}" for name, weight in zip(FEATURES, learned, strict=True) if weight)
    ways: dict[str, Way] = {
        f"RRF, chosen k = {k}, words to vectors {weights[0]} : {weights[1]}": lambda p: rrf(
            (p.words, p.dense), weights, k
        ),
        f"scores from 0 to 1, chosen share of the vectors {scaled:.2f}": lambda p: convex(p, scaled, normalised),
        f"scores in standard deviations, chosen share {standard:.2f}": lambda p: convex(p, standard, standardised),
        **{
            f"passages, {depth} of each, {_SCALES[deviations]}, chosen share {share:.2f}": partial(
                of_passages, share=share, depth=depth, deviations=deviations
            )
            for (depth, deviations), share in of_lists.items()
        },
        f"learned: {names}": lambda p: _linear(_features(p), learned),
    }
    return [_result(name, way, every) for name, way in ways.items()]


FEATURES = ("words", "vectors", "plain BM25", "rank of words", "rank of vectors", "title")


def fusions(p: Prepared) -> dict[str, Scores]:
    """The two that are compared with their parts, both over passages: by rank and by score."""
    k, weights = BY_RANK
    return {
        f"by rank, k = {k:g}, vectors twice": rrf_of_passages(p, weights, k),
        f"by score, share {BY_SCORE[0]}": of_passages(p, *BY_SCORE),
    }


def gains(p: Prepared, fused: Scores, rounds: int = 2000) -> list[tuple[float, float, float]]:
    """Gain of a fusion over plain BM25, our words and vectors, with the ends of the 95% interval (bootstrap)."""
    hybrid = p.each(fused)
    dice = np.random.default_rng(0)
    drawn = dice.integers(0, len(hybrid), (rounds, len(hybrid)))
    found = []
    for other in (p.baseline, p.words, p.dense):
        gained = hybrid - p.each(other)
        low, high = np.quantile(gained[drawn].mean(axis=1), (0.025, 0.975))
        found.append((float(gained.mean()), float(low), float(high)))
    return found


_SCALES = {False: "scores from 0 to 1", True: "scores in standard deviations"}


def of_passages(p: Prepared, share: float, depth: int, deviations: bool) -> Scores:
    """What a search can do that has the best `depth` passages of both and their scores; then the best passage."""
    return best(mixed(p.lists(depth, deviations), (1 - share, share)), p.owners)


def _chosen_share(p: Prepared, depth: int, deviations: bool) -> float:
    return max(SHARES_TRIED, key=lambda share: _score(p, of_passages(p, share, depth, deviations)))


def _learned(p: Prepared) -> tuple[float, ...]:
    """Weights of `FEATURES` by coordinate search for nDCG@10: each in turn, steps halved when none helps."""
    features = _features(p)
    weights, step = [0.5, 0.5, 0.0, 0.0, 0.0, 0.0], 0.4
    top = _score(p, _linear(features, weights))
    while step > 0.04:
        before = top
        for place, sign in product(range(len(weights)), (1, -1)):
            tried = [*weights]
            tried[place] = max(tried[place] + sign * step, 0.0)
            score = _score(p, _linear(features, tried)) if any(tried) else 0.0
            if score > top + 1e-4:
                weights, top = tried, score
        if top == before:
            step /= 2
    total = sum(weights)
    return tuple(weight / total for weight in weights)


def _features(p: Prepared) -> list[Scores]:
    nothing = np.zeros_like(p.dense)
    titles = p.title_cosines
    return [
        _scaled(p.words),
        _scaled(p.dense),
        _scaled(p.baseline),
        rrf((p.words,), (21,), 20),
        rrf((p.dense,), (21,), 20),
        nothing if titles is None else _scaled(titles),
    ]


def _scaled(scores: Scores) -> Scores:
    return np.stack([normalised(row) for row in scores])


def _linear(features: Sequence[Scores], weights: Sequence[float]) -> Scores:
    return mixed([f for f, w in zip(features, weights, strict=True) if w], [w for w in weights if w])


def _result(name: str, way: Way, every: Sequence[Prepared]) -> Result:
    return Result(name, {p.collection.name: p.row(way(p)) for p in every})


def _score(p: Prepared, scores: Scores) -> float:
    return float(p.each(scores).mean())


def _known(scores: Scores | None) -> Scores:
    if scores is None:
        raise ValueError("sentences are not embedded")
    return scores


@lru_cache(maxsize=4)
def _indexed(documents: tuple[Document, ...]) -> Words:
    return Words([(d.title, p) for d in documents for p in d.passages], terms)


@lru_cache(maxsize=4)
def _plain(documents: tuple[Document, ...]) -> Words:
    return Words([("\n".join((d.title, *d.passages)),) for d in documents], plain_terms)


def _starts(owners: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.flatnonzero(np.diff(owners, prepend=-1))
