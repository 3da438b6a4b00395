"""Tests that no list has, told by their words: "screening for lung cancer", "chest radiography", "a throat swab"."""

from __future__ import annotations

import re
from typing import Final

from curbside.language.tokens import content_stems

_SCREENING: Final = re.compile(
    r"\b(?:screening|screened|screen|testing|tested|test)\s+(?:[\w-]+\s+){0,3}?for\s+(?:the\s+)?(?P<what>[\w-]+(?:\s+[\w-]+){0,3}?)"
    r"(?=\s+(?:is|are|in|by|with|at|every|should|may|must|before|after|on|of|if|when|during|among|once|using)\b|[.,;:()]|\s*\Z)",
    re.IGNORECASE,
)
_HEAD: Final = (
    r"(?:[a-z]+(?:graphy|graphs?|cardiograms?|encephalograms?|oscopy|metry|opsy)|scans?|scanning|swabs?|MRI|CT|ECG|EEG|X-?rays?|imaging|"
    r"ultrasound|ultrasonography|urinalysis|dipsticks?|smears?|biops(?:y|ies)|cultures?|tests?|testing|screening|D-dimers?|"
    r"examinations?|punctures?|assays?|measurement)"
)
_TEST: Final = re.compile(
    rf"(?P<before>(?:[\w-]+\s+){{0,4}}){_HEAD}\b(?P<of>\s+of\s+(?:the\s+)?(?!(?:adults?|children|people|patients|women|men)\b)[\w-]+)?",
    re.IGNORECASE,
)
AIM: Final = re.compile(
    r"\bfor\s+(?:the\s+)?(?P<aim>diagnosis|follow-up|staging|monitoring|screening|exclusion|detection|assessment)\b",
    re.IGNORECASE,
)
_NO_PART: Final = frozenset(
    "a an the of in for with and or to is are be on at by not no do does should must may we recommend recommends "
    "suggest advise against offer perform order request measure check use adults people children women men patients "
    "routine routinely regular who have has obtain consider".split()
)


def examined_in(clause: str) -> str | None:
    """The name of the test that a clause is on, in stems; None where it names none or two."""
    screened = _SCREENING.search(clause)
    if screened:
        stems = content_stems(screened["what"])
        return f"screening for {' '.join(screened['what'].lower().split())}" if stems else None
    found = {_name(m) for m in _TEST.finditer(clause)}
    return found.pop() if len(found) == 1 else None


def _name(match: re.Match[str]) -> str:
    """The head with the words right before it, back to one that is no part of a name."""
    words = match[0].lower().removesuffix((match["of"] or "").lower()).split()
    kept = [words[-1]]
    for word in reversed(words[:-1]):
        if word in _NO_PART:
            break
        kept.insert(0, word)
    kept += (match["of"] or "").lower().split()
    return " ".join(w.removesuffix("s") if w.endswith(("tests", "scans", "swabs", "rays")) else w for w in kept)
