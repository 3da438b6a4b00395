"""A dose that its source gives by whether something is there. All drugs and doses are invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curbside.testing.homes import invented_document
from curbside.types import Answer

Ask = Callable[..., Answer]
WITH = "For anaemia with neuropathy, adults are given fictoprolol 6 mg by mouth once daily."
WITHOUT = "For anaemia without neuropathy, adults are given fictoprolol 2 mg by mouth once daily."


def leads(ask: Ask, question: str) -> set[str]:
    answer = ask([invented_document("test:a", f"# Invented\n\n## Dose\n\n{WITH}\n\n{WITHOUT}\n")], question)
    said = {s.id: s.text for s in answer.statements}
    return {said[key] for key in answer.bottom_line}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("fictoprolol dose in anaemia", {WITH, WITHOUT}),
        ("fictoprolol dose in anaemia with neuropathy", {WITH}),
        ("fictoprolol dose in anaemia without neuropathy", {WITHOUT}),
    ],
)
def test_both_halves_lead_where_the_question_tells_neither(ask: Ask, question: str, first: set[str]) -> None:
    assert leads(ask, question) == first
