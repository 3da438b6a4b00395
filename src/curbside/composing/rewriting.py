"""Searching once more with a model's words for the question: what was found by the question's own words stays.

What is understood of the question (drug, condition, people, route) is understood by rules alone and stays as it is, so
that nothing that a model says can make a sentence on one drug an answer about another. A rewriting only brings further
passages, ranked behind all that the question's own words found.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from curbside.composing.model import ModelComposer
from curbside.composing.prompts import REWRITE
from curbside.errors import CutOff, ModelError
from curbside.models.base import Model, Request
from curbside.models.spending import Spending
from curbside.retrieval.base import Query
from curbside.retrieval.query import query_of
from curbside.retrieval.understanding import understand
from curbside.types import Hit, Question

PASSAGES: Final = 15
_LONG: Final = 25
_MOST, _LONGEST = 6, 300
_TOKENS: Final = 300
_PART: Final = {"type": "array", "items": {"type": "string"}}
SCHEMA: Final = {
    "type": "object",
    "properties": {"parts": _PART, "queries": _PART},
    "required": ["parts", "queries"],
    "additionalProperties": False,
}
Search = Callable[[Query, int, str], Sequence[Hit]]


def searched(
    hits: list[Hit], question: Question, composer: object, spending: Spending | None, search: Search
) -> list[Hit]:
    """`hits`, with what other words for the question find where there is a model and the rules understood little."""
    if spending is None or not isinstance(composer, ModelComposer) or not wants_other_words(question):
        return hits
    return with_more(hits, question, other_words(composer.model, spending, question), search)


def wants_other_words(question: Question) -> bool:
    """Whether the rules may have understood too little: several questions, a long one, no drug and no condition."""
    asked, text = question.understood, question.whole
    several = text.count("?") > 1 or len(text.split()) > _LONG
    return several or bool(asked.unknown_drugs) or not (asked.drugs or asked.conditions)


def other_words(model: Model, spending: Spending, question: Question) -> tuple[str, ...]:
    """The parts of the question and other words for it; empty where the model gives none or fails."""
    request = Request(REWRITE.label, REWRITE.text, f"Question: {question.whole}", SCHEMA, _TOKENS)
    try:
        text = model.complete(request, spending)
    except CutOff as cut:
        # Other words only widen the search, so those that came are of use.
        text = cut.said
    except ModelError:
        # The answer is composed with what the question's own words find; there the failure is told, if it lasts.
        return ()
    return read(text)


def read(text: str) -> tuple[str, ...]:
    """The lines of a rewriting, each once: at most six of at most 300 characters."""
    from json_repair import loads

    start = text.find("{")
    if start < 0:
        return ()
    try:
        value: Any = json.loads(text[start:])
    except (ValueError, RecursionError):
        try:
            value = loads(text[start : start + 4000])
        except (ValueError, RecursionError):
            return ()
    if not isinstance(value, dict):
        return ()
    listed = [value.get(name) for name in ("parts", "queries")]
    lines = [" ".join(v.split()) for some in listed if isinstance(some, list) for v in some if isinstance(v, str)]
    return tuple(dict.fromkeys(line for line in lines if 0 < len(line) <= _LONGEST))[:_MOST]


def with_more(hits: Sequence[Hit], question: Question, lines: Sequence[str], search: Search) -> list[Hit]:
    """`hits`, and after them the passages that `lines` find and they did not."""
    known = {_key(hit) for hit in hits}
    found = list(hits)
    last = min((hit.relevance for hit in hits), default=0.0)
    for line in lines:
        asked = understand(line, question.understood.jurisdiction, question.audience, question.length)
        for hit in search(query_of(asked), PASSAGES, line):
            if _key(hit) not in known:
                known.add(_key(hit))
                # Scores of two searches do not compare: what the question itself found comes first.
                found.append(replace(hit, scores={**hit.scores, "fused": last}))
    return found


def _key(hit: Hit) -> tuple[str, str, int]:
    return hit.passage.source, hit.passage.content_hash, hit.passage.ordinal
