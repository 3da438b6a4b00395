"""The narrative of a label's section as paragraphs, lists and tables.

The elements are those of SPL's narrative block: paragraph, list, item, caption, table, content, br, linkHtml, sub, sup,
footnote, footnoteRef and renderMultiMedia. Those of HTML are read likewise, and the text of any other is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from curbside.sources.building import TextBuilder, line_of
from curbside.sources.spl.inline import Inline, lines_of, spaced
from curbside.sources.spl.tables import Table, table_of
from curbside.sources.spl.tree import attribute, child, children, clean, local

_LISTS: Final = frozenset({"list", "ul", "ol"})
_ITEMS: Final = frozenset({"item", "li"})
_WITHIN: Final = frozenset({"paragraph", "p", "caption", "text"})
_TABLE: Final = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
_BLOCKS: Final = _LISTS | _ITEMS | _WITHIN | _TABLE
_ANY_BLOCK: Final = tuple(f"{{*}}{name}" for name in sorted(_BLOCKS))
_NOT_ON_A_LINE: Final = tuple(f"{{*}}{name}" for name in sorted(_LISTS | {"table"}))
_NESTED: Final = tuple(f"{{*}}{name}" for name in sorted(_LISTS | {"table", "paragraph", "p"}))


@dataclass(slots=True)
class Narrative:
    """Writes the text elements of one label to `builder`.

    pictures: the description of each picture by its id. told: the ids of those written.
    """

    builder: TextBuilder
    inline: Inline = field(default_factory=Inline)
    pictures: dict[str, str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    _tables: int = 0

    def write(self, element: etree._Element) -> None:
        """All of a `text` element, its footnotes and pictures after it."""
        before = self.inline.new_scope()
        self.inline.announce(element)
        self._flow(element)
        self._footnotes()
        self.inline.old_scope(before)

    def write_table(self, element: etree._Element) -> None:
        """A `table` element, its footnotes and pictures after it."""
        self._table(element)

    def describe(self, name: str) -> None:
        """The description of a picture, once, as a note; nothing where the label describes it with no word."""
        text = self.pictures.get(name)
        if text and name not in self.told:
            with self.builder.place("figure", name):
                self.builder.paragraph(text, note=True)
        self.told.add(name)

    def _footnotes(self) -> None:
        for text in self.inline.taken_footnotes():
            self.builder.paragraph(text)
        for name in self.inline.taken_pictures():
            self.describe(name)

    def _flow(self, element: etree._Element) -> None:
        self._runs(element, self._paragraphs, self._block, _is_block)

    def _runs(
        self,
        element: etree._Element,
        put: Callable[[str], None],
        block: Callable[[etree._Element], None],
        parts: Callable[[etree._Element], bool],
    ) -> None:
        """Each run of inline content of `element` to `put`, each block (`parts`) between them to `block`, in order."""
        run: list[str] = [spaced(element.text)]
        for piece in element:
            if parts(piece):
                put("".join(run))
                run.clear()
                block(piece)
            else:
                self.inline.child(piece, run)
            run.append(spaced(piece.tail))
        put("".join(run))

    def _paragraphs(self, run: str) -> None:
        for line in lines_of(run):
            self.builder.paragraph(line)

    def _block(self, element: etree._Element) -> None:
        name = local(element)
        if name == "table":
            self._table(element)
        elif name in _LISTS:
            self._list(element, 0)
        elif name in _ITEMS:
            self._item(element, 0)
        else:
            self.inline.note(element, known=_BLOCKS)
            self._flow(element)
        for picture in self.inline.taken_pictures():
            self.describe(picture)

    def _list(self, element: etree._Element, depth: int) -> None:
        if depth == 0:
            self.builder.end_list()
        inner = depth
        for caption in list(children(element, "caption"))[:1]:
            inner = self._list_caption(self.inline.one_line(caption), depth)
        seen_caption = False
        self._loose(element.text, inner)
        for piece in element:
            if local(piece) == "caption" and not seen_caption:
                seen_caption = True
            elif local(piece) in _LISTS:
                self._list(piece, inner + 1)
            elif local(piece) == "table":
                self._table(piece)
            else:
                self._item(piece, inner)
            self._loose(piece.tail, inner)
        self._count_numbers(element)

    def _list_caption(self, text: str, depth: int) -> int:
        """Write a list's caption; the depth of the items under it."""
        if not text:
            return depth
        if depth == 0:
            self.builder.paragraph(text)
            return 0
        self.builder.item(text, depth)
        return depth + 1

    def _loose(self, text: str | None, depth: int) -> None:
        if text and text.strip():
            self.builder.item(clean(text), depth)

    def _count_numbers(self, element: etree._Element) -> None:
        ordered = (attribute(element, "listType") or "").lower() == "ordered" or local(element) == "ol"
        if ordered and any(child(item, "caption") is None for item in children(element, "item", "li")):
            self.inline.seen["ordered list"] += 1

    def _item(self, element: etree._Element, depth: int) -> None:
        """An item: its paragraphs on one line, then the lists and tables in it, then what follows those."""
        written = False

        def put(run: str) -> None:
            nonlocal written
            if line_of(run):
                self.builder.item(run, depth + 1 if written else depth)
                written = True

        self._runs(element, put, lambda piece: self._nested(piece, depth + 1), _nests)

    def _nested(self, element: etree._Element, depth: int) -> None:
        if local(element) in _LISTS:
            self._list(element, depth)
        elif local(element) == "table":
            self._table(element)
        else:
            self._item(element, depth)

    def _table(self, element: etree._Element) -> None:
        self._tables += 1
        if self._is_box(element):
            self._box(element)
            return
        name = attribute(element, "ID") or attribute(element, "id") or f"table {self._tables}"
        kept = list(self.inline.footnotes)
        self.inline.footnotes.clear()
        before = self.inline.new_scope()
        self.inline.announce(element)
        self._put(table_of(element, self.inline), name)
        self._footnotes()
        self.inline.old_scope(before)
        self.inline.footnotes[:0] = kept

    def _put(self, found: Table, name: str) -> None:
        self.inline.seen["table not repeated"] += not found.repeated
        self.inline.seen["uncertain table"] += not found.certain
        if found.certain:
            self.builder.table(found.rows, found.headers, found.caption, name)
        else:
            with self.builder.place("table", name, certain=False):
                self.builder.table(found.rows, found.headers, found.caption)
        for text in found.around:
            self.builder.paragraph(text)

    def _is_box(self, element: etree._Element) -> bool:
        """Whether the table only draws a box: one cell a row, and paragraphs or lists in it."""
        rows = list(element.iterdescendants("{*}tr"))
        return all(len(row) <= 1 for row in rows) and next(element.iterdescendants(*_NESTED), None) is not None

    def _box(self, element: etree._Element) -> None:
        self._runs(element, self._paragraphs, self._boxed, _is_block)

    def _boxed(self, element: etree._Element) -> None:
        (self._box if local(element) in _TABLE - {"table"} else self._block)(element)


def _is_block(element: etree._Element) -> bool:
    name = local(element)
    return name in _BLOCKS or (
        name not in ("footnote", "sup", "sub") and next(element.iterdescendants(*_ANY_BLOCK), None) is not None
    )


def _nests(element: etree._Element) -> bool:
    """Whether it holds what cannot be on the line of its item."""
    return local(element) in _LISTS | {"table"} or next(element.iterdescendants(*_NOT_ON_A_LINE), None) is not None
