"""What the support checker does on held-out documents, and what each group of features is worth: docs/support.md."""

from __future__ import annotations

import argparse
import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from evals.marked import write
from evals.support_data import Example
from evals.support_vectors import Vectors
from evals.train_support import FOLDS, OUTCOMES, PENALTY, Case, cases, kept, macro, prepare, rationale, verdict
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from curbside.types import Outcome
from curbside.verifying.weighing import MEANING, WORDS, Weights, probabilities, read
from curbside.verifying.weighing import weights as stored

PAGE = Path(__file__).resolve().parents[1] / "docs" / "support.md"
GROUPS = {
    "coverage of the claim's words": "covered covered_rare missing_most met covered_best covered_by_all "
    "covered_rare_by_all missing_from_all claim_words",
    "words in order and together": "together in_order",
    "not, none, no difference": "not_differs not_here_alone not_there_alone null_there null_both same_here claim_not "
    "claim_same covered_and_not_differs covered_and_null covered_and_agrees",
    "direction of the effect": "same_direction other_direction odd_turns even_turns cue_agrees cue_opposes "
    "away_differs claim_up claim_down claim_away covered_and_odd_turns",
    "opposites, good and bad": "opposites good_for_bad claim_good claim_bad covered_and_opposites",
    "numbers": "numbers_met numbers_other numbers_missing claim_numbers",
    "hedges and comparisons": "hedged compared",
    "likeness of meaning": "cosine cosine_best",
    "nearer than its opposite": "nearer_than_opposite nearer_than_denial",
}
"""Features by what they look at."""
NAMES = {Outcome.SUPPORTED: "supported", Outcome.CONTRADICTED: "contradicted", Outcome.NOT_ENOUGH: "not enough"}
"""As a table says it."""
SETTINGS = (("SciFact", False), ("SciFact", True), ("HealthVer", False))


def report(examples: list[Example], made: dict, given: argparse.Namespace) -> None:
    """Measure the weights on the held-out part, once, and print it, or write it into the page."""
    _put("support_held_out", "\n".join(_held_out(examples, made, given.vectors)), given.write)
    _put("support_features", "\n".join(_features([e for e in examples if not e.held_out], given.vectors)), given.write)


def _put(name: str, block: str, wanted: bool) -> None:
    print(f"\n{block}", flush=True)
    if wanted:
        head = f"*{datetime.date.today()}:* `python evals/train_support.py DATA_DIR --write`\n\n"
        write(PAGE, {name: head + block})


def _held_out(examples: Sequence[Example], made: dict, file: Path | None) -> Iterator[str]:
    unseen = [e for e in examples if e.held_out]
    counted = Counter((e.set, e.label) for e in unseen)
    told = "; ".join(f"{s}, {NAMES[o]}: {n}" for (s, o), n in sorted(counted.items()))
    yield f"Held out: {len(unseen)} claims ({told})."
    yield ""
    yield "| weights | claims | given | macro-F1 | supported | contradicted | not enough | right |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    bins, rows = [], []
    for name in (WORDS, MEANING):
        weights = read(made[name])
        vectors = Vectors(file) if name == MEANING else None
        some = cases(unseen, vectors)
        prepare(some, weights)
        found = [_probable(c, weights) for c in some]
        for of, marked in SETTINGS:
            yield _row(name, of, marked, kept(some, found, of, marked), weights)
        bins += [f"\nHow far the score is right, {name}:\n", *_reliability(some, found, weights)]
        marks = [c for c in some if not c.given and c.example.deciding]
        p, r, f = rationale(marks, weights.least)
        rows.append(f"Sentences that decide, {name}: precision {p:.3f}, recall {r:.3f}, F1 {f:.3f}.")
        if vectors:
            vectors.keep()
    yield ""
    yield from rows
    yield from bins


def _probable(case: Case, weights: Weights) -> np.ndarray:
    got = probabilities(weights, case.features)
    return np.array([got[o] for o in OUTCOMES])


def _row(name: str, of: str, marked: bool, rows: list[tuple[Case, np.ndarray]], weights: Weights) -> str:
    labels = [OUTCOMES.index(c.example.label) for c, _ in rows]
    told = [verdict(weights, c, p)[0] for c, p in rows]
    each = f1_score(labels, told, average=None, labels=[0, 1, 2])
    right = float(np.mean(np.array(labels) == np.array(told)))
    what = "deciding sentences, else all" if marked else "all"
    values = " | ".join(f"{x:.3f}" for x in (float(np.mean(each)), *each, right))
    return f"| {name} | {of} ({len(rows)}) | {what} | {values} |"


def _reliability(some: list[Case], found: list[np.ndarray], weights: Weights) -> Iterator[str]:
    scored = []
    for case, p in zip(some, found, strict=True):
        if not case.given:
            outcome, score = verdict(weights, case, p)
            scored.append((score, OUTCOMES[outcome] is case.example.label))
    edges = (0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.01)
    yield "| score | verdicts | mean score | right |"
    yield "| --- | --- | --- | --- |"
    off = 0.0
    for low, high in pairwise(edges):
        of = [(s, r) for s, r in scored if low <= s < high]
        if of:
            mean, right = float(np.mean([s for s, _ in of])), float(np.mean([r for _, r in of]))
            off += len(of) / len(scored) * abs(mean - right)
            yield f"| {low:.1f} to {min(high, 1):.1f} | {len(of)} | {mean:.2f} | {right:.2f} |"
    yield f"\nExpected calibration error (these rows): {off:.3f}."


def _features(train: Sequence[Example], file: Path | None) -> Iterator[str]:
    """Cross-validated on the training part, with one group of features left out of the verdict at a time."""
    weights = stored(MEANING)
    some = cases(train, Vectors(file))
    prepare(some, weights)
    base = _three(some, _refitted(some, frozenset()), weights)
    yield "| left out | SciFact, all | SciFact, deciding sentences | HealthVer |"
    yield "| --- | --- | --- | --- |"
    yield "| nothing | " + " | ".join(f"{x:.3f}" for x in base) + " |"
    for name, features in GROUPS.items():
        without = _three(some, _refitted(some, frozenset(features.split())), weights)
        yield f"| {name} | " + " | ".join(f"{x:.3f} ({x - b:+.3f})" for x, b in zip(without, base, strict=True)) + " |"


def _refitted(some: list[Case], dropped: frozenset[str]) -> list[np.ndarray]:
    """Probabilities from regressions that saw neither the case's group nor the dropped features."""
    names = [n for n in some[0].features if not any(n in (d, f"first_{d}", f"near_{d}") for d in dropped)]
    rows = np.array([[c.features[n] for n in names] for c in some])
    labels = np.array([OUTCOMES.index(c.example.label) for c in some])
    counts = np.array([c.weight for c in some])
    found = np.zeros((len(some), len(OUTCOMES)))
    for seen, kept_out in GroupKFold(FOLDS).split(rows, groups=[c.example.group for c in some]):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=PENALTY, max_iter=5000))
        model.fit(rows[seen], labels[seen], logisticregression__sample_weight=counts[seen])
        found[kept_out] = model.predict_proba(rows[kept_out])
    return list(found)


def _three(some: list[Case], found: list[np.ndarray], weights: Weights) -> list[float]:
    return [macro(kept(some, found, of, marked), weights) for of, marked in SETTINGS]
