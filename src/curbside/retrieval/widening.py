"""Other names for what a question is about, to find more: abbreviations, and synonyms of vocabularies that are loaded.

What is found here goes into the query and nowhere else. `Understood` stays as it is: a vocabulary that calls two drugs
synonyms may bring a passage about the other one, but its sentences are still sentences about another drug.

A name that several concepts have is taken for none of them, unless one of them is decided by the question's own words:
a content word of its other names, or of what is broader or narrower than it, stands in the question beside the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol

from curbside.language import lexicon
from curbside.language.expanding import Expansion, expansions
from curbside.language.tokens import terms
from curbside.retrieval.base import Query
from curbside.retrieval.routes_compared import routes_compared
from curbside.types import Question
from curbside.vocabularies import Kind, Mention, Sense
from curbside.vocabularies.looking import Found

MOST_NAMES: Final = 8
MOST_NARROWER: Final = 8
_WIDENED: Final = frozenset({Kind.CONDITION, Kind.DRUG, Kind.PROCEDURE, Kind.ORGANISM, Kind.ANATOMY})
# Words of so many names that they decide nothing.
_COMMON: Final = frozenset(
    term
    for word in "disease diseases disorder syndrome deficiency acute chronic type primary secondary familial "
    "congenital infection infections failure injury cancer neoplasms neoplasm tumor tumour abnormalities hereditary "
    "system patient patients treatment therapy drug drugs agents adult child blood cell cells human severe".split()
    for term in terms(word)
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What a name weighs beside the question's own words, which weigh 1.

    long_form: of an abbreviation in the question; short_form: the abbreviation of a long form there; unsure: one that
    has other long forms too; synonym: another name of a concept, or its brand or ingredient; narrower: something
    narrower than it. The defaults were chosen on half of the queries of three collections (docs/vocabularies.md has
    the figures of the other half).
    """

    long_form: float = 0.5
    short_form: float = 0.2
    unsure: float = 0.05
    synonym: float = 0.2
    narrower: float = 0.05


WEIGHTS: Final = Weights()


class Vocabulary(Protocol):
    """What is asked of vocabularies (`curbside.vocabularies.Vocabularies`)."""

    def find(self, text: str) -> tuple[Mention, ...]:
        """The names in `text`, longest first, none overlapping."""

    def sense(self, found: Found) -> Sense:
        """The concept behind a mention."""


def wider(query: Query, question: Question, vocabulary: Vocabulary | None = None, weights: Weights = WEIGHTS) -> Query:
    """`query` with the terms of other names; a term that it has already keeps the larger of its weights."""
    weighted = query.weights()
    for name, weight in widened(question, vocabulary, weights):
        for term in terms(name):
            weighted[term] = max(weighted.get(term, 0.0), weight)
    return replace(query, terms=tuple(weighted.items()))


def widened(
    question: Question, vocabulary: Vocabulary | None = None, weights: Weights = WEIGHTS
) -> tuple[tuple[str, float], ...]:
    """Other names with their weights, each once, for the question's text as it was read.

    vocabulary: None for the list of abbreviations alone. Raises InputError where a vocabulary cannot be read.
    """
    text = _as_read(question)
    written = expansions(text)
    pairs = [*((e.written, _weight(e, weights)) for e in written), *routes_compared(text)]
    if vocabulary is not None:
        pairs += _from_vocabulary(question, text, written, vocabulary, weights)
    asked, found = frozenset(terms(text)), dict[str, float]()
    for name, weight in pairs:
        if weight > 0 and not asked.issuperset(terms(name)):
            found[name] = max(found.get(name, 0.0), weight)
    return tuple(found.items())


