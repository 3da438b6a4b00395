"""What says the same is shown once; what differs by a number never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.retrieval.folding import folded
from curbside.types import Hit, Passage

SAID = "Inventamab 5 mg is given once a week to adults with the invented disease until they are well again."


def hit(source, ordinal=0):
    return Hit(Passage(source, "h", ordinal, 0, 1), {"bm25": 1.0})


def shown(*texts, sources=None):
    hits = [hit(name) for name in (sources or [f"s{n}" for n in range(len(texts))])]
    return [[one.passage.source for one in (group.hit, *group.others)] for group in folded(hits, texts)]


def test_a_copy_is_folded_into_what_comes_first():
    assert shown(SAID, "Something else entirely is said in this passage.", SAID) == [["s0", "s2"], ["s1"]]


def test_an_abstract_is_folded_into_the_full_text_that_has_it_and_the_other_way_round():
    longer = SAID + " Nothing is known of its use by children or in pregnancy, and nobody has asked."
    assert shown(SAID, longer) == [["s0", "s1"]]
    assert shown(longer, SAID) == [["s0", "s1"]]


@pytest.mark.parametrize(
    "other", [SAID.replace("5 mg", "50 mg"), SAID.replace("5 mg", "0.5 mg"), SAID + " Stop at 9 g."]
)
def test_another_number_is_another_passage(other):
    assert shown(SAID, other) == [["s0"], ["s1"]]


def test_passages_of_one_source_are_not_folded():
    assert shown(SAID, SAID, sources=["s", "s"]) == [["s"], ["s"]]


@given(texts=st.lists(st.text(alphabet="ab 12.", max_size=30), max_size=8))
def test_every_hit_is_kept_once_and_in_order(texts):
    groups = shown(*texts)
    assert sorted(name for group in groups for name in group) == sorted(f"s{n}" for n in range(len(texts)))
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)
