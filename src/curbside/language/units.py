"""Units of measure: how they are written in clinical text, their UCUM codes, and what they are in base units."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

UNITS: Final = (
    (r"kilograms?|kilos?|kgs?", "kg"),
    (r"milligrams?|milligrammes?|mgs?", "mg"),
    (r"micrograms?|microgrammes?|microg|mcgs?|[µμu]gs?", "ug"),
    (r"nanograms?|ng", "ng"),
    (r"picograms?|pg", "pg"),
    (r"(?-i:g|gm)|grams?|grammes?", "g"),
    (r"millilit(?:re|er)s?|mls?", "mL"),
    (r"decilit(?:re|er)s?|dl", "dL"),
    (r"microlit(?:re|er)s?|[µμu]l", "uL"),
    (r"femtolit(?:re|er)s?|fl", "fL"),
    (r"lit(?:re|er)s?|l", "L"),
    (r"millimoles?|mmol", "mmol"),
    (r"micromoles?|micromol|[µμu]mol", "umol"),
    (r"nanomoles?|nmol", "nmol"),
    (r"picomoles?|pmol", "pmol"),
    (r"moles?|mol", "mol"),
    (r"milliequivalents?|meq", "meq"),
    (r"years?|yrs?|(?-i:y)", "a"),
    (r"months?|mths?|(?-i:mo)", "mo"),
    (r"fortnights?", "fortnight"),
    (r"weeks?|wks?", "wk"),
    (r"days?|(?-i:d)", "d"),
    (r"hours?|hrs?|(?-i:h)", "h"),
    (r"minutes?|mins?", "min"),
    (r"seconds?|secs?|(?-i:s)", "s"),
    (r"mm\s?hg", "mm[Hg]"),
    (r"kpa", "kPa"),
    (r"(?-i:cm)|centimet(?:re|er)s?", "cm"),
    (r"(?-i:mm)|millimet(?:re|er)s?", "mm"),
    (r"%|per\s?cent|percent", "%"),
    (r"°\s?C|degrees?\s+(?:C|celsius)", "Cel"),
    (r"million\s+(?:international\s+units?|(?-i:IU))", "megaiu"),
    (r"mega[-\s]?units?|million\s+units?", "megaunit"),
    (r"miu|milli-?international\s+units?", "m[IU]"),
    (r"(?-i:IU|iu|I\.U\.)|international\s+units?", "[IU]"),
    (r"units?|(?-i:U)", "{unit}"),
    (r"tablets?|tabs?", "{tablet}"),
    (r"capsules?|caps?", "{capsule}"),
    (r"ampoules?|ampules?", "{ampoule}"),
    (r"vials?", "{vial}"),
    (r"sachets?", "{sachet}"),
    (r"drops?", "{drop}"),
    (r"puffs?|actuations?|inhalations?", "{puff}"),
    (r"sprays?", "{spray}"),
    (r"patch(?:es)?", "{patch}"),
    (r"suppositor(?:y|ies)", "{suppository}"),
    (r"pessar(?:y|ies)", "{pessary}"),
    (r"lozenges?", "{lozenge}"),
    (r"applications?", "{application}"),
    (r"injections?", "{injection}"),
    (r"auto-?injectors?", "{auto-injector}"),
    (r"doses?", "{dose}"),
    (r"beats|bpm", "{beats}"),
    (r"breaths", "{breaths}"),
    (r"copies", "{copies}"),
    (r"kcal", "kcal"),
    (r"milliseconds?|msecs?|(?-i:ms)", "ms"),
    (r"pounds?|lbs?", "[lb_av]"),
    (r"cells", "{cells}"),
)
DENOMINATORS: Final = (
    (r"1\.73\s?m(?:2|²|\^2)", "{1.73_m2}"),
    (r"kg|kilograms?(?:\s+(?:of\s+)?body\s?weight)?", "kg"),
    (r"m(?:2|²|\^2)|square\s+met(?:re|er)s?", "m2"),
    (r"minutes?|min", "min"),
    (r"hours?|hrs?|h", "h"),
    (r"dl|decilit(?:re|er)s?", "dL"),
    (r"millilit(?:re|er)s?|ml", "mL"),
    (r"[µμu]l|microlit(?:re|er)s?|mm(?:3|³)|cubic\s+millimet(?:re|er)s?", "uL"),
    (r"lit(?:re|er)s?|l", "L"),
    (r"mmol", "mmol"),
    (r"mol", "mol"),
    (r"tablets?", "{tablet}"),
    (r"doses?", "{dose}"),
)
MASS: Final = {"kg": "1e9", "g": "1e6", "mg": "1e3", "ug": "1", "ng": "1e-3", "pg": "1e-6"}
VOLUME: Final = {"L": "1e3", "dL": "1e2", "mL": "1", "uL": "1e-3", "fL": "1e-12"}
TIME: Final = {"wk": "604800", "d": "86400", "h": "3600", "min": "60", "s": "1"}
MONTHS: Final = {"a": "12", "mo": "1"}
SUBSTANCE: Final = {"mol": "1e9", "mmol": "1e6", "umol": "1e3", "nmol": "1", "pmol": "1e-3"}
LENGTH: Final = {"cm": "10", "mm": "1"}
BASES: Final = (
    (MASS, "ug"),
    (VOLUME, "mL"),
    (TIME, "s"),
    (MONTHS, "mo"),
    (SUBSTANCE, "nmol"),
    (LENGTH, "mm"),
)
TIME_UNITS: Final = frozenset({*TIME, *MONTHS})
B12: Final = frozenset({"vitamin B12", "cobalamin"})
B12_PMOL_PER_PG: Final = Decimal("0.738")


def base(unit: str) -> tuple[Decimal, str]:
    """The factor to, and the code of, the base unit of `unit`'s class; (1, unit) for a unit of no class."""
    for table, code in BASES:
        if unit in table:
            return Decimal(table[unit]), code
    return Decimal(1), unit
