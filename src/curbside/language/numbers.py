"""Numbers in text, with offsets: digits, thousands separators, decimals, fractions and number words.

A number that is part of a name ("B12", "CHA2DS2-VASc", "NG239", "SGLT-2", "m2", "CURB65"), of a reference mark ("[3]"),
of an identifier ("doi:10.1001/...") or of a date is no number here. What could be read in two ways ("1,5") is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from curbside.language.patterns import Lazy

SPACES: Final = "\u00a0\u2007\u2008\u2009\u202f"
DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212"

_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS: Final = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_TIMES: Final = {"once": 1, "twice": 2, "thrice": 3}
_GLYPHS: Final = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.3333", "⅔": "0.6667", "⅛": "0.125"}
_FRACTIONS: Final = {"1/2": "0.5", "1/4": "0.25", "3/4": "0.75"}

_SMALL_WORD: Final = "|".join(sorted((*_SMALL, *_TENS), key=len, reverse=True))
# What every number word has in it: most sentences have none of these.
_IN_WORDS: Final = tuple(
    "zero one once two twice twel twent three thrice third thirt four fort fif five first six seven second eigh nine "
    "ninth ten eleven half quarter".split()
)
_WORDS: Final = Lazy(
    rf"(?<![{DASHES}\w])(?:"
    rf"(?P<times>once|twice|thrice)"
    rf"|(?P<ordinal>{'|'.join(_ORDINALS)})"
    rf"|(?P<whole>(?:{_SMALL_WORD})(?:[-\s](?:hundred|thousand|(?:{'|'.join(_SMALL[1:10])})(?!\s*[-\s]?(?:hundred))))?)"
    rf"(?P<and_half>\s+and\s+a\s+half)?"
    rf"|(?P<half>(?:(?:one|a)[-\s]+)?half|(?:a|one)[-\s]+quarter)"
    rf")(?!\w)",
    re.IGNORECASE,
    needles=(_IN_WORDS,),
)
_DIGITS: Final = re.compile(
    rf"(?P<digits>[0-9](?:[0-9]|[.,·](?=[0-9])|[{SPACES}](?=[0-9]{{3}}(?![0-9])))*)(?P<glyph>[½¼¾⅓⅔⅛])?"
    rf"|(?P<bare>[½¼¾⅓⅔⅛])"
)
_WELL_FORMED: Final = re.compile(rf"(?:[0-9]{{1,3}}(?:[,{SPACES}][0-9]{{3}})+|[0-9]+)(?:[.·][0-9]+)?\Z")
_GLUED_UNIT: Final = re.compile(
    r"(?:[munpµμ]?g|mcgs?|microg|kg|m[lL]|dL|L|[munpµμ]?mol|micromol|mEq|IU|iu|U|mmHg|kPa|cm|mm|h|hrs?|hourly|d|wks?|mo|yrs?|y|"
    r"mins?|s|x|mg|days?|weeks?|months?|years?|hours?|minutes?|(?:milli|micro|nano|kilo)?grams?|tablets?|units?)"
    r"(?![A-Za-z0-9])|x10|[x×][0-9]"
)
_ORDINAL_TAIL: Final = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z0-9])")
_LEFT_NAME: Final = re.compile(rf"(?P<word>[^\W\d_]+)[{DASHES}]\Z")
_UNIT_WORD: Final = (
    r"(?:[munpµμ]?g|mcg|kg|ml|l|[munpµμ]?mol|iu|units?|tablets?|days?|weeks?|months?|years?|hours?|minutes?|"
    r"(?:micro|milli|kilo)?grams?)"
)
_UNIT_BEFORE_DASH: Final = re.compile(
    rf"[0-9½¼¾][\s{SPACES}]*{_UNIT_WORD}[{DASHES}]\Z|(?:\bto|\bor|\band)[{DASHES}]\Z", re.IGNORECASE
)
_MINUS: Final = re.compile(r"(?:\A|[\s(=,;:])[-\u2212]\Z")
_RANGE_DASH: Final = re.compile(rf"[0-9½¼¾%]\s*(?:{_UNIT_WORD})?\s*[-\u2212]\Z", re.IGNORECASE)
_OUT_OF_BOUNDS: Final = re.compile(
    r"\[[0-9][0-9,;\s\u2010-\u2013-]*\]"
    r"|(?:https?://|www\.)\S+"
    r"|\bdoi:?\s*\S+|\b10\.[0-9]{4,9}/\S+"
    r"|\b(?:PMID|PMCID|PMC|NBK|NCT|ISRCTN|ISBN|ISSN|NDC|EudraCT|PL)[:\s]*[0-9][0-9/-]*"
    r"|\b[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\b(?!\s*(?:mg|micrograms?|g|ml)\b)"
    r"|\b[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\b"
    r"|\b[0-9]+(?:\.[0-9]+){2,}\b"
    r"|\bvitamin B[\s-]+[0-9]{1,2}\b"
    r"|\b[0-9]{4};[0-9]+(?:\([0-9]+\))?:\S+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at [start, end) of the text. kind: "cardinal", "ordinal" ("2nd", "third") or "times" ("twice")."""

    start: int
    end: int
    value: Decimal
    kind: str
    text: str


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of `text` in order; none of them overlap."""
    found = sorted((*_from_digits(text), *_from_words(text)), key=lambda n: n.start)
    if found:
        barred = [m.span() for m in _OUT_OF_BOUNDS.finditer(text)]
        found = [n for n in found if not any(start <= n.start < end for start, end in barred)]
    return tuple(n for i, n in enumerate(found) if i == 0 or found[i - 1].end <= n.start)


def plain(value: Decimal) -> str:
    """`value` as a decimal string without exponent or trailing zeros ("1.0" and "1E+3" come out as "1" and "1000")."""
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _from_digits(text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        if not _stands_alone(text, match.start(), match.end()):
            continue
        number = _fraction(text, match) or _decimal(text, match)
        if number is not None:
            yield number


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[:start], text[end:]
    if before and (before[-1].isalnum() or before[-1] in "_^*" or re.search(r"[0-9][.,·]\Z", before)):
        return before[-1] in "xX×" and bool(re.search(r"(?:\A|[\s(])[xX×]\Z", before))
    name = _LEFT_NAME.search(before[-40:])
    if name and not _UNIT_BEFORE_DASH.search(before[-40:]):
        return False
    if not after or not (after[0].isalnum() or after[0] == "_"):
        return not (after[:1] == "-" and re.match(r"-[A-Z]{2,}(?![a-z])", after))
    return bool(_GLUED_UNIT.match(after) or _ORDINAL_TAIL.match(after))


def _fraction(text: str, match: re.Match[str]) -> Number | None:
    start = match.start()
    tail = re.match(r"([13])/([24])(?![0-9/.,]|\s*(?:mm\s?Hg))", text[start:])
    if tail is None or tail[0] not in _FRACTIONS or text[start - 1 : start] == "/":
        return None
    whole = re.search(r"(?<![0-9.,/])([0-9])\s\Z", text[:start])
    end = start + tail.end()
    value = Decimal(_FRACTIONS[tail[0]])
    if whole:
        start, value = start - len(whole[0]), value + Decimal(whole[1])
    return Number(start, end, value, "cardinal", text[start:end])


def _decimal(text: str, match: re.Match[str]) -> Number | None:
    start, end = match.span()
    digits, glyph = match["digits"] or "", match["glyph"] or match["bare"]
    if digits and not _WELL_FORMED.match(digits):
        return None
    value = Decimal(re.sub(rf"[,{SPACES}]", "", digits).replace("·", ".") or "0")
    if glyph:
        value += Decimal(_GLYPHS[glyph])
    if text[start - 1 : start] == "." and re.search(r"(?:\A|[\s(])\.\Z", text[:start]) and "." not in digits:
        start, value = start - 1, Decimal(f"0.{digits}")
    before = text[max(0, start - 40) : start]
    if _MINUS.search(before) and not _RANGE_DASH.search(before):
        start, value = start - 1, -value
    ordinal = _ORDINAL_TAIL.match(text[end:])
    if ordinal:
        end += ordinal.end()
    return Number(start, end, value, "ordinal" if ordinal else "cardinal", text[start:end])


def _from_words(text: str) -> Iterator[Number]:
    for match in _WORDS.finditer(text):
        kind, value = _word_value(match)
        yield Number(match.start(), match.end(), value, kind, match[0])


def _word_value(match: re.Match[str]) -> tuple[str, Decimal]:
    if match["times"]:
        return "times", Decimal(_TIMES[match["times"].lower()])
    if match["ordinal"]:
        return "ordinal", Decimal(_ORDINALS.index(match["ordinal"].lower()) + 1)
    if match["half"]:
        return "cardinal", Decimal("0.25" if "quarter" in match["half"].lower() else "0.5")
    value = Decimal(0)
    for word in re.split(r"[-\s]+", match["whole"].lower()):
        if word in ("hundred", "thousand"):
            value *= 100 if word == "hundred" else 1000
        else:
            value += _SMALL.index(word) if word in _SMALL else 20 + 10 * _TENS.index(word)
    return "cardinal", value + (Decimal("0.5") if match["and_half"] else 0)
