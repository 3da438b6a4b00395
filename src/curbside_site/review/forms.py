"""The forms of a text that an approval holds for, in words for people."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

_WORDS: Final = {
    "page": "this page",
    "print": "print",
    "pdf": "PDF",
    "docx": "Word",
    "html": "web page as a file",
    "md": "plain text (Markdown)",
    "jsonld": "data for search engines",
    "fhir": "FHIR definitions",
    "cards": "cards in health records (CDS Hooks)",
    "calendar": "calendar of doses",
    "feed": "news feed",
}


def in_words(renditions: Collection[str]) -> tuple[str, ...]:
    """The forms in the order in which people meet them; one without words keeps its name."""
    known = [words for name, words in _WORDS.items() if name in renditions]
    return (*known, *sorted(r for r in renditions if r not in _WORDS))
