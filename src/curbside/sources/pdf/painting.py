"""What a page of a PDF paints, noted by a device for pdfminer.six.

Beyond what pdfminer.six keeps by itself this follows the text rendering mode (ISO 32000-1, 9.3.6) and the order of
painting, since text that a reader cannot see must be told from text that he can.
`curbside.sources.pdf.operators` runs the content. This module imports pdfminer.six and is itself imported late.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import apply_matrix_pt

from curbside.errors import InputError
from curbside.sources.pdf import marks
from curbside.sources.pdf.colours import rgb
from curbside.sources.pdf.letters import character
from curbside.sources.pdf.marks import Area, Edge, Glyph, Painted

MOST_MARKS: Final = 400_000
MOST_FORMS: Final = 5_000
SMALLEST: Final = 2.0
_STRAIGHT: Final = 1.0
_THIN: Final = 2.0
_BOLD: Final = ("bold", "black", "heavy", "demi")
Box = tuple[float, float, float, float]


class PageDevice(PDFTextDevice):
    """Notes what is painted on one page in `page`; what steers the visibility is set by `PageInterpreter`."""

    page: Painted
    ctm: Any

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.number = 0
        self.clip: Box | None = None
        self.alpha = 1.0
        self.blended = False
        self.off = 0
        self._mode = 0
        self._order = 0
        self._forms = 0
        self._box: Box = (0, 0, 0, 0)
        self._bold: dict[int, tuple[PDFFont, bool]] = {}

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        """Start on an empty page; its box is the crop box within the media box."""
        left, low, right, high = page.mediabox
        a, b, c, d = page.cropbox
        crop = (max(a, left), max(b, low), min(c, right), min(d, high))
        self._box = bounds([apply_matrix_pt(ctm, p) for p in (crop[:2], crop[2:])])
        width, height = self._box[2] - self._box[0], self._box[3] - self._box[1]
        self.page = Painted(self.number, width, height)
        self.clip, self.alpha, self.blended, self.off = None, 1.0, False, 0
        self._order, self._forms = 0, 0

    def end_page(self, page: PDFPage) -> None:
        """Nothing is left to do."""

    def entered(self) -> None:
        """Count a form. Raises InputError where there are too many."""
        self._forms += 1
        if self._forms > MOST_FORMS:
            raise InputError("", f"has more than {MOST_FORMS:,} nested drawings on page {self.number}")

    def _next(self) -> int:
        self._order += 1
        if self._order > MOST_MARKS:
            raise InputError("", f"has more than {MOST_MARKS:,} marks on page {self.number}")
        return self._order

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x - self._box[0], self._box[3] - y

    def render_string(self, textstate: Any, seq: Any, ncs: PDFColorSpace, graphicstate: Any) -> None:
        """Show a string; without a font none can be."""
        if textstate.font is None:
            self.page.damaged = True
            return
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: Any,
    ) -> float:
        """Note one letter; how far it moves on."""
        advance = float(font.char_width(cid)) * fontsize * scaling
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = ""
        self._note(_spelled(text, font), matrix, advance, fontsize, rise, font, ncs, graphicstate)
        return advance

    def _note(
        self, text: str, matrix: Any, advance: float, fontsize: float, rise: float, font: PDFFont, ncs: Any, state: Any
    ) -> None:
        a, b, c, d = matrix[:4]
        x, y = self._at(*apply_matrix_pt(matrix, (0, rise)))
        end, _ = self._at(*apply_matrix_pt(matrix, (advance, rise)))
        size = abs(fontsize) * math.hypot(c, d)
        turn = _turn(a * _sign(fontsize), b * _sign(fontsize), a * d - b * c)
        order = self._next()
        if turn or font.is_vertical():
            self.page.turned.setdefault(turn or 4, []).append(text)
            return
        if "\ufffd" in text:
            self.page.undefined += 1
        stroked = self._mode in (1, 5)
        colour = rgb(state.scolor, state.scs) if stroked else rgb(state.ncolor, ncs)
        glyph = Glyph(text, min(x, end), max(x, end), y, size, self._is_bold(font), colour, order)
        glyph.hidden = self._why_hidden(glyph)
        self.page.glyphs.append(glyph)

    def _why_hidden(self, glyph: Glyph) -> str | None:
        x, y = glyph.middle
        if self._mode in (3, 7):
            return marks.NOT_DRAWN
        if self.off:
            return marks.LAYER
        if self.alpha <= 0.03:
            return marks.TRANSPARENT
        if glyph.size < SMALLEST:
            return marks.TINY
        if not (0 <= x <= self.page.width and 0 <= y <= self.page.height):
            return marks.OFF_PAGE
        if self.clip is not None and not _inside(self.clip, x, y):
            return marks.CLIPPED
        return None

    def _is_bold(self, font: PDFFont) -> bool:
        known = self._bold.get(id(font))
        if known is None:
            name = str(font.fontname).lower()
            flags = font.flags if isinstance(font.flags, int) else 0
            known = self._bold[id(font)] = font, any(word in name for word in _BOLD) or bool(flags & 1 << 18)
        return known[1] or self._mode == 2

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Note where a picture stands; it is not decoded."""
        corners = [apply_matrix_pt(self.ctm, p) for p in ((0, 0), (1, 0), (0, 1), (1, 1))]
        x0, top, x1, bottom = self.placed(bounds(corners))
        masked = any(stream.get(key) for key in ("SMask", "Mask", "ImageMask", "IM"))
        solid = not masked and not self.blended and self.alpha > 0.9 and not self.off
        self.page.areas.append(Area(x0, top, x1, bottom, None, self._next(), solid, picture=True))

    def placed(self, box: Box) -> Box:
        """A box of the device's space as left, top, right, bottom within the page and the clip."""
        (x0, bottom), (x1, top) = self._at(box[0], box[1]), self._at(box[2], box[3])
        found = (x0, top, x1, bottom)
        return found if self.clip is None else _both(found, self.clip)

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Note the straight lines and the rectangles of a path; curves frame nothing that is read."""
        if self.off or self.alpha <= 0.03:
            return
        subpath: list[Any] = []
        for segment in (*path, ("m",)):
            if segment[0] == "m" and subpath:
                self._paint(graphicstate, stroke, fill, subpath)
                subpath = []
            subpath.append(segment)

    def _paint(self, state: Any, stroke: bool, fill: bool, path: Sequence[Any]) -> None:
        order = self._next()
        curved = any(s[0] in "cvy" for s in path)
        points = [self._at(*apply_matrix_pt(self.ctm, s[-2:])) for s in path if len(s) > 2]
        if len(points) < 2 or not all(math.isfinite(v) for p in points for v in p):
            return
        closed = [*points, points[0]] if path[-1][0] == "h" or fill else points
        if stroke and not curved and rgb(state.scolor, state.scs) != marks.WHITE:
            self._edges(closed)
        if fill and not curved and len(set(points)) == 4 and _is_box(closed):
            self._fill(rgb(state.ncolor, state.ncs), bounds(points), order, stroke)
        elif fill and not curved and len(points) == 2:
            self._edges(points)

    def _fill(self, colour: marks.Colour | None, box: Box, order: int, stroked: bool) -> None:
        box = box if self.clip is None else _both(box, self.clip)
        x0, top, x1, bottom = box
        if min(x1 - x0, bottom - top) <= _THIN:
            if colour != marks.WHITE and not stroked:
                self._edges([(x0, (top + bottom) / 2), (x1, (top + bottom) / 2)])
                self._edges([((x0 + x1) / 2, top), ((x0 + x1) / 2, bottom)])
            return
        solid = not self.blended and self.alpha > 0.9
        self.page.areas.append(Area(x0, top, x1, bottom, colour, order, solid))
        if colour != marks.WHITE and not stroked:
            self._edges([(x0, top), (x1, top), (x1, bottom), (x0, bottom), (x0, top)])

    def _edges(self, points: Sequence[tuple[float, float]]) -> None:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(y0 - y1) <= _STRAIGHT < abs(x0 - x1) - _THIN:
                self.page.edges.append(Edge((y0 + y1) / 2, min(x0, x1), max(x0, x1), False))
            elif abs(x0 - x1) <= _STRAIGHT < abs(y0 - y1) - _THIN:
                self.page.edges.append(Edge((x0 + x1) / 2, min(y0, y1), max(y0, y1), True))


def bounds(points: Sequence[tuple[float, float]]) -> Box:
    """The smallest box that holds all points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _spelled(text: str, font: PDFFont) -> str:
    return "".join(character(c, str(font.fontname)) for c in text) or "\ufffd"


def _sign(value: float) -> float:
    return -1.0 if value < 0 else 1.0


def _turn(a: float, b: float, area: float) -> int:
    """Quarter turns to the left of the direction of writing; 4 for any other angle and for mirrored text."""
    if area <= 0:
        return 4
    if abs(b) <= 0.05 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= 0.05 * abs(b):
        return 1 if b > 0 else 3
    return 4


def _inside(box: Box, x: float, y: float) -> bool:
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _both(a: Box, b: Box) -> Box:
    x0, top = max(a[0], b[0]), max(a[1], b[1])
    return x0, top, max(x0, min(a[2], b[2])), max(top, min(a[3], b[3]))


def _is_box(points: Sequence[tuple[float, float]]) -> bool:
    return all(abs(x0 - x1) <= _STRAIGHT or abs(y0 - y1) <= _STRAIGHT for (x0, y0), (x1, y1) in pairwise(points))
