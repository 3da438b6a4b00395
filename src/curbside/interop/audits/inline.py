"""A run of Markdown as plain words: what stands between marks of emphasis, and where a link leads stays unsaid."""

from __future__ import annotations

import re
from typing import Final

_LINK: Final = re.compile(r"!?\[(?P<words>[^\]\[]{1,300})\]\([^()\s]{0,2000}(?:\s+\"[^\"]*\")?\)")
_STRONG: Final = re.compile(r"\*\*|__(?=\S)|(?<=\S)__|`")
_EMPHASIS: Final = re.compile(r"(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")


def plain(text: str, markup: str) -> str:
    """`text` without marks of emphasis and addresses behind words, where it is Markdown; a mark "[1](...)" is "[1]"."""
    if markup != "markdown":
        return text

    def kept(m: re.Match[str]) -> str:
        words = m["words"]
        return f"[{words}]" if re.fullmatch(r"[\d\s,;–-]+", words) else words

    return _EMPHASIS.sub("", _STRONG.sub("", _LINK.sub(kept, text)))
