"""Words of others in Markdown: every character that Markdown or HTML would read is escaped."""

from __future__ import annotations

import re
from typing import Final

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_BEGINNING: Final = re.compile(r"^(\s*)([-+=]|\d{1,9}[.)])(?=\s|$)")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def text(raw: str, keep_ends: bool = False) -> str:
    """`raw` on one line, escaped. keep_ends: with the white space at its ends."""
    flat = _CONTROL.sub(" ", raw)
    return _SPECIAL.sub(r"\\\1", flat if keep_ends else " ".join(flat.split()))


def no_list(line: str) -> str:
    """An escaped line that begins no list and underlines nothing."""
    return _BEGINNING.sub(r"\1\\\2", line)
