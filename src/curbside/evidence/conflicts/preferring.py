"""One drug or test before another: "X is recommended over Y", "Y rather than X". No list of pairs is kept."""

from __future__ import annotations

import re
from typing import Final

from curbside.evidence.conflicts.sayings import Range
from curbside.evidence.conflicts.unlisted import is_name, object_of, subject_of
from curbside.language.lexicon import Mention
from curbside.regimens.naming import drug_mentions

_ADVICE: Final = re.compile(
    r"\b(?:recommend|suggest|advise|prefer|favou?r|chosen|choose|should|superior|offer|use|used|given|first)\w*\b",
    re.IGNORECASE,
)
_OVER: Final = re.compile(
    r"\b(?:over|rather\s+than|instead\s+of|in\s+preference\s+to|in\s+place\s+of|ahead\s+of"
    r"|(?:(?<=preferred\s)|(?<=preferable\s)|(?<=superior\s))to)\s+(?:the\s+|an?\s+)?",
    re.IGNORECASE,
)
_PREFER_TO: Final = re.compile(r"\bprefer\w*\s+[\w-]+\s+(?P<to>to\s+)", re.IGNORECASE)
_DENIED: Final = re.compile(r"\b(?:not|no|never|neither|against|was|were|unless|without)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_][\w-]{4,}")
_LISTED: Final = re.compile(r"\s*(?:,|\band\b|\bor\b)")


def preferred(clause: str) -> tuple[str, str, Range] | None:
    """What is put first, what it is put before, and where the latter stands with the words that say so.

    None where a clause denies it, or puts anything before several things.
    """
    found = _OVER.search(clause)
    at = found.span() if found else None
    if at is None and (led := _PREFER_TO.search(clause)):
        at = led.span("to")
    if at is None or _DENIED.search(clause) or not _ADVICE.search(clause):
        return None
    last = _named_at(clause, at[1])
    first = _before(clause, at[0])
    if first is None or last is None or first == last.concept or _LISTED.match(clause, last.end):
        return None
    return first, last.concept, (at[0], last.end)


def _named_at(clause: str, place: int) -> Mention | None:
    """The drug, or the unlisted word, that begins at `place`."""
    known = next((m for m in drug_mentions(clause, 0, len(clause)) if m.start == place), None)
    if known:
        return known
    word = _WORD.match(clause, place)
    return Mention("drug", word[0].lower(), *word.span(), word[0]) if word and is_name(word[0]) else None


def _before(clause: str, place: int) -> str | None:
    """The one drug, or the unlisted subject or object, that stands before `place`."""
    named = drug_mentions(clause, 0, place)
    if named:
        return named[0].concept if len(named) == 1 else None
    return object_of(clause[:place]) or subject_of(clause)
