"""Characters as the fonts of a PDF name them, and as they are written in a text."""

from __future__ import annotations

import unicodedata
from typing import Final

UNKNOWN: Final = "\ufffd"
_LOW = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\ufffdαβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\ufffd\ufffd↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
_SYMBOL: Final = dict(enumerate(_LOW, 0x20)) | dict(enumerate(_HIGH, 0xA0))
_BULLETS: Final = frozenset(map(ord, "\x9f\xa7\xa8\xb7\xd8\xfcl\x6c\x6e\x71\x76uwo"))
_LIGATURES: Final = frozenset(chr(c) for c in range(0xFB00, 0xFB07))
_SPACES: Final = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_PICTORIAL: Final = ("wingdings", "webdings", "zapfdingbats", "dingbats")


def is_symbol(font: str) -> bool:
    """Whether a font's name is that of Adobe's Symbol or of a copy of it, subset or not."""
    return font.rpartition("+")[2].lower().startswith("symbol")


def own_code(code: int, font: str) -> str | None:
    """The character of a code in the own encoding of Symbol, and of fonts of pictures; None for every other font.

    Symbol's codes are those of ISO 32000-1, annex D.5. Of fonts of pictures only the shapes used as bullets are known.
    """
    if is_symbol(font):
        return _SYMBOL.get(code, UNKNOWN)
    if font.rpartition("+")[2].lower().startswith(_PICTORIAL):
        return " " if code == 0x20 else "•" if code in _BULLETS else UNKNOWN
    return None


def character(found: str, font: str) -> str:
    """`found` of the font named `font`: ligatures taken apart, spaces of all widths one, private codes put in Unicode.

    U+F020 to U+F0FF are the codes of a symbolic font. What means nothing outside its font, and control characters, are
    U+FFFD.
    """
    if found in _LIGATURES:
        return unicodedata.normalize("NFKC", found)
    if found in _SPACES:
        return " "
    code = ord(found)
    if 0xF000 <= code <= 0xF0FF:
        return own_code(code - 0xF000, font) or UNKNOWN
    if code < 0x20 or 0x7F <= code < 0xA0:
        return " " if found in "\t\n\r" else UNKNOWN
    return UNKNOWN if unicodedata.category(found) in ("Co", "Cs", "Cn") else found
