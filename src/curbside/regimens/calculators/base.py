"""What a calculator is: its inputs with units and valid range, its formula with the publication, and its result.

A value outside the range that a formula is valid for is refused with the reason; what is missing is named; nothing is
assumed. Results are rounded half up, as each calculator says, and thresholds are compared with the rounded result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

NUMBER, SEX, YES_NO = "number", "sex", "yes or no"
SANE: Final = "limits against slips of the pen, not of the formula"


@dataclass(frozen=True, slots=True)
class Input:
    """One input. measure: its name among `language.patient_measures`, which gives its units.

    unit: what the formula takes, UCUM. least, most: in that unit; outside them the calculator refuses, because `why`.
    """

    name: str
    kind: str = NUMBER
    measure: str = ""
    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    why: str = SANE
    means: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """An input as given, and in the unit of the formula. said: as people write it."""

    name: str
    said: str
    number: Decimal | None = None
    choice: str | None = None


Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Publication:
    """Where a formula was published, and the page on which its figures were read."""

    citation: str
    identifier: str
    read_at: str


@dataclass(frozen=True, slots=True)
class Calculator:
    """places: decimals of the result. work: from the values in the formula's units; it may add notes."""

    name: str
    title: str
    inputs: tuple[Input, ...]
    formula: str
    publication: Publication
    unit: str
    places: int
    work: Callable[[Values], Decimal]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calculated:
    """value: None where something is missing or refused. missing: names of inputs. refused: why, for each."""

    calculator: Calculator
    values: tuple[Value, ...]
    value: Decimal | None
    missing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def calculate(calculator: Calculator, values: Values, notes: tuple[str, ...] = ()) -> Calculated:
    """The result of a calculator, or what is missing or out of its range."""
    used = tuple(values[i.name] for i in calculator.inputs if i.name in values)
    missing = tuple(i.name for i in calculator.inputs if i.name not in values)
    refused = tuple(r for i in calculator.inputs if i.name in values and (r := _refusal(i, values[i.name])))
    said = (*calculator.notes, *notes)
    if missing or refused:
        return Calculated(calculator, used, None, missing, refused, said)
    return Calculated(calculator, used, rounded(calculator.work(values), calculator.places), notes=said)


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` with so many decimals, half up."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(values: Values, name: str) -> Decimal:
    """The number of an input in the formula's unit; only called where it is there."""
    found = values[name].number
    assert found is not None
    return found


def points(values: Values, name: str, worth: int = 1) -> int:
    """So many points where the answer to a yes-or-no input is yes."""
    return worth if values[name].choice == "yes" else 0


def _refusal(asked: Input, value: Value) -> str | None:
    if value.number is None:
        return None
    low = asked.least is not None and value.number < asked.least
    if not low and (asked.most is None or value.number <= asked.most):
        return None
    if asked.least is not None and asked.most is not None:
        span = f"from {asked.least} to {asked.most}"
    else:
        span = f"{asked.least} or more" if asked.least is not None else f"{asked.most} or less"
    unit = f" {asked.means or asked.unit}".rstrip()
    return f"{asked.name} {value.said} is outside {span}{unit} ({asked.why})"
