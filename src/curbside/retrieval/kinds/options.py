"""Whether the words of a question offer options: "A or B"."""

from __future__ import annotations

import re

from curbside.language import lexicon

_OR = re.compile(
    r"(?<!\bwith)(?<!\bwhether)(?<!\bone)(?<!\bmore)(?<!\bless)(?<!\d)(?:,| ) ?or "
    r"(?!(?:not|without|more|less|other|over|above|older|below|higher|lower|greater|so|any|even|later|no|beyond)\b)"
    r"(?=[a-z\"(])"
)
_V = re.compile(r" v\.? ")
_WITHIN = re.compile(
    r"\b(?:of|in|for|with|after|on|from|at|during|before|between|under|without|while|when|if|who|whose|having|causing|due)\b"
)


def alternatives(text: str) -> bool:
    """Whether `text` has an "or" between what may be options ("or not", "2 or 3", "with or without" are none)."""
    return _OR.search(text) is not None


def offered(text: str) -> bool:
    """Whether words without a verb offer options: by an "or" before any preposition, or one between two drugs."""
    found = _OR.search(text)
    if found is None:
        return any(_between_drugs(text, *m.span()) for m in _V.finditer(text))
    return not _WITHIN.search(text, 0, found.start()) or _between_drugs(text, *found.span())


def _between_drugs(text: str, start: int, end: int) -> bool:
    drugs = lexicon.drugs_in(text)
    return any(m.end == start for m in drugs) and any(m.start == end for m in drugs)
