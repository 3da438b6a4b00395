"""A text as a sequence of typed tokens in which ways of writing are gone and meanings are kept.

Dashes, spaces, case, brackets, quotes, articles, British and American spelling, the forms of numbers, units,
frequencies, routes and drug names are made one; nothing else is. Two texts with the same keys in the same order say the
same. Words are not stemmed for the key, since "effect" and "effective" are two things; `stem` is for likeness only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from curbside.language import lexicon, modality, polarity
from curbside.language.divisions import divisions, sentence_places
from curbside.language.named import Token, named_tokens
from curbside.language.spelling import american, normalise, stem

__all__ = ["Canon", "Token", "american", "canon", "likeness_keys", "normalise", "stem"]

_TOKEN: Final = re.compile(
    r"[^\W_]+(?:'[^\W\d_]+)*|[<>]=?|=<|(?<=[0-9])[.,:/](?=[0-9])"
    r"|\.{2,}|(?<=[0-9])'|[*_!-]|[^\w\s.,;:()\[\]\"'/|]"
)
_ARTICLES: Final = frozenset({"a", "an", "the"})
_NAMED_A: Final = re.compile(
    r"\b(?:vitamin|hepatitis|influenza|type|group|toxin|grade|level|class|arm|factor|stage|child|pugh|cohort|plan|option|drug"
    r"|treatment|regimen|loe|cor|protein|immunoglobulin|ig|ha?emophilia|ciclosporin|cyclosporine?|amyloid|coenzyme)"
    r"[ -]\Z",
    re.IGNORECASE,
)
_NOUN_AFTER: Final = re.compile(
    r"\s+(?!(?:few|little|number|lot|or|and|is|was|are|than|vs|versus|to|in|of|with|for|has|had)\b)[^\W_]",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(r"[0-9] ?\Z")
_PREFIXES: Final = frozenset("pre anti auto co re multi hyper hypo intra extra".split())
_WORD_FORMS: Final = {
    "&": "and",
    "versus": "vs",
    "≥": ">=",
    "≤": "<=",
    "=<": "<=",
    "programme": "program",
    "patients": "people",
    "patient": "person",
}
_PHRASES: Final = {
    ("e", "g"): "eg",
    ("for", "example"): "eg",
    ("i", "e"): "ie",
    ("life", "long"): "lifelong",
    ("for", "life"): "lifelong",
}
_OF_DANGER: Final = frozenset("threatening support saving style expectancy limiting".split())
_GLOSSING: Final = frozenset({"eg", "ie"})
_FUNCTION: Final = frozenset(
    "a an the of in on at to for by with from and or as is are was were be been being it its this that "
    "these those there they which who whom has have had do does did will would than then into given used "
    "also such per".split()
)


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


@lru_cache(maxsize=8192)
def canon(text: str) -> Canon:
    """`text` made canonical; the empty text has no tokens."""
    norm = normalise(text)
    fixed = named_tokens(norm)
    tokens = _phrases(norm, _routes_absorbed(_merged(norm, fixed)))
    taken = [(t.start, t.end) for t in fixed if t.kind in ("measure", "frequency")]
    cuts = {mark: _after(norm, tokens, taken, mark) for mark in (";", ",", ":")}
    starts = _sentence_starts(norm, tokens, taken)
    tokens = _marked(norm, tokens, starts)
    return Canon(norm, tokens, starts, cuts[";"], cuts[","], cuts[":"], tuple(t.key for t in tokens))


def _marked(norm: str, tokens: tuple[Token, ...], starts: frozenset[int]) -> tuple[Token, ...]:
    """The tokens with the divisions between each and the one before it; a comma after "e.g." says nothing."""
    marked = list(tokens[:1])
    for i, (before, token) in enumerate(pairwise(tokens), 1):
        mark = divisions(norm, before.end, max(token.start, before.end), i in starts)
        marked.append(replace(token, mark=mark) if mark and not (mark == "," and before.key in _GLOSSING) else token)
    return tuple(marked)


def likeness_keys(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """The content of `tokens` for measuring likeness: stems of words, keys of the rest, no function words."""
    return tuple(
        t.key if t.kind in ("measure", "frequency", "drug", "route") else stem(t.key)
        for t in tokens
        if t.key not in _FUNCTION
    )


def _merged(norm: str, fixed: list[Token]) -> list[Token]:
    covered = sorted((t.start, t.end) for t in fixed)
    tokens = list(fixed)
    position = 0
    for start, end in [*covered, (len(norm), len(norm))]:
        if start > position and not norm[position:start].isspace():
            tokens += _words(norm, position, start)
        position = max(position, end)
    return sorted(tokens, key=lambda t: (t.start, t.end))


def _words(norm: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(norm, start, end):
        word = match[0].lower()
        if word in "*_!-" and not _counts(norm, match.start()):
            continue
        for part in _split_not(word):
            part = _WORD_FORMS.get(part, part.replace("'", ""))
            part = "M" if match[0] == "M" and _AMOUNT.search(norm[: match.start()]) else part
            if part.isascii() and part.isdecimal() and norm[match.start() - 1 : match.start()] not in tuple(".,:/"):
                yield Token("measure", f"#{int(part)}..{int(part)} 1", match.start(), match.end(), match[0])
            elif part not in _ARTICLES or (part == "a" and _is_name(norm, match.start(), match.end())):
                yield Token(_kind(part), american(part), match.start(), match.end(), match[0])


def _counts(norm: str, place: int) -> bool:
    """Whether a mark that may be mere punctuation is more: a minus sign, a charge, a factor, a factorial."""
    mark, before, after = norm[place], norm[place - 1 : place], norm[place + 1 : place + 2]
    if mark == "-":
        sign = after.isdigit() and (not before or before in " ([,;:=/")
        return sign or (before.isalnum() and (not after or after in " ,;:)"))
    if mark == "!":
        return bool(after) and after not in " \n\"')"
    return before.isdigit() or after.isdigit() or (mark == "_" and before.isalnum() and after.isalnum())


def _is_name(norm: str, start: int, end: int) -> bool:
    """Whether an "a" is a name ("vitamin A", "a or b") or turns the next word ("a few"), and so no mere article."""
    capital = norm[start] == "A" and bool(re.search(r"[a-z0-9][ -]\Z", norm[:start]))
    return capital or bool(_NAMED_A.search(norm[:start]) or not _NOUN_AFTER.match(norm, end))


def _split_not(word: str) -> tuple[str, ...]:
    if word == "cannot":
        return ("can", "not")
    if word.endswith("n't"):
        return ({"ca": "can", "wo": "will", "sha": "shall"}.get(word[:-3], word[:-3]), "not")
    return (word,)


@lru_cache(maxsize=16_384)
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
        if token.kind == "route" and result and _leads_to(result[-1], token):
            tail = tokens[i + 1] if i + 1 < len(tokens) else None
            absorbs = (
                tail is not None
                and tail.start - token.end < 2
                and (tail.key == "route" or (tail.key == "injection" and token.key in _INJECTED))
            )
            if absorbs or token.text.replace(".", "").isupper():
                start = result.pop().start
                token = replace(token, start=start, end=tail.end if tail and absorbs else token.end)
                i += 1 if absorbs else 0
        result.append(token)
        i += 1
    return result


def _leads_to(before: Token, route: Token) -> bool:
    return before.key in ("by", "via", "through") and route.start - before.end in (1, 4, 5)


def _phrases(norm: str, tokens: list[Token]) -> tuple[Token, ...]:
    """ "For example", "pre treatment", "for life" and the like made one token where no division stands within."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        last = result[-1] if result else None
        close = last is not None and norm[last.end : token.start] in ("", " ", "-", ".")
        phrase = _PHRASES.get((last.key, token.key)) if last and close else None
        if phrase == "lifelong" and i + 1 < len(tokens) and tokens[i + 1].key in _OF_DANGER:
            phrase = None
        if last and phrase:
            kind = "modality" if phrase == "lifelong" else "word"
            result[-1] = Token(kind, phrase, last.start, token.end, f"{last.text} {token.text}")
        elif last and last.key in _PREFIXES and close and token.kind == "word":
            result[-1] = Token("word", american(last.key + token.key), last.start, token.end, last.text + token.text)
        else:
            result.append(token)
    return tuple(result)


def _after(norm: str, tokens: tuple[Token, ...], taken: list[tuple[int, int]], mark: str) -> frozenset[int]:
    """The indices of the first tokens after each `mark` that is no part of a quantity."""
    places = [m.start() for m in re.finditer(re.escape(mark), norm) if not any(s <= m.start() < e for s, e in taken)]
    return frozenset(i for p in places for i in (_next(tokens, p),) if i is not None)


def _sentence_starts(norm: str, tokens: tuple[Token, ...], taken: list[tuple[int, int]]) -> frozenset[int]:
    places = [p for p in sentence_places(norm) if not any(s < p < e for s, e in taken)]
    return frozenset({0, *(i for p in places for i in (_next(tokens, p),) if i is not None)})


def _next(tokens: tuple[Token, ...], place: int) -> int | None:
    return next((i for i, t in enumerate(tokens) if t.start >= place), None)
