"""What a reader of vocabularies yields, piece by piece; `curbside.vocabularies.draft` puts the pieces together.

A piece may name a concept that comes later in the file, or in another file of the same vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST_NAME: Final = 300


class Kind(StrEnum):
    """What sort of thing a concept is."""

    CONDITION = "condition"
    DRUG = "drug"
    PROCEDURE = "procedure"
    ORGANISM = "organism"
    ANATOMY = "anatomy"
    OTHER = "other"


class Scope(StrEnum):
    """How a name fits its concept: the words of OBO's synonym scopes, the letters of its file format in lower case."""

    EXACT = "exact"
    NARROW = "narrow"
    BROAD = "broad"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing with names. code: unique in its vocabulary; name: the preferred one, an exact name without being said."""

    code: str
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Name:
    """Another name of the concept `code`. short: whether the vocabulary calls it an abbreviation or acronym."""

    code: str
    text: str
    scope: Scope = Scope.EXACT
    short: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A relation: `other` is narrower than `code`, a brand of it, or a part of it.

    by: what `code` and `other` are: "code", or "name" (preferred names, matched as they stand). A link to what is not
    in the vocabulary is left out.
    """

    code: str
    relation: str
    other: str
    by: str = "code"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a tree: a concept is narrower than the one whose number is this one without its last part."""

    code: str
    number: str


Piece = Concept | Name | Link | Place
RELATIONS: Final = {"narrower": "broader", "brand": "ingredient", "part": "whole"}
