"""Unsafe notation out of our own words (the clinical rules, section 8); quotations stay as they are."""

from __future__ import annotations

import re
from typing import Final

from curbside.language.notation import lint

_WORDS: Final = {
    "u": "units",
    "iu": "international units",
    "qod": "every other day",
    "qd": "daily",
    "µg": "micrograms",
    "μg": "micrograms",
    "ug": "micrograms",
    "cc": "mL",
}


def safe(words: str) -> str:
    """`words` without unsafe notation, but for abbreviations that mean several drugs, which nobody can write out."""
    made = words
    for fault in reversed(lint(words)):
        written = _written(fault.word)
        if written is not None:
            before = made[: fault.start]
            gap = " " if before[-1:].isdigit() and not written[0].isdigit() else ""
            made = before + gap + written + made[fault.end :]
    return made


def _written(word: str) -> str | None:
    known = _WORDS.get(word.lower().replace(".", "").strip())
    if known:
        return known
    if re.fullmatch(r"\.\d+", word):
        return f"0{word}"
    return word.split(".", 1)[0] if re.fullmatch(r"[\d,]+\.0+", word) else None
