"""Names that no list has, where the place in a sentence shows them: the subject of advice or of an effect.

Two sources that advise opposite things on one such word in one condition disagree, whatever the word names.
"""

from __future__ import annotations

import re
from typing import Final

from curbside.language import lexicon
from curbside.language.lexicon import Mention
from curbside.language.measured import measured

_WORD: Final = r"(?P<word>[^\W\d_][^\W\d_-]{4,}(?:-[^\W\d_]+)?)"
_SUBJECT: Final = re.compile(
    rf"(?:\A\W*|,\s+)(?:the\s+use\s+of\s+|use\s+of\s+)?{_WORD}\s+(?=(?:may|must|should|can|could|is|are|has|raises?|lowers?|"
    r"increases?|reduces?|decreases?|does)\b)",
    re.IGNORECASE,
)
_ANSWER: Final = re.compile(rf"\b(?:is|are)\s+{_WORD}\s*(?:[,.;(]|\bin\b|\bfor\b|\Z)", re.IGNORECASE)
_OBJECT: Final = re.compile(
    r"\b(?:give|offer|use|prescribe|take|takes|taking|receive|receives|continue|stop|withhold|discontinue|omit|start|"
    r"prefer|recommend|suggest|(?:treated|treatment|therapy|begin|started|managed)\s+with|(?:are|be)\s+(?:given|offered|prescribed)|"
    rf"(?:mg|g|micrograms?|dose|doses|use)\s+of)\s+(?:the\s+|using\s+|taking\s+)?{_WORD}\b",
    re.IGNORECASE,
)
_JOINED_AFTER: Final = re.compile(rf"\s*(?:/|,?\s+(?:or|and))\s+{_WORD}\b", re.IGNORECASE)
_JOINED_BEFORE: Final = re.compile(rf"\b{_WORD}\s*(?:/|,?\s+(?:or|and))\s+\Z", re.IGNORECASE)
_NO_NAME: Final = frozenset(
    "there these those their which where while treatment treatments therapy therapies management patient "
    "patients people person persons adults adult children child infants women woman neonates individuals "
    "everyone clinicians doctors prescribers authors guideline guidelines source evidence review study trial "
    "trials dose doses dosing dosage this medicine medicines drug drugs product products tablets capsules "
    "injection injections infusion other others another recommended advised contraindicated indicated unknown "
    "unclear first second third preferred needed required given avoided stopped based diagnosis condition "
    "disease response severity outcome symptoms signs risk".split()
)


def subject_of(clause: str) -> str | None:
    """The unlisted word that a clause is on, in lower case; None where it is a listed name or no name."""
    return next((m["word"].lower() for m in _SUBJECT.finditer(clause) if is_name(m["word"])), None)


def answer_of(clause: str) -> Mention | None:
    """The unlisted word that a clause ends in ("first-line treatment is examplamab")."""
    for match in _ANSWER.finditer(clause):
        if is_name(match["word"]):
            return Mention("drug", match["word"].lower(), *match.span("word"), match["word"])
    found = _SUBJECT.search(clause)
    if found and is_name(found["word"]):
        return Mention("drug", found["word"].lower(), *found.span("word"), found["word"])
    given = next((m for m in _OBJECT.finditer(clause) if is_name(m["word"])), None)
    return Mention("drug", given["word"].lower(), *given.span("word"), given["word"]) if given else None


def object_of(clause: str) -> str | None:
    """The unlisted word that a clause has given, used or stopped ("offer examplamab"), in lower case."""
    return next((m["word"].lower() for m in _OBJECT.finditer(clause) if is_name(m["word"])), None)


def beside(clause: str, named: list[Mention]) -> frozenset[str]:
    """The unlisted words that are joined to any of the names by "or", "and" or a comma."""
    found: set[str] = set()
    for mention in named:
        after = _JOINED_AFTER.match(clause, mention.end)
        before = _JOINED_BEFORE.search(clause[: mention.start])
        found |= {m["word"].lower() for m in (after, before) if m and is_name(m["word"])}
    return frozenset(found)


def is_name(word: str) -> bool:
    """Whether a word may be a name: no plain word of advice, and nothing that a list has."""
    if word.lower() in _NO_NAME or measured(word):
        return False
    return not any(lexicon.find(word, kind) for kind in lexicon.KINDS)
