"""What of the candidates is on the point, as a cross-encoder reads question and sentence together.

It orders and leaves out; it supports nothing, and what must stand beside a dose or says stop is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from curbside.language.meanings import meaning
from curbside.language.spelled import spelled_out, uses
from curbside.language.subject import subject
from curbside.retrieval.asking import plainly
from curbside.selecting.candidates import Candidate
from curbside.selecting.chapters import CONCLUDES, STUDIES, chapters
from curbside.selecting.roles import Role
from curbside.selecting.stops import stops
from curbside.types import Facet, Flag, Question

Scorer = Callable[[str, Sequence[str]], tuple[float, ...] | None]
"""A logit for each text, of how well it answers the question; None where there is no model."""

Names = Iterable[tuple[str, tuple[str, ...]]]
"""Names in a question with their other names (`curbside.retrieval.widening.other_names`)."""

MOST: Final = 20
_OF_INTENT: Final = 4
_OWN: Final = 0.6
_WHOLE: Final = "full"
_BELOW_BEST: Final = 7.0
_DOUBTFUL: Final = -2.0
_NEAR_BEST: Final = 1.5
_CAUTION: Final = -5.0
_ENTITLED: Final = 0.5
_SPOT: Final = 5.0
_NOT_TO_MISS: Final = frozenset({Facet.CONTRAINDICATIONS, Facet.PITFALLS, Facet.ESCALATION})
_OF_CARE: Final = frozenset({Facet.ADVERSE_EFFECTS, Facet.RENAL_HEPATIC, Facet.INTERACTIONS})


def no_scores(question: str, texts: Sequence[str]) -> None:
    """No model."""


def weighed(question: Question, found: Iterable[Candidate], scorer: Scorer, names: Names = ()) -> tuple[Candidate, ...]:
    """`found` with how well they answer.

    Of more than 20 those that are best by relevance alone are read, the best four of what is asked for among them (a
    label's dose names neither drug nor disease); the others are taken to answer as the least of these, and all
    sentences of a conclusion as the best of them.

    names: names in the question with their other names; a sentence that uses one of these is read with that. The
    question is read in full words (`curbside.retrieval.asking.plainly`).
    """
    everything = tuple(found)
    plain = plainly(question)
    if scorer(plain, ()) is None:
        return everything
    by_score = sorted(everything, key=lambda c: -c.score)
    ranked = _to_be_read(question, by_score)
    texts = [_read(question, c) for c in ranked[:MOST]]
    asked = [_in_its_words(plain, text, names) for text in texts]
    scores: dict[tuple[str, str], float] = {}
    for words in dict.fromkeys(asked):
        mine = [text for text, own in zip(texts, asked, strict=True) if own == words]
        found_ = scorer(words, mine)
        if not found_:
            return everything
        scores |= {(words, text): score for text, score in zip(mine, found_, strict=True)}
    read = [scores[key] for key in zip(asked, texts, strict=True)]
    filled = (*read, *[min(read, default=0.0)] * (len(ranked) - len(read)))
    whole: dict[_Conclusion, float] = {}
    for c, score in zip(ranked, filled, strict=True):
        whole[_conclusion(c)] = max(score, whole.get(_conclusion(c), score))
    return tuple(replace(c, answers=whole[_conclusion(c)] + _SPOT * c.on_the_spot) for c in by_score)


def _to_be_read(question: Question, ranked: list[Candidate]) -> list[Candidate]:
    """`ranked` with the best of those that are asked for among the 20 that are read."""
    asked = {question.understood.intent, *question.understood.also} - {Facet.OTHER}
    wanted = [c for c in ranked if c.facet in asked and c.match.drug >= _OWN][:_OF_INTENT]
    late = [c for c in wanted if c not in ranked[: MOST - _OF_INTENT]]
    rest = [c for c in ranked if c not in late]
    return [*rest[: MOST - len(late)], *late, *rest[MOST - len(late) :]]


def _in_its_words(asked: str, text: str, names: Names) -> str:
    """The question with the name that the text uses, where it uses another name of the same."""
    said = text.lower()
    for name, others in names:
        own = next((o for o in sorted(others, key=len, reverse=True) if o.lower() in said), None)
        if own is not None and name.lower() not in said:
            asked = re.sub(re.escape(name), own.replace("\\", r"\\"), asked, flags=re.IGNORECASE)
    return asked


_Conclusion = tuple[str, object]


def _conclusion(c: Candidate) -> _Conclusion:
    """What answers as one: the sentences of a conclusion, whose benefit is not to be parted from its harm; any other
    sentence by itself."""
    return c.evidence.source.id, (c.unit.heading_ranges if c.role is Role.CONCLUSION else c.unit.start)


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


def _in_long_words(c: Candidate) -> str:
    told = (
        (use, next((d for short in use.shorts if (d := meaning(c.evidence.source, short))), None))
        for use in uses(c.text)
    )
    known = [(use, d) for use, d in told if d is not None and d.long.casefold() not in c.text.casefold()]
    return spelled_out(c.text, known)


def _read(question: Question, c: Candidate) -> str:
    """What is read: a sentence that does not name what it is on, as those of labels, has the name before it.

    An abbreviation has what its document says that it stands for after it.
    """
    asked = question.understood
    said = f"{c.context} {_in_long_words(c)}"
    if c.evidence.source.kind in STUDIES and any(map(CONCLUDES.search, chapters(c.evidence.source, c.unit))):
        # What a study concludes, it concludes on what its title asks.
        return f"{c.evidence.source.title} {said.strip()}"
    if asked.drugs:
        known = c.match.drug >= 0.9 and not (subject(said).drugs & set(asked.drugs))
        named = ", ".join(asked.drugs) if known else ""
    else:
        named = c.evidence.source.title if c.entitled >= _ENTITLED else ""
    return " ".join(part for part in (named, said.strip()) if part)
