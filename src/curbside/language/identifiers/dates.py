"""Dates of a patient's life."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.language.identifiers.spans import UNIT_AFTER, PatientIdentifier
from curbside.language.patterns import Lazy

_FULL = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_MONTH = rf"(?:{_FULL}|{_SHORT})\.?"
_ANY_CASE = rf"(?i:{_FULL}|{_SHORT})\.?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:19|20)\d{2}"
_ORDINAL = r"(?:st|nd|rd|th)"
_BIRTH = r"(?:\b(?i:DOB|D\.O\.B\.?|date of birth|birth ?date|birthday|year of birth|born(?: (?:in|on))?|b\.))"

_NUMERIC = Lazy(
    r"(?<![\w./:-])(?:"
    r"(?P<iso>(?:19|20)\d{2}[-/.](?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01]))"
    r"|(?P<a>\d{1,2})(?P<sep>[/.-]) ?(?P<b>\d{1,2})(?P=sep) ?(?P<year>(?:19|20)\d{2}|\d{2})"
    r")(?![\w/-]|[.,:]\d)"
)
_WORDS = (
    Lazy(rf"(?<![\w.,/-]){_DAY}{_ORDINAL}?(?:\s+of)?[\s-]+{_ANY_CASE}[\s,-]+{_YEAR}\b"),
    Lazy(rf"(?<![\w.,/-]){_DAY}{_ORDINAL}?(?:\s+of)?[\s-]+{_MONTH}[\s-]+['’]?\d{{2}}\b(?!\s*(?:%|mg|mcg|g|ml)\b)"),
    Lazy(rf"\b{_ANY_CASE}\s+{_DAY}{_ORDINAL}?,?\s+{_YEAR}\b"),
    Lazy(rf"(?<![\w.,/-]){_DAY}{_ORDINAL}?(?:\s+of)?\s+{_MONTH}(?![\w-])"),
    Lazy(rf"\b{_MONTH}\s+{_DAY}{_ORDINAL}?(?![\w/%-]|[.,]\d)"),
)
_EVENT = Lazy(
    rf"(?:{_BIRTH}|\b(?i:admitted|discharged|operated|diagnosed|seen|died|delivered|transplanted|surgery|surgery was|"
    rf"operation|appointment|reviewed in clinic)(?: (?:in|on|since))?)[\s:,]{{1,3}}(?:in |on |is )?"
    rf"(?P<value>{_MONTH}\s+{_YEAR})\b"
)
_BORN = Lazy(rf"{_BIRTH}[\s:,=-]{{1,4}}(?:is |in |on )?(?P<value>{_YEAR})\b(?! (?:or|and|to)\b|\s?-)")
_BORN_OTHER = Lazy(rf"{_BIRTH}[\s:,=-]{{1,4}}(?:is )?(?P<value>\d{{6}}|\d{{8}})\b")
_HAPPENED = Lazy(
    rf"\b(?i:in)\s+(?P<value>{_MONTH}\s+{_YEAR})\s+(?:she|he|they|I|my (?:mother|father|son|daughter|wife|husband)|the "
    r"patient)\b"
)
_OF_A_DOCUMENT = Lazy(
    r"\b(?:guidelines?|guidance|label(?:s|led)?|version|notice|alert|updated?|published|approv(?:ed|al)|licen[cs]ed|"
    r"revis(?:ed|ion)|issued|edition|SmPC|SPC|PIL|leaflet|statement|consensus|review date|last reviewed|accessed|"
    r"retrieved|dated|article|paper|recommendations?|section|chapter|table|NICE|BNF|FDA|MHRA|EMA|(?-i:WHO))\b"
    r"(?:(?!\b(?:patient|he|she|who|my|his|her|admitted|born|discharged|seen|diagnosed|injection)\b)[^.;?!]){0,30}$",
    re.IGNORECASE,
)
_BY_A_BODY = Lazy(
    r"(?:,? (?:19|20)\d\d)?\s+by (?:the )?(?-i:MHRA|FDA|EMA|NICE|WHO|CDC|BNF|ESC|AHA|ACC|ADA|BSH|RCOG|SIGN)\b"
    r"|\s+(?:version|edition|guidelines?|guidance|update|alert|label|recall|notice|revision)\b",
    re.IGNORECASE,
)
_SECTION = Lazy(r"\b(?:section|recommendation|recs?|chapter|table|figure|box|version|v|§|paragraph|step)\.?\s?$", re.I)
_AMOUNT_AFTER = Lazy(r"\s*(?:mg|mcg|micrograms?|g|ml|mL|units?|%)\b|\s*(?:regimen|ratio|rule|split)\b")


_ORDINAL_WORD = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty|thirty)[\s-]\w+(?:st|nd|rd|th))"
)
_YEAR_WORDS = r"(?:nineteen|twenty|two thousand)(?:[\s-](?:and |hundred(?: and)? |oh[\s-])?[a-z]+){1,2}"
_SPELLED = Lazy(
    rf"\b(?P<value>{_ORDINAL_WORD}(?: day)?(?: of)? (?:{_FULL}),?"
    rf"(?: (?:in )?(?:{_YEAR}|{_YEAR_WORDS}(?:-\w+)?))?)\b(?!['’]s)",
    re.IGNORECASE,
)
_HAS_YEAR = re.compile(r"\d{4}|(?:nineteen|twenty|thousand)\b", re.IGNORECASE)
_PERSONAL = re.compile(
    rf"(?:{_BIRTH}|\b(?:admitted|discharged|seen|operated|delivered|died|reviewed|birthday|appointment|due|jab|injection))"
    r"[\s:,]{0,3}(?:is |was )?(?:on |in |for )?(?:the )?$",
    re.IGNORECASE,
)
# After a label of birth any writing of a day counts, and a season or two digits of a year.
_BORN_ANYHOW = Lazy(
    rf"{_BIRTH}[\s:,=-]{{1,4}}(?:is |on )?(?P<value>\d{{1,4}}(?P<gap>[\s./,-])\s?\d{{1,2}}(?P=gap)\s?\d{{2,4}})(?!\d)"
)
_BORN_MONTH = Lazy(rf"{_BIRTH}[\s:,=-]{{1,4}}(?:is |in |on )?(?P<value>(?:0?[1-9]|1[0-2])[/.-]{_YEAR})\b")
_BORN_ABOUT = Lazy(
    rf"\bborn (?:in |around |about |circa )?(?:the )?(?:early |late |mid )?(?:spring|summer|autumn|fall|winter|end|"
    rf"start|beginning|{_FULL})? ?(?:of |in )?(?P<value>{_YEAR}|['’]\d{{2}})\b(?! (?:or|and|to)\b|\s?-)",
    re.IGNORECASE,
)


def dates(text: str) -> Iterator[PatientIdentifier]:
    """Days of a calendar, a month and year beside an event of a patient, and the year of a birth.

    A year alone is no identifier, nor is the date of a guideline, label or other document.
    """
    for match in _NUMERIC.finditer(text):
        if _plausible(match) and not _amount(text, match) and not _SECTION.search(text, 0, match.start()):
            yield from _unless_document(text, match.start(), match.end())
    for pattern in _WORDS:
        for match in pattern.finditer(text):
            if not UNIT_AFTER.match(text, match.end()):
                yield from _unless_document(text, match.start(), match.end())
    for match in _SPELLED.finditer(text):
        if not (_HAS_YEAR.search(match["value"]) or _PERSONAL.search(text, 0, match.start())):
            continue
        yield from _unless_document(text, match.start("value"), match.end("value"))
    for pattern in (_EVENT, _HAPPENED, _BORN, _BORN_OTHER, _BORN_ANYHOW, _BORN_MONTH, _BORN_ABOUT):
        for match in pattern.finditer(text):
            yield PatientIdentifier("date", match.start("value"), match.end("value"))


def _plausible(match: re.Match[str]) -> bool:
    if match["iso"]:
        return True
    day, month, year = int(match["a"]), int(match["b"]), match["year"]
    if not (1 <= day <= 31 and 1 <= month <= 31 and min(day, month) <= 12):
        return False
    return len(year) == 4 or match["sep"] == "/" or (len(match["a"]) == 2 and len(match["b"]) == 2)


def _amount(text: str, match: re.Match[str]) -> bool:
    return bool(UNIT_AFTER.match(text, match.end()) or _AMOUNT_AFTER.match(text, match.end()))


def _unless_document(text: str, start: int, end: int) -> Iterator[PatientIdentifier]:
    before = text[max(0, start - 60) : start]
    if _BY_A_BODY.match(text, end):
        return
    if re.search(_BIRTH + r"\W*(?:is\W*)?$", before) or not _OF_A_DOCUMENT.search(before):
        yield PatientIdentifier("date", start, end)
