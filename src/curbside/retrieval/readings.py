"""What a question says of a patient: measures with their units, sex, conditions and groups, classes.

Nothing is guessed: a number without a unit where several are usual, two values of one measure, and "about 60 kg" are
kept with the reason why they cannot be compared. Ages over 89 are read as given and shown as "90 or over".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from curbside.language import lexicon
from curbside.language.bound_measures import Bound, bound_measures
from curbside.language.identifiers import MASKS
from curbside.language.numbers import plain
from curbside.language.patient_measures import AGE, spoken, table
from curbside.retrieval import patient as ages_
from curbside.retrieval.sizes import about, in_digits, size_places, sizes
from curbside.types import Patient, Reading

OLDEST_SHOWN: Final = 89
_GLUED: Final = re.compile(
    r"(?<=\d)(?=(?:lbs?|st|stone|kg|cm|ft|feet|yo|mmol|micromol|umol|mg|bpm|ms)\b)", re.IGNORECASE
)
# "75 000 per microlitre", "NT-proBNP 1 800 ng/L": one number with its thousands apart.
_APART: Final = re.compile(
    r"(?<![\d.,/])(?P<a>\d{1,3}) (?P<b>\d{3})"
    r"(?=\s*(?:cells\s*)?(?:/|per)\s*(?:[\u00b5\u03bcu]l|mm3|mm\u00b3|microlit|cubic))"
    r"|(?<=BNP )(?P<c>\d{1,3}) (?P<d>\d{3})(?=\s*(?:ng/l|pg/ml)\b)",
    re.IGNORECASE,
)
_TERSE_AGE: Final = re.compile(
    r"(?<![\d.])\b(?P<a>\d{1,3})\s?(?:(?:y/?o|yrs?|y)\.?\s?)?/?\s?(?P<s>[MF])\b(?!\s*(?:temp|fever))|\b(?P<s2>[MF])\s?(?P<b>\d{2,3})\b(?!\s*(?:kg|mg|cm|lb))"
)
_TEMPERATURE: Final = re.compile(r"\b(?:temp\w*|fever|T)\W*(?:of|is|was)?\W*\Z", re.IGNORECASE)
_SPOKEN_AGE: Final = re.compile(
    r"\b(?:woman|man|lady|gentleman|girl|boy|female|male|patient|child|infant|baby|toddler)\s*,?\s+(?:of\s+|aged\s+)?(?P<n>\d{1,3})\b"
    r"(?P<u>\s*(?:years?|yrs?|months?|mths?|weeks?|wks?|days?)\b)?(?!\d|\s?[./-]\s?\d|\s*(?:%|kg|lb|st\b|stone|cm|ft\b|feet|foot|['\u2019\u2032]|mg|mmol|micro|mL|ms))"
    r"|(?<![\d.])(?P<n2>\d{1,3})[\s-]*(?:y/?o\b|yo\b|y\b)(?P<u2>)",
    re.IGNORECASE,
)
_BARE_AGE: Final = re.compile(
    r"\b(?:age|aged)\s*(?:is|of|:|=)?\s*(?P<n>\d{1,3})\b(?P<u>\s*(?:months?|mths?|weeks?|wks?|days?)\b)?(?!\s*(?:[-\u2013]\s*\d|(?:to|or|and)\s+(?:\d|over|more|older|above|under)))",
    re.IGNORECASE,
)
_AGE_UNIT: Final = {"m": "mo", "w": "wk", "d": "d"}
_NEGATED: Final = re.compile(
    r"\b(?:no|not|without|denies|never|nor|neither|negative\s+for|free\s+of|doesn['\u2019]t\s+have|hasn['\u2019]t\s+(?:got\s+)?|isn['\u2019]t|non)[\s-]+"
    r"(?:(?:any|an?|in|on|have|had|known|to|with|for|current|currently|prior|previous|history|evidence|sign|signs|of|the)\s+){0,5}\Z",
    re.IGNORECASE,
)
_JOINS: Final = re.compile(r"\s*(?:,\s*)?(?P<last>or|nor)?\s*(?:no\s+|an?\s+|on\s+)?\Z", re.IGNORECASE)
_FEMALE: Final = re.compile(r"\b(?:wom[ae]n|female|lady|girl|she|her|mother|pregnant|breast-?feeding)\b", re.IGNORECASE)
_MALE: Final = re.compile(r"\b(?:man|male|gentleman|boy|he|his|him|father)\b", re.IGNORECASE)
CLASSES: Final = (
    (
        "Child-Pugh class",
        re.compile(
            r"\bchild[-\s\u2013]?(?:turcotte[-\s\u2013])?pugh\s*(?:class|grade|score|category|stage)?\s*\(?(?P<v>[ABC])\b(?:\s*[5-9])?",
            re.IGNORECASE,
        ),
    ),
    ("NYHA class", re.compile(r"\bNYHA\s*(?:functional\s+)?(?:class)?\s*(?P<v>IV|I{1,3}|[1-4])\b", re.IGNORECASE)),
)
_CHILD_PUGH: Final = re.compile(r"\bchild[-\s\u2013]?(?:turcotte[-\s\u2013])?pugh\b", re.IGNORECASE)
_ROMAN: Final = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def patient(text: str) -> Patient:
    """What `text`, as its writer gave it, says of a patient."""
    spaced = in_digits(_APART.sub(lambda m: m[0].replace(" ", ""), _GLUED.sub(" ", text)))
    given, absent = _conditions(spaced)
    return Patient(
        readings=tuple(_agreed(_without_edges([*_ages(spaced), *sizes(spaced), *_measures(spaced)]))),
        given=given,
        absent=absent - given,
        sex=_sex(spaced),
        classes=tuple(_classes(spaced)),
        words=" ".join(text.lower().split()),
    )


def _without_edges(found: list[Reading]) -> list[Reading]:
    """Without the bare age that is the edge of a bound ("over 80 years old" says no age of 80)."""
    edges = {e for r in found if r.quantity == AGE and not r.exact and r.note is None for e in (r.low, r.high)}
    return [r for r in found if r.quantity != AGE or not r.exact or r.low not in edges]


def class_value(value: str) -> str:
    """A class as it is compared: "C", "III"."""
    return _ROMAN.get(value, value.upper())


def _classes(text: str) -> Iterator[tuple[str, str]]:
    for name, pattern in CLASSES:
        found = {class_value(m["v"]) for m in pattern.finditer(text)}
        if len(found) == 1:
            yield name, found.pop()


def _sex(text: str) -> str | None:
    terse = {m["s"] or m["s2"] for m in _terse(text)}
    female = bool(_FEMALE.search(text)) or "F" in terse
    male = bool(_MALE.search(text)) or "M" in terse
    return None if female == male else "female" if female else "male"


def _terse(text: str) -> Iterator[re.Match[str]]:
    """ "82F"; not "98 F" of a temperature."""
    return (m for m in _TERSE_AGE.finditer(text) if not _TEMPERATURE.search(text[: m.start()]))


def _ages(text: str) -> Iterator[Reading]:
    found = [(v.value, v.unit) for v in ages_.values(text) if v.quantity == AGE]
    found += [(m["a"] or m["b"], "a") for m in _terse(text)]
    for pattern in (_SPOKEN_AGE, _BARE_AGE):
        for m in pattern.finditer(text):
            groups = m.groupdict()
            unit = (groups.get("u") or groups.get("u2") or "").strip()
            found.append((m["n"] or groups.get("n2") or "", _AGE_UNIT.get(unit[:1].lower(), "a")))
    for value, unit in dict.fromkeys(found):
        if Decimal(value) <= 130 or unit != "a":
            yield Reading(AGE, value, value, unit, _masked(AGE, value, unit))


def _masked(quantity: str, value: str, unit: str) -> str:
    if quantity == AGE and unit == "a" and Decimal(value) > OLDEST_SHOWN:
        return MASKS["age"]
    return value


def _measures(text: str) -> Iterator[Reading]:
    taken = size_places(text)
    for bound in bound_measures(text, True):
        at = bound.measure.start
        in_words = (
            bound.measured.name == AGE and bound.measure.comparator is None and bound.measure.low == bound.measure.high
        )
        if not in_words and not any(start <= at < end for start, end in taken):
            yield _reading(text, bound)


def _reading(text: str, bound: Bound) -> Reading:
    measure, name = bound.measure, bound.measured.name
    low = None if measure.low is None else plain(measure.low)
    high = None if measure.high is None else plain(measure.high)
    exact = low if low == high else None
    digits = re.search(r"\d[\d.]*", measure.text.replace(",", ""))
    shown = digits[0] if exact and digits and Decimal(digits[0].rstrip(".")) == Decimal(exact) else exact
    unit = {"{beats}": "/min", "{beats}/min": "/min", "{breaths}/min": "/min"}.get(measure.unit, measure.unit)
    note = about(text, measure.start, name, measure.text)
    if unit == "":
        usual = bound.measured.usual
        note = f"{name} {shown or measure.text} is given without a unit, which could be {usual}"
    if shown is None:
        shown = f"{measure.comparator}{low or high}" if measure.comparator else f"{low}-{high}"
    return Reading(name, low, high, unit, _bounded(name, shown, unit, exact), measure.comparator in ("<", ">"), note)


def _bounded(name: str, shown: str, unit: str, exact: str | None) -> str:
    if exact is None and name == AGE and any(int(n) > OLDEST_SHOWN for n in re.findall(r"\d+", shown)):
        return MASKS["age"]
    return _masked(name, shown, unit) if exact else shown


def _agreed(found: Iterable[Reading]) -> Iterator[Reading]:
    """One reading a measure; where two do not say the same, none that can be compared."""
    by_name: dict[str, list[Reading]] = {}
    for reading in found:
        by_name.setdefault(reading.quantity, []).append(reading)
    for name, readings in by_name.items():
        clear = [r for r in readings if r.note is None] or readings
        first = next((r for r in clear if r.exact), clear[0])
        others = [r for r in clear if r is not first and not _same(first, r)]
        if others:
            said = " and ".join(dict.fromkeys(f"{r.shown} {spoken(r.unit)}".strip() for r in (first, *others)))
            yield Reading(name, None, None, first.unit, "", note=f"two values of {name} are given ({said})")
        else:
            yield first


def _same(a: Reading, b: Reading) -> bool:
    """Whether two say the same within the rounding of what is written ("1.5 mg/dL", "133 micromol/L")."""
    if b.unit == "" or a.low is None or a.high is None or b.low is None or b.high is None:
        return b.unit == "" and (a.low, a.high) == (b.low, b.high)
    measured = table()[a.quantity]
    if a.quantity == AGE:
        return (a.low, a.high, a.unit) == (b.low, b.high, b.unit)
    for x, y in ((a.low, b.low), (a.high, b.high)):
        other = measured.converted(Decimal(y), b.unit, a.unit)
        step = measured.converted(_half_step(y), b.unit, a.unit)
        if other is None or step is None or abs(Decimal(x) - other) > _half_step(x) + step:
            return False
    return True


def _half_step(value: str) -> Decimal:
    exponent = Decimal(value).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent) / 2


def _conditions(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Conditions and groups that the patient is said to have, and not to have.

    "No diabetes, stroke or heart failure" denies all three; of "no diabetes, heart failure" only the first is sure.
    """
    given: set[str] = set()
    absent: set[str] = set()
    text = _CHILD_PUGH.sub(lambda m: " " * len(m[0]), text)
    found = sorted((*lexicon.find(text, "condition"), *lexicon.find(text, "population")), key=lambda m: m.start)
    run: list[lexicon.Mention] = []
    for i, mention in enumerate(found):
        joint = _JOINS.match(text[found[i - 1].end : mention.start]) if run else None
        if joint:
            run.append(mention)
            if joint["last"]:
                absent |= {m.concept for m in run}
            continue
        run = [mention] if _NEGATED.search(text[: mention.start]) else []
        (absent if run else given).add(mention.concept)
    return frozenset(given), frozenset(absent)
