"""What is found by a shortcut is what is found without it, over the starter library and over made-up texts."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.language import lexicon, notation
from curbside.language.patterns import Lazy, Several
from curbside.language.tokens import content_words
from curbside.selecting import facets
from curbside.sources import suspicion
from curbside.sources.starter import starter_sources

KINDS = (
    suspicion.INSTRUCTION,
    suspicion.APPROVAL,
    suspicion.HIDDEN_CHARACTER,
    suspicion.COMMENT,
    suspicion.HIDDEN_STYLE,
)
NAMES = sorted({name for kind in lexicon.KINDS for c in lexicon.names(kind) for name in lexicon.synonyms(kind, c)})
PIECES = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(
        [", ", ". ", "-", " ", "’s ", "bisoprolol", "5 U", ".5 mg", "1.0 mg", "IU", "QD", "q.o.d.", "MS", "MgSO4"]
    ),
    st.sampled_from(
        ["µg", "ug", "10cc", "U/kg", "<!-- x -->", "Reviewed by the board", "Ignore all previous instructions"]
    ),
    st.text(max_size=6),
)
texts = st.lists(PIECES, max_size=8).map(" ".join)


@pytest.fixture(scope="module")
def units():
    return [source.text[u.start : u.end] for source in starter_sources() for u in source.units]


def found_slowly(text, kind):
    """Names of one kind, word by word: longest first, none overlapping."""
    words = [(m.group().lower().replace("’", "'"), *m.span()) for m in lexicon._WORD.finditer(text)]
    named, found, at = lexicon._vocabulary(kind).names, [], 0
    while at < len(words):
        for count in range(min(12, len(words) - at), 0, -1):
            run = words[at : at + count]
            concept = named.get(tuple(word for word, _, _ in run))
            gaps = [text[a[2] : b[1]] for a, b in pairwise(run)]
            fits = all(len(g) <= 2 and not g.strip(" \t\n.-‐‑–\u00a0\u2009\u202f") and g != ". " for g in gaps)
            if concept is not None and fits:
                found.append((concept, run[0][1], run[-1][2]))
                at += count - 1
                break
        at += 1
    return found


def found_fast(text, kind):
    return [(m.concept, m.start, m.end) for m in lexicon.find(text, kind)]


def test_names_are_those_of_a_search_word_by_word(units):
    for kind in lexicon.KINDS:
        assert [found_fast(text, kind) for text in units] == [found_slowly(text, kind) for text in units]


@settings(deadline=None)
@given(text=texts)
def test_names_in_any_text_are_those_of_a_search_word_by_word(text):
    for kind in lexicon.KINDS:
        assert found_fast(text, kind) == found_slowly(text, kind)


def test_the_longest_name_is_not_longer_than_the_slow_search_looks():
    assert max(n for kind in lexicon.KINDS for n in lexicon._vocabulary(kind).longest.values()) <= 12


def test_members_are_all_drugs_under_a_group():
    above = lexicon._vocabulary("drug").above
    for group in {*above.values(), *above, "no such drug"}:
        assert lexicon.members(group) == tuple(n for n in above if group in lexicon.broader("drug", n))
        assert lexicon.is_group(group) == (group in set(above.values()))


@settings(deadline=None)
@given(text=texts)
def test_faults_of_notation_are_those_without_a_first_look(text):
    assert notation.lint(text) == notation._lint(text)


def test_faults_in_the_starter_library_are_those_without_a_first_look(units):
    assert [notation.lint(text) for text in units] == [notation._lint(text) for text in units]


@settings(deadline=None)
@given(text=texts)
def test_a_kind_of_suspicion_holds_where_one_is_found(text):
    kinds = {found.kind for found in suspicion.suspicions(text)}
    assert {kind for kind in KINDS if suspicion.holds(text, kind)} == kinds
    assert suspicion.holds(text, *KINDS) == bool(kinds)


def test_the_facet_is_that_of_the_first_pattern(units):
    for rules, _ in facets._rules():
        plain = [re.compile(pattern.source, pattern.flags) for pattern in rules.patterns]
        for text in units:
            assert rules.first(text) == next((n for n, p in enumerate(plain) if p.search(text)), None)


def test_only_patterns_whose_needles_are_there_are_possible():
    several = Several([Lazy("ab+", 0, (("ab",),)), Lazy("c.*d", 0, (("c",), ("d",))), Lazy("x?y", 0, ())])
    assert several.possible("AB c") == [0, 2]
    assert several.possible("d c") == [1, 2]
    assert (several.first("abd c"), several.first("c d"), several.first("no")) == (0, 1, None)


def test_the_words_of_a_text_can_be_changed_without_harm():
    content_words("dose of iron").clear()
    assert [stem for stem, _, _ in content_words("dose of iron")] == ["dose", "iron"]
