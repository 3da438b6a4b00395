"""The fields, the types and the closed lists of the object that `curbside ask --json` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

FACETS = frozenset(
    "bottom_line indication regimen maintenance administration formulation contraindications interactions "
    "renal_hepatic pregnancy children adverse_effects monitoring pitfalls causes course adjuncts escalation evidence "
    "distinction other".split()
)
FLAGS = frozenset(
    "other_drug other_route other_population other_jurisdiction other_indication secondary_only summary superseded "
    "review_overdue transitive single_case unsafe_notation outlier conflict confirm_page".split()
)
RELATIONS = frozenset({"supports", "contradicts", "context"})
ESTIMATES = ("not stated", "Very low", "Low", "Moderate", "High")
STRENGTHS = frozenset({"recommended", "suggested", "limited evidence", "has been reported", "not stated"})
KINDS = frozenset(
    {
        "guideline",
        "local protocol",
        "label",
        "formulary",
        "evidence review",
        "systematic review",
        "randomised trial",
        "cohort",
        "case series",
        "case report",
        "narrative review",
        "safety alert",
        "fact sheet",
        "patient leaflet",
        "summary",
        "unknown",
    }
)
STATES = frozenset(
    {
        "current",
        "superseded",
        "withdrawn",
        "retracted",
        "expression of concern",
        "review overdue",
        "unknown",
    }
)
TEXT_IS = frozenset({"original wording", "summary"})
AUDIENCES = frozenset({"professional", "nurse", "pharmacist", "student", "patient"})

_QUESTION = {"text": str, "understood": dict, "audience": str}
_UNDERSTOOD = {
    "drugs": list,
    "conditions": list,
    "route": (str, list, type(None)),
    "population": (str, list, type(None)),
    "intent": (str, list, type(None)),
    "jurisdiction": (str, type(None)),
}
_ANSWER = {
    "question": dict,
    "status": str,
    "refusal": (dict, type(None)),
    "title": str,
    "bottom_line": list,
    "sections": list,
    "statements": list,
    "regimens": list,
    "conflicts": list,
    "not_found": list,
    "references": list,
    "notices": list,
    "made": dict,
}
_REFUSAL = {"reason": str, "message": str, "looked_for": list}
_SECTION = {"heading": str, "facet": str, "statements": list}
_STATEMENT = {
    "id": str,
    "text": str,
    "facet": str,
    "citations": list,
    "verdict": str,
    "reasons": list,
    "flags": list,
    "strength": str,
    "against": bool,
}
_CITATION = {"ref": int, "source": str, "hash": str, "start": int, "end": int, "quote": str, "relation": str}
_CONFLICT = {"about": str, "members": list}
_MEMBER = {"value": str, "statement": str, "jurisdiction": (str, type(None))}
_REFERENCE = {
    "ref": int,
    "id": str,
    "kind": str,
    "title": str,
    "publisher": (str, type(None)),
    "year": (int, str, type(None)),
    "identifier": (str, type(None)),
    "url": (str, type(None)),
    "jurisdiction": (str, type(None)),
    "status": str,
    "text_is": str,
    "derived_from": (list, str, type(None)),
}
_MADE = {"version": str, "composer": str, "settings_hash": str, "library_hash": str, "milliseconds": dict}


def shape(answer: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for every field that is missing or of the wrong type, all the way down."""
    yield from _fields("the answer", answer, _ANSWER)
    if not all(isinstance(answer.get(name), dict) for name in ("question", "made")):
        return
    yield from _fields("question", answer["question"], _QUESTION)
    yield from _fields("question.understood", answer["question"].get("understood"), _UNDERSTOOD)
    yield from _fields("made", answer["made"], _MADE)
    if answer.get("refusal") is not None:
        yield from _fields("refusal", answer["refusal"], _REFUSAL)
    for name, spec in (("sections", _SECTION), ("statements", _STATEMENT), ("references", _REFERENCE)):
        yield from _rows(name, answer.get(name), spec)
    for i, statement in enumerate(_dicts(answer.get("statements"))):
        yield from _rows(f"statements[{i}].citations", statement.get("citations"), _CITATION)
    yield from _rows("conflicts", answer.get("conflicts"), _CONFLICT)
    for i, conflict in enumerate(_dicts(answer.get("conflicts"))):
        yield from _rows(f"conflicts[{i}].members", conflict.get("members"), _MEMBER)
    yield from _rows("regimens", answer.get("regimens"), {})
    for name in ("notices", "not_found"):
        yield from (f"{name} holds something that is no text: {n!r}" for n in _texts_wanted(answer.get(name)))


def _texts_wanted(value: object) -> Iterator[object]:
    yield from (v for v in (value if isinstance(value, list) else []) if not (isinstance(v, str) and v.strip()))


def _dicts(value: object) -> list[dict[str, Any]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _fields(where: str, value: object, spec: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is no object"
        return
    for name, kind in spec.items():
        if name not in value:
            yield f"{where} lacks the field {name!r}"
        elif not isinstance(value[name], kind) or (kind is int and isinstance(value[name], bool)):
            yield f"{where}.{name} has the wrong type: {type(value[name]).__name__}"


def _rows(where: str, value: object, spec: Mapping[str, Any]) -> Iterator[str]:
    for i, row in enumerate(value if isinstance(value, list) else []):
        yield from _fields(f"{where}[{i}]", row, spec)
