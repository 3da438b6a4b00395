"""Terms in the alphabet of an index of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_OTHER = re.compile(r"[^a-z0-9]")


@lru_cache(maxsize=200_000)
def encoded(term: str) -> str:
    """`term` in a-z, 0-9 and "_", another one for every other term ("b12" as it is, "<" as "_3c_").

    So a term is one token whatever characters it has, and none is ever read as the syntax of a query.
    """
    return _OTHER.sub(lambda found: f"_{ord(found[0]):x}_", term)


def joined(terms: Iterable[str]) -> str:
    """Encoded terms with a space between."""
    return " ".join(map(encoded, terms))
