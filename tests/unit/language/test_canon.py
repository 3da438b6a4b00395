"""Ways of writing are gone, meanings are kept. All sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.canon import american, canon, normalise


def same(a: str, b: str) -> bool:
    return canon(a).keys == canon(b).keys


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("0.5 mg", "500 micrograms"),
        ("1,000 mL", "1000\u2009ml"),
        ("1.0 g", "1 g"),
        ("5\u201310 days", "5 to 10 days"),
        ("5\u202fmg b.i.d.", "five mg two times a day"),
        ("given IM", "given by intramuscular injection"),
        ("given PO", "given by mouth"),
        ("given by the subcutaneous route", "given subcutaneously"),
        ("mecobalamin", "methylcobalamin"),
        ("Epinephrine", "adrenaline"),
        ("vitamin B12 deficiency", "B12 deficiency"),
        ("oestrogen-dependent tumours", "estrogen dependent tumors"),
        ("haemoglobin (low)", "hemoglobin [low]"),
        ("pre-eclampsia", "preeclampsia"),
        ("leucocytes in ageing", "leukocytes in aging"),
        ("life-long", "lifelong"),
        ("can\u2019t", "cannot"),
        ("5 \u00d7 10\u2079/L", "5 x 10^9/L"),
        ("age 70 years or over", "age \u2265 70 years"),
        ("The \u201cdose\u201d", "dose"),
        ("GIVE LABETALOL 50 MG NOW", "give labetalol 50 mg now"),
    ],
)
def test_ways_of_writing_are_one(a: str, b: str) -> None:
    assert same(a, b), (canon(a).keys, canon(b).keys)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("0.9 g per hour", "0.09 g per hour"),
        ("5 mg", "5 micrograms"),
        ("5 mg/kg", "5 mg"),
        ("10 mg in the morning", "10 mg in the evening"),
        ("oral iron", "intravenous iron"),
        ("oral iron", "iron"),
        ("an intravenous infusion", "intravenous"),
        ("hepatitis A vaccine", "hepatitis vaccine"),
        ("a few improved", "few improved"),
        ("effect", "effective"),
        ("below 5", "at most 5"),
        ("within 4 hours", "up to 4 hours"),
        ("asymptomatic", "a symptomatic"),
        ("every 3 months", "every 3 weeks"),
        ("biweekly", "twice weekly"),
        ("hypertension", "hypotension"),
        ("1:1000", "1:10,000"),
        ("2021-05", "2021-06"),
        ("version 1.2.3", "version 1.3.2"),
        ("10\u2079", "109"),
        ("mild and severe", "mild or severe"),
        ("lowered by oral contraceptives", "lowered oral contraceptives"),
    ],
)
def test_meanings_are_kept_apart(a: str, b: str) -> None:
    assert not same(a, b), canon(a).keys


def test_divisions_are_told_by_the_token_that_follows() -> None:
    c = canon("In gout, take 5 mg; rest. Drink 1,500 mL: more.")
    names = [c.keys[i] for i in sorted(c.semicolons | c.commas | c.colons)]
    assert names == ["take", "rest", "more"]
    assert sorted(c.sentences) == [0, c.keys.index("drink")]


def test_invisible_characters_are_no_text() -> None:
    assert normalise("do\u200bse\u00ad of\u00a0it ") == "dose of it"
    assert canon("\u200b \u00ad").tokens == ()


@given(st.text(max_size=120))
def test_canon_reads_any_text_in_order(text: str) -> None:
    c = canon(text)
    assert [t.start for t in c.tokens] == sorted(t.start for t in c.tokens)
    assert all(0 <= t.start < t.end <= len(c.text) for t in c.tokens)
    assert same(text, text)


@given(st.from_regex(r"[a-z]{1,14}", fullmatch=True))
def test_the_key_of_a_spelling_does_not_change_again(word: str) -> None:
    assert american(word) == american(word)
    assert (american(word) == word) or len(word) >= 5
