"""Lines of a paragraph as one text: which hyphen at the end of a line belongs to the word and which does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from curbside.sources.pdf.lines import Line

SOFT: Final = "\u00ad"
_HYPHENS: Final = "-\u2010\u2011"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_CUT = re.compile(r"([^\W\d_]{2,})[-\u2010]$")
_NEXT = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_HANGING: Final = frozenset({"and", "or", "to", "versus", "vs", "nor", "und", "et", "y"})
_ENDINGS: Final = frozenset(
    "tion tions sion sions tional ment ments mental ing ings ity ities ance ances ence ences ally ically ously ness "
    "tive tives tively ation ations isation ization cation rhoea rrhoea aemia emia itis osis".split()
)
_SHORTEST: Final = 5
_LONGEST: Final = 80


@dataclass(slots=True)
class Words:
    """The words that a document has inside its lines, where no end of a line can have parted them."""

    _found: set[str] = field(default_factory=set)

    def learn(self, lines: Iterable[Line]) -> None:
        """Take in the words of lines, but for one that the end of its line may have cut."""
        cut = False
        for line in lines:
            words = [m[0].lower() for m in _WORD.finditer(line.text)]
            ends = line.text[-1:] in _HYPHENS
            self._found.update(words[int(cut) : len(words) - int(ends)])
            cut = ends

    def joined(self, before: str, after: str) -> str:
        """Two lines of a paragraph as one.

        A hyphen at the end of the first is taken out only where the document has the word without it, and not with it,
        elsewhere, or where what follows is an ending and no word ("medica-", "tion"). In all other cases it stays:
        "co-" and "amoxiclav", "10-" and "20 mg".
        """
        if not before or not after:
            return before or after
        if before.endswith(SOFT):
            return before.rstrip(SOFT) + after
        if before[-1] not in _HYPHENS or before[-2:-1] in ("", " "):
            glued = before[-1] in "\u2013/" and before[-2:-1].isdigit() and after[0].isdigit()
            return f"{before}{after}" if glued else f"{before} {after}"
        follows = _NEXT.match(after)
        if follows and follows[0].lower() in _HANGING:
            return f"{before} {after}"
        return before[:-1] + after if self._was_cut(before, follows[0] if follows else "") else before + after

    def text(self, lines: Sequence[str]) -> str:
        """The lines of a paragraph as one text."""
        whole = ""
        for line in lines:
            whole = self.joined(whole, line)
        return whole

    def _was_cut(self, before: str, after: str) -> bool:
        before = before[-_LONGEST:]
        cut = _CUT.search(before)
        if cut is None or not after or not after[0].islower():
            return False
        if after in _ENDINGS:
            return True
        start, rest = cut[1].lower(), after.lower()
        whole = start + rest
        known = whole in self._found and f"{start}-{rest}" not in self._found
        return known and len(whole) >= _SHORTEST and cut.start() == _word_start(before)


def _word_start(text: str) -> int:
    """Where the last word of `text` begins, hyphens and digits within it counted in."""
    at = len(text)
    while at and (text[at - 1].isalnum() or text[at - 1] in _HYPHENS):
        at -= 1
    return at
