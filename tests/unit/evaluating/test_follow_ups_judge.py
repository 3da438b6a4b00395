"""The judge of follow-ups counts what is missing, wrong or extra, and lets the right turn pass."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from evals.follow_ups import CHAINS, KINDS, Scored, fits, load, score, values

CHAIN: dict[str, Any] = {
    "id": "c",
    "jurisdiction": "uk",
    "turns": [
        {"question": "Hydroxocobalamin dose in B12 deficiency?"},
        {
            "question": "And cyanocobalamin?",
            "carried": [{"what": "condition", "value": ["b12 deficiency"]}],
            "must_not": [{"what": "drug", "value": ["hydroxocobalamin"]}],
            "may": [],
            "understood": [],
            "drop": [],
        },
    ],
}


def answer(drugs: list[str], carried: list[tuple[str, str]], texts: list[str], new: list[str]) -> dict[str, Any]:
    return {
        "question": {"understood": {"drugs": drugs, "conditions": ["vitamin B12 deficiency"], "route": None}},
        "statements": [{"id": f"s{i}", "text": t} for i, t in enumerate(texts, 1)],
        "follow_up": {"carried": [{"what": k, "value": v, "from": "x"} for k, v in carried]},
        "new": new,
    }


FIRST = answer(["hydroxocobalamin"], [], ["One.", "Two."], [])
RIGHT = answer(["cyanocobalamin"], [("condition", "vitamin B12 deficiency")], ["Two.", "Three."], ["s2"])


def scored(second: dict[str, Any]) -> Scored:
    result = Scored()
    score(CHAIN, [FIRST, second], result)
    return result


def test_the_gold_has_forty_chains_of_two_to_four_questions() -> None:
    chains = load()
    assert len({c["id"] for c in chains}) == 40
    assert {len(c["turns"]) for c in chains} == {2, 3, 4}
    for chain in chains:
        for turn in chain["turns"][1:]:
            for name in ("carried", "may", "must_not", "understood"):
                assert all(item["what"] in KINDS and item["value"] for item in turn[name])


def test_what_was_built_on_is_written_as_the_gold_is() -> None:
    chains = load(CHAINS.with_name("build.jsonl"))
    assert len({c["id"] for c in chains}) == 40
    for chain in chains:
        for turn in chain["turns"][1:]:
            for name in ("carried", "may", "must_not", "understood"):
                assert all(item["what"] in (*KINDS, "value", "allergy", "intent") for item in turn[name])


def test_a_value_of_a_patient_is_read_with_its_quantity() -> None:
    understood = {"values": [{"quantity": "eGFR", "value": "25", "unit": "mL/min"}]}
    assert values(understood, "value") == ["eGFR 25 mL/min"]


def test_a_right_turn_has_no_problem() -> None:
    result = scored(RIGHT)
    assert (result.whole_chains, result.told) == (1, [])
    assert result.counts == {("condition", "right"): 1, ("drug", "rightly left"): 1}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda a: a["follow_up"].update(carried=[]), "missing: condition"),
        (lambda a: a["question"]["understood"]["drugs"].append("hydroxocobalamin"), "wrong: drug"),
        (lambda a: a["follow_up"]["carried"].append({"what": "route", "value": "oral", "from": "x"}), "extra: route"),
        (lambda a: a.update(new=["s1", "s2"]), "s1 is told as new"),
        (lambda a: a.update(new=[]), "s2 is not told as new"),
        (lambda a: a.update(new=["s2", "s9"]), "not there"),
    ],
)
def test_each_fault_is_seen(change: Any, told: str) -> None:
    second = copy.deepcopy(RIGHT)
    change(second)
    result = scored(second)
    assert result.whole_chains == 0
    assert told in result.told[0]


def test_values_fit_by_their_words() -> None:
    assert fits("non-valvular atrial fibrillation", ["atrial fibrillation"])
    assert not fits("", ["atrial fibrillation"])
    assert not fits("hypertension", ["hypotension", "pregnancy"])
