"""What divides the words of a text: commas, semicolons, full stops, colons, brackets, strokes and spaced dashes.

A division that moves changes what goes with what ("A is given; in children B is given", "A is given in children; B is
given"), so that each token carries the divisions that stand before it.
"""

from __future__ import annotations

import re
from typing import Final

SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[^\W_])|\n\s*\n\s*|\n(?=[-*]\s)")
_ABBREVIATION: Final = re.compile(
    r"(?:(?:^|[\s(])(?:e\.g|i\.e|vs|cf|approx|dr|prof|fig|al|st|ca|max|min|vit)|(?<![0-9])(?:^|[\s(])[a-z](?:\.[a-z])*)\.\s*\Z",
    re.IGNORECASE,
)
_LETTERED: Final = re.compile(
    r"\b(?:vitamin|hepatitis|influenza|type|group|grade|class|arm|factor|stage|pugh|ha?emophilia) [a-z]\.\s*\Z",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"\bno\.\s*\Z", re.IGNORECASE)
_LETTER_STOP: Final = re.compile(r"(?:\A|[^\w])(?:[^\W\d_]\.)*[^\W\d_]\Z")
_SEEN: Final = re.compile(r"[,;:()\[\]/|]| - |\.(?=[^\W_])")
_SAME: Final = {" - ": ",", "[": "(", "]": ")", ".": ";", "|": ":"}


def sentence_places(norm: str) -> tuple[int, ...]:
    """Where in a normalised text a sentence ends, as offsets of the space after it; abbreviations end none."""
    return tuple(m.start() for m in SENTENCE_END.finditer(norm) if not _abbreviated(norm, m.start(), m.end()))


def _abbreviated(norm: str, start: int, end: int) -> bool:
    """Whether the full stop before `start` is that of an abbreviation: "e.g.", an initial, "no. 5"."""
    before = norm[:start][-24:]
    if _LETTERED.search(before):
        return False
    return bool(_ABBREVIATION.search(before) or (norm[end : end + 1].isdigit() and _NUMBERED.search(before)))


def divisions(norm: str, start: int, end: int, new_sentence: bool) -> str:
    """The divisions between two tokens, the text from `start` to `end`, in order and one sort of each.

    new_sentence: whether the second token begins a sentence. A full stop, a semicolon and a line of its own are one
    sort; a comma and a spaced dash are another.
    """
    if end - start < 2 and norm[start:end] in ("", " ", "-"):
        return ""
    found = []
    for match in _SEEN.finditer(norm, start):
        if match.start() >= end:
            break
        if match[0] == "." and _LETTER_STOP.search(norm[: match.start()][-12:]):
            continue
        found.append(_SAME.get(match[0], match[0]))
    if new_sentence and ";" not in found:
        found.insert(found.index("(") if "(" in found else len(found), ";")
    return "".join(found)
