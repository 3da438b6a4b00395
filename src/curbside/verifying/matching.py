"""Whether a statement is nothing but a joiner, context, long forms of abbreviations, and what a citation's units say.

The statement and the units are compared as canonical tokens (`curbside.language.canon`) with what divides them. There
is no tolerance: each token of the statement must be the next token of a piece of the source, so that nothing can be
inserted, dropped, exchanged or taken from another clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from curbside.language import lexicon
from curbside.language.canon import Canon, Token, canon
from curbside.verifying.base import CitedText
from curbside.verifying.leading import governing, is_lead_in, led, may_go_alone
from curbside.verifying.likeness import same
from curbside.verifying.pieces import Piece, joint, piece, pieces, stands
from curbside.verifying.pronouns import resolved
from curbside.verifying.trailing import shortened, without_marks

_FRAGMENT_NEEDS = frozenset({"negation", "exception", "population"})
_NARROWS = frozenset({"negation", "exception", "condition", "with", "measure", "direction", "order"})
_TURNS = frozenset({"negation", "exception", "condition", "comparison"})
_OUTSIDE = frozenset({"outside", "other", "beyond", "another"})


@dataclass(frozen=True, slots=True)
class Match:
    """Which support units say the statement, and the tokens of theirs that do.

    said: the tokens of the statement that they say, without its joiner, context and reference marks.
    """

    units: tuple[int, ...]
    tokens: tuple[Token, ...]
    said: tuple[Token, ...] = ()


def match(statement: str, cited: CitedText, joiners: frozenset[str]) -> Match | None:
    """How `cited` says `statement`, or None where it does not."""
    claim = canon(cited.said_of(statement))
    if not claim.tokens:
        return None
    bare = without_marks(claim)
    return _found(claim, cited, joiners, True) or (_found(bare, cited, joiners, False) if bare else None)


def _found(claim: Canon, cited: CitedText, joiners: frozenset[str], shorter: bool) -> Match | None:
    """The match; `shorter`: whether units may be said without their reference marks and grade."""
    for start, used in _starts(claim, cited, joiners):
        found = _read(claim, start, cited, used, shorter)
        if found:
            return replace(found, said=claim.tokens[start:])
    return None


def _starts(claim: Canon, cited: CitedText, joiners: frozenset[str]) -> Iterator[tuple[int, frozenset[int]]]:
    """Where the source's own words may begin, with the context items that stand before."""
    begins = [0, *_after_joiner(claim, cited, joiners)]
    for begin in begins:
        yield from _after_context(claim, begin, cited, frozenset(), 0)


def _after_joiner(claim: Canon, cited: CitedText, joiners: frozenset[str]) -> Iterator[int]:
    for keys, text in _joiner_keys(joiners):
        n = len(keys)
        if claim.keys[:n] != keys or n >= len(claim.tokens):
            continue
        if n not in (claim.colons if text.rstrip().endswith(":") else claim.colons | claim.commas):
            continue
        populations = {m.concept for m in lexicon.find(text, "population")}
        if all(_speaks_of(claim, n, concept, cited) for concept in populations):
            yield n


@lru_cache(maxsize=64)
def _joiner_keys(joiners: frozenset[str]) -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((canon(joiner).keys, joiner) for joiner in sorted(joiners))


def _speaks_of(claim: Canon, start: int, concept: str, cited: CitedText) -> bool:
    """Whether a joiner's population is the only one of the words it introduces, or else of their context alone."""
    own = {m.concept for m in lexicon.find(claim.text[claim.tokens[start].start :], "population")}
    if own:
        return own == {concept} and not any(t.kind in _TURNS or t.key in _OUTSIDE for t in claim.tokens[start:])
    around = [text for text in cited.context if lexicon.find(text, "population")]
    return bool(around) and all(_is_just(concept, text) for text in around)


def _is_just(concept: str, text: str) -> bool:
    """Whether a heading or lead-in speaks of that population and does not narrow it."""
    named = {m.concept for m in lexicon.find(text, "population")}
    return named == {concept} and not any(t.kind in _NARROWS for t in canon(text).tokens)


def _after_context(
    claim: Canon, start: int, cited: CitedText, used: frozenset[int], depth: int
) -> Iterator[tuple[int, frozenset[int]]]:
    yield start, used
    if depth == 3:
        return
    for i, text in enumerate(cited.context):
        context = canon(text)
        end = start + len(context.tokens)
        if (
            not context.tokens
            or any(i <= u for u in used)
            or not same(claim.tokens[start:end], context.tokens)
            or end >= len(claim.tokens)
        ):
            continue
        if text.rstrip().endswith(":") or end in claim.colons | claim.sentences | claim.semicolons | claim.commas:
            yield from _after_context(claim, end, cited, used | {i}, depth + 1)


