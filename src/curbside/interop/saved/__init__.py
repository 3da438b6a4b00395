"""From the JSON of `ask --json` back to the noun `Answer`, read again from the library.

Nothing in the JSON is believed that the library can tell: quotes, references, doses, conflicts and criteria are read
again, and every statement goes through the gates again. A JSON object whose answer is stored under its id must be that
answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from curbside.composing import assembly, derived, plain, weighing
from curbside.composing import criteria as composing
from curbside.errors import InputError, LibraryError
from curbside.interop.saved import criteria, nouns, proving, sentences, standing
from curbside.interop.saved.fields import Fields
from curbside.library import Library
from curbside.library.answers import SavedAnswer
from curbside.types import Answer, Facet, Reference, Refusal, Source, State, Statement, Status

OUTSIDE = ("id", "saved", "audit")
"""Fields of `ask --json` that are about the answer and no part of it."""


def stored_answer(answer_id: str, library: Library) -> Answer:
    """The answer that the library keeps under that id.

    Raises LibraryError where there is none, InputError where it is no answer or may not be shown any more.
    """
    return answer_of(json.loads(library.answer(answer_id).body), library, f"answer {answer_id}")


def stored_turn(answer_id: str, library: Library) -> Answer | Refusal:
    """The answer or the refusal that the library keeps under that id. Raises as `stored_answer`."""
    given = Fields.of(json.loads(library.answer(answer_id).body), f"answer {answer_id}")
    return nouns.refusal(given) if given.held.get("status") == "refused" else stored_answer(answer_id, library)


def answer_of(body: object, library: Library, where: str = "the answer") -> Answer:
    """The answer that an object of `ask --json` tells of, on the sources as they are now.

    where: what messages call it. Raises InputError where a field, a quote or a text is not what the library gives, or
    where nothing of it may be shown any more.
    """
    given = Fields.of(body, where)
    if "question" not in given.held or "statements" not in given.held:
        given.refuse("is no answer of `curbside ask`")
    if given.text("status") != "answered":
        given.refuse("is a refusal, so there is nothing to export")
    vouched = kept_as(body, library, where) is not None

    @cache
    def find(source_id: str, content_hash: str) -> Source:
        return library.get(source_id, content_hash)

    question = nouns.question(given.object("question"))
    statements = tuple(proving.proven(one, find) for one in given.objects("statements"))
    worked_out = criteria.proven(given, question, statements, find, vouched)
    about = composing.notices(worked_out)
    if not vouched:
        proving.own_words(given, question, statements, find, about)
    then = _as_of_then(given, find)
    written = None if vouched else sentences.strange(given, question, statements, then, find, about)
    if written:
        given.refuse(f"its {written} have words that Curbside did not write there; {proving.ASK_AGAIN}")
    regimens, conflicts = proving.read_off(given, question, statements, then)
    statements = proving.weighed_again(given, question, statements, then, _current(library))
    found = _references(given, statements, library, find)
    answer = Answer(
        question=question,
        title=given.text("title"),
        bottom_line=given.texts("bottom_line"),
        sections=assembly.sections(statements),
        statements=statements,
        regimens=regimens,
        conflicts=conflicts,
        monitoring=derived.plans(statements, then),
        criteria=worked_out,
        not_found=given.texts("not_found"),
        references=tuple(Reference(n.ref, n.source) for n in found.values()),
        notices=given.texts("notices"),
        made=nouns.made(given.object("made")),
        direction=given.text_or_none("direction"),
        follow_up=nouns.follow_up(given) if vouched else None,
        untold=nouns.untold(given) if vouched else (),
    )
    if question.audience in plain.EXPLAINED_TO:
        answer = replace(answer, glossary=tuple(plain.explained(question, statements)))
    return _as_of_now(answer, found, where, _current(library))


def kept_as(body: object, library: Library, where: str = "the answer") -> SavedAnswer | None:
    """The stored answer that an object of `ask --json` is, None where the library keeps none under its id.

    Raises InputError where it keeps another one.
    """
    given = Fields.of(body, where)
    known = given.held.get("saved") or given.held.get("id")
    if not isinstance(known, str):
        return None
    try:
        stored = library.answer(known)
    except LibraryError:
        return None
    kept = json.loads(stored.body)
    told = {name: value for name, value in given.held.items() if name not in OUTSIDE}
    if kept != told:
        differing = next((n for n in (*kept, *told) if kept.get(n) != told.get(n)), "a field")
        given.refuse(f"the field {differing!r} is not as the library keeps it under {known}")
    return stored


def _references(
    given: Fields, statements: tuple[Statement, ...], library: Library, find: proving.Find
) -> Mapping[int, standing.Now]:
    """The cited versions by their marks, as they stand now; the entries of the JSON tell only what was known then."""
    rows = {row.whole("ref"): row for row in given.objects("references")}
    found: dict[int, standing.Now] = {}
    for span, ref in ((c.spans[0], c.ref) for s in statements for c in s.citations):
        if ref not in rows or rows[ref].text("id") != span.source:
            given.refuse(f"the mark [{ref}] has no entry of {span.source} among the references")
        if ref not in found:
            found[ref] = standing.now(ref, find(span.source, span.content_hash), rows[ref].text("status"), library)
        elif found[ref].source.content_hash != span.content_hash:
            given.refuse(f"the mark [{ref}] stands for two sources")
    if list(found) != list(rows) or list(found) != list(range(1, len(found) + 1)):
        given.refuse("its references are not the marks of its statements, numbered by first use")
    return found


def _as_of_then(given: Fields, find: proving.Find) -> proving.Find:
    """`find` with the status that a source had when the answer was made, on which its conflicts depend."""
    rows = {row.text("id"): row for row in given.objects("references")}
    was = {
        name: Status(row.one_of("status", State), row.text_or_none("superseded_by"), row.text_or_none("status_since"))
        for name, row in rows.items()
    }

    @cache
    def then(source_id: str, content_hash: str) -> Source:
        source = find(source_id, content_hash)
        return replace(source, status=was.get(source_id, source.status))

    return then


def _current(library: Library) -> weighing.Current:
    """The library's source of an id, None where it holds none."""

    @cache
    def current(source_id: str) -> Source | None:
        known = library.resolve(source_id)
        return library.get(known) if known else None

    return current


