"""Whether a statement is nothing but a joiner, context, and what a citation's units say.

The statement and the units are compared as canonical tokens (`curbside.language.canon`). There is no tolerance: each
token of the statement must be the next token of a piece of the source, so that nothing can be inserted, dropped,
exchanged or taken from another clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from curbside.language import lexicon
from curbside.language.canon import Canon, Token, canon
from curbside.verifying.base import CitedText
from curbside.verifying.pieces import Piece, piece, pieces, stands

_PRONOUNS = frozenset({"it"})
_MOST_CONTEXT = 12
_DONE_TO_DRUGS = frozenset(
    "given injected taken administered contraindicated used avoided stopped started infused prescribed continued "
    "swallowed withheld discontinued applied inhaled".split()
)
_FRAGMENT_NEEDS = frozenset({"negation", "exception", "population"})
_LEAD_IN_NEEDS = frozenset({"negation", "exception", "condition", "modality", "population"})

_NARROWS = frozenset({"negation", "exception", "condition", "with", "measure", "direction", "order"})


@dataclass(frozen=True, slots=True)
class Match:
    """Which support units say the statement, and the tokens of theirs that do.

    start: the index of the statement's first token after its joiner and context.
    """

    units: tuple[int, ...]
    tokens: tuple[Token, ...]
    start: int = 0


def match(statement: str, cited: CitedText, joiners: frozenset[str]) -> Match | None:
    """How `cited` says `statement`, or None where it does not."""
    claim = canon(statement)
    if not claim.tokens:
        return None
    for start in _starts(claim, cited, joiners):
        found = _read(claim, start[0], cited, start[1])
        if found:
            return replace(found, start=start[0])
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
    """Whether a joiner's population is that of the words it introduces, or else of their context alone."""
    own = {m.concept for m in lexicon.find(claim.text[claim.tokens[start].start :], "population")}
    if own:
        return concept in own
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
            or claim.keys[start:end] != context.keys
            or end >= len(claim.tokens)
        ):
            continue
        if text.rstrip().endswith(":") or end in claim.colons | claim.sentences | claim.semicolons | claim.commas:
            yield from _after_context(claim, end, cited, used | {i}, depth + 1)


def _read(claim: Canon, start: int, cited: CitedText, used: frozenset[int]) -> Match | None:
    for first in range(len(cited.support)):
        headers = frozenset(range(len(cited.context)))
        told = [(p, headers) for p in _rows(cited.support[first], cited.context)]
        told += [(p, used) for p in (*_resolved(first, cited), *pieces(cited.support[first]))]
        for candidate, said_before in told:
            if not _allowed_alone(candidate, cited, said_before):
                continue
            found = _continue(claim, start, candidate, first, cited)
            if found:
                return found
    return None


def _continue(claim: Canon, start: int, said: Piece, unit: int, cited: CitedText) -> Match | None:
    end = start + len(said.keys)
    if claim.keys[start:end] != said.keys:
        return None
    if end == len(claim.keys):
        return Match((unit,), said.tokens)
    if not said.last or unit + 1 >= len(cited.support) or end not in claim.sentences | claim.semicolons:
        return None
    for following in pieces(cited.support[unit + 1]):
        if not following.first or (following.anaphoric and not cited.adjacent):
            continue
        rest = _continue(claim, end, following, unit + 1, cited)
        if rest:
            return Match((unit, *rest.units), said.tokens + rest.tokens)
    return None


def _allowed_alone(said: Piece, cited: CitedText, used: frozenset[int]) -> bool:
    """Whether a piece may be said without the context that was not said: not where that turns or restricts it."""
    fragment = not stands(said.tokens)
    for i, text in enumerate(cited.context):
        if i in used:
            continue
        lead_in = text.rstrip().endswith(":")
        needs = _LEAD_IN_NEEDS if lead_in else _FRAGMENT_NEEDS
        if (lead_in or fragment) and any(t.kind in needs for t in canon(text).tokens):
            return False
    return True


def _resolved(unit: int, cited: CitedText) -> Iterator[Piece]:
    """The unit with the drug in place of the "it" that it begins with."""
    tokens = canon(cited.support[unit]).tokens
    if not tokens or tokens[0].key not in _PRONOUNS or any(t.kind == "drug" for t in tokens):
        return
    if not any(t.key in _DONE_TO_DRUGS for t in tokens[1:6]):
        return
    before = cited.support[unit - 1] if cited.adjacent and unit else _sentence_before(cited)
    drug = _only_drug(before) if before else None
    if drug:
        yield piece((drug, *tokens[1:]), True, True)


def _sentence_before(cited: CitedText) -> str | None:
    """The only context item that is a sentence, if there is just one."""
    sentences = [text for text in cited.context if stands(canon(text).tokens)]
    return sentences[0] if len(sentences) == 1 else None


def _only_drug(text: str) -> Token | None:
    """The drug that a sentence begins with, at once or after a frame ("In adults, ..."), where it names no other."""
    c = canon(text)
    drugs = [i for i, t in enumerate(c.tokens) if t.kind == "drug"]
    alone = len({c.keys[i] for i in drugs}) == 1 and drugs[0] in {0, min(c.commas, default=0)}
    return c.tokens[drugs[0]] if alone else None


def _rows(unit: str, context: tuple[str, ...]) -> Iterator[Piece]:
    """A table row, each cell after its header."""
    cells = [cell.strip() for cell in unit.strip().strip("|").split("|")]
    headers = context[-len(cells) :]
    if len(cells) < 2 or len(headers) != len(cells):
        return
    pairs = [canon(text).tokens for pair in zip(headers, cells, strict=True) for text in pair]
    yield piece(tuple(t for tokens in pairs for t in tokens), True, True)
