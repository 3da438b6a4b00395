"""Postal addresses, and UK postcodes and US ZIP codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from curbside.language import notices
from curbside.language.identifiers.spans import UNIT_AFTER, PatientIdentifier
from curbside.language.patterns import Lazy

_WORD = r"[A-Z][\w'’-]+"
_CUE = (
    r"(?i:\b(?:lives? (?:at|in)|living (?:at|in)|lived at|address(?: is|:)?|"
    r"resid(?:es|ing) at|resident (?:at|of)|home is)\s+)"
)
_ORDINALS = ("1ST", "2ND", "3RD", "5HT")
_POSTCODE_CUE = Lazy(r"\b(?:post ?code|lives?|living|address|resid\w+|home|from|area)\b[^;?!]{0,70}$", re.IGNORECASE)
_ZIP_CUE = r"(?i:\bzip(?:[ -]?code)?(?:\s+is)?[\s:]{0,3})"


@cache
def _patterns() -> dict[str, Lazy]:
    table = notices.load("places.toml")
    joined = {key: "|".join(sorted(values, key=len, reverse=True)) for key, values in table.items()}
    dwelling = rf"(?:(?i:{joined['dwellings']})\s+\d+[A-Za-z]?,?\s+)?"
    code = rf"(?:{joined['postcode_areas']})\d[A-Z\d]?"
    after = rf"(?=,?\s+(?:{code}\s?\d[A-Z]{{2}}\b|(?:{joined['states']})\s+\d{{5}}\b))"
    town = rf"(?:,?\s+{_WORD}(?:\s{_WORD})*){{1,3}}?{after}"
    any_word = r"[\w'’-]+"
    return {
        "capital": Lazy(
            rf"(?<![\w.,/-]){dwelling}\d{{1,5}}[A-Za-z]?,?\s+(?:{_WORD}\s+){{1,3}}(?:{joined['roads_capital']})\b\.?(?:{town})?"
        ),
        "small": Lazy(
            rf"(?<![\w.,/-]){dwelling}\d{{1,5}}[A-Za-z]?,?\s+(?!(?:mg|mcg|g|ml|units?|m|km|metres?|met(?:er|re)s?|min\w*|day|mile|yards?)\b)(?:{any_word}\s+){{1,2}}?"
            rf"(?i:{joined['roads']})\b"
        ),
        "cue": Lazy(rf"{_CUE}(?P<value>{dwelling}\d{{1,5}}[A-Za-z]?,?\s+{_WORD}(?:\s+{_WORD}){{0,3}}(?:{town})?)"),
        "house": Lazy(rf"{_CUE}(?P<value>(?:The\s+)?{_WORD}(?:\s+{_WORD}){{0,3}}(?:{town}))"),
        "box": Lazy(r"\b(?i:P\.?\s?O\.? box)\s+\d{1,6}\b"),
        "postcode": Lazy(rf"(?<![\w.-])(?:GIR 0AA|{code}\s\d[ABD-HJLNP-UW-Z]{{2}})(?![\w-])"),
        "postcode_any": Lazy(rf"(?<![\w.-])(?i:{code}\s?\d[A-Z]{{2}})(?![\w-])"),
        "zip": Lazy(rf"(?:{_ZIP_CUE}|,\s?(?:{joined['states']})\s+)(?P<value>\d{{5}}(?:-\d{{4}})?)(?![\w/]|[.,]\d)"),
    }


def addresses(text: str) -> Iterator[PatientIdentifier]:
    """A number and a road, with its flat before it and its town where a postcode or ZIP code follows; a PO box."""
    patterns = _patterns()
    for name in ("capital", "cue", "house", "small", "box"):
        for match in patterns[name].finditer(text):
            start, end = match.span("value" if "value" in match.groupdict() else 0)
            yield PatientIdentifier("address", start, end)


def postcodes(text: str) -> Iterator[PatientIdentifier]:
    """UK postcodes as they are written, and in any writing after an address or a word such as "postcode"; US ZIP codes
    after a state or their label."""
    patterns = _patterns()
    ends = {address.end for address in addresses(text)}
    for match in patterns["postcode"].finditer(text):
        if _is_code(text, match):
            yield PatientIdentifier("postcode", match.start(), match.end())
    for match in patterns["postcode_any"].finditer(text):
        after_address = len(text[: match.start()].rstrip(" ,\n")) in ends
        if _is_code(text, match) and (
            after_address or _POSTCODE_CUE.search(text[max(0, match.start() - 80) : match.start()])
        ):
            yield PatientIdentifier("postcode", match.start(), match.end())
    for match in patterns["zip"].finditer(text):
        if not UNIT_AFTER.match(text, match.end()):
            yield PatientIdentifier("postcode", match.start("value"), match.end("value"))


def _is_code(text: str, match: re.Match[str]) -> bool:
    return not match.group().upper().endswith(_ORDINALS) and not UNIT_AFTER.match(text, match.end())
