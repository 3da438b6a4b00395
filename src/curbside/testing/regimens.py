"""Hypothesis strategies for invented phases of regimens, of every field that words print and the grammar reads."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from hypothesis import strategies as st

from curbside.types import Amount, Phase

DRUGS: Final = ("testolol", "fictacillin", "hydroxocobalamin", "demosartan", "zorbitan", "quelomyx", "insulin glargine")
"""Names invented and listed; "zorbitan" and "quelomyx" have no stem and are told by their place alone."""

UNITS: Final = (
    "ug",
    "ng",
    "mg",
    "g",
    "mL",
    "meq",
    "mmol",
    "[IU]",
    "{unit}",
    "{tablet}",
    "{capsule}",
    "{puff}",
    "{drop}",
)
UNITS_MORE: Final = ("{spray}", "{patch}", "{sachet}", "{suppository}", "{application}", "{pessary}", "{lozenge}")
ROUTES: Final = (
    "oral|intramuscular|intravenous|subcutaneous|deep subcutaneous|sublingual|inhaled|rectal|intranasal|transdermal|"
    "topical|buccal|vaginal|intradermal|intrathecal"
)
FORMS: Final = ("tablet", "capsule", "modified-release", "cream", "ointment", "gel")
IFS: Final = (
    "if creatinine clearance is 15 to 29 mL/min",
    "after 3 to 7 days",
    "if there is no improvement",
    "on day 3",
    "at night",
    "in the morning",
    "before meals",
    "on days 1 to 5",
    "12 hours before surgery",
)
OF_THE_DAY: Final = ("at night", "in the morning")
UNTILS: Final = (
    "until there is no further improvement",
    "for as long as improvement is occurring",
    "until the blood count is normal",
)
ROLES: Final = (None, "maintenance", "start", "increase", "increase by", "decrease by", "reduced", "repeat", "usual")
ROLES_MORE: Final = ("loading", "then", "or", "or start", "or increase", "or reduced", "or repeat")
STEPWISE: Final = ("increase by", "decrease by")
numbers = st.one_of(st.integers(1, 5000).map(str), st.sampled_from(["0.5", "2.5", "0.01", "62.5", "1.25"]))


@st.composite
def amounts(draw: st.DrawFn, units: st.SearchStrategy[str]) -> Amount:
    """One value, a range, or one with an open end, in one of `units`."""
    low, unit = draw(numbers), draw(units)
    kind = draw(st.sampled_from(["one", "range", "at least", "up to"]))
    if kind == "range":
        return Amount(low, str(int(Decimal(low)) + draw(st.integers(1, 50))), unit)
    return {"one": Amount(low, low, unit), "at least": Amount(low, None, unit), "up to": Amount(None, low, unit)}[kind]


@st.composite
def timings(draw: st.DrawFn) -> dict[str, str]:
    """times, period and period_unit, as a phase has them."""
    unit = draw(st.sampled_from(["d", "wk", "mo", "a", "h", "min"]))
    period = draw(st.one_of(st.integers(1, 12).map(str), st.sampled_from(["2-3", "6-8"])))
    times = draw(st.sampled_from(["1", "2", "3", "4", "2-3"])) if period == "1" and unit in ("d", "wk", "mo") else "1"
    return {"times": times, "period": period, "period_unit": unit}


@st.composite
def ends(draw: st.DrawFn) -> dict[str, object]:
    """What ends a phase, or limits it, with the fields that say so."""
    kind = draw(st.sampled_from(["duration", "count", "until", "lifelong", "if", "none"]))
    time_units = st.sampled_from(["d", "wk", "mo", "a"])
    told: dict[str, dict[str, object]] = {
        "duration": {"end": "duration", "duration": draw(amounts(time_units))},
        "count": {"end": "count", "count": draw(st.integers(1, 12).map(str))},
        "until": {"end": "until", "condition": draw(st.sampled_from(UNTILS))},
        "lifelong": {"end": "lifelong"},
        "if": {"condition": draw(st.sampled_from(IFS))},
        "none": {},
    }
    return told[kind]


@st.composite
def phases(draw: st.DrawFn) -> Phase:
    """A phase of an invented regimen, without spans; indication and population head a regimen and are left out."""
    role = draw(st.sampled_from((*ROLES, *ROLES_MORE)))
    ending = {} if role in STEPWISE else draw(ends())
    amount = draw(amounts(st.sampled_from((*UNITS, *UNITS_MORE))))
    route = draw(st.lists(st.sampled_from(ROUTES.split("|")), max_size=2, unique=True).map(tuple))
    phase = Phase(drug=draw(st.sampled_from(DRUGS)), amount=amount, route=route, role=role, **draw(timings()), **ending)  # type: ignore[arg-type]
    if draw(st.booleans()) and amount.unit in ("ug", "mg", "{unit}"):
        phase = replace(phase, per=draw(st.sampled_from(["kg", "m2"])))
    if draw(st.booleans()) and amount.unit in ("ug", "mg", "g"):
        phase = replace(phase, form=draw(st.sampled_from(FORMS)))
    if draw(st.booleans()) and role not in STEPWISE:
        phase = replace(phase, divided=draw(st.sampled_from(["3", "2-4", "several"])))
    if draw(st.booleans()):
        phase = replace(phase, as_needed=True)
    return _bounded(phase, draw(st.sampled_from(["none", "dose", "period", "doses"])), draw(numbers))


def _bounded(phase: Phase, limit: str, number: str) -> Phase:
    if limit == "dose":
        return replace(phase, maximum_dose=Amount(None, number, "mg"))
    if limit == "none":
        return phase
    return replace(phase, maximum_per_period=Amount(None, number, "mg/d" if limit == "period" else "{dose}/d"))


@st.composite
def rates(draw: st.DrawFn) -> Phase:
    """A phase of an infusion: an amount per minute or per hour, with or without a weight, and no frequency."""
    per = draw(st.sampled_from(["min", "h", "kg.min", "kg.h"]))
    amount = draw(amounts(st.sampled_from(["ug", "mg", "{unit}", "ng"])))
    ending = draw(ends().filter(lambda e: "count" not in e and e.get("condition") not in OF_THE_DAY))
    return Phase(drug=draw(st.sampled_from(DRUGS)), amount=amount, per=per, route=("intravenous",), **ending)  # type: ignore[arg-type]