def other_names(question: Question, vocabulary: Vocabulary | None = None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each name in the question that a vocabulary has, with its other names there, all of one concept.

    For how relevant a passage is, never for what its sentences are about. Raises InputError where a vocabulary cannot
    be read.
    """
    if vocabulary is None:
        return ()
    text = _as_read(question)
    named = []
    for mention in vocabulary.find(text):
        if _is_plain(mention, question, text):
            continue
        names = (name for s in senses(mention, text, vocabulary) if s.kind in _WIDENED for name in s.names)
        if others := tuple(dict.fromkeys(names)):
            named.append((mention.text, others))
    return tuple(named)


def senses(mention: Mention, text: str, vocabulary: Vocabulary) -> tuple[Sense, ...]:
    """The concepts that a name stands for in `text`; () where it may be several and nothing decides."""
    grouped = _grouped(mention, [vocabulary.sense(found) for found in mention.found])
    if len(grouped) > 1:
        said = (
            frozenset(terms(text[: mention.start] + " " + text[mention.end :]))
            - frozenset(terms(mention.text))
            - _COMMON
        )
        grouped = [group for group in grouped if said & _deciding(group)]
    return tuple(grouped[0]) if len(grouped) == 1 else ()


def _weight(expansion: Expansion, weights: Weights) -> float:
    if expansion.is_long:
        return weights.long_form
    return weights.short_form if expansion.sure else weights.unsure


def _as_read(question: Question) -> str:
    text = question.whole
    for wrong, right in question.understood.corrections:
        text = text.replace(wrong, right)
    return text


def _from_vocabulary(
    question: Question, text: str, written: tuple[Expansion, ...], vocabulary: Vocabulary, weights: Weights
) -> Iterator[tuple[str, float]]:
    taken = [e for e in written if e.is_long]
    for mention in vocabulary.find(text):
        if _is_plain(mention, question, text) or any(e.start <= mention.start < e.end for e in taken):
            continue
        for sense in senses(mention, text, vocabulary):
            yield from _names(sense, weights)
    for expansion in taken:
        for mention in vocabulary.find(expansion.written):
            if len(mention.text) == len(expansion.written):
                yield from (pair for s in senses(mention, expansion.written, vocabulary) for pair in _names(s, weights))


def _is_plain(mention: Mention, question: Question, text: str) -> bool:
    """Whether a name says only what every question says ("therapy", "adults"): no word of it is asked for."""
    asked = frozenset(question.understood.words)
    if any(word in asked for word in mention.text.lower().replace("-", " ").split()) or mention.text.lower() in asked:
        return False
    known = (*lexicon.drugs_in(text), *lexicon.find(text, "condition"))
    return not any(m.start < mention.end and mention.start < m.end for m in known)


def _names(sense: Sense, weights: Weights) -> Iterator[tuple[str, float]]:
    if sense.kind not in _WIDENED:
        return
    same = (*sense.names, *sense.brands, *sense.ingredients)
    yield from ((name, weights.synonym) for name in _shortest(same)[:MOST_NAMES])
    little = (*sense.narrow, *sense.parts)
    if len(little) <= MOST_NARROWER:
        yield from ((name, weights.narrower) for name in little)


def _shortest(names: Iterable[str]) -> list[str]:
    """The preferred name, then those of fewest words: long ones are mostly the same words over again."""
    first, *others = dict.fromkeys(names)
    return [first, *sorted(others, key=lambda name: (len(name.split()), name))]


def _grouped(mention: Mention, found: list[Sense]) -> list[list[Sense]]:
    """The concepts by what they are: those of two vocabularies are one where they share another name.

    A name written in full is the same thing in two vocabularies; an abbreviation need not be.
    """
    own = frozenset(terms(mention.text))
    grouped: list[list[Sense]] = []
    for sense in found:
        same = next((group for group in grouped if _fits(sense, group, own, mention.short)), None)
        if same is None:
            grouped.append([sense])
        else:
            same.append(sense)
    return grouped


def _fits(sense: Sense, group: list[Sense], own: frozenset[str], short: bool) -> bool:
    if any(sense.vocabulary == other.vocabulary for other in group):
        return False
    return not short or any(_names_of(sense) & _names_of(other) - {own, frozenset()} for other in group)


def _names_of(sense: Sense) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(terms(name)) for name in sense.names)


def _deciding(group: list[Sense]) -> frozenset[str]:
    names = (name for s in group for name in (*s.names, *s.broader, *s.narrow, *s.ingredients, *s.brands))
    return frozenset(term for name in names for term in terms(name)) - _COMMON
