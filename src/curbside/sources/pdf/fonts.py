"""The fonts of a PDF, with the encoding of Symbol put right."""

from __future__ import annotations

from typing import Any, Final

from pdfminer.pdffont import PDFFont, PDFSimpleFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import resolve1

from curbside.sources.pdf.letters import own_code

_HYPHEN: Final = 0xAD
_MAC: Final = dict(
    zip(
        (173, 176, 178, 179, 182, 183, 184, 185, 186, 189, 195, 197, 198, 215, 219),
        "≠∞≤≥∂∑∏π∫Ω√≈∆◊€",
        strict=True,
    )
)


class Fonts(PDFResourceManager):
    """Fonts as pdfminer.six makes them, but for those with an encoding of their own (ISO 32000-1, 9.6.6.1).

    Without a ToUnicode map pdfminer.six reads Symbol as if it were Latin: the mu of "µg" becomes an m. In
    WinAnsiEncoding code 255 (octal) is a hyphen, not a space ("10-20 mg"), and the unused codes are bullets (annex
    D.2, notes 3 and 6); with MacRomanEncoding fonts have the signs of table 115 too.
    """

    def get_font(self, objid: Any, spec: Any) -> PDFFont:
        """The font of a dictionary."""
        font = super().get_font(objid, spec)
        if isinstance(font, PDFSimpleFont):
            _mend(font, spec)
        return font


def _mend(font: PDFSimpleFont, spec: Any) -> None:
    """Put in what pdfminer.six's encodings lack."""
    encoding = resolve1(spec.get("Encoding"))
    base = resolve1(encoding.get("BaseEncoding")) if isinstance(encoding, dict) else encoding
    named = _named(encoding)
    known = font.cid2unicode
    if getattr(base, "name", None) == "WinAnsiEncoding":
        font.cid2unicode = dict.fromkeys(range(0x21, 0x100), "•") | known
        font.cid2unicode[_HYPHEN] = known[_HYPHEN] if _HYPHEN in named and _HYPHEN in known else "-"
    elif getattr(base, "name", None) == "MacRomanEncoding":
        font.cid2unicode = _MAC | known
    name = str(getattr(resolve1(spec.get("BaseFont")), "name", ""))
    if font.unicode_map is None and own_code(0x20, name) is not None:
        font.cid2unicode = {code: own_code(code, name) or "" for code in range(0x20, 0x100)}
        font.cid2unicode |= {code: known[code] for code in named if code in known}


def _named(encoding: Any) -> set[int]:
    """The codes of which a dictionary of an encoding names the glyph."""
    given = resolve1(encoding.get("Differences")) if isinstance(encoding, dict) else None
    found: set[int] = set()
    code = 0
    for entry in given if isinstance(given, list) else ():
        if isinstance(entry, int):
            code = entry
        else:
            found.add(code)
            code += 1
    return found
