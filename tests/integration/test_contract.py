"""The checks of the contract find every breach that is planted in an invented answer, and nothing in a sound one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from evals.contract import EMPTY_WHEN_REFUSED, dosed, violations

# Invented: a drug, two sources and their sentences that exist nowhere.
TEXT_A = "Examplimab\n\nIn adults, examplimab 250 micrograms is given by mouth twice daily for life."
TEXT_B = "Examplimab 250 micrograms is not given to children."
STORE = {("test:a", "a" * 64): TEXT_A, ("test:b", "b" * 64): TEXT_B}


def read(source: str, content_hash: str, start: int, end: int) -> str:
    return STORE[source, content_hash][start:end]


def cited(ref: int, source: str, quote: str, relation: str = "supports") -> dict[str, Any]:
    content_hash = source[-1] * 64
    start = STORE[source, content_hash].index(quote)
    return {
        "ref": ref,
        "source": source,
        "hash": content_hash,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "relation": relation,
    }


def stated(name: str, text: str, citations: list[dict[str, Any]], facet: str = "regimen") -> dict[str, Any]:
    return {
        "id": name,
        "text": text,
        "facet": facet,
        "citations": citations,
        "verdict": "supported",
        "reasons": [],
        "flags": [],
        "strength": "limited evidence",
        "against": False,
        "estimate": {
            "level": "Low",
            "start": "Moderate",
            "steps": [
                {
                    "name": "imprecise",
                    "reason": "fewer than 100 people",
                    "words": [{"text": "24 people", "start": 3, "end": 12, "where": "text"}],
                }
            ],
        },
        "own_grade": None,
    }


def reference(ref: int, name: str) -> dict[str, Any]:
    return {
        "ref": ref,
        "id": name,
        "kind": "label",
        "title": "An invented label",
        "publisher": None,
        "year": 2020,
        "identifier": None,
        "url": None,
        "jurisdiction": "uk",
        "status": "current",
        "text_is": "summary",
        "derived_from": [],
    }


def sound() -> dict[str, Any]:
    sentence = TEXT_A.split("\n\n")[1]
    return {
        "question": {
            "text": "Dose of examplimab?",
            "understood": {
                "drugs": ["examplimab"],
                "conditions": [],
                "route": None,
                "population": [],
                "intent": "regimen",
                "jurisdiction": "uk",
            },
            "audience": "professional",
        },
        "status": "answered",
        "refusal": None,
        "title": "Examplimab",
        "bottom_line": ["s1"],
        "sections": [{"heading": "Children", "facet": "children", "statements": ["s2"]}],
        "statements": [
            stated("s1", sentence, [cited(1, "test:a", sentence), cited(1, "test:a", "Examplimab", "context")]),
            stated("s2", TEXT_B, [cited(2, "test:b", TEXT_B)], "children"),
        ],
        "regimens": [{"drug": "examplimab", "statement": "s1"}],
        "criteria": [],
        "conflicts": [],
        "not_found": ["contraindications of examplimab"],
        "references": [reference(1, "test:a"), reference(2, "test:b")],
        "notices": ["For professionals."],
        "made": {"version": "0", "composer": "quoting", "settings_hash": "", "library_hash": "", "milliseconds": {}},
    }


def refused() -> dict[str, Any]:
    answer = sound() | {"status": "refused", "refusal": {"reason": "x", "message": "Not found.", "looked_for": ["x"]}}
    return answer | {name: [] for name in EMPTY_WHEN_REFUSED}


def _set(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(answer: dict[str, Any]) -> None:
        *way, last = [int(p) if p.isdigit() else p for p in path.split(".")]
        place: Any = answer
        for step in way:
            place = place[step]
        place[last] = value

    return change


BREACHES = {
    "a field is missing": lambda a: a.pop("notices"),
    "a field of a statement is missing": lambda a: a["statements"][0].pop("flags"),
    "a field has the wrong type": _set("title", None),
    "the status is in no list": _set("status", "done"),
    "answered with a refusal": _set("refusal", {"reason": "x", "message": "x", "looked_for": []}),
    "the audience is in no list": _set("question.audience", "astronaut"),
    "a facet is in no list": _set("statements.0.facet", "dose"),
    "a section's facet is in no list": _set("sections.0.facet", "dose"),
    "a flag is in no list": _set("statements.0.flags", ["odd"]),
    "a strength is in no list": _set("statements.0.strength", "strong"),
    "an estimate is in no list": _set("statements.0.estimate.level", "GRADE low"),
    "an estimate is above its start": _set("statements.0.estimate.level", "High"),
    "a step has no words": _set("statements.0.estimate.steps.0.words", []),
    "a relation is in no list": _set("statements.0.citations.1.relation", "mentions"),
    "a statement is not supported": _set("statements.0.verdict", "not_enough"),
    "a reference's kind is in no list": _set("references.0.kind", "web page"),
    "a reference's status is in no list": _set("references.0.status", "old"),
    "a reference's text is in no list": _set("references.0.text_is", "copy"),
    "a statement has no citation": _set("statements.1.citations", []),
    "a statement has context alone": _set("statements.1.citations.0.relation", "context"),
    "the quote is not the stored text": _set("statements.1.citations.0.quote", "Examplimab 25 micrograms."),
    "the hash is of no version": _set("statements.1.citations.0.hash", "c" * 64),
    "the source is not in the library": _set("statements.1.citations.0.source", "test:c"),
    "a span is empty": _set("statements.1.citations.0.end", 0),
    "a mark has no reference": lambda a: a["references"].pop(),
    "a reference is never used": lambda a: a["references"].append(reference(3, "test:c")),
    "marks are not numbered by first use": lambda a: a["bottom_line"].insert(0, "s2"),
    "a mark and its reference differ": _set("references.1.id", "test:c"),
    "one source has two numbers": lambda a: (
        a["references"].append(reference(3, "test:b")),
        a["statements"][1]["citations"].append(cited(3, "test:b", TEXT_B)),
    ),
    "the bottom line names no statement": _set("bottom_line", ["s9"]),
    "a section names no statement": _set("sections.0.statements", ["s2", "s9"]),
    "a regimen names no statement": _set("regimens.0.statement", "s9"),
    "a section is empty": lambda a: a["sections"].append({"heading": "Other", "facet": "other", "statements": []}),
    "a statement is shown nowhere": _set("bottom_line", []),
    "a statement is shown in two sections": lambda a: a["sections"].append(
        {"heading": "Other", "facet": "other", "statements": ["s2"]}
    ),
    "two statements have one id": _set("statements.1.id", "s1"),
    "two statements say the same": _set("statements.1.text", TEXT_A.split("\n\n")[1] + " "),
    "a statement is empty": _set("statements.1.text", " . "),
    "a word is stronger than its quote": _set(
        "statements.1.text", "Examplimab 250 micrograms is never given to children."
    ),
    "a number is in no quote": _set("statements.1.text", "Examplimab 2500 micrograms is not given to children."),
    "a drug is in no quote": _set("statements.1.text", "Metformin 250 micrograms is not given to children."),
    "a retracted source supports": _set("references.1.status", "retracted"),
    "a superseded source lacks its flag": _set("references.1.status", "superseded"),
    "an overdue source lacks its flag": _set("references.1.status", "review overdue"),
    "a dose from elsewhere lacks its flag": _set("references.0.jurisdiction", "us"),
    "a secondary dose leads": _set("statements.0.flags", ["secondary_only"]),
    "a superseded statement leads": _set("statements.0.flags", ["superseded"]),
    "an outlier leads": _set("statements.0.flags", ["outlier"]),
    "a dose leads with no jurisdiction asked": _set("question.understood.jurisdiction", None),
    "a conflict has one side": _set(
        "conflicts", [{"about": "dose", "members": [{"value": "1", "statement": "s1", "jurisdiction": "uk"}]}]
    ),
    "a notice is said twice": _set("notices", ["For professionals.", "for professionals"]),
    "a notice has a mark with no reference": _set("notices", ["[7] is superseded."]),
    "an entry of what was not found is empty": _set("not_found", [""]),
}


def test_a_sound_answer_breaks_nothing() -> None:
    assert violations(sound(), read) == []


def test_a_sound_refusal_breaks_nothing() -> None:
    assert violations(refused(), read) == []


def test_two_notices_on_two_references_are_not_the_same_notice() -> None:
    notices = ["[1] is superseded by an invented guideline.", "[2] is superseded by an invented guideline."]
    assert violations(sound() | {"notices": notices}, read) == []


@pytest.mark.parametrize("breach", BREACHES)
def test_a_planted_breach_is_found(breach: str) -> None:
    answer = copy.deepcopy(sound())
    BREACHES[breach](answer)
    assert violations(answer, read)


@pytest.mark.parametrize("name", ["bottom_line", "sections", "statements", "regimens", "conflicts", "references"])
def test_a_refusal_with_something_in_a_list_is_found(name: str) -> None:
    assert violations(refused() | {name: sound()[name] or [{"about": "x", "members": []}]}, read)


@pytest.mark.parametrize("text", ["1,000 micrograms", "0.01 mg/kg", "1 g by mouth", "0.5 ml"])
def test_an_amount_is_a_dose(text: str) -> None:
    assert dosed(text)


@pytest.mark.parametrize("text", ["10 g/L", "1.5 mg/dL", "160 mm Hg", "180 pg/mL", "30 mL/min"])
def test_a_concentration_or_a_pressure_is_no_dose(text: str) -> None:
    assert not dosed(text)
