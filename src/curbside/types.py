"""The nouns. All are frozen; a stage of the way of a question takes some and returns new ones.

Offsets everywhere are code points in `Source.text` (Unicode NFC); hashes are SHA-256 in lower-case hex of its UTF-8.
Numbers of clinical meaning are decimal strings, units are UCUM codes.
"""

from __future__ import annotations

from collections.abc import Mapping
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


class Relation(StrEnum):
    """What a citation does for its statement."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


class Outcome(StrEnum):
    """What the gates say of a statement."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_ENOUGH = "not_enough"


class Facet(StrEnum):
    """Which part of an answer a statement belongs to."""

    BOTTOM_LINE = "bottom_line"
    INDICATION = "indication"
    REGIMEN = "regimen"
    MAINTENANCE = "maintenance"
    ADMINISTRATION = "administration"
    FORMULATION = "formulation"
    CONTRAINDICATIONS = "contraindications"
    INTERACTIONS = "interactions"
    RENAL_HEPATIC = "renal_hepatic"
    PREGNANCY = "pregnancy"
    CHILDREN = "children"
    ADVERSE_EFFECTS = "adverse_effects"
    MONITORING = "monitoring"
    PITFALLS = "pitfalls"
    CAUSES = "causes"
    COURSE = "course"
    ADJUNCTS = "adjuncts"
    ESCALATION = "escalation"
    EVIDENCE = "evidence"
    DISTINCTION = "distinction"
    OTHER = "other"


class Flag(StrEnum):
    """What a reader must know of a statement besides its words."""

    OTHER_DRUG = "other_drug"
    OTHER_ROUTE = "other_route"
    OTHER_POPULATION = "other_population"
    OTHER_JURISDICTION = "other_jurisdiction"
    OTHER_INDICATION = "other_indication"
    SECONDARY_ONLY = "secondary_only"
    SUMMARY = "summary"
    SUPERSEDED = "superseded"
    REVIEW_OVERDUE = "review_overdue"
    TRANSITIVE = "transitive"
    SINGLE_CASE = "single_case"
    UNSAFE_NOTATION = "unsafe_notation"
    OUTLIER = "outlier"
    CONFLICT = "conflict"
    CONFIRM_PAGE = "confirm_page"


class Strength(StrEnum):
    """The label beside a quotation (how strongly the source says it)."""

    RECOMMENDED = "recommended"
    SUGGESTED = "suggested"
    LIMITED = "limited evidence"
    REPORTED = "has been reported"
    NOT_STATED = "not stated"


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
class Source:
    """One version of one document.

    issue: volume, issue and pages as a reference prints them. places: the map to pages or elements. remarks: what the
    extractor left out or could not be sure of. original: the SHA-256 of the kept file that it was read from.
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


@dataclass(frozen=True, slots=True)
class PatientValue:
    """A value of the patient in the question: quantity ("age"), decimal string, UCUM unit."""

    quantity: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Understood:
    """The question as understood; empty or None where it does not say.

    drugs: preferred names. relatives: other drugs of the same group as an asked one. conditions: preferred names.
    populations: adults, children, neonates, pregnancy, breastfeeding, older people, renal impairment, ... route: as in
    `curbside.language.lexicon`. intent: the facet that the question asks for. kind: the kind of question
    (`curbside.retrieval.kinds`). words: the remaining content words, as asked. corrections: words of the question and
    the names that they were read as. avoid: drugs that the patient is said to be allergic to.
    """

    drugs: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    unknown_drugs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    route: str | None = None
    intent: str = "other"
    kind: str = "other"
    jurisdiction: str | None = None
    values: tuple[PatientValue, ...] = ()
    words: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked (identifiers of a patient masked) and how it was understood.

    length: how long the answer may be: "short", "standard" or "full".
    """

    text: str
    understood: Understood
    audience: str = "professional"
    length: str = "standard"


