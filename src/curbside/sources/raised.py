"""Raised and lowered characters in a line of text: "10" with a raised 9 is never "109".

Digits and signs become Unicode's superscripts and subscripts, which later stages read as such; all else that cannot
be written so is put as "^(...)" and "_(...)", the way of plain-text formulas.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_PLAIN: Final = "0123456789+-−=()"
_SUPER: Final = str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_SUB: Final = str.maketrans(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SIGNED = re.compile(r"[–‐‑](?=\d+$)")
_OWN_SIGNS: Final = frozenset("®™℠©*∗†‡§¶∥‖#°º")
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
_INDEX = re.compile(r"[^\W_]+(?:[-./,][^\W_]+)*")


def raised(text: str) -> str:
    """A superscript: "9" is "⁹", "-1" (hyphen, minus or en dash before digits) "⁻¹", "a" "^(a)", "®" and "th" as is."""
    return _with_spaces(text, _raised)


def lowered(text: str, before: str, after: str) -> str:
    """A subscript between the characters `before` and `after`: "12" is "₁₂"; "max" after a letter is joined to it.

    So "Cmax" and "HbA1c" are as they are commonly written; where joining would run into a digit or word, "_(...)".
    """
    beside = " " if text[-1:].isspace() else after
    return _with_spaces(text, lambda bare: _lowered(bare, before, beside))


def _with_spaces(text: str, change: Callable[[str], str]) -> str:
    bare = text.strip()
    if not bare:
        return text
    start = text.index(bare)
    return f"{text[:start]}{change(bare)}{text[start + len(bare) :]}"


def _raised(bare: str) -> str:
    signed = _SIGNED.sub("-", bare, count=1) if bare[0] in "–‐‑" else bare
    if all(c in _PLAIN for c in signed):
        return signed.translate(_SUPER)
    if all(c in _OWN_SIGNS for c in bare) or bare in _ORDINALS:
        return bare
    return f"^({bare})"


def _lowered(bare: str, before: str, after: str) -> str:
    if all(c in _PLAIN for c in bare):
        return bare.translate(_SUB)
    if before.isalpha() and not after.isalnum() and _INDEX.fullmatch(bare):
        return bare
    return f"_({bare})"
