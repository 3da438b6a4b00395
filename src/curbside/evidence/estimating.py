"""The engine's estimate: how sure one outcome of one source is, with its reasons (the clinical rules, section 3).

It starts from the design and goes down only, a step for each reason that words of the source bear out. It is not a
GRADE rating: it does not weigh a body of evidence, and nobody judged it. After the domains of Guyatt, G. H., et al.
(2008), BMJ 336:924-926 (indirectness, imprecision, risk of bias, inconsistency), as far as rules can tell them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from curbside.evidence import directness, features, intervals, sizes
from curbside.evidence.outcomes import Outcome, Place, outcome, tells_a_finding
from curbside.evidence.study import (
    CASE_CONTROL,
    CROSS_SECTIONAL,
    MECHANISM,
    NON_RANDOMISED,
    OPINION,
    REVIEWS,
    SECONDARY,
    study,
)
from curbside.evidence.under import studies_under
from curbside.types import Estimate, Feature, Flag, Kind, Question, SampleSize, Source, State, Step, Study, Words
from curbside.types.appraisals import LEVELS, NOT_STATED, STATUS, TEXT, UNSTATED

FEW: Final = 100
INDIRECT, IMPRECISE, BIAS, INCONSISTENT = directness.INDIRECT, "imprecise", "bias", "inconsistent"
CONCERN, PREPRINT = "concern", "preprint"
DISAGREE: Final = "sources disagree"
_HIGH, _LOW, _VERY_LOW = LEVELS[3], LEVELS[1], LEVELS[0]
NO_STUDY: Final = Study()
_PREPRINT_AT_MOST: Final = LEVELS.index(_LOW)
_STARTS: Final = {
    str(Kind.RANDOMISED_TRIAL): _HIGH,
    NON_RANDOMISED: _LOW,
    str(Kind.COHORT): _LOW,
    CASE_CONTROL: _LOW,
    CROSS_SECTIONAL: _LOW,
    str(Kind.CASE_SERIES): _LOW,
    SECONDARY: _LOW,
    str(Kind.CASE_REPORT): _VERY_LOW,
    str(Kind.NARRATIVE_REVIEW): _VERY_LOW,
    OPINION: _VERY_LOW,
    MECHANISM: _VERY_LOW,
}
_TRIALS: Final = re.compile(r"\b(?:trials|RCTs)\b", re.IGNORECASE)
_GONE: Final = frozenset({State.RETRACTED, State.WITHDRAWN})
_IN_DOUBT: Final = frozenset({State.CONCERN, State.CORRECTION})
Find = Callable[[str], Source | None]


def estimate_of(
    source: Source,
    start: int,
    end: int,
    *,
    question: Question | None = None,
    flags: Iterable[Flag] = (),
    disputed: tuple[Words, ...] = (),
    find: Find | None = None,
) -> Estimate:
    """How sure what the sentence at [start, end) of `source` found is; "not stated" where the source is no study.

    What is retracted or withdrawn is no evidence, and has none. question, flags: what was asked and what is told of
    the sentence, for directness. disputed: words of `source` that other sources say otherwise. find: the library's
    source of an id, for what stands under a guideline's sentence.
    """
    given = tuple(flags)
    if source.status.state in _GONE:
        return UNSTATED
    if source.kind is Kind.GUIDELINE:
        return _under(source, start, end, question, given, disputed, find)
    told = study(source)
    text = source.text[start:end]
    begun = _start(told, text, Words(text, start, end, TEXT))
    if begun is None or (begun[0] != _VERY_LOW and not tells_a_finding(text)):
        return UNSTATED
    found = outcome(text)
    level, begins, because = begun
    steps = (
        *_imprecise(told, found, text, start),
        *_bias(told, found, text, start),
        *directness.steps(source, start, end, question, given),
        *_surrogate(found, text, start, question),
        *((Step(INCONSISTENT, DISAGREE, disputed),) if disputed else ()),
        *_concern(source),
    )
    return lowered(Estimate(level, level, begins, (), because, found.finding, source.id), steps, told)


def lowered(begun: Estimate, steps: Iterable[Step], told: Study = NO_STUDY) -> Estimate:
    """`begun` taken down by `steps`, and capped where the study is a preprint. A step never takes it up."""
    every = (*begun.steps, *steps)
    level = max(LEVELS.index(begun.start) - len([s for s in every if s.name != PREPRINT]), 0)
    preprint = told.feature(features.PREPRINT)
    if preprint and level > _PREPRINT_AT_MOST:
        level = _PREPRINT_AT_MOST
        every = (*every, Step(PREPRINT, f"{_LOW} at most", (preprint,)))
    return replace(begun, level=LEVELS[level], steps=every)


def _start(told: Study, text: str, place: Words) -> tuple[str, str, tuple[Words, ...]] | None:
    """The level that a study starts from, what that rests on, and the words of it; None where it is no study."""
    design = told.design
    if design is None:
        return None
    if design.name in REVIEWS:
        return _start_of_review(told, design.name, design.words, _reviewed_here(told, text, place))
    level = _STARTS.get(design.name)
    return None if level is None else (level, design.name, (design.words,))


def _reviewed_here(told: Study, text: str, place: Words) -> tuple[Feature, ...]:
    """The studies that the sentence speaks of; in a review of randomised trials "trials" alone are these."""
    here = features.in_sentence(text, place)
    if here or not told.feature(features.OF_TRIALS):
        return here
    trials = _TRIALS.search(text)
    return (Feature(features.OF_TRIALS, features.within(trials, place)),) if trials else ()


def _start_of_review(
    told: Study, name: str, words: Words, here: Iterable[Feature]
) -> tuple[str, str, tuple[Words, ...]]:
    """By the studies that the sentence speaks of, else by those that the review took in, the lowest of them."""
    of = {f.name: f.words for f in here} or {f.name: f.words for f in told.features if f.name in _REVIEWED}
    for kind, level in _REVIEWED.items():
        if kind in of:
            return level, f"{name} {kind}", (words, of[kind])
    return _LOW, f"{name} that does not say of which studies", (words,)


_REVIEWED: Final = {
    features.OF_REPORTS: _VERY_LOW,
    features.OF_OBSERVATIONAL: _LOW,
    features.OF_TRIALS: _HIGH,
}


def _surrogate(found: Outcome, text: str, at: int, question: Question | None) -> tuple[Step, ...]:
    """A laboratory value, or a measure that the question does not name, where the sentence tells of nothing that is
    felt or suffered."""
    if found.matters:
        return ()
    asked = question.whole.lower() if question else ""
    measured = [p for p in found.physiological if text[p[0] : p[1]].lower() not in asked]
    places = found.laboratory or tuple(measured)
    return (Step(INDIRECT, "surrogate outcome", _words(places[:1], text, at)),) if places else ()


def _imprecise(told: Study, found: Outcome, text: str, at: int) -> tuple[Step, ...]:
    steps = []
    size = _size(told, text, at)
    few = size is not None and size.number < FEW
    if size is not None and few:
        whom = "animals" if told.design and told.design.name == MECHANISM else "people"
        steps.append(Step(IMPRECISE, f"fewer than {FEW} {whom}", size.words))
    open_ended = next((i for i in intervals.intervals(text) if i.includes_no_effect), None)
    if open_ended:
        steps.append(
            Step(IMPRECISE, "the interval includes no effect", _words(((open_ended.start, open_ended.end),), text, at))
        )
    elif few and found.null:
        steps.append(Step(IMPRECISE, "no difference found in so few", _words(found.null[:1], text, at)))
    return tuple(steps)


def _size(told: Study, text: str, at: int) -> SampleSize | None:
    """Of the sentence, else of the study."""
    return sizes.in_sentence(text, at) or told.sample


def _bias(told: Study, found: Outcome, text: str, at: int) -> tuple[Step, ...]:
    place = Words(text, at, at + len(text), TEXT)
    steps = []
    here = features.told_in(features.OPEN, text, place)
    hidden = features.hides_from_those_asked(told.feature(features.BLINDED))
    opened = here or (None if hidden else told.feature(features.OPEN))
    if opened and found.subjective:
        words = (opened, *_words(found.subjective[:1], text, at))
        steps.append(Step(BIAS, "open label with a subjective outcome", words))
    alone = _uncontrolled(told, features.told_in(features.UNCONTROLLED, text, place))
    if alone:
        steps.append(Step(BIAS, "no control group", (alone,)))
    return tuple(steps)


def _uncontrolled(told: Study, here: Words | None) -> Words | None:
    """The words that tell that a study had no control group; of a randomised trial only the sentence may say so."""
    name = told.design.name if told.design else ""
    if name == Kind.CASE_REPORT or name in REVIEWS or _STARTS.get(name) == _VERY_LOW:
        return None
    if here or name == Kind.RANDOMISED_TRIAL:
        return here
    said = told.feature(features.UNCONTROLLED)
    if said or name != Kind.CASE_SERIES or told.design is None:
        return None if told.feature(features.CONTROLLED) and name != Kind.CASE_SERIES else said
    return told.design.words


def _concern(source: Source) -> tuple[Step, ...]:
    state = source.status.state
    if state not in _IN_DOUBT:
        return ()
    return (Step(CONCERN, str(state), (Words(str(state), 0, len(state), STATUS),)),)


def _words(places: Iterable[Place], text: str, at: int) -> tuple[Words, ...]:
    return tuple(Words(text[s:e], at + s, at + e, TEXT) for s, e in places)


def _under(
    guideline: Source,
    start: int,
    end: int,
    question: Question | None,
    flags: tuple[Flag, ...],
    disputed: tuple[Words, ...],
    find: Find | None,
) -> Estimate:
    """That of the study under a guideline's sentence, where the library holds it and it speaks of the same."""
    for one, unit in studies_under(guideline, start, end, find):
        found = estimate_of(one, unit.start, unit.end, question=question, flags=flags)
        if found.level != NOT_STATED:
            steps = (Step(INCONSISTENT, DISAGREE, disputed),) if disputed else ()
            return replace(lowered(found, steps, study(one)), under=one.id)
    return UNSTATED
