"""The judge of appraisals: its levels follow from start and steps, a perfect appraisal is right, too high is found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from evals.appraisal import HERE, LEVELS, compared, load

ROWS = [row for half in ("build", "held") for row in load(HERE / f"{half}.jsonl")]
HIGH = {"randomised trial"}
VERY_LOW = {"case report", "narrative review", "opinion", "mechanism"}
REVIEWS_OF_OBSERVATIONS = {"a09", "c11", "pmid-36318760", "pmid-37905428"}


def perfect(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a program finds that says what the gold says."""
    gold = row["expect"]
    return {
        "design": gold["design"][0],
        "n": gold["n"][0],
        "features": gold["features"],
        "grades": [gold["own_grade"]] if gold["own_grade"] else [],
        "outcomes": [
            {"level": one["estimate"][0], "steps": one["steps"], "finding": one.get("finding")}
            for one in gold["outcomes"]
        ],
    }


def start_of(row: Mapping[str, Any]) -> int:
    """Where the rules let an estimate start: the index into LEVELS."""
    design = row["expect"]["design"][0]
    if design in HIGH or (design == "systematic review" and row["id"] not in REVIEWS_OF_OBSERVATIONS):
        return 0
    return 3 if design in VERY_LOW else 2


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_each_level_follows_from_its_start_and_its_steps(row: Mapping[str, Any]) -> None:
    for outcome in row["expect"]["outcomes"]:
        if row["expect"]["design"] == ["guideline"]:
            assert outcome["estimate"] == ["not stated"]
            continue
        # In the worked example of the rules, a small number and no difference found are two steps.
        steps = len(outcome["steps"]) + outcome.get("begins", "").startswith("Pain scores on LANSS")
        if len(outcome["estimate"]) > 1:
            continue
        if "preprint" in outcome["steps"]:
            assert outcome["estimate"] == ["Low"]
        else:
            assert outcome["estimate"] == [LEVELS[min(3, start_of(row) + steps)]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_an_appraisal_that_says_what_the_gold_says_is_right(row: Mapping[str, Any]) -> None:
    result = compared(row, perfect(row))
    assert result.right == result.there
    assert not result.told
    assert not result.too_high


def test_a_level_for_a_guideline_and_a_level_that_is_too_high_are_found() -> None:
    for name, level in (("a16", "High"), ("a07", "High")):
        row = next(row for row in ROWS if row["id"] == name)
        found = perfect(row)
        found["outcomes"][0]["level"] = level
        assert compared(row, found).too_high == 1


def test_a_step_that_is_missing_above_the_floor_is_found() -> None:
    row = next(row for row in ROWS if row["id"] == "a07")
    found = perfect(row)
    found["outcomes"][0]["steps"] = []
    assert any(told.startswith("steps") for told in compared(row, found).told)


def test_a_grade_where_the_record_has_none_is_found() -> None:
    row = next(row for row in ROWS if row["id"] == "a02")
    assert compared(row, {**perfect(row), "grades": ["Grade A"]}).told
