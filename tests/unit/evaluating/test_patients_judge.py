"""The judge of criteria: the gold is consistent, a perfect answer is whole, guesses and turned verdicts are found."""

from __future__ import annotations

import copy
import operator
from collections.abc import Mapping
from typing import Any

import pytest
from evals.patients import load
from evals.patients_rules import NOT_GIVEN, judged
from evals.patients_units import base

ROWS = [row for half in ("build", "held") for row in load(half)]
COMPARE = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
STATED_TWICE = {("1.5", "133"), ("124", "1.4")}
"""Thresholds that the source states in both units, with the value in the other one."""


def perfect(row: Mapping[str, Any]) -> dict[str, Any]:
    """An answer that says what the gold says."""
    entries = []
    for rule in row["expects"]:
        members = [
            {
                key: member[key]
                for key in ("quantity", "comparator", "threshold", "unit", "value", "value_unit", "verdict")
            }
            for member in rule["members"]
        ]
        for member in members:
            member["citation"] = {"quote": f"{member['threshold']} {member['unit']}"}
            if member["quantity"] == "age" and member["value_unit"] == "a" and int(member["value"]) > 89:
                member["value"] = "90 or over"
        entries.append(
            {
                "rule": "a quote",
                "source": rule["rule_source"],
                "needed": rule["needed"],
                "of": rule["of"],
                "members": members,
                "result": rule["result"],
            }
        )
    return {"criteria": entries, "notices": [f"Not given: {name}." for name in row["asked_for"]]}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_an_answer_that_says_what_the_gold_says_is_whole(row: Mapping[str, Any]) -> None:
    result = judged(row, perfect(row))
    assert result.whole, result.told
    assert (result.counts_right, result.values_right) == (result.rules, result.values)
    assert result.quoted == result.to_quote


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_each_verdict_of_the_gold_follows_from_value_and_threshold(row: Mapping[str, Any]) -> None:
    for rule in row["expects"]:
        for member in rule["members"]:
            if member["value"] is None:
                assert member["verdict"] == NOT_GIVEN
            elif member["comparator"] != "is" and (member["threshold"], member["value"]) not in STATED_TWICE:
                (unit, value), (other, threshold) = (
                    base(member["value"], member["value_unit"]),
                    base(member["threshold"], member["unit"]),
                )
                assert unit == other
                assert COMPARE[member["comparator"]](value, threshold) == (member["verdict"] == "met")


def test_a_verdict_on_what_is_not_given_is_a_guess() -> None:
    row = next(row for row in ROWS if row["id"] == "b11")
    answer = perfect(row)
    answer["criteria"][0]["members"][0]["verdict"] = "met"
    assert judged(row, answer).members["guessed"] == 1


def test_a_guess_in_a_rule_that_nobody_expected_is_found() -> None:
    row = next(row for row in ROWS if row["id"] == "b10")
    answer = perfect(row)
    further = copy.deepcopy(answer["criteria"][0])
    further["source"] = "another"
    further["members"] = [{"quantity": "weight", "comparator": "<", "threshold": "50", "unit": "kg", "verdict": "met"}]
    answer["criteria"].append(further)
    assert judged(row, answer).members["guessed"] == 1


def test_a_turned_verdict_and_an_unmasked_age_are_found() -> None:
    row = next(row for row in ROWS if row["id"] == "b13")
    answer = perfect(row)
    members = answer["criteria"][0]["members"]
    age = next(member for member in members if member["quantity"] == "age")
    age.update(verdict="not met", value="91")
    result = judged(row, answer)
    assert result.members["wrong"] == 1
    assert result.values_right == result.values - 1


def test_a_calculated_clearance_is_right_only_where_it_is_marked() -> None:
    row = next(row for row in ROWS if row["id"] == "b01")
    answer = perfect(row)
    entry = answer["criteria"][1]
    entry["members"][0].update(verdict="not met", value="31.8", value_unit="mL/min")
    entry["result"] = "not fulfilled"
    assert judged(row, answer).members["guessed"] == 1
    entry["members"][0]["calculated"] = "Cockcroft-Gault with the actual body weight"
    assert judged(row, answer).whole
    entry["members"][0]["verdict"] = "met"
    assert judged(row, answer).members["wrong"] == 1


def test_what_is_missing_and_not_asked_for_is_told() -> None:
    row = next(row for row in ROWS if row["id"] == "b11")
    answer = perfect(row)
    answer["notices"] = []
    assert "not asked for: creatinine clearance" in judged(row, answer).told


def test_a_threshold_without_its_quote_is_told() -> None:
    row = next(row for row in ROWS if row["id"] == "b11")
    answer = perfect(row)
    answer["criteria"][0]["members"][0]["citation"] = {"quote": "clearance is below 50 mL/min"}
    assert judged(row, answer).quoted == 0
