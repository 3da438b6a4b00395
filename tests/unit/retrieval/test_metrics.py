"""Measures of a ranking: properties, and the same numbers as trec_eval gives (through ir_measures)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.retrieval.evaluation.metrics import MEASURES, average_precision, means, measured, ndcg, percentile, recall

NAMES = [f"d{n}" for n in range(40)]
GRADES = st.dictionaries(st.sampled_from(NAMES), st.integers(-1, 3), max_size=25)
RANKING = st.lists(st.sampled_from(NAMES), unique=True, max_size=40)


@given(RANKING, GRADES)
def test_every_measure_is_between_0_and_1(ranking, grades):
    assert all(0 <= value <= 1 for value in measured(ranking, grades).values())


@given(GRADES.filter(lambda grades: any(g > 0 for g in grades.values())))
def test_the_ideal_ranking_measures_1(grades):
    ideal = sorted(grades, key=lambda name: -grades[name])
    found = measured(ideal, grades)
    assert [found[name] for name in MEASURES] == pytest.approx([1.0] * len(MEASURES))


@given(RANKING, GRADES)
def test_what_nobody_judged_counts_as_not_relevant(ranking, grades):
    explicit = grades | {name: 0 for name in ranking if name not in grades}
    assert measured(ranking, grades) == measured(ranking, explicit)


@given(RANKING.filter(lambda ranking: len(ranking) > 1), GRADES, st.data())
def test_moving_a_better_document_up_lowers_nothing(ranking, grades, data):
    place = data.draw(st.integers(1, len(ranking) - 1))
    up = [*ranking]
    up[place - 1], up[place] = up[place], up[place - 1]
    if grades.get(ranking[place], 0) < grades.get(ranking[place - 1], 0):
        ranking, up = up, ranking
    before, after = measured(ranking, grades), measured(up, grades)
    assert all(after[name] >= before[name] - 1e-12 for name in MEASURES)


def test_the_gain_of_a_grade_is_the_grade_itself():
    expected = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    assert ndcg(["b", "a"], {"a": 3, "b": 1}, 10) == pytest.approx(expected)


def test_relevant_documents_that_were_not_found_count_against_the_ranking():
    grades = {"a": 1, "b": 1, "c": 1, "d": 1}
    assert average_precision(["x", "a", "b"], grades) == pytest.approx((1 / 2 + 2 / 3) / 4)
    assert recall(["x", "a", "b"], grades, 2) == 0.25


def test_a_document_that_comes_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        measured(["a", "a"], {"a": 1})


def test_no_query_and_nothing_relevant_measure_0():
    assert set(means([]).values()) == {0.0}
    assert set(measured(["a"], {"a": 0}).values()) == {0.0}


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_a_measured_value_that_its_share_does_not_exceed(values, share):
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6
