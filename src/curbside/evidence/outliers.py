"""Doses of another order than all others: more than five times above or below them (the clinical rules, section 6).

A slip of the decimal point or of the unit in one source is found by what the other sources say. What is compared is
the same drug, salt and form, use, severity, population, route, step of treatment and basis (per kg with per kg), after
conversion of units; single doses with single doses, daily doses with daily doses, and of what is given more seldom
than daily only what is given equally often. One dose is an outlier beside at least two independent others: beside a
single one nobody can tell which of the two is wrong, and where two sources alone speak, most differences of that size
are of a use, form or population that one of them does not name. Such a pair is shown as a conflict instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from curbside.evidence.conflicts.across import saying_of
from curbside.evidence.conflicts.contents import COUNTED, Dosing, Extent, Extents
from curbside.evidence.conflicts.doses import amounts
from curbside.evidence.conflicts.finding import STUDIES, one_source
from curbside.evidence.conflicts.rhythms import Rhythm
from curbside.evidence.conflicts.sayings import Point, Saying
from curbside.evidence.conflicts.scopes import meet, ruled_out
from curbside.evidence.status import standing
from curbside.language.subject import subject
from curbside.types import Source

FACTOR: Final = Decimal(5)
OTHERS: Final = 2
_DAY: Final = {"h": Decimal(24), "mo": Decimal(1)}
_Span = tuple[Decimal | None, Decimal | None]
_Readings = Mapping[tuple[str, str], _Span]


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose or a maximum as it is compared. readings: low and high end by what they are of ("single", "day") and unit.

    reach: the same, widened by what its sentence says besides that more or less of it is given.
    """

    point: Point
    readings: _Readings
    reach: _Readings

    @property
    def drug(self) -> str:
        """The drug that it is of."""
        return str(self.point.drug)


def doses_of(source: Source, number: int) -> tuple[Dose, ...]:
    """The doses of the unit of that number; none of a study, since what it gave its participants is no advice.

    What the sentence, its lead-in and its headings do not say it is for, the title of the source does.
    """
    if source.kind in STUDIES:
        return ()
    saying = saying_of(source, number)
    if not saying.phases:
        return ()
    if not subject(f"{saying.text} {saying.context}").conditions:
        saying = saying_of(source, number, titled=True)
    points = tuple(amounts(saying))
    read = [(p, r) for p in points if (r := _readings(p))]
    return tuple(Dose(p, r, _reach(p, r, read)) for p, r in read)


def bears_witness(source: Source, parents: Callable[[str], Source | None] = lambda _: None) -> bool:
    """Whether a source's doses count against, or for, another's: not of what is gone, superseded or never leads."""
    stands = standing(source, parents)
    return stands.usable and stands.lead and source.kind not in STUDIES


def is_outlier(dose: Dose, others: Iterable[Dose]) -> bool:
    """Whether a dose is more than five times above, or below, each of `others` that is like it, of two sources or more.

    others: the doses of the library that bear witness, those of the same source among them or not. Where one does not
    say by which route it is given, it is like those of a drug of which all that say so have one route.
    """
    told = [o for o in others if o.drug == dose.drug]
    routes = frozenset().union(*(o.point.scope.routes for o in (dose, *told)))
    apart = (o for o in told if not one_source(o.point.saying, dose.point.saying))
    like = [o for o in apart if _alike(dose, o) and (len(routes) <= 1 or _by_one_route(dose, o))]
    if len(_independent(like)) < OTHERS:
        return False
    return all(_above(dose.readings, o.reach) for o in like) or all(_below(dose.readings, o.reach) for o in like)


def _independent(doses: Iterable[Dose]) -> list[Saying]:
    """One saying of each source that is made from none of the others."""
    kept: list[Saying] = []
    for dose in doses:
        if not any(one_source(dose.point.saying, k) for k in kept):
            kept.append(dose.point.saying)
    return kept


