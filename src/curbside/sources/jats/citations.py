"""Marks of citations within a sentence, taken out so that none is read as a number.

A mark is the text of an `xref` that points into the list of references. "5 mg" with a raised 12 must never become
"5 mg12" nor "5 mg¹²". A mark is left out where it stands raised, straight after a word, or alone with others in
brackets; where the sentence needs it ("as in reference 12") it is written "[12]"; names and years that are part of the
sentence ("Invented et al. (2010)", "(Invented 2010)" where only the year is the mark) stay.
"""

from __future__ import annotations

import re
from typing import Final

OPEN: Final = "\ufdd0"
CLOSE: Final = "\ufdd1"
_GONE: Final = "\ufdd2"
_MARK: Final = f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}"
_BETWEEN: Final = r"(?:[\s,;:/.–—‐‑−-]|\b(?:and|to|through)\b|&)*"
_BRACKETED = re.compile(
    rf"(?P<gap>\s*)(?:\[{_BETWEEN}{_MARK}(?:{_BETWEEN}{_MARK})*{_BETWEEN}\]"
    rf"|\({_BETWEEN}{_MARK}(?:{_BETWEEN}{_MARK})*{_BETWEEN}\))"
)
_RUN = re.compile(rf"{_MARK}(?:{_BETWEEN}{_MARK})*")
_ONLY_BETWEEN = re.compile(r"(?:[\s,;:()\[\]–—‐‑−-]|\band\b|&)*")
_YEAR: Final = r"(?:1[89]|20)\d\d[a-z]?"
_YEARS = re.compile(rf"[\s(\[]*{_YEAR}(?:[\s,;]+{_YEAR})*[\s)\]]*")
_SET_OFF: Final = frozenset((OPEN, CLOSE, _GONE))
_NONE: Final = str.maketrans(dict.fromkeys(_SET_OFF, ""))
_WORDS = re.compile(r"[^\W\d_]{2,}")
_NEEDED = re.compile(
    r"(?:\b(?:refs?|references?|citations?|see|in|by|from|of|to|with|and|or|per|e\.g|cf|also|study|studies|trials?)\.?"
    r"|[\[(,;:])\s+$|[\[(]$",
    re.IGNORECASE,
)
_UNLINKED = re.compile(r"\[?\s*(\d{1,3})((?:\s*[,–—‐‑-]\s*\d{1,3})*)\s*\]?")


def marked(text: str) -> str:
    """`text` as a mark of a citation, for `unmarked`."""
    return f"{OPEN}{plain(text)}{CLOSE}" if text.strip() else ""


def plain(text: str) -> str:
    """`text` without the characters that set off marks."""
    return text if _SET_OFF.isdisjoint(text) else text.translate(_NONE)


def is_only_marks(text: str) -> bool:
    """Whether a raised text holds marks of citations and nothing but what stands between them."""
    return OPEN in text and _ONLY_BETWEEN.fullmatch(re.sub(_MARK, "", text)) is not None


def unlinked(text: str, before: str, references: int) -> str | None:
    """A raised number that is no xref but can only be a citation, as "[12]"; None where it may be a power.

    before: the character in front of it. It is one where each number is one of the article's references and it stands
    after punctuation, or after a letter while being in brackets, more than one number, or greater than 3 (a power of a
    unit is not).
    """
    found = _UNLINKED.fullmatch(text.strip())
    if found is None or not before or before.isdigit() or before.isspace():
        return None
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if not all(0 < n <= references for n in numbers):
        return None
    if before.isalpha() and len(numbers) == 1 and numbers[0] <= 3 and "[" not in text:
        return None
    if not before.isalpha() and before not in ".,;:)]”\"’'":
        return None
    return f" [{found[1]}{found[2]}]"


def unmarked(text: str) -> tuple[str, int]:
    """`text` with the marks of citations taken out or written plainly, and how many were taken out."""
    if OPEN not in text:
        return text, 0
    before = text.count(OPEN)
    kept = 0

    def run(found: re.Match[str]) -> str:
        nonlocal kept
        written = _written(found)
        kept += found[0].count(OPEN) if written != _GONE else 0
        return written

    text = _RUN.sub(run, _BRACKETED.sub(_bracketed, text))
    return _closed(text), before - kept


def _bracketed(found: re.Match[str]) -> str:
    return found[0] if _YEARS.fullmatch(plain(found[0])) else _GONE


def _written(found: re.Match[str]) -> str:
    """What stands in place of a run of marks."""
    inner = plain(found[0])
    glued = found.string[: found.start()][-1:].isalnum()
    if _WORDS.search(inner) or (_YEARS.fullmatch(inner) and not glued):
        return inner
    if _NEEDED.search(found.string, max(0, found.start() - 40), found.start()):
        return f"[{inner.strip()}]"
    return _GONE


def _closed(text: str) -> str:
    """`text` closed where marks were taken out: no space before a point or comma, one between two words."""
    text = re.sub(rf"\.[\s{_GONE}]*{_GONE}[\s{_GONE}]*\.(?=\s|$)", ".", text)
    text = re.sub(rf"[\s{_GONE}]*{_GONE}[\s{_GONE}]*(?=[.,;:)\]])", "", text)
    text = re.sub(rf"(?<=\w){_GONE}+(?=\w)", " ", text)
    return text.replace(_GONE, "")
