"""A text as lines with offsets, with what is not prose (code fences, HTML comments) blanked out at equal length."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curbside.types import TextRange

_FENCE = re.compile(r"[ \t]*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+)?(`{3,}|~{3,})([^\n]*)$")
_INK = re.compile(r"\S")
TAB = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its line end. clear: it only held a comment, so it neither ends a paragraph nor adds to it."""

    start: int
    end: int
    text: str
    clear: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is to be seen on it."""
        return not self.text or self.text.isspace()

    @property
    def indent(self) -> int:
        """The columns before its first character, a tab being up to four."""
        return columns(self.text[: len(self.text) - len(self.text.lstrip())])


def columns(space: str) -> int:
    """The width of a run of white space."""
    width = 0
    for character in space:
        width += TAB - width % TAB if character == "\t" else 1
    return width


def lines(text: str) -> list[Line]:
    """All lines of `text`, as they are."""
    return _lines(text, text)


def prose_lines(text: str) -> tuple[str, list[Line]]:
    """`text` with code fences and HTML comments blanked out, and its lines; one that is never closed is prose."""
    unfenced = _without_fences(text)
    masked = _without_comments(unfenced)
    return masked, _lines(unfenced, masked)


def _lines(seen: str, masked: str) -> list[Line]:
    found, start = [], 0
    for line in masked.split("\n"):
        end = start + len(line)
        blank = not line or line.isspace()
        found.append(Line(start, end, line, blank and bool(_INK.search(seen, start, end))))
        start = end + 1
    return found


def blanked(text: str, ranges: list[TextRange]) -> str:
    """`text` with spaces over `ranges` (in order, apart), its line ends kept."""
    parts, last = [], 0
    for r in ranges:
        parts += [text[last : r.start], re.sub(r"[^\n]", " ", text[r.start : r.end])]
        last = r.end
    return "".join([*parts, text[last:]])


def _without_fences(text: str) -> str:
    if "```" not in text and "~~~" not in text:
        return text
    found = lines(text)
    ranges: list[TextRange] = []
    hopeless: dict[str, int] = {}
    i = 0
    while i < len(found):
        opening = _FENCE.match(found[i].text)
        close = _closing(found, i, opening, hopeless) if opening else None
        if opening and close:
            ranges.append(TextRange(found[i].start + opening.start(1), found[close].end))
        i = (close or i) + 1
    return blanked(text, ranges)


def _closing(found: list[Line], opened: int, opening: re.Match[str], hopeless: dict[str, int]) -> int | None:
    mark, length = opening[1][0], len(opening[1])
    if (mark == "`" and "`" in opening[2]) or length >= hopeless.get(mark, length + 1):
        return None
    for i in range(opened + 1, len(found)):
        line = found[i].text.strip()
        if len(line) >= length and not line.strip(mark):
            return i
    hopeless[mark] = length
    return None


def _without_comments(text: str) -> str:
    ranges: list[TextRange] = []
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        ranges.append(TextRange(start, end + 3))
        start = text.find("<!--", end + 3)
    return blanked(text, ranges) if ranges else text
