"""Index terms for numbers in their meaning: amounts with units, bounds, ranges, ratios and powers.

Each says one thing however it is written, and never the same for two amounts: "0.5 mg" and "500 micrograms" are
"=500ug"; "below 30" and "<30" are "<30"; "1 in 1000" is "1:1000". Units and what they are in base units are
those of `curbside.language.units`. What can be read in two ways ("2 500 mg": 2,500 mg,
or two of 500 mg; "5 mg/x" of an unknown x) has no such term.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from curbside.language import _often
from curbside.language._scales import DIGITS, GROUP, Read, decimal_of, denominator_code, in_base, unit_code
from curbside.language.periods import WORD_VALUES

_END: Final = rf"(?![0-9]|[.,·][0-9]|{GROUP}[0-9]{{3}}(?![0-9]))"
_NUMBER: Final = re.compile(
    rf"(?P<spaced>[0-9]{{1,3}}(?: [0-9]{{3}}){{1,4}}{_END})|(?P<n>{DIGITS}|\.[0-9]{{1,9}}){_END}"
)
_POWER: Final = re.compile(
    r"10(?:\^|\*\*?)(?P<plain>[-−]?[0-9]{1,2})(?![0-9])|10(?P<raised>⁻?[⁰¹²³⁴-⁹]{1,2})|10\((?P<round>[0-9]{1,2})\)(?=/)"
)
_RATIO: Final = re.compile(
    rf"\s?:\s?(?P<spaced>[0-9]{{1,3}}(?: 0[0-9]{{2}})+{_END})|\s?(?::|\bin\b)\s?(?P<n>{DIGITS}){_END}"
)
_TO: Final = re.compile(rf"\s?(?:[-‐‑–—]|\bto\b)\s?(?P<n>{DIGITS}){_END}(?![^\W_]*[0-9])", re.IGNORECASE)
_AND: Final = re.compile(rf"\s+and\s+(?P<n>{DIGITS}){_END}", re.IGNORECASE)
_UNIT: Final = re.compile(
    r"[ \u00a0\u2009\u202f]?-?(?P<u>%|per\s?cent|international\s+units?|°\s?C|mm\s?Hg|[A-Za-zµμ]{1,16})(?!\w|\.\w)",
    re.IGNORECASE,
)
_PER: Final = re.compile(
    rf"\s?(?:/|\bper\s+)\s?(?:(?P<n>{DIGITS})\s?)?(?P<u>m(?:2|²|\^2)|square\s+met(?:re|er)s?|[A-Za-zµμ]{{1,16}})(?!\w)"
    rf"|\s+in\s+(?P<in_n>{DIGITS})\s?(?P<in_u>[A-Za-zµμ]{{1,16}})(?!\w)",
    re.IGNORECASE,
)
_UNREAD: Final = re.compile(r"\s?/\s?\w|\s+per\s", re.IGNORECASE)
_OR_MORE: Final = re.compile(
    r"(?:\s+(?:of\s+age|old))?,?\s+(?:or|and)\s+(?:(?P<more>more|over|above|older|greater|higher|longer|upwards)"
    r"|less|under|below|younger|fewer|lower|shorter)\b",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(
    r"[ \u00a0\u2009\u202f]?(?:[%°:]|,\s+or\b|[-‐‑–—]\s?[0-9]|-?(?P<word>[A-Za-zµμ]{1,16}))", re.IGNORECASE
)
_FREQUENCY: Final = "frequency"
_READ_ON: Final = "read on"
_FREQUENCY_WORDS: Final = frozenset("time times x hourly weekly monthly yearly".split())
_READ_ON_WORDS: Final = frozenset("to and or in of old per international".split())
_RAISED: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−-", "m0123456789mm")
_SHORT: Final = frozenset({"s", "min", "h", "d", "wk", "mo", "fortnight"})
_BEFORE: Final = re.compile(
    r"(?P<no>\b(?:not|no)\s+(?:be\s+)?)?(?:\b(?P<less>(?:less|lower|fewer|smaller|younger|shorter)\s+than|below|under)"
    r"|\b(?P<more>(?:more|greater|higher|larger|older|longer)\s+than|above|exceed(?:s|ing)?|(?P<over>over)))"
    r"(?P<equal>\s+or\s+equal\s+to)?\s+\Z"
    r"|\b(?P<least>at\s+least)\s+\Z|\b(?:at\s+most|up\s+to)\s+\Z",
    re.IGNORECASE,
)
_BOUND_WORDS: Final = frozenset("than below under above over exceed exceeds exceeding least most to".split())
_SIGNS: Final = (
    {"<": "<", ">": ">"} | dict.fromkeys(("<=", "=<", *"≤≦⩽"), "<=") | dict.fromkeys((">=", "=>", *"≥≧⩾"), ">=")
)
_TO_ENDS: Final = ("up to", "al to")
_LOOK_BACK: Final = 32
_OR_STARTS: Final = (" or ", " and ", " of age", " old", ", or ", "\n")
_PER_STARTS: Final = ("/", " /", " per", " in ", "\n", "\u00a0", "\u2009", "\u202f")
_RANGE_STARTS: Final = (*"-‐‑–—", " -", " ‐", " ‑", " –", " —", " to", "to", " and", "\u2009", "\u202f", "\u00a0", "\n")
_LONGEST_BOUND: Final = 12
LEADS: Final = frozenset(WORD_VALUES) - _often.LEADS
"""Words, in lower case, that are a number by themselves."""
_SPACES: Final = (" ", "\u00a0", "\u2009", "\u202f")


def at_number(text: str, start: int) -> Read:
    """What is said by the number in digits that begins at `start`; no terms where it is none by itself."""
    raised = _POWER.match(text, start) if text.startswith("10", start) else None
    if raised:
        below, end = _denominators(text, raised.end())
        return ((f"10^{_exponent(raised)}{below}",), end)
    found = _NUMBER.match(text, start)
    if found is None:
        return ((), start)
    if found.lastgroup == "n":
        return _measured(text, start, decimal_of(found["n"]), found.end())
    joined = found["spaced"].replace(" ", "")
    if " 0" not in found["spaced"]:
        return ((joined,), found.end())
    made, end = _measured(text, start, joined, found.end())
    return ((joined, *made), max(end, found.end()))


def at_word(text: str, start: int, word: str) -> Read:
    """What is said by the word of `LEADS` that begins at `start`."""
    return _measured(text, start, WORD_VALUES[word], start + len(word))


def power(written: str) -> str:
    """ "10^9" for "10⁹", "10^m5" for "10⁻⁵"; as it is where it is no power of ten."""
    raised = _POWER.match(written)
    return f"10^{_exponent(raised)}" if raised else written


def _exponent(raised: re.Match[str]) -> str:
    return (raised["plain"] or raised["raised"] or raised["round"]).translate(_RAISED)


def _measured(text: str, start: int, value: str, end: int) -> Read:
    """The terms of a number with what stands around it."""
    beside = _BESIDE.match(text, end)
    follows = beside and (_follows(beside["word"]) if beside["word"] else _READ_ON)
    if not follows:
        bound = _bound_before(text, start, None)
        return ((f"{bound}{value}",), end) if bound else ((), end)
    if follows == _FREQUENCY:
        often = _often.after_number(text, value, end)
        if often:
            return often
    unit, after = _unit(text, end)
    other = _ratio(text, value, end) if unit is None else None
    return other or _range(text, start, value, unit, after) or _amount(text, start, value, unit, after)


def _amount(text: str, start: int, value: str, unit: str | None, after: int) -> Read:
    made = []
    stop = after
    bound = _bound_before(text, start, unit)
    if bound is None and text.startswith(_OR_STARTS, after):
        trailing = _OR_MORE.match(text, after)
        if trailing:
            bound, stop = (">=" if trailing["more"] else "<="), trailing.end()
    if bound:
        made.append(f"{bound}{value}")
    if unit is not None:
        below, last = _denominators(text, after) if text.startswith(_PER_STARTS, after) else ("", after)
        if not _UNREAD.match(text, last):
            made.append(f"={in_base(value, unit)}{below}")
        stop = max(stop, last)
    return (tuple(made), stop)


def _bound_before(text: str, start: int, unit: str | None) -> str | None:
    at = start - 1 if text[start - 1 : start] in _SPACES else start
    last = text[at - 1 : at]
    if last in _SIGNS or last == "=":
        sign = text[at - 2 : at] if text[at - 2 : at] in _SIGNS else last
        return _SIGNS.get(sign)
    word = text[max(0, at - _LONGEST_BOUND) : at].rpartition(" ")[2].lower() if at < start else ""
    if word not in _BOUND_WORDS or (word == "to" and text[at - 5 : at].lower() not in _TO_ENDS):
        return None
    found = _BEFORE.search(text, max(0, start - _LOOK_BACK), start)
    if found is None or (found["over"] and unit in _SHORT):
        return None
    if found["less"]:
        return ">=" if found["no"] else "<=" if found["equal"] else "<"
    if found["more"]:
        return "<=" if found["no"] else ">=" if found["equal"] else ">"
    return ">=" if found["least"] else "<="


def _ratio(text: str, value: str, end: int) -> Read | None:
    found = _RATIO.match(text, end)
    if found is None or (":" not in found[0] and value != "1"):
        return None
    second = found["spaced"].replace(" ", "") if found["spaced"] else decimal_of(found["n"])
    return ((f"{value}:{second}",), found.end())


def _range(text: str, start: int, value: str, unit: str | None, after: int) -> Read | None:
    if not text.startswith(_RANGE_STARTS, after):
        return None
    between = text[max(0, start - 8) : start].lower().endswith("between ")
    found = (_AND if between else _TO).match(text, after)
    if found is None:
        return None
    second = decimal_of(found["n"])
    other, end = _unit(text, found.end())
    if Decimal(value) >= Decimal(second) or (unit is not None and unit != other):
        return None
    return ((f"{value}..{second}",), end)


def _unit(text: str, end: int) -> tuple[str | None, int]:
    found = _UNIT.match(text, end)
    code = unit_code(found["u"]) if found else None
    return (code, found.end()) if found and code else (None, end)


def _denominators(text: str, end: int) -> tuple[str, int]:
    """ "/kg/86400s" for "/kg per day", and where it ends; not more than three."""
    made = ""
    for _ in range(3):
        found = _PER.match(text, end)
        if found is None:
            break
        unit = denominator_code(found["u"] or found["in_u"])
        if unit is None or (found["in_u"] and made):
            break
        made += f"/{in_base(decimal_of(found['n'] or found['in_n'] or '1'), unit)}"
        end = found.end()
    return made, end


@lru_cache(maxsize=16_384)
def _follows(word: str) -> str:
    """What a word after a number makes of it: `_FREQUENCY`, `_READ_ON`, or "" for nothing."""
    lower = word.lower()
    if lower in _FREQUENCY_WORDS:
        return _FREQUENCY
    return _READ_ON if lower in _READ_ON_WORDS or unit_code(word) else ""
