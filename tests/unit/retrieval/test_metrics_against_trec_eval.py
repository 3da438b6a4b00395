"""The same numbers as trec_eval, by way of ir_measures, on rankings and judgements made up at random (all invented)."""

import os
import random

import pytest

from curbside.retrieval.evaluation.metrics import MEASURES, means, measured
from curbside.retrieval.evaluation.runs import run_lines

if os.environ.get("CI") == "true":
    import ir_measures
else:
    ir_measures = pytest.importorskip("ir_measures", reason="ir_measures is in the extra of the developers")

NAMES = {"nDCG@10": "nDCG@10", "recall@100": "R@100", "MAP": "AP", "MRR@10": "RR@10", "P@1": "P@1"}


def collection(seed: int):
    """Judgements of 12 queries (grades -1 to 3, some with nothing relevant) and a ranking for most, with ties."""
    dice = random.Random(seed)
    documents = [f"doc{n}" for n in range(300)]
    grades = {
        f"q{n}": {d: dice.choice([-1, 0, 0, 1, 1, 2, 3]) for d in dice.sample(documents, dice.randint(1, 60))}
        for n in range(12)
    }
    grades["q0"] = dict.fromkeys(grades["q0"], 0)
    rankings = {}
    for query in list(grades)[:11]:
        scores = {
            d: dice.choice([0.5, 0.25, 1 / 3, dice.random()]) for d in dice.sample(documents, dice.randint(1, 250))
        }
        rankings[query] = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return grades, rankings


def theirs(grades, rankings):
    run = [line for query, ranking in rankings.items() for line in run_lines(query, ranking)]
    qrels = [ir_measures.Qrel(q, d, g) for q, judged in grades.items() for d, g in judged.items()]
    found = [ir_measures.ScoredDoc(cells[0], cells[2], float(cells[4])) for cells in map(str.split, run)]
    asked = [ir_measures.parse_measure(name) for name in NAMES.values()]
    each: dict[str, dict[str, float]] = {query: {} for query in grades}
    for metric in ir_measures.iter_calc(asked, qrels, found):
        each[metric.query_id][str(metric.measure)] = metric.value
    return each, {str(m): v for m, v in ir_measures.calc_aggregate(asked, qrels, found).items()}


@pytest.mark.parametrize("seed", range(8))
def test_each_query_and_the_means_are_those_of_trec_eval(seed):
    grades, rankings = collection(seed)
    each, together = theirs(grades, rankings)
    ours = {query: measured([d for d, _ in rankings.get(query, [])], grades[query]) for query in grades}
    for query, row in ours.items():
        for name in MEASURES:
            assert row[name] == pytest.approx(each[query].get(NAMES[name], 0.0), abs=1e-6), (query, name)
    for name, value in means(list(ours.values())).items():
        assert value == pytest.approx(together[NAMES[name]], abs=1e-6), name
