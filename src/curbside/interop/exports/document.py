"""An answer as a document to be printed: one frozen noun, whatever it is printed as.

Quotes are end notes. What a licence does not let out of the house is not in it; its place and the reason are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from curbside.interop.approval import Review

HEADERS: Final = ("Phase", "Dose", "Route", "How often", "Ends")
_URGENT: Final = ("This may be an emergency", "Withheld: ")
CRITERIA: Final = ("Criterion", "Threshold", "Patient", "Verdict")
MONITORING: Final = ("What", "When", "Value and action", "Reference")
SIDES: Final = ("What it says", "Who", "Where", "When", "Status", "Reference")


@dataclass(frozen=True, slots=True)
class Line:
    """A statement. marks: of its references. notes: numbers of its quotes. asides: what a reader must know besides.

    withheld: why its words are not printed, "" where they are (then `text` is empty).
    """

    text: str
    marks: tuple[int, ...]
    notes: tuple[int, ...] = ()
    asides: tuple[str, ...] = ()
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Dose:
    """A regimen. about: whom and what it is for. rows: under HEADERS. beside: what must stand beside the dose."""

    drug: str
    place: str
    about: str
    marks: tuple[int, ...]
    notes: tuple[int, ...]
    asides: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    beside: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A criterion with the patient's values. rule: as quoted, "" where the criterion before it has the same one.

    counted: how many members must hold. rows: under CRITERIA. The last cell of a row
    is "met", "not met" or "not given". told: what is missing, and what must be known of the verdicts.
    """

    rule: str
    marks: tuple[int, ...]
    notes: tuple[int, ...]
    counted: str
    result: str
    rows: tuple[tuple[str, ...], ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """A row of a monitoring plan, empty where the row before it says the same, or nothing is stated."""

    what: str
    when: str
    action: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict. value: as the source has it."""

    value: str
    marks: tuple[int, ...]
    who: str
    place: str
    when: str
    status: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A conflict set."""

    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference as printed. chips: kind, jurisdiction, status ...; bad: whether one is a warning."""

    ref: int
    text: str
    url: str | None
    chips: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A quote. where: the heading path. unsafe: what is unsafe in its notation. withheld: why it is not printed."""

    number: int
    ref: int
    quote: str
    where: str = ""
    unsafe: str = ""
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """facts: label and value of what stands above the text, the question first. no_bottom_line: why it is empty.

    made: how it was made. running: the line at the head of every printed page: date and version.
    """

    title: str
    review: Review
    facts: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    bottom_line: tuple[Line, ...]
    no_bottom_line: str
    criteria: tuple[WorkedOut, ...]
    doses: tuple[Dose, ...]
    monitoring: tuple[Watched, ...]
    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    disputes: tuple[Dispute, ...]
    not_found: tuple[str, ...]
    references: tuple[tuple[str, tuple[Entry, ...]], ...]
    notes: tuple[Note, ...]
    made: tuple[str, ...]
    intended_use: str
    printed: date
    running: str

    @property
    def short_title(self) -> str:
        """The title for the head of a page: that of a question in which nothing was understood is the question."""
        return shorter(self.title, 120)


def is_urgent(notice: str) -> bool:
    """Whether a notice stands in the colour of danger: an emergency, and what was taken out."""
    return notice.startswith(_URGENT)


def shorter(words: str, longest: int) -> str:
    """At most `longest` characters of `words`, told where it is not all."""
    return words if len(words) <= longest else f"{words[: longest - 4].rstrip()} ..."
