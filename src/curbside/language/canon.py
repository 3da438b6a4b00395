"""A text as a sequence of typed tokens in which ways of writing are gone and meanings are kept.

Dashes, spaces, case, brackets, quotes, articles, British and American spelling, the forms of numbers, units,
frequencies, routes and drug names are made one; nothing else is. Two texts with the same keys in the same order say the
same. Words are not stemmed for the key, since "effect" and "effective" are two things; `stem` is for likeness only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import snowballstemmer

from curbside.language import frequencies as frequency_words
from curbside.language import lexicon, measures, modality, polarity

_SPACES: Final = re.compile(r"\s+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_GROUPED: Final = re.compile("(?<=[0-9])[\u00a0\u2007\u2008\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_BRACKETS: Final = re.compile(r"\[([^\[\]]*[^\[\]0-9,;\s-][^\[\]]*)\]")
_SUPERSCRIPT: Final = re.compile("(?<=[0-9])[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PLAIN_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_CHARACTERS: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
    | {"\u03bc": "µ", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "·": "."}
)
_TOKEN: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[<>]=?|[≥≤=%±+^~×]|(?<=[0-9])[.,:/](?=[0-9])")
_ARTICLES: Final = frozenset({"a", "an", "the"})
_NAMED_A: Final = re.compile(
    r"\b(?:vitamin|hepatitis|influenza|type|group|toxin|grade|level|class|arm|factor|stage|child|pugh|cohort|plan|option|drug"
    r"|treatment|regimen|loe|cor|protein|immunoglobulin|ig)[ -]\Z",
    re.IGNORECASE,
)
_NOUN_AFTER: Final = re.compile(
    r"\s+(?!(?:few|little|number|lot|or|and|is|was|are|than|vs|versus|to|in|of|with|for|has|had)\b)[^\W_]",
    re.IGNORECASE,
)
_SPELLINGS: Final = {
    "judgement": "judgment",
    "grey": "gray",
    "mould": "mold",
    "practise": "practice",
    "practised": "practiced",
    "fulfil": "fulfill",
    "fulfils": "fulfills",
    "enrol": "enroll",
    "enrolment": "enrollment",
    "ageing": "aging",
}
_PREFIXES: Final = frozenset("pre anti auto co re multi hyper hypo intra extra".split())
_WORD_FORMS: Final = {
    "&": "and",
    "versus": "vs",
    "≥": ">=",
    "≤": "<=",
    "=<": "<=",
    "programme": "program",
    "per": "per",
}
_PHRASES: Final = {
    ("e", "g"): "eg",
    ("for", "example"): "eg",
    ("i", "e"): "ie",
    ("that", "is"): "ie",
    ("life", "long"): "lifelong",
    ("for", "life"): "lifelong",
}
_GENERIC: Final = frozenset(
    ("oral parenteral intravenous intramuscular supplements supplementation tablets salts infusion").split()
)
_ROUTES: Final = {
    "intramuscular": "intramuscular intramuscularly im i.m. intra-muscular intra-muscularly into-the-muscle",
    "intravenous": "intravenous intravenously iv i.v. intra-venous intra-venously into-a-vein",
    "subcutaneous": "subcutaneous subcutaneously sc s.c. subcut sub-cutaneous sub-cutaneously under-the-skin",
    "intradermal": "intradermal intradermally",
    "intrathecal": "intrathecal intrathecally",
    "oral": "oral orally by-mouth po p.o. per-os",
    "sublingual": "sublingual sublingually under-the-tongue",
    "rectal": "rectal rectally",
    "topical": "topical topically",
    "intranasal": "intranasal intranasally",
}
_ROUTE_NAMES: Final = {name.replace("-", " "): route for route, names in _ROUTES.items() for name in names.split()}
_ROUTE: Final = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(
        re.escape(name).replace(r"\ ", r"\s+").replace(r"\.", r"\.?\s?")
        for name in sorted(_ROUTE_NAMES, key=len, reverse=True)
    )
    + r")(?!\w)",
    re.IGNORECASE,
)
_TIME_OF_DAY: Final = re.compile(r"morning|evening|night|bedtime|bed|nocte|mane|noon", re.IGNORECASE)
_DAY_NAMES: Final = {"nocte": "night", "mane": "morning", "bed": "bedtime"}
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[^\W_])|\n+")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|vs|cf|approx|no|dr|prof|fig|al|st|ca|max|min|vit|[a-z](?:\.[a-z])*)\.\s*\Z", re.IGNORECASE
)
_STEMMER: Final = snowballstemmer.stemmer("english")
_FUNCTION: Final = frozenset(
    "a an the of in on at to for by with from and or as is are was were be been being it its this that "
    "these those there they which who whom has have had do does did will would than then into given used "
    "also such per".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that a text says, at [start, end) of the normalised text.

    kind: measure, frequency, drug, route, population, one of `polarity` ("negation", ...), modality or word. key: what
    it is compared by. text: as it stands.
    """

    kind: str
    key: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Canon:
    """A text made canonical.

    text: normalised. sentences (with 0), semicolons, commas, colons: the indices of the tokens that stand first after
    such a division. keys: what the text is compared by, token by token.
    """

    text: str
    tokens: tuple[Token, ...]
    sentences: frozenset[int]
    semicolons: frozenset[int]
    commas: frozenset[int]
    colons: frozenset[int]
    keys: tuple[str, ...]


