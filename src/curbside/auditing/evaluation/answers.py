"""Answers to measure, whatever they came as: statements with what they cite, and a reference list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curbside.errors import InputError
from curbside.language.meanings import defined_by
from curbside.language.spelled import contracted
from curbside.types import Relation, State
from curbside.verifying.base import CitedText

ANSWER = "curbside:"


@dataclass(frozen=True, slots=True)
class Cited:
    """What a statement cites of one source. ref: its mark. text: None where the source is not there to be read."""

    ref: str
    text: CitedText | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement with what it cites, in the order of its marks, each source once."""

    text: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the reference list. own: an answer, or somebody's own summary. gone: superseded, retracted or old."""

    ref: str
    own: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """One answer. answerable: whether there was an answer to give, None where nobody said.

    sound: whether the marks used and the entries of the list are the same, each entry once, and no entry bears the
    identifier of another work.
    """

    id: str
    refused: bool
    statements: tuple[Stated, ...] = ()
    entries: tuple[Listed, ...] = ()
    sound: bool = True
    answerable: bool | None = None


def of_contract(given: Mapping[str, Any], id: str, where: str) -> Measured:
    """An object as `ask --json` prints it (docs/cli.md). Raises InputError where it is none."""
    refused = _field(given, "status", str, where) == "refused"
    statements = tuple(_statement(s, where) for s in _objects(given, "statements", where))
    entries = tuple(_entry(r, where) for r in _objects(given, "references", where))
    used = {c.ref for s in statements for c in s.cited}
    listed = [e.ref for e in entries]
    sound = used == set(listed) and len(listed) == len(set(listed))
    return Measured(id, refused, statements, entries, sound, answerable(given, where))


def answerable(given: Mapping[str, Any], where: str) -> bool | None:
    """Whether a line says that there was an answer to give. Raises InputError where it says neither yes nor no."""
    told = given.get("answerable")
    if told is not None and not isinstance(told, bool):
        raise InputError(where, '"answerable" is neither true nor false')
    return told


def _statement(given: Mapping[str, Any], where: str) -> Stated:
    text = _field(given, "text", str, where)
    rows = list(_objects(given, "citations", where))
    refs = dict.fromkeys(str(_field(r, "ref", int, where)) for r in rows)
    return Stated(text, tuple(c for ref in refs if (c := _cited(text, ref, rows, where)) is not None))


def _cited(statement: str, ref: str, rows: list[Mapping[str, Any]], where: str) -> Cited | None:
    """None for a source that only contradicts, or is only context. statement: its text, which may tell definitions."""
    quotes: dict[str, list[str]] = {Relation.SUPPORTS: [], Relation.CONTEXT: []}
    for row in rows:
        if str(row["ref"]) == ref:
            relation = _field(row, "relation", str, where)
            quotes.setdefault(relation, []).append(_field(row, "quote", str, where))
    support = tuple(quotes[Relation.SUPPORTS])
    told = {q: d for q in quotes[Relation.CONTEXT] if (d := defined_by(q)) and contracted(statement, d) is not None}
    around = tuple(q for q in quotes[Relation.CONTEXT] if q not in told)
    return Cited(ref, CitedText(support, around, definitions=tuple(told.values()))) if support else None


def _entry(given: Mapping[str, Any], where: str) -> Listed:
    status = _field(given, "status", str, where)
    from_answer = [i for i in (given.get("id"), *(given.get("derived_from") or ())) if str(i).startswith(ANSWER)]
    gone = status in (State.SUPERSEDED, State.RETRACTED, State.WITHDRAWN)
    return Listed(str(_field(given, "ref", int, where)), bool(from_answer), gone)


def _objects(given: Mapping[str, Any], name: str, where: str) -> Iterator[Mapping[str, Any]]:
    for one in _field(given, name, list, where):
        if not isinstance(one, dict):
            raise InputError(where, f'"{name}" holds something else than objects')
        yield one


def _field(given: Mapping[str, Any], name: str, kind: type, where: str) -> Any:
    value = given.get(name)
    if not isinstance(value, kind):
        raise InputError(
            where, f'"{name}" is not there, or is not what it should be (docs/cli.md, "The object of ask")'
        )
    return value
