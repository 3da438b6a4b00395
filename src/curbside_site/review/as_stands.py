"""A stored text on the sources as they are now, without what is hidden: what leaves the site is made of this."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from curbside.composing import assembly
from curbside.composing.criteria import without
from curbside.interop.saved import answer_of
from curbside.library import Library
from curbside.types import Answer
from curbside_site.articles.models import Revision
from curbside_site.review.showing import hidden


def revision_now(revision: Revision, library: Library) -> Answer:
    """The answer of a revision as it may leave the site today.

    Raises InputError where nothing of it may be shown any more, LibraryError where the library does not keep it.
    """
    body: dict[str, Any] = {**revision.body, "id": revision.answer}
    answer = answer_of(body, library, f"revision {revision.number}")
    return without_hidden(answer, hidden(tuple(revision.lapses.all())))


def without_hidden(answer: Answer, hides: Collection[str]) -> Answer:
    """The answer without these statements and all that was read from them."""
    if not hides:
        return answer
    statements = tuple(s for s in answer.statements if s.id not in hides)
    used = {c.ref for s in statements for c in s.citations}
    answer = without(answer, tuple(c for c in answer.criteria if c.statement not in hides))
    return replace(
        answer,
        bottom_line=tuple(key for key in answer.bottom_line if key not in hides),
        sections=assembly.sections(statements),
        statements=statements,
        regimens=tuple(
            replace(r, beside={name: tuple(k for k in keys if k not in hides) for name, keys in r.beside.items()})
            for r in answer.regimens
            if r.statement not in hides
        ),
        conflicts=tuple(c for c in answer.conflicts if not any(m.statement in hides for m in c.members)),
        monitoring=tuple(m for m in answer.monitoring if m.statement not in hides),
        references=tuple(r for r in answer.references if r.ref in used),
        notices=("Withheld: what rests on a source under review is not shown.", *answer.notices),
    )
