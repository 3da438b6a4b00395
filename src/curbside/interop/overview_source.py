"""An overview as a source of the library: a summary, derived from an answer of this engine, and so never evidence.

Its id begins with "curbside:", and it is derived from the saved answer ("curbside:answer:...") as well as from its
sources: whoever walks `derived_from`, of it or of a text made from it, meets an answer (the clinical rules, section 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from curbside import __version__
from curbside.errors import LibraryError
from curbside.sources.base import Rejected, finished
from curbside.sources.building import TextBuilder
from curbside.types import Kind, Licence, Overview, Reference, Relation, Source, Statement, TextIs

PREFIX: Final = "curbside:overview:"
ANSWER: Final = "curbside:answer:"
PUBLISHER: Final = "Curbside, made from this library"
NOTE: Final = (
    "This overview was made by Curbside of sentences of the sources named at its end. It is no evidence, and "
    "nobody has reviewed it."
)
_LONGEST_NAME: Final = 150


def as_source(overview: Overview, answer_id: str, date: str) -> Source:
    """The overview with its units. answer_id: under which it is saved as an answer; date: ISO 8601.

    The same sources and topic give the same id, so that a later overview is a new version of it.
    """
    builder = TextBuilder()
    _write(builder, overview)
    draft = builder.draft(_id(overview), "", f"overview/{__version__}", "")
    source = finished(draft)
    if isinstance(source, Rejected):
        raise LibraryError(f"The overview cannot be kept: it {source.reason}.")
    references = overview.answer.references
    made_of = dict.fromkeys((*(s.id for s in overview.sources), *(r.source.id for r in references)))
    jurisdictions = {s.jurisdiction for s in overview.sources}
    return replace(
        source,
        kind=Kind.SUMMARY,
        title=overview.answer.title,
        publisher=PUBLISHER,
        date=date,
        jurisdiction=jurisdictions.pop() if len(jurisdictions) == 1 else "unknown",
        licence=_licence(references),
        text_is=TextIs.SUMMARY,
        derived_from=(f"{ANSWER}{answer_id}", *made_of),
        raw_hash=source.content_hash,
        where=None,
        topics=tuple(dict.fromkeys(t for s in overview.sources for t in s.topics)) if overview.scope == "topic" else (),
    )


def _id(overview: Overview) -> str:
    name = overview.sources[0].id if overview.scope == "source" else overview.of.casefold()
    return PREFIX + re.sub(r"[^\w.:/-]+", "-", name).strip("-")[:_LONGEST_NAME]


def _write(builder: TextBuilder, overview: Overview) -> None:
    answer = overview.answer
    said = {s.id: s for s in answer.statements}
    builder.heading(answer.title, 1)
    builder.paragraph(NOTE, note=True)
    parts = [("Bottom line", answer.bottom_line), *((s.heading, s.statements) for s in answer.sections)]
    for heading, ids in parts:
        builder.heading(heading, 2)
        for key in ids:
            builder.paragraph(f"{said[key].text} {_marks(said[key])}")
    for one in overview.successions:
        builder.heading(f"What is new against {one.older.title}", 2)
        for change in one.changes:
            builder.paragraph(f"Now: {change.new.text}", note=True)
            if change.old is not None:
                builder.paragraph(f"Before: {change.old.text}", note=True)
    builder.heading("References", 2)
    for reference in answer.references:
        builder.paragraph(_reference(reference), note=True)


def _marks(statement: Statement) -> str:
    refs = dict.fromkeys(c.ref for c in statement.citations if c.relation is Relation.SUPPORTS)
    return "".join(f"[{ref}]" for ref in refs)


def _reference(reference: Reference) -> str:
    source = reference.source
    where = f" {source.identifier}" if source.identifier else ""
    by = f"{source.publisher or 'Publisher unknown'}, {source.year or 'no date'}"
    return f"[{reference.ref}] {source.title}. {by}.{where}"


def _licence(references: Iterable[Reference]) -> Licence:
    """What every one of the licences allows: the overview is made of all of them."""
    licences = [r.source.licence for r in references]

    def least(name: str) -> bool | None:
        given = [getattr(one, name) for one in licences]
        return False if False in given else None if None in given else True

    name = "that of its sources, as far as all of them allow"
    return Licence(name, least("show"), least("quote"), least("export"), least("send"))
