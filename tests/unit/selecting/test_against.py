"""Whether a sentence advises against something. All sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.selecting.against import advises_against


@pytest.mark.parametrize(
    "text",
    [
        "Exemplolol is not recommended in people with gout.",
        "Exemplolol should not be given to children.",
        "Exemplolol is contraindicated in asthma.",
        "The panel suggests against exemplolol for gout.",
        "Exemplolol should be avoided in pregnancy.",
        "Exemplolol must never be crushed.",
        "We do not suggest exemplolol in gout.",
        "Exemplolol 5 mg is contraindicated in gout; the reason is the rash that was seen.",
    ],
)
def test_what_only_forbids_is_against(text: str) -> None:
    assert advises_against(text)


@pytest.mark.parametrize(
    "text",
    [
        "Exemplolol is recommended in people with gout.",
        "Exemplolol should not be stopped suddenly.",
        "Treatment with exemplolol must not be delayed.",
        "Exemplolol is not contraindicated in gout.",
        "Fictoprolol should be used in gout; exemplolol is not recommended.",
        "Exemplolol may be given where fictoprolol is contraindicated.",
        "Exemplolol lowers blood pressure.",
        "Adults with gout are given exemplolol 5 mg by mouth; the rectal route is not recommended.",
        "The dose of exemplolol is 5 mg to 10 mg daily; a single dose above 10 mg is not recommended.",
    ],
)
def test_what_advises_or_spares_is_not(text: str) -> None:
    assert not advises_against(text)


@given(st.text(alphabet="abcdefgh ,;0123456789", max_size=60))
def test_what_has_none_of_the_words_is_not(words: str) -> None:
    assert not advises_against(words)
    assert advises_against(f"{words} . Exemplolol is not recommended.")
