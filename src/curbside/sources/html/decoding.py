"""From the bytes of a page to its characters: byte order mark, then what the page declares, then UTF-8.

The order and the meaning of the labels are those of the WHATWG Encoding Standard and of HTML's "determining the
character encoding" (a page that says iso-8859-1 or ascii is read as windows-1252; UTF-16 in a meta element is UTF-8).
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from curbside.errors import InputError

PRESCAN: Final = 4096
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED: Final = re.compile(
    rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']\s*(?P<xml>[A-Za-z0-9_:.-]+)"
    rb"|<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*(?P<meta>[A-Za-z0-9_:.-]+)",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_WESTERN: Final = frozenset("ascii us-ascii latin1 latin-1 iso-8859-1 iso8859-1 iso_8859-1 l1 cp1252 x-cp1252".split())
LONGEST_SHOWN: Final = 60
_READ_AS: Final = {
    **dict.fromkeys(_WESTERN, "windows-1252"),
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8", "utf-16", "utf-16le", "utf-16be"), "utf-8"),
    "iso-8859-9": "windows-1254",
    "iso-8859-11": "windows-874",
    "tis-620": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "big5": "big5hkscs",
}
_KNOWN: Final = re.compile(
    r"utf-8|windows-(?:1250|1251|1252|1253|1254|1255|1256|1257|1258|874)|cp(?:932|949|866)|big5hkscs|gb18030|euc-jp"
    r"|iso-2022-jp|koi8-[ru]|macintosh|iso-8859-(?:2|3|4|5|6|7|8|10|13|14|15|16)"
)
_PYTHON: Final = {"windows-874": "cp874", "macintosh": "mac_roman"}
_UNPRINTED: Final = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f]")


def decoded(raw: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """The characters of a page without control characters, and remarks on how they were read.

    Raises InputError where the bytes do not fit the encoding, where the encoding is not known, or for what is no text.
    """
    mark, encoding = next((found for found in _MARKS if raw.startswith(found[0])), (b"", ""))
    declared = None if mark else _declared(raw[:PRESCAN])
    remarks: tuple[str, ...] = ()
    if not encoding:
        encoding = _meant(declared, where) if declared else "utf-8"
        if encoding.startswith(("windows-", "iso-8859", "macintosh")) and _is_utf8(raw):
            remarks = (f"the page says that it is {declared}, but its characters are UTF-8 and were read as such",)
            encoding = "utf-8"
    try:
        text = raw[len(mark) :].decode(_PYTHON.get(encoding, encoding))
    except UnicodeDecodeError as error:
        raise InputError(where, _misfit(raw, len(mark) + error.start, declared, encoding)) from error
    if "\x00" in text:
        raise InputError(where, f"is not text: it has the control character U+0000 at character {text.index(chr(0))}")
    return _UNPRINTED.sub("", text) if _UNPRINTED.search(text) else text, remarks


def _declared(head: bytes) -> str | None:
    found = _DECLARED.search(_COMMENT.sub(b"", head))
    return None if found is None else (found["xml"] or found["meta"]).decode("ascii").lower()


def _meant(declared: str, where: str) -> str:
    encoding = _READ_AS.get(declared, declared)
    if not _KNOWN.fullmatch(encoding):
        shown = declared[:LONGEST_SHOWN]
        raise InputError(where, f"declares the encoding {shown!r}, which is not known; save the page as UTF-8")
    return encoding


def _is_utf8(raw: bytes) -> bool:
    """Whether there is something in `raw` that only UTF-8 explains."""
    if raw.isascii():
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _misfit(raw: bytes, position: int, declared: str | None, encoding: str) -> str:
    line = raw.count(b"\n", 0, position) + 1
    byte = f"0x{raw[position]:02X}" if position < len(raw) else "the end"
    said = f"declares {declared}" if declared else f"declares no encoding and is not {encoding.upper()}"
    but = ", but" if declared else ":"
    return f"{said}{but} byte {position} ({byte}, line {line}) does not fit; save the page as UTF-8"
