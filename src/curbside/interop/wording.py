"""What an article says beside the statements: flags, references, jurisdictions, and why nothing leads."""

from __future__ import annotations

from collections.abc import Iterable

from curbside.evidence.explaining import brief
from curbside.language.notation import clear_readings
from curbside.selecting.against import advises_against
from curbside.selecting.facets import HEADINGS
from curbside.types import Answer, Explained, Flag, Reference, Relation, Statement, Strength, Untold
from curbside.types.appraisals import NOT_STATED

_TOLD: dict[Flag, str] = {
    Flag.OTHER_DRUG: "another drug than asked",
    Flag.OTHER_ROUTE: "another route than asked",
    Flag.OTHER_POPULATION: "another population than asked",
    Flag.OTHER_JURISDICTION: "another jurisdiction",
    Flag.OTHER_INDICATION: "another indication than asked",
    Flag.SECONDARY_ONLY: "secondary source only; confirm in the original",
    Flag.SUPERSEDED: "superseded source",
    Flag.REVIEW_OVERDUE: "source is past its review date",
    Flag.TRANSITIVE: "number of another study, at second hand",
    Flag.SINGLE_CASE: "one case",
    Flag.UNSAFE_NOTATION: "unsafe notation in the quote",
    Flag.OUTLIER: "dose of another order than all others",
    Flag.CONFLICT: "sources disagree",
    Flag.CONFIRM_PAGE: "the order of its words is not certain; confirm in the original",
}
_NOT_FIRST: dict[Flag, str] = {
    Flag.SECONDARY_ONLY: "comes from secondary sources only",
    Flag.SUPERSEDED: "comes from superseded sources",
    Flag.OTHER_DRUG: "speaks of another drug",
    Flag.OTHER_ROUTE: "speaks of another route",
    Flag.OTHER_POPULATION: "speaks of another population",
    Flag.OTHER_INDICATION: "speaks of another indication",
    Flag.OTHER_JURISDICTION: "comes from another jurisdiction",
    Flag.SINGLE_CASE: "tells of one case",
    Flag.OUTLIER: "has a dose of another order than all others",
    Flag.CONFIRM_PAGE: "must be confirmed against the page first",
}


def flag_in_words(flag: str) -> str:
    """A flag as people read it; "" for one that is told elsewhere (a summary, of every citation)."""
    return _TOLD.get(Flag(flag), "")


def place(jurisdiction: str) -> str:
    """A jurisdiction as people write it: country codes in capitals, words as words."""
    if jurisdiction == "unknown":
        return "jurisdiction unknown"
    return jurisdiction.upper() if len(jurisdiction) <= 3 else jurisdiction


def why_empty(answer: Answer) -> str:
    """Why no sentence stands in the bottom line, read off the flags of what would answer."""
    asked = answer.question.understood
    if asked.jurisdiction is None and answer.regimens:
        return "no jurisdiction was given"
    keys = {k for s in answer.sections if s.facet in (asked.intent, *asked.also) for k in s.statements}
    flags = [set(s.flags) for s in answer.statements if not keys or s.id in keys]
    everywhere = [words for flag, words in _NOT_FIRST.items() if all(flag in held for held in flags)]
    somewhere = [words for flag, words in _NOT_FIRST.items() if any(flag in held for held in flags)]
    if everywhere:
        return f"what answers {' and '.join(everywhere)}"
    blocked = all(held & set(_NOT_FIRST) for held in flags)
    if somewhere and blocked:
        return f"what answers {' or '.join(somewhere)}"
    if somewhere and keys:
        return f"what answers {' or '.join(somewhere)}, and of the rest none answers by itself"
    return "none answers by itself"


def marks(statement: Statement) -> str:
    """The numbers of the references that support a statement: "[1][3]"."""
    refs = dict.fromkeys(c.ref for c in statement.citations if c.relation is Relation.SUPPORTS)
    return "".join(f"[{r}]" for r in refs)


def asides(statement: Statement, references: Iterable[Reference] = ()) -> list[str]:
    """What a reader must know of a statement besides its words. references: name the page to confirm it against."""
    told = [] if statement.strength is Strength.NOT_STATED else [strength(statement)]
    told += _weighed(statement)
    where = _to_confirm(statement, references) if Flag.CONFIRM_PAGE in statement.flags else None
    own = {Flag.CONFIRM_PAGE: where, Flag.UNSAFE_NOTATION: _in_clear(statement)}
    return told + [own.get(f) or _TOLD[f] for f in statement.flags if f in _TOLD]


def explained(statement: str | None, glossary: Iterable[Explained]) -> tuple[str, ...]:
    """Our explanations of the words that stand first in the statement of that id (None: in the question)."""
    return tuple(f"{e.word}: {e.plain}" for e in glossary if e.statement == statement)


def not_shown(untold: Iterable[Untold]) -> tuple[str, ...]:
    """What a patient is not shown, by part, and whom to ask about it."""
    counted = ((u, "1 sentence" if u.count == 1 else f"{u.count} sentences") for u in untold)
    return tuple(f"{HEADINGS[u.facet]} ({count}). {u.why} {u.ask}" for u, count in counted)


def strength(statement: Statement) -> str:
    """How strongly its source says it, as a label that says so where it is said against something."""
    said = str(statement.strength)
    turned = statement.strength in (Strength.RECOMMENDED, Strength.SUGGESTED) and advises_against(statement.text)
    return f"{said} against" if turned else said


def _weighed(statement: Statement) -> list[str]:
    """How sure a study's finding is, and a grade of its source that the statement does not say itself."""
    told = [] if statement.estimate.level == NOT_STATED else [f"estimate {brief(statement.estimate)}"]
    grade = statement.own_grade
    parts = grade.text.split("; ") if grade else []
    if grade and not all(part in statement.text for part in parts):
        told.append(f"graded by the source: {grade.text}")
    return told


def _in_clear(statement: Statement) -> str | None:
    """What unsafe notation means, in words that are not misread; the quote itself stays as it is."""
    meant = clear_readings(statement.text)
    return f"{_TOLD[Flag.UNSAFE_NOTATION]}; it means {', '.join(meant)}" if meant else None


def _to_confirm(statement: Statement, references: Iterable[Reference]) -> str | None:
    """Against which page of a PDF a statement is to be confirmed, None where no reference has such a page."""
    sources = {(r.source.id, r.source.content_hash): r.source for r in references}
    for span in (s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans):
        source = sources.get((span.source, span.content_hash))
        places = [p for p in source.places if p.start < span.end and span.start < p.end] if source else []
        unsure = {p.kind for p in places if not p.certain}
        page = next((p.name for p in places if p.kind == "page"), None)
        if unsure and page:
            read = "a table in a PDF" if "table" in unsure else "a picture or a damaged page of a PDF"
            return f"read from {read}; confirm against page {page}"
    return None
