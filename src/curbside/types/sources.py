"""Documents and the places in them: sources, their units and passages, and what is known of their standing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What sort of document a source is."""

    GUIDELINE = "guideline"
    PROTOCOL = "local protocol"
    LABEL = "label"
    FORMULARY = "formulary"
    EVIDENCE_REVIEW = "evidence review"
    SYSTEMATIC_REVIEW = "systematic review"
    RANDOMISED_TRIAL = "randomised trial"
    COHORT = "cohort"
    CASE_SERIES = "case series"
    CASE_REPORT = "case report"
    NARRATIVE_REVIEW = "narrative review"
    SAFETY_ALERT = "safety alert"
    FACT_SHEET = "fact sheet"
    PATIENT_LEAFLET = "patient leaflet"
    SUMMARY = "summary"
    UNKNOWN = "unknown"


class State(StrEnum):
    """Whether a source may still be relied on."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"
    CONCERN = "expression of concern"
    CORRECTION = "correction not read"
    REVIEW_OVERDUE = "review overdue"
    UNKNOWN = "unknown"


class TextIs(StrEnum):
    """Whether the stored text is the source's own wording."""

    ORIGINAL = "original wording"
    SUMMARY = "summary"


class Seen(StrEnum):
    """Whether whoever wrote the stored text had read the source itself, or only what another said of it."""

    ORIGINAL = "original text"
    SECONDARY = "secondary summary"
    UNKNOWN = "unknown"


class UnitKind(StrEnum):
    """The shapes of the smallest thing that is quoted. A note is about the document and is never quoted as evidence."""

    SENTENCE = "sentence"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Status:
    """A source's state and why.

    by: the successor's name or id where superseded. since: ISO 8601, as precise as known. reason: one sentence.
    """

    state: State = State.UNKNOWN
    by: str | None = None
    since: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence's name and what it allows; `None` is "not known", for which a short quote with its reference is all."""

    name: str | None = None
    show: bool | None = None
    quote: bool | None = None
    export: bool | None = None
    send: bool | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """scheme: pmid, pmcid, doi, nbk, setid, nice, url or other; value: without the scheme's prefix."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class TextRange:
    """A run of code points of one text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A whole sentence, list item or table row.

    headings: the heading path, outermost first. heading_ranges: where those headings stand. context: where the
    lead-in of a list item or the header cells of a table row stand.
    """

    start: int
    end: int
    kind: UnitKind
    headings: tuple[str, ...] = ()
    heading_ranges: tuple[TextRange, ...] = ()
    context: tuple[TextRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the original a run of the text stands.

    kind: "page", "section", "table", "figure" or "element". name: as the original has it ("12", a LOINC code, "T2").
    certain: False where the extractor may have put words into the wrong order or column.
    """

    start: int
    end: int
    kind: str
    name: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Related:
    """Another document that this one names. relation: as in PubMed's CommentsCorrections ("RetractionIn", ...)."""

    relation: str
    identifiers: tuple[Identifier, ...] = ()
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What one document or register says of the status of another. said_by: "pmid:...", "retraction-watch:...", ..."""

    identifier: Identifier
    status: Status
    said_by: str


@dataclass(frozen=True, slots=True)
class Signs:
    """What in a text addresses a machine or vouches for itself, looked for once.

    rules: the version of the rules. text: the content hash of the text. ranges: start, end, and whether it pretends to
    be part of a prompt.
    """

    rules: str
    text: str
    ranges: tuple[tuple[int, int, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One version of one document.

    issue: volume, issue and pages as a reference prints them. places: the map to pages or elements. remarks: what the
    extractor left out or could not be sure of. original: the SHA-256 of the kept file that it was read from. signs:
    what was found in the text when it came in; worked out of it, so no part of what makes two sources equal.
    """

    id: str
    text: str
    content_hash: str
    kind: Kind
    title: str
    publisher: str | None = None
    date: str | None = None
    jurisdiction: str = "unknown"
    identifiers: tuple[Identifier, ...] = ()
    status: Status = Status()
    licence: Licence = Licence()
    text_is: TextIs = TextIs.ORIGINAL
    seen: Seen = Seen.ORIGINAL
    derived_from: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str = "en"
    publication_types: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    raw_hash: str = ""
    extractor: str = ""
    where: str | None = None
    issue: str | None = None
    other_titles: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    places: tuple[Place, ...] = ()
    remarks: tuple[str, ...] = ()
    original: str | None = None
    signs: Signs | None = field(default=None, compare=False)

    @property
    def year(self) -> int | None:
        """The year of the date, or None where there is no date."""
        return int(self.date[:4]) if self.date and self.date[:4].isdigit() else None

    @property
    def url(self) -> str | None:
        """The first address among the identifiers."""
        return next((i.value for i in self.identifiers if i.scheme == "url"), None)

    @property
    def identifier(self) -> str | None:
        """The identifier that a reference list would print, most stable first."""
        order = ("pmid", "doi", "nice", "nbk", "setid", "pmcid", "url", "other")
        known = sorted((i for i in self.identifiers if i.scheme in order), key=lambda i: order.index(i.scheme))
        if not known:
            return None
        best = known[0]
        return best.value if best.scheme in ("url", "nbk", "nice", "other") else f"{best.scheme}:{best.value}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of units of a source under one heading path; `units` are indices into `Source.units`."""

    source: str
    content_hash: str
    ordinal: int
    start: int
    end: int
    headings: tuple[str, ...] = ()
    units: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A place in one version of one source."""

    source: str
    content_hash: str
    start: int
    end: int
