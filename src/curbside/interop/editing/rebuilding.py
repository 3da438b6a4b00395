"""The whole of an answer out of edited statements, on its sources as they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Final

from curbside.composing import absent, assembly, derived
from curbside.composing.abbreviations import as_quoted, in_full
from curbside.composing.criteria import with_criteria
from curbside.errors import InputError
from curbside.evidence.appraise import source_flags
from curbside.evidence.status import is_secondary, standing
from curbside.interop.saved import proving
from curbside.language import safety
from curbside.language.identifiers import MASKS
from curbside.library import Library
from curbside.retrieval.readings import patient as patient_of
from curbside.retrieval.understanding import understand
from curbside.selecting.facets import facet_of
from curbside.types import Answer, Facet, Flag, Patient, Question, Relation, Source, Statement, Status
from curbside.verifying.statements import checked

EDITED: Final = "edited by hand"
_OF_SOURCES: Final = frozenset(
    (
        Flag.SUMMARY,
        Flag.SECONDARY_ONLY,
        Flag.SUPERSEDED,
        Flag.REVIEW_OVERDUE,
        Flag.OTHER_JURISDICTION,
        Flag.SINGLE_CASE,
    )
)


Find = Callable[[str, str], Source]


class Versions:
    """Cited versions of a library with the status that their source has now."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.find = cache(self._find)
        self.current = cache(self._current)

    def _find(self, source_id: str, content_hash: str) -> Source:
        source = self._library.get(source_id, content_hash)
        return replace(source, status=self._status(source))

    def _status(self, source: Source) -> Status:
        known = self._library.resolve(source.id)
        now = self._library.described([known]).get(known) if known else None
        return now.status if now else source.status

    def _current(self, source_id: str) -> Source | None:
        known = self._library.resolve(source_id)
        return self._library.get(known) if known else None

    def usable(self, source: Source) -> bool:
        """Whether a version may still be evidence."""
        if self._library.resolve(source.id) is None:
            return False
        return standing(source, lambda name: self._library.described([name]).get(name)).usable


def rebuilt(answer: Answer, statements: Iterable[Statement], library: Library, *, criteria: bool = False) -> Answer:
    """The answer with these statements and what follows from them: marks, sections, doses, conflicts, weights, notices.

    Statements keep their order; their ids are given anew. What rests on a source that is no evidence any more is left
    out. criteria: whether they are turned on here. Raises InputError where nothing remains.
    """
    versions = Versions(library)
    question = asked_again(answer.question)
    kept = [s for one in statements if (s := _on_evidence(one, question, versions)) is not None]
    if not kept:
        raise InputError("the answer", "nothing of it may be shown any more")
    plain = [as_quoted(s, versions.find) for s in proving.undisputed(kept)]
    told = safety.assess(question.text, question.audience, question.understood.jurisdiction).notice
    find = versions.find
    notices, held = (told,) if told else (), _held(answer, question, find)
    made = assembly.assembled(question, plain, 0, (), notices, find, versions.current, held)
    made = in_full(made, find, lambda s: checked(s, find))
    missing = tuple(line for line in answer.not_found if line.startswith(absent.ABSENT))
    masked = any(mask in question.text for mask in MASKS.values())
    made = replace(
        made,
        question=answer.question,
        title=answer.title,
        not_found=tuple(dict.fromkeys((*made.not_found, *missing))),
        made=replace(answer.made, library_hash=library.library_hash()),
    )
    return with_criteria(made, Patient() if masked else patient_of(question.text), criteria, find)


def asked_again(question: Question) -> Question:
    """The question with what its stored form does not hold: drugs not known, words, what to avoid, further parts."""
    known = question.understood
    again = understand(question.text, known.jurisdiction, question.audience, question.length).understood
    more = replace(
        known,
        unknown_drugs=again.unknown_drugs,
        words=again.words,
        relatives=again.relatives,
        avoid=again.avoid,
        told=again.told,
        also=again.also,
    )
    return replace(question, understood=more)


def _held(answer: Answer, question: Question, find: Find) -> bool:
    """Whether the library had a dose of the drug by the route that were asked for: unless the answer says that not."""
    statements = tuple(as_quoted(s, find) for s in answer.statements)
    doses = derived.regimens(statements, find)
    lines = [set(absent.not_found(question, statements, doses, (), has, find)) for has in (False, True)]
    return not (lines[0] - lines[1]) & set(answer.not_found)


def _on_evidence(statement: Statement, question: Question, versions: Versions) -> Statement | None:
    """The statement on those of its sources that may be evidence now, with the flags that follow; None on none."""
    sources = {c.source: versions.find(c.source, c.spans[0].content_hash) for c in statement.citations}
    gone = {name for name, source in sources.items() if not versions.usable(source)}
    citations = tuple(c for c in statement.citations if c.source not in gone)
    supports = [sources[c.source] for c in citations if c.relation is Relation.SUPPORTS]
    return reflagged(replace(statement, citations=citations), question, supports) if supports else None


def reflagged(statement: Statement, question: Question, supports: list[Source]) -> Statement:
    """The statement with the flags that follow from its sources; out of the bottom line where these may not lead.

    A flag of sources stands where all that support the statement have it.
    """
    jurisdiction = question.understood.jurisdiction
    each = [frozenset((*standing(s).flags, *source_flags(s, jurisdiction))) & _OF_SOURCES for s in supports]
    due = frozenset.intersection(*each)
    flags = tuple(f for f in statement.flags if f not in _OF_SOURCES or f in due)
    flags = (*flags, *sorted(due - set(flags)))
    newly = all(map(is_secondary, supports)) and Flag.SECONDARY_ONLY not in statement.flags
    barred = statement.facet is Facet.BOTTOM_LINE and (Flag.SUPERSEDED in due or newly)
    return replace(statement, flags=flags, facet=_its_own(statement) if barred else statement.facet)


def _its_own(statement: Statement) -> Facet:
    found = facet_of(statement.text, ())
    return found if found is not Facet.BOTTOM_LINE else Facet.OTHER
