"""An answer without statements that may not be shown any more, whoever decided so (the clinical rules, section 9)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from curbside.composing import assembly, derived
from curbside.composing import criteria as composing
from curbside.interop.saved.proving import undisputed
from curbside.library import Library
from curbside.types import Answer, Facet, Reference, Source


def withheld(answer: Answer, hidden: Collection[str], why: tuple[str, ...], library: Library) -> Answer | None:
    """The answer without the statements of those ids, and without every dose, rule and step that rests on them.

    why: the notices that tell of it, put above all others. References keep their numbers. None where nothing is left.
    Raises SourceNotFound where a cited version is not stored.
    """
    stand = tuple(s for s in answer.statements if s.id not in hidden)
    if len(stand) == len(answer.statements):
        return answer
    if not stand:
        return None
    now = {(r.source.id, r.source.content_hash): r.source for r in answer.references}

    def find(source_id: str, content_hash: str) -> Source:
        return now.get((source_id, content_hash)) or library.get(source_id, content_hash)

    statements, conflicts = derived.conflicts(undisputed(stand), find)
    used = {c.ref for s in statements for c in s.citations}
    kept = tuple(c for c in answer.criteria if c.statement not in hidden and c.ref in used)
    answer = composing.without(answer, kept)
    return replace(
        answer,
        bottom_line=tuple(s.id for s in statements if s.facet is Facet.BOTTOM_LINE),
        sections=assembly.sections(statements),
        statements=statements,
        regimens=derived.regimens(statements, find),
        conflicts=conflicts,
        monitoring=derived.plans(statements, find),
        references=tuple(Reference(r.ref, r.source) for r in answer.references if r.ref in used),
        notices=(*why, *answer.notices),
        direction=None,
    )
