"""Statements in the same words are one statement with all of their citations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from curbside.types import Statement

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_SPACES = re.compile(r"\s+")


def merged(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """`statements` in order, those of equal words under the first of them.

    A flag stays where it holds of all: what two sources say does not rest on the secondary or superseded one alone.
    """
    kept: dict[str, Statement] = {}
    for statement in statements:
        first = kept.setdefault(_plain(statement.text), statement)
        if first is not statement:
            kept[_plain(statement.text)] = replace(
                first,
                citations=tuple(dict.fromkeys((*first.citations, *statement.citations))),
                flags=tuple(f for f in first.flags if f in statement.flags),
            )
    return tuple(kept.values())


def _plain(text: str) -> str:
    return _SPACES.sub(" ", _DASHES.sub("-", text)).strip(" .;:,").casefold()
