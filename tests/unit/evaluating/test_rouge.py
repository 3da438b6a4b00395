"""ROUGE by its definition, and against another implementation (rouge-metric, which follows ROUGE-1.5.5)."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_metric import PyRouge

from curbside.evaluating.rouge import Score, scores, words

VOCABULARY = "the a yak yaks zebra okapi has no 5 mg stripes long tongue high lives in of".split()
TEXTS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=40).map(" ".join)


def theirs(text, ideal):
    found = PyRouge(rouge_n=(2,), rouge_l=False, rouge_su=True, skip_gap=4).evaluate_tokenized(
        [[words(text)]], [[[words(ideal)]]]
    )
    return {"ROUGE-2": found["rouge-2"], "ROUGE-SU4": found["rouge-su4"]}


def same(text, ideal):
    ours = scores(text, [ideal])
    for name, other in theirs(text, ideal).items():
        assert ours[name].recall == pytest.approx(other["r"]), name
        assert ours[name].precision == pytest.approx(other["p"]), name
        assert ours[name].f == pytest.approx(other["f"]), name


@given(TEXTS, TEXTS)
def test_another_implementation_counts_the_same(text, ideal):
    same(text, ideal)


def test_another_implementation_counts_the_same_in_longer_texts():
    draw = random.Random(5)
    for _ in range(20):
        same(*(" ".join(draw.choices(VOCABULARY, k=draw.randint(100, 300))) for _ in range(2)))


def test_the_example_of_the_definition():
    """Lin 2004, section 3: "police killed the gunman" and "police kill the gunman" share three of six skip-bigrams.

    With the single words but the last, two of three more; and one of three bigrams.
    """
    found = scores("police kill the gunman", ["police killed the gunman"])
    assert found["ROUGE-2"] == Score(1 / 3, 1 / 3)
    assert found["ROUGE-SU4"] == Score(5 / 9, 5 / 9)


def test_words_with_more_than_four_between_are_no_pair():
    near, far = "yak a b c d zebra", "yak a b c d e zebra"
    pair = ["yak zebra"]
    assert scores(near, pair)["ROUGE-SU4"].recall == 1
    assert scores(far, pair)["ROUGE-SU4"].recall == 1 / 2


def test_recall_and_precision_are_not_mixed_up():
    found = scores("the yak has no stripes", ["the yak"])["ROUGE-2"]
    assert (found.recall, found.precision) == (1, 1 / 4)
    assert found.f == pytest.approx(0.4)


def test_the_best_ideal_counts():
    ideals = ["zebra stripes", "the yak lives high", "okapi"]
    assert scores("the yak lives high", ideals)["ROUGE-2"] == Score(1, 1)


def test_case_and_punctuation_do_not_count_and_words_are_not_stemmed():
    assert scores("The yak's stripes!", ["the YAK S stripes"])["ROUGE-2"].f == 1
    assert scores("no yaks", ["no yak"])["ROUGE-2"].f == 0


@pytest.mark.parametrize(("text", "ideals"), [("", ["a yak"]), ("a yak", []), ("a yak", [""]), ("", [])])
def test_nothing_scores_nothing(text, ideals):
    assert scores(text, ideals)["ROUGE-2"] == scores(text, ideals)["ROUGE-SU4"] == Score()
