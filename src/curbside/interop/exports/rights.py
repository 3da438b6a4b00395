"""What of a source may leave the house in an export (the clinical rules, section 8, Rights).

A source whose licence forbids it gives its reference and no quote; so do the statements that are its wording, of which
only their place is told. Where a licence is not known, a short quote with its reference is all: the sentence, list item
or table row of a statement, and never more than that. It is never shortened, since a "not" may be cut off with its end.
"""

from __future__ import annotations

from curbside.composing.criteria import without
from curbside.sources.licences import permitted
from curbside.types import Answer, Relation, Source, Statement


def may_export(source: Source) -> bool:
    """Whether anything of the wording of a source may stand in an export."""
    return permitted(source.licence, "export").allowed != "no"


def why_not(source: Source) -> str:
    """The reason for which no wording of a source is printed."""
    return permitted(source.licence, "export").reason


def hidden(statement: Statement, sources: dict[int, Source]) -> bool:
    """Whether a statement is the wording of sources that may not be exported, all of them."""
    refs = [c.ref for c in statement.citations if c.relation is Relation.SUPPORTS]
    return bool(refs) and not any(may_export(sources[r]) for r in refs)


def hidden_ids(answer: Answer) -> frozenset[str]:
    """The statements that an export may not print."""
    sources = {r.ref: r.source for r in answer.references}
    return frozenset(s.id for s in answer.statements if hidden(s, sources))


def without_hidden_rules(answer: Answer) -> Answer:
    """The answer without the criteria of sources of which nothing may be printed, and without what these ask for."""
    sources = {r.ref: r.source for r in answer.references}
    kept = tuple(c for c in answer.criteria if may_export(sources[c.ref]))
    return answer if kept == answer.criteria else without(answer, kept)
