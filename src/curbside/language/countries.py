"""Which country a question names ("in Japan?", "and Japan?", "the US label"), by a list in `data/countries.tsv`."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_NOUN = (
    r"(?:labels?|labell?ing|guidelines?|guidance|dos(?:e|es|age|ing)|practice|recommendations?|advice|products?|formulary|"
    r"regimens?|schedules?|leaflets?|sources?|rules?|version|one|ones)"
)
_AS_BEFORE = r"and|or|but|no|sorry|i meant?|what about|how about|versus|vs\.?"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    path = resources.files("curbside.language") / "data" / "countries.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return tuple((code, _pattern(names, adjectives)) for code, names, adjectives in rows)


def _pattern(names: str, adjectives: str) -> re.Pattern[str]:
    places = "|".join(map(_word, sorted(names.split("|"), key=len, reverse=True)))
    belonging = "|".join(map(_word, sorted(adjectives.split("|"), key=len, reverse=True)))
    return re.compile(
        rf"(?i:(?<!not )\b(?:in|for|from|by|of|under|within))\s+(?i:the\s+)?(?:{places})(?![\w.])"
        rf"|(?i:^\W*(?:(?:{_AS_BEFORE})\W+)*)(?i:the\s+)?(?:{places})\W*$"
        rf"|(?i:\b(?:do|does|did|according to|per)\s+(?:the\s+)?)(?:{belonging})(?![\w.])"
        rf"|(?<![\w.])(?:{belonging})\s+(?:\w+\s+)?(?i:{_NOUN})\b"
    )


def _word(name: str) -> str:
    """A name whatever its case; what is written in capitals only so ("US" is no "us")."""
    return re.escape(name) if name.isupper() else f"(?i:{re.escape(name)})"


def country_named(text: str) -> str | None:
    """The code of the country that `text` names; None where it names none, or several."""
    found = {code for code, pattern in _patterns() if pattern.search(text)}
    return found.pop() if len(found) == 1 else None
