"""How an amount or an interval stands in an index term: a plain number in the base unit of its class, and its code."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from curbside.language.numbers import plain
from curbside.language.units import DENOMINATORS, UNITS, base

GROUP: Final = "[,\u00a0\u2009\u202f]"
DIGITS: Final = rf"(?:[0-9]{{1,3}}(?:{GROUP}[0-9]{{3}}){{1,4}}(?:[.·][0-9]{{1,9}})?|[0-9]{{1,15}}(?:[.·][0-9]{{1,9}})?)"
_BARE: Final = str.maketrans("", "", "{}[]")

Read = tuple[tuple[str, ...], int]
"""The terms of one place of a text, and where what they were read from ends."""


@lru_cache(maxsize=4096)
def unit_code(written: str) -> str | None:
    """The UCUM code of a unit as it is written, None for any other word."""
    return next((code for pattern, code in _PATTERNS if pattern.fullmatch(written)), None)


@lru_cache(maxsize=4096)
def denominator_code(written: str) -> str | None:
    """As `unit_code`, for what may stand under the stroke ("m2")."""
    of_area = next((code for pattern, code in _BELOW if pattern.fullmatch(written)), None)
    return of_area or unit_code(written)


_PATTERNS: Final = tuple((re.compile(pattern, re.IGNORECASE), code) for pattern, code in UNITS)
_BELOW: Final = tuple((re.compile(pattern, re.IGNORECASE), code) for pattern, code in DENOMINATORS)


@lru_cache(maxsize=16_384)
def in_base(value: str, unit: str) -> str:
    """A plain number and a UCUM code in the base unit of its class: "500ug" for "0.5" and "mg"."""
    factor, code = base(unit)
    return f"{plain(Decimal(value) * factor)}{code.translate(_BARE).lower()}"


@lru_cache(maxsize=16_384)
def decimal_of(written: str) -> str:
    """A number as it is written, as a plain decimal: "1000" for "1,000", "0.5" for ".50"."""
    return plain(Decimal(re.sub(GROUP, "", written).replace("·", ".")))
