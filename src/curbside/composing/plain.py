"""An answer for a patient or a student: what is plain enough, words explained, and what was left out.

Nothing is reworded: a patient is shown the sentences that are easy as they stand, our own explanations of words beside
them, and whom to ask about the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from curbside.events import Checked, Event, Finished
from curbside.language import glossary
from curbside.language.notices import PATIENT
from curbside.language.numbers import numbers
from curbside.language.readability import grade, is_easy
from curbside.selecting.against import advises_against
from curbside.selecting.audiences import whom_to_ask, words
from curbside.selecting.facets import says_against
from curbside.selecting.leave import for_the_moment
from curbside.types import Answer, Explained, Facet, Question, Refusal, Relation, Source, Span, Statement, Untold

EXPLAINED_TO: Final = (PATIENT, "student")
_DOSING: Final = frozenset({Facet.REGIMEN, Facet.MAINTENANCE, Facet.ADMINISTRATION})

Find = Callable[[str, str], Source]


def readable(
    question: Question, statements: Iterable[Statement], beside: Answer | Refusal | None, find: Find
) -> tuple[Statement, ...]:
    """Those that a patient is shown: together at the grade of `readability.EASY`, no number that `beside` lacks.

    beside: the answer to the same question for a professional, whose notices name the numbers to call. Of what to do at
    once, something is always left.
    """
    known, told = _known(beside), tuple(statements)
    sound = [s for s in told if is_easy(s.text) and set(_numbers(s.text)) <= known]
    urgent = [s for s in told if _is_urgent(question, s, find)]
    now = [s for s in urgent if s in sound] or urgent
    kept = [s for s in sound if s not in urgent]
    while kept and not is_easy(_text((*now, *kept))) and not (now and not is_easy(_text(now))):
        kept.remove(max(kept, key=lambda s: max(grade(s.text))))
    return tuple(s for s in told if s in now or s in kept)


def warning(shown: Iterable[Statement], beside: Answer | Refusal | None) -> tuple[str, ...]:
    """What is told first where professionals read a warning that a patient is not shown: a stop, or a "do not"."""
    told = {span for s in shown for span in _spans(s)}
    hidden = (s for s in (beside.statements if isinstance(beside, Answer) else ()) if not told & set(_spans(s)))
    warned = any(_warns(s) for s in hidden)
    return (words("warned"),) if warned else ()


def _warns(statement: Statement) -> bool:
    """Whether it is a contraindication, or is said against something."""
    against = advises_against(statement.text) or says_against(statement.text)
    return against or statement.facet is Facet.CONTRAINDICATIONS


def for_a_patient(
    question: Question, statements: Iterable[Statement], beside: Answer | Refusal | None, find: Find
) -> tuple[list[Statement], tuple[str, ...]]:
    """What a patient is shown of the statements, and what is told first.

    Beside a warning that is not shown nothing leads, but for what to do at once in an emergency.
    """
    shown = readable(question, statements, beside, find)
    told = warning(shown, beside)
    if not told:
        return list(shown), ()
    facet = Facet(question.understood.intent)
    led = (s.facet is Facet.BOTTOM_LINE and not _is_urgent(question, s, find) for s in shown)
    return [replace(s, facet=facet) if back else s for s, back in zip(shown, led, strict=True)], told


def _is_urgent(question: Question, statement: Statement, find: Find) -> bool:
    return any(for_the_moment(question, source, statement.text) for source in _sources(statement, find))


def _sources(statement: Statement, find: Find) -> Iterator[Source]:
    supports = (c for c in statement.citations if c.relation is Relation.SUPPORTS)
    return (find(c.source, c.spans[0].content_hash) for c in supports)


def _known(beside: Answer | Refusal | None) -> frozenset[Decimal]:
    texts = [s.text for s in beside.statements] if isinstance(beside, Answer) else []
    return frozenset(n for text in (*texts, *(beside.notices if beside else ())) for n in _numbers(text))


def _numbers(text: str) -> Iterator[Decimal]:
    return (n.value for n in numbers(text))


def _text(statements: Iterable[Statement]) -> str:
    return "\n\n".join(s.text for s in statements)


def as_shown(events: Iterable[Event], shown: Iterable[Statement]) -> Iterator[Event]:
    """The events of drafting, in which what passed the gates and is not shown to a patient counts as dropped."""
    texts = {s.text for s in shown}
    for event in events:
        hidden = isinstance(event, Checked) and event.statement.text not in texts
        yield replace(event, kept=False) if isinstance(event, Checked) and hidden else event


def fitted(events: Iterable[Event], beside: Answer | Refusal | None) -> Iterator[Event]:
    """The events, the last with what students and patients are given on top; for others as it is.

    beside: as for `readable`; None where the reader is no patient.
    """
    for event in events:
        yield Finished(_fitted(event.result, beside)) if isinstance(event, Finished) else event


def _fitted(result: Answer | Refusal, beside: Answer | Refusal | None) -> Answer | Refusal:
    if result.question.audience not in EXPLAINED_TO:
        return result
    shown = result.statements if isinstance(result, Answer) else ()
    left = tuple(untold(shown, beside)) if isinstance(beside, Answer) else ()
    return replace(result, glossary=tuple(explained(result.question, shown)), untold=left)


def explained(question: Question, statements: Iterable[Statement]) -> Iterator[Explained]:
    """The words of the statements that our glossary has, each at its first use; then those of the question."""
    seen = set()
    for key, text in (*((s.id, s.text) for s in statements), (None, question.whole)):
        for term, word in glossary.found(text):
            if term.name not in seen:
                seen.add(term.name)
                yield Explained(word, term.plain, term.source, key)


def untold(shown: Iterable[Statement], beside: Answer) -> Iterator[Untold]:
    """By facet, how many statements a professional is shown and the patient is not, and whom to ask about them."""
    told = {span for s in shown for span in _spans(s)}
    wanted = beside.question.understood.intent
    left: dict[Facet, int] = {}
    for statement in beside.statements:
        if not told & set(_spans(statement)):
            facet = statement.facet
            facet = Facet(wanted) if facet is Facet.BOTTOM_LINE else facet
            left[facet] = left.get(facet, 0) + 1
    for facet, count in left.items():
        yield Untold(facet, count, words("doses" if facet in _DOSING else "hard"), whom_to_ask(facet))


def _spans(statement: Statement) -> Iterator[Span]:
    return (span for c in statement.citations if c.relation is Relation.SUPPORTS for span in c.spans)
