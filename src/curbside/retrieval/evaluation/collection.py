"""A folder in BEIR's layout: `corpus.jsonl`, `queries.jsonl` and judgements in `qrels/SPLIT.tsv`.

The layout is the one that BEIR's GenericDataLoader reads: `_id` and `text` of a query; three columns, query, document
and whole-number grade, of a judgement, under a line of headings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curbside.errors import InputError, UsageError


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with its judgements: document's `_id` to grade."""

    id: str
    text: str
    grades: dict[str, int]


def corpus(folder: Path) -> Path:
    """The file of the documents.

    Raises UsageError where there is none.
    """
    return _there(folder / "corpus.jsonl")


def judged(folder: Path, split: str) -> tuple[Judged, ...]:
    """The queries that have judgements in the split, in the order of `queries.jsonl`.

    Raises UsageError for a missing file, InputError for a line that is none of its file.
    """
    grades = _grades(_split_file(folder, split))
    path = _there(folder / "queries.jsonl")
    texts = dict(_queries(path))
    lost = sorted(set(grades) - set(texts))
    if lost:
        raise InputError(str(path), f"has no query {lost[0]!r}, which the split {split!r} judges")
    return tuple(Judged(query, text, grades[query]) for query, text in texts.items() if query in grades)


def _split_file(folder: Path, split: str) -> Path:
    path = folder / "qrels" / f"{split}.tsv"
    if path.is_file():
        return path
    there = ", ".join(sorted(p.stem for p in (folder / "qrels").glob("*.tsv")))
    raise UsageError(f"There is no split {split!r} in {folder}; it has {there or 'none'}.")


def _there(path: Path) -> Path:
    if not path.is_file():
        raise UsageError(f"{path.parent} is no BEIR folder: {path.name} is missing.")
    return path


def _grades(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        cells = line.split("\t")
        grade = _whole(cells[2]) if len(cells) == 3 else None
        if grade is not None:
            found.setdefault(cells[0], {})[cells[1]] = grade
        elif number > 1 or len(cells) != 3:
            raise InputError(
                f"{path}, line {number}", "is not query, document and whole-number grade with tabs between"
            )
    return found


def _queries(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in _lines(path):
        where = f"{path}, line {number}"
        try:
            row: Any = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise InputError(where, "is no JSON") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or type(row.get("_id")) not in (str, int):
            raise InputError(where, "is no query: an object with _id and text")
        yield str(row["_id"]), row["text"]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            yield from ((n, line.rstrip("\r\n")) for n, line in enumerate(stream, 1) if line.strip())
    except UnicodeDecodeError as error:
        raise InputError(str(path), "is not UTF-8") from error


def _whole(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
