"""From the elements of a cleared page to headings, paragraphs, list items and table rows, in the order of the page."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Final

from lxml import etree

from curbside.sources.building import TextBuilder
from curbside.sources.html import tables
from curbside.sources.html.inline import BREAK, Line, paragraphs, piece
from curbside.sources.html.tree import tag_of
from curbside.sources.xml import line

DEEPEST: Final = 20
LEVELS: Final = {f"h{level}": level for level in range(1, 7)}
_LISTS: Final = {"ul": 1, "ol": 1, "menu": 1, "dir": 1, "dl": 2}
_SECTIONS: Final = frozenset({"section", "article", "aside", "details"})
_BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form header hgroup hr legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr "
    "ul".split()
)


class Flow:
    """Writes what stands in an element into a builder.

    remarks: what could not be kept as it stood. first: the first heading, None where there is none.
    """

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.remarks: list[str] = []
        self.first: str | None = None
        self._line = Line()
        self._depth = 0
        self._items: list[int] = []
        self._level: int | None = None
        self._kept = 0
        self._tables = 0
        self._tables_open = 0
        self._sections: list[list[int]] = []
        self._places: list[tuple[int, AbstractContextManager[None]]] = []

    def write(self, root: etree._Element) -> None:
        """Everything in `root`."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = tag_of(element)
            level = _level(element, tag)
            if event == "start":
                if self._start(element, tag, level):
                    walk.skip_subtree()
                continue
            self._end(element, tag, level)
            if element is not root:
                self._line.add(element.tail, bool(self._kept))
        self._flush()
        self._leave(0)

    def _start(self, element: etree._Element, tag: str, level: int | None) -> bool:
        if level is not None:
            self._flush()
            self._level = level
            self._place(element, level)
        elif tag in _BLOCKS:
            self._flush()
            if tag == "table" and self._is_data(element):
                self._table(element)
                return True
            self._open(tag)
        elif tag == "hr":
            self._flush()
            self.builder.close(7)
        return piece(self._line, "start", element, bool(self._kept))

    def _is_data(self, table: etree._Element) -> bool:
        """Whether `table` is one of data, at its first sight; tables that place others go no deeper than `DEEPEST`."""
        self._tables_open += 1
        return self._tables_open <= DEEPEST and not tables.is_layout(table)

    def _open(self, tag: str) -> None:
        if tag in _LISTS:
            self._depth += _LISTS[tag]
        elif tag in ("li", "dt", "dd"):
            self._items.append(max(0, self._depth - (2 if tag == "dt" else 1)))
        elif tag in _SECTIONS:
            self._sections.append([])
        self._kept += tag == "pre"

    def _end(self, element: etree._Element, tag: str, level: int | None) -> None:
        if level is not None:
            self._heading()
        elif tag not in _BLOCKS:
            piece(self._line, "end", element)
        elif tag == "p" and self._items:
            self._line.add(" ")
        else:
            self._flush()
            self._close(tag)

    def _close(self, tag: str) -> None:
        if tag in _LISTS:
            self._depth = max(0, self._depth - _LISTS[tag])
            if not self._depth:
                self.builder.end_list()
        elif tag in ("li", "dt", "dd") and self._items:
            self._items.pop()
        elif tag in _SECTIONS and self._sections:
            levels = self._sections.pop()
            if levels:
                self._leave(min(levels))
                self.builder.close(min(levels))
        elif tag == "table":
            self._tables_open -= 1
        self._kept = max(0, self._kept - (tag == "pre"))

    def _heading(self) -> None:
        level, text = self._level, line(self._line.taken().replace(BREAK, " "))
        self._level = None
        if level is None or not text:
            return
        self.first = self.first or text
        if self._sections:
            self._sections[-1].append(level)
        self.builder.heading(text, level)

    def _flush(self) -> None:
        if self._level is not None:
            self._line.add(" ")
            return
        text = self._line.taken()
        if not text or text.isspace():
            return
        for one, bulleted in paragraphs(text):
            if self._items:
                self.builder.item(one, self._items[-1] + (1 if bulleted else 0))
            elif bulleted:
                self.builder.item(one)
            else:
                self.builder.paragraph(one)

    def _table(self, element: etree._Element) -> None:
        pending = [element]
        while pending:
            found = tables.read(pending.pop(0))
            self._tables += 1
            name = element.get("id") or str(self._tables)
            tables.write(found, self.builder, name)
            if not found.spread:
                self.remarks.append(
                    f"table {name} covers more cells than can be repeated; its spans were not written out"
                )
            if found.inner:
                self.remarks.append(f"table {name} has tables in its cells; they stand after it")
                pending = [*found.inner, *pending]

    def _place(self, element: etree._Element, level: int) -> None:
        self._leave(level)
        name = element.get("id")
        if name:
            place = self.builder.place("section", name)
            place.__enter__()
            self._places.append((level, place))

    def _leave(self, level: int) -> None:
        """End the places of headings of this level and deeper."""
        while self._places and self._places[-1][0] >= level:
            self._places.pop()[1].__exit__(None, None, None)


def _level(element: etree._Element, tag: str) -> int | None:
    if tag in LEVELS:
        return LEVELS[tag]
    if (element.get("role") or "").lower() != "heading":
        return None
    given = (element.get("aria-level") or "").strip()
    return int(given) if given in ("1", "2", "3", "4", "5", "6") else 2
