"""What an abbreviation means in one document, where that may be told beside it in a quotation.

`meaning` finds the definition in the document's own words: in brackets (`curbside.language.abbreviations`) or in a list
of abbreviations. It gives none where two definitions differ, where the letters are no initials of the words, where the
abbreviation is one that clinicians read as a word (`data/well_known.tsv`), and where telling it would bring a number, a
negation, a drug, a unit or a route into the sentence. Composer and gate both ask here, so that nothing else is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from curbside.language import lexicon
from curbside.language.abbreviations import Definition, best_long_form, define
from curbside.language.canon import canon
from curbside.language.spelling import stem
from curbside.language.units import UNITS
from curbside.types import Source

_SHORT: Final = re.compile(r"[^\W\d_][^\W_]*(?:[-/&][^\W_]+)*")
_LONG: Final = re.compile(r"[^\W\d_]+(?:(?:[ '’-]| & )[^\W\d_]+)*")
_WORD: Final = re.compile(r"[^\W_]+")
_ROMAN: Final = re.compile(r"\b[IVX]+\b")
_STOP_WORDS: Final = frozenset("a an and at by for from in of on or the to with".split())
_JOINING: Final = frozenset("and of for".split())
_MARKS: Final = "\"'“”‘’«» "
_BRACKET: Final = re.compile(r"[\"'”’»]?\s{0,2}[(\[]")
_SIGN: Final = re.compile(r"\s*[,=:|]|\s+[-–—]\s|\t")
_LISTING: Final = re.compile(r"[*_#\s]*(?:list of |key to )?(?:abbreviations?|acronyms?|glossary)\b", re.IGNORECASE)
_ITEM: Final = re.compile(
    r"(?P<short>[^\W\d_][^\W_]*(?:[-/&][^\W_]+)*)(?:\s*[,=:|]\s*|\s+[-–—]\s+|\t+)(?P<long>[^\W\d_][^\n;.,:|()=]{2,118})"
)
_ITEM_ENDS: Final = re.compile(r"\s*(?:[;.|]|\n|\Z|,\s+(?:and\s+)?[^\s,;]{2,10}(?:,|=|:)\s)")
_AMOUNT: Final = r"[0-9][0-9.,]*\s?(?:mg|g|mcg|[µμu]g|micrograms?|IU|units?|mmol|m[lL])\b(?!\s?/|\sper\b)(?:/kg)?"
_AMOUNT_AFTER: Final = re.compile(rf"[ (,]{{1,2}}{_AMOUNT}")
_AMOUNT_BEFORE: Final = re.compile(rf"{_AMOUNT}\s(?:of\s)?\Z")
_BROUGHT: Final = frozenset("measure frequency drug route negation exception condition modality".split())
_DRUG_CLASS: Final = re.compile(
    r"\b(?:inhibitor|antagonist|agonist|blocker|drug|agent|medicine|anti(?!gen|bod)[a-z]+|[a-z]*steroid|opioid|vaccine"
    r"|contraceptive|diuretic|sedative|laxative|analog(?:ue)?|toxin|[a-z]+phosphonate|immunoglobulin|insulin|acid"
    r"|modulator|chelator|statin|nitrate|surfactant|emulsion|supplement)s?\Z",
    re.IGNORECASE,
)
_CHEMICAL: Final = re.compile(r"[^\W\d_]+(?:in|ine|ide|one|ate|ol|ium|il|mab|nib|yl|ene|ane)s?", re.IGNORECASE)
_CAPITALS = 2


def meaning(source: Source, short: str) -> Definition | None:
    """The first definition of `short` in the source's text, where it may be told; offsets are of the source's text."""
    if not _may_be_told(short):
        return None
    found = sorted(_defined(source, short), key=lambda d: d.start)
    if not found or len({_key(d.long) for d in found}) > 1:
        return None
    first = found[0]
    named = first.long.casefold() in (s.casefold() for s in source.substances)
    if named or not tellable(first) or _is_dosed(source.text, short) or _may_begin_earlier(source.text, first):
        return None
    return replace(first, long=_within_a_sentence(first.long, source.text))


def meaning_at(source: Source, start: int, end: int) -> Definition | None:
    """The definition that stands at [start, end) of the source's text and is the meaning of its short form there."""
    quoted = source.text[start:end]
    shorts = dict.fromkeys(d.short for d in define(quoted))
    item = _ITEM.fullmatch(quoted)
    for short in (*shorts, *((item["short"],) if item else ())):
        found = meaning(source, short)
        if found and (found.start, found.end) == (start, end):
            return found
    return None


def defined_by(quote: str) -> Definition | None:
    """The definition that a quotation as a whole is, without its document: that no other differs is not known."""
    item = _ITEM.fullmatch(quote)
    listed = (Definition(item["short"], item["long"], 0, len(quote)),) if item else ()
    whole = (d for d in (*define(quote), *listed) if (d.start, d.end) == (0, len(quote)))
    return next((d for d in whole if _may_be_told(d.short) and tellable(d)), None)


@lru_cache(maxsize=4096)
def tellable(definition: Definition) -> bool:
    """Whether a long form is words alone that begin with the letters of its short form, in order, and brings nothing.

    Every word but "of" and the like must have its first letter in the short form: where the search for a long form
    goes wrong, it takes words in that have none.
    """
    short, long = definition.short, definition.long
    if not _LONG.fullmatch(long) or _ROMAN.search(long) or _names_a_drug(long) or lexicon.find(long, "route"):
        return False
    if any(t.kind in _BROUGHT or t.key.startswith("#") for t in canon(long).tokens) or _is_unit(long):
        return False
    words, letters = long.casefold().split(), iter(short.casefold())
    return words[0] not in _STOP_WORDS and all(w[0] in letters for w in words if w not in _STOP_WORDS)


