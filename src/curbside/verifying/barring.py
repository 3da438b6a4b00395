"""What keeps a claim from being judged supported in words of its own, whatever the weights say.

These stand above `curbside.verifying.weighing`: a claim that they bar is contradicted or not enough. A claim that the
evidence says in the same words and values (`curbside.verifying.matching`) does not come here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final

from curbside.language import lexicon, modality
from curbside.language.canon import Token, canon
from curbside.types import Reason
from curbside.verifying.alignment import words
from curbside.verifying.ceilings import ceiling_left_out
from curbside.verifying.features import spoken_of
from curbside.verifying.signs import cues
from curbside.verifying.wording import worded

COPIED: Final = 0.7
LEANING: Final = 0.4
ALIKE: Final = 0.5
SAME: Final = 0.7
_OF_PEOPLE, _OF_DRUG = 0.7, 0.6
_VALUES: Final = frozenset({"measure", "frequency", "route"})
_DOSED: Final = frozenset({"frequency", "route"})
_MASS: Final = (
    "g",
    "mg",
    "ug",
    "ng",
    "kg",
    "mL",
    "L",
    "[iU]",
    "mmol",
    "{tablet}",
    "{dose}",
    "{injection}",
    "{ampoule}",
)
_NAMED: Final = re.compile(r"(?:[^\W\d_]-|\b[A-Z][A-Za-z]*[A-Z]\s)\Z")
_TURNING: Final = frozenset({"negation", "exception", "direction", "outcome", "order", "population", "drug"})
_DENYING: Final = ("not", "away", "down", "same", "bad")


def barred(claim: str, evidence: Sequence[str], deciding: Sequence[int]) -> tuple[Reason, ...]:
    """Why `claim` may not be called supported; empty where nothing bars it.

    deciding: the indices of the sentences of `evidence` on which it would rest.
    """
    there = tuple(evidence[i] for i in deciding)
    found = (
        _copied(claim, evidence),
        _dosed(claim),
        _values(claim, there),
        _drugs(claim, evidence, there),
        _populations(claim, evidence, there),
        _conditions(claim, evidence),
        _scope(claim, there),
        _denied(claim, there),
        _absolute(claim, evidence),
        _unbounded(claim, evidence),
    )
    return tuple(reason for reason in found if reason is not None)


def _unbounded(claim: str, evidence: Sequence[str]) -> Reason | None:
    ceiling = ceiling_left_out(claim, evidence)
    said = f"the dose is left without the maximum that the evidence sets for it ({ceiling})"
    return Reason("binding", False, (), said) if ceiling else None


def copied_share(claim: str, evidence: Sequence[str]) -> float:
    """The share of the claim's neighbouring tokens that are neighbours somewhere in the evidence, 0 to 1."""
    mine = list(pairwise(canon(claim).keys))
    theirs = {p for text in evidence for p in pairwise(canon(text).keys)}
    return sum(p in theirs for p in mine) / len(mine) if mine else 1.0


def close(claim: str, evidence: Sequence[str]) -> bool:
    """Whether the claim leans on the source's own words, so that what differs was put in their place."""
    return copied_share(claim, evidence) >= LEANING or _alike(claim, evidence) >= ALIKE


def _alike(claim: str, evidence: Sequence[str]) -> float:
    """How much of the claim and of the likest sentence stands in both in the same order, 0 to 1."""
    mine = canon(claim).keys
    return max(
        (SequenceMatcher(None, mine, canon(text).keys, autojunk=False).ratio() for text in evidence), default=0.0
    )


def _same_words(claim: str, evidence: Sequence[str]) -> bool:
    """Whether a sentence has nearly all the claim's tokens and few others, in whatever order: its sides exchanged."""
    mine = Counter(canon(claim).keys)
    theirs = (Counter(canon(text).keys) for text in evidence)
    return any(2 * (mine & other).total() >= SAME * (mine.total() + other.total()) for other in theirs)


def _copied(claim: str, evidence: Sequence[str]) -> Reason | None:
    """Almost the source's own sentence, and not it: what was changed was changed on purpose or by mistake."""
    share = copied_share(claim, evidence)
    if share >= COPIED or _alike(claim, evidence) >= ALIKE or _same_words(claim, evidence):
        return Reason("wording", False, (), "it is almost in the source's own words, but not the same")
    if share < LEANING:
        return None
    known = {t.key for text in evidence for t in canon(text).tokens}
    new = words(t for t in canon(claim).tokens if t.kind in _TURNING and t.key not in known)
    if not new:
        return None
    return Reason("wording", False, new, "close to the source's own words, which have no " + ", ".join(new))