def normalise(text: str) -> str:
    """`text` with one sort of dash, quote, bracket and space, without invisible characters; numbers and words stay."""
    text = unicodedata.normalize("NFC", text).translate(_CHARACTERS)
    text = _GROUPED.sub(",", _INVISIBLE.sub("", text))
    text = _SUPERSCRIPT.sub(lambda m: "^" + m[0].translate(_PLAIN_DIGITS), text).translate(_PLAIN_DIGITS)
    text = _BRACKETS.sub(r"(\1)", re.sub(r"[^\S\n]+", " ", text)).strip()
    letters = [c for c in text if c.isalpha()]
    return text.lower() if len(letters) > 8 and not any(c.islower() for c in letters) else text


@lru_cache(maxsize=8192)
def canon(text: str) -> Canon:
    """`text` made canonical; the empty text has no tokens."""
    norm = normalise(text)
    fixed = _fixed(norm)
    tokens = _phrases(_routes_absorbed(_merged(norm, fixed)))
    taken = [(t.start, t.end) for t in fixed if t.kind in ("measure", "frequency")]
    cuts = {mark: _after(norm, tokens, taken, mark) for mark in (";", ",", ":")}
    starts = _sentence_starts(norm, tokens, taken)
    return Canon(norm, tokens, starts, cuts[";"], cuts[","], cuts[":"], tuple(t.key for t in tokens))


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """The stem of one word in American spelling, for likeness only."""
    return str(_STEMMER.stemWord(american(word.lower())))


