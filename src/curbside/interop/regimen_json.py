"""A regimen from a line of `curbside regimens --json`; what does not fit is refused, never mended.

Such a line has no source of the library behind it: its span is empty and its jurisdiction unknown.
"""

from __future__ import annotations

from typing import Final

from curbside.errors import InputError
from curbside.interop.saved.fields import Fields
from curbside.language.numbers import plain
from curbside.regimens.schedule.doses import decimal
from curbside.types import Amount, Phase, Regimen, Span

NO_SOURCE: Final = Span("", "", 0, 0)
_ENDS: Final = ("duration", "count", "until", "lifelong")
_LONGEST: Final = 2_000


def regimen_of_line(given: object, where: str) -> Regimen:
    """The regimen of a line; it is named by the line's id. Raises InputError.

    A line with a part that was not understood is refused, since that part may bound the doses that were.
    """
    line = Fields.of(given, where)
    phases = tuple(phase_of(one) for one in line.objects("phases"))
    if line.texts("not_understood"):
        line.refuse("a part of it was not understood, so that its doses may not be all that it says")
    if not phases:
        line.refuse("it has no dose")
    name = line.held.get("id")
    label = str(name) if isinstance(name, str | int) else "r1"
    drug = next((p.drug for p in phases if p.drug), "drug not stated")
    return Regimen(label, drug, phases, NO_SOURCE, "unknown", phases[0].indication, phases[0].population)


def phase_of(given: Fields) -> Phase:
    """A phase as `ask --json` and `curbside regimens --json` have it. Raises InputError."""
    end, route = _word(given, "end"), _word(given, "route")
    if end not in (None, *_ENDS):
        given.refuse(f'"end" is {end!r}; it is one of {", ".join(_ENDS)}, or null')
    return Phase(
        drug=_word(given, "drug"),
        form=_word(given, "form"),
        amount=_amount(given, "amount"),
        per=_word(given, "per"),
        route=tuple(part.strip() for part in route.split(",")) if route else (),
        times=_word(given, "times"),
        period=_word(given, "period"),
        period_unit=_word(given, "period_unit"),
        duration=_amount(given, "duration"),
        count=_word(given, "count"),
        end=end,
        condition=_word(given, "condition"),
        divided=_word(given, "divided"),
        as_needed=given.flag("as_needed"),
        maximum_dose=_amount(given, "maximum_dose"),
        maximum_per_period=_amount(given, "maximum_per_period"),
        indication=_word(given, "indication"),
        population=_word(given, "population"),
        role=_word(given, "role"),
    )


def _word(given: Fields, name: str) -> str | None:
    value = given.text_or_none(name)
    if value is not None and (not value.strip() or len(value) > _LONGEST or not value.isprintable()):
        given.refuse(f'"{name}" is not a line of text')
    return value


def _amount(given: Fields, name: str) -> Amount | None:
    if given.held.get(name) is None and name in given.held:
        return None
    one = given.object(name)
    low, high = _number(one, "low"), _number(one, "high")
    unit = _word(one, "unit")
    if unit is None or (low is None and high is None):
        one.refuse("it has no unit or no number")
    return Amount(low, high, unit)


def _number(given: Fields, name: str) -> str | None:
    value = given.text_or_none(name)
    number = decimal(value)
    if value is not None and (number is None or plain(number) != value):
        raise InputError(given.where, f"{value!r} is not a decimal string above 0")
    return value
