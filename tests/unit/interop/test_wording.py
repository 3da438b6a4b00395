"""The label of strength beside a statement. All sentences are invented."""

from __future__ import annotations

import pytest

from curbside.interop.wording import asides
from curbside.types import Facet, Flag, Statement, Strength


@pytest.mark.parametrize(
    ("text", "strength", "label"),
    [
        ("Exemplolol is not recommended in gout.", Strength.RECOMMENDED, "recommended against"),
        ("The panel suggests against exemplolol in gout.", Strength.SUGGESTED, "suggested against"),
        ("Exemplolol is recommended in gout.", Strength.RECOMMENDED, "recommended"),
        ("Exemplolol should not be given in gout.", Strength.LIMITED, "limited evidence"),
    ],
)
def test_what_is_forbidden_is_not_labelled_as_advice(text: str, strength: Strength, label: str) -> None:
    assert asides(Statement("s1", text, Facet.OTHER, (), strength=strength)) == [label]


def test_unsafe_notation_is_told_with_what_it_means() -> None:
    statement = Statement("s1", "Fictoprolol 6.0 mg QD.", Facet.REGIMEN, (), flags=(Flag.UNSAFE_NOTATION,))
    assert asides(statement) == ["unsafe notation in the quote; it means 6 mg, daily"]
    unread = Statement("s1", "MS 10 mg.", Facet.REGIMEN, (), flags=(Flag.UNSAFE_NOTATION,))
    assert asides(unread) == ["unsafe notation in the quote"]
