"""The other half of a dose that its source gives by whether something is there, where nobody said which it is.

"With neurological involvement ... 1000 micrograms", "without neurological involvement ... 250 to 1000 micrograms": of a
question that tells neither, one alone would be read as the dose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from curbside.language.subject import subject
from curbside.selecting.candidates import Candidate
from curbside.selecting.matching import states_dose
from curbside.types import Question

MOST = 3


def with_counterpart(
    question: Question,
    chosen: tuple[Candidate, ...],
    found: Iterable[Candidate],
    may_lead: Callable[[Question, Candidate], bool],
) -> tuple[Candidate, ...]:
    """`chosen` with the other half right after its first sentence, three sentences at most.

    found: all candidates. The 60 words of a bottom line are not counted for it.
    """
    if not chosen or not _dosed(chosen[0]):
        return chosen
    first = chosen[0]
    other = next((c for c in found if _is_other_half(question, first, c) and may_lead(question, c)), None)
    if other is None:
        return chosen
    return (first, other, *(c for c in chosen[1:] if c.key != other.key))[:MOST]


def _is_other_half(question: Question, first: Candidate, c: Candidate) -> bool:
    if c.key == first.key or not _dosed(c) or c.evidence.source.id != first.evidence.source.id:
        return False
    told = {*question.understood.conditions, *subject(question.whole).absent}
    own, other = subject(first.text), subject(c.text)
    apart = (own.conditions & other.absent) | (own.absent & other.conditions)
    return bool(apart - told) and not apart & told


def _dosed(c: Candidate) -> bool:
    return bool(c.phases) or states_dose(c.text)
