"""What a report of an audit holds, whatever it is printed as: the text with its claims, faults, references, sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from curbside.auditing.faults import DANGER
from curbside.auditing.marks import MarkName
from curbside.types import Outcome, Relation, Source, TextRange

VERDICTS: Final = {
    Outcome.SUPPORTED: "Supported",
    Outcome.CONTRADICTED: "Contradicted",
    Outcome.NOT_ENOUGH: "Not enough in this library",
}
SIGNS: Final = {Outcome.SUPPORTED: "✓", Outcome.CONTRADICTED: "✗", Outcome.NOT_ENOUGH: "?"}
INTENDED_USE: Final = (
    "An audit says what this library has. “Not enough” says nothing about the claim being right or wrong; "
    "“contradicted” says that a source says otherwise, and shows its sentence. For professionals who can check the "
    "basis of every sentence; it does not select treatment for a patient and is not for emergencies."
)
_NAMES: Final = {
    "number_or_unit": "Number or unit",
    "drug_swapped": "Another drug",
    "frequency_swapped": "How often",
    "route_swapped": "Route",
    "population_swapped": "Another population",
    "indication_swapped": "Another condition",
    "negation_or_direction": "Turned round",
    "null_result_as_benefit": "No difference told as a benefit",
    "retracted_source": "Retracted source",
    "misattributed_reference": "Identifier of another work",
    "modality_strengthened": "Said more strongly",
    "superseded_source": "Superseded source",
    "case_report_generalised": "One case told as the rule",
    "self_published_source": "Somebody's own summary",
    "secondary_only": "Secondary source only",
    "mark_without_entry": "Mark without an entry",
    "no_evidence_in_library": "Not in this library",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """kind: of the closed list, or a gate that a statement failed. words: those of the claim that are at fault."""

    kind: str
    message: str
    words: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The kind as people read it."""
        return _NAMES.get(self.kind, self.kind.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True)
class Quote:
    """What a source says. ref: its number among the sources of the report. lead: its lead-in, "" where it has none."""

    ref: int
    relation: Relation
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim at [start, end) of the text of the report. number: from 1, in the order of the text.

    score: the probability that the verdict is right, None where there is no estimate. why: one line. loud: whether it
    belongs among what is wrong. dropped: a statement that did not get into the answer.
    """

    number: int
    start: int
    end: int
    text: str
    verdict: Outcome
    score: float | None
    faults: tuple[Fault, ...]
    why: str
    quotes: tuple[Quote, ...]
    loud: bool
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry of the reference list. notes: what is to be known of it. bad: whether one of them is a fault."""

    mark: MarkName
    text: str
    notes: tuple[str, ...]
    bad: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """What a source says and the text does not."""

    why: str
    text: str
    ref: int


@dataclass(frozen=True, slots=True)
class Report:
    """hidden: parts of `text` that are shown elsewhere (the reference list). line: the one that can be quoted.

    kicker: what kind of report it is. without_entry: marks that the list does not have. about: how it was made.
    """

    kicker: str
    title: str
    text: str
    markup: str
    hidden: tuple[TextRange, ...]
    rows: tuple[Row, ...]
    entries: tuple[EntryLine, ...]
    without_entry: tuple[MarkName, ...]
    missing: tuple[Missing, ...]
    sources: tuple[Source, ...]
    line: str
    about: str
    remarks: tuple[str, ...] = ()

    def count(self, verdict: Outcome) -> int:
        """How many claims have that verdict."""
        return sum(r.verdict is verdict for r in self.rows)

    @property
    def wrong(self) -> tuple[Row, ...]:
        """The claims with a fault, the most dangerous first."""
        return tuple(sorted((r for r in self.rows if r.loud), key=_danger))


def _danger(row: Row) -> tuple[bool, int, int]:
    order = [str(kind) for kind in DANGER]
    worst = min((order.index(f.kind) for f in row.faults if f.kind in order), default=len(order))
    return row.verdict is not Outcome.CONTRADICTED, worst, row.number


def counted(rows: Iterable[tuple[int, str]]) -> str:
    """ "2 supported, 1 contradicted" of numbers and what they count."""
    return ", ".join(f"{number} {what}" for number, what in rows)
