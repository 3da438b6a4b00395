"""Pages that are no documents: an error, a page to sign in, a test whether one is a person."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from curbside.sources.html.tree import shortened

LITTLE_TEXT: Final = 1500
_ERROR = re.compile(
    r"(?:(?:http\s+)?(?:error|status)\s*:?\s*)?\b(?:40[0-9]|410|429|50[0-4])\b(?!\s*(?:mg|g|ml|micrograms?|units?)\b)"
    r"|page (?:not|could not be|cannot be) found|\bnot found\b|\bforbidden\b|bad gateway"
    r"|service (?:is )?(?:temporarily )?unavailable"
    r"|internal server error|gateway time-?out|too many requests|access (?:is |has been )?denied"
    r"|page (?:does not|doesn.t) exist",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"captcha|are you (?:a )?(?:human|robot)|not a robot|verify(?:ing)? (?:that )?you are (?:a )?human|just a moment"
    r"|checking your browser|attention required|unusual traffic",
    re.IGNORECASE,
)
_SIGN_IN = re.compile(r"\b(?:sign|log)[ -]?(?:in|on)\b|\blogin\b|session (?:has )?(?:expired|timed out)", re.IGNORECASE)


def refusal(root: etree._Element, titles: tuple[str, ...], text: str) -> str | None:
    """Why the page is no document; None where it is one or may be. titles: its title and headings; text: as read."""
    if len(text) > LITTLE_TEXT:
        return None
    for pattern, what in ((_PERSON, "a page that asks for a person"), (_ERROR, "an error page")):
        found = next((title for title in titles if pattern.search(title)), None)
        if found is not None:
            return f'is {what} ("{shortened(found)}"), not a document'
    password = any((e.get("type") or "").lower() == "password" for e in root.iter("input"))
    if password or any(_SIGN_IN.search(title) for title in titles):
        return "is a page to sign in, not a document"
    return None
