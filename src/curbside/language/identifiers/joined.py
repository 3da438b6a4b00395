"""Identifiers that a slash joins: "Jane Doe/94F/LS1 4AP"."""

from __future__ import annotations

from curbside.language.patterns import Lazy

_DAY = Lazy(r"(?<!\d)(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|(?:19|20)\d{2}/\d{1,2}/\d{1,2})(?!\d)")
_SHORT = Lazy(r"(?<!\d)\d{1,4}/(?=\d{1,4}(?!\d))|\d/(?=[MFo]\b)|\b[YyNnHhPpCcWw]/")
_ADDRESS = Lazy(r"\b\w+://\S+|\b10\.\d{4,9}/\S+")


def apart(text: str) -> str | None:
    """`text` with ";" for every slash that may part two things, of the same length; None where there is none.

    A slash stays in a date, between two short numbers (a blood pressure, a ratio), in "94/F", "y/o" and "c/o", and in
    the address of a page.
    """
    if "/" not in text:
        return None
    kept: set[int] = set()
    edges = {edge for match in _DAY.finditer(text) for edge in (match.start() - 1, match.end())}
    for pattern in (_DAY, _ADDRESS):
        for match in pattern.finditer(text):
            kept.update(range(*match.span()))
    for match in _SHORT.finditer(text):
        if match.end() - 1 not in edges:
            kept.update(range(*match.span()))
    parted = "".join(";" if c == "/" and i not in kept else c for i, c in enumerate(text))
    return None if parted == text else parted
