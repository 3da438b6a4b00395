"""What a service says in a body that is not what was asked for: an error in XML or JSON, or a page for browsers."""

from __future__ import annotations

import html
import re
from typing import Final

LONGEST: Final = 200
_MARKUP: Final = re.compile(r"<[^<>]*>")
_XML_ERROR: Final = re.compile(r"<(?:ERROR|ErrorMessage|errMsg)>(.*?)</", re.DOTALL)
_JSON_ERROR: Final = re.compile(r'"(?:error|ERROR|message|errMsg)"\s*:\s*"((?:[^"\\]|\\.)*)"')
_TITLE: Final = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_PAGE: Final = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+)?html", re.IGNORECASE | re.DOTALL
)


def is_page(body: bytes) -> bool:
    """Whether it is an HTML page."""
    return _PAGE.match(body[:4096].removeprefix(b"\xef\xbb\xbf")) is not None


def said(body: bytes) -> str | None:
    """The error message in a body in one line, at most `LONGEST` characters; None where there is none to be found."""
    text = body[:20_000].decode("utf-8", "replace")
    for pattern in (_XML_ERROR, _JSON_ERROR, _TITLE):
        found = pattern.search(text)
        if found:
            return _line(found[1].replace("\\n", " ").replace('\\"', '"'))
    return None


def error_in(body: bytes) -> str | None:
    """The message of an error that came in the place of an answer (<ERROR>, {"error": ...}); None where it is none."""
    text = body[:20_000].decode("utf-8", "replace")
    found = _XML_ERROR.search(text) or (_JSON_ERROR.search(text) if text.lstrip()[:1] == "{" else None)
    return None if found is None else _line(found[1].replace("\\n", " "))


def _line(text: str) -> str | None:
    bare = " ".join(html.unescape(_MARKUP.sub(" ", text)).split())
    bare = "".join(c for c in bare if c.isprintable()).rstrip(" .")
    return (bare if len(bare) <= LONGEST else bare[: LONGEST - 3].rstrip() + "...") or None
