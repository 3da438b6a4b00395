"""Unsafe notation: linted out of our own words, noted beside a quotation.

The list is the official "Do Not Use" list of The Joint Commission (JCAHO), with µg and cc from its additional list and
from the ISMP list of error-prone abbreviations; it is data (`data/notation.toml`). A quotation is never changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from curbside.language import notices
from curbside.language.patterns import Lazy, Several, expand

_WORDS: Final = {
    "u": "units",
    "iu": "international units",
    "qod": "every other day",
    "qd": "daily",
    "µg": "micrograms",
    "μg": "micrograms",
    "ug": "micrograms",
    "cc": "mL",
}
_NUMBER_BEFORE: Final = re.compile(r"\d[\d.,]*\s?\Z")
_UNIT_AFTER: Final = re.compile(r"(?:\s?(?:-|–|to)\s?[\d.,]*\d)?[\s-]?[^\W\d_]+(?:/[^\W\d_]+)*|(?:/[^\W\d_]+)+")


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


def safe(words: str) -> str:
    """`words` without unsafe notation, but for abbreviations that mean several drugs, which nobody can write out."""
    made = words
    for fault in reversed(lint(words)):
        written = _written(fault.word)
        if written is not None:
            made = _joined(made[: fault.start], written) + made[fault.end :]
    return made


def clear_readings(text: str) -> tuple[str, ...]:
    """What each unsafe piece means, with its number or unit, once each; none for one that means several things."""
    found: dict[str, None] = {}
    for fault in lint(text):
        written = _written(fault.word)
        if written is None:
            continue
        number = _NUMBER_BEFORE.search(text[: fault.start])
        bare = not fault.word[0].isalpha() or text[fault.end : fault.end + 1] == "/"
        unit = _UNIT_AFTER.match(text, fault.end) if bare else None
        found[safe(_joined(number[0] if number else "", written) + (unit[0] if unit else ""))] = None
    return tuple(found)


def _joined(before: str, written: str) -> str:
    return f"{before} {written}" if before[-1:].isdigit() and not written[0].isdigit() else before + written


def _written(word: str) -> str | None:
    known = _WORDS.get(word.lower().replace(".", "").strip())
    if known:
        return known
    if re.fullmatch(r"\.\d+", word):
        return f"0{word}"
    return word.split(".", 1)[0] if re.fullmatch(r"[\d,]+\.0+", word) else None
