"""What one sentence of a study says was found: of which sort of outcome, and whether it found no difference.

Words that tell whom it was found in ("people with serum B12 below 200 pmol/L") or what was not measured are not of the
outcome, and are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from curbside.evidence import _outcome_words as by

NO_DIFFERENCE = "no difference"
_NOT_SO_SURE = Decimal("0.05")
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where in a sentence its outcomes stand; empty where it names none of a sort. null: where it finds no difference.

    laboratory: values of blood and the like; physiological: other measures that stand for something felt; subjective:
    what people report; events: what happens to them or what they can do. finding: `NO_DIFFERENCE`, where that is said
    of all that is compared, or None.
    """

    laboratory: tuple[Place, ...]
    physiological: tuple[Place, ...]
    subjective: tuple[Place, ...]
    events: tuple[Place, ...]
    null: tuple[Place, ...]
    finding: str | None

    @property
    def matters(self) -> bool:
        """Whether it tells of something that a person feels, suffers or can do."""
        return bool(self.subjective or self.events)


def outcome(text: str) -> Outcome:
    """What the sentence `text` says was found."""
    told = _told(text)
    null = _null(text)
    return Outcome(
        laboratory=_places(by.LABORATORY, told),
        physiological=_places(by.PHYSIOLOGICAL, told),
        subjective=_places(by.SUBJECTIVE, told),
        events=_places(by.EVENTS, told),
        null=null,
        finding=NO_DIFFERENCE if null and not _differs(text) else None,
    )


def tells_of_outcome(text: str) -> bool:
    """Whether a sentence reports a finding: an outcome and what became of it, or no difference in it."""
    if by.INTENDED.search(text):
        return False
    found = outcome(text)
    named = found.matters or found.laboratory or found.physiological
    return bool(named and (found.null or by.DIFFERS.search(text) or by.REPORTS.search(text)))


def tells_a_finding(text: str) -> bool:
    """Whether a sentence may report a finding: one that only says what was done, taken in or not known has none."""
    found = outcome(text)
    if found.null or by.REPORTS.search(text):
        return True
    if by.UNKNOWN.search(text):
        return False
    named = found.matters or found.laboratory or found.physiological or by.FINDING.search(text)
    return bool(named) or not by.DESCRIBES.search(text)


def _told(text: str) -> str:
    """The sentence with what is not of the outcome blanked out, so that places stay where they are."""
    exposure = by.EXPOSURE.match(text)
    if exposure:
        text = " " * exposure.end() + text[exposure.end() :]
    for pattern in (by.WHOM, by.NOT_REPORTED):
        text = pattern.sub(lambda m: " " * len(m[0]), text)
    return text


def _places(pattern: re.Pattern[str], text: str) -> tuple[Place, ...]:
    return tuple(m.span() for m in pattern.finditer(text))


def _null(text: str) -> tuple[Place, ...]:
    """Where no difference is said, in words or by a P of 0.05 or more."""
    words = [m.span() for m in by.NULL.finditer(text) if not by.NOT_REPORTED.search(m[0])]
    values = [m.span() for m in by.P_VALUE.finditer(text) if Decimal(m["p"].replace("·", ".")) >= _NOT_SO_SURE]
    return tuple(sorted((*words, *values)))


def _differs(text: str) -> bool:
    """Whether a clause that does not deny it says that something differed."""
    begun = 0
    for end in (*(m.span() for m in by.CLAUSES.finditer(text)), (len(text), len(text))):
        clause, begun = text[begun : end[0]], end[1]
        if by.DIFFERS.search(clause) and not _null(clause):
            return True
    return False
