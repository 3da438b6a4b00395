"""What may not stand in a model's words. All sentences are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.composing.linting import form, without_marks

QUOTE = "Fictoprolol lowers the heart rate in adults (see 2.1)."


@pytest.mark.parametrize(
    "text",
    [
        QUOTE,
        "Fictoprolol lowers the heart rate: 5-10% in adults.",
        "It\u2019s taken \u2018daily\u2019, \u201cas needed\u201d; 3+ and 1/2.",
    ],
)
def test_a_plain_sentence_passes(text: str) -> None:
    assert form(text, []).passed


@pytest.mark.parametrize(
    "added",
    [
        " See https://bad.example/x",
        " See www.bad.example",
        " Ask bad-doctors.com",
        " mailto:me@bad.example",
        " [here](x)",
        " <b>now</b>",
        "<script>",
        " &lt;b&gt;",
        " &#60;",
        " **now**",
        " `now`",
        " # now",
        " PMID 123456",
        " NCT01234567",
        " doi 10.1000/182",
        " starter:nice-ng239",
        " [7]",
        " (Smith et al)",
        " Lancet 2020;395:1",
        " (Smith, 2019)",
        "\u200b",
        "\u202e",
        "\x00",
        "\x1b[31m",
        " \U0001f600",
        " {x}",
        " a|b",
        " 5 QD",
        " 10 \u00b5g",
    ],
)
def test_what_no_plain_sentence_needs_does_not(added: str) -> None:
    assert not form(QUOTE + added, [QUOTE]).passed
    assert form(QUOTE + added, [QUOTE + added]).passed, "a quote may have it"


def test_a_long_text_is_no_sentence() -> None:
    assert not form("a" * 2001, ["a" * 2001]).passed


def test_the_numbers_of_its_own_evidence_are_taken_off_its_end() -> None:
    assert without_marks("An invented sentence [1].", [1, 2]) == "An invented sentence."
    assert without_marks("An invented sentence. [1][2]", [1, 2]) == "An invented sentence."
    assert without_marks("An invented sentence. [3]", [1, 2]) == "An invented sentence. [3]"
    assert without_marks("An [1] invented sentence.", [1]) == "An [1] invented sentence."


@given(st.text(max_size=80))
def test_a_text_passes_beside_itself_and_never_with_a_sign_of_its_own(text: str) -> None:
    assert form(text, [text]).passed
    if any(
        not c.isascii() and not c.isalnum() and c not in "\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d"
        for c in text
    ):
        assert not form(text, []).passed
