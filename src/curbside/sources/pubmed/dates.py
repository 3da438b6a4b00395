"""Dates of PubMed's records, as precise as they are known and no more.

A season or a range of months is known to the year only (DTD elements PubDate, Season, MedlineDate, ArticleDate).
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache
from typing import Final

from lxml import etree

_MONTHS: Final = {name.lower(): n for n in range(1, 13) for name in (calendar.month_name[n], calendar.month_abbr[n])}
_MONTHS_BY_NUMBER: Final = {str(n).zfill(width): n for n in range(1, 13) for width in (1, 2)}
_YEAR = re.compile(r"\d{4}")
_IN_TEXT = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_SINGLE = re.compile(r"(\d{4}) ([A-Za-z]{3,9})\.?(?: (\d{1,2}))?(?:-\d{1,2})?")
_CITED = re.compile(
    r"[.?!] ?((?:1[5-9]|20)\d\d)(?: ([A-Z][a-z]{2})(?![a-z-])(?: (\d{1,2})(?![\d-]))?)?[^:;.]{0,12}[;:.]"
)


def date_of(element: etree._Element | None) -> str | None:
    """The ISO date in an element with Year, Month and Day, or MedlineDate; None where it holds no year."""
    if element is None:
        return None
    year = month = day = None
    for child in element:
        tag, text = child.tag, (child.text or "").strip()
        if tag == "Year":
            year = text
        elif tag == "Month":
            month = text
        elif tag == "Day":
            day = text
        elif tag == "MedlineDate":
            return in_words(text)
    return iso(year, month, day)


@lru_cache(maxsize=4096)
def iso(year: str | None, month: str | None = None, day: str | None = None) -> str | None:
    """ "2020", "Jan" (or "01", "January"), "5" is "2020-01-05"; what is no month or day of the calendar is left out."""
    if not year or not _YEAR.fullmatch(year):
        return None
    number = month_number(month)
    if number is None:
        return year
    if day and day.isascii() and day.isdigit() and 1 <= int(day) <= _days(int(year), number):
        return f"{year}-{number:02}-{int(day):02}"
    return f"{year}-{number:02}"


def month_number(month: str | None) -> int | None:
    """1 to 12 for a month's English name, its first three letters or its number."""
    if not month:
        return None
    return _MONTHS_BY_NUMBER.get(month) or _MONTHS.get(month.lower())


def in_words(text: str) -> str | None:
    """The date in a MedlineDate: "2015 Nov 2-15" is "2015-11", "1998 Dec-1999 Jan" and "Winter 1998" are "1998"."""
    single = _SINGLE.fullmatch(text.strip())
    if single and month_number(single[2]):
        return iso(single[1], single[2], None if "-" in text else single[3])
    year = _IN_TEXT.search(text)
    return year[0] if year else None


def cited(citation: str | None) -> str | None:
    """The date in a reference as PubMed writes it ("BMJ. 2010 Feb 2;340:c696"); None where it is not told apart."""
    found = _CITED.search(citation or "")
    return iso(found[1], found[2], found[3]) if found else None


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1] if year else 31
