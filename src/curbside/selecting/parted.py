"""What is said with another sentence already is not said again, nor torn from it."""

from __future__ import annotations

from collections.abc import Iterable

from curbside.selecting.candidates import Candidate
from curbside.selecting.standalone import hangs


def without_what_leads(c: Candidate, leading: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """A candidate by itself where what is said with it stands in the bottom line already; nothing where it hangs on it.

    "It affects girls more often" must not stand under a heading of its own, away from what "it" is.
    """
    told = {(k.evidence.source.id, u.start) for k in leading for u in k.units}
    more = [u for u in c.units if u != c.unit]
    if not more or not all((c.evidence.source.id, u.start) in told for u in more):
        return (c,)
    return () if hangs(c.alone.text) else (c.alone,)


def unparted(first: Iterable[Candidate], rest: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The rest without those of which each sentence is said with another of them or of the first."""
    told, kept = tuple(first), tuple(rest)
    within = {(c.evidence.source.id, u.start): c.key for c in (*kept, *told) for u in c.units if u != c.unit}
    return tuple(c for c in kept if within.get(c.key, c.key) == c.key)
