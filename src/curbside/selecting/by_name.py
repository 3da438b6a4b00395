"""What is found by the name and the aspect alone that a question asks for, beside what its words find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from curbside.language.tokens import content_stems, content_words, terms
from curbside.retrieval.base import Query
from curbside.retrieval.stock import Stock
from curbside.selecting.relevance import asked_name, asking
from curbside.selecting.whole_names import WholeName
from curbside.types import Hit, Question

_PASSAGES: Final = 12
_ASPECT: Final = 0.5
_MOST_OF_IT: Final = 0.5
Names = Iterable[tuple[str, tuple[str, ...]]]


def with_those_of_the_name(question: Question, hits: list[Hit], names: Names, stock: Stock) -> list[Hit]:
    """`hits`, then the passages that a name with the aspect asked for finds: the name, and its preferred one.

    names: names in the question with their other names, the preferred ones first.
    """
    seen = {(h.passage.source, h.passage.content_hash, h.passage.ordinal) for h in hits}
    more: dict[tuple[str, str, int], Hit] = {}
    for query in _queries(question, names):
        for hit in stock.search(query, _PASSAGES):
            more.setdefault((hit.passage.source, hit.passage.content_hash, hit.passage.ordinal), hit)
    return [*hits, *(hit for key, hit in more.items() if key not in seen)]


def _queries(question: Question, names: Names) -> Iterator[Query]:
    way, text = asking(question.whole), question.whole
    if not way.rest or question.understood.drugs:
        return
    stems = frozenset(stem for stem, a, b in content_words(text) if (a, b) in way.rest)
    called = [asked_name(question)]
    called += [o[0] for name, o in names if o and len(content_stems(name) & stems) >= _MOST_OF_IT * len(stems)]
    for name in dict.fromkeys(called):
        weighted = {stem: _ASPECT for aspect in way.aspects for stem in aspect}
        yield Query(tuple((weighted | dict.fromkeys(terms(name), 1.0)).items()))


def taken_as(question: Question, name: WholeName | None, title: str) -> tuple[str, ...]:
    """What is told of a name that was taken as another name of what `title` names; () where it is that name itself."""
    if name is None or not name.titles(title) or name.is_own(title):
        return ()
    return (f'"{asked_name(question)}" was taken as another name of "{title}".',)


def as_named(question: Question) -> Question:
    """A question about a name that holds a listed condition, understood by that name: "diabetes" alone is another."""
    text, asked = question.whole, question.understood
    own = (text[a:b].lower() for a, b in sorted(asking(text).rest))
    words = tuple(dict.fromkeys((*asked.words, *own)))
    return replace(question, understood=replace(asked, conditions=(), words=words))
