"""What an answer is made of: statements with their citations and verdicts, doses, disputes, references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from curbside.types.appraisals import UNSTATED, Estimate, OwnGrade
from curbside.types.conversation import FollowUp
from curbside.types.criteria import Criterion
from curbside.types.monitoring import MonitoringStep
from curbside.types.questions import Flag, Question
from curbside.types.sources import Source, Span, State


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


class Strength(StrEnum):
    """The label beside a quotation (how strongly the source says it)."""

    RECOMMENDED = "recommended"
    SUGGESTED = "suggested"
    LIMITED = "limited evidence"
    REPORTED = "has been reported"
    NOT_STATED = "not stated"


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
    """A sentence of the answer. id: "s1", "s2", ... in the order of the answer.

    estimate: the engine's, of the best of what it cites. own_grade: the grade that a cited source gives it, None where
    none does.
    """

    id: str
    text: str
    facet: Facet
    citations: tuple[Citation, ...]
    verdict: Verdict | None = None
    flags: tuple[Flag, ...] = ()
    strength: Strength = Strength.NOT_STATED
    estimate: Estimate = UNSTATED
    own_grade: OwnGrade | None = None


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
class ModelUse:
    """What a language model had to do with an answer.

    name, place: the model and the address of its server. prompts: those that it was given, each with its version.
    tokens_in, tokens_out: of prompts and answers. cost: a decimal string in the currency of the prices that are set,
    None where none are. milliseconds: waited for it. drafted: statements that it gave (a text that does not stand whole
    counts by its sentences), each of which is either among passed, that stood, of these repaired: at the second try; or
    among dropped, that did not stand. unsent: sentences that were not sent to it, since the
    licence of their source forbids it. stopped: why it ended early, empty where it did not.
    """

    name: str
    place: str
    prompts: tuple[str, ...] = ()
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: str | None = None
    milliseconds: float = 0.0
    drafted: int = 0
    passed: int = 0
    repaired: int = 0
    dropped: int = 0
    unsent: int = 0
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """How an answer was made; milliseconds by stage.

    search: by what passages were looked for. choice: by what sentences were chosen from them. Both are for people;
    empty where that was not done. model: what a language model did, None where none was asked.
    """

    version: str
    composer: str
    settings_hash: str
    library_hash: str
    milliseconds: Mapping[str, float]
    search: str = ""
    choice: str = ""
    model: ModelUse | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A word in plain words, ours and not a source's. word: as it is written where it stands first.

    source: the page that was read for it. statement: the id of the first statement with the word, None where only the
    question has it.
    """

    word: str
    plain: str
    source: str
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Untold:
    """What professionals are told and a patient is not. count: of statements. why, ask: sentences to the patient."""

    facet: Facet
    count: int
    why: str
    ask: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole of an answer. glossary: for students and patients. untold: for patients.

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
    monitoring: tuple[MonitoringStep, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    follow_up: FollowUp | None = None
    glossary: tuple[Explained, ...] = ()
    untold: tuple[Untold, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """No answer, and why. reason: a word for programs; message: sentences for people; looked_for: what was sought."""

    question: Question
    reason: str
    message: str
    looked_for: tuple[str, ...]
    notices: tuple[str, ...]
    made: Made
    follow_up: FollowUp | None = None
    glossary: tuple[Explained, ...] = ()
    untold: tuple[Untold, ...] = ()