def _read(claim: Canon, start: int, cited: CitedText, used: frozenset[int], shorter: bool) -> Match | None:
    headers = frozenset(range(len(cited.context)))
    for first in range(len(cited.support)):
        for said in _rows(cited.support[first], cited.context):
            if _context_spared(said, cited, headers) and (found := _continue(claim, start, said, (first,), cited)):
                return found
        for said, units in _options(first, cited, shorter):
            if _context_spared(said, cited, used) and (found := _continue(claim, start, said, units, cited)):
                return found
    return None


def _options(unit: int, cited: CitedText, shorter: bool = False) -> Iterator[tuple[Piece, tuple[int, ...]]]:
    """What may be said of a unit, each with the units that it rests on."""
    text, lead = cited.support[unit], governing(unit, cited.support)
    if is_lead_in(text):
        return
    if lead is not None:
        yield from ((p, (lead, unit)) for p in led(cited.support[lead], text))
    if lead is None or may_go_alone(cited.support[lead]):
        before = cited.support[unit - 1] if cited.adjacent and unit else _sentence_before(cited)
        pronoun = resolved(text, before) if before else None
        yield from (
            (p, (unit,))
            for p in (*([pronoun] if pronoun else []), *pieces(text), *(shortened(text) if shorter else ()))
        )


def _continue(claim: Canon, start: int, said: Piece, units: tuple[int, ...], cited: CitedText) -> Match | None:
    end = start + len(said.keys)
    if claim.keys[start:end] != said.keys or not same(claim.tokens[start:end], said.tokens):
        return None
    if end == len(claim.keys):
        return Match(units, said.tokens)
    following = units[-1] + 1
    if not said.last or following >= len(cited.support):
        return None
    for more, more_units in _next_options(claim, end, following, units, cited):
        if not more.first or (more.anaphoric and not (cited.adjacent and said.first)):
            continue
        rest = _continue(claim, end, more, more_units, cited)
        if rest:
            return Match((*units, *rest.units), said.tokens + rest.tokens)
    return None


def _next_options(
    claim: Canon, end: int, unit: int, units: tuple[int, ...], cited: CitedText
) -> Iterator[tuple[Piece, tuple[int, ...]]]:
    """What may follow: the next sentence after a full stop, the next item of a list after a semicolon too."""
    text = cited.support[unit]
    if is_lead_in(text) and unit + 1 < len(cited.support) and end in claim.sentences:
        yield from ((p, (unit, unit + 1)) for p in led(text, cited.support[unit + 1]))
    elif len(units) > 1 and units[0] == governing(unit, cited.support) and not stands(canon(text).tokens):
        if end in claim.sentences | claim.semicolons:
            yield piece(canon(text).tokens, True, True), (units[0], unit)
    elif end in claim.sentences:
        yield from _options(unit, cited)


def _context_spared(said: Piece, cited: CitedText, used: frozenset[int]) -> bool:
    """Whether a piece may be said without the context that was not said: not where that turns or restricts it."""
    fragment = not stands(said.tokens)
    for i, text in enumerate(cited.context):
        if i in used:
            continue
        if is_lead_in(text):
            if not may_go_alone(text):
                return False
        elif fragment and any(t.kind in _FRAGMENT_NEEDS for t in canon(text).tokens):
            return False
    return True


def _sentence_before(cited: CitedText) -> str | None:
    """The only context item that is a sentence, if there is just one."""
    sentences = [text for text in cited.context if stands(canon(text).tokens)]
    return sentences[0] if len(sentences) == 1 else None


def _rows(unit: str, context: tuple[str, ...]) -> Iterator[Piece]:
    """A table row, each cell after its header."""
    cells = [cell.strip() for cell in unit.strip().strip("|").split("|")]
    headers = context[-len(cells) :]
    if len(cells) < 2 or len(headers) != len(cells):
        return
    told: tuple[Token, ...] = ()
    for header, cell in zip(headers, cells, strict=True):
        for text, mark in ((header, "~,;"), (cell, "~: ")):
            tokens = canon(text).tokens
            told += joint(tokens, mark) if tokens else ()
    yield piece(told, True, True)
