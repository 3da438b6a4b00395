"""The kinds of question, and the words by which they are told (`language/data/kinds.tsv`)."""

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


# What is asked for stands before the first of these: "the usual dose of ...".
LEANING = re.compile(
    r"\b(?:of|in|for|with|after|on|to|from|at|by|during|before|between|under|over|without|while|when|if|via|among|until|"
    r"following)\b"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A word or phrase that says what is asked for. start, end: offsets in the text."""

    kind: KindOfQuestion
    start: int
    end: int


@cache
def _rows() -> dict[str, list[tuple[str, str]]]:
    """Kind and pattern of each row, by the name of its set."""
    path, rows = resources.files("curbside.language") / "data" / "kinds.tsv", dict[str, list[tuple[str, str]]]()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            name, kind, pattern = line.split("\t")
            rows.setdefault(name, []).append((kind, pattern))
    return rows


@cache
def words_of(name: str) -> re.Pattern[str]:
    """The words of a set, in small letters and whole; `lastgroup` of a match begins with their kind."""
    groups = (f"(?P<{kind}_{i}>{pattern})" for i, (kind, pattern) in enumerate(_rows()[name]))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?![\w-])")


@cache
def _forms(name: str) -> tuple[tuple[re.Pattern[str], KindOfQuestion], ...]:
    parts = {**dict(_rows()["part"]), "measured": f"(?:{_rows()['measured'][0][1]})"}
    fill = re.compile(r"\{(" + "|".join(parts) + r")\}")
    return tuple(
        (re.compile(fill.sub(lambda m: parts[m[1]], pattern)), KindOfQuestion(kind)) for kind, pattern in _rows()[name]
    )


@cache
def part(name: str) -> re.Pattern[str]:
    """A part of the rows by itself: "better" finds words that say the best of some is asked for."""
    return re.compile(dict(_rows()["part"])[name])


def by_form(name: str, text: str) -> KindOfQuestion | None:
    """The kind of the first row of the set `name` that fits the beginning of `text`."""
    return next((kind for pattern, kind in _forms(name) if pattern.match(text)), None)


def heads(text: str) -> list[Head]:
    """The words and phrases of `text` (in small letters) that may say what is asked for, in order."""
    found = words_of("head").finditer(text)
    return [Head(KindOfQuestion((m.lastgroup or "").rpartition("_")[0]), *m.span()) for m in found]


def first_head(text: str) -> Head | None:
    """The first head of `text`, or the last of those that follow it at once ("treatment duration" asks how long)."""
    found = heads(text)
    last = found[0] if found else None
    for head in found[1:]:
        if last is not None and head.start - last.end <= 1:
            last = head
        else:
            break
    return last
