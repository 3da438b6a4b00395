"""One follow-up on its way: what it takes over before the search, and what is told of it with the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from curbside.conversing.carrying import carried_over, completed
from curbside.conversing.earlier import Earlier, earlier_answer
from curbside.errors import UsageError
from curbside.events import Event, Finished
from curbside.evidence.since import changes
from curbside.language import safety
from curbside.language.countries import country_named
from curbside.language.safety import Safety
from curbside.library.store import Library
from curbside.retrieval.understanding import understand
from curbside.types import CARRIABLE, Answer, Carried, FollowUp, Question, Refusal, Relation, Span, Statement


@dataclass(frozen=True, slots=True)
class Turn:
    """A follow-up. drop: what is not to be taken over, of `CARRIABLE`; UsageError where one is none of these."""

    earlier: Earlier
    drop: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.drop:
            if name not in CARRIABLE:
                raise UsageError(f"There is no {name!r} to drop; it is one of {', '.join(CARRIABLE)}.")

    @property
    def audience(self) -> str:
        """Whom the answer before was for."""
        return self.earlier.question.audience

    def carried(self, question: Question) -> tuple[Carried, ...]:
        """What the question, understood by itself and with no jurisdiction unless it is given one, takes over."""
        return carried_over(question, self.earlier, self.drop)

    def completed(self, question: Question, carried: Iterable[Carried]) -> Question:
        """The question with what it takes over."""
        return completed(question, carried, self.earlier.question)

    def risk(self, text: str, question: Question, found: Safety) -> Safety:
        """What is met first: what was found in the new text, and a wish to harm or what kills, asked just before.

        What was refused as unsafe stays refused to whoever asks on.
        """
        if found.refuse:
            return found
        if self.earlier.unsafe is not None:
            return replace(found, refuse="before", message=self.earlier.unsafe)
        place = question.understood.jurisdiction
        both = safety.assess(f"{self.earlier.question.whole.rstrip('.?! ')}. {text}", question.audience, place)
        return replace(found, refuse=both.refuse, toxicology=both.toxicology, message=both.message)

    def linked(self, result: Answer | Refusal, carried: Collection[Carried], library: Library) -> Answer | Refusal:
        """The result with what it took over, what is new in it, and what became of the sources of the answer before."""
        link = FollowUp(
            of=self.earlier.id,
            carried=tuple(carried),
            dropped=tuple(n for n in CARRIABLE if n in self.drop),
            chain=(*self.earlier.chain, self.earlier.id),
            new=new_in(result, self.earlier, library) if isinstance(result, Answer) else (),
        )
        told = tuple(f"Since the answer before: {line}" for line in changes(self.earlier.references, library))
        if isinstance(result, Answer):
            *notices, use = result.notices
            return replace(result, follow_up=link, notices=(*notices, *told, use))
        return replace(result, follow_up=link, notices=(*result.notices, *told))


def turn_of(library: Library, follow_up: str | None, drop: Iterable[str] = ()) -> Turn | None:
    """The follow-up to the saved answer of that id, None where there is no id.

    Raises UsageError where no such answer is kept, or there is something to drop and no answer before.
    """
    unwanted = tuple(drop)
    if follow_up is None:
        if unwanted:
            raise UsageError("What is to be dropped is taken over from an answer before; name it with the follow-up.")
        return None
    return Turn(earlier_answer(library, follow_up), unwanted)


def asked(
    text: str, jurisdiction: str | None, usual: str | None, audience: str, length: str, turn: Turn | None
) -> tuple[Question, tuple[Carried, ...]]:
    """The question as understood, and what it takes over.

    text: identifiers already masked. jurisdiction: that of the call; a country that a follow-up names comes after it,
    then that of the question before, then `usual`.
    """
    if turn is None:
        return understand(text, jurisdiction or usual, audience, length), ()
    question = understand(text, jurisdiction or country_named(text), audience, length)
    carried = turn.carried(question)
    question = turn.completed(question, carried)
    if question.understood.jurisdiction is None:
        question = replace(question, understood=replace(question.understood, jurisdiction=usual))
    return question, carried


def told(events: Iterable[Event], turn: Turn | None, carried: Collection[Carried], library: Library) -> Iterator[Event]:
    """The events, of a follow-up the last with the link to the answer before."""
    for event in events:
        yield Finished(turn.linked(event.result, carried, library)) if turn and isinstance(event, Finished) else event


def new_in(answer: Answer, earlier: Earlier, library: Library) -> tuple[str, ...]:
    """The ids of the statements of which no supporting span is one of the answer before, in place or in words."""
    quotes = {(span.source, quote) for span, quote in earlier.spans}
    return tuple(s.id for s in answer.statements if not any(_known(p, earlier, quotes, library) for p in _rests_on(s)))


def _known(span: Span, earlier: Earlier, quotes: set[tuple[str, str]], library: Library) -> bool:
    if any(_meet(span, before) for before, _ in earlier.spans):
        return True
    return (span.source, library.read_span(span)) in quotes


def _meet(a: Span, b: Span) -> bool:
    return (a.source, a.content_hash) == (b.source, b.content_hash) and a.start < b.end and b.start < a.end


def _rests_on(statement: Statement) -> Iterator[Span]:
    return (span for c in statement.citations if c.relation is Relation.SUPPORTS for span in c.spans)
