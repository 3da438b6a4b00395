"""What is new in the sources of an overview against those of the library that they supersede."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from curbside.composing.offered import bound, offer
from curbside.composing.quoting import QuotingComposer
from curbside.evidence.succession import UPDATES, superseded_by
from curbside.library.store import Library
from curbside.overviewing.graded import Found, Key
from curbside.retrieval.stock import Stock
from curbside.selecting.candidates import Candidate
from curbside.selecting.newer import Difference, differences
from curbside.types import Change, Question, Relation, Source, State, Statement, Succession, TextIs
from curbside.verifying.statements import checked

MOST: Final[Mapping[str, int]] = {"short": 3, "standard": 6, "full": 12}
Units = Callable[[Iterable[Source]], tuple[Candidate, ...]]


def pairs(sources: Iterable[Source], library: Library) -> tuple[tuple[Source, Source], ...]:
    """Each source with the one of the library that it supersedes, both with text and units."""
    newer = tuple(sources)
    marked = [s for s in library.mentioning(str(State.SUPERSEDED)) if s.status.state is State.SUPERSEDED]
    named = [i for s in newer for r in s.related if r.relation in UPDATES for i in r.identifiers]
    ids = [known for i in named if (known := library.resolve(f"{i.scheme}:{i.value}"))]
    older = {s.id: s for s in (*marked, *library.described(ids).values())}
    found = [(n, o) for n in newer for o in older.values() if superseded_by(n, o)]
    whole = library.get_many({o.id for _, o in found})
    return tuple((n, whole[o.id]) for n, o in found if o.id in whole)


def successions(
    question: Question,
    found: Iterable[tuple[Source, Source]],
    units: Units,
    grades: Mapping[Key, Found],
    said: Iterable[Statement],
    stock: Stock,
    length: str,
) -> tuple[Succession, ...]:
    """What each newer source says otherwise; both sides pass the gates, and what does not is not told.

    units: the candidates of sources. said: the statements of the overview, for their ids.
    """
    ids = {(s.source, s.start): one.id for one in said for c in one.citations if _supports(c.relation) for s in c.spans}
    told = []
    for newer, older in found:
        known = {key: one.grades for key, one in grades.items()}
        apart = differences(units([newer]), units([older]), known)
        # A summary leaves out: what only the newer text says may well stand in the older document.
        apart = tuple(d for d in apart if d.old or older.text_is is TextIs.ORIGINAL)
        changes = [c for d in apart if (c := _change(question, d, ids, stock)) is not None]
        told.append(Succession(newer, older, tuple(changes[: MOST[length]]), max(0, len(changes) - MOST[length])))
    return tuple(told)


def _supports(relation: Relation) -> bool:
    return relation is Relation.SUPPORTS


def _change(question: Question, d: Difference, ids: Mapping[Key, str], stock: Stock) -> Change | None:
    new = _checked(question, d.new, stock)
    old = _checked(question, d.old, stock) if d.old else None
    if new is None or (d.old and old is None):
        return None
    return Change(replace(new, id=ids.get(d.new.key, "")), old, d.now, d.before)


def _checked(question: Question, c: Candidate, stock: Stock) -> Statement | None:
    offered = offer([c])
    (draft,) = QuotingComposer().compose(question, (replace(c, also=()),))
    statement, stands = checked(bound(draft, offered), stock.version, offered)
    return statement if stands else None
