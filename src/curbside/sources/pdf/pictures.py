"""Pictures of pages, so that what was read from a table can be confirmed against the page."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from curbside.errors import InputError, UsageError
from curbside.sources.pdf.reader import NEEDED

MOST_PIXELS: Final = 40_000_000
SCALES: Final = (0.1, 8.0)


def page_png(raw: bytes, page: int, scale: float = 2.0) -> bytes:
    """The page with this number, from 1, as a PNG; scale: pixels a point (1/72 inch), smaller where the page is huge.

    Raises UsageError where there is no such page or scale, or the extra "documents" is not installed; InputError where
    the file is no PDF that can be drawn.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise UsageError(f"A picture of a page {NEEDED}.") from error
    if not SCALES[0] <= scale <= SCALES[1]:
        raise UsageError(f"The scale of a picture is between {SCALES[0]} and {SCALES[1]:g}, not {scale:g}.")
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise InputError("the kept file", "cannot be opened as a PDF") from error
    try:
        if not 1 <= page <= len(document):
            raise UsageError(f"There is no page {page}; the file has {len(document)}.")
        return _drawn(document[page - 1], scale)
    except pypdfium2.PdfiumError as error:
        raise InputError("the kept file", f"has a page {page} that cannot be drawn") from error
    finally:
        document.close()


def _drawn(page: object, scale: float) -> bytes:
    width, height = page.get_size()  # type: ignore[attr-defined]
    most = (MOST_PIXELS / max(width * height, 1.0)) ** 0.5
    picture = page.render(scale=min(scale, most)).to_pil()  # type: ignore[attr-defined]
    found = BytesIO()
    picture.save(found, "PNG")
    return found.getvalue()
