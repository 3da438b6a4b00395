"""The judge of identifiers sees what is left of one, and lets pass what only looks like it."""

from __future__ import annotations

import re

import pytest
from evals.identifiers_held import kind_of, left, load, masking
from evals.identifiers_held_way import leaks

ROWS = load()
KINDS = {"name", "nhs_number", "mrn", "phone", "email", "date", "address", "postcode", "age", "other_id"}


def test_there_are_as_many_questions_as_is_said_and_each_identifier_is_where_it_says() -> None:
    assert [sum(bool(r["identifiers"]) is has for r in ROWS) for has in (True, False)] == [200, 200]
    assert len({r["id"] for r in ROWS}) == len({r["text"] for r in ROWS}) == 400
    for row in ROWS:
        for one in row["identifiers"]:
            assert row["text"][one["start"] :].startswith(one["text"])
            assert one["kind"] in KINDS
            assert left(one, row["text"]), (kind_of(one), row["text"])


def test_nhs_numbers_have_a_right_check_digit_unless_they_say_not() -> None:
    for row in ROWS:
        for one in (i for i in row["identifiers"] if i["kind"] == "nhs_number"):
            digits = [int(c) for c in one["text"] if c.isdigit()]
            check = (11 - sum(d * (10 - i) for i, d in enumerate(digits[:9])) % 11) % 11
            assert (check == digits[9]) is ("form" not in one), one


def test_criteria_over_89_are_all_of_one_rule_with_three_members() -> None:
    rows = load("ages")
    assert len(rows) == 20
    for row in rows:
        (rule,) = row["expects"]
        met = [m["verdict"] for m in rule["members"][1:]]
        most = met.count("met") + met.count("not given")
        expected = "fulfilled" if met.count("met") >= 2 else "open" if most >= 2 else "not fulfilled"
        assert rule["result"] == expected
        assert int(row["age"]) > 89
        assert re.search(rf"(?<!\d){row['age']}(?!\d)", row["question"])


@pytest.mark.parametrize(
    ("identifier", "text", "found"),
    [
        ({"kind": "name", "text": "Mr A Test", "parts": ["Test"]}, "Mr [name], a blood test", ["Test"]),
        ({"kind": "name", "text": "Mr Alan Long", "parts": ["Alan", "Long"]}, "[name], how long", ["Long"]),
        ({"kind": "age", "text": "94", "parts": ["94"]}, "90 or over, sats 94%", ["94"]),
        ({"kind": "age", "text": "90", "parts": ["90"]}, "she is 90 or over with AF", []),
        ({"kind": "age", "text": "94", "parts": ["94"]}, "weight 194 kg", []),
        ({"kind": "phone", "text": "07700 900 123", "parts": ["07700 900 123"]}, "call 07700900123", ["07700900123"]),
        ({"kind": "phone", "text": "07700 900 123", "parts": ["07700 900 123"]}, "call [phone]", []),
    ],
)
def test_what_is_left_of_an_identifier_is_seen(identifier: dict, text: str, found: list[str]) -> None:
    assert left(identifier, text) == found


def test_a_leak_is_found_where_it_is_and_not_where_it_was_before() -> None:
    row = ROWS[0]
    name, age = row["identifiers"]
    assert (name["kind"], age["kind"]) == ("name", "age")
    at = {"home/library.sqlite": row["text"].encode()}

    assert {leak.split(": ")[2] for leak in leaks(row, at)} == {"name", "age"}
    assert leaks(row, {"home/library.sqlite": b"Noradrenaline 94 micrograms"}) == []
    assert leaks(row, at, at) == []


def test_masking_counts_what_is_missed_and_what_is_masked_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nothing:
        def __init__(self, text: str) -> None:
            self.text = text.replace("CURB65", "[postcode]")

    monkeypatch.setattr("evals.identifiers_held.mask", Nothing)
    result = masking(ROWS)
    assert not sum(result.found.values())
    assert 0 < sum(result.clean.values()) - sum(result.kept.values()) < 10
