"""Index terms for how often: "twice daily" and "b.i.d." are "@2/86400s", "six-hourly" and "q6h" are "@1/21600s".

"Every 12 hours" and "twice a day" are not the same: only one of them fixes the interval.
"""

from __future__ import annotations

import re
from typing import Final

from curbside.language._scales import DIGITS, Read, decimal_of, in_base
from curbside.language.periods import PERIODS, UNIT_CODES, WORD_VALUES

_OFTEN: Final = re.compile(
    r"(?P<times>[-\s]?(?:times?|x)(?=[-\s/]))?[-\s]*(?:(?:an?|per|each|every|in\s+(?:a|each|one))[-\s]+|/\s?)?"
    r"(?P<span>24\s?h(?:ours)?|day|night|week|fortnight|month|year|hour|"
    r"(?:dai|night|week|fortnight|month|year|hour)ly|annually)(?!\w)",
    re.IGNORECASE,
)
_EVERY: Final = re.compile(rf"\s+(?:(?P<n>{DIGITS}|[a-z]{{3,6}})[-\s]+)?(?P<u>[a-z]{{1,9}})(?![\w.]\w)", re.IGNORECASE)
_Q: Final = re.compile(r"q\.?\s?(?P<n>[0-9]{1,2})\s?h(?:rs?|ourly)?(?!\w)", re.IGNORECASE)
_LATIN: Final = re.compile(r"(?P<n>[btq])\.?[id]\.?(?:[ds]\.?)?(?!\w)", re.IGNORECASE)
_LATIN_VALUES: Final = {"b": "2", "t": "3", "q": "4"}
_LATIN_WORDS: Final = frozenset("bid b.i.d b.d tds t.d.s tid t.i.d qds q.d.s qid q.i.d".split())
_TIMES: Final = ("once", "twice", "thrice")

LEADS: Final = frozenset({*_TIMES, "every", *_LATIN_WORDS})
"""Words, in lower case, with which a frequency may begin; a number may too (`after_number`)."""


def at_word(text: str, start: int, word: str) -> Read:
    """What is said from the word of `LEADS` on that begins at `start`."""
    end = start + len(word)
    if word == "every":
        return _every(text, end)
    if word in _TIMES:
        often = _OFTEN.match(text, end)
        return _often(WORD_VALUES[word], often) if often else ((), start)
    return ((f"@{_LATIN_VALUES[word[0]]}/86400s",), end)


def at_latin(text: str, start: int) -> Read:
    """ "q6h", "b.i.d." and the like; no terms where none begins at `start`."""
    hours = _Q.match(text, start)
    if hours:
        return ((f"@1/{in_base(hours['n'], 'h')}",), hours.end())
    latin = _LATIN.match(text, start)
    if latin and latin[0].lower().rstrip(".") in _LATIN_WORDS:
        return ((f"@{_LATIN_VALUES[latin['n'].lower()]}/86400s",), latin.end())
    return ((), start)


def after_number(text: str, number: str, end: int) -> Read | None:
    """ "times daily" or "-hourly" after a number that ends at `end`; None where neither stands there."""
    often = _OFTEN.match(text, end)
    if often is None:
        return None
    if often["times"]:
        return _often(number, often)
    return ((f"@1/{in_base(number, UNIT_CODES[often['span'].lower()])}",), often.end())


def _often(times: str, found: re.Match[str]) -> Read:
    period, unit = PERIODS.get(found["span"].lower(), ("1", "d"))
    return ((f"@{times}/{in_base(period, unit)}",), found.end())


def _every(text: str, end: int) -> Read:
    found = _EVERY.match(text, end)
    if found is None:
        return ((), end)
    written = (found["n"] or "1").lower()
    if written in UNIT_CODES:
        return ((f"@1/{in_base('1', UNIT_CODES[written])}",), found.end("n"))
    value = WORD_VALUES.get(written, "2" if written == "other" else written)
    unit = UNIT_CODES.get(found["u"].lower())
    if unit is None or not value[0].isdigit():
        return ((), end)
    return ((f"@1/{in_base(decimal_of(value), unit)}",), found.end())
