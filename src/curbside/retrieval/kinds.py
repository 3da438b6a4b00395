"""Kinds of question, which decide what its bottom line must look like, recognised by rules alone."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
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


@cache
def _rules() -> tuple[tuple[KindOfQuestion, re.Pattern[str]], ...]:
    path = resources.files("curbside.language") / "data" / "kinds.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return tuple((KindOfQuestion(name), re.compile(patterns, re.IGNORECASE)) for name, patterns in rows)


@lru_cache(maxsize=1024)
def kind_of(text: str) -> KindOfQuestion:
    """The kind of the question `text`: by the first rule of `language/data/kinds.tsv` that it fits."""
    plain = " ".join(text.split())
    return next((kind for kind, pattern in _rules() if pattern.search(plain)), KindOfQuestion.OTHER)
