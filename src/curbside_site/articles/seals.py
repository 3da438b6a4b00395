"""Seals on the addresses of quotes.

Of a source whose licence lets no more than short quotes be shown, only those are shown that a text of this site makes:
else anybody could read all of it, sentence by sentence, by writing addresses.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

_SALT: Final = "curbside.quote"
_LENGTH: Final = 24


def seal(source: str, version: str, places: Iterable[tuple[int, int]]) -> str:
    """The seal of these places of a version, by the site's secret."""
    told = "|".join((source, version, *(f"{start}-{end}" for start, end in sorted(places))))
    return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()[:_LENGTH]


def holds(given: str, source: str, version: str, places: Iterable[tuple[int, int]]) -> bool:
    """Whether a text of this site made that address."""
    return constant_time_compare(given, seal(source, version, places))
