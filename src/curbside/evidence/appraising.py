"""A source weighed as a whole: its study, its own grades, an estimate for each finding, its currency and place."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from curbside.evidence.estimating import Find, estimate_of
from curbside.evidence.grades import own_grades
from curbside.evidence.outcomes import tells_of_outcome
from curbside.evidence.study import study
from curbside.types import Appraisal, Appraised, Currency, Source, State, Unit, UnitKind
from curbside.types.appraisals import NOT_STATED

_NO_FINDINGS: Final = re.compile(
    r"\b(?:background|introduction|objectives?|aims?|methods?|materials|discussion|references|funding|acknowledg\w+"
    r"|supplement\w*|appendix)\b",
    re.IGNORECASE,
)


def appraisal(source: Source, *, today: date, find: Find | None = None) -> Appraisal:
    """`source` weighed. today: for its age. find: the library's source of an id, for what stands under a guideline."""
    units = [(i, u) for i, u in enumerate(source.units) if u.kind is not UnitKind.NOTE]
    grades = dict.fromkeys(g for i, _ in units for g in own_grades(source, i))
    return Appraisal(
        study=study(source),
        grades=tuple(sorted(grades, key=lambda g: g.start)),
        outcomes=tuple(o for _, u in units if (o := _appraised(source, u, find)) is not None),
        currency=currency(source, today),
        jurisdiction=source.jurisdiction,
    )


def currency(source: Source, today: date) -> Currency:
    """How current `source` is on the day `today`, by its status and its date."""
    status, year = source.status, source.year
    return Currency(
        state=status.state,
        overdue_since=status.since if status.state is State.REVIEW_OVERDUE else None,
        superseded_by=status.by if status.state is State.SUPERSEDED else None,
        year=year,
        age=_age(source, today) if year else None,
    )


def _age(source: Source, today: date) -> int:
    """Whole years from the date, which may be a year or a month alone; never below 0."""
    told = [int(part) for part in (source.date or "").split("-") if part.isdigit()]
    years = today.year - told[0]
    not_yet = (today.month, today.day)[: len(told) - 1] < tuple(told[1:])
    return max(years - not_yet, 0)


def _appraised(source: Source, unit: Unit, find: Find | None) -> Appraised | None:
    """A unit that tells of an outcome with its estimate; None where it tells of none or nothing can be said of it."""
    text = source.text[unit.start : unit.end]
    if any(_NO_FINDINGS.search(h) for h in unit.headings[1:]) or not tells_of_outcome(text):
        return None
    found = estimate_of(source, unit.start, unit.end, find=find)
    return None if found.level == NOT_STATED else Appraised(unit.start, unit.end, found)
