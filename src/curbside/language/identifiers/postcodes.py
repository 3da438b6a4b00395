"""Postcodes of the United Kingdom, Canada, Ireland and Australia, and ZIP codes of the United States."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from curbside.language import notices
from curbside.language.identifiers.places import addresses
from curbside.language.identifiers.spans import UNIT_AFTER, PatientIdentifier
from curbside.language.patterns import Lazy

_INWARD = r"\d[ABD-HJLNP-UW-Z]{2}"
_CUE = Lazy(r"\b(?:post ?code|lives?|living|address|resid\w+|home|from|area)\b[^;?!]{0,70}$", re.IGNORECASE)
_ZIP_CUE = r"(?i:\bzip(?:[ -]?code)?(?:\s+is)?[\s:]{0,3})"
# What ends as a postcode does and is an amount, a time or an ordinal.
_AMOUNTS = (
    *("1ST", "2ND", "3RD", "5HT", "HR", "HRS", "WK", "YR", "UG", "NG", "PG", "GM", "ST", "ND", "RD", "TH", "GY", "DL"),
    *("AM", "PM", "BD", "OD", "QD", "DS", "LB", "FL", "FT", "PA", "EQ", "PH", "WD", "GR", "PE", "SA", "XR", "SR", "ER"),
)
_PATIENT = re.compile(r"\s+patient\b")
_VITAMIN = re.compile(r"b(?:1|2|3|5|6|7|9|12)(?!\d)", re.IGNORECASE)
_CANADA = r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]"
_CANADIAN = Lazy(
    rf"(?<![\w.-])(?P<first>(?i:{_CANADA}))(?P<gap>[ -]?)(?P<last>\d(?i:[ABCEGHJ-NPRSTV-Z])\d)(?![\w-]|\.\d)"
)
# Stages of a tumour, levels of the spine, leads of an electrocardiogram, scores, pregnancies, strains of influenza.
_CODES = re.compile(
    r"T\dN\dM\d|N\dM\dT\d|(?:[CTLS]\d){3}|(?:V\d){3}|E\dV\dM\d|G\dP\dA\d|H\dN\d\w\d|(?:S\d){3}|S\dP\dR\d", re.IGNORECASE
)
_FIVE = Lazy(r"(?<=[ ,])\d{5}(?:-\d{4})?(?![\w/]|[.,]\d)")
_EIRCODE = Lazy(r"(?<![\w.-])[AC-FHKNPRTV-Y]\d[\dW] (?=[A-Z\d]*[A-Z])(?=[A-Z\d]*\d)[AC-FHKNPRTV-Y\d]{4}(?![\w-])")


@cache
def _patterns() -> dict[str, Lazy]:
    table = notices.load("places.toml")
    joined = {key: "|".join(sorted(values, key=len, reverse=True)) for key, values in table.items()}
    code = rf"(?:{joined['postcode_areas']})\d[A-Z\d]?"
    full = "|".join(rf"{name}" for name in sorted(table["states_full"], key=len, reverse=True))
    return {
        "capital": Lazy(rf"(?<![\w.-])(?:GIR 0AA|{code}[ -]{_INWARD})(?![\w-])"),
        "joined": Lazy(rf"(?<![\w.-])(?:{code}{_INWARD})(?![\w-])"),
        "small": Lazy(rf"(?<![\w.-])(?i:{code} {_INWARD})(?![\w-])"),
        "any": Lazy(rf"(?<![\w.-])(?i:{code}\s?\d[A-Z]{{2}})(?![\w-])"),
        "outward": Lazy(rf"\b(?i:post ?code)(?:\s+(?:is|area|district))?[\s:]{{1,3}}(?P<value>(?i:{code}))(?![\w-])"),
        "zip": Lazy(
            rf"(?:{_ZIP_CUE}|(?:,\s?|\b[A-Z][a-z]+ )(?:{joined['states']})\s+|"
            rf"\b(?:{full}),?\s+|,\s?(?i:{joined['states']})\s+)"
            r"(?P<value>\d{5}(?:-\d{4})?)(?![\w/]|[.,]\d)"
        ),
        "australia": Lazy(rf"\b(?:{joined['states_australia']})\s+(?P<value>\d{{4}})(?![\w/]|[.,]\d)"),
    }


def postcodes(text: str) -> Iterator[PatientIdentifier]:
    """Postcodes as they are written and, where no amount reads so, in small letters or without their space; in any
    writing after an address or a word such as "postcode"; ZIP codes after a state or their label."""
    for start, end in _british(text):
        if not UNIT_AFTER.match(text, end) or _PATIENT.match(text, end):
            yield PatientIdentifier("postcode", start, end)
    for name in ("outward", "zip", "australia"):
        for match in _patterns()[name].finditer(text):
            if not UNIT_AFTER.match(text, match.end()):
                yield PatientIdentifier("postcode", match.start("value"), match.end("value"))
    yield from _zip_after_address(text)
    for match in _CANADIAN.finditer(text):
        if not _CODES.fullmatch(match["first"] + match["last"]):
            yield PatientIdentifier("postcode", match.start(), match.end())
    for match in _EIRCODE.finditer(text):
        yield PatientIdentifier("postcode", match.start(), match.end())


def _zip_after_address(text: str) -> Iterator[PatientIdentifier]:
    """Five digits straight after an address."""
    found = [m for m in _FIVE.finditer(text) if not UNIT_AFTER.match(text, m.end())]
    ends = {address.end for address in addresses(text)} if found else set()
    for match in found:
        if len(text[: match.start()].rstrip(" ,\n")) in ends:
            yield PatientIdentifier("postcode", *match.span())


def _british(text: str) -> Iterator[tuple[int, int]]:
    patterns = _patterns()
    for match in patterns["capital"].finditer(text):
        if not _ordinal(match.group()):
            yield match.span()
    for name in ("joined", "small"):
        for match in patterns[name].finditer(text):
            if not (match.group().upper().endswith(_AMOUNTS) or _VITAMIN.match(match.group())):
                yield match.span()
    ends = {address.end for address in addresses(text)} if patterns["any"].search(text) else set()
    for match in patterns["any"].finditer(text):
        after_address = len(text[: match.start()].rstrip(" ,\n")) in ends
        if not _ordinal(match.group()) and (
            after_address or _CUE.search(text[max(0, match.start() - 80) : match.start()])
        ):
            yield match.span()


def _ordinal(code: str) -> bool:
    return code.upper().endswith(("1ST", "2ND", "3RD", "5HT"))
