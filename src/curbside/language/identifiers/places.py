"""Postal addresses: a number and a road, a house with a name, and forms of other languages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from curbside.language import notices
from curbside.language.identifiers.spans import UNIT_AFTER, PatientIdentifier
from curbside.language.patterns import Lazy

_WORD = r"(?:[A-Z][\w'’-]+|St\.)"
_WIDE = r"[A-ZÀ-Þ][\wÀ-ÿ'’-]+"
_CUE = (
    r"(?i:\b(?:lives? (?:at|in)|living (?:at|in)|lived at|address(?: is|:)?|"
    r"resid(?:es|ing) (?:at|in)|resident (?:at|of|in)|home is|stays at|staying at|visit(?:ing)?(?: (?:her|him|"
    r"them))? at|home visit(?: to| at)?|(?:care|nursing|residential|rest) home|seen at|add(?:ress)?:|residing)[:,]?\s+)"
)


@cache
def _patterns() -> dict[str, Lazy]:
    table = notices.load("places.toml")
    joined = {key: "|".join(sorted(values, key=len, reverse=True)) for key, values in table.items()}
    return {**_by_number(joined), **_by_name(joined)}


def _town(joined: dict[str, str]) -> str:
    """A town or several parts of one before a postcode or a state with its code."""
    code = rf"(?:{joined['postcode_areas']})\d[A-Z\d]?"
    after = rf"(?=,?\s+(?:{code}\s?\d[A-Z]{{2}}\b|(?:{joined['states']})\s+\d{{5}}\b))"
    return rf"(?:,?\s+{_WORD}(?:\s{_WORD})*){{1,3}}?{after}"


def _by_number(joined: dict[str, str]) -> dict[str, Lazy]:
    """Those in which a number stands before the road."""
    town = _town(joined)
    dwelling = rf"(?:(?i:{joined['dwellings']})\s+(?:\d+[A-Za-z]?,?\s+)?)?"
    nth = r"\d{1,3}(?:st|nd|rd|th)"
    any_word = r"[\w'’-]+"
    return {
        "capital": Lazy(
            rf"(?<![\w.,/-]){dwelling}(?:\d{{1,3}}/|\d{{1,2}}/\d{{1,2}},?\s|\d{{1,4}}\s?[-–]\s?)?\d{{1,5}}[A-Za-z]?,?\s+"
            rf"(?:(?:[NSEW]|[NS][EW])\.?\s+)?(?!Minute|Min\b|Fr\b|Hour|Day|Week)"
            rf"(?:(?:{_WORD}\s+){{1,3}}|(?:{_WORD}\s+)?(?:{nth})\s+(?=[A-Z]))"
            rf"(?:{joined['roads_capital']})\b\.?(?:,?\s+(?:Apt|Unit|Suite|Ste|#)\.?\s*\w+)?(?:{town})?"
        ),
        "small": Lazy(
            rf"(?<![\w.,/-]){dwelling}\d{{1,5}}[A-Za-z]?,?\s+(?!(?:mg|mcg|g|ml|units?|m|km|metres?|met(?:er|re)s?|"
            rf"min\w*|day|mile|yards?)\b)(?:{any_word}\s+){{1,2}}?"
            rf"(?i:{joined['roads']})\b"
        ),
        "cue": Lazy(rf"{_CUE}(?P<value>{dwelling}\d{{1,5}}[A-Za-z]?,?\s+{_WORD}(?:\s+{_WORD}){{0,3}}(?:{town})?)"),
        "small_cue": Lazy(
            rf"{_CUE}(?P<value>{dwelling}\d{{1,5}}[A-Za-z]?,?\s+(?:{any_word}\s+){{1,2}}?(?:{joined['roads_small']})\b)"
        ),
        "the": Lazy(
            rf"(?<!\d )(?i:\b(?:of|from|at|visiting)\s+)"
            rf"(?P<value>{dwelling}\d{{1,4}}[A-Za-z]?,?\s+The\s+{_WORD}(?:\s{_WORD})?)"
            r"(?=[,.;:)]|$| (?:with|on|who|and|has)\b)"
        ),
    }


def _by_name(joined: dict[str, str]) -> dict[str, Lazy]:
    """Those told by the name of a house, a home or a town, and boxes."""
    town = _town(joined)
    return {
        "named": Lazy(
            rf"{_CUE}(?P<value>(?:(?i:{joined['dwellings']})\s+\d+[A-Za-z]?,?\s+)?(?!(?:{joined['no_houses']})\b)(?:The\s+)?"
            rf"(?:{_WORD}\s+){{0,3}}(?:{joined['houses']})\b(?:,\s+{_WORD}(?:\s{_WORD}){{0,2}}){{0,3}})"
        ),
        "house_and_road": Lazy(
            rf"(?<![\w-])(?P<value>(?:The\s+)?(?:{_WORD}\s+){{1,3}}(?:{joined['houses']}),\s+(?:\d{{1,4}}[A-Za-z]?,?\s+)?"
            rf"(?:{_WORD}\s+){{1,2}}"
            rf"(?:{joined['roads_capital']})\b(?:,\s+{_WORD}(?=[\s,.;:?)]|$))?)"
        ),
        "on": Lazy(
            rf"(?i:\b(?:lives|lived|living|resid(?:es|ing)) (?:on|in|off|near)\s+)(?P<value>(?:{_WORD}\s+){{1,2}}"
            rf"(?:{joined['roads_capital']})\b)"
        ),
        "flat_in": Lazy(
            rf"(?<![\w-])(?P<value>(?:Flat|Apartment|Apt\.?)\s+\d+[A-Za-z]?,\s+(?:The\s+)?{_WORD}(?:\s{_WORD})?)"
            r"(?=[,.;:?)]|$)"
        ),
        "flat": Lazy(
            rf"(?<![\w-])(?P<value>(?:Flat|Apartment|Apt|"
            rf"Apt\.)\s+\d+[A-Za-z]?,\s+\d{{1,5}}[A-Za-z]?\s+{_WORD}(?:\s{_WORD})?)"
        ),
        "one_word": Lazy(
            rf"(?i:\b(?:lives|lived|living|resid(?:es|"
            rf"ing)) at\s+)(?P<value>(?!(?:{joined['no_houses']})\b){_WORD})(?=[,.;:?)]|$|"
            r" (?:with|and|on|who|has)\b)"
        ),
        "at": Lazy(
            rf"(?i:\b(?:(?:lives|lived|living|resid(?:es|ing)|stay(?:s|ing)) at|address(?: is|:)?|"
            rf"home is)\s+)(?P<value>"
            rf"(?!(?:{joined['no_houses']})\b){_WORD}(?:\s{_WORD}){{0,2}}(?:,\s+{_WORD}(?:\s{_WORD}){{0,2}}){{1,3}})"
        ),
        **_elsewhere(joined),
        "house": Lazy(rf"{_CUE}(?P<value>(?:The\s+)?{_WORD}(?:\s+{_WORD}){{0,3}}(?:{town}))"),
        "home": Lazy(
            rf"(?<![\w-])(?P<value>(?!(?:The|A|Any|In|For|Our|Private)\s(?:Nursing|Care|Residential))(?:{_WORD}\s+){{1,3}}"
            rf"(?:Nursing|Care|Residential|Rest|Retirement) (?:Home|Village))\b"
        ),
        "box": Lazy(r"\b(?i:P\.?\s?O\.? box)\s+\d{1,6}\b"),
    }


def _elsewhere(joined: dict[str, str]) -> dict[str, Lazy]:
    """Forms of other languages, in which the road stands before its number or ends the word."""
    lesser = r"(?:(?:de|del|la|las|los|el|da|do|dos|du|des|della|dei|di|d['’]|l['’])\s*){0,2}"
    abroad = rf"(?:,?\s+(?:[A-Z]{{1,2}}-)?(?:\d{{4,5}}(?:\s[A-Z]{{2}})?\s+)?{_WIDE}(?=[\s,.;:?)]|$)(?:\s{_WIDE})?)?"
    return {
        "before": Lazy(
            rf"(?<![\w-])(?P<value>(?:{joined['roads_before']})\b\.?\s+{lesser}(?:{_WIDE}\s+{lesser}){{0,3}}{_WIDE},?\s+"
            rf"(?:n[º°o]?\.?\s?)?\d{{1,4}}[A-Za-z]?\b{abroad})"
        ),
        "number_before": Lazy(
            rf"(?<![\w.,/-])(?P<value>\d{{1,4}}(?:\s?(?:bis|ter))?,?\s+(?:{joined['roads_before']}|avenue|boulevard|"
            rf"place)"
            rf"\s+(?:de\s+la\s+|de\s+l['’]|du\s+|des\s+|de\s+|d['’]|del\s+|"
            rf"della\s+){{0,1}}{_WIDE}(?:\s{_WIDE})?{abroad})"
        ),
        "end": Lazy(
            rf"(?<![\w-])(?P<value>(?:[A-ZÀ-Þ][\wÀ-ÿ-]*(?:{joined['roads_end']})|{_WIDE}\s(?:Straße|Strasse|Str\.|"
            rf"Platz|Weg|Allee))"
            rf"\s+\d{{1,4}}[a-zA-Z]?\b{abroad})"
        ),
    }


def addresses(text: str) -> Iterator[PatientIdentifier]:
    """A number and a road, with its flat before it and its town where a postcode or ZIP code follows; a PO box."""
    patterns = _patterns()
    for name in (
        "end",
        "before",
        "number_before",
        "capital",
        "cue",
        "house",
        "named",
        "house_and_road",
        "on",
        "flat_in",
        "flat",
        "at",
        "one_word",
        "small_cue",
        "small",
        "the",
        "home",
        "box",
    ):
        for match in patterns[name].finditer(text):
            start, end = match.span("value" if "value" in match.groupdict() else 0)
            if not UNIT_AFTER.match(text, end):
                yield PatientIdentifier("address", start, end)
