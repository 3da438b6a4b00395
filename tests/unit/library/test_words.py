"""Text that PostgreSQL does not take comes back as it was, in its order."""

from hypothesis import given
from hypothesis import strategies as st

from curbside.library.words import escaped, unescaped

texts = st.text(st.sampled_from("\x00\x01\x02\x03a")) | st.text()


@given(texts)
def test_any_text_comes_back_and_has_no_nul(text):
    assert unescaped(escaped(text)) == text
    assert "\x00" not in escaped(text)


@given(texts, texts)
def test_the_order_by_code_point_and_equality_stay(one, other):
    assert (one < other, one == other) == (escaped(one) < escaped(other), escaped(one) == escaped(other))
