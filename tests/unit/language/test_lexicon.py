"""Names of drugs, routes, populations and conditions."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language import lexicon


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("mecobalamin by IM injection", "drug", ("methylcobalamin",)),
        ("Vitamin B-12 and B12", "drug", ("vitamin B12",)),
        ("Epinephrine 0.5 mg", "drug", ("adrenaline",)),
        ("given i.m. or I.V.", "route", ("intramuscular", "intravenous")),
        ("by mouth", "route", ("oral",)),
        ("deep subcutaneous injection", "route", ("deep subcutaneous",)),
        ("a child of 3", "population", ("children",)),
        ("AF, or CAP", "condition", ("atrial fibrillation", "community-acquired pneumonia")),
        ("vitamin B12 deficiency with neuropathy", "condition", ("vitamin B12 deficiency", "peripheral neuropathy")),
    ],
)
def test_names_map_to_one_concept(text: str, kind: str, expected: tuple[str, ...]) -> None:
    assert lexicon.concepts(lexicon.find(text, kind)) == expected


def test_names_do_not_join_over_a_comma_or_a_sentence_end() -> None:
    assert lexicon.concepts(lexicon.find("folic, acid", "drug")) == ()
    assert lexicon.concepts(lexicon.find("Give folic. Acid burns.", "drug")) == ()


def test_an_unlisted_drug_is_known_by_its_stem() -> None:
    assert lexicon.concepts(lexicon.drugs_in("nebivolol or zanubrutinib, not control")) == ("nebivolol", "zanubrutinib")


def test_relatives_are_the_other_drugs_of_the_group() -> None:
    assert "hydroxocobalamin" in lexicon.related("methylcobalamin")
    assert "methylcobalamin" not in lexicon.related("methylcobalamin")
    assert "hydroxocobalamin" in lexicon.related("vitamin B12")


def test_broader_conditions_are_a_chain() -> None:
    assert lexicon.broader("condition", "diabetic neuropathy") == ("peripheral neuropathy", "neurological involvement")


@given(st.text(max_size=200), st.sampled_from(lexicon.KINDS))
def test_a_mention_is_what_stands_in_the_text(text: str, kind: str) -> None:
    mentions = lexicon.drugs_in(text) if kind == "drug" else lexicon.find(text, kind)
    assert all(text[m.start : m.end] == m.text and m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
