"""Our own glossary: every entry is plain, has no number, and names the page that was read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.glossary import Term, found, terms
from curbside.language.numbers import numbers
from curbside.language.readability import EASY, grade


@pytest.mark.parametrize("term", terms(), ids=lambda t: t.name)
def test_an_explanation_is_plain_has_no_number_and_a_source(term: Term) -> None:
    assert max(grade(term.plain)) <= EASY
    assert not any(c.isdigit() for c in term.plain.replace("B12", ""))
    assert not list(numbers(term.plain))
    assert term.source.startswith(("https://", "http://"))


def test_no_word_is_explained_twice() -> None:
    words = [w.lower() for t in terms() for w in t.words]
    assert len(words) == len(set(words))


def test_the_longest_word_decides_and_each_entry_comes_once() -> None:
    text = "Iron deficiency anaemia and B12 deficiency: anaemia again, iron deficiency again."
    assert [(t.name, w) for t, w in found(text)] == [
        ("iron deficiency", "Iron deficiency anaemia"),
        ("vitamin B12 deficiency", "B12 deficiency"),
        ("anaemia", "anaemia"),
    ]


def test_an_abbreviation_is_known_in_capitals_alone() -> None:
    assert [t.name for t, _ in found("AF")] == ["atrial fibrillation"]
    assert list(found("if af is written so")) == []


@given(st.text(max_size=80))
def test_every_word_that_is_explained_stands_in_the_text(text: str) -> None:
    for term, word in found(text):
        assert word in text
        assert word.lower() in {w.lower() for w in term.words}
