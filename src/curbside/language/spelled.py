"""A long form told in brackets after its abbreviation, and taken away again: "ICU" and "ICU (intensive care unit)".

`contracted` undoes what `spelled_out` does and nothing else. Within brackets the long form stands in square ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from curbside.language.abbreviations import Definition

_COMPOUND: Final = re.compile(r"[^\W_]+(?:[-/&][^\W_]+)*")
_JOINED_BEFORE: Final = tuple("-/.'’+&_*")
_JOINED_AFTER: Final = tuple("/+&_*'’")
_TAIL: Final = re.compile(r"-[^\W\d_]{2,}")
_LETTER: Final = r"[^\W_]"


@dataclass(frozen=True, slots=True)
class Use:
    """An abbreviation at [start, end) of a text, as whole word or before a hyphen. shorts: how its document may write
    it: as it stands, without or with the -s of the plural."""

    start: int
    end: int
    shorts: tuple[str, ...]


def uses(text: str) -> Iterator[Use]:
    """The words of `text` that may be abbreviations, in order; "CT-guided" uses CT, "non-ICU" and "PE/DVT" none."""
    if text.isupper():
        return
    for match in _COMPOUND.finditer(text):
        if text.endswith(_JOINED_BEFORE, 0, match.start()):
            continue
        head = match[0].partition("-")[0]
        rest = match[0][len(head) :]
        words = [match[0]]
        if rest and _TAIL.fullmatch(rest) and rest.islower():
            words.append(head)
        for word in words:
            end = match.start() + len(word)
            if sum(c.isupper() for c in word) > 1 and not text.startswith(_JOINED_AFTER, end):
                yield Use(match.start(), end, _numbers_of(word))


def spelled_out(text: str, told: Iterable[tuple[Use, Definition]]) -> str:
    """`text` with the long form of each definition after its use."""
    for use, definition in sorted(told, key=lambda pair: -pair[0].start):
        opened, closed = ("[", "]") if _within_brackets(text, use.start) else ("(", ")")
        text = f"{text[: use.end]} {opened}{definition.long}{closed}{text[use.end :]}"
    return text


def contracted(text: str, definition: Definition) -> str | None:
    """`text` without the long form, where it stands just once in brackets after its abbreviation; else None.

    Only its first letter may be a capital or not: the document may have it at the beginning of a sentence.
    """
    forms = "|".join(map(re.escape, _numbers_of(definition.short)))
    long = f"(?i:{re.escape(definition.long[0])}){re.escape(definition.long[1:])}"
    told = re.compile(rf"(?<!{_LETTER})(?P<short>{forms}) (?:\({long}\)|\[{long}\])")
    found = list(told.finditer(text))
    if len(found) != 1:
        return None
    return text[: found[0].end("short")] + text[found[0].end() :]


def _numbers_of(word: str) -> tuple[str, ...]:
    return (word, word[:-1]) if word.endswith("s") else (word, f"{word}s")


def _within_brackets(text: str, place: int) -> bool:
    return text.count("(", 0, place) > text.count(")", 0, place)
