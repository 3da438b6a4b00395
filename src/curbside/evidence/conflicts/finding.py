"""Which points differ, and the sets that those make: every side of a difference with the others of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from curbside.evidence.conflicts import advice, directions, doses, harms, scores, thresholds, watching
from curbside.evidence.conflicts.contents import Stance
from curbside.evidence.conflicts.sayings import Content, Dispute, Point, Range, Saying, Side, Unlike
from curbside.evidence.conflicts.scopes import Scope, for_whom, meet, ruled_out
from curbside.types import ConflictKind, Kind, State

_READ: tuple[Callable[[Saying], Iterator[Point]], ...] = (
    doses.points,
    advice.points,
    scores.points,
    thresholds.points,
    directions.points,
    watching.points,
)
# What a study did to its participants is no advice; what it found, of a harm or an effect, is compared.
_OF_STUDIES = (directions.points,)
STUDIES = frozenset({Kind.RANDOMISED_TRIAL, Kind.COHORT, Kind.CASE_SERIES, Kind.CASE_REPORT})
_GONE = frozenset({State.RETRACTED, State.WITHDRAWN})
_Link = tuple[Point, Range, Point, Range, Unlike]


def disputes(sayings: Iterable[Saying]) -> tuple[Dispute, ...]:
    """The real conflicts among `sayings`, each with all of its sides; what is no conflict is left out."""
    return tuple(d for d in differences(sayings) if d.kind is ConflictKind.REAL)


def differences(sayings: Iterable[Saying]) -> tuple[Dispute, ...]:
    """All differences among `sayings`, real conflicts first; retracted and withdrawn sources take no part."""
    found = tuple(s for s in sayings if s.source.status.state not in _GONE)
    groups: dict[tuple[ConflictKind, str, str], list[_Link]] = {}
    for link in _links(found):
        a, _, b, _, unlike = link
        about = min((a.about, b.about), key=lambda n: (len(n), n))
        name = about.format(what=unlike.what, whom=for_whom(a.scope, b.scope))
        groups.setdefault((unlike.kind, name, unlike.why), []).append(link)
    sets = [d for (kind, name, _), links in groups.items() for d in _parted(name, kind, links)]
    real = [*(d for d in sets if d.kind is ConflictKind.REAL), *harms.disputes(found)]
    return (*real, *(d for d in sets if d.kind is not ConflictKind.REAL))


def _links(sayings: tuple[Saying, ...]) -> Iterator[_Link]:
    keyed: dict[tuple[str, ...], list[Point]] = {}
    for saying in sayings:
        for read in _OF_STUDIES if saying.source.kind in STUDIES else _READ:
            for point in read(saying):
                keyed.setdefault(point.key, []).append(point)
    for some in keyed.values():
        classes: dict[tuple[Scope, Content], list[Point]] = {}
        for point in some:
            classes.setdefault((point.scope, point.content), []).append(point)
        for mine, yours in combinations(classes.values(), 2):
            yield from _between(mine, yours)


def _between(mine: list[Point], yours: list[Point]) -> Iterator[_Link]:
    """The differences of points that say one thing from those that say another, each told of every one of them.

    What all of a class say is compared once, and each of them with one of the other class, not with all.
    """
    first = next(((a, b) for a in mine for b in yours if not one_source(a.saying, b.saying)), None)
    if first is None or not meet(first[0].scope, first[1].scope) or not first[0].content.unlike(first[1].content):
        return
    pairs = [first]
    pairs += [(a, first[1]) for a in mine if a is not first[0] and not one_source(a.saying, first[1].saying)]
    pairs += [(first[0], b) for b in yours if b is not first[1] and not one_source(first[0].saying, b.saying)]
    for a, b in pairs:
        for unlike in a.content.unlike(b.content):
            told = _told(a, b, unlike)
            if told:
                yield a, unlike.mine, b, unlike.yours, told


def one_source(a: Saying, b: Saying) -> bool:
    """Whether both are of one source, or one is made from the other."""
    x, y = a.source, b.source
    return x.id == y.id or x.id in y.derived_from or y.id in x.derived_from


def _told(a: Point, b: Point, unlike: Unlike) -> Unlike | None:
    """The difference with its kind; None where it is one of wording in sayings on different things anyway."""
    ruling = ruled_out(a.scope, b.scope)
    if ruling is None:
        return unlike
    if unlike.kind is not ConflictKind.REAL or (isinstance(a.content, Stance) and not _near(a.scope, b.scope)):
        return None
    return Unlike(unlike.what, *ruling, unlike.mine, unlike.yours)


def _near(a: Scope, b: Scope) -> bool:
    """Whether two pieces of advice share a condition, or neither names one."""
    return bool(a.conditions & b.conditions) or not (a.conditions or b.conditions)


def _parted(about: str, kind: ConflictKind, links: list[_Link]) -> Iterator[Dispute]:
    """One set for all sides that are joined by differences, each side once, in the order of the sayings."""
    heads: dict[str, str] = {}

    def head(key: str) -> str:
        while heads.setdefault(key, key) != key:
            key = heads[key]
        return key

    for a, _, b, _, _ in links:
        heads[head(b.saying.key)] = head(a.saying.key)
    sets: dict[str, dict[str, Side]] = {}
    named: dict[str, tuple[str | None, str]] = {}
    for a, mine, b, yours, unlike in links:
        of = head(a.saying.key)
        named.setdefault(of, (a.drug, unlike.why))
        for point, at in ((a, mine), (b, yours)):
            sets.setdefault(of, {}).setdefault(point.saying.key, _side(point.saying, at))
    for of, sides in sets.items():
        drug, why = named[of]
        yield Dispute(about, tuple(sides.values()), kind, drug, why)


def _side(saying: Saying, at: Range) -> Side:
    return Side(saying, " ".join(saying.text[at[0] : at[1]].split()) or saying.text, at)
