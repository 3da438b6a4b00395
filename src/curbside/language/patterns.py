"""Patterns that are kept as data: regular expressions in TOML, put together from named words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_NAME = re.compile(r"~([A-Z]+)")
_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"', "\u00a0": " ", "\n": " ", "\t": " "}
)


def straight(text: str) -> str:
    """`text` with straight quotation marks and plain spaces, offset by offset the same."""
    return text.translate(_STRAIGHT)


def expand(pattern: str, words: Mapping[str, str]) -> str:
    """`pattern` with every `~NAME` replaced by the alternatives called `name`, also inside of those.

    Raises KeyError where a name is not among the words.
    """
    while _NAME.search(pattern):
        pattern = _NAME.sub(lambda m: words[m[1].lower()], pattern)
    return pattern


def any_of(patterns: Iterable[str], words: Mapping[str, str], whole: bool = False) -> re.Pattern[str]:
    """One pattern for any of `patterns`, whatever the case; where `whole`, between word boundaries.

    With no patterns it matches nothing.
    """
    body = "|".join(f"(?:{expand(p, words)})" for p in patterns) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)" if whole else body, re.IGNORECASE)
