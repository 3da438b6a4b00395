"""What of the candidates is on the point, as a cross-encoder reads question and sentence together.

It orders and leaves out; it supports nothing, and what must stand beside a dose or says stop is not its business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from curbside.language.subject import subject
from curbside.selecting.candidates import Candidate
from curbside.selecting.stops import stops
from curbside.types import Facet, Flag, Question

Scorer = Callable[[str, Sequence[str]], tuple[float, ...] | None]
"""A logit for each text, of how well it answers the question; None where there is no model."""

MOST: Final = 20
_WHOLE: Final = "full"
_BELOW_BEST: Final = 7.0
_DOUBTFUL: Final = -2.0
_NEAR_BEST: Final = 1.5
_CAUTION: Final = -5.0
_ENTITLED: Final = 0.5
_NOT_TO_MISS: Final = frozenset({Facet.CONTRAINDICATIONS, Facet.PITFALLS, Facet.ESCALATION})
_OF_CARE: Final = frozenset({Facet.ADVERSE_EFFECTS, Facet.RENAL_HEPATIC, Facet.INTERACTIONS})


def no_scores(question: str, texts: Sequence[str]) -> None:
    """No model."""


def weighed(question: Question, found: Iterable[Candidate], scorer: Scorer) -> tuple[Candidate, ...]:
    """`found` with how well they answer. Of more than 20 those that are best by relevance alone are read; the others
    are taken to answer as the least of these."""
    ranked = sorted(found, key=lambda c: -c.score)
    scores = scorer(question.text, [_read(question, c) for c in ranked[:MOST]])
    if not scores:
        return tuple(found)
    filled = (*scores, *[min(scores)] * (len(ranked) - len(scores)))
    return tuple(replace(c, answers=score) for c, score in zip(ranked, filled, strict=True))


def on_the_point(question: Question, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Without those that answer far less than the best does; cautions of the asked drug and stops stay.

    A full answer has room for what is around the question: there all stay, by their relevance alone.
    """
    everything = tuple(found)
    if question.length == _WHOLE:
        return tuple(replace(c, answers=None) for c in everything)
    best = max((c.answers for c in everything if c.answers is not None), default=None)
    if best is None:
        return everything
    for_them = max(
        (c.answers for c in everything if c.answers is not None and Flag.OTHER_POPULATION not in c.flags), default=None
    )
    return tuple(
        c for c in everything if _is_on_the_point(question, c, best) and not _is_for_others(question, c, for_them)
    )


def _is_for_others(question: Question, c: Candidate, for_them: float | None) -> bool:
    """Whether it is for people who were not asked about, while a sentence for those who were answers as well."""
    if c.answers is None or for_them is None or Flag.OTHER_POPULATION not in c.flags:
        return False
    if c.warns or stops(question, c):
        return False
    return for_them >= c.answers - _NEAR_BEST


def no_candidate(c: Candidate) -> bool:
    """None is off the point."""
    return False


def off_the_point(read: Iterable[Candidate]) -> Callable[[Candidate], bool]:
    """Of any candidate, whether it answers nothing; those that were not near enough to be read do not."""
    answers = {c.key: c.answers for c in read if c.answers is not None}
    if not answers:
        return no_candidate
    return lambda c: answers.get(c.key, _DOUBTFUL - 1) < _DOUBTFUL


def _is_on_the_point(question: Question, c: Candidate, best: float) -> bool:
    if c.answers is None or stops(question, c):
        return True
    if question.understood.drugs and c.match.drug >= 0.9:
        if c.facet in _NOT_TO_MISS or c.warns:
            return c.answers >= _CAUTION
        if c.facet in _OF_CARE:
            return c.answers >= _DOUBTFUL
    return c.answers >= best - _NEAR_BEST or (c.answers >= best - _BELOW_BEST and c.answers >= _DOUBTFUL)


def _read(question: Question, c: Candidate) -> str:
    """What is read: a sentence that does not name what it is on, as those of labels, has the name before it."""
    asked = question.understood
    said = f"{c.context} {c.text}"
    if asked.drugs:
        known = c.match.drug >= 0.9 and not (subject(said).drugs & set(asked.drugs))
        named = ", ".join(asked.drugs) if known else ""
    else:
        named = c.evidence.source.title if c.entitled >= _ENTITLED else ""
    return " ".join(part for part in (named, said.strip()) if part)
