"""The grammar against a gold set of invented sentences, and against the starter library's own dosing sentences."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.regimens.grammar import parse
from curbside.types import Amount, Phase

GOLD = [
    json.loads(line)
    for line in Path(__file__).with_name("gold.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip()
]
STARTER = json.loads(Path(__file__).with_name("starter.json").read_text(encoding="utf-8"))


def amount(value: Amount | None, joiner: str = " ") -> str | None:
    if value is None:
        return None
    if value.low is None:
        return f"<={value.high}{joiner}{value.unit}"
    if value.high is None:
        return f">={value.low}{joiner}{value.unit}"
    number = value.low if value.low == value.high else f"{value.low}-{value.high}"
    return f"{number}{joiner}{value.unit}"


def compact(phase: Phase) -> dict[str, Any]:
    """Every field that is stated, in the notation of the gold set."""
    fields = {
        "drug": phase.drug,
        "form": phase.form,
        "amount": amount(phase.amount),
        "per": phase.per,
        "route": ", ".join(phase.route) or None,
        "freq": f"{phase.times}/{phase.period}{phase.period_unit}" if phase.period else None,
        "dur": amount(phase.duration),
        "count": phase.count,
        "end": phase.end,
        "cond": phase.condition,
        "div": phase.divided,
        "prn": phase.as_needed or None,
        "max": (amount(phase.maximum_dose) or "").removeprefix("<=") or None,
        "maxper": (amount(phase.maximum_per_period) or "").removeprefix("<=") or None,
        "ind": phase.indication,
        "pop": phase.population,
        "role": phase.role,
    }
    return {name: value for name, value in fields.items() if value is not None}


@pytest.mark.parametrize("case", GOLD, ids=[c["text"][:60] for c in GOLD])
def test_an_invented_sentence_gives_the_phases_of_the_gold_set_and_no_field_more(case: dict[str, Any]) -> None:
    parsed = parse(case["text"], case.get("context", ""))
    assert [compact(p) for p in parsed.phases] == case["phases"]
    assert len(parsed.not_understood) == case.get("unread", 0), parsed.not_understood


def test_the_gold_set_is_invented_and_large_enough() -> None:
    assert len(GOLD) >= 60
    assert all(case["invented"] for case in GOLD)


def starter_lines() -> list[tuple[str, str, str]]:
    """Every line of the starter library's files: (file, line, the lead-in of a list item)."""
    found = []
    for file in sorted(
        f.name for f in resources.files("curbside").joinpath("starter").iterdir() if f.name.endswith(".md")
    ):
        body = resources.files("curbside").joinpath("starter", file).read_text(encoding="utf-8").split("---", 2)[2]
        lead = ""
        for line in body.splitlines():
            if not line.strip() or line[0] in "#>":
                continue
            if not line.startswith("- "):
                lead = line if line.endswith(":") else ""
            found.append((file, line, lead))
    return found


def test_the_starter_library_gives_exactly_the_phases_that_were_checked_by_hand() -> None:
    read: dict[str, list[list[dict[str, Any]]]] = {}
    for file, line, lead in starter_lines():
        phases = parse(line, lead if line.startswith("- ") else "").phases
        if phases:
            read.setdefault(file.removesuffix(".md"), []).append([compact(p) for p in phases])
    assert read == STARTER


def test_nothing_of_the_starter_library_that_looks_like_dosing_is_left_unread() -> None:
    assert [
        parse(line, lead).not_understood for _, line, lead in starter_lines() if parse(line, lead).not_understood
    ] == []


def places_hold(phase: Phase, text: str, context: str) -> bool:
    stated = {name for name in Phase.__dataclass_fields__ if name != "spans" and getattr(phase, name)}
    named = {key.removeprefix("context:") for key in phase.spans}
    inside = all(
        0 <= start < end <= len(context if key.startswith("context:") else text)
        for key, (start, end) in phase.spans.items()
    )
    return stated <= named and inside


@pytest.mark.parametrize("case", GOLD, ids=[c["text"][:60] for c in GOLD])
def test_every_stated_field_has_its_place(case: dict[str, Any]) -> None:
    context = case.get("context", "")
    assert all(places_hold(p, case["text"], context) for p in parse(case["text"], context).phases)


def test_a_field_taken_over_keeps_the_place_where_it_stands() -> None:
    text = "Testolol 5 mg by mouth daily for 2 weeks, then 10 mg daily."
    second = parse(text).phases[1]
    assert text[slice(*second.spans["drug"])] == "Testolol"
    assert text[slice(*second.spans["route"])] == "by mouth"
    assert text[slice(*second.spans["amount"])] == "10 mg"


def test_the_context_supplies_the_drug_under_its_own_key() -> None:
    phase = parse("10 mg twice daily", "Testolol by mouth in adults").phases[0]
    assert (phase.drug, phase.route, phase.population) == ("testolol", ("oral",), "adults")
    assert {"context:drug", "context:route", "context:population"} <= set(phase.spans)
    assert "drug" not in phase.spans


def test_a_context_that_names_two_drugs_supplies_none() -> None:
    assert parse("10 mg twice daily", "Testolol and fictopril").phases[0].drug is None


@pytest.mark.parametrize("word", ["lifelong", "for life", "indefinitely"])
def test_only_words_of_no_end_make_a_phase_lifelong(word: str) -> None:
    assert parse(f"Testolol 5 mg daily {word}.").phases[0].end == "lifelong"
    assert parse("Testolol 5 mg daily as maintenance.").phases[0].end is None


DOSE = st.sampled_from(
    ["Testolol 5 mg daily", "fictacillin 1.5 g", "0.01 mg/kg", "250 to 1000 micrograms weekly", "one tablet"]
)
GLUE = st.sampled_from(
    [", then ", "; ", " or ", ", increased to ", " (", ") ", ", maximum ", " until ", " if ", " not ", " for "]
)


@given(st.lists(st.one_of(DOSE, GLUE, st.text(max_size=12)), max_size=8), st.text(max_size=20))
def test_any_text_is_read_without_an_error_and_with_places_that_hold(parts: list[str], context: str) -> None:
    text = "".join(parts)
    assert all(places_hold(p, text, context) for p in parse(text, context).phases)


@given(
    st.integers(1, 9999),
    st.sampled_from(["mg", "micrograms", "g"]),
    st.sampled_from(["mg/dL", "mL/min", "pmol/L", "kg"]),
)
def test_a_threshold_is_never_taken_for_a_dose(number: int, unit: str, threshold: str) -> None:
    text = f"Testolol 5 {unit} daily if the value is {number} {threshold} or more."
    (phase,) = parse(text).phases
    assert phase.amount is not None
    assert phase.amount.low == "5"
    assert phase.condition == f"if the value is {number} {threshold} or more"
