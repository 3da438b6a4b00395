import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.language.text import content_hash, decode, hidden_characters, normalise


def test_line_ends_become_line_feeds_and_a_byte_order_mark_goes():
    assert normalise("\ufeffa\r\nb\rc\n") == "a\nb\nc\n"


def test_text_is_composed_and_all_else_is_kept():
    assert normalise("cafe\u0301 5 \u00b5g\t\u00a0\u200b") == "caf\u00e9 5 \u00b5g\t\u00a0\u200b"


@given(st.text())
def test_normalising_twice_is_normalising_once(raw):
    once = normalise(raw)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once


def test_the_hash_is_that_of_the_utf8():
    assert content_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding(encoding):
    assert decode("5 µg täglich\n".encode(encoding), "a.txt") == "5 µg täglich\n"


def test_a_byte_that_does_not_fit_is_named():
    with pytest.raises(InputError) as error:
        decode(b"ok\n5 \xb5g", "dose.txt")
    assert str(error.value) == ("dose.txt: is not UTF-8: byte 5 (0xB5, line 2) does not fit; save the file as UTF-8.")


def test_half_a_character_at_the_end_is_told():
    with pytest.raises(InputError, match="is not UTF-16: byte 4"):
        decode(b"\xff\xfea\x00b", "a.txt")


def test_binary_content_is_refused():
    with pytest.raises(InputError, match=r"control character U\+0000 at character 3"):
        decode(b"PKx\x00", "a.md")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_what_was_encoded_is_decoded(text):
    text = text.lstrip("\ufeff")
    assert decode(text.encode(), "x") == text


def test_hidden_characters_are_named_with_their_places():
    found = hidden_characters("a\u200bb\u202ec\U000e0041d\u00ade")
    assert [(h.position, h.name) for h in found] == [
        (1, "ZERO WIDTH SPACE"),
        (3, "RIGHT-TO-LEFT OVERRIDE"),
        (5, "TAG LATIN CAPITAL LETTER A"),
        (7, "SOFT HYPHEN"),
    ]


def test_visible_text_has_no_hidden_characters():
    assert hidden_characters("α-tocopherol 5 µg — “quoted”\u00a0\u2009x\n") == ()
