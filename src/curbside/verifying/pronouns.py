"""The drug in place of "it", where nothing else can be meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from curbside.language import lexicon
from curbside.language.canon import Canon, Token, canon
from curbside.verifying.pieces import Piece, piece

_PRONOUNS: Final = frozenset({"it"})
_DONE_TO_DRUGS: Final = frozenset(
    "given injected taken administered contraindicated used avoided stopped started infused prescribed continued "
    "swallowed withheld discontinued applied inhaled".split()
)
_OF_SENTENCES: Final = frozenset(
    "is are was were be been has have had should may must can could to for as by in on at of and or with not".split()
)
_VALUES: Final = frozenset({"measure", "frequency", "route", "population", "modality", "negation"})


def resolved(unit: str, before: str) -> Piece | None:
    """The unit with the drug of the sentence before in place of the "it" that it begins with.

    None unless something is done to "it" that is done to drugs, and the sentence before names that drug first and
    nothing else that "it" could be.
    """
    tokens = canon(unit).tokens
    if not tokens or tokens[0].key not in _PRONOUNS or any(t.kind == "drug" for t in tokens):
        return None
    if not any(t.key in _DONE_TO_DRUGS for t in tokens[1:6]):
        return None
    drug = _only_thing(canon(before))
    return piece((replace(drug, mark=""), *tokens[1:]), True, True) if drug else None


def _only_thing(c: Canon) -> Token | None:
    """The drug that a sentence begins with, at once or after a frame ("In adults, ..."), where it is about no more."""
    drugs = [i for i, t in enumerate(c.tokens) if t.kind == "drug"]
    if len(drugs) != 1 or drugs[0] not in {0, min(c.commas, default=0)}:
        return None
    known = (*c.tokens[: drugs[0]], *c.tokens[drugs[0] + 1 :])
    return c.tokens[drugs[0]] if all(_is_no_thing(t) for t in known) else None


def _is_no_thing(token: Token) -> bool:
    if token.kind in _VALUES or token.key in _DONE_TO_DRUGS | _OF_SENTENCES:
        return True
    return bool(lexicon.find(token.text, "condition"))
