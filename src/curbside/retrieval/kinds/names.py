"""The kinds of question, and the word lists by which they are told (`language/data/kinds.tsv`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class KindOfQuestion(StrEnum):
    """yes_no: whether something is so; dose: a number, a dose or an interval; list: several things of one sort;
    choice: between options; cause: a cause, a mechanism or a course; definition: what something is; management: what
    should be done; other: none of these can be told."""

    YES_NO = "yes_no"
    DOSE = "dose"
    LIST = "list"
    CHOICE = "choice"
    CAUSE = "cause"
    DEFINITION = "definition"
    MANAGEMENT = "management"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Head:
    """A word or phrase that says what is asked for. start, end: offsets in the text."""

    kind: KindOfQuestion
    start: int
    end: int


@cache
def words_of(name: str) -> re.Pattern[str]:
    """The words of a set of the list, in small letters and whole."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(_group(kind, i, words) for i, kind, words in _rows(name))})(?![\w-])")


def _rows(name: str) -> list[tuple[int, str, str]]:
    path = resources.files("curbside.language") / "data" / "kinds.tsv"
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [(i, kind, words) for i, (row, kind, words) in enumerate(lines) if row == name]


def _group(kind: str, row: int, words: str) -> str:
    return f"(?P<{kind}_{row}>{words})"


def heads(text: str) -> list[Head]:
    """The words and phrases of `text` (in small letters) that may say what is asked for, in order."""
    found = words_of("head").finditer(text)
    return [Head(KindOfQuestion((m.lastgroup or "").rpartition("_")[0]), *m.span()) for m in found]


def first_head(text: str) -> Head | None:
    """The first head of `text`, or the last of those that follow it at once ("treatment duration" asks for a duration)."""
    found = heads(text)
    if not found:
        return None
    last = found[0]
    for head in found[1:]:
        if head.start - last.end > 1:
            break
        last = head
    return last
