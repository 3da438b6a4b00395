"""What has become of the sources of an answer since it was made (the clinical rules, sections 1 and 9).

What rests on a source that is no evidence any more (retracted, withdrawn, taken out of the library) is taken out, with
every dose in it, and a notice says so. For softer reasons the text stays under a notice; what is superseded since
then leaves the bottom line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from curbside.evidence.since import since
from curbside.evidence.status import is_secondary
from curbside.library import Library
from curbside.types import Citation, Facet, Flag, Reference, Relation, Source, State, Statement


@dataclass(frozen=True, slots=True)
class Now:
    """A cited version today. source: with the status in force now. gone: why it is no evidence any more, or ""."""

    ref: int
    source: Source
    gone: str = ""
    notice: str = ""

    @property
    def name(self) -> str:
        """The source as a notice calls it."""
        return f"[{self.ref}] ({self.source.title.rstrip('.')})"


def now(ref: int, cited: Source, was: str, library: Library) -> Now:
    """What a cited version is today. was: its state when the answer was made."""
    found = since(cited, was, library)
    return Now(ref, found.source, found.gone, found.notice)


def notices(found: Mapping[int, Now], lost: int) -> tuple[str, ...]:
    """What must be told above everything. lost: how many statements were taken out."""
    gone = [n for n in found.values() if n.gone]
    told = [f"Withheld: {n.name} {n.gone}. What rests on it alone, with every dose in it, is not shown." for n in gone]
    if gone and lost:
        told.append(f"{lost} statement{'s are' if lost != 1 else ' is'} withheld in all. Ask the question again.")
    return (*told, *(f"{n.name} {n.notice}. Ask the question again." for n in found.values() if n.notice))


def kept(statement: Statement, found: Mapping[int, Now], intent: str) -> Statement | None:
    """The statement on what is still evidence, with the flags that follow now; None where nothing carries it.

    Each supporting citation carries the statement alone, so that the others may go.
    """
    citations = tuple(c for c in statement.citations if not found[c.ref].gone)
    supports = [found[c.ref].source for c in citations if c.relation is Relation.SUPPORTS]
    if not supports:
        return None
    if len(citations) == len(statement.citations) and not any(found[c.ref].notice for c in citations):
        return statement
    flags = _flags(statement, citations, supports)
    outdated = Flag.SUPERSEDED in flags or (Flag.SECONDARY_ONLY in flags and Flag.SECONDARY_ONLY not in statement.flags)
    demoted = statement.facet is Facet.BOTTOM_LINE and outdated
    facet = _facet(intent) if demoted else statement.facet
    return replace(statement, citations=citations, flags=flags, facet=facet)


def _flags(statement: Statement, citations: tuple[Citation, ...], supports: list[Source]) -> tuple[Flag, ...]:
    follow = {
        Flag.SUPERSEDED: all(s.status.state is State.SUPERSEDED for s in supports),
        Flag.REVIEW_OVERDUE: all(s.status.state is State.REVIEW_OVERDUE for s in supports),
        Flag.SECONDARY_ONLY: all(map(is_secondary, supports)),
    }
    added = tuple(flag for flag, holds in follow.items() if holds and flag not in statement.flags)
    return (*statement.flags, *added)


def _facet(intent: str) -> Facet:
    named = [f for f in Facet if str(f) == intent and f is not Facet.BOTTOM_LINE]
    return named[0] if named else Facet.OTHER


def references(statements: tuple[Statement, ...], found: Mapping[int, Now]) -> tuple[Reference, ...]:
    """The entries that statements still name, under their numbers."""
    used = {c.ref for s in statements for c in s.citations}
    return tuple(Reference(n.ref, n.source) for n in found.values() if n.ref in used)
