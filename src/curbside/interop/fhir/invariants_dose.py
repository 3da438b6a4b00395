"""What a coded dose must be: UCUM codes of the table, numbers above 0, ranges in order, and said in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final

from curbside.interop.fhir.dosage import dosage as coded
from curbside.interop.fhir.quantities import NUMERATORS, TIME_CODES, UCUM, is_code
from curbside.language.frequencies import frequencies
from curbside.language.measures import measures
from curbside.language.units import base
from curbside.regimens.grammar import parse
from curbside.types import Phase

Json = Mapping[str, Any]
QUANTITIES: Final = frozenset(
    {
        *("doseQuantity", "rateQuantity", "low", "high", "boundsDuration", "numerator", "denominator"),
        *("maxDosePerAdministration", "quantity", "offsetDuration", "timingDuration"),
    }
)
_QUANTITY: Final = frozenset({"value", "unit", "system", "code"})
_REPEAT: Final = frozenset(
    {"frequency", "frequencyMax", "period", "periodMax", "periodUnit", "count", "boundsDuration", "boundsRange"}
)
_DOSAGE: Final = frozenset(
    {
        *("text", "additionalInstruction", "timing", "asNeeded", "asNeededBoolean", "route", "doseAndRate"),
        *("maxDosePerPeriod", "maxDosePerAdministration"),
    }
)
_CODED: Final = frozenset({"doseQuantity", "doseRange", "rateQuantity", "rateRange"})


def _number(value: object) -> Decimal | None:
    """A JSON number above 0 as a decimal; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and found > 0 else None


def quantity_faults(value: object, path: str) -> Iterator[str]:
    """What is wrong with what stands where FHIR has a quantity, each as a sentence."""
    if not isinstance(value, Mapping):
        yield f"{path} is no quantity."
        return
    if set(value) != _QUANTITY:
        yield f"{path} is a quantity without a number, a unit and its code."
    if _number(value.get("value")) is None:
        yield f"{path} is {value.get('value')!r}, no number above 0."
    if value.get("system") != UCUM or not isinstance(value.get("code"), str) or not is_code(str(value.get("code"))):
        yield f"{path} has the unit {value.get('code')!r}, no UCUM code of the table."


def dosage_faults(dosage: object) -> Iterator[str]:
    """What is wrong with a dosage, each as a sentence without its resource."""
    if not isinstance(dosage, Mapping) or not isinstance(dosage.get("text"), str) or not dosage["text"].strip():
        yield "a dosage without words."
        return
    unknown = sorted(set(dosage) - _DOSAGE)
    if unknown:
        yield f"its dosage has {', '.join(unknown)}, which is not used here."
    for name in ("asNeeded", "asNeededBoolean"):
        if name in dosage and dosage[name] is not True:
            yield f"its {name} says nothing."
    yield from _timing_faults(dosage.get("timing"), dosage["text"])
    rates = dosage.get("doseAndRate", [])
    if not isinstance(rates, list) or len(rates) > 1:
        yield "it has more than one dose at a time."
        return
    for rate in rates:
        yield from _rate_faults(rate, dosage["text"])
    yield from _maximum_faults(dosage)
    yield from _binding_faults(dosage)


def _binding_faults(dosage: Json) -> Iterator[str]:
    """Whether dose, timing and maxima are those of one and the same phase of the words, where those can be read."""
    known = [_codes(coded(phase, dosage["text"], "R5")) for phase in _phases(dosage["text"])]
    if known and _codes(dosage) not in known:
        yield "its dose, timing and maxima do not stand together in its words."


@lru_cache(maxsize=1024)
def _phases(words: str) -> tuple[Phase, ...]:
    return parse(words).phases


def _codes(dosage: Json) -> tuple[object, ...]:
    most = dosage.get("maxDosePerPeriod")
    return (
        dosage.get("doseAndRate"),
        dosage.get("timing"),
        most[0] if isinstance(most, list) and most else most,
        dosage.get("maxDosePerAdministration"),
    )


def _rate_faults(rate: object, words: str) -> Iterator[str]:
    if not isinstance(rate, Mapping) or len(rate) != 1 or not set(rate) <= _CODED:
        yield "its dose is not one quantity or one range."
        return
    (name, value), *_ = rate.items()
    if not isinstance(value, Mapping):
        yield f"its {name} is no quantity."
        return
    low, high = (value, value) if name.endswith("Quantity") else (value.get("low"), value.get("high"))
    yield from _range_faults(name, value)
    if not all(_is_dose(end) for end in (low, high) if end is not None) or not _said(low, high, words):
        yield f"its {name} does not stand in its words."


def _range_faults(name: str, value: Json) -> Iterator[str]:
    if name.endswith("Quantity"):
        if set(value) != _QUANTITY:
            yield f"its {name} is not a quantity."
        return
    ends = [value[end] for end in ("low", "high") if end in value]
    if (
        not ends
        or set(value) - {"low", "high"}
        or not all(isinstance(end, Mapping) and set(end) == _QUANTITY for end in ends)
    ):
        yield f"its {name} is not a range."
        return
    numbers = [_number(end.get("value")) for end in ends]
    if len(ends) == 2 and None not in numbers and (numbers[0] or 0) >= (numbers[1] or 0):
        yield f"its {name} has its ends in the wrong order."
    if len({end.get("code") for end in ends}) != 1:
        yield f"its {name} has two units."


