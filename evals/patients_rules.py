"""Compares the criteria of an answer with the gold of a question that has a patient in it.

A row of the gold (`evals/patients/*.jsonl`) has `expects`, the rules that must be shown, each with its members and the
verdict of each. `needed` and `of` count the members other than the indication, which must be met besides. A member
with `calculated` may either be "not given" or have that verdict with a mark that it was calculated; one with
`also_right` may have that verdict too. Units are compared after conversion (`patients_units.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from evals.patients_units import equal

INDICATION = "indication"
NOT_GIVEN = "not given"
OUTCOMES = ("right", "calculated", "withheld", "wrong", "guessed", "missing")

Row = Mapping[str, Any]

_SAME_QUANTITY = {
    "crcl": "creatinine clearance",
    "estimated gfr": "egfr",
    "corrected calcium": "calcium",
    "adjusted calcium": "calcium",
    "serum calcium": "calcium",
    "serum creatinine": "creatinine",
    "serum potassium": "potassium",
    "serum sodium": "sodium",
    "hemoglobin": "haemoglobin",
    "platelet count": "platelets",
    "vitamin b12": "b12",
    "serum b12": "b12",
    "body weight": "weight",
    "body mass index": "bmi",
    "child-pugh class": "child-pugh",
    "systolic pressure": "systolic blood pressure",
    "pulse": "heart rate",
}
_ASKED = {
    "indication": r"indication|what (?:it|the drug) is for|atrial fibrillation|type 2 diabetes|non-valvular",
    "creatinine clearance": r"creatinine clearance|cockcroft",
    "egfr": r"\begfr\b|glomerular filtration",
    "nt-probnp": r"nt-?\s?probnp",
    "systolic blood pressure": r"systolic|blood pressure",
    "child-pugh": r"child-pugh",
    "bmi": r"\bbmi\b|body mass index",
}
_NOT_ASKING = {"rule", "members", "source", "span", "spans", "quote", "citation", "citations", "result", "hash"}


@dataclass(slots=True)
class Judged:
    """What came of one question: a count of each outcome of a member, and what is told of it."""

    id: str
    members: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    rules: int = 0
    rules_found: int = 0
    results_right: int = 0
    counts_right: int = 0
    values_right: int = 0
    values: int = 0
    quoted: int = 0
    to_quote: int = 0
    asked: int = 0
    to_ask: int = 0
    told: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Every rule found, every verdict and result right, and all that is missing asked for."""
        bad = sum(self.members[name] for name in ("withheld", "wrong", "guessed", "missing"))
        return not bad and self.rules == self.rules_found == self.results_right and self.asked == self.to_ask


def judged(row: Row, answer: Mapping[str, Any]) -> Judged:
    """Compare the criteria of `answer` with what `row` expects."""
    result = Judged(row["id"])
    entries = list(answer.get("criteria", ()))
    matched: set[int] = set()
    for expected in row["expects"]:
        _rule(result, expected, entries, answer, matched)
    _further(result, row, entries, matched)
    _asked_for(result, row, answer, entries)
    return result


def _rule(result: Judged, expected: Row, entries: Sequence[Row], answer: Row, matched: set[int]) -> None:
    result.rules += 1
    found = _best(expected, entries, answer, matched)
    if found is None:
        result.members["missing"] += len(expected["members"])
        result.told.append(f"no rule of {expected['rule_source']}: {_shown(expected)}")
        return
    result.rules_found += 1
    matched.add(found)
    entry = entries[found]
    counted = (entry.get("needed"), entry.get("of"))
    result.counts_right += counted == (expected["needed"], expected["of"])
    if counted != (expected["needed"], expected["of"]):
        result.told.append(f"{counted[0]} of {counted[1]}, expected {expected['needed']} of {expected['of']}")
    calculated = False
    for member in expected["members"]:
        calculated |= _member(result, member, entry, _elsewhere(entries, found, answer, expected))
    allowed = {expected["result"]} | ({expected["result_calculated"]} if "result_calculated" in expected else set())
    if not calculated:
        allowed = {expected["result"]}
    if any("also_right" in member for member in expected["members"]):
        allowed |= {"open", expected["result"]}
    result.results_right += entry.get("result") in allowed
    if entry.get("result") not in allowed:
        result.told.append(f"result {entry.get('result')!r}, expected {sorted(allowed)}: {_shown(expected)}")


def _best(expected: Row, entries: Sequence[Row], answer: Row, matched: set[int]) -> int | None:
    """The entry of that source with most of the members, and the fewest others."""
    scores = []
    for number, entry in enumerate(entries):
        if number in matched or expected["rule_source"] not in set(_sources(entry, answer)):
            continue
        own = [m for m in expected["members"] if m["quantity"] != INDICATION]
        hits = sum(_find(member, entry["members"]) is not None for member in own)
        if hits:
            scores.append((hits, -len(entry["members"]), -number))
    return -max(scores)[2] if scores else None


def _elsewhere(entries: Sequence[Row], found: int, answer: Row, expected: Row) -> list[Row]:
    """Members of the other entries of the same source: an indication may stand in one of its own."""
    return [
        member
        for number, entry in enumerate(entries)
        if number != found and expected["rule_source"] in set(_sources(entry, answer))
        for member in entry["members"]
        if _quantity(member) == INDICATION
    ]


