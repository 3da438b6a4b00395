"""What binds a step, and the brackets in it that tell of another dose, way or length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curbside.regimens.amounts import DOSE_UNITS, quantities

_ASIDE: Final = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_OTHER_CHOICE: Final = re.compile(
    r"\(\s*(?:(?:or|alternatively)\b|(?:(?:up\s+to|for)\s+)?(?:[0-9]+|one|two|three|four|six)(?:\s*(?:to|-|–)\s*[0-9]+)?\s+(?:day|week|month|year)s?\s+(?:if|in|for|when)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """Words at [start, end) that bind a step.

    kind: "if", "until", "when" ("after two weeks"), "value" of a patient ("with eGFR below 30") or "aside".
    """

    kind: str
    start: int
    end: int


def asides(text: str, start: int, end: int) -> tuple[Condition, ...]:
    """The brackets that hold an amount of their own ("(2.5 mg in older people)"), as bars of the kind "aside"."""
    return tuple(
        Condition("aside", m.start(), m.end())
        for m in _ASIDE.finditer(text, start, end)
        if is_other_choice(m[0]) or any(q.unit in DOSE_UNITS for q in quantities(text, m.start(), m.end()))
    )


def is_other_choice(words: str) -> bool:
    """Whether words in brackets tell of another way or length ("(or rectally if ...)", "(8 weeks if not healed)")."""
    return _OTHER_CHOICE.match(words) is not None


def other_choices(text: str, start: int, end: int) -> list[str]:
    """The brackets in [start, end) that tell of another way and hold no amount."""
    return [text[b.start : b.end] for b in asides(text, start, end) if is_other_choice(text[b.start : b.end])]
