"""What of a stored unit may be said by itself: the whole of it, or a run of its clauses that stands complete.

A clause may be left out only where what stays means what it meant: a frame ("In adults with ...,") goes along with
every clause that it governs, and what is left out is a clause about another drug that neither turns, restricts, judges
nor leans on what stays. When unsure, only the whole unit counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from curbside.language.canon import Canon, Token, canon

_FRAMES: Final = frozenset(
    "in for if when where during after before under at among unless except with within on from once while "
    "as because until following without although though provided whenever by given over to between "
    "throughout only".split()
)
_GUARDS: Final = frozenset(
    "unless except but however although though only if provided otherwise then reduced increased not nor "
    "or without including excluding instead until when while whereas despite apart yet with reducing "
    "doubled halved maximum up never no even".split()
)
_ANAPHORS: Final = frozenset(
    "it its they them their this these those that he she his her such both either neither former latter "
    "same which who whose then thereafter afterwards otherwise also another other so here there each and "
    "or but nor as".split()
)
_FINITE: Final = frozenset(
    "is are was were has have had should may must can could might will would does do did recommends "
    "recommend suggests suggest contains contain requires require causes cause needs need depends depend "
    "includes include improves improve worsens lowers raises reduces increases rises falls lies carries "
    "begins starts shall".split()
)
_TURNS: Final = frozenset({"negation", "exception", "condition", "order", "comparison", "modality", "population"})
_LEANING: Final = frozenset(
    "it its they them their this these those that he she his her such both either neither former latter same half "
    "whether otherwise instead therefore thus hence wrong wrongly false untrue myth disputed doubtful believe "
    "believes claim claims supposedly allegedly rejected".split()
)
_COORDINATORS: Final = frozenset({"and", "then"})


_Part = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a unit that may be said.

    first, last: whether it reaches the unit's start and end; anaphoric: whether it leans on what stands before it
    ("It is given ...").
    """

    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    first: bool
    last: bool
    anaphoric: bool


def joint(tokens: tuple[Token, ...], mark: str) -> tuple[Token, ...]:
    """`tokens` with another division before the first of them; "~:," allows any one of those given, " " none at all."""
    return (replace(tokens[0], mark=mark), *tokens[1:])


def piece(tokens: tuple[Token, ...], first: bool, last: bool) -> Piece:
    """`tokens` as a piece."""
    leans = bool(tokens) and tokens[0].key in _ANAPHORS
    return Piece(tokens, tuple(t.key for t in tokens), first, last, leans)


@lru_cache(maxsize=4096)
def pieces(unit: str) -> tuple[Piece, ...]:
    """What may be said of the unit's text, the whole first; empty where it has no words."""
    c = canon(unit)
    if not c.tokens:
        return ()
    found = {p.keys: p for p in (*_heads_and_tails(c), *_runs(c), piece(c.tokens, True, True))}
    return tuple(sorted(found.values(), key=lambda p: -len(p.keys)))


def stands(tokens: tuple[Token, ...]) -> bool:
    """Whether the tokens can be a sentence: a subject that leans on nothing, and a finite verb after it."""
    if (
        len(tokens) < 3
        or tokens[0].key in _ANAPHORS
        or tokens[0].key in _GUARDS - {"maximum"}
        or tokens[0].key in _FINITE
    ):
        return False
    return any(t.key in _FINITE for t in tokens[1:])


def _parts(c: Canon) -> list[_Part]:
    """Start and end of each clause between semicolons and full stops, with the start of its sentence."""
    cuts = sorted({0, *c.sentences, *c.semicolons})
    ends = [*cuts[1:], len(c.tokens)]
    return [(s, e, max(x for x in (0, *c.sentences) if x <= s)) for s, e in zip(cuts, ends, strict=True) if s < e]


def _runs(c: Canon) -> Iterator[Piece]:
    parts = _parts(c)
    for i in range(len(parts)):
        for j in range(i, len(parts)):
            before, after = parts[:i], parts[j + 1 :]
            if (before or after) and _may_go(c, parts[i : j + 1], before, after):
                yield from _run(c, parts[i : j + 1], i == 0, j + 1 == len(parts))


def _may_go(c: Canon, kept: list[_Part], before: list[_Part], after: list[_Part]) -> bool:
    """Whether the parts before and after may be left out: whole sentences more easily than clauses of one sentence."""
    left_out = [_tokens(c, p) for p in (*before, *after)]
    if any(t.kind == "exception" for tokens in left_out for t in tokens):
        return False
    if after and not stands(_tokens(c, after[0])):
        return False
    said = tuple(t for p in kept for t in _tokens(c, p))
    same_sentence = [p for p in before if p[2] == kept[0][2]] + [p for p in after if p[2] == kept[-1][2]]
    return all(_is_another_matter(c, p, said) for p in same_sentence)


