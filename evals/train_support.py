"""Train the support checker of `curbside check` and measure it on documents that it never saw.

    python evals/train_support.py DATA_DIR [--vectors FILE] [--choose] [--write]

DATA_DIR is the practice data (`scifact_train/`, `claims/`). Without --write nothing is changed. --choose prints what
five-fold cross-validation on the training part says, and no more; the held-out part is measured only without it.
--write puts the weights into `src/curbside/verifying/data/support_weights.json` and the figures into docs/support.md.
--vectors keeps the embeddings of the sentences in a file. It needs the extras "dev" and "vectors".
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.support_data import Example, load
from evals.support_vectors import Vectors

from curbside.types import Outcome
from curbside.verifying.barring import barred
from curbside.verifying.base import PLAIN_JOINERS, CitedText
from curbside.verifying.counterclaims import denied, opposite
from curbside.verifying.features import Features, Likeness, pairs, whole
from curbside.verifying.judging import decided, opposed
from curbside.verifying.verdict import examine
from curbside.verifying.weighing import MEANING, WORDS, Weights, likeliest, probabilities, read, settled

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "src" / "curbside" / "verifying" / "data" / "support_weights.json"
OUTCOMES = (Outcome.SUPPORTED, Outcome.CONTRADICTED, Outcome.NOT_ENOUGH)
RELEVANCE = (
    "covered covered_rare missing_most met together in_order concludes length numbers_met numbers_other "
    "numbers_missing null_there hedged cosine"
).split()
FOLDS = 5
OPPOSED_SCORE = 0.56
WEIGHT = {"SciFact": 1.0, "HealthVer": 0.1}
GIVEN_WEIGHT = 0.5
PENALTY, SENTENCE_PENALTY = 0.03, 0.3


@dataclass
class Case:
    """An example as it is given to the checker. given: whether it has the deciding sentences alone."""

    example: Example
    given: bool
    found: tuple[Features, ...]
    features: dict[str, float] = field(default_factory=dict)
    barred: bool = False
    opposed: bool = False
    relevance: list[float] = field(default_factory=list)

    @property
    def weight(self) -> float:
        """How much it counts in training."""
        return WEIGHT[self.example.set] * (GIVEN_WEIGHT if self.given else 1.0)


def cases(examples: Iterable[Example], vectors: Vectors | None) -> list[Case]:
    """Every example with all that it cites and, where sentences are marked, once more with these alone."""
    made = []
    for example in examples:
        made.append(Case(example, False, _pairs(example, vectors)))
        if example.deciding:
            alone = replace(example, evidence=tuple(example.evidence[i] for i in example.deciding))
            made.append(Case(alone, True, _pairs(alone, vectors)))
    return made


def _pairs(example: Example, vectors: Vectors | None) -> tuple[Features, ...]:
    if vectors is None:
        return pairs(example.claim, example.evidence)
    wanted = [example.claim, opposite(example.claim), denied(example.claim), *example.evidence]
    made = vectors.of(wanted)
    near = made[3:] @ made[:3].T
    return pairs(example.claim, example.evidence, [Likeness(float(a), float(a - b), float(a - c)) for a, b, c in near])


def _regression(rows: list[Features], names: Sequence[str], labels: list, weights: list[float] | None, penalty: float):
    """Weights on the features as they are, fitted on standardised ones; one row of weights for each class."""
    x = np.array([[row[name] for name in names] for row in rows])
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=penalty, max_iter=5000).fit(scaler.transform(x), labels, sample_weight=weights)
    scale = np.where(scaler.scale_ == 0, 1, scaler.scale_)
    coefficients = model.coef_ / scale
    return model.classes_, coefficients, model.intercept_ - coefficients @ scaler.mean_


def _linear(coefficients: np.ndarray, intercept: float, names: Sequence[str]) -> dict:
    kept = {name: round(float(w), 3) for name, w in zip(names, coefficients, strict=True) if abs(w) >= 0.0005}
    return {"intercept": round(float(intercept), 3), "weights": kept}


def fitted(train: list[Case], dropped: frozenset[str] = frozenset()) -> dict:
    """The weights as JSON, with no leaning and no calibration yet. dropped: features that are left out."""
    marked = [c for c in train if not c.given and c.example.deciding]
    rows = [f for c in marked for f in c.found]
    labels = [i in c.example.deciding for c in marked for i in range(len(c.found))]
    names = [n for n in RELEVANCE if n in rows[0] and n not in dropped]
    _, w, b = _regression(rows, names, labels, None, SENTENCE_PENALTY)
    data = {
        "sentence": _linear(w[0], b[0], names),
        "least": 0.0,
        "verdict": {o.value: {"intercept": 0, "weights": {}} for o in OUTCOMES},
        "leaning": {o.value: 1.0 for o in OUTCOMES},
        "calibration": {o.value: [0.0, 1.0] for o in OUTCOMES},
    }
    prepare(train, read(data))
    names = [n for n in train[0].features if not any(n == d or n.endswith("_" + d) for d in dropped)]
    values = [c.example.label.value for c in train]
    classes, w, b = _regression([c.features for c in train], names, values, [c.weight for c in train], PENALTY)
    data["verdict"] = {str(k): _linear(w[i], b[i], names) for i, k in enumerate(classes)}
    return data


def prepare(some: Iterable[Case], weights: Weights) -> None:
    """Give each case its features as a whole, and what bars it."""
    for case in some:
        case.relevance = [weights.sentence.of(f) for f in case.found]
        case.features = whole(case.example.claim, case.example.evidence, case.found, case.relevance)
        best = (int(np.argmax(case.relevance)),)
        deciding = decided(case.relevance, weights.least) or best
        case.opposed = _opposed(case.example)
        case.barred = bool(barred(case.example.claim, case.example.evidence, deciding))


@lru_cache(maxsize=8192)
def _opposed(example: Example) -> bool:
    """Whether the gates alone find it contradicted, before anything is weighed."""
    cited = CitedText(example.evidence, adjacent=True)
    return opposed(examine(example.claim, (cited,), PLAIN_JOINERS)[0], example.claim, example.evidence)


def crossed(all_cases: list[Case], dropped: frozenset[str] = frozenset()) -> list[np.ndarray]:
    """For each case its probabilities from weights that did not see its group; its relevances are left in it."""
    groups = [c.example.group for c in all_cases]
    found: list[np.ndarray] = [np.zeros(3)] * len(all_cases)
    for train, test in GroupKFold(FOLDS).split(all_cases, groups=groups):
        weights = read(fitted([all_cases[i] for i in train], dropped) | {"least": -1.0})
        prepare([all_cases[i] for i in test], weights)
        for i in test:
            got = probabilities(weights, all_cases[i].features)
            found[i] = np.array([got[o] for o in OUTCOMES])
    return found


def chosen_threshold(all_cases: list[Case]) -> float:
    """The log odds from which on a sentence counts as deciding, with the best F1 of marked sentences."""
    marked = [c for c in all_cases if not c.given and c.example.deciding]
    return max((round(float(t), 1) for t in np.arange(-2, 1, 0.1)), key=lambda t: rationale(marked, t)[2])


def rationale(marked: Iterable[Case], least: float) -> tuple[float, float, float]:
    """Precision, recall and F1 of the sentences that decide, over all sentences."""
    right = said = wanted = 0
    for case in marked:
        found, gold = set(decided(case.relevance, least)), set(case.example.deciding or ())
        right, said, wanted = right + len(found & gold), said + len(found), wanted + len(gold)
    p, r = right / max(said, 1), right / max(wanted, 1)
    return p, r, 2 * p * r / max(p + r, 1e-9)


def chosen_leaning(all_cases: list[Case], found: list[np.ndarray]) -> dict[str, float]:
    """What contradictions and lack are multiplied by for the best macro-F1 on the training part of SciFact."""
    rows = kept(all_cases, found, "SciFact", False)
    labels = [OUTCOMES.index(c.example.label) for c, _ in rows]

    def quality(pair: tuple[float, float]) -> float:
        leaning = dict(zip(OUTCOMES, (1.0, *pair), strict=True))
        told = [1 if c.opposed else OUTCOMES.index(likeliest(leaning, _named(p), c.barred)[0]) for c, p in rows]
        return float(f1_score(labels, told, average="macro"))

    grid = [(a, b) for a in (1.0, 1.2, 1.4, 1.6, 1.8, 2.0) for b in (0.8, 0.9, 1.0, 1.1, 1.2, 1.3)]
    best = max(grid, key=quality)
    return dict(zip((o.value for o in OUTCOMES), (1.0, *best), strict=True))


def chosen_calibration(all_cases: list[Case], found: list[np.ndarray], weights: Weights) -> dict[str, list[float]]:
    """For each outcome the line in log odds that makes its probability the share that was right, each set alike."""
    told: dict[Outcome, list[tuple[float, bool, float]]] = {o: [] for o in OUTCOMES}
    share = Counter(case.example.set for case in all_cases if not case.given)
    for case, p in zip(all_cases, found, strict=True):
        if not case.given and not case.opposed:
            outcome, probability = likeliest(weights.leaning, _named(p), case.barred)
            right = outcome is case.example.label
            told[outcome].append((probability, right, 1 / share[case.example.set]))
    made = {}
    for outcome, seen in told.items():
        p = np.clip([s[0] for s in seen], 0.01, 0.99)
        weights_ = np.array([s[2] for s in seen]) * len(all_cases) / 2
        model = LogisticRegression(C=1.0).fit(np.log(p / (1 - p))[:, None], [s[1] for s in seen], weights_)
        made[outcome.value] = [round(float(model.intercept_[0]), 3), round(float(model.coef_[0][0]), 3)]
    return made


def trained(train: list[Case]) -> tuple[dict, list[np.ndarray]]:
    """The whole set of weights, and the cross-validated probabilities that its choices rest on."""
    found = crossed(train)
    least = chosen_threshold(train)
    leaning = chosen_leaning(train, found)
    data = fitted(train) | {"least": least, "leaning": leaning}
    data["calibration"] = chosen_calibration(train, found, read(data))
    return data, found


def kept(all_cases: list[Case], found: list[np.ndarray], of: str, given: bool) -> list[tuple[Case, np.ndarray]]:
    """The cases of one set. given: with the marked sentences where there are any, else the whole."""
    return [
        (c, p)
        for c, p in zip(all_cases, found, strict=True)
        if c.example.set == of and (c.given or not (given and c.example.deciding)) and (given or not c.given)
    ]


def _named(p: np.ndarray) -> dict[Outcome, float]:
    return {o: float(x) for o, x in zip(OUTCOMES, p, strict=True)}


def verdict(weights: Weights, case: Case, p: np.ndarray) -> tuple[int, float]:
    """The index in `OUTCOMES` of what is said of a case with these probabilities, and its score."""
    if case.opposed:
        return OUTCOMES.index(Outcome.CONTRADICTED), OPPOSED_SCORE
    outcome, score = settled(weights, _named(p), case.barred)
    return OUTCOMES.index(outcome), score


def macro(rows: list[tuple[Case, np.ndarray]], weights: Weights) -> float:
    """Macro-F1 of the three outcomes."""
    labels = [OUTCOMES.index(c.example.label) for c, _ in rows]
    return float(f1_score(labels, [verdict(weights, c, p)[0] for c, p in rows], average="macro"))


def main() -> None:
    """Train both sets of weights, and tell how good they are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="where embeddings are kept between runs")
    parser.add_argument("--choose", action="store_true", help="cross-validation on the training part only")
    parser.add_argument("--write", action="store_true", help="write the weights and the page")
    given = parser.parse_args()
    examples = load(given.data)
    train = [e for e in examples if not e.held_out]
    made = {}
    for name in (WORDS, MEANING):
        vectors = Vectors(given.vectors) if name == MEANING else None
        all_cases = cases(train, vectors)
        data, found = trained(all_cases)
        made[name] = data
        for of, marked in (("SciFact", False), ("SciFact", True), ("HealthVer", False)):
            quality = macro(kept(all_cases, found, of, marked), read(data))
            print(f"cross-validated, {name}, {of}{', deciding sentences' if marked else ''}: macro-F1 {quality:.3f}")
        marks = [c for c in all_cases if not c.given and c.example.deciding]
        print(f"cross-validated, {name}: deciding sentences P, R, F1", np.round(rationale(marks, data["least"]), 3))
        print(name, data["leaning"], data["calibration"], data["least"])
        if vectors:
            vectors.keep()
    if given.write:
        WEIGHTS.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    if not given.choose:
        from evals.support_report import report

        report(examples, made, given)


if __name__ == "__main__":
    main()
