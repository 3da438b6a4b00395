"""From pages to the sequence of headings, paragraphs, list items, footnotes and tables that a document is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from curbside.sources.pdf.blocks import Block, begins_heading, blocks, ended, is_of_contents
from curbside.sources.pdf.columns import Column, Tabular, reading_order
from curbside.sources.pdf.headings import Body, Style, style_of
from curbside.sources.pdf.joining import Words
from curbside.sources.pdf.lines import Line
from curbside.sources.pdf.pages import PageText
from curbside.sources.pdf.tables import Table, of_rows

_CAPTION = re.compile(r"(?P<name>(?:table|box|panel|chart|schedule)\s+[A-Z]?\d{1,3}(?:\.\d+)?[a-z]?)\b", re.IGNORECASE)
_FOOTMARK = re.compile(r"[*†‡§¶]|\^\(|[⁰¹²³⁴-⁹]|\d{1,2}\s|[a-z]\s")
_STAND_IN: Final = "\x00"
_LETTERS: Final = 40
_LOWEST: Final = 0.5
_LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Text:
    """A heading (style is given), paragraph or list item. pages: the first and last that it stands on.

    depth: of a list item, None for what is none. foot: it is a footnote. note: it is a line of a table of contents.
    opens: it is the first of its column, so that it may go on from the one before.
    """

    text: str
    pages: tuple[int, int]
    style: Style | None = None
    depth: int | None = None
    foot: bool = False
    note: bool = False
    opens: bool = False
    size: float = 0.0
    table: Table | None = None
    caption: str = ""
    name: str = ""


def flow(pages: Iterable[PageText], running: dict[int, list[Line]], body: Body, words: Words) -> Iterator[Text]:
    """Headings, paragraphs, items, footnotes and tables in the order of reading, joined across columns and pages.

    running: by page the lines that are left out. Footnotes come after the paragraph that they interrupt.
    """
    waiting: Text | None = None
    aside: list[Text] = []
    for piece in _captioned(p for page in pages for p in _of_page(page, running.get(page.number, []), body, words)):
        if piece.foot:
            aside.append(piece)
        elif waiting is not None and _goes_on(waiting, piece):
            text = words.joined(waiting.text, piece.text)
            waiting = replace(waiting, text=text, pages=(waiting.pages[0], piece.pages[1]))
        else:
            if waiting is not None:
                yield waiting
            if aside and piece.depth is None:
                yield from aside
                aside.clear()
            waiting = piece
    if waiting is not None:
        yield waiting
    yield from aside


def _goes_on(before: Text, after: Text) -> bool:
    """Whether a text that ends a column goes on in the next."""
    if (
        not after.opens
        or before.table
        or after.table
        or before.style
        or after.style
        or before.note
        or after.note
        or before.foot
    ):
        return False
    if len(before.text) > _LONGEST or after.depth is not None or ended(before.text):
        return False
    if abs(before.size - after.size) > 0.6:
        return False
    first = after.text[:1]
    return first.islower() or before.text[-1] in "-\u2010,\u2013(/" or (before.depth is None and first.isdigit())


def _of_page(page: PageText, running: Sequence[Line], body: Body, words: Words) -> Iterator[Text]:
    left_out = {id(line) for line in running}
    lines = [line for line in page.lines if id(line) not in left_out]
    lowest = max((line.base for line in lines if line.size > 0.92 * body.size), default=0.0)
    for region in reading_order([*lines, *(_stand_in(n, t) for n, t in enumerate(page.tables))]):
        if isinstance(region, Tabular):
            yield from _tabular(region, page)
            continue
        for number, piece in enumerate(_of_column(region, page, lowest, body, words)):
            yield piece if number else replace(piece, opens=True)


def _of_column(column: Column, page: PageText, lowest: float, body: Body, words: Words) -> Iterator[Text]:
    run: list[Line] = []
    for line in column.lines:
        if line.text.startswith(_STAND_IN):
            yield from _texts(run, page, lowest, body, words)
            yield _of_table(page.tables[int(line.text[1:])])
            run = []
        else:
            run.append(line)
    yield from _texts(run, page, lowest, body, words)


def _stand_in(number: int, table: Table) -> Line:
    """A line in the place of a table, so that it is put into its column."""
    size = 10.0
    return Line(table.page, table.x0, table.x1, table.top + size, size, False, f"{_STAND_IN}{number:0{_LETTERS}}")


def _tabular(region: Tabular, page: PageText) -> Iterator[Text]:
    """A table without lines; tables with lines that stand in it come first."""
    rows = []
    for row in region.rows:
        for line in row:
            if line.text.startswith(_STAND_IN):
                yield _of_table(page.tables[int(line.text[1:])])
        kept = tuple(line for line in row if not line.text.startswith(_STAND_IN))
        rows += [kept] if kept else []
    if rows:
        yield _of_table(of_rows(Tabular(tuple(rows))))


def _of_table(table: Table) -> Text:
    return Text("", (table.page, table.page), table=table)


def _texts(lines: Sequence[Line], page: PageText, lowest: float, body: Body, words: Words) -> Iterator[Text]:
    found = blocks(lines)
    depths: list[float] = []
    for block in _with_split_headings(found, body):
        text = words.text(block.bare)
        where = (page.number, page.number)
        if is_of_contents(text):
            yield Text(text, where, note=True)
            continue
        style = style_of(block, body)
        if style is not None:
            depths.clear()
            yield Text(words.text([line.text for line in block.lines]), where, style)
            continue
        if _is_footnote(block, page, lowest, body):
            yield Text(words.text([line.text for line in block.lines]), where, foot=True)
            continue
        depth = _depth(block, depths)
        yield Text(text, where, depth=depth, size=block.size)


def _with_split_headings(found: Sequence[Block], body: Body) -> Iterator[Block]:
    """Blocks in order; headings of one look that follow each other closely are one of two lines."""
    held: Block | None = None
    for block in found:
        if held is not None and _is_one_heading(held, block, body):
            held = replace(held, lines=(*held.lines, *block.lines))
            continue
        if held is not None:
            yield held
        held = block
    if held is not None:
        yield held


def _is_one_heading(above: Block, below: Block, body: Body) -> bool:
    close = not below.apart and below.mark is None and len(above.lines) < 3
    style = style_of(above, body) if close else None
    if style is None or style != style_of(below, body):
        return False
    return not begins_heading(above.lines[-1], below.lines[0])


def _depth(block: Block, depths: list[float]) -> int | None:
    """How deep a list item stands; the lists that a block ends are taken off `depths`."""
    while depths and block.x0 < depths[-1] - 0.5 * block.size:
        depths.pop()
    if block.mark is None:
        depths.clear()
        return None
    if not depths or block.x0 > depths[-1] + 0.8 * block.size:
        depths.append(block.x0)
    return len(depths) - 1


def _is_footnote(block: Block, page: PageText, lowest: float, body: Body) -> bool:
    """Whether a block of small letters under all running text of a page begins with a mark."""
    first = block.lines[0]
    small = block.size <= 0.92 * body.size and first.base > lowest and first.base > _LOWEST * page.height
    return small and (first.raised or bool(_FOOTMARK.match(first.text)))


def _captioned(found: Iterable[Text]) -> Iterator[Text]:
    """Tables with the caption that stands before them ("Table 3. ...")."""
    held: Text | None = None
    for piece in found:
        named = _CAPTION.match(held.text) if held and not held.table else None
        if piece.table and held and named and held.pages == piece.pages and not held.note:
            held = replace(piece, caption=held.text, name=" ".join(named["name"].split()))
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
