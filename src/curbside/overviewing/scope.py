"""What an overview is of: a source by its id, a topic of the sources, or words, a drug or a condition."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from curbside.language.identifiers import mask
from curbside.library.store import Library
from curbside.retrieval.query import query_of
from curbside.retrieval.stock import Stock
from curbside.retrieval.understanding import understand
from curbside.retrieval.widening import wider
from curbside.types import Hit, Question, Source, Understood
from curbside.vocabularies import Vocabularies

SOURCE, TOPIC = "source", "topic"
NEAREST: Final = 3
PASSAGES: Final = 200
_JOINED: Final = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """of: a title. kind: SOURCE or TOPIC. hits: the passages that it is made of. asked: whether words were looked for.

    The question of a source or of a topic of the sources names no drug and no condition: nothing is another one then.
    """

    of: str
    kind: str
    question: Question
    hits: tuple[Hit, ...]
    asked: bool = False


def scoped(text: str, jurisdiction: str | None, library: Library, stock: Stock, vocabularies: Vocabularies) -> Scope:
    """What `text` names; of words that nothing is found for, a scope without hits."""
    found = library.resolve(text.strip())
    if found is not None:
        source = library.get(found)
        return Scope(source.title, SOURCE, _neutral(source.title, jurisdiction), _all_of(library, [source]))
    label = _label(text)
    sources = [s for s in library.mentioning(label) if label in map(_label, s.topics)] if label else []
    if sources:
        name = label.replace("-", " ")
        whole = library.get_many(s.id for s in sources).values()
        return Scope(name, TOPIC, _neutral(name, jurisdiction), _all_of(library, whole))
    question = understand(mask(text).text, jurisdiction)
    question = replace(question, understood=replace(question.understood, intent="other"))
    hits = stock.search(wider(query_of(question), question, vocabularies), PASSAGES, question.text)
    return Scope(question.text.strip(), TOPIC, question, tuple(hits), asked=True)


def _label(text: str) -> str:
    """A topic as front matter has it: small letters, words joined with "-"."""
    return _JOINED.sub("-", text.strip().casefold()).strip("-")


def _neutral(name: str, jurisdiction: str | None) -> Question:
    return Question(f"Overview of {name}", Understood(jurisdiction=jurisdiction))


def _all_of(library: Library, sources: Iterable[Source]) -> tuple[Hit, ...]:
    passages = library.passages_of(sources)
    return tuple(Hit(p, {"overview": 1.0}) for some in passages.values() for p in some)


def nearest(text: str, library: Library) -> tuple[str, ...]:
    """The source ids and topics that are most like `text`; those that hold it first."""
    names: dict[str, str] = {}
    for source in library.sources():
        for name in (source.id, *source.topics):
            names.setdefault(name.casefold(), name)
        names.setdefault(source.title.casefold(), source.id)
    wanted = text.strip().casefold()
    inside = [names[n] for n in names if len(wanted) > 2 and (wanted in n or _label(wanted) in n)]
    close = [names[n] for n in get_close_matches(wanted, names, n=NEAREST, cutoff=0.6)]
    close += [names[n] for n in get_close_matches(_label(wanted), names, n=NEAREST, cutoff=0.6)]
    return tuple(dict.fromkeys((*inside[:NEAREST], *close)))[:NEAREST]
