"""What sort of document an article is: by its PubMed publication types, else its title, else what it says it did.

A publication type is a term of NLM's list (MeSH, category V, Publication Characteristics). A comment, letter, protocol
or notice about a study is not that study: its kind is unknown, whatever its title names. A design for which `Kind` has
no value (case-control, cross-sectional) is unknown too, and `Design.found` says which it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from curbside.sources import _designs as words
from curbside.types import Kind

TYPES: Final = "publication types"
TITLE: Final = "title"
METHODS: Final = "methods sentence"


@dataclass(frozen=True, slots=True)
class Design:
    """A kind; by: `TYPES`, `TITLE`, `METHODS`, or None where nothing tells it; found: the words that told it."""

    kind: Kind = Kind.UNKNOWN
    by: str | None = None
    found: str | None = None


def kind_of(publication_types: Iterable[str], title: str, abstract_text: str) -> Kind:
    """The kind of an article; UNKNOWN where nothing tells it."""
    return design_of(publication_types, title, abstract_text).kind


def design_of(publication_types: Iterable[str], title: str, abstract_text: str) -> Design:
    """The kind of an article and by which of the three it was decided (the clinical rules, section 2).

    abstract_text: with its labels as lines of their own. A type that leaves the design open ("Review", "Case Reports",
    "Clinical Trial", "Observational Study") is made more exact by title and methods, never contradicted by them. A
    trial that nowhere says that it is randomised is taken for a cohort, the lower of the two.
    """
    types = [name.lower() for name in publication_types]
    for kind, names in words.BY_TYPE:
        told = next((name for name in types if name in names), None)
        if told:
            return Design(kind, TYPES, told)
    about = next((name for name in types if name in words.ABOUT_ANOTHER), None)
    if about:
        return Design(Kind.UNKNOWN, TYPES, about)
    trial = next((name for name in types if words.TRIAL.fullmatch(name)), None)
    if trial:
        found = _told(title, abstract_text)
        return found if found.kind is Kind.RANDOMISED_TRIAL else Design(Kind.COHORT, TYPES, trial)
    for name, (kind, finer) in words.REFINED.items():
        if name in types:
            found = _by_title(title)
            if not found.by and kind is Kind.CASE_REPORT:
                found = _by_methods(abstract_text)
            return found if found.by and found.kind in finer else Design(kind, TYPES, name)
    return _told(title, abstract_text)


def _told(title: str, abstract_text: str) -> Design:
    found = _by_title(title)
    return found if found.by else _unless_of_another(_by_methods(abstract_text), title)


def _by_title(title: str) -> Design:
    low = title.lower()
    if not any(word in low for word in words.HINTS):
        return Design()
    return _unless_of_another(_named(title, TITLE), title)


def _unless_of_another(found: Design, title: str) -> Design:
    """What was found, but for a title that tells that the document is about a study and not that study."""
    other = words.NOT_ITSELF.search(title) if found.by else None
    return Design(Kind.UNKNOWN, TITLE, other[0].strip()) if other else found


def _named(text: str, by: str) -> Design:
    for kind, pattern in words.DESIGNS:
        found = pattern.search(text)
        if found and not (kind is Kind.GUIDELINE and (words.OF_OTHERS.search(text) or text.rstrip().endswith("?"))):
            return Design(kind, by, found[0].strip())
    return Design()


def _by_methods(text: str) -> Design:
    """By what the abstract says of its own study; what it says of others' is passed over."""
    searched = words.SEARCHED.search(text) if "searched" in text else None
    if searched:
        kind = Kind.SYSTEMATIC_REVIEW if words.SYSTEMATIC.search(text) else Kind.NARRATIVE_REVIEW
        return Design(kind, METHODS, searched[0])
    for start, end in _sentences_of_design(text):
        for found in words.OWN.finditer(text, start, end):
            phrase = next(group for group in found.groups() if group)
            other = words.NOT_ITSELF.search(phrase) or words.ANIMALS.search(text, start, end)
            told = Design(Kind.UNKNOWN, METHODS, other[0]) if other else _own(phrase, found)
            if told.by:
                return told
    if "random" in text or "Random" in text:
        allocated = next((m for m in words.ALLOCATED.finditer(text) if not _of_others(text, m)), None)
        if allocated:
            return Design(Kind.RANDOMISED_TRIAL, METHODS, allocated[0].strip())
    looked = words.LOOKED_BACK.search(text) if any(h in text for h in words.HINTS_BACK) else None
    return Design(Kind.COHORT, METHODS, looked[0]) if looked else Design()


def _sentences_of_design(text: str) -> list[tuple[int, int]]:
    """Where the sentences (or what stands between a full stop and the next) are that have a word of any design."""
    low, found = text.lower(), set()
    if len(low) != len(text):
        low = text
    for word in words.HINTS:
        at = low.find(word)
        while at >= 0:
            end = low.find(". ", at)
            found.add((low.rfind(". ", 0, at) + 1, len(text) if end < 0 else end + 1))
            at = -1 if end < 0 else low.find(word, end)
    return sorted(found)


def _of_others(text: str, found: re.Match[str]) -> bool:
    begun = max(text.rfind(". ", 0, found.start()), text.rfind("\n", 0, found.start())) + 1
    return bool(words.ELSEWHERE.search(text, begun, found.end()))


def _own(phrase: str, found: re.Match[str]) -> Design:
    named = _named(phrase, METHODS)
    if named.by and named.kind is not Kind.GUIDELINE:
        return named
    if not found["did"] or not words.REPORTED.match(found[0]):
        return Design()
    one, several = words.SINGLE.match(phrase), words.PLURAL.match(phrase)
    if one:
        return Design(Kind.CASE_REPORT, METHODS, one[0])
    return Design(Kind.CASE_SERIES, METHODS, several[0]) if several else Design()
