"""Why two sources differ."""

from __future__ import annotations

from enum import StrEnum


class ConflictKind(StrEnum):
    """REAL where two sources disagree; else what makes a difference none (the clinical rules, section 5).

    SALT stands for another salt, form or strength of the drug; PHASE for another step of treatment; RANGE for a value
    that the other leaves room for.
    """

    REAL = "real"
    UNITS = "units"
    POPULATION = "population"
    INDICATION = "indication"
    PHASE = "phase"
    SALT = "salt"
    RANGE = "range"
