"""Intervals round an effect: whether no effect is in them. All texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.evidence.intervals import intervals

INCLUDE = [
    "Stroke was as common (risk ratio 0.92, 95% CI 0.80 to 1.06).",
    "Death (hazard ratio 0.97; 95% CI 0.70-1.34) was not reduced.",
    "Death fell (relative risk, 0.71; 95% CI, 0.38–1.32).",
    "OR 1.00 (95% confidence interval 1.00 to 1.40).",
    "The mean difference was -0.2 (95% CI -1.1 to 0.7).",
    "Scores were no different (mean difference 0.1, 95% CI, -0.3 to 0.5).",
    "The difference was 1.2 points (95% CI −0.4 to 2.8).",
    "Pain changed little (95% CI -1.1 to 0.7).",
    "The authors give a relative risk of stroke of 1.04 (0.84-1.27).",
    "adjusted OR 1·1 (95% CI 0·9–1·4)",
]
EXCLUDE = [
    "Stroke was less common (risk ratio 0.60, 95% CI 0.41 to 0.88).",
    "Pain was 1.4 points lower (95% CI 0.8 to 2.0 lower).",
    "Pain was lower (mean difference -1.4, 95% CI -2.0 to -0.8).",
    "HbA1c fell by 0.9 points (95% CI 0.7 to 1.1).",
    "Survival was 74% (95% CI 60 to 85).",
    "The odds ratio was 1.9 (95% CI 1.2 to 3.0).",
    "Doses of 0.5 (0.4-1.2) mg were given.",
    "No interval is given.",
]


@pytest.mark.parametrize("text", INCLUDE)
def test_no_effect_is_in_the_interval(text: str) -> None:
    assert [i.includes_no_effect for i in intervals(text)] == [True]


@pytest.mark.parametrize("text", EXCLUDE)
def test_no_effect_is_outside_or_nothing_is_an_effect(text: str) -> None:
    assert not any(i.includes_no_effect for i in intervals(text))


def test_of_two_effects_each_has_its_interval() -> None:
    text = "Relative risk 1.04 (0.84-1.27) with exemplolol and 0.78 (0.67-0.90) without; OR 2 (95% CI 1.1 to 3.6)."

    assert [(str(i.low), str(i.high)) for i in intervals(text)] == [("0.84", "1.27"), ("0.67", "0.90"), ("1.1", "3.6")]


@given(
    st.decimals("0.01", "0.99", places=2), st.decimals("1.01", "9.99", places=2), st.sampled_from(["to", "-", "–", ","])
)
def test_a_ratio_below_and_above_one_includes_no_effect(low: object, high: object, between: str) -> None:
    (one,) = intervals(f"odds ratio 1.1 (95% CI {low} {between} {high})")

    assert one.includes_no_effect


@given(st.text(max_size=80), st.sampled_from(["95% CI ", "HR ", "(", "0.9 to 1.1", "difference "]))
def test_an_interval_stands_where_it_says(text: str, piece: str) -> None:
    whole = f"{text}{piece}{text}"

    assert all(0 <= i.start < i.end <= len(whole) and i.low <= i.high for i in intervals(whole))
