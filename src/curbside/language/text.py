"""The one form in which a text is stored, its hash, its decoding from bytes, and what in it cannot be seen."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from dataclasses import dataclass

from curbside.errors import InputError

BOM = "\ufeff"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")


@dataclass(frozen=True, slots=True)
class HiddenCharacter:
    """A character that takes no room on the page. position: code points; name: as in Unicode ("ZERO WIDTH SPACE")."""

    position: int
    name: str


def normalise(raw: str) -> str:
    """`raw` as it is stored: Unicode NFC, lines ended by LF, no byte order mark in front; all else is kept."""
    return unicodedata.normalize("NFC", raw.lstrip(BOM).replace("\r\n", "\n").replace("\r", "\n"))


def content_hash(text: str) -> str:
    """The SHA-256 of `text` in UTF-8, in lower-case hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def decode(raw: bytes, where: str) -> str:
    """The text in `raw`: UTF-8, or what its byte order mark says (UTF-8, UTF-16, UTF-32); the mark is left out.

    Raises InputError that names the first byte that does not fit, or that the content is not text.
    """
    mark, encoding = next((m for m in _MARKS if raw.startswith(m[0])), (b"", "utf-8"))
    try:
        text = raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(where, _misfit(raw, len(mark) + error.start, encoding)) from error
    control = _CONTROL.search(text)
    if control:
        code = f"U+{ord(control[0]):04X}"
        raise InputError(where, f"is not text: it has the control character {code} at character {control.start()}")
    return text


def hidden_characters(text: str) -> tuple[HiddenCharacter, ...]:
    """Zero-width characters, direction controls, fillers and tag characters in `text`, in order."""
    if text.isascii():
        return ()
    return tuple(HiddenCharacter(m.start(), _name(m[0])) for m in _HIDDEN.finditer(text))


def _misfit(raw: bytes, position: int, encoding: str) -> str:
    line = raw.count(b"\n", 0, position) + 1
    byte = f"0x{raw[position]:02X}" if position < len(raw) else "the end"
    name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
    return f"is not {name}: byte {position} ({byte}, line {line}) does not fit; save the file as UTF-8"


def _name(character: str) -> str:
    code = ord(character)
    fallback = "TAG CHARACTER" if code < 0xE0080 else "VARIATION SELECTOR"
    return unicodedata.name(character, f"{fallback} U+{code:04X}")
