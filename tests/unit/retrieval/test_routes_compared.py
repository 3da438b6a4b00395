"""Tablets or injections: the routes that a comparison of forms means."""

from __future__ import annotations

import pytest

from curbside.retrieval.asking import in_full
from curbside.retrieval.routes_compared import routes_compared
from curbside.retrieval.understanding import understand
from curbside.retrieval.widening import widened


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("Are fictoprolol tablets as good as injections?", True),
        ("fictoprolol injections or capsules?", True),
        ("How many fictoprolol tablets a day?", False),
        ("fictoprolol injections for migraine", False),
    ],
)
def test_forms_by_mouth_and_by_needle_are_read_as_routes(text: str, compared: bool) -> None:
    assert bool(routes_compared(text)) is compared
    assert ("intramuscular" in dict(widened(understand(text)))) is compared
    assert ("oral" in in_full(text)) is compared


def test_no_route_is_asked_for_where_two_are_compared() -> None:
    assert understand("Are fictoprolol tablets as good as injections?").understood.route is None
    assert understand("fictoprolol injections for migraine").understood.route == "parenteral"
