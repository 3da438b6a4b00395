"""Which paragraphs are entries of a list, and how deep (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from curbside.sources.docx.opening import W
from curbside.sources.docx.styles import Styles, number, value

DEEPEST: Final = 8
STEP: Final = 360


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the list of this number. indent: how far to the right it stands, in twentieths of a point."""

    list: str
    indent: int


class Numbering:
    """The numbering part of a document."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        abstract = {} if root is None else {a.get(f"{W}abstractNumId", ""): a for a in root.iter(f"{W}abstractNum")}
        self._levels: dict[tuple[str, int], etree._Element] = {}
        for num in () if root is None else root.iter(f"{W}num"):
            name = num.get(f"{W}numId", "")
            levels = abstract.get(value(num.find(f"{W}abstractNumId")))
            for level in (*(() if levels is None else levels.iter(f"{W}lvl")), *num.iter(f"{W}lvl")):
                self._levels[name, number(level.get(f"{W}ilvl")) or 0] = level

    def entry(self, properties: etree._Element | None) -> Entry | None:
        """The list that a paragraph is in, None where it is in none."""
        found = self._styles.paragraph(properties, f"{W}numPr")
        if found is None:
            return None
        name = value(found.find(f"{W}numId"))
        if name in ("", "0"):
            return None
        place = min(max(number(value(found.find(f"{W}ilvl"))) or 0, 0), DEEPEST)
        level = self._levels.get((name, place))
        if level is not None and value(level.find(f"{W}numFmt")) == "none":
            return None
        return Entry(name, self._indent(properties, level, place) + place)

    def _indent(self, properties: etree._Element | None, level: etree._Element | None, place: int) -> int:
        own = None if properties is None else properties.find(f"{W}ind")
        numbered = None if level is None else level.find(f"{W}pPr/{W}ind")
        for found in (own, numbered, self._styles.paragraph(properties, f"{W}ind")):
            given = None if found is None else number(found.get(f"{W}left") or found.get(f"{W}start"))
            if given is not None:
                return given
        return place * STEP
