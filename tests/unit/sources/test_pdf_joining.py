"""Ends of lines. All drugs are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.sources.pdf.joining import Words
from curbside.sources.pdf.lines import Line


def words(*lines: str) -> Words:
    found = Words()
    found.learn(Line(1, 0, 1, 0, 10, False, line) for line in lines)
    return found


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("the treat\u00ad", "ment", "the treatment"),
        ("the fictopro-", "lol dose", "the fictoprolol dose"),
        ("the re-", "treatment", "the re-treatment"),
        ("beta-fictopro-", "lol", "beta-fictopro-lol"),
        ("non-", "Fictoprolol", "non-Fictoprolol"),
        ("co-", "fictoprolol", "co-fictoprolol"),
        ("short- ", "and", "short-  and"),
        ("10 -", "20 mg", "10 - 20 mg"),
        ("5 mg/", "kg", "5 mg/ kg"),
    ],
)
def test_a_hyphen_goes_where_the_document_has_the_word_without_it(before: str, after: str, joined: str) -> None:
    known = words("fictoprolol and treatment stand here", "re-treatment and", "co-fictoprolol too")
    assert known.joined(before, after) == joined


def test_a_word_cut_by_the_end_of_its_line_is_not_learned() -> None:
    found = words("it is con-", "tent with fictopro-", "lol")
    assert found.joined("a con-", "tent list") == "a con-tent list"


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12), max_size=6))
def test_joining_takes_out_nothing_but_hyphens_and_adds_nothing_but_spaces(lines: list[str]) -> None:
    joined = words(*lines).text(lines)
    bare = str.maketrans("", "", " -\u2010\u2011\u00ad")
    assert joined.translate(bare) == "".join(lines).translate(bare)


@given(st.integers(0, 9999), st.integers(0, 9999), st.sampled_from(["-", "\u2013", "\u2010", "/"]))
def test_a_range_over_two_lines_keeps_both_its_numbers_apart(low: int, high: int, sign: str) -> None:
    assert words().joined(f"give {low}{sign}", f"{high} mg") == f"give {low}{sign}{high} mg"