def _as_of_now(answer: Answer, found: Mapping[int, standing.Now], where: str, current: weighing.Current) -> Answer:
    """The answer without what may not be shown any more, under the notices that follow."""
    if not any(n.gone or n.notice for n in found.values()):
        return answer
    now = {(n.source.id, n.source.content_hash): n.source for n in found.values()}

    def find(source_id: str, content_hash: str) -> Source:
        return now[source_id, content_hash]

    intent = answer.question.understood.intent
    tried = [standing.kept(s, found, intent) for s in answer.statements]
    stand = tuple(s for s in tried if s is not None)
    if not stand:
        reasons = "; ".join(f"{n.name} {n.gone}" for n in found.values() if n.gone)
        raise InputError(where, f"nothing of it may be shown any more: {reasons}")
    statements, conflicts = derived.conflicts(proving.undisputed(stand), find)
    statements = weighing.weighed(answer.question, statements, find, current)
    answer = criteria.remaining(answer, {n.ref for n in found.values() if n.gone}, statements)
    return replace(
        answer,
        bottom_line=tuple(s.id for s in statements if s.facet is Facet.BOTTOM_LINE),
        sections=assembly.sections(statements),
        statements=statements,
        regimens=derived.regimens(statements, find),
        conflicts=conflicts,
        monitoring=derived.plans(statements, find),
        references=standing.references(statements, found),
        notices=(*standing.notices(found, len(tried) - len(stand)), *answer.notices),
        direction=answer.direction if len(stand) == len(tried) else None,
    )


__all__ = ["answer_of", "kept_as", "stored_answer", "stored_turn"]