def _said(low: object, high: object, words: str) -> bool:
    """Whether a quantity or range stands in the words on the same basis, after conversion of units of one class."""
    wanted = [_based(end) for end in (low, high) if isinstance(end, Mapping)]
    if not wanted or None in wanted:
        return False
    for measure in measures(words):
        numerator, _, below = measure.unit.removesuffix("/{dose}").partition("/")
        factor, code = base(numerator)
        # "mg/kg/day" is a dose by weight, of which the day is the frequency.
        basis = {*(measure.per or "").split("."), below} - {"", "d"}
        ends = {(v * factor, code) for v in (measure.low, measure.high) if v is not None}
        if all(w is not None and w[:2] in ends and w[2] == basis for w in wanted):
            return True
    return False


def _based(quantity: Json) -> tuple[Decimal, str, set[str]] | None:
    """Value and unit in the base unit of its class, and the basis; None where it has no number."""
    value = _number(quantity.get("value"))
    numerator, *below = str(quantity.get("code")).split("/")
    if value is None:
        return None
    factor, unit = base("megaunit" if numerator == "{megaunit}" else numerator)
    return value * factor, unit, set(below) - {"d"}


def _is_dose(quantity: object) -> bool:
    return isinstance(quantity, Mapping) and str(quantity.get("code")).partition("/")[0] in NUMERATORS


def _timing_faults(timing: object, words: str) -> Iterator[str]:
    if timing is None:
        return
    repeat = timing.get("repeat") if isinstance(timing, Mapping) and set(timing) == {"repeat"} else None
    if not isinstance(repeat, Mapping) or set(repeat) - _REPEAT:
        yield "its timing has something else than a repeat of the known fields."
        return
    yield from _repeat_faults(repeat)
    if "period" in repeat and not _frequency_said(repeat, words):
        yield "its frequency does not stand in its words."
    for name in ("boundsDuration", "boundsRange"):
        if name in repeat:
            yield from _bound_faults(name, repeat[name], words)


def _repeat_faults(repeat: Json) -> Iterator[str]:
    together = {"frequency", "period", "periodUnit"} & set(repeat)
    if together and len(together) != 3:
        yield "its timing has a frequency, a period or a unit of it without the others."
    if "periodUnit" in repeat and repeat["periodUnit"] not in TIME_CODES:
        yield f"its period is in {repeat['periodUnit']!r}, no unit of time of FHIR."
    for name in ("frequency", "frequencyMax", "count"):
        if name in repeat and (type(repeat[name]) is not int or repeat[name] < 1):
            yield f"its {name} is {repeat[name]!r}, no number of doses."
    for name in ("period", "periodMax"):
        if name in repeat and _number(repeat[name]) is None:
            yield f"its {name} is {repeat[name]!r}, no number above 0."
    for name in ("frequency", "period"):
        if f"{name}Max" in repeat and not (_number(repeat.get(name)) or 0) < (_number(repeat[f"{name}Max"]) or 0):
            yield f"its {name}Max is not above its {name}."


def _bound_faults(name: str, value: object, words: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"its {name} is no length of time."
        return
    ends = [value] if name == "boundsDuration" else [e for e in (value.get("low"), value.get("high")) if e is not None]
    if not ends or any(not isinstance(e, Mapping) or e.get("code") not in TIME_CODES for e in ends):
        yield f"its {name} is no length of time."
        return
    yield from _range_faults("Quantity" if name == "boundsDuration" else "Range", value)
    if not _said(ends[0], ends[-1], words):
        yield f"its {name} does not stand in its words."


def _frequency_said(repeat: Json, words: str) -> bool:
    """Whether the frequency stands in the words, as a frequency or (an amount for a day) as the basis of the dose."""

    def joined(name: str) -> str:
        ends = [repeat[n] for n in (name, f"{name}Max") if n in repeat]
        return "-".join(str(e) for e in ends)

    wanted = (joined("frequency"), joined("period"), repeat.get("periodUnit"))
    if any((f.times, f.period, f.period_unit) == wanted for f in frequencies(words)):
        return True
    daily = re.search(r"/\s?(?:d|day|24\s?h)\b|\bper\s+day\b|\b(?:on\s+)?days?\s+[0-9]", words, re.IGNORECASE)
    return bool(daily) and wanted[1:] == ("1", "d")


def _maximum_faults(dosage: Json) -> Iterator[str]:
    given = dosage.get("maxDosePerPeriod", [])
    for ratio in given if isinstance(given, list) else [given]:
        if not isinstance(ratio, Mapping) or set(ratio) != {"numerator", "denominator"}:
            yield "its maximum for a period is no ratio."
        elif not isinstance(ratio["denominator"], Mapping) or ratio["denominator"].get("code") not in TIME_CODES:
            yield "its maximum is for no period."
        elif not _is_dose(ratio["numerator"]) or not _said(ratio["numerator"], None, dosage["text"]):
            yield "its maximum does not stand in its words."
    most = dosage.get("maxDosePerAdministration")
    if most is not None and not (_is_dose(most) and _said(most, None, dosage["text"])):
        yield "its maximum for a dose does not stand in its words."
