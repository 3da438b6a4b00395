"""Files of questions, one JSON object a line: `{"id", "question", "ideal": ["..."], "sources": ["id", ...]}`.

`ideal` (answers that somebody thought right, any of them good enough) and `sources` (documents that hold the answer)
may be left out; other fields are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curbside.errors import InputError


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a file. where: the file and line."""

    id: str
    text: str
    ideal: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    where: str = ""


def questions(path: Path) -> tuple[Asked, ...]:
    """The questions of the file in its order.

    Raises InputError, with the line, for one that is none, for an id that comes twice, and for a file without any.
    """
    found: dict[str, Asked] = {}
    for number, line in _lines(path):
        one = _asked(line, f"{path}, line {number}")
        if one.id in found:
            raise InputError(one.where, f"the id {one.id!r} comes a second time")
        found[one.id] = one
    if not found:
        raise InputError(str(path), "has no question")
    return tuple(found.values())


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            yield from ((number, line) for number, line in enumerate(stream, 1) if line.strip())
    except UnicodeDecodeError as error:
        raise InputError(str(path), "is not UTF-8") from error


def _asked(line: str, where: str) -> Asked:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(where, "is no JSON") from error
    if not isinstance(row, dict):
        raise InputError(where, "is no object with id and question")
    if type(row.get("id")) not in (str, int) or row["id"] == "":
        raise InputError(where, "has no id (a text or a whole number)")
    if not isinstance(row.get("question"), str) or not row["question"].strip():
        raise InputError(where, "has no question (a text)")
    return Asked(
        str(row["id"]), row["question"], _texts(row, "ideal", where), _texts(row, "sources", where, numbers=True), where
    )


def _texts(row: dict[str, Any], name: str, where: str, numbers: bool = False) -> tuple[str, ...]:
    given = row.get(name)
    allowed = (str, int) if numbers else (str,)
    if given is None:
        return ()
    if not isinstance(given, list) or any(type(one) not in allowed for one in given):
        raise InputError(where, f"{name} is no list of texts")
    return tuple(str(one) for one in given)
