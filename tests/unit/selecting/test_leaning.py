"""Directions of findings by learned weights. The drug zelmorate is invented, and so are all sentences."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.selecting._claim import Claim, claim_of
from curbside.selecting._leaning import bears_out, concerns, log_odds, traits
from curbside.selecting.direction import Direction, direction_of

QUESTION = "Does weekly zelmorate infusion restore grip strength after flexor tendon surgery of the hand?"
# What a conclusion says on QUESTION, in words of which no list has the verb.
READ = [
    (
        "Weekly zelmorate infusion gave patients back their grip strength after flexor tendon surgery more quickly.",
        "yes",
    ),
    ("Grip strength after flexor tendon surgery was higher with weekly zelmorate infusion.", "yes"),
    ("Grip strength after flexor tendon surgery was not restored by weekly zelmorate infusion.", "no"),
    ("Weekly zelmorate infusion had no effect on grip strength after flexor tendon surgery.", "no"),
    ("Weekly zelmorate infusion failed to restore grip strength after flexor tendon surgery.", "no"),
    ("Grip strength after flexor tendon surgery was similar with zelmorate and placebo, without benefit.", "no"),
    (
        "It remains unclear whether zelmorate infusion restores grip strength after flexor tendon surgery.",
        "not settled",
    ),
    ("Patients had zelmorate infusion each week after flexor tendon surgery, and grip was measured.", "not settled"),
    ("Blood pressure was lower with amlodipine.", "not settled"),
    ("Further studies of zelmorate infusion after flexor tendon surgery are needed.", "not settled"),
]
SENTENCES = st.lists(
    st.sampled_from(
        "weekly zelmorate infusion restored grip strength after tendon surgery not no difference may was higher lower "
        "similar although only unclear further studies needed effective but . ,".split()
    ),
    max_size=20,
).map(" ".join)


def _claim() -> Claim:
    claim = claim_of(QUESTION)
    assert claim is not None
    return claim


@pytest.mark.parametrize(("quoted", "direction"), READ)
def test_a_long_question_is_read_by_its_traits(quoted: str, direction: str) -> None:
    assert direction_of(QUESTION, [[quoted]]) == direction


@pytest.mark.parametrize(
    ("quoted", "direction"),
    [
        ("Weekly metformin treatment improved grip strength after flexor tendon surgery in gout.", "yes"),
        ("Weekly labetalol treatment improved grip strength after flexor tendon surgery in gout.", "not settled"),
        ("Weekly metformin treatment improved grip strength after flexor tendon surgery in asthma.", "not settled"),
        ("Weekly metformin treatment improved sleep after flexor tendon surgery in gout.", "not settled"),
    ],
)
def test_another_drug_condition_or_outcome_settles_nothing(quoted: str, direction: str) -> None:
    question = "Does weekly metformin treatment improve grip strength after flexor tendon surgery in gout?"
    assert direction_of(question, [[quoted]]) == direction


def test_opposite_findings_disagree() -> None:
    sources = [[READ[1][0]], [READ[2][0]], [READ[-1][0]]]
    assert direction_of(QUESTION, sources) == Direction.DISAGREE


def test_a_question_put_negatively_is_turned_round() -> None:
    question = "Is weekly zelmorate infusion ineffective for grip strength after flexor tendon surgery?"
    assert direction_of(question, [[READ[3][0]]]) == Direction.YES


def test_every_trait_has_a_weight_that_goes_its_way() -> None:
    nothing = dict.fromkeys(traits(_claim(), [READ[0][0]]), 0.0)
    assert log_odds(nothing) > 0
    for name in nothing:
        change = log_odds(nothing | {name: 1.0}) - log_odds(nothing)
        assert not name.endswith(": for") or change > 0
        assert not name.endswith((": against", "negated", "words against", ": limit")) or change < 0


@given(sentences=st.lists(SENTENCES, max_size=4))
def test_traits_of_any_text_lie_between_0_and_1(sentences: list[str]) -> None:
    found = traits(_claim(), sentences)
    assert all(0.0 <= value <= 1.0 for value in found.values())
    assert math.isfinite(log_odds(found))


@given(sentences=st.lists(SENTENCES, max_size=4))
def test_only_what_concerns_and_bears_out_the_claim_says_yes(sentences: list[str]) -> None:
    told = direction_of(QUESTION, [sentences])
    if not concerns(_claim(), sentences):
        assert told == Direction.NOT_SETTLED
    elif not bears_out(_claim(), sentences):
        assert told != Direction.YES
