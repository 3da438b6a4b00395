"""Verdicts worked out again from what is shown beside them. Rules are invented."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from curbside.regimens.criteria.atoms import Atom
from curbside.regimens.criteria.clauses import Segment
from curbside.regimens.criteria.judging import conditions, judged
from curbside.regimens.criteria.known import OVER_89, asked_for, follows
from curbside.regimens.criteria.reading import rules_of
from curbside.retrieval.readings import patient
from curbside.types import Met

NUMBERS = st.decimals(min_value=Decimal("0.1"), max_value=120, places=1)
RULE = (
    "Invexaban is contraindicated in women with non-valvular atrial fibrillation, Child-Pugh class C and weight below "
    "50 kg."
)


def judged_of(rule: str, question: str):
    """Each condition of the first rule of a sentence with its member."""
    (first, *_) = rules_of(Segment(rule, 0), [], [], "")
    asked = conditions(first)
    members = judged(first, patient(question), "invented:x", "0" * 64).members
    return list(zip((*asked.required, *asked.counted), members, strict=True))


@given(
    edge=NUMBERS,
    value=NUMBERS,
    bound=st.sampled_from(["below", "above", "at most", "at least"]),
    said=st.sampled_from(["", "under ", "over "]),
)
def test_the_verdict_of_a_number_follows_from_it_and_no_other_does(edge, value, bound, said):
    found = judged_of(f"Stop invexaban if weight is {bound} {edge} kg.", f"weight {said}{value} kg")
    assume(found)
    for atom, member in found:
        assert follows(atom, member)
        for other in set(Met) - {member.verdict}:
            assert not follows(atom, replace(member, verdict=other))


@pytest.mark.parametrize(
    "question",
    [
        "woman with nonvalvular AF, Child-Pugh class B, 44 kg",
        "man with AF, no liver disease, 70 kg",
        "Child-Pugh C",
        "no atrial fibrillation, 50 kg",
        "",
    ],
)
def test_every_verdict_follows_from_what_is_shown(question):
    found = judged_of(RULE, question)
    assert len(found) == 4
    for atom, member in found:
        assert follows(atom, member), (atom, member)
        if member.value is not None:
            flipped = Met.MET if member.verdict is Met.NOT_MET else Met.NOT_MET
            assert not follows(atom, replace(member, verdict=flipped))
        assert asked_for(atom, member.span) or member.verdict is not Met.NOT_GIVEN


def age(edge: int) -> Atom:
    return Atom("age", ">=", 0, 5, low=Decimal(edge), unit="a")


@pytest.mark.parametrize(
    ("edge", "verdict", "holds"),
    [
        (80, Met.MET, True),
        (80, Met.NOT_MET, False),
        (95, Met.MET, True),
        (95, Met.NOT_MET, True),
    ],
)
def test_of_an_age_over_89_only_what_is_certain_is_held_against_a_verdict(edge, verdict, holds):
    ((_, member),) = judged_of("Stop invexaban if weight is below 50 kg.", "40 kg")
    shown = replace(member, quantity="age", value=OVER_89, value_unit="a", verdict=verdict)
    assert follows(age(edge), shown) is holds


@pytest.mark.parametrize("value", ["fifty", "", "50 mg", "<50-60", OVER_89, "-4"])
def test_what_is_no_value_carries_no_verdict(value):
    ((atom, member),) = judged_of("Stop invexaban if weight is below 50 kg.", "40 kg")
    for verdict in Met:
        assert not follows(atom, replace(member, value=value, verdict=verdict))