def _alike(a: Dose, b: Dose) -> bool:
    """Whether two doses can be compared: both tell the same of all that a dose depends on.

    What neither says (a use, people) is no difference, since a reader cannot tell such doses apart either.
    """
    x, y = a.point, b.point
    if x.key != y.key or not a.readings.keys() & b.readings.keys() or not _as_often(x, y):
        return False
    forms = x.scope.forms & y.scope.forms or not (x.scope.forms and y.scope.forms)
    return bool(forms) and meet(x.scope, y.scope) and ruled_out(x.scope, y.scope) is None


def _by_one_route(a: Dose, b: Dose) -> bool:
    """Whether both name their routes, which meet, or neither names one."""
    return bool(a.point.scope.routes) == bool(b.point.scope.routes)


def _as_often(a: Point, b: Point) -> bool:
    """Whether both are given daily or oftener, both equally often, or one does not say how often."""
    mine, yours = _rhythm(a), _rhythm(b)
    if mine is None or yours is None:
        return True
    return mine.as_often(yours) or (_is_daily(mine) and _is_daily(yours))


def _rhythm(point: Point) -> Rhythm | None:
    return point.content.rhythm if isinstance(point.content, Dosing) else None


def _is_daily(rhythm: Rhythm) -> bool:
    return rhythm.unit == "h" and rhythm.period[-1] <= _DAY["h"]


def _readings(point: Point) -> _Readings:
    content = point.content
    if isinstance(content, Extents):
        return {(content.what, e.unit): (e.high, e.high) for e in content.values if _is_known(e)}
    if not isinstance(content, Dosing) or content.amount is None or not _is_known(content.amount):
        return {}
    amount, often = content.amount, content.rhythm
    span = (amount.low, amount.high)
    if often is None:
        # It may be a single dose or that of a day: it is an outlier only if it were one as either.
        return {("single", amount.unit): span, ("day", amount.unit): span}
    whole = often.divided or often.plain
    found = {} if whole else {("single", amount.unit): span}
    rates = [t * _DAY[often.unit] / p for t in often.times for p in often.period if p]
    if rates:
        found[("day" if often.unit == "h" else "month", amount.unit)] = _times(span, min(rates), max(rates))
    return found


def _is_known(extent: Extent) -> bool:
    """Whether it is an amount of the drug: a tablet or a millilitre may have any strength; a percentage is one."""
    return extent.as_written not in COUNTED and extent.unit not in ("%", "1")


def _times(span: _Span, low: Decimal, high: Decimal) -> _Span:
    return None if span[0] is None else span[0] * low, None if span[1] is None else span[1] * high


def _reach(point: Point, own: _Readings, saying: Iterable[tuple[Point, _Readings]]) -> _Readings:
    """A dose with the larger and smaller ones of its sentence; without end where more or less may be needed, untold."""
    beside = [r for p, r in saying if p.drug == point.drug and p.key[1] == point.key[1]]
    amount = point.content.amount if isinstance(point.content, Dosing) else None
    found = {}
    for name, (low, high) in own.items():
        lows = [r[name][0] for r in beside if name in r]
        highs = [r[n][1] for r in beside for n in (name, _most_of(name)) if n in r]
        least = None if None in lows else min(n for n in lows if n is not None)
        most = None if None in highs else max(n for n in highs if n is not None)
        most = None if amount and amount.open_up and most == high else most
        least = None if amount and amount.open_down and least == low else least
        found[name] = (least, most)
    return found


def _most_of(name: tuple[str, str]) -> tuple[str, str]:
    """The reading of the maximum of a reading."""
    what, unit = name
    return ("maximum dose per period", f"{unit}/d") if what == "day" else ("maximum single dose", unit)


def _above(mine: _Readings, others: _Readings) -> bool:
    """Whether it is above by all that both are read as; "up to 40 mg" allows 40 mg."""
    pairs = [(mine[n], others[n]) for n in mine.keys() & others.keys()]
    lows = [m[0] if m[0] is not None else m[1] for m, _ in pairs]
    return all(
        low is not None and o[1] is not None and low > FACTOR * o[1] for low, (_, o) in zip(lows, pairs, strict=True)
    )


def _below(mine: _Readings, others: _Readings) -> bool:
    pairs = [(mine[n], others[n]) for n in mine.keys() & others.keys()]
    return all(m[1] is not None and o[0] is not None and FACTOR * m[1] < o[0] for m, o in pairs)
