"""The text of a PDF out of its pieces, with the map to pages and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from curbside.sources.base import Draft
from curbside.sources.building import TextBuilder
from curbside.sources.pdf.flow import Text
from curbside.sources.pdf.headings import depth_of, has_title, levels
from curbside.sources.pdf.joining import Words
from curbside.sources.pdf.tables import written
from curbside.types import Place


class Writer:
    """Puts pieces into a `TextBuilder` and keeps where each page begins and ends.

    uncertain: the pages whose text may be wrong letter by letter.
    """

    def __init__(self, words: Words, uncertain: Iterable[int]) -> None:
        self._built = TextBuilder()
        self._words = words
        self._uncertain = frozenset(uncertain)
        self._pages: dict[int, tuple[int, int]] = {}
        self._tables: dict[int, int] = {}

    def write(self, pieces: Sequence[Text]) -> None:
        """Add all of a document's pieces."""
        headings = [(p.style, p.text) for p in pieces if p.style is not None]
        known = levels(headings)
        title = headings[0] if has_title(headings) else None
        for piece in pieces:
            begun = self._built.length
            level = known[piece.style, depth_of(piece.text)] if piece.style else None
            self._add(piece, 0 if title == (piece.style, piece.text) else level)
            self._keep(piece.pages, begun, self._built.length)

    def draft(self, id: str, where: str, extractor: str, raw_hash: str) -> Draft:
        """Raises InputError where there is nothing to quote."""
        made = self._built.draft(id, where, extractor, raw_hash)
        pages = [Place(a, b, "page", str(n), n not in self._uncertain) for n, (a, b) in self._pages.items()]
        places = tuple(sorted((*made.source.places, *pages), key=lambda p: (p.start, -p.end)))
        return replace(made, source=replace(made.source, places=places))

    def _add(self, piece: Text, level: int | None) -> None:
        if piece.table is not None:
            self._table(piece)
        elif level is not None:
            self._built.heading(piece.text, level)
        elif piece.depth is not None:
            self._built.item(piece.text, piece.depth)
        else:
            self._built.end_list()
            self._built.paragraph(piece.text, note=piece.note)

    def _table(self, piece: Text) -> None:
        page = piece.pages[0]
        self._tables[page] = self._tables.get(page, 0) + 1
        assert piece.table is not None
        rows, headers = written(piece.table, self._words.text)
        name = piece.name or f"page {page}, table {self._tables[page]}"
        with self._built.place("table", name, certain=False):
            self._built.table(rows, headers=headers, caption=piece.caption)

    def _keep(self, pages: tuple[int, int], begun: int, ended: int) -> None:
        if ended > begun:
            for number in range(pages[0], pages[1] + 1):
                first, last = self._pages.get(number, (begun, ended))
                self._pages[number] = min(first, begun), max(last, ended)
