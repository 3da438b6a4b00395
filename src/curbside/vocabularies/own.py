"""A table of one's own: tab-separated, four cells a line: concept, kind, name, relation.

concept: the preferred name. kind: one of `Kind`. name: what is said of it. relation: synonym (or nothing),
abbreviation, narrower, broader, or brand. A line with the concept and its kind alone only puts it in. A line that
begins with "#" is a comment; a first line "concept, kind, name, relation" is the header.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from curbside.errors import InputError
from curbside.vocabularies.base import LONGEST_NAME, Concept, Kind, Link, Name, Piece, Scope
from curbside.vocabularies.lines import cell, lines, place

HEADER: Final = "concept\tkind\tname\trelation"
RELATIONS: Final = ("synonym", "abbreviation", "narrower", "broader", "brand")


def read(path: Path) -> Iterator[Piece]:
    """The concepts, names and relations of the table. Raises InputError, with the line."""
    kinds: dict[str, str] = {}
    for number, line in lines(path):
        cells = [cell(c) for c in line.split("\t")]
        if cells[0].startswith("#") or (number == 1 and cells == HEADER.split("\t")):
            continue
        where = place(path, number)
        yield from _row(cells, where)
        if kinds.setdefault(cells[0], cells[1]) != cells[1]:
            raise InputError(where, f"calls {cells[0]} a {cells[1]}, which an earlier line calls a {kinds[cells[0]]}")


def _row(cells: list[str], where: str) -> Iterator[Piece]:
    if not 2 <= len(cells) <= 4:
        raise InputError(where, f"has {len(cells)} cells, not the four: concept, kind, name, relation")
    concept, kind, name, relation = [*cells, "", ""][:4]
    if not concept:
        raise InputError(where, "has no concept in its first cell")
    if kind not in tuple(Kind):
        raise InputError(where, f"has the kind {kind!r}, which is none of {', '.join(Kind)}")
    if relation not in ("", *RELATIONS):
        raise InputError(where, f"has the relation {relation!r}, which is none of {', '.join(RELATIONS)}")
    if relation and not name:
        raise InputError(where, f"has the relation {relation} to no name")
    if max(len(concept), len(name)) > LONGEST_NAME:
        raise InputError(where, f"has a name of more than {LONGEST_NAME} characters")
    yield Concept(concept, concept, Kind(kind))
    if name:
        yield from _said(concept, name, relation or "synonym")


def _said(concept: str, name: str, relation: str) -> Iterator[Piece]:
    if relation in ("synonym", "abbreviation"):
        yield Name(concept, name, Scope.EXACT, relation == "abbreviation")
    elif relation == "broader":
        yield Name(concept, name, Scope.BROAD)
        yield Link(name, "narrower", concept, by="name")
    elif relation == "narrower":
        yield Name(concept, name, Scope.NARROW)
        yield Link(concept, "narrower", name, by="name")
    else:
        yield Name(concept, name)
