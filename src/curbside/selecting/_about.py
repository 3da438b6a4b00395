"""Whether a text speaks of what a question claims: of its words, its drugs, its conditions and its outcome."""

from __future__ import annotations

import re
from typing import Final

from curbside.language import lexicon
from curbside.selecting._claim import Claim, pattern, stems

# Chosen on the development half of `evals/directions.py`: a claim of so few words has to be spoken of whole.
_WORD: Final = re.compile(r"[^\W\d_]+")
_INITIALISM: Final = re.compile(r"\b[A-Z]{2,6}(?=s?\b)")
_SMALL: Final = frozenset("a an and as at by for from in of on or the to with".split())
_BEGINNING: Final = 6
_AGE_AND_SEX: Final = frozenset(
    {"adults", "children", "adolescents", "infants", "neonates", "older people", "women", "men"}
)
_FEW: Final = 3
_FEW_OF_DRUGS: Final = 4
_LEAST_NEAR: Final = 0.15
_WITH_OUTCOME: Final = frozenset({"less", "more", "better", "link"})
_UNTELLING: Final = stems(
    "risk rate outcome outcomes incidence level levels use number effect symptoms between there really"
)
_CASE: Final = re.compile(r"\b(?:in|among|during|after|with|for|by)\b", re.IGNORECASE)


def near(claim: Claim, text: str) -> float:
    """The share of the claim's words that `text` has."""
    return len(shared(claim, claim.words, text)) / max(1, len(claim.words))


def is_about(claim: Claim, text: str) -> bool:
    """Whether `text` has enough of what the claim speaks of: all of it where that is little, else a share of it; and
    no other drugs, or conditions, instead of those that the claim names."""
    asked = set() if claim.kind == "exist" else stems(" ".join(pattern("kinds", claim.kind).findall(claim.part)))
    telling = claim.words - asked - stems(" ".join(pattern("asked", "turned").findall(claim.part))) - _UNTELLING
    drugs = lexicon.drugs_in(claim.text)
    missing = len(telling) - len(shared(claim, telling, text))
    if (missing and len(telling) <= (_FEW_OF_DRUGS if drugs else _FEW)) or near(claim, text) < _LEAST_NEAR:
        return False
    return _named(claim, drugs, lexicon.drugs_in(text), text) and not _other(_cases(claim.text), _cases(text))


def _cases(text: str) -> tuple[lexicon.Mention, ...]:
    """The conditions that a text names, and the populations but for those of age and sex."""
    people = (m for m in lexicon.find(text, "population") if m.concept not in _AGE_AND_SEX)
    return (*lexicon.find(text, "condition"), *people)


def _other(asked: tuple[lexicon.Mention, ...], said: tuple[lexicon.Mention, ...]) -> bool:
    """Whether names are said, but none of those asked nor a broader or narrower one."""
    mine, yours = (
        {c for m in found for c in (m.concept, *lexicon.broader(m.kind, m.concept))} for found in (asked, said)
    )
    return bool(mine and yours) and not mine & yours


def _named(claim: Claim, asked: tuple[lexicon.Mention, ...], said: tuple[lexicon.Mention, ...], text: str) -> bool:
    """Whether a drug asked is said, by its name or a word of it; so it is where the question names none."""
    words = stems(" ".join(m.text for m in asked))
    return not _other(asked, said) and (not asked or bool(said) or bool(shared(claim, words, text)))


def outcome_of(claim: Claim) -> frozenset[str]:
    """The stems of what is asked to be changed ("stroke" in "Does B12 reduce stroke in the elderly?"), none where the
    question asks for no change."""
    asked = pattern("kinds", claim.kind).search(claim.part)
    if asked is None or claim.kind not in _WITH_OUTCOME:
        return frozenset()
    return stems(_CASE.split(claim.part[asked.end() :])[0]) - _UNTELLING


def names_outcome(claim: Claim, text: str) -> bool:
    """Whether `text` has a word of the outcome that is asked, or none is asked, and the absolute words of the claim."""
    outcome = outcome_of(claim)
    absolute = {m.lower().replace("-", " ") for m in pattern("asked", "absolute").findall(claim.part)}
    same = all(word in text.lower().replace("-", " ") for word in absolute)
    return same and (not outcome or bool(shared(claim, outcome, text)))


def shared(claim: Claim, words: frozenset[str], text: str) -> frozenset[str]:
    """Those of `words` that `text` has, in this form, in one of the same beginning ("predict", "predictor") or as
    initials ("LOC" for "loss of consciousness")."""
    there = stems(text) | _initials(claim.text, text)
    begun = {w[:_BEGINNING] for w in there if len(w) >= _BEGINNING}
    return frozenset(w for w in words if w in there or w[:_BEGINNING] in begun)


def _initials(asked: str, text: str) -> frozenset[str]:
    """The stems of those words of a question that an initialism in `text` stands for."""
    words = _WORD.findall(asked)
    meant: set[str] = set()
    for short in set(_INITIALISM.findall(text)) - set(words):
        for chosen in (words, [w for w in words if w.lower() not in _SMALL]):
            letters = "".join(w[0].lower() for w in chosen)
            at = letters.find(short.lower())
            if at >= 0:
                meant |= stems(" ".join(chosen[at : at + len(short)]))
    return frozenset(meant)
