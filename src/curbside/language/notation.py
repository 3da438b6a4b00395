"""Unsafe notation: linted out of our own words, noted beside a quotation.

The list is the official "Do Not Use" list of The Joint Commission (JCAHO), with µg and cc from its additional list and
from the ISMP list of error-prone abbreviations; it is data (`data/notation.toml`). A quotation is never changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from curbside.language import notices
from curbside.language.patterns import Lazy, Several, expand


@dataclass(frozen=True, slots=True)
class Fault:
    """An unsafe piece of notation: where it stands, the piece, and why it is unsafe with what to write."""

    start: int
    end: int
    word: str
    why: str


# What every match of the patterns holds; most sentences hold none of it.
_MAY_HOLD = re.compile(r"\d[\d,.]*\s?[Uu](?!\w)|U/|IU|[Qq]\.[OoDd]|[Qq][Oo][Dd]|QD|qd|\.\d|MS|SO|[µμ]g|ug|cc")


@cache
def _rules() -> tuple[Several, tuple[str, ...]]:
    """The patterns, and why each is a fault."""
    table = notices.load("notation.toml")
    words = {"dose": table["dose"], "result": table["result"]}
    patterns = Several(Lazy(expand(fault["pattern"], words)) for fault in table["fault"])
    return patterns, tuple(fault["why"] for fault in table["fault"])


def lint(text: str) -> tuple[Fault, ...]:
    """The faults in words of our own, in order."""
    return _lint(text) if _MAY_HOLD.search(text) else ()


def _lint(text: str) -> tuple[Fault, ...]:
    found: list[Fault] = []
    rules, why = _rules()
    for number in rules.possible(text):
        for match in rules.patterns[number].finditer(text):
            group = next(name for name, value in match.groupdict().items() if value is not None)
            found.append(Fault(*match.span(group), match[group], why[number]))
    return tuple(sorted(found, key=lambda fault: (fault.start, fault.end)))


def unsafe_in_quote(text: str) -> tuple[str, ...]:
    """The unsafe pieces of a quotation, each once, in order, for the note beside it (flag `unsafe_notation`)."""
    return tuple(dict.fromkeys(fault.word for fault in lint(text)))


def note_on_quote(text: str) -> str | None:
    """The note beside a quotation, or None where there is nothing to note."""
    reasons = dict.fromkeys(fault.why for fault in lint(text))
    return f"Unsafe notation in the quotation: {'; '.join(reasons)}." if reasons else None