def relevance(scores: Mapping[str, float]) -> float:
    """What a hit with these scores was ranked by."""
    return scores.get("fused", max(scores.values(), default=0.0))


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores, by ranker: bm25, vectors (cosine), fused (both)."""

    passage: Passage
    scores: Mapping[str, float]

    @property
    def relevance(self) -> float:
        """What it was ranked by; comparable within one search only."""
        return relevance(self.scores)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit appraised (the clinical rules, sections 1 to 4).

    usable: whether it may support a statement at all. lead: whether it may stand in a bottom line. order: sort key,
    smaller first. estimate: the engine's estimate (High, Moderate, Low, Very low or "not stated") with its reasons.
    """

    hit: Hit
    source: Source
    usable: bool
    lead: bool
    order: tuple[int | float, ...]
    flags: tuple[Flag, ...] = ()
    estimate: str = "not stated"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """One or more spans of one source and what they do for a statement; `ref` is 0 until references are numbered."""

    source: str
    spans: tuple[Span, ...]
    relation: Relation
    ref: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """What one gate found. words: those of the statement that failed it, empty where it passed."""

    gate: str
    passed: bool
    words: tuple[str, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """supported, contradicted or not enough; gate by gate. score: the probability that the verdict is right."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the answer. id: "s1", "s2", ... in the order of the answer."""

    id: str
    text: str
    facet: Facet
    citations: tuple[Citation, ...]
    verdict: Verdict | None = None
    flags: tuple[Flag, ...] = ()
    strength: Strength = Strength.NOT_STATED


@dataclass(frozen=True, slots=True)
class Amount:
    """low and high are decimal strings (equal for a single amount; low None in "up to 5 mg"); unit is a UCUM code."""

    low: str | None
    high: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of a regimen; None is "unstated". `spans` gives, for each field that is not None, where it was read.

    times and period: `times` doses every `period` `period_unit` ("3" every "1" "wk"); period may be a range "2-3".
    per: None, "kg", "m2", "kg.min" ... end: "duration", "count", "until", "lifelong" or None. Offsets in `spans` count
    from the start of the text that was parsed.
    """

    drug: str | None = None
    form: str | None = None
    amount: Amount | None = None
    per: str | None = None
    route: tuple[str, ...] = ()
    times: str | None = None
    period: str | None = None
    period_unit: str | None = None
    duration: Amount | None = None
    count: str | None = None
    end: str | None = None
    condition: str | None = None
    divided: str | None = None
    as_needed: bool = False
    maximum_dose: Amount | None = None
    maximum_per_period: Amount | None = None
    indication: str | None = None
    population: str | None = None
    role: str | None = None
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Regimen:
    """An ordered list of phases for one drug, indication, population and jurisdiction, read from one unit.

    beside: what must stand beside the dose ("contraindications", "boxed_warning", "maximum", "population"): statement
    ids, empty where the library holds none.
    """

    id: str
    drug: str
    phases: tuple[Phase, ...]
    span: Span
    jurisdiction: str
    indication: str | None = None
    population: str | None = None
    statement: str | None = None
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictMember:
    """One side of a conflict: the value as the source has it and the statement that says it."""

    value: str
    statement: str
    source: str
    publisher: str | None
    jurisdiction: str
    date: str | None
    status: State


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict set (the clinical rules, section 5)."""

    about: str
    members: tuple[ConflictMember, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the ids of the statements under it."""

    heading: str
    facet: Facet
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the reference list."""

    ref: int
    source: Source


@dataclass(frozen=True, slots=True)
class Made:
    """How an answer was made; milliseconds by stage. search: by what passages were looked for."""

    version: str
    composer: str
    settings_hash: str
    library_hash: str
    milliseconds: Mapping[str, float]
    search: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole of an answer.

    direction: of a yes-or-no question, what its bottom line says: "yes", "no", "disagree" or "not settled"; else None.
    """

    question: Question
    title: str
    bottom_line: tuple[str, ...]
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...]
    regimens: tuple[Regimen, ...]
    conflicts: tuple[Conflict, ...]
    not_found: tuple[str, ...]
    references: tuple[Reference, ...]
    notices: tuple[str, ...]
    made: Made
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """No answer, and why. reason: a word for programs; message: sentences for people; looked_for: what was sought."""

    question: Question
    reason: str
    message: str
    looked_for: tuple[str, ...]
    notices: tuple[str, ...]
    made: Made