def _member(result: Judged, gold: Row, entry: Row, elsewhere: Sequence[Row]) -> bool:
    """Count one member; true where a calculated verdict was taken."""
    ours = _find(gold, entry["members"])
    if ours is None and gold["quantity"] == INDICATION:
        ours = _find(gold, elsewhere)
    if ours is None:
        result.members["missing"] += 1
        result.told.append(f"no member {_shown_member(gold)}")
        return False
    verdict, right = ours.get("verdict"), gold["verdict"]
    if verdict != NOT_GIVEN and right == NOT_GIVEN and "calculated" in gold and _calculated(ours, entry):
        outcome = "calculated" if verdict == gold["calculated"]["verdict"] else "wrong"
        if gold["quantity"] == "creatinine clearance" and not re.search("weight", str({**entry, **ours})):
            result.told.append("a clearance was calculated and the weight used is not named")
    elif verdict == right or verdict == gold.get("also_right"):
        outcome = "right"
    elif right == NOT_GIVEN:
        outcome = "guessed"
    else:
        outcome = "withheld" if verdict == NOT_GIVEN else "wrong"
    result.members[outcome] += 1
    _quoted(result, gold, ours)
    if outcome not in ("right", "calculated"):
        result.told.append(f"{outcome}: {verdict!r}, expected {right!r}: {_shown_member(gold)}")
    _value(result, gold, ours)
    return outcome == "calculated"


def _quoted(result: Judged, gold: Row, ours: Row) -> None:
    """Count a threshold whose citation quotes its number."""
    if gold["comparator"] == "is":
        return
    result.to_quote += 1
    citation = ours.get("citation")
    quote = str(citation.get("quote", "")) if isinstance(citation, Mapping) else ""
    numbers = {Fraction(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", quote)}
    # A rule may state its threshold in two units, or months as years.
    if any(equal(gold["threshold"], gold["unit"], number, ours.get("unit")) for number in numbers):
        result.quoted += 1
    else:
        result.told.append(f"no quote of the threshold: {_shown_member(gold)}")


def _value(result: Judged, gold: Row, ours: Row) -> None:
    """Count the value where gold has one with a unit; an age over 89 must be masked."""
    if gold["value"] is None or gold["comparator"] == "is":
        return
    result.values += 1
    if gold["quantity"] == "age" and gold["value_unit"] == "a" and int(gold["value"]) > 89:
        same = "90" in str(ours.get("value"))
    else:
        same = equal(gold["value"], gold["value_unit"], ours.get("value"), ours.get("value_unit"))
    result.values_right += same
    if not same:
        told = f"value {ours.get('value')!r} {ours.get('value_unit')!r}"
        result.told.append(f"{told}, expected {gold['value']} {gold['value_unit']}: {_shown_member(gold)}")


def _further(result: Judged, row: Row, entries: Iterable[Row], matched: set[int]) -> None:
    """A verdict on a value that the question does not have is a guess wherever it stands."""
    for number, entry in enumerate(entries):
        if number in matched:
            continue
        for member in entry["members"]:
            known = _quantity(member) in row["given"] or _calculated(member, entry)
            if member.get("verdict") != NOT_GIVEN and not known and member.get("comparator") != "is":
                result.members["guessed"] += 1
                result.told.append(f"guessed in a further rule: {member.get('verdict')!r} for {_quantity(member)}")


def _asked_for(result: Judged, row: Row, answer: Row, entries: Sequence[Row]) -> None:
    said = " ".join(_asking(answer, entries)).lower()
    for quantity in row["asked_for"]:
        result.to_ask += 1
        calculated = any(
            _quantity(member) == quantity and _calculated(member, entry)
            for entry in entries
            for member in entry["members"]
        )
        if calculated or re.search(_ASKED.get(quantity, re.escape(quantity)), said):
            result.asked += 1
        else:
            result.told.append(f"not asked for: {quantity}")


def _asking(answer: Row, entries: Iterable[Row]) -> Iterator[str]:
    yield from answer.get("notices", ())
    yield from answer.get("not_found", ())
    for key in ("asked_for", "missing"):
        yield str(answer.get(key, ""))
    for entry in entries:
        yield from (str(value) for key, value in entry.items() if key not in _NOT_ASKING)
        yield from (str(member["note"]) for member in entry["members"] if member.get("note"))


def _find(gold: Row, members: Iterable[Row]) -> Row | None:
    for member in members:
        if _quantity(member) != gold["quantity"]:
            continue
        if gold["quantity"] == INDICATION:
            return member
        if gold["comparator"] == "is":
            if gold["quantity"] == "pregnancy" or _word(gold["threshold"]) in _word(member.get("threshold")):
                return member
        elif member.get("comparator") == gold["comparator"] and equal(
            gold["threshold"], gold["unit"], member.get("threshold"), member.get("unit")
        ):
            return member
    return None


def _quantity(member: Row) -> str:
    name = str(member.get("quantity", "")).lower()
    return _SAME_QUANTITY.get(name, name)


def _word(value: object) -> str:
    return str(value).strip().lower()


def _calculated(member: Row, entry: Row) -> bool:
    return bool(member.get("calculated") or entry.get("calculated"))


def _sources(entry: Row, answer: Row) -> Iterator[str]:
    """Ids of the sources of an entry: its own field, or through its citations, references and statements."""
    by_ref = {reference["ref"]: reference["id"] for reference in answer.get("references", ())}
    by_statement = {
        statement["id"]: [citation["source"] for citation in statement["citations"]]
        for statement in answer.get("statements", ())
    }
    given = [entry.get(key) for key in ("source", "citation", "statement", "rule")]
    given += [member.get("citation") for member in entry["members"]]
    for one in given:
        if isinstance(one, Mapping):
            yield from (str(one[key]) for key in ("source", "id") if key in one)
        elif isinstance(one, int):
            yield str(by_ref.get(one, ""))
        elif isinstance(one, str):
            yield from (one, *by_statement.get(one, ()))


def _shown(expected: Row) -> str:
    return "; ".join(_shown_member(member) for member in expected["members"])


def _shown_member(member: Row) -> str:
    return f"{member['quantity']} {member['comparator']} {member['threshold']} {member['unit'] or ''}".strip()
