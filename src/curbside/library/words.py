"""How the library keeps text, so that SQLite and PostgreSQL keep the same and sort it the same.

SQLite compares text byte by byte, which for UTF-8 is by code point; a PostgreSQL database compares it as its locale
does, unless a column says otherwise ("C" is byte by byte). SQLite takes any character; PostgreSQL's `text` takes all
but U+0000. So U+0000 is written there as U+0001 U+0001, and U+0001 as U+0001 U+0002: every text comes back as it was,
equal texts stay equal, and the order by code point stays what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Dialect, Integer, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

if TYPE_CHECKING:
    _Decorated = TypeDecorator[str]
else:
    _Decorated = TypeDecorator

COLLATION: Final = "C"


def escaped(text: str) -> str:
    """`text` without U+0000."""
    if "\x00" not in text and "\x01" not in text:
        return text
    return text.replace("\x01", "\x01\x02").replace("\x00", "\x01\x01")


def unescaped(stored: str) -> str:
    """The text that `escaped` made `stored` of."""
    if "\x01" not in stored:
        return stored
    return stored.replace("\x01\x01", "\x00").replace("\x01\x02", "\x01")


class _Escaped(_Decorated):
    """Text with U+0000 in a PostgreSQL column."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What is stored."""
        return None if value is None else escaped(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """What was given."""
        return None if value is None else unescaped(value)


class _EscapedShort(_Escaped):
    """The same for a column with a limit."""

    impl = String
    cache_ok = True


WORDS: Final = Text().with_variant(_Escaped(collation=COLLATION), "postgresql")
KEY: Final = Integer().with_variant(BigInteger(), "postgresql")


def short(length: int) -> String:
    """Text of at most `length` characters."""
    return String(length).with_variant(_EscapedShort(length, COLLATION), "postgresql")
