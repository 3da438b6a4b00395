"""Learns the weights by which the direction of a finding is read, on the development half of PubMedQA's labels.

    python evals/train_direction.py DATA_FILE [--write]

DATA_FILE is what `evals/directions.py` takes, and the halves are its halves: the held half is never read here. A
logistic regression (scikit-learn, L2) of "yes" against "no" over the traits of `curbside.selecting._leaning`; "maybe"
has no weight of its own, it is what is not settled. For each strength of regularisation the share of all the half's
questions that is read right is the mean of ten times ten folds, with the rules for advice, and for short questions
that name a drug, as they are; each question is its paper's title, and read as such. The rules for findings and their
words were chosen on the same half, so that this mean is too high; it is told without the traits that they give as
well, and the strength is the strongest within one standard error of the best of these. `--write` writes
`src/curbside/language/data/direction_weights.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from curbside.language import lexicon
from curbside.selecting._about import is_short
from curbside.selecting._advice import asked_of
from curbside.selecting._claim import claim_of
from curbside.selecting._leaning import bears_out, concerns, traits
from directions import Read, read, sentences

WEIGHTS = Path(__file__).parent.parent / "src" / "curbside" / "language" / "data" / "direction_weights.json"
NOTE = (
    "Written by evals/train_direction.py; not to be edited by hand. The log odds of yes against no are the intercept "
    "and, for each trait, its weight times its value. cross-validated: the share of the half read right, by strength."
)
STRENGTHS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
FOLDS, REPEATS = 10, 10


@dataclass(frozen=True, slots=True)
class Row:
    """A question of many words about a finding. label: of the claim as it is put, "maybe" included; concerned and
    borne_out: whether the conclusion may settle it at all, and with a yes."""

    traits: dict[str, float]
    label: str
    concerned: bool
    borne_out: bool


def rows(every: list[Read]) -> tuple[list[Row], int, int]:
    """The rows that the weights decide, the number of the other questions, and how many of these are read right."""
    learned, others, right = [], 0, 0
    for r in every:
        claim, said = claim_of(r.question), sentences(r.conclusion)
        own = claim is not None and not lexicon.drugs_in(claim.text)
        if claim is None or asked_of(claim) or (is_short(claim) and not own):
            others, right = others + 1, right + (r.label == r.got)
            continue
        turned = {"yes": "no", "no": "yes"} if claim.negated else {}
        label = turned.get(r.label, r.label)
        learned.append(Row(traits(claim, said), label, concerns(claim, said, own), bears_out(claim, said)))
    return learned, others, right


def model(strength: float) -> Pipeline:
    """Standardised traits into a logistic regression; `strength` is scikit-learn's C (smaller: stronger)."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=1000))


def read_right(row: Row, says_yes: bool) -> bool:
    """Whether the reading that the model's choice leads to has the row's label."""
    settled = row.concerned and (row.borne_out or not says_yes)
    return row.label == (("yes" if says_yes else "no") if settled else "maybe")


def cross_validated(learned: list[Row], table: np.ndarray, strength: float) -> float:
    """The mean share of `learned` that is read right, every row by models that have not seen it."""
    labels = np.array([row.label for row in learned])
    folds = RepeatedStratifiedKFold(n_splits=FOLDS, n_repeats=REPEATS, random_state=0)
    right = 0
    for train, test in folds.split(table, labels):
        train = train[labels[train] != "maybe"]
        fitted = model(strength).fit(table[train], labels[train])
        told = fitted.predict(table[test])
        right += sum(read_right(learned[i], says == "yes") for i, says in zip(test, told, strict=True))
    return right / REPEATS / len(learned)


def chosen(means: dict[float, float], questions: int) -> float:
    """The strongest regularisation whose mean is within one standard error of the best (Hastie, Tibshirani and
    Friedman, The Elements of Statistical Learning, 7.10.1)."""
    best = max(means.values())
    error = (best * (1 - best) / questions) ** 0.5
    return min(strength for strength, mean in means.items() if mean >= best - error)


def fitted(learned: list[Row], table: np.ndarray, strength: float) -> tuple[float, dict[str, float]]:
    """Intercept and weights for the traits as they are, unstandardised."""
    labels = np.array([row.label for row in learned])
    known = labels != "maybe"
    pipeline = model(strength).fit(table[known], labels[known])
    scaler, regression = pipeline[0], pipeline[1]
    weights = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - weights @ scaler.mean_)
    return intercept, dict(zip(learned[0].traits, (float(w) for w in weights), strict=True))


def trained(every: list[Read]) -> dict[str, Any]:
    """What the data file holds: note, strength, cross_validated (for each strength), intercept and weights."""
    learned, others, right = rows(every)
    if not learned:
        raise ValueError("no question of many words about a finding")
    table = np.array([list(row.traits.values()) for row in learned])
    own = table[:, [" by rules" not in name for name in learned[0].traits]]

    def of_all(columns: np.ndarray, strength: float) -> float:
        return (cross_validated(learned, columns, strength) * len(learned) + right) / (len(learned) + others)

    means = {strength: (of_all(table, strength), of_all(own, strength)) for strength in STRENGTHS}
    strength = chosen({strength: without for strength, (_, without) in means.items()}, len(every))
    intercept, weights = fitted(learned, table, strength)
    return {
        "note": NOTE,
        "questions": {"learned from": sum(row.label != "maybe" for row in learned), "of the half": len(every)},
        "strength": strength,
        "cross-validated": {str(s): round(mean, 3) for s, (mean, _) in means.items()},
        "cross-validated without the rules": {str(s): round(without, 3) for s, (_, without) in means.items()},
        "intercept": round(intercept, 3),
        "weights": {name: round(weight, 3) for name, weight in weights.items()},
    }


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights that the reading uses")
    given = parser.parse_args()
    try:
        found = trained(list(read(json.loads(given.data.read_text(encoding="utf-8")), held=False, titles=True)))
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        print(f"{given.data} is no PubMedQA file: {error!r}", file=sys.stderr)
        return 2
    page = json.dumps(found, indent=2) + "\n"
    print(page, end="")
    if given.write:
        WEIGHTS.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
