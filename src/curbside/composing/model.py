"""The composer with a language model: it chooses among numbered sentences and words nothing that they do not say.

What comes from the model is text, numbers and a facet; the spans are attached here, from the numbers. Nothing of it is
believed: the engine puts every statement through the gates (`curbside.drafting`).
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Final

from curbside.composing.numbering import Evidence, answer_tokens, batches, numbered
from curbside.composing.prompts import COMPOSE, REPAIR, Prompt
from curbside.composing.tolerant import Reader, Said
from curbside.errors import CutOff, ModelError
from curbside.models.base import Model, Request
from curbside.models.spending import Caps, Spending
from curbside.selecting.candidates import NEUTRAL, Candidate
from curbside.types import Citation, Facet, Question, Reason, Relation, Span, Statement

NAME: Final = "model"
_MORE: Final = 3
"""Statements that are read for each evidence sentence; a model that gives more goes round in circles."""
_THOUGHTS: Final = 1000
"""Tokens besides the statements, for models that think aloud first."""
_TOO_LONG: Final = (400, 413)
Asking = Generator[Said, None, ModelError | None]
_WINDOW: Final = 3
_FREE: Final = (NEUTRAL - {Facet.PITFALLS}) | {Facet.EVIDENCE, Facet.OTHER}
SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "rests_on": {"type": "array", "items": {"type": "integer"}},
                    "facet": {"type": "string", "enum": [facet.value for facet in Facet]},
                },
                "required": ["text", "rests_on", "facet"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class ModelComposer:
    """Opens a session for each question. It is closed by whoever opened the model."""

    model: Model
    caps: Caps = field(default_factory=Caps)

    @property
    def name(self) -> str:
        """As shown in `made.composer`."""
        return NAME


@dataclass(frozen=True, slots=True)
class Failed:
    """What a model said and what became of it: a statement with the verdict by which it does not stand."""

    said: Said
    statement: Statement

    @property
    def gate(self) -> str:
        """The first gate that failed it."""
        return next((r.gate for r in self._reasons), "support")

    @property
    def reason(self) -> str:
        """What failed it, gate by gate."""
        return "; ".join(f"{r.gate}: {r.message}" for r in self._reasons) or "it was not supported"

    @property
    def _reasons(self) -> tuple[Reason, ...]:
        verdict = self.statement.verdict
        return tuple(r for r in verdict.reasons if not r.passed) if verdict else ()


class Session:
    """What is asked of a model for the statements of one answer.

    stopped: why it ended early, else empty. unmended: the same of its second try. heard: whether it said anything.
    unread: how much of what it said could not be read (`tolerant.Reader`).
    """

    def __init__(self, model: Model, spending: Spending, question: Question, chosen: Sequence[Candidate]) -> None:
        self._model, self._spending, self._question = model, spending, question
        self.evidence = {e.number: e for e in numbered(question, chosen, model.hosted)}
        sent = {e.candidate.key for e in self.evidence.values()}
        self.unsent = tuple(c for c in chosen if c.key not in sent)
        self.stopped = self.unmended = ""
        self.heard, self.unread = False, 0

    def first(self) -> Generator[Said, None, None]:
        """What the model says, as it comes; ends early where the model fails (`stopped`)."""
        asked = f"Question: {self._question.whole}\n\nEvidence:\n"
        around = len(COMPOSE.text) + len(asked)
        waiting = list(batches(tuple(self.evidence.values()), self._model.context, around))
        while waiting and not self.stopped:
            batch = waiting.pop(0)
            user = asked + "\n".join(e.line for e in batch)
            error = yield from self._ask(COMPOSE, user, batch)
            if error is not None and error.status in _TOO_LONG and len(batch) > 1:
                waiting[:0] = [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
            elif error is not None:
                self.stopped = str(error)

    def again(self, failed: Sequence[Failed]) -> Generator[Said, None, None]:
        """The statements that did not pass, once more, with the reason of each."""
        known = [self.evidence[n] for n in sorted({n for f in failed for n in f.said.numbers}) if n in self.evidence]
        if not known:
            return
        told = "\n".join(f"- {f.said.text!r} rests_on {list(f.said.numbers)}: {f.reason}" for f in failed)
        evidence = "\n".join(e.line for e in known)
        user = f"Question: {self._question.whole}\n\nEvidence:\n{evidence}\n\nDid not pass:\n{told}"
        # That a mending fails takes nothing away from what passed.
        error = yield from self._ask(REPAIR, user, known)
        self.unmended = "" if error is None else str(error)

    def _ask(self, prompt: Prompt, user: str, batch: Sequence[Evidence]) -> Asking:
        """The statements of one request; returns the error that ended it, or None."""
        longest = min(answer_tokens(batch) + _THOUGHTS, self._model.context // 2)
        request = Request(prompt.label, prompt.text, user, SCHEMA, longest)
        most, reader = _MORE * len(batch) + 2, Reader()
        stream = self._model.stream(request, self._spending)
        try:
            for given, said in enumerate(self._read(stream, reader)):
                if given >= most:
                    return _going_on(most, len(batch))
                yield said
        except ModelError as error:
            return error
        finally:
            self.unread += reader.unread
            # The iterators of this room are generators, whose closing ends the request.
            close = getattr(stream, "close", None)
            if close is not None:
                close()
        return None

    def _read(self, stream: Iterator[str], reader: Reader) -> Iterator[Said]:
        """What a stream says. Raises ModelError, of a stream that was cut off after what came whole."""
        try:
            for piece in stream:
                self.heard = True
                yield from reader.feed(piece)
        except CutOff:
            yield from reader.finish(cut=True)
            raise
        yield from reader.finish()


def _going_on(most: int, sentences: int) -> ModelError:
    problem = f"was stopped, since it gave more than {most} statements on {sentences} sentences"
    return ModelError("The language model", problem, "another model may keep to what it is asked")


def drafts_of(said: Said, named: Sequence[Evidence]) -> Iterator[Statement]:
    """`said` with its citations: each evidence by itself, then runs of neighbours in one source, shortest first."""
    facet = facet_of(said, named)
    groups = [_alone(e.quote) for e in named]
    yield Statement("", said.text, facet, tuple(c for group in groups for c in group))
    for run in _runs(named):
        spans = tuple(s for e in run for s in _supports(e.quote))
        together = Citation(spans[0].source, tuple(sorted(spans, key=lambda s: s.start)), Relation.SUPPORTS)
        yield Statement("", said.text, facet, (together,))


def facet_of(said: Said, named: Sequence[Evidence]) -> Facet:
    """The facet that the selection gave the evidence; the model's only where that is no more than "other".

    A statement is no warning, and no recommendation, because a model calls it one.
    """
    own = [e.candidate.facet for e in named]
    facet = next((f for f in own if f is not Facet.BOTTOM_LINE), Facet.BOTTOM_LINE)
    if facet is Facet.OTHER and said.facet in {f.value for f in _FREE}:
        return Facet(said.facet)
    return facet


def _alone(quote: Statement) -> tuple[Citation, ...]:
    return tuple(replace(c, ref=0) for c in quote.citations)


def _supports(quote: Statement) -> tuple[Span, ...]:
    """The spans of the first citation: the sentence itself, not those that say the same elsewhere."""
    return quote.citations[0].spans


def _runs(named: Sequence[Evidence]) -> Iterator[Sequence[Evidence]]:
    """Runs of two or three evidence sentences of one version of one source, in its order."""
    ordered = sorted(named, key=lambda e: (_version(e), _supports(e.quote)[0].start))
    same = [list(group) for _, group in groupby(ordered, key=_version)]
    for size in range(2, _WINDOW + 1):
        for group in same:
            yield from (group[i : i + size] for i in range(len(group) - size + 1))


def _version(evidence: Evidence) -> tuple[str, str]:
    first = _supports(evidence.quote)[0]
    return first.source, first.content_hash
