"""What python-docx has no word for: shaded paragraphs, ruled tables, fields of page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from curbside.interop.exports.docx.endnotes import w

RULE: Final = "BBBBBB"
SOFT: Final = "555555"
BLUE: Final = "1C4F82"
_MISFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(words: str) -> str:
    """`words` without what XML cannot hold."""
    return _MISFIT.sub("\ufffd", words)


def said(
    paragraph: Any, words: str, *, bold: bool = False, italic: bool = False, soft: bool = False, size: float = 0
) -> None:
    """Add a run. size: in points, 0 for the paragraph's own."""
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(clean(words))
    run.bold, run.italic = bold or None, italic or None
    if soft:
        run.font.color.rgb = RGBColor.from_string(SOFT)
    if size:
        run.font.size = Pt(size)


def shaded(paragraph: Any, fill: str, edge: str) -> None:
    """Lay a ground under a paragraph, with a thick line at its left."""
    properties = paragraph._p.get_or_add_pPr()
    borders = w("pBdr")
    w("left", borders, val="single", sz="24", space="6", color=edge)
    ground = w("shd", val="clear", color="auto", fill=fill)
    for element in (borders, ground):
        properties.insert_element_before(element, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")


def table(document: Any, headers: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> Any:
    """A table with rules between its rows, its header repeated on each page. widths: in centimetres."""
    from docx.shared import Cm

    made = document.add_table(rows=1, cols=len(headers))
    made.autofit = False
    _ruled(made)
    _fill(made.rows[0].cells, headers, bold=range(len(headers)), soft=True)
    w("tblHeader", made.rows[0]._tr.get_or_add_trPr())
    for row in rows:
        _fill(made.add_row().cells, row, bold=(0,))
    for row in made.rows:
        w("cantSplit", row._tr.get_or_add_trPr())
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    for row in made.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    return made


def _fill(cells: Sequence[Any], words: Sequence[str], bold: Iterable[int], soft: bool = False) -> None:
    for n, (cell, text) in enumerate(zip(cells, words, strict=True)):
        cell.paragraphs[0].paragraph_format.space_after = 0
        said(cell.paragraphs[0], text, bold=n in bold, soft=soft, size=9)


def _ruled(made: Any) -> None:
    borders = w("tblBorders")
    for side in ("top", "bottom", "insideH"):
        w(side, borders, val="single", sz="4", space="0", color=RULE)
    made._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def field(paragraph: Any, code: str) -> None:
    """A field that Word works out ("PAGE", "NUMPAGES")."""
    for kind in ("begin", "code", "end"):
        run = w("r", paragraph._p)
        w("sz", w("rPr", run), val="15")
        if kind == "code":
            text = w("instrText", run)
            text.text = code
        else:
            w("fldChar", run, fldCharType=kind)
