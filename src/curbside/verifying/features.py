"""What a claim and its evidence have in common and where they part, as numbers with names.

Each is a share or a small count, larger where there is more of what its name says. Those of a pair are of the claim
and one sentence; those of a whole are of the claim and all that is given, weighed by how relevant each sentence is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from curbside.language.canon import canon
from curbside.verifying.meeting import covered, in_order, meet, places, short_forms, together
from curbside.verifying.signs import cues, signs
from curbside.verifying.wording import Worded, worded

Features = Mapping[str, float]
_CONCLUDES: Final = re.compile(
    r"^\W*(?:conclusions?|interpretation|in conclusion|in summary|together|thus|therefore|these|our|"
    r"we (?:show|find|found|demonstrate|conclude|report)|here,? we)\b",
    re.IGNORECASE,
)
_RARE: Final = 4.0
_TOP: Final = 3
_PLACE: Final = frozenset({"length", "concludes"})


@dataclass(frozen=True, slots=True)
class Likeness:
    """Cosines, -1 to 1: of a sentence with the claim, and how much nearer it is to it than to its opposite and
    denial."""

    cosine: float
    opposite: float
    denial: float


def pairs(claim: str, evidence: Sequence[str], likeness: Sequence[Likeness] | None = None) -> tuple[Features, ...]:
    """The features of each sentence of `evidence` for `claim`."""
    mine, shorts = worded(claim), short_forms(evidence)
    found = [_pair(mine, worded(text), shorts) for text in evidence]
    if likeness is not None:
        found = [f | _likened(like) for f, like in zip(found, likeness, strict=True)]
    return tuple(found)


def _likened(like: Likeness) -> dict[str, float]:
    return {"cosine": like.cosine, "nearer_than_opposite": 10 * like.opposite, "nearer_than_denial": 10 * like.denial}


def _pair(claim: Worded, sentence: Worded, shorts: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    met = meet(claim, sentence, places(sentence, shorts))
    return {
        "covered": covered(claim, met.at),
        "covered_rare": covered(claim, met.at, _RARE),
        "missing_most": _missing(claim, met.at),
        "met": min(len(met.at), 8) / 8,
        "together": together(met),
        "in_order": in_order(met),
        "concludes": float(bool(_CONCLUDES.search(sentence.text))),
        "length": min(len(sentence.words), 60) / 60,
        **signs(claim, sentence, met),
        **_numbers(claim.text, sentence.text),
    }


def _missing(claim: Worded, at: Mapping[int, tuple[int, float]]) -> float:
    """The weight of the rarest word that is not met."""
    return max((claim.words[i].weight for i in claim.content if i not in at), default=0.0) / 6


def _numbers(claim: str, sentence: str) -> dict[str, float]:
    mine = _quantities(claim)
    theirs = _quantities(sentence) if mine else frozenset()
    units = {k.partition(" ")[2] for k in theirs}
    lost = mine - theirs
    return {
        "numbers_met": float(bool(mine) and not lost),
        "numbers_other": float(any(k.partition(" ")[2] in units for k in lost)),
        "numbers_missing": float(bool(lost) and not any(k.partition(" ")[2] in units for k in lost)),
    }


@lru_cache(maxsize=4096)
def _quantities(text: str) -> frozenset[str]:
    return frozenset(t.key for t in canon(text).tokens if t.kind in ("measure", "frequency"))


def whole(
    claim: str, evidence: Sequence[str], found: Sequence[Features], relevance: Sequence[float]
) -> dict[str, float]:
    """The features of all sentences together. relevance: log odds that a sentence decides, one for each."""
    order = sorted(range(len(found)), key=lambda i: -relevance[i])[:_TOP]
    share = _shares([relevance[i] for i in order])
    near = {k: sum(w * found[i][k] for w, i in zip(share, order, strict=True)) for k in found[0] if k not in _PLACE}
    first = {k: v for k, v in found[order[0]].items() if k not in _PLACE}
    told = {f"first_{k}": v for k, v in first.items()} | {f"near_{k}": v for k, v in near.items()}
    told |= _summed(found, relevance, order) | _everywhere(claim, tuple(evidence)) | _of_claim(claim, found[0])
    return told | {
        "covered_and_odd_turns": first["covered"] * first["odd_turns"],
        "covered_and_not_differs": first["covered"] * first["not_differs"],
        "covered_and_opposites": first["covered"] * first["opposites"],
        "covered_and_null": first["covered"] * first["null_there"],
        "covered_and_agrees": first["covered"] * (1 - max(first["not_differs"], first["odd_turns"])),
    }


def _shares(relevance: Sequence[float]) -> list[float]:
    weights = [math.exp(r - max(relevance)) for r in relevance]
    return [w / sum(weights) for w in weights]


def _summed(found: Sequence[Features], relevance: Sequence[float], order: Sequence[int]) -> dict[str, float]:
    told = {
        "relevance": relevance[order[0]],
        "relevance_of_three": sum(math.log1p(math.exp(relevance[i])) for i in order) / len(order),
        "covered_best": max(f["covered"] for f in found),
    }
    return told | ({"cosine_best": max(f["cosine"] for f in found)} if "cosine" in found[0] else {})


@lru_cache(maxsize=4096)
def _everywhere(claim: str, evidence: tuple[str, ...]) -> dict[str, float]:
    """How well all sentences together cover the claim."""
    mine, shorts = worded(claim), short_forms(evidence)
    at: dict[int, tuple[int, float]] = {}
    for text in evidence:
        sentence = worded(text)
        for i, hit in meet(mine, sentence, places(sentence, shorts)).at.items():
            at[i] = max(at.get(i, hit), hit, key=lambda h: h[1])
    return {
        "covered_by_all": covered(mine, at),
        "covered_rare_by_all": covered(mine, at, _RARE),
        "missing_from_all": _missing(mine, at),
    }


def _of_claim(claim: str, found: Features) -> dict[str, float]:
    mine = worded(claim)
    told = {f"claim_{k}": float(min(n, 2)) for k, n in cues(mine).items()}
    numbered = found["numbers_met"] + found["numbers_other"] + found["numbers_missing"]
    return told | {"claim_words": min(len(mine.content), 12) / 12, "claim_numbers": float(numbered > 0)}


def spoken_of(claim: str, evidence: tuple[str, ...]) -> float:
    """The share of the claim's words, by weight, that the sentences together speak of, 0 to 1."""
    return _everywhere(claim, evidence)["covered_by_all"]
