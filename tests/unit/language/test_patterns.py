"""Patterns that are compiled late find what they would find compiled at once. Texts are put together by chance."""

from __future__ import annotations

import json
import re
import sys
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.language import needles

from curbside.evidence.conflicts import advice, around
from curbside.language import notices, numbers
from curbside.language.patterns import AnyOf, Lazy, any_of, branches, folded

LAZY = tuple({(p.source, p.flags): p for p in needles.all_lazy()}.values())
WITH_THEIR_OWN = (numbers._WORDS, advice.AGAINST, advice.FIRST, around._PROCEDURE)
TABLES = [notices.load(name) for name in ("emergencies.toml", "harm.toml")]
WORDS = sorted({word for table in TABLES for word in re.findall(r"[A-Za-z']{2,}", json.dumps(table))})
PIECES = st.one_of(st.sampled_from(WORDS), st.sampled_from(["I", "my", "10", "180/120", "?", "ſ", "İ", "ı", "\u212a"]))
TEXTS = st.lists(PIECES, max_size=12).map(" ".join)
KINDS = {kind["name"]: kind for kind in TABLES[0]["kind"]}


def test_every_pattern_is_in_the_file_of_needles_and_nothing_else() -> None:
    stored = json.loads(needles.FILE.read_text(encoding="utf-8"))
    assert set(stored) == set(needles.table()), "run python tests/unit/language/needles.py"


def test_the_needles_of_every_pattern_are_proved() -> None:
    assert len(LAZY) > 400
    assert [p.source for p in LAZY if not needles.implied(p.source, p.flags, p.needles)] == []


@pytest.mark.parametrize("pattern", WITH_THEIR_OWN, ids=lambda p: p.source[:20])
def test_needles_that_stand_beside_their_pattern_are_proved(pattern: Lazy) -> None:
    assert pattern.needles
    assert needles.implied(pattern.source, pattern.flags, pattern.needles)


def test_needles_that_do_not_follow_are_found_out() -> None:
    assert needles.implied("x+ab(?:c|d)", 0, (("abc", "abd"),))
    for source, wrong in (("ab?c", "b"), ("a|b", "a"), ("(?:ab)*c", "ab"), ("(?!ab)c", "ab"), ("[^a]b", "ab")):
        assert not needles.implied(source, 0, ((wrong,),))


def test_only_four_characters_beyond_ascii_match_a_letter_where_case_is_ignored() -> None:
    every = "".join(chr(c) for c in range(128, sys.maxunicode) if not 0xD800 <= c < 0xE000)
    found = set(re.findall("[a-z]", every, re.IGNORECASE))
    assert found == set("\u0130\u0131\u017f\u212a")
    assert {folded(c) for c in found} == {"i", "s", "k"}


@settings(deadline=None)
@given(TEXTS | st.text(max_size=60), st.booleans())
def test_a_late_pattern_finds_what_it_would_find_at_once(text: str, upper: bool) -> None:
    text = text.upper() if upper else text
    for lazy in LAZY:
        if lazy.needles and not lazy._possible(text):
            assert re.compile(lazy.source, lazy.flags).search(text) is None


@cache
def _both_ways(kind: str, part: str, whole: bool) -> tuple[AnyOf, re.Pattern[str]]:
    sources = KINDS[kind][part]
    body = "|".join(f"(?:{source})" for source in sources) or "(?!)"
    one = re.compile(rf"(?<!\w)(?:{body})(?!\w)" if whole else body, re.IGNORECASE)
    return any_of(sources, {}, whole), one


@settings(max_examples=20, deadline=None)
@pytest.mark.parametrize("kind", KINDS)
@given(text=TEXTS, part=st.sampled_from(["names", "signs", "symptoms", "events", "danger", "now"]), whole=st.booleans())
def test_alternatives_find_what_one_pattern_of_them_finds(kind: str, text: str, part: str, whole: bool) -> None:
    parts, one = _both_ways(kind, part, whole)
    assert [m.span() for m in parts.finditer(text)] == [m.span() for m in one.finditer(text)]
    for found, expected in ((parts.search(text), one.search(text)), (parts.match(text), one.match(text))):
        assert (found and found.span()) == (expected and expected.span())


def test_an_everyday_question_compiles_few_patterns() -> None:
    for question in ("What is the dose of hydroxocobalamin in neurological involvement?", "is metformin safe in CKD"):
        assert sum(p._possible(question) for p in LAZY) < 0.15 * len(LAZY)


@given(
    st.lists(st.sampled_from(["a", "ab", "b c", "abc", "c", r"\w+"]), min_size=1, max_size=4),
    st.text("abc |", max_size=20),
)
def test_the_order_of_alternatives_decides(sources: list[str], text: str) -> None:
    one = re.compile("|".join(sources))
    parts = AnyOf(Lazy(source, needles=()) for source in sources)
    assert [m.span() for m in parts.finditer(text)] == [m.span() for m in one.finditer(text)]


def test_branches_are_those_outside_of_groups_and_brackets() -> None:
    assert branches(r"a|(?:b|c)|[|)]|\||d") == ["a", "(?:b|c)", "[|)]", r"\|", "d"]
    assert branches(r"[]|]|x") == ["[]|]", "x"]
    assert branches("") == [""]