def _is_another_matter(c: Canon, part: _Part, said: tuple[Token, ...]) -> bool:
    """Whether a clause is about a drug that what stays does not name, and says nothing that could bear on it."""
    if any(i in c.colons for i in range(part[0] + 1, part[1] + 1)):
        return False
    tokens = _tokens(c, part)
    framed = _frame(c, part[0]) if part[0] == part[2] else None
    return is_apart(tokens[len(framed or ()) :], said)


def is_apart(tokens: tuple[Token, ...], said: tuple[Token, ...]) -> bool:
    """Whether a clause names a drug of its own, stands, and neither turns nor leans on anything."""
    drugs, others = ({t.key for t in side if t.kind == "drug"} for side in (tokens, said))
    if not drugs or not others or drugs & others or not stands(tokens):
        return False
    return not any(t.kind in _TURNS or t.key in _LEANING for t in tokens)


def _run(c: Canon, parts: list[_Part], first: bool, last: bool) -> Iterator[Piece]:
    start, end, sentence = parts[0][0], parts[-1][1], parts[0][2]
    tokens = c.tokens[start:end]
    if not stands(_tokens(c, parts[0])):
        return
    if start == sentence:
        yield piece(tokens, first, last)
        return
    framed = _frame(c, sentence) or ()
    own = tokens[0].key in _FRAMES
    if _lacks_drug(tokens if own else framed + tokens, c.tokens[sentence:start]):
        return
    unframed = c.tokens[sentence].key not in _FRAMES
    if unframed or (own and tokens[0].key == c.tokens[sentence].key):
        yield piece(tokens, first, last)
    elif framed and not own:
        yield piece(framed + joint(tokens, ","), True, last)


def _frame(c: Canon, sentence: int) -> tuple[Token, ...] | None:
    if c.tokens[sentence].key not in _FRAMES:
        return None
    comma = min((i for i in c.commas if i > sentence), default=None)
    return None if comma is None or comma - sentence > 25 else c.tokens[sentence:comma]


def _lacks_drug(tokens: tuple[Token, ...], before: tuple[Token, ...]) -> bool:
    """Whether a clause would lose the drug that it is about."""
    return any(t.kind == "drug" for t in before) and not any(t.kind == "drug" for t in tokens)


def _heads_and_tails(c: Canon) -> Iterator[Piece]:
    """What stands before or after ", and ...", and before a second phase (", then ..."), of a unit of one clause."""
    if len(_parts(c)) != 1 or c.colons:
        return
    for comma in sorted(c.commas):
        if not 3 <= comma < len(c.tokens) - 1 or c.tokens[comma].key not in _COORDINATORS:
            continue
        head, joiner, tail = c.tokens[:comma], c.tokens[comma].key, c.tokens[comma + 1 :]
        if joiner == "then" and _has_clause(head) and _has_end(head) and _is_phase(tail):
            yield piece(head, True, False)
        if joiner != "and" or any(t.key == "and" and i in c.commas for i, t in enumerate(c.tokens) if i != comma):
            continue
        if _has_clause(head) and is_apart(tail, head):
            yield piece(head, True, False)
        if head[0].key not in _FRAMES and _has_clause(head) and is_apart(head, tail) and _stands_alone(tail):
            yield piece(tail, False, True)


def _is_phase(tail: tuple[Token, ...]) -> bool:
    """Whether a second phase begins with its own amount and leans on nothing."""
    return tail[0].kind == "measure" and not any(t.kind in ("negation", "exception", "condition") for t in tail)


def _stands_alone(tail: tuple[Token, ...]) -> bool:
    return stands(tail) and tail[0].key not in _FRAMES and not any(t.key in _LEANING for t in tail)


def _has_end(head: tuple[Token, ...]) -> bool:
    """Whether a first phase says how long it lasts."""
    until = any(t.key in ("until", "till") for t in head)
    return until or any(a.key == "for" and (b.kind == "measure" or b.key == "as") for a, b in pairwise(head))


def _has_clause(head: tuple[Token, ...]) -> bool:
    return any(t.key in _FINITE for t in head[1:]) and head[0].key not in _ANAPHORS


def _tokens(c: Canon, part: _Part) -> tuple[Token, ...]:
    return c.tokens[part[0] : part[1]]