@lru_cache(maxsize=4096)
def _of_value(text: str) -> tuple[Token, ...]:
    return tuple(t for t in canon(text).tokens if t.kind in _VALUES)


def _dosed(claim: str) -> Reason | None:
    """A dose, route or frequency is supported in the source's words or not at all."""
    found = [t for t in _of_value(claim) if t.kind in _DOSED or _is_mass(t.key)]
    if not found:
        return None
    return Reason("dose", False, words(found), "a dose, route or frequency must stand in the source as it is said")


def _is_mass(key: str) -> bool:
    return key.startswith("#") and key.rpartition(" ")[2].split("/")[0] in _MASS


def _values(claim: str, there: Sequence[str]) -> Reason | None:
    """The numbers of a claim stand together in one sentence."""
    mine = [t for t in _of_value(claim) if t.kind == "measure" and not _in_a_name(t, claim)]
    wanted = {t.key for t in mine}
    if not mine or any(wanted <= {t.key for t in _of_value(text)} for text in there):
        return None
    return Reason("numbers", False, words(mine), "no one sentence of the source has " + ", ".join(words(mine)))


def _in_a_name(token: Token, claim: str) -> bool:
    """Whether a bare number is the end of a name ("HIV-1", "BRCA 1")."""
    return token.key.endswith(" 1") and bool(_NAMED.search(canon(claim).text[: token.start]))


def _drugs(claim: str, evidence: Sequence[str], there: Sequence[str]) -> Reason | None:
    """The drugs are named by the sentences that decide, or by the source where these name no other."""
    mine = {m.concept: m.text for m in lexicon.drugs_in(claim)}
    near = {m.concept for text in there for m in lexicon.drugs_in(text)}
    all_ = near or {m.concept for text in evidence for m in lexicon.drugs_in(text)}
    strange = tuple(text for concept, text in mine.items() if concept not in all_)
    if not strange:
        return None
    return Reason("binding", False, strange, "the source does not say it of " + ", ".join(strange))


def _populations(claim: str, evidence: Sequence[str], there: Sequence[str]) -> Reason | None:
    mine = {m.concept: m.text for m in lexicon.find(claim, "population")}
    if not mine:
        return None
    near = _people(there)
    known = near or _people(evidence)
    strange = tuple(text for concept, text in mine.items() if concept not in known)
    if not strange:
        return None
    return Reason("binding", False, strange, "the source speaks of other people than " + ", ".join(strange))


def _conditions(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A condition that no sentence names, nor a narrower or broader one."""
    known = {c for text in evidence for m in lexicon.find(text, "condition") for c in _with_broader(m.concept)}
    said = lexicon.find(claim, "condition")
    strange = tuple(m.text for m in said if known.isdisjoint(_with_broader(m.concept)))
    if not strange:
        return None
    return Reason("binding", False, strange, "the source does not speak of " + ", ".join(strange))


def _scope(claim: str, there: Sequence[str]) -> Reason | None:
    """What is said of certain people, or of a drug, stands for the most part in the sentences that decide.

    A sentence on the same people or drug that speaks of something else is the likeliest to be taken for support.
    """
    people, drugs = lexicon.find(claim, "population"), lexicon.drugs_in(claim)
    least = _OF_PEOPLE if people else _OF_DRUG if drugs else 0.0
    if not least or spoken_of(claim, tuple(there)) >= least:
        return None
    named = tuple(m.text for m in people or drugs)
    return Reason("binding", False, named, "the source says of " + ", ".join(named) + " mostly other things")


def _with_broader(condition: str) -> tuple[str, ...]:
    return (condition, *lexicon.broader("condition", condition))


def _people(texts: Sequence[str]) -> set[str]:
    named = {m.concept for text in texts for m in lexicon.find(text, "population")}
    return named | {b for c in named for b in lexicon.broader("population", c)}


def _denied(claim: str, there: Sequence[str]) -> Reason | None:
    """A denial needs a denial, or an opposite, in what it rests on."""
    denials = tuple(w.text for w in worded(claim).words if w.cue == "not")
    if not denials or any(cues(worded(text))[k] for text in there for k in _DENYING):
        return None
    return Reason("polarity", False, denials, "the source denies nothing there")


def _absolute(claim: str, evidence: Sequence[str]) -> Reason | None:
    said = [w for w in modality.absolutes(claim) if w not in ("all", "every", "none", "only")]
    known = {w for text in evidence for w in modality.absolutes(text)}
    strange = tuple(w for w in said if w not in known)
    if not strange:
        return None
    return Reason("modality", False, strange, "the source does not say " + ", ".join(strange))
