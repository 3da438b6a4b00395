"""Whether a question offers options, or asks for the best of some."""

from __future__ import annotations

import re

from curbside.language import lexicon

BETTER = re.compile(
    r"\b(?:(?:first|second|third|1st|2nd|3rd)[ -](?:line|choice)|of choice|choice of|preferred|preferable|prefer|best|better|"
    r"saf(?:er|est)|most (?:effective|suitable|appropriate|sensitive|specific|accurate|reliable|useful|efficacious|potent)|"
    r"more (?:effective|suitable|appropriate|sensitive|specific|accurate|reliable|useful|efficacious|potent)|(?<!at )least|"
    r"fewest|fewer|favou?red|ideal|optimal|optimum|superior|cheapest|cheaper|strongest|stronger|gold[ -]standard|"
    r"go-to|instead of|alternatives?|substitutes? for|replacement for|choose between|choosing between)\b"
    r"(?! (?:way|ways|practice|approach to|to do)\b)"
)
RATHER = re.compile(r"\b(?:rather than|instead of)\b")
VERSUS = re.compile(
    r"\b(?:versus|vs)\b\.?|\bcompar(?:ed|ison|ing) (?:with|to|of|between)\b|\b(?:rather than|instead of)\b"
)
_NO_OPTION = (
    r"(?!(?:not|without|more|less|other|over|above|older|below|higher|lower|greater|so|any|even|later|no|beyond)\b)"
)
OR = re.compile(
    rf"(?<!\bwith)(?<!\bwhether)(?<!\bone)(?<!\bmore)(?<!\bless)(?<!\d)(?:,| ) ?or {_NO_OPTION}(?=[\w\"(])(?!\d+\b)"
)
_V = re.compile(r" v\.? ")
_LEANING = re.compile(
    r"\b(?:of|in|for|with|after|on|from|at|during|before|between|under|without|while|when|if|who|whose|having|causing|due)\b"
)


def alternatives(text: str) -> bool:
    """Whether `text` has an "or" between what may be options ("or not", "2 or 3", "with or without" are none)."""
    return bool(OR.search(text))


def offered(text: str) -> bool:
    """Whether words without a verb offer options: an "or" that no preposition comes before, or one between two drugs."""
    found = OR.search(text)
    if found is None:
        return any(_between_drugs(text, *m.span()) for m in _V.finditer(text))
    return not _LEANING.search(text, 0, found.start()) or _between_drugs(text, found.start(), found.end())


def _between_drugs(text: str, start: int, end: int) -> bool:
    drugs = lexicon.drugs_in(text)
    return any(m.end == start for m in drugs) and any(m.start == end for m in drugs)
