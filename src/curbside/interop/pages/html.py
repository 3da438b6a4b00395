"""A page of HTML that is whole in itself: no script, nothing fetched, one style sheet whose hash its own policy names.

Everything that comes from a text or a source is escaped; a link is made only of an address of a source of the library
that begins with http:// or https://.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import Final

from curbside.types import Source

_SAFE: Final = re.compile(r"https?://[^\s\"'<>]+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def page(title: str, body: str, sheet: str) -> str:
    """The whole page. body: HTML; sheet: as `style` gives it."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy(sheet)}">
<meta name="referrer" content="no-referrer">
<title>{text(title)}</title>
<style>{sheet}</style>
</head>
<body>
{body}
</body>
</html>
"""


def policy(sheet: str) -> str:
    """The Content-Security-Policy under which a page with that style sheet is whole."""
    digest = base64.b64encode(hashlib.sha256(sheet.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def style(package: str, name: str) -> str:
    """The style sheet that all pages share, and after it that of `package`."""
    shared = files("curbside.interop.pages").joinpath("base.css").read_text(encoding="utf-8")
    return shared + files(package).joinpath(name).read_text(encoding="utf-8")


def text(raw: str) -> str:
    """Words of others, escaped, without control characters."""
    return escape(_CONTROL.sub("\ufffd", raw), quote=True)


def safe_address(address: str | None) -> str | None:
    """An address that may be linked, else None."""
    return address if address and _SAFE.fullmatch(address) else None


def titled(source: Source) -> str:
    """The title of a source, linked where it has an address."""
    title, url = text(source.title), safe_address(source.url)
    return f'<a href="{escape(url, quote=True)}" rel="noopener noreferrer">{title}</a>' if url else title


def sentence(message: str) -> str:
    """A message as a sentence: a capital first, a stop last."""
    told = message[:1].upper() + message[1:]
    return told if told.endswith((".", "”", '"')) else f"{told}."


def chip(words: str, bad: bool) -> str:
    """A few words in a frame of their own. bad: in the colour of a fault."""
    return f'<span class="chip{" bad" if bad else ""}">{text(words)}</span>'