@cache
def well_known() -> dict[str, str]:
    """The abbreviations that are never spelled out, each with the reason."""
    path = resources.files("curbside.language") / "data" / "well_known.tsv"
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return dict(line.split("\t") for line in lines)


@lru_cache(maxsize=4096)
def _may_be_told(short: str) -> bool:
    """Whether it is written as an abbreviation, is not read as a word, and is no drug, route or unit."""
    if not _SHORT.fullmatch(short) or sum(c.isupper() for c in short) < _CAPITALS:
        return False
    if short in well_known() or short.removesuffix("s") in well_known():
        return False
    return not (lexicon.drugs_in(short) or lexicon.find(short, "route") or _is_unit(short))


def _names_a_drug(long: str) -> bool:
    """By the lists and INN stems; by the noun of a class ("aromatase inhibitors"); a single word by its ending."""
    return bool(lexicon.drugs_in(long) or _DRUG_CLASS.search(long) or _CHEMICAL.fullmatch(long))


def _is_unit(text: str) -> bool:
    return any(re.fullmatch(pattern, text, re.IGNORECASE) for pattern, _ in UNITS)


def _is_dosed(text: str, short: str) -> bool:
    """Whether the document gives an amount of it ("MTX 15 mg"): then it is a drug, whatever no list says."""
    return any(
        _AMOUNT_AFTER.match(text, place + len(short)) or _AMOUNT_BEFORE.search(text[max(0, place - 24) : place])
        for place in _places(text, short)
    )


def _may_begin_earlier(text: str, definition: Definition) -> bool:
    """Whether the word before the long form may belong to it, since not every letter is an initial of the long form.

    Of "living-related liver transplantation (LRT)" the shortest fit is "liver transplantation".
    """
    letters = definition.short.casefold()
    if text.startswith(definition.short, definition.start) or _are_initials(letters, definition.long):
        return False
    before = [w for w in text[: definition.start].split()[-3:] if w.casefold() not in _JOINING]
    return bool(before) and any(part[0] in letters for part in _WORD.findall(before[-1].casefold()))


def _are_initials(letters: str, long: str) -> bool:
    initials = iter(part[0] for part in _WORD.findall(long.casefold()))
    return all(letter in initials for letter in letters if letter.isalnum())


def _within_a_sentence(long: str, text: str) -> str:
    """Without the capital of a sentence's first word: where the document has that word in small letters too."""
    first = _WORD.findall(long)[0]
    small = first[0].lower() + first[1:]
    lowered = first != small and first[1:].islower() and re.search(rf"\b{re.escape(small)}\b", text)
    return small + long[len(first) :] if lowered else long


def _key(long: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _WORD.findall(long.lower()))


def _defined(source: Source, short: str) -> Iterator[Definition]:
    """All definitions of `short`: in brackets, paragraph by paragraph, and in lists of abbreviations."""
    text, after = source.text, 0
    for place in _places(text, short):
        past = place + len(short)
        if place >= after and (_after_bracket(text, place) or _BRACKET.match(text, past)):
            start, after = _paragraph(text, place)
            for d in _of_paragraph(text[start:after]):
                if d.short == short:
                    yield Definition(short, d.long, start + d.start, start + d.end)
        listed = _ITEM.match(text, place) if _SIGN.match(text, past) else None
        if listed and listed["short"] == short and _begins_an_item(text, place) and _is_listing(source, place):
            yield from _item(listed)


def _places(text: str, short: str) -> Iterator[int]:
    """Where `short` stands as a word."""
    place = text.find(short)
    while place >= 0:
        around = text[place - 1 : place] + text[place + len(short) : place + len(short) + 1]
        if not any(c.isalnum() or c in "-_" for c in around):
            yield place
        place = text.find(short, place + 1)


def _after_bracket(text: str, place: int) -> bool:
    return text[max(0, place - 4) : place].rstrip(_MARKS).endswith(("(", "["))


@lru_cache(maxsize=1024)
def _of_paragraph(text: str) -> tuple[Definition, ...]:
    return define(text)


def _paragraph(text: str, place: int) -> tuple[int, int]:
    start, end = text.rfind("\n\n", 0, place), text.find("\n\n", place)
    return (0 if start < 0 else start + 2), (len(text) if end < 0 else end)


def _begins_an_item(text: str, place: int) -> bool:
    before = text[max(0, place - 8) : place].rstrip(_MARKS)
    return not before or before.endswith((";", ".", ":", ",", "\n", "|", "-", "*", "•"))


def _is_listing(source: Source, place: int) -> bool:
    """Whether the paragraph begins with "Abbreviations", or stands under a heading that does."""
    start, _ = _paragraph(source.text, place)
    if _LISTING.match(source.text, start):
        return True
    held = next((u for u in source.units if u.start <= place < u.end), None)
    return held is not None and bool(held.headings) and bool(_LISTING.match(held.headings[-1]))


def _item(listed: re.Match[str]) -> Iterator[Definition]:
    """The item, where it ends as one and its words fit the letters from their beginning."""
    long = listed["long"].rstrip()
    end = listed.start("long") + len(long)
    if _ITEM_ENDS.match(listed.string, end) and best_long_form(listed["short"], long) == 0:
        yield Definition(listed["short"], " ".join(long.split()), listed.start(), end)
