"""The quantities of a dosing sentence: what is given and counted, in the units that a phase can have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from curbside.language.frequencies import frequencies
from curbside.language.measures import Measure, measures

DOSE_UNITS: Final = frozenset(
    "g mg ug ng mL L [IU] {unit} mmol meq {tablet} {capsule} {ampoule} {vial} {sachet} {drop} {puff} {spray} {patch} "
    "{suppository} {injection} {auto-injector} {application} {lozenge} {pessary} kcal".split()
)
"""Codes of units in which something is given; a length of time, a concentration and a bare number are none."""
BOUND_UNITS: Final = DOSE_UNITS | {"{dose}"}
"""What an upper bound may count too ("no more than 4 doses in 24 hours")."""
COUNTS: Final = frozenset(
    "{tablet} {capsule} {ampoule} {vial} {sachet} {drop} {puff} {spray} {patch} {suppository} {lozenge} {pessary} "
    "mL".split()
)
MASSES: Final = frozenset("g mg ug ng [IU] {unit} mmol meq".split())
PRODUCTS: Final = (
    (r"tablets?", "{tablet}"),
    (r"capsules?", "{capsule}"),
    (r"suppositor(?:y|ies)", "{suppository}"),
    (r"patch(?:es)?", "{patch}"),
    (r"sachets?", "{sachet}"),
    (r"vials?", "{vial}"),
    (r"ampoules?", "{ampoule}"),
    (r"puffs?|actuations?|inhalations?", "{puff}"),
    (r"sprays?", "{spray}"),
    (r"lozenges?", "{lozenge}"),
    (r"pessar(?:y|ies)", "{pessary}"),
    (r"injections?", "{injection}"),
)
KIND: Final = (
    r"(?:(?:modified|extended|prolonged|sustained|slow|immediate|delayed)[-\s]release\s+|film-coated\s+|"
    r"enteric-coated\s+|gastro-resistant\s+|chewable\s+|soluble\s+|effervescent\s+|oral\s+|transdermal\s+)*"
)
PRODUCT: Final = re.compile(
    rf"[\s-]+{KIND}(?:" + "|".join(f"(?P<p{i}>{p})" for i, (p, _) in enumerate(PRODUCTS)) + r")\b", re.IGNORECASE
)
_PUT_ON: Final = re.compile(
    r"\b(?:appl(?:y|ied)|instil|insert|rub|spray|cream|ointment|gel|lotion|patch(?:es)?|paste|foam|shampoo|drops)\b",
    re.IGNORECASE,
)


def quantities(text: str, start: int, end: int) -> tuple[Measure, ...]:
    """The quantities of `text` that stand in [start, end).

    A rate "10 mL/h" is an amount per hour. A count with its strength ("two 500 mg tablets") is a count of that product;
    a count with its mass in brackets ("one tablet (5 mg)") is the mass, since that is read without arithmetic.
    """
    return tuple(m for m in _quantities(text) if start <= m.start < end)


@lru_cache(maxsize=4096)
def _quantities(text: str) -> tuple[Measure, ...]:
    return tuple(_counted(text, [_flow(m) for m in measures(text)]))


def _flow(measure: Measure) -> Measure:
    if measure.unit != "mL/h":
        return measure
    return replace(measure, unit="mL", per=f"{measure.per}.h" if measure.per else "h")


def _counted(text: str, found: list[Measure]) -> Iterator[Measure]:
    skip = False
    for i, measure in enumerate(found):
        if skip:
            skip = False
            continue
        following = found[i + 1] if i + 1 < len(found) else None
        merged = _merged(text, measure, following) if following else None
        skip = merged is not None
        yield merged or measure


def _merged(text: str, a: Measure, b: Measure) -> Measure | None:
    """`a` and `b` as one amount: a count and its strength, or a count and its mass in brackets."""
    between = text[a.end : b.start]
    if (
        a.unit == "1"
        and b.unit == "mL"
        and re.fullmatch(r"\s+(?:tea|table|dessert)?spoonfuls?\s*\(\s*", between, re.IGNORECASE)
    ):
        close = re.compile(r"\s*\)").match(text, b.end)
        return replace(b, start=a.start, end=close.end(), text=text[a.start : close.end()]) if close else None
    if a.unit == "1" and re.fullmatch(r"\s+(?:of\s+(?:the\s+)?)?|\s?[x×]\s?", between) and b.unit in MASSES:
        product = PRODUCT.match(text, b.end) if not b.per or b.per == "h" else None
        if product and (not b.per or product[0].lower().rstrip("es").endswith("patch")):
            unit = next(code for i, (_, code) in enumerate(PRODUCTS) if product[f"p{i}"])
            return replace(a, end=product.end(), unit=unit, text=text[a.start : product.end()])
    if a.unit in COUNTS and b.unit in MASSES and not b.per and not a.per and re.fullmatch(r"\s*\(\s*", between):
        close = re.compile(r"\s*\)").match(text, b.end)
        if close and a.comparator is None and b.comparator is None:
            return replace(b, start=a.start, end=close.end(), text=text[a.start : close.end()])
    return None


def may_dose(text: str) -> bool:
    """Whether anything in a text could be a dose: a quantity that is given, or something put on so often."""
    if any(plain_unit(m) in BOUND_UNITS for m in measures(text)):
        return True
    return any(m.unit == "%" for m in measures(text)) or bool(_PUT_ON.search(text) and frequencies(text))


def plain_unit(measure: Measure) -> str:
    """The unit without "per dose", which says no more than the amount itself."""
    return measure.unit.removesuffix("/{dose}")


def in_brackets(text: str, place: int) -> bool:
    """Whether `place` stands in brackets."""
    before = text[:place]
    return before.count("(") > before.count(")")
