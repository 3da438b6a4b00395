"""NHS numbers, social security numbers, telephone numbers and e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.language.identifiers.spans import UNIT_AFTER, PatientIdentifier
from curbside.language.patterns import Lazy

_EMAIL = Lazy(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b")
_EMAIL_SPELLED = Lazy(
    r"(?<![\w.+-])[\w.+-]{2,64}\s?(?:\(at\)|\[at\]|\{at\})\s?[\w-]+(?:(?:\.|\s?(?:\(dot\)|\[dot\])\s?)[\w-]+)+"
    r"|(?<![\w.+-])[\w.+-]{2,64} at [\w-]+(?: dot [\w-]+)+",
    re.IGNORECASE,
)
_TEN_DIGITS = Lazy(
    r"(?<![\w./+-])(?<!\+\d )(?:\d{3}[ \u00a0./–-]{1,2}\d{3}[ \u00a0./–-]{1,2}\d{4}|\d{10})(?![\w/]|[.,-]\d)"
)
_SSN = Lazy(r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_SSN_LABELLED = Lazy(
    r"\b(?:SSN|social security (?:number|no\.?|#))\W{0,4}(?:is\s+)?(\d{3}[ .-]?\d{2}[ .-]?\d{4})(?!\d)", re.IGNORECASE
)
_SSN_END = Lazy(
    r"\blast (?:4|four)(?: digits)?(?: of)?(?: her| his| the)? "
    r"(?:SSN|social(?: security)?(?: number| no\.?)?)[\s:]{1,2}"
    r"(?:is |are )?(\d{4})(?!\d)",
    re.IGNORECASE,
)
_UK = Lazy(
    r"(?<![\w.,/+-])(?:\+44[\s.-]?(?:\(0\)[\s.-]?)?|\(?0(?=[12378]))(?:\d{10}|\d{9}|"
    r"\d{2,5}\)?[\s.-]\d{3,4}[\s.-]?\d{3,4}"
    r"|\d{3,4}\)?[\s.-]\d{5,6})(?![\w]|[.,/]\d)"
)
_US = Lazy(r"(?<![\w.,/+-])(?:\+?1[\s.-])?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[\s.-])[2-9]\d{2}[\s.-]\d{4}(?![\w]|[.,/-]\d)")
_INTERNATIONAL = Lazy(
    r"(?<![\w+.])(?:\+|00(?=[1-9]\d[\d\s.-]))[1-9]\d{0,2}[\s.-]?(?:\(?\d{1,5}\)?[\s.-]?){2,5}\d{2,}(?![\w]|[.,/]\d)"
)
_LABELLED = Lazy(
    r"\b(?:tel(?:ephone)?|phone|mobile|mob|cell|fax|landline|ring|call|contact|reach)\b\.?"
    r"(?:\s+(?:number|no\.?|him|her|them|me|is|on|at|"
    r"patient)){0,3}[\s:]{1,3}(?P<value>\+?\(?\d[\d\s().-]{4,16}\d)(?!\w)",
    re.IGNORECASE,
)
# "ph" and "T:" stand before a telephone number only where it begins as one does: "pH 7.35".
_LABELLED_SHORT = Lazy(
    r"(?<![\w.])(?:[Pp]h|PH|T:|M:|W:|H:)\.?[\s:]{1,2}(?P<value>(?:\+|\(0|0)\d*\)?[\d\s()-]{6,16}\d)(?![\w.])"
)
_APART = Lazy(r"(?<![\d.,/] )(?<!\w)0(?: \d){9,10}(?! ?\d)")
_PHONES = (_UK, _US, _INTERNATIONAL, _APART)
_DIGITS = range(8, 16)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number by their check digit.

    Modulus 11, weights 10 to 2; a result of 11 is 0, and 10 is invalid (NHS Data Dictionary, "NHS NUMBER").
    """
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(d) * weight for d, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and check % 11 == int(digits[9])


def nhs_numbers(text: str) -> Iterator[PatientIdentifier]:
    """Ten digits, alone or 3 3 4, with a right check digit, that no unit follows."""
    for match in _TEN_DIGITS.finditer(text):
        if is_nhs_number(digits_of(match.group())) and not UNIT_AFTER.match(text, match.end()):
            yield PatientIdentifier("nhs_number", match.start(), match.end())


def social_security_numbers(text: str) -> Iterator[PatientIdentifier]:
    """Social security numbers of the United States: with hyphens anywhere, in other forms after their label."""
    for pattern in (_SSN_LABELLED, _SSN_END):
        for match in pattern.finditer(text):
            yield PatientIdentifier("social_security_number", match.start(1), match.end(1))
    for match in _SSN.finditer(text):
        yield PatientIdentifier("social_security_number", match.start(), match.end())


def phones(text: str) -> Iterator[PatientIdentifier]:
    """Telephone numbers of the United Kingdom and North America, international ones, and any after a label."""
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            amount = UNIT_AFTER.match(text, match.end()) or _clock_times(match.group())
            if len(digits_of(match.group())) in _DIGITS and not amount:
                yield PatientIdentifier("phone", match.start(), match.end())
    for match in (*_LABELLED.finditer(text), *_LABELLED_SHORT.finditer(text)):
        if len(digits_of(match["value"])) in range(6, 16) and not (
            UNIT_AFTER.match(text, match.end()) or _clock_times(match["value"])
        ):
            yield PatientIdentifier("phone", match.start("value"), match.end("value"))


def emails(text: str) -> Iterator[PatientIdentifier]:
    """E-mail addresses."""
    for pattern in (_EMAIL, _EMAIL_SPELLED):
        for match in pattern.finditer(text):
            yield PatientIdentifier("email", match.start(), match.end())


def digits_of(text: str) -> str:
    """The ASCII digits of `text`."""
    return "".join(c for c in text if c in "0123456789")


def _clock_times(text: str) -> bool:
    """Whether all groups of digits are times of day on a multiple of five minutes ("0800 1600 2400"); two must rise."""
    groups = re.findall(r"\d+", text)
    if len(groups) < 2 or any(len(g) != 4 or int(g) > 2400 or int(g[2:]) > 59 or int(g) % 5 for g in groups):
        return False
    return len(groups) > 2 or groups == sorted(groups)
