"""Making the text of a source from a structured original, and the blocks in it, without any markup in between.

A mark of punctuation in the original ("> 5 mg", "1. ", "*") is never read as markup, since none is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from curbside.errors import InputError
from curbside.language.splitting import ITEM, PARAGRAPH, ROW, Block
from curbside.language.text import content_hash, normalise
from curbside.sources.base import Draft
from curbside.types import Kind, Place, Source, TextRange

_SPACES = re.compile(r"\s+")


def line_of(text: str) -> str:
    """`text` as one line: NFC, each run of white space one space, none at the ends."""
    if not text.isascii():
        text = normalise(text)
    # A space is the only white space that is printable: most texts have none to be made one, and need no more work.
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", text).strip()


@dataclass(slots=True)
class TextBuilder:
    """Collects headings, paragraphs, list items and table rows in reading order.

    White space in what is given is made single spaces; control characters must have been taken out. Empty text adds
    nothing. Nothing of the given text is dropped or changed otherwise, but "|" in a table's cell, written "\\|".
    """

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _blocks: list[Block] = field(default_factory=list)
    _titles: list[tuple[int, TextRange]] = field(default_factory=list)
    _places: list[Place] = field(default_factory=list)
    _lead: int | None = None
    _items: list[int] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Code points so far: where the next block will begin, or one or two before."""
        return self._length

    def heading(self, text: str, level: int) -> None:
        """A heading; those of the same or a deeper level (1 is the outermost) are closed."""
        self._titles = [title for title in self._titles if title[0] < level]
        self._apart()
        found = self._write(text, "\n\n")
        if found is not None:
            self._titles.append((level, found))

    def close(self, level: int) -> None:
        """Close the headings of this level and deeper: what follows does not stand under them."""
        self._titles = [title for title in self._titles if title[0] < level]
        self._apart()

    def paragraph(self, text: str, note: bool = False) -> None:
        """A paragraph; list items and table rows that follow it directly have its last sentence as their lead-in.

        note: it is about the document and is never quoted as evidence.
        """
        found = self._write(text, "\n\n")
        if found is None:
            return
        self._items.clear()
        self._blocks.append(Block(found.start, found.end, PARAGRAPH, self._headings(), note))
        self._lead = None if note else len(self._blocks) - 1

    def item(self, text: str, depth: int = 0) -> None:
        """A list item; depth: 0 for a list of its own, 1 for one inside an item, ..."""
        found = self._write(text, "\n" if self._items else "\n\n", "  " * depth + "- ")
        if found is None:
            return
        del self._items[depth:]
        parents = tuple(self._items)
        self._blocks.append(Block(found.start, found.end, ITEM, self._headings(), lead=self._lead, parents=parents))
        self._items.append(len(self._blocks) - 1)

    def end_list(self) -> None:
        """A list that follows directly is another one."""
        self._items.clear()

    def table(self, rows: Sequence[Sequence[str]], headers: int = 1, caption: str = "", name: str = "") -> None:
        """A table. rows: cells as text; a cell that spans rows or columns is repeated in each by the caller.

        headers: how many of the first rows hold the column headings. caption: becomes context of each row. name:
        of the place in `Source.places`. A row of a single cell, in a table of several columns, is a heading within the
        table and becomes context of the rows under it.
        """
        if not any(line_of(cell) for row in rows for cell in row):
            self.paragraph(caption)
            return
        begun = self._length
        over = self._caption(caption)
        columns: list[TextRange] = []
        for row in rows[:headers]:
            whole, filled = self._row(row)
            columns += [*([whole] if whole else []), *filled]
        self._body(rows[headers:], columns, over)
        self._apart()
        if name and self._length > begun:
            self._places.append(Place(begun, self._length, "table", name))

    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    @contextmanager
    def place(self, kind: str, name: str, certain: bool = True) -> Iterator[None]:
        """A block of which everything that is added stands at this place of the original."""
        begun = self._length
        yield
        if self._length > begun:
            self._places.append(Place(begun, self._length, kind, name, certain))

    def draft(self, id: str, where: str, extractor: str, raw_hash: str) -> Draft:
        """The draft of all this: kind unknown, no title; `dataclasses.replace` says the rest.

        Raises InputError where there is no text but headings.
        """
        if not self._blocks:
            raise InputError(where, "has no text to quote")
        text = self.text()
        source = Source(
            id=id,
            text=text,
            content_hash=content_hash(text),
            kind=Kind.UNKNOWN,
            title="",
            raw_hash=raw_hash,
            extractor=extractor,
            where=where,
            places=tuple(sorted(self._places, key=lambda p: (p.start, -p.end))),
        )
        return Draft(source, tuple(self._blocks))

    def _headings(self) -> tuple[TextRange, ...]:
        return tuple(found for _, found in self._titles)

    def _apart(self) -> None:
        self._lead = None
        self._items.clear()

    def _write(self, text: str, before: str, mark: str = "") -> TextRange | None:
        bare = line_of(text)
        if not bare:
            return None
        self._put((before if self._length else "") + mark)
        start = self._length
        self._put(bare)
        return TextRange(start, self._length)

    def _put(self, piece: str) -> None:
        self._parts.append(piece)
        self._length += len(piece)

    def _row(self, row: Sequence[str]) -> tuple[TextRange | None, list[TextRange]]:
        """Write a row; the range of it all, and those of its cells that are not empty."""
        bare = [line_of(cell).replace("|", "\\|") for cell in row]
        if not any(bare):
            return None, []
        self._put(("\n" if self._length else "") + "| ")
        start, first, filled = self._length, len(self._parts), []
        for number, cell in enumerate(bare):
            self._put(" | " if number else "")
            if cell:
                filled.append(TextRange(self._length, self._length + len(cell)))
            self._put(cell)
        line = "".join(self._parts[first:])
        whole = TextRange(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        self._put(" |")
        return whole, filled

    def _caption(self, caption: str) -> int | None:
        """Write the caption, if any, and say which block it is."""
        before = len(self._blocks)
        self.paragraph(caption)
        self._items.clear()
        return before if len(self._blocks) > before else None

    def _body(self, rows: Sequence[Sequence[str]], columns: Sequence[TextRange], over: int | None) -> None:
        wide = max((len(row) for row in rows), default=0) > 1
        group: TextRange | None = None
        name: TextRange | None = None
        for row in rows:
            whole, filled = self._row(row)
            if whole is None:
                continue
            if wide and len(row) == 1:
                group, name = whole, None
                self._add_row(whole, columns, over)
                continue
            own = () if line_of(row[0]) or name is None else (name,)
            name = filled[0] if line_of(row[0]) else name
            self._add_row(whole, [*((group,) if group else ()), *own, *columns], over)

    def _add_row(self, whole: TextRange, around: Sequence[TextRange], over: int | None) -> None:
        lead, parents = (self._lead, ()) if over is None else (None, (over,))
        cells = tuple(dict.fromkeys(around))
        self._blocks.append(Block(whole.start, whole.end, ROW, self._headings(), False, lead, parents, None, cells))
