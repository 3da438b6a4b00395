"""The table of words by which names of people are known (`data/people.toml`), read once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from curbside.language import notices
from curbside.language.identifiers.letters import UPPER
from curbside.language.patterns import Lazy

_CAPITALISED = re.compile(rf"(?<![\w-]){UPPER}[^\W\d_]+(?!\w)")


@cache
def table() -> dict[str, Any]:
    """The lists as written: the parts of patterns."""
    return notices.load("people.toml")


@cache
def listed() -> dict[str, frozenset[str]]:
    """The lists in small letters, to look a word up in."""
    return {key: frozenset(word.lower() for word in values) for key, values in table().items()}


@cache
def _given() -> frozenset[str]:
    return frozenset(table()["given"])


def at_given(pattern: Lazy, text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begin with a given name of the table.

    The names are looked up, since a pattern of them all takes longer to compile than a question to answer.
    """
    for word in _CAPITALISED.finditer(text):
        match = pattern.match(text, word.start()) if word.group() in _given() else None
        if match is not None:
            yield match


def is_given(match: re.Match[str]) -> bool:
    """Whether the group `given` of a match, where it has one, is a given name of the table."""
    return match.groupdict().get("given") is None or match["given"] in _given()
