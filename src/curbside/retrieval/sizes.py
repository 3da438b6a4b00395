"""Weight in stones, height in feet and inches or in metres: units that no dose is given in.

A stone is 14 pounds, so what follows it is pounds only from 0 to 13; a bare number there may also be an age, a count
or the feet of a height ("8 stone, 71 years"; "11 stone, 5 ft 6"), and is pounds only where nothing else claims it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from curbside.language.bound_measures import bound_measures
from curbside.language.numbers import Number, numbers, plain
from curbside.language.patient_measures import AGE, HEIGHT, WEIGHT, named
from curbside.types import Reading

_POUNDS_IN_STONE: Final = 14
_POUNDS: Final = r"(?:1[0-3]|\d)(?:\.\d+)?(?![\d./])"
_ENDS: Final = r"(?=\s*(?:[,;.)?!:/]|\Z|(?:and|with|who|on|in|at|is|has|for|but)\b))"
_STONE: Final = re.compile(
    r"(?<![\d.])(?P<st>\d{1,2}(?:\.\d+)?)\s*(?:stones?|st)\b(?!\.)"
    rf"(?:[\s,]*(?:and\s+)?(?P<lb>{_POUNDS})\s*(?:lbs?|pounds?)\b|\s+(?P<bare>{_POUNDS}){_ENDS}"
    rf"|\s*,\s*(?P<open>{_POUNDS}){_ENDS})?(?!\s*(?:kg|mg|cm)\b)",
    re.IGNORECASE,
)
_FEET: Final = re.compile(
    r"(?<![\d.])(?P<ft>[3-7])\s*(?:feet|foot|ft|['\u2019\u2032])[\s,]*(?:and\s+(?=\d))?"
    r"(?:(?P<inch>(?:1[01]|\d)(?:\.\d+)?)(?:\s*(?:inch(?:es)?|in\b|[\"\u201d\u2033]|'')|(?=\s*(?:[,;)?]|\Z|tall\b))))?",
    re.IGNORECASE,
)
_METRES: Final = re.compile(
    r"\b(?:height|ht|tall)\b\W*(?:is|of|was)?\W*(?P<a>[12]\.\d{1,2})\s*m\b"
    r"|(?<![\d.])(?P<b>[12]\.\d{1,2})\s*m(?:etres?|eters?)?\b(?:\s*(?:tall|high|in height))?",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"(?:\b(?:about|approximately|approx\.?|around|roughly|nearly|almost|circa|ca\.)|[~\u2248])\s*\Z", re.IGNORECASE
)
_BODY: Final = re.compile(r"\b(?:weigh(?:s|ed|ing|t)?|tall|height|stones?|feet|foot|inch(?:es)?)\b", re.IGNORECASE)
_OLD_UNIT_AFTER: Final = re.compile(r"[\s-]*(?:stones?|feet|foot)\b", re.IGNORECASE)
_OLD_UNIT_BEFORE: Final = re.compile(r"\b(?:stones?|feet|foot)[\s,]+(?:and\s+)?\Z", re.IGNORECASE)


def in_digits(text: str) -> str:
    """`text` with the number words beside stones and feet as digits ("five foot six", "fourteen stone two")."""
    made, at = [], 0
    for number in numbers(text):
        if number.text.isalpha() and _is_beside(text, number):
            made += [text[at : number.start], plain(number.value)]
            at = number.end
    return "".join((*made, text[at:]))


def _is_beside(text: str, number: Number) -> bool:
    """Whether a number stands beside stones or feet."""
    beside = _OLD_UNIT_AFTER.match(text, number.end) or _OLD_UNIT_BEFORE.search(text[: number.start])
    return number.kind == "cardinal" and bool(beside)


def sizes(text: str) -> Iterator[Reading]:
    """The weights and heights of `text` in these units ([lb_av], [stone_av], [in_i], m)."""
    for m in _STONE.finditer(text):
        pounds = m["lb"] or m["bare"]
        value, unit = (_pounds(m["st"], pounds), "[lb_av]") if pounds else (m["st"], "[stone_av]")
        note = about(text, m.start(), WEIGHT, m[0])
        if m["open"]:
            note = f"weight is given as {m[0].strip()}, where {m['open']} may be pounds or something else"
        yield Reading(WEIGHT, value, value, unit, value, note=note)
    for m in _FEET.finditer(text):
        inches = plain(Decimal(m["ft"]) * 12 + Decimal(m["inch"] or 0))
        yield Reading(HEIGHT, inches, inches, "[in_i]", inches, note=about(text, m.start(), HEIGHT, m[0]))
    for m in _METRES.finditer(text):
        value = m["a"] or m["b"]
        yield Reading(HEIGHT, value, value, "m", value, note=about(text, m.start(), HEIGHT, m[0]))


def size_places(text: str) -> tuple[tuple[int, int], ...]:
    """Where they stand."""
    return tuple(m.span() for pattern in (_STONE, _FEET, _METRES) for m in pattern.finditer(text))


def body_places(text: str) -> tuple[tuple[int, int], ...]:
    """Where the words that give a patient's age, weight and height stand, and the values of what else is measured.

    They say who is asked about, not what: no source need have "tall", "weighs" or "200 lb".
    """
    bound = bound_measures(text, True)
    values = [(b.measure.start, b.measure.end) for b in bound]
    whole = [(b.start, b.end) for b in bound if b.measured.name in (AGE, WEIGHT, HEIGHT)]
    if not any(b.measured.name in (WEIGHT, HEIGHT) for b in bound) and not size_places(in_digits(text)):
        return tuple(values + whole)
    names = [(n.start, n.end) for n in named(text) if n.measured.name in (WEIGHT, HEIGHT)]
    spelled = [(n.start, n.end) for n in numbers(text) if n.text.isalpha() and _is_beside(text, n)]
    return (*values, *whole, *names, *spelled, *size_places(text), *(m.span() for m in _BODY.finditer(text)))


def about(text: str, start: int, name: str, said: str) -> str | None:
    """The note on a value that is given as about so much; None where it is not."""
    if _ABOUT.search(text[:start]):
        return f"{name} is given as about {said.strip()}"
    return None


def _pounds(stones: str, pounds: str) -> str:
    return plain(Decimal(stones) * _POUNDS_IN_STONE + Decimal(pounds))
