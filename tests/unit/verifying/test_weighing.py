"""The weights as they are stored, what is made of them, and the words turned round. All sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.types import Outcome
from curbside.verifying.counterclaims import denied, opposite
from curbside.verifying.features import Likeness, pairs, whole
from curbside.verifying.weighing import MEANING, WORDS, calibrated, probabilities, settled, weights

CLAIM = "Meadow tea lowers the risk of cramps."
EVIDENCE = ("Meadow tea did not change the risk of cramps (OR 1.02, P = .61).", "The sky was grey in 3 of 4 weeks.")
LIKE = (Likeness(0.8, 0.01, -0.02), Likeness(0.2, 0.0, 0.0))
SHARES = st.tuples(*[st.floats(0.001, 1)] * 3).map(
    lambda parts: {o: p / sum(parts) for o, p in zip(Outcome, parts, strict=True)}
)


@pytest.mark.parametrize(("name", "like"), [(WORDS, None), (MEANING, LIKE)])
def test_every_weight_has_its_feature(name: str, like: tuple[Likeness, ...] | None) -> None:
    used, found = weights(name), pairs(CLAIM, EVIDENCE, like)
    relevance = [used.sentence.of(f) for f in found]
    features = whole(CLAIM, EVIDENCE, found, relevance)
    assert relevance[0] > relevance[1]
    assert set(used.verdict) == set(used.leaning) == set(used.calibration) == set(Outcome)
    assert sum(probabilities(used, features).values()) == pytest.approx(1)


def test_a_null_result_and_a_ratio_are_read() -> None:
    first, _ = pairs(CLAIM, EVIDENCE)
    assert first["null_there"] == 1
    assert first["not_there_alone"] == 1
    assert pairs("Tea raises the risk.", ["The risk with tea: hazard ratio 0.7."])[0]["other_direction"] == 1


@pytest.mark.parametrize("name", [WORDS, MEANING])
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_greater_probability_has_no_smaller_score(name: str, a: float, b: float) -> None:
    used = weights(name)
    for outcome in Outcome:
        low, high = (calibrated(used, outcome, p) for p in sorted((a, b)))
        assert 0 < low <= high < 1


@given(SHARES)
def test_what_is_barred_is_never_supported(found: dict[Outcome, float]) -> None:
    for name in (WORDS, MEANING):
        outcome, score = settled(weights(name), found, True)
        assert outcome is not Outcome.SUPPORTED
        assert 0 < score < 1


@given(SHARES)
def test_supported_is_said_only_with_a_score_of_two_fifths(found: dict[Outcome, float]) -> None:
    for name in (WORDS, MEANING):
        outcome, score = settled(weights(name), found, False)
        assert outcome is not Outcome.SUPPORTED or score >= 0.4


@pytest.mark.parametrize(
    ("claim", "turned"),
    [
        ("Tea reduces cramps.", "Tea increases cramps."),
        ("Tea does not reduce cramps.", "Tea reduce cramps."),
        ("Cramps are more common.", "Cramps are less common."),
        ("Tea suppresses cramps.", "Tea induces cramps."),
        ("Tea induces cramps.", "Tea suppresses cramps."),
        ("Tea is green.", "Tea is not green."),
        ("Green tea contains leaves.", "Green tea does not contain leaves."),
        ("Tea.", "It is not true that Tea."),
    ],
)
def test_a_claim_is_turned_round(claim: str, turned: str) -> None:
    assert opposite(claim) == turned


@given(st.text(max_size=60))
def test_any_text_has_an_opposite_and_a_denial_that_are_other_texts(text: str) -> None:
    assert opposite(text) != text
    assert denied(text) != text
