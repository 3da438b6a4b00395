"""What a run of sentences of one source makes of a claim, with no library: supported, contradicted or not enough.

A claim that the evidence says in the same words and values is supported, as in an answer. Any other is weighed by
features that people can read (`features`, `weighing`), under gates that the weights cannot overrule (`barring`). No
answer rests on what is judged here in words of its own: `verify` is stricter, and only it lets statements into answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from curbside.retrieval.embedding.base import Embedder
from curbside.types import Outcome, Reason, Verdict
from curbside.verifying.alignment import words
from curbside.verifying.barring import barred, close
from curbside.verifying.base import PLAIN_JOINERS, CitedText
from curbside.verifying.ceilings import ceiling_left_out
from curbside.verifying.counterclaims import denied, opposite
from curbside.verifying.entailment.base import Entailment
from curbside.verifying.explaining import decisive, explained
from curbside.verifying.features import Likeness, pairs, whole
from curbside.verifying.matching import Match
from curbside.verifying.verdict import examine
from curbside.verifying.weighing import MEANING, WORDS, Weights, probabilities, settled, weights
from curbside.verifying.wording import worded

_MOST_DECIDING: Final = 3
_SHARE_OF_MODEL: Final = 0.5


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence makes of a claim.

    score: the probability, 0 to 1, that the verdict is right. reasons: one sentence each. sentences: the indices of the
    evidence that decide, in its order, empty where none is near. words: those of the claim that decided. exact: whether
    the evidence says the claim in the same words and values, so that it would pass the gates of an answer.
    """

    verdict: Outcome
    score: float
    reasons: tuple[str, ...]
    sentences: tuple[int, ...]
    words: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the weights make of a claim before an outcome is chosen: its probabilities, what decides, and what bars
    it."""

    probability: Mapping[Outcome, float]
    deciding: tuple[int, ...]
    bars: tuple[Reason, ...]


def judge(
    claim: str,
    evidence: Sequence[str],
    embedder: Embedder | None = None,
    entailment: Entailment | None = None,
) -> Judgement:
    """`claim` against `evidence`, sentences that follow one another in one source.

    embedder: where given, likeness of meaning is weighed too, with weights made for it. entailment: where given, its
    opinion counts for a half, within what the gates allow; the score is then no longer calibrated.
    Raises FetchError where one of the two is a service that does not answer.
    """
    verdict, beside, found = examine(claim, (CitedText(tuple(evidence), adjacent=True),), PLAIN_JOINERS)
    if found and verdict.outcome is Outcome.SUPPORTED:
        ceiling = ceiling_left_out(claim, [evidence[i] for i in found.units])
        return _without_its_ceiling(verdict, found, ceiling) if ceiling else _exact(verdict, found)
    if not evidence or not worded(claim).content:
        return Judgement(Outcome.NOT_ENOUGH, verdict.score, ("support: there is nothing to compare",), ())
    if opposed(verdict, claim, evidence):
        told = tuple(f"{r.gate}: {r.message}" for r in verdict.reasons if not r.passed)
        return Judgement(verdict.outcome, verdict.score, told, (beside.unit,), verdict.reasons[-1].words)
    used = weights(WORDS if embedder is None else MEANING)
    weighed = weigh(claim, evidence, used, likeness(claim, evidence, embedder) if embedder else None)
    return _told(claim, evidence, used, _with_model(claim, evidence, weighed, entailment))


def opposed(verdict: Verdict, claim: str, evidence: Sequence[str]) -> bool:
    """Whether the gates find another value, or a denial, in the place of the claim's, in words close to its own."""
    return verdict.outcome is Outcome.CONTRADICTED and close(claim, evidence)


def weigh(claim: str, evidence: Sequence[str], used: Weights, like: Sequence[Likeness] | None) -> Weighed:
    """The probabilities for a claim with at least one sentence of evidence. like: one for each sentence, or None."""
    found = pairs(claim, evidence, like)
    relevance = [used.sentence.of(f) for f in found]
    deciding = decided(relevance, used.least)
    bars = barred(claim, evidence, deciding or (max(range(len(found)), key=lambda i: relevance[i]),))
    return Weighed(probabilities(used, whole(claim, evidence, found, relevance)), deciding, bars)


def decided(relevance: Sequence[float], least: float) -> tuple[int, ...]:
    """The sentences that decide: the most relevant ones, in their order."""
    best = sorted(range(len(relevance)), key=lambda i: -relevance[i])[:_MOST_DECIDING]
    return tuple(sorted(i for i in best if relevance[i] >= least))


def likeness(claim: str, evidence: Sequence[str], embedder: Embedder) -> tuple[Likeness, ...]:
    """How near each sentence is to the claim, and how much nearer than to its opposite and its denial."""
    made = embedder.embed_texts([claim, opposite(claim), denied(claim), *evidence])
    near = made[3:] @ made[:3].T
    return tuple(Likeness(float(a), float(a - b), float(a - c)) for a, b, c in near)


def _exact(verdict: Verdict, found: Match) -> Judgement:
    said = ("the evidence says it in the same words and values",)
    return Judgement(verdict.outcome, verdict.score, said, found.units, words(found.said), True)


def _without_its_ceiling(verdict: Verdict, found: Match, ceiling: str) -> Judgement:
    said = (f"binding: the dose is left without the maximum that the evidence sets for it ({ceiling})",)
    return Judgement(Outcome.NOT_ENOUGH, verdict.score, said, found.units)


def _with_model(claim: str, evidence: Sequence[str], weighed: Weighed, model: Entailment | None) -> Weighed:
    """The probabilities, half of them the model's; what bars "supported" stays."""
    if model is None:
        return weighed
    premise = " ".join(evidence[i] for i in weighed.deciding) or " ".join(evidence)
    said = model.probabilities([(premise, claim)])[0]
    mixed = {o: (1 - _SHARE_OF_MODEL) * p + _SHARE_OF_MODEL * said[o] for o, p in weighed.probability.items()}
    return Weighed(mixed, weighed.deciding, weighed.bars)


def _told(claim: str, evidence: Sequence[str], used: Weights, weighed: Weighed) -> Judgement:
    outcome, score = settled(used, weighed.probability, bool(weighed.bars))
    said = decisive(claim, evidence, weighed.deciding, outcome)
    reasons = explained(outcome, said, weighed.bars)
    return Judgement(outcome, score, reasons, weighed.deciding, said)
