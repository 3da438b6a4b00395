"""Which blocks are headings, and of which level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from curbside.sources.pdf.blocks import Block
from curbside.sources.pdf.lines import Line

LARGER: Final = 1.1
LONGEST: Final = 18
MOST_LINES: Final = 3
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
_CLOSED: Final = (".", ";", ",", "?")
Style = tuple[float, bool, bool]


@dataclass(frozen=True, slots=True)
class Body:
    """How the running text of a document looks: size in points; bold: whether that is bold."""

    size: float
    bold: bool


def body_of(lines: Iterable[Line]) -> Body:
    """The size of most letters, and whether most of them are bold."""
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
        bold += len(line.text) if line.bold else 0
    size = max(sizes, key=lambda s: (sizes[s], -s), default=10.0)
    return Body(size, 2 * bold > sum(sizes.values()))


def style_of(block: Block, body: Body) -> Style | None:
    """How a heading looks (size, bold, capitals), None for a block that is none.

    A heading is larger than the running text, or bold or in capitals where that is not; short; no whole sentence.
    """
    text = " ".join(line.text for line in block.lines)
    letters = [c for c in text if c.isalpha()]
    if len(block.lines) > MOST_LINES or len(text.split()) > LONGEST or text.endswith(_CLOSED) or len(letters) < 2:
        return None
    if block.mark is not None and not _NUMBERED.match(text):
        return None
    size = round(block.size * 2) / 2
    bold = block.bold and not body.bold
    capitals = all(c.isupper() for c in letters) and len(letters) >= 4
    larger = size >= LARGER * body.size
    if larger:
        return size, block.bold, capitals
    if text.endswith(":") or size < 0.95 * body.size:
        return None
    return (size, block.bold, capitals) if bold or (capitals and block.apart and block.mark is None) else None


def levels(found: Iterable[tuple[Style, str]]) -> dict[tuple[Style, int], int]:
    """The level, from 1, of each style and depth of numbering that a document's headings have: larger ones first."""
    depths: dict[Style, set[int]] = {}
    for style, text in found:
        depths.setdefault(style, set()).add(depth_of(text))
    level, told = 0, {}
    for style in sorted(depths, key=lambda s: (-s[0], not s[1], not s[2])):
        numbered = sorted(d for d in depths[style] if d) or [0]
        for depth in numbered:
            level += 1
            told[style, depth] = level
        told[style, 0] = told[style, numbered[0]]
    return told


def has_title(found: Sequence[tuple[Style, str]]) -> bool:
    """Whether the first heading stands over all others: the largest, and alone in its look in having no number."""
    if not found or depth_of(found[0][1]):
        return False
    largest = max(style[0] for style, _ in found)
    return found[0][0][0] == largest and all(depth_of(text) for style, text in found[1:] if style == found[0][0])


def depth_of(text: str) -> int:
    """How many numbers a heading begins with: 2 for "4.2 Dose", 0 where it is not numbered."""
    found = _NUMBERED.match(text)
    return found["number"].count(".") + 1 if found else 0
