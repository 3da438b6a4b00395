"""Words for the index and for overlap scores: folded, stemmed, and with clinical tokens kept whole.

Single words are folded and stemmed by `curbside.language._words`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from curbside.language import _amounts, _names, _often
from curbside.language._scales import Read
from curbside.language._words import GREEK, LETTERS, MEASURES, SPELLED, STOP_WORDS, fold, number, stem

__all__ = ["STOP_WORDS", "content_stems", "content_words", "fold", "number", "stem", "terms"]

_ACRONYMS: Final = frozenset({"WHO", "US", "IT", "ALL"})
_LETTERED: Final = frozenset({"vitamin", "hepatitis", "influenza", "type", "group", "factor", "grade", "class"})
# Where a lone "a" or "i", with an accent or without, may be no stop word since such a word stands before it.
_MAY_BE_LETTERED: Final = re.compile(
    rf"(?:{'|'.join(sorted(_LETTERED))}).*?(?:(?<![^\W_])[ai](?![^\W_])|[^\x00-\x7f])", re.IGNORECASE | re.DOTALL
)
_UNIT = "|".join(sorted(MEASURES, key=lambda m: (-len(m), m)))
_GROUP = r"[,\u00a0\u2009\u202f]"
_TOKEN = re.compile(
    r"(?P<plain>(?<![^\W_])[a-z]{2,}(?![^\W_]|['’‐‑/·-]))"
    r"|(?=[\d.])(?:(?P<section>\b\d+(?:\.\d+){2,}\b)"
    r"|(?<![^\W_])(?:(?P<power>10⁻?[⁰¹²³⁴-⁹]{1,2}(?![^\W_]))"
    rf"|(?P<dose>\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:[.·]\d+)?|\d+(?:[.·]\d+)?)"
    rf"(?P<unit>(?:{_UNIT})(?:/(?:{_UNIT}))*)(?![^\W_])"
    rf"|(?P<number>\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:[.·]\d+)?(?!\d)|\d+[.·]\d+|\d+(?![-‐‑][^\W\d_])|(?<!\.)\.\d+)"
    r"(?![^\W_])))"
    r"|(?P<word>[^\W_]+(?:['’][^\W\d_]+)?(?:[-‐‑/·][^\W_]+(?:['’][^\W\d_]+)?)*)",
    re.IGNORECASE,
)
_HYPHENS = re.compile(r"[-‐‑·]")
_LONE_GREEK = re.compile(r"(?<![α-ω])[α-ω](?![α-ω])")
_MOST_PARTS: Final = 8
_LEADS: Final = _amounts.LEADS | _often.LEADS | _names.LEADS
_NO_NAMES: Final = STOP_WORDS | MEASURES | _LEADS | {"below", "above", "under", "over", "until", "after", "up"}
_LATIN: Final = re.compile(r"(?:[bqt]|q[0-9]+h?)\Z", re.IGNORECASE)
_LONGEST_PART: Final = 4
_POINTS: Final = (",", ".", "·", ":", "/")


def terms(text: str) -> list[str]:
    """The index terms of `text`, in order, with repeats.

    A hyphenated word gives itself, itself without hyphens and its parts; "mg/dl" itself and its parts; a Greek letter
    itself and its name. After these come what is said with more than one of them: an amount, a bound, a frequency
    (`_amounts`, `_often`), a name in parts (`_names`).
    """
    made: list[str] = []
    latest = ""
    shouting, quiet = text.isupper(), text.islower()
    read_to = 0
    for match in _TOKEN.finditer(text):
        simple = _simple(match[0]) if match.lastgroup == "plain" else None
        if simple is None:
            found = [(latest, 0, 0)]
            _take(match, found, shouting)
            for word, _, _ in found[1:]:
                made += _variants(word)
            latest = found[-1][0]
            lead = _lead(match[0])
        elif simple[0]:
            latest, variants, lead = simple
            made += variants
        else:
            continue
        if lead and match.start() >= read_to:
            whole, read_to = _wholes(text, match, lead, quiet)
            made += whole
    return made


@lru_cache(maxsize=100_000)
def _simple(word: str) -> tuple[str, tuple[str, ...], str] | None:
    """What `_plain` says of a word, its terms, and the word once more where something longer may begin with it."""
    plain = _plain(word)
    if not plain:
        return None if plain is None else ("", (), "")
    return plain, _variants(plain), plain if plain in _LEADS else ""


@lru_cache(maxsize=100_000)
def _lead(written: str) -> str:
    """The part of a word with which something longer may begin, in lower case; "" where nothing does."""
    if written[0].isdecimal() or written[0] == "." or _LATIN.match(written):
        return written
    lower = written.partition("-")[0].lower()
    lower = GREEK.get(lower, lower)
    return lower if lower in _LEADS else ""


def _wholes(text: str, match: re.Match[str], lead: str, quiet: bool) -> Read:
    """The terms of what begins at `match` and goes over more than one word, and where it ends."""
    start = match.start()
    if lead in _LEADS:
        if lead in _names.GREEK_NAMES:
            return _greek(text, match, lead, quiet), start
        if lead in _names.LEADS:
            return _names.at_word(text, start, lead)
        if lead in _amounts.LEADS:
            return _amounts.at_word(text, start, lead)
        return _often.at_word(text, start, lead)
    if not (lead[0].isdecimal() or lead[0] == "."):
        return _often.at_latin(text, start)
    if text[start - 1 : start] in _POINTS and text[start - 2 : start - 1].isdecimal():
        return (), start
    read = _amounts.at_number(text, start)
    if read[0] or len(lead) > _LONGEST_PART or not lead.isalnum():
        return read
    return _joined(text, start, lead, not lead.isdecimal(), quiet), start


def _greek(text: str, match: re.Match[str], name: str, quiet: bool) -> tuple[str, ...]:
    """The terms by which "alpha blocker" and "α blocker" are "alpha-blocker", and "TNF alpha" is "TNF-alpha"."""
    start = match.start()
    made = _joined(text, start, name, False, quiet)
    following = _names.next_word(text, start + len(match[0].partition("-")[0]))
    if following:
        parts = {*_variants(name), *_variants(fold(following))}
        made += tuple(t for t in _variants(f"{name}-{fold(following)}") if "-" not in t and t not in parts)
    return made


def _joined(text: str, start: int, word: str, mixed: bool, quiet: bool) -> tuple[str, ...]:
    """ "b12" for the word "12" at `start` after "B", "cyp2d6" for "2D6" after "CYP".

    mixed: the word has letters and digits, so that the name before it may be of small letters, as in a text that is
    `quiet`: all in lower case, as many type a question.
    """
    name = _names.before(text, start)
    if name is None or name.lower() in _NO_NAMES or not (mixed or quiet or name.isupper()):
        return ()
    return (name.lower() + fold(word),)


def content_words(text: str) -> list[tuple[str, int, int]]:
    """(stem, start, end) of each word of `text` that is no stop word; code points of `text`, end exclusive.

    A hyphenated word with a digit in it ("CHA2DS2-VASc", "B-12") is one word without its hyphens, others are parted;
    Greek letters are named.
    """
    return list(_content_words(text))


@lru_cache(maxsize=16_384)
def content_stems(text: str) -> frozenset[str]:
    """The different stems of `content_words`, without their places."""
    lower = text.lower()
    if text.isupper() or (any(word in lower for word in _LETTERED) and _MAY_BE_LETTERED.search(text)):
        return frozenset(stem for stem, _, _ in content_words(text))
    # No token goes over a plain space or the end of a line, and most of what stands between two has been seen before.
    return frozenset().union(*map(_stems_between_spaces, set(text.replace("\n", " ").split(" "))))


@lru_cache(maxsize=200_000)
def _stems_between_spaces(text: str) -> frozenset[str]:
    return frozenset(stem for stem, _, _ in _with_stems(_words(text, shouting=False), text))


@lru_cache(maxsize=4096)
def _content_words(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(_with_stems(_words(text, text.isupper()), text))


def _with_stems(words: list[tuple[str, int, int]], text: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for word, start, end in words:
        if "-" in word:
            found += [(stem(_named(part)), s, e) for part, s, e in _parts(word, text, start, end)]
        else:
            found.append((_stem_of(word), start, end))
    return found


@lru_cache(maxsize=100_000)
def _stem_of(word: str) -> str:
    return stem(_named(word))


def _words(text: str, shouting: bool) -> list[tuple[str, int, int]]:
    """Folded words, numbers and measures; words with a hyphen are whole, those with a slash only where a measure."""
    found: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(text):
        plain = _plain(match[0]) if match.lastgroup == "plain" else None
        if plain is None:
            _take(match, found, shouting)
        elif plain:
            found.append((plain, *match.span()))
    return found


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str | None:
    """What `_take` would find in a word as most are, "dose" or "Dose": "" for a stop word. None for any other word."""
    if not (word.isascii() and word[1:].islower()):
        return None
    lower = word.lower()
    return "" if lower in STOP_WORDS else SPELLED.get(lower, lower)


def _take(match: re.Match[str], found: list[tuple[str, int, int]], shouting: bool) -> None:
    kind = match.lastgroup
    if kind == "number":
        found.append((number(match[0]), *match.span()))
    elif kind == "unit":
        found.append((number(match["dose"]), *match.span("dose")))
        found.append((_measure(fold(match["unit"])), *match.span("unit")))
    elif kind == "power":
        found.append((_amounts.power(match[0]), *match.span()))
    elif kind == "section":
        found.append((match[0], *match.span()))
    else:
        _take_word(match, found, shouting)


def _take_word(match: re.Match[str], found: list[tuple[str, int, int]], shouting: bool) -> None:
    whole, at = match[0], match.start()
    pieces = [whole] if "/" not in whole else whole.split("/")
    if len(pieces) > 1 and all(p in MEASURES for p in fold(whole).split("/")):
        found.append((_measure(fold(whole)), *match.span()))
        return
    for piece in pieces:
        word = fold(piece).removesuffix("'s").removesuffix("'")
        lettered = len(word) == 1 and bool(found) and found[-1][0] in _LETTERED
        if word not in STOP_WORDS or lettered or (piece in _ACRONYMS and not shouting):
            found.append((SPELLED.get(word, word), at, at + len(piece)))
        at += len(piece) + 1


def _measure(folded: str) -> str:
    return "/".join(SPELLED.get(p, p) for p in folded.split("/"))


@lru_cache(maxsize=100_000)
def _variants(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_forms(word), *_forms(_named(word)), *_forms(_lettered(word)))))


def _forms(word: str) -> tuple[str, ...]:
    if "/" in word:
        return (word, *word.split("/"))
    if "-" not in word:
        return (stem(word),)
    parts = word.split("-")
    measured = any(p in MEASURES for p in parts)
    kept = [stem(p) for p in parts if p and p not in STOP_WORDS and (measured or not p.isdigit())]
    if len(parts) > _MOST_PARTS:
        return tuple(kept)
    return ("-".join([*parts[:-1], stem(parts[-1])]), stem(word.replace("-", "")), *kept)


def _named(word: str) -> str:
    return word if word.isascii() else _LONE_GREEK.sub(lambda m: GREEK[m[0]], word)


def _lettered(word: str) -> str:
    return "-".join(LETTERS.get(part, part) for part in word.split("-"))


def _parts(word: str, text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    pieces = word.split("-")
    if any(c.isdigit() for c in word) and not any(p in MEASURES for p in pieces):
        return [(word.replace("-", ""), start, end)]
    found, at = [], start
    for piece in _HYPHENS.split(text[start:end]):
        folded = fold(piece).removesuffix("'s")
        if folded and folded not in STOP_WORDS:
            found.append((SPELLED.get(folded, folded), at, at + len(piece)))
        at += len(piece) + 1
    return found
