"""Characters of fonts that have no Unicode of their own: Symbol, and the common ones of Wingdings.

Word keeps such a character as w:sym or in the private use area at F000 plus its place in the font (ECMA-376 part 1,
17.3.3.30). Symbol's places are those of Adobe's Symbol encoding (ISO 32000, annex D.5); Wingdings' are those of the
font's published chart. A character that is not known here becomes U+FFFD, and is told.
"""

from __future__ import annotations

from typing import Final

UNKNOWN: Final = "\ufffd"
_PRIVATE: Final = range(0xE000, 0xF900)
_LOW: Final = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλµνοπθρστυϖωξψζ{|}∼"
_HIGH: Final = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\x00〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
_SYMBOL: Final = {
    **{0x20 + n: c for n, c in enumerate(_LOW)},
    **{0xA0 + n: c for n, c in enumerate(_HIGH) if c != "\x00"},
}
_WINGDINGS: Final = {
    0x20: " ",
    **dict(zip((0x6C, 0x6E, 0x6F, 0x71, 0x72, 0x75, 0x76, 0x77, 0x78), "●■□❑❒◆❖⬥⌧", strict=True)),
    **dict(zip((0x9E, 0x9F, 0xA0, 0xA1, 0xA7, 0xA8), "·•▪○▪◻", strict=True)),
    **dict(zip((0xD8, 0xDF, 0xE0, 0xE1, 0xE2, 0xE7, 0xE8, 0xE9, 0xEA), "➢←→↑↓←➔↑↓", strict=True)),
    **dict(zip((0xEF, 0xF0, 0xF1, 0xF2, 0xFA), "⇦⇨⇧⇩▫", strict=True)),
    **dict(zip((0xFB, 0xFC, 0xFD, 0xFE), "✗✓☒☑", strict=True)),
}
_FONTS: Final = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_NO_UNICODE: Final = frozenset({"wingdings 2", "wingdings 3", "webdings", "zapfdingbats", "zapf dingbats", "marlett"})


def is_symbolic(font: str | None) -> bool:
    """Whether the font shows other characters than the text says."""
    return font is not None and font.lower() in (_FONTS.keys() | _NO_UNICODE)


def meant(text: str, font: str | None) -> str:
    """What `text` shows in `font`; a private character of another font is U+FFFD, all else is as it is."""
    symbolic = is_symbolic(font)
    if not symbolic and not any(ord(c) in _PRIVATE for c in text):
        return text
    table = _FONTS.get((font or "").lower(), {})
    return "".join(_one(ord(c), table, symbolic) for c in text)


def _one(code: int, table: dict[int, str], symbolic: bool) -> str:
    private = code in _PRIVATE
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if not symbolic and not private:
        return chr(code)
    if symbolic and place <= 0xFF:
        return table.get(place, " " if chr(code).isspace() else UNKNOWN)
    return UNKNOWN if private else chr(code)