def likeness_keys(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """The content of `tokens` for measuring likeness: stems of words, keys of the rest, no function words."""
    return tuple(
        t.key if t.kind in ("measure", "frequency", "drug", "route") else stem(t.key)
        for t in tokens
        if t.key not in _FUNCTION
    )


@lru_cache(maxsize=16_384)
def american(word: str) -> str:
    """One lower-case word with the differences between British and American spelling taken out.

    The result is a key, not always a word: both spellings come out alike.
    """
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    if len(word) < 5 or not word.isalpha():
        return word
    word = word.replace("leuco", "leuko").replace("aluminium", "aluminum")
    word = word.replace("ae", "e").replace("oe", "e").replace("sulph", "sulf")
    if word not in ("hours", "yours", "fours"):
        word = re.sub(r"our(?=s?$|ed$|ing$|able$|al$|ite$|ful$|less$)", "or", word)
    word = re.sub(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)", "iz", word)
    word = re.sub(r"ys(?=(?:e|ed|es|ing)$)", "yz", word)
    word = re.sub(r"ll(?=(?:ed|ing|er|ers)$)", "l", word)
    return re.sub(r"tre(?=s?$)", "ter", word)


def _fixed(norm: str) -> list[Token]:
    """Frequencies, measures, routes and drugs; what overlaps an earlier kind is left out, none for a shorter one."""
    quantities = list(_measures(norm))
    rates = [f for f in _frequencies(norm) if not any(_inside(f, m) for m in quantities)]
    found: list[Token] = []
    for batch in (rates, quantities, _routes(norm), _drugs(norm)):
        taken = list(found)
        found += [t for t in batch if not any(_clash(t, other) for other in taken)]
    return found


def _inside(token: Token, other: Token) -> bool:
    return (
        other.start <= token.start and token.end <= other.end and (other.start, other.end) != (token.start, token.end)
    )


def _clash(token: Token, other: Token) -> bool:
    return token.start < other.end and other.start < token.end


def _measures(norm: str) -> Iterator[Token]:
    for measure in measures.measures(norm):
        base = measures.canonical(measure)
        sign = base.comparator or ""
        if sign == "<=" and re.match(r"within\b", measure.text, re.IGNORECASE):
            sign = "within"
        ends = "..".join("" if end is None else format(end.normalize(), "f") for end in (base.low, base.high))
        key = f"#{sign}{ends} {base.unit}" + (f" per {base.per}" if base.per else "")
        gloss = measure.text.find("(")
        end = measure.end if gloss < 1 else measure.start + gloss
        yield Token("measure", key, measure.start, end, norm[measure.start : end])


_MINUTES: Final = {"min": 1, "h": 60, "d": 1440, "wk": 10080}
_MONTHS: Final = {"mo": 1, "a": 12}


def _frequencies(norm: str) -> Iterator[Token]:
    for f in frequency_words.frequencies(norm):
        when = sorted({_DAY_NAMES.get(w.lower(), w.lower()) for w in _TIME_OF_DAY.findall(f.text)})
        key = f"@{f.times} every {_period(f.period, f.period_unit)} divided {f.divided} {' '.join(when)}".strip()
        yield Token("frequency", key, f.start, f.end, f.text)


def _period(period: str | None, unit: str | None) -> str:
    if period is None or unit is None:
        return "unstated"
    factor, base = (
        (_MINUTES[unit], "min") if unit in _MINUTES else (_MONTHS.get(unit, 1), "mo" if unit in _MONTHS else unit)
    )
    return "-".join(str(int(p) * factor) if p.isdigit() else p + unit for p in period.split("-")) + " " + base


def _routes(norm: str) -> Iterator[Token]:
    for match in _ROUTE.finditer(norm):
        name = _SPACES.sub(" ", match[0].lower().replace("-", " ")).strip()
        route = _ROUTE_NAMES.get(name) or _ROUTE_NAMES.get(re.sub(r"(?<=\w)\s?\.?\s?(?=\w\b)|$", ".", name))
        if route is None:
            route = next((r for n, r in _ROUTE_NAMES.items() if n.replace(".", "") == re.sub(r"[.\s]", "", name)), None)
        if route:
            yield Token("route", f"route {route}", match.start(), match.end(), match[0])


def _drugs(norm: str) -> Iterator[Token]:
    for mention in lexicon.drugs_in(norm):
        for start, end, concept in _smallest(mention):
            yield Token("drug", f"drug {concept}", start, end, norm[start:end])


def _smallest(mention: lexicon.Mention) -> Iterator[tuple[int, int, str]]:
    """The name itself: a mention such as "oral iron" holds a route besides, which must not be lost."""
    words = [(m[0], mention.start + m.start(), mention.start + m.end()) for m in re.finditer(r"\w+", mention.text)]
    kept = [w for w in words if w[0].lower() not in _GENERIC]
    if len(kept) == len(words) and (len(words) == 1 or not _core(mention, words)):
        yield mention.start, mention.end, mention.concept
        return
    core = _core(mention, words)
    if core:
        yield core[0], core[1], mention.concept
        return
    for word, start, _end in kept:
        for inner in lexicon.drugs_in(word):
            yield start + inner.start, start + inner.end, inner.concept


def _core(mention: lexicon.Mention, words: list[tuple[str, int, int]]) -> tuple[int, int] | None:
    """The shorter run of words that is a name of the same concept; "vitamin" belongs to the name."""
    if re.match(r"vit(?:amin)?\b", mention.text, re.IGNORECASE):
        return None
    for first, last in ((1, len(words)), (0, len(words) - 1)):
        if last - first < 1:
            continue
        start, end = words[first][1], words[last - 1][2]
        inner = mention.text[start - mention.start : end - mention.start]
        if any(m.concept == mention.concept and len(m.text) == len(inner) for m in lexicon.drugs_in(inner)):
            return start, end
    return None


def _merged(norm: str, fixed: list[Token]) -> list[Token]:
    covered = sorted((t.start, t.end) for t in fixed)
    tokens = list(fixed)
    position = 0
    for start, end in [*covered, (len(norm), len(norm))]:
        if start > position:
            tokens += _words(norm, position, start)
        position = max(position, end)
    return sorted(tokens, key=lambda t: (t.start, t.end))


def _words(norm: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(norm, start, end):
        word = match[0].lower()
        for part in _split_not(word):
            part = _WORD_FORMS.get(part, part.replace("'", ""))
            if part.isdecimal() and norm[match.start() - 1 : match.start()] not in tuple(".,:/"):
                yield Token("measure", f"#{int(part)}..{int(part)} 1", match.start(), match.end(), match[0])
            elif part not in _ARTICLES or (part == "a" and _is_name(norm, match.start(), match.end())):
                yield Token(_kind(part), american(part), match.start(), match.end(), match[0])


def _is_name(norm: str, start: int, end: int) -> bool:
    """Whether an "a" is a name ("vitamin A", "a or b") or turns the next word ("a few"), and so no mere article."""
    return bool(_NAMED_A.search(norm[:start]) or not _NOUN_AFTER.match(norm, end))


def _split_not(word: str) -> tuple[str, ...]:
    if word == "cannot":
        return ("can", "not")
    if word.endswith("n't"):
        return ({"ca": "can", "wo": "will", "sha": "shall"}.get(word[:-3], word[:-3]), "not")
    return (word,)


def _kind(word: str) -> str:
    cue = polarity.kind_of(word)
    if cue:
        return cue[0]
    if modality.strength_of(word):
        return "modality"
    return "population" if lexicon.find(word, "population") else "word"


_INJECTED: Final = frozenset({"route intramuscular", "route intravenous", "route subcutaneous", "route intradermal"})


def _routes_absorbed(tokens: list[Token]) -> list[Token]:
    """ "By intramuscular injection", "by the IM route" and "intramuscularly" made one token."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.kind == "route" and result and result[-1].key in ("by", "via", "through"):
            tail = tokens[i + 1] if i + 1 < len(tokens) else None
            absorbs = tail is not None and (tail.key == "route" or (tail.key == "injection" and token.key in _INJECTED))
            if absorbs or token.text.replace(".", "").isupper():
                start = result.pop().start
                token = replace(token, start=start, end=tail.end if tail and absorbs else token.end)
                i += 1 if absorbs else 0
        result.append(token)
        i += 1
    return result


def _phrases(tokens: list[Token]) -> tuple[Token, ...]:
    result: list[Token] = []
    for token in tokens:
        last = result[-1] if result else None
        phrase = _PHRASES.get((last.key, token.key)) if last else None
        if last and phrase:
            kind = "modality" if phrase == "lifelong" else "word"
            result[-1] = Token(kind, phrase, last.start, token.end, f"{last.text} {token.text}")
        elif last and last.key in _PREFIXES and token.kind == "word":
            result[-1] = Token("word", american(last.key + token.key), last.start, token.end, last.text + token.text)
        else:
            result.append(token)
    return tuple(result)


def _after(norm: str, tokens: tuple[Token, ...], taken: list[tuple[int, int]], mark: str) -> frozenset[int]:
    """The indices of the first tokens after each `mark` that is no part of a quantity."""
    places = [m.start() for m in re.finditer(re.escape(mark), norm) if not any(s <= m.start() < e for s, e in taken)]
    return frozenset(i for p in places for i in (_next(tokens, p),) if i is not None)


def _sentence_starts(norm: str, tokens: tuple[Token, ...], taken: list[tuple[int, int]]) -> frozenset[int]:
    starts = {0}
    for match in _SENTENCE_END.finditer(norm):
        if _ABBREVIATION.search(norm[: match.start()]) or any(s < match.start() < e for s, e in taken):
            continue
        index = _next(tokens, match.start())
        starts |= {index} if index is not None else set()
    return frozenset(starts)


def _next(tokens: tuple[Token, ...], place: int) -> int | None:
    return next((i for i, t in enumerate(tokens) if t.start >= place), None)
