"""Narratives: XHTML of a few elements, with every word of others escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final
from xml.sax.saxutils import escape

Json = dict[str, Any]
XHTML: Final = "http://www.w3.org/1999/xhtml"
# What XML 1.0 (section 2.2) does not allow even when escaped, and marks that turn the direction of text.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """`text` in one line, without what XML cannot hold and what could turn a reader's display."""
    return " ".join(_NOT_XML.sub(" ", text).split())


def narrative(title: str, parts: Iterable[tuple[str, Iterable[str]]]) -> Json:
    """A generated narrative: a title, and lists under headings ("" for plain paragraphs); empty lists are left out."""
    body = [f"<p><b>{escape(clean(title))}</b></p>"]
    for heading, lines in parts:
        shown = [escape(clean(line)) for line in lines if clean(line)]
        if not shown:
            continue
        if heading:
            items = "".join(f"<li>{line}</li>" for line in shown)
            body.append(f"<p><b>{escape(heading)}</b></p><ul>{items}</ul>")
        else:
            body += [f"<p>{line}</p>" for line in shown]
    return {"status": "generated", "div": f'<div xmlns="{XHTML}">{"".join(body)}</div>'}
