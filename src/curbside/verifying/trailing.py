"""What may stand at the end of a sentence or be left out there: reference marks and the source's own grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curbside.language.canon import Canon, canon
from curbside.verifying.pieces import Piece, piece

_MARK: Final = r"\[[0-9]{1,3}(?:\s?[,;-]\s?[0-9]{1,3})*\]"
_MARKS: Final = re.compile(
    rf"(?:(?<=[^\W\d_])|(?<=\)))[.]?\s*(?:{_MARK}\s*)+[.]?\s*\Z"
    r"|(?<=[0-9%])[.]?\s*\[[0-9]{1,3}\][.]?\s*\Z"
)
_NUMBERED: Final = re.compile(
    r"\b(?:CI|interval|range|IQR|by|of|was|is|were|to|between|from|SD|SE|mean|median|ratio)\s*\Z", re.IGNORECASE
)
_GRADE: Final = re.compile(
    r"\s*\((?:graded by the source:?\s[^()]*|strong recommendation\b[^()]*|(?:COR|LOE) [^()]*|(?-i:GRADE) [12][A-D]"
    r"|grade [A-D] recommendation|level [0-9A-E]+ evidence|evidence level [0-9A-E]+)\)(?=\s*[.]?\s*\Z)",
    re.IGNORECASE,
)
_TELLING: Final = re.compile(
    r"\b(?:weak|conditional|low|very low|insufficient|harm|no benefit|against|expert|consensus only|not|uncertain)\b",
    re.IGNORECASE,
)


def without_marks(claim: Canon) -> Canon | None:
    """The claim without the reference marks ("[1]", "[2, 3]") at its end; None where it has none."""
    bare = _unmarked(claim.text)
    return canon(bare) if bare else None


def shortened(unit: str) -> Iterator[Piece]:
    """The whole unit without the reference marks, or without the grade, at its end.

    A grade goes only where it says nothing that warns: a weak recommendation or poor evidence stays.
    """
    text = canon(unit).text
    bare = _unmarked(text)
    graded = _GRADE.search(bare or text)
    for shorter in (bare, graded and not _TELLING.search(graded[0]) and _GRADE.sub("", bare or text)):
        if shorter:
            yield piece(canon(shorter).tokens, True, True)


def _unmarked(text: str) -> str | None:
    marks = _MARKS.search(text)
    if not marks or _NUMBERED.search(text[: marks.start()]):
        return None
    return text[: marks.start()] + "."
