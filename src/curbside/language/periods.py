"""Words of time: numbers, ordinals and periods as `frequencies` meets them, with their UCUM codes."""

from __future__ import annotations

from typing import Final

WORD_VALUES: Final = {
    word: str(value)
    for value, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"once": "1", "twice": "2", "thrice": "3"}
ORDINALS: Final = {
    "other": "2",
    "second": "2",
    "2nd": "2",
    "alternate": "2",
    "third": "3",
    "3rd": "3",
    "fourth": "4",
    "4th": "4",
    "fifth": "5",
    "sixth": "6",
}
PERIODS: Final = {
    "minute": ("1", "min"),
    "hour": ("1", "h"),
    "day": ("1", "d"),
    "night": ("1", "d"),
    "morning": ("1", "d"),
    "evening": ("1", "d"),
    "week": ("1", "wk"),
    "fortnight": ("2", "wk"),
    "month": ("1", "mo"),
    "quarter": ("3", "mo"),
    "year": ("1", "a"),
    "24 hours": ("1", "d"),
    "24 h": ("1", "d"),
    "hourly": ("1", "h"),
    "daily": ("1", "d"),
    "nightly": ("1", "d"),
    "weekly": ("1", "wk"),
    "fortnightly": ("2", "wk"),
    "monthly": ("1", "mo"),
    "quarterly": ("3", "mo"),
    "yearly": ("1", "a"),
    "annually": ("1", "a"),
}
UNIT_CODES: Final = {
    "min": "min",
    "mins": "min",
    "minute": "min",
    "minutes": "min",
    "h": "h",
    "hr": "h",
    "hrs": "h",
    "hour": "h",
    "hours": "h",
    "d": "d",
    "day": "d",
    "days": "d",
    "wk": "wk",
    "w": "wk",
    "wks": "wk",
    "week": "wk",
    "weeks": "wk",
    "mo": "mo",
    "month": "mo",
    "months": "mo",
    "year": "a",
    "years": "a",
    "hourly": "h",
    "daily": "d",
    "weekly": "wk",
    "monthly": "mo",
    "yearly": "a",
}
