"""Which parts come first for whom."""

import pytest

from curbside.language.readability import EASY, grade
from curbside.selecting.audiences import first_for, ordered_for, reasons, whom_to_ask, words
from curbside.types import AUDIENCES, PROFESSIONAL, Facet


@pytest.mark.parametrize("audience", [a for a in AUDIENCES if a != PROFESSIONAL])
def test_every_audience_has_an_order_of_its_own_with_reasons(audience: str) -> None:
    first = first_for(audience)
    assert len(first) == len(set(first)) >= 5
    assert all(reasons(audience)[facet] for facet in first)
    assert ordered_for(audience, Facet)[: len(first)] == first
    assert set(ordered_for(audience, Facet)) == set(Facet)


def test_a_professional_has_the_usual_order() -> None:
    assert ordered_for(PROFESSIONAL, Facet) == tuple(Facet)


@pytest.mark.parametrize("facet", Facet)
def test_whom_a_patient_may_ask_is_said_in_plain_words(facet: Facet) -> None:
    assert max(grade(whom_to_ask(facet))) <= EASY


@pytest.mark.parametrize("name", ["hard", "doses", "unread", "nothing", "warned", "summary", "secondary", "old"])
def test_what_is_said_to_a_patient_is_plain(name: str) -> None:
    assert max(grade(words(name))) <= EASY
