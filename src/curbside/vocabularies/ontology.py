"""The Human Disease Ontology: as OBO, and as the table of its classes that is distributed beside it.

OBO: "OBO Flat File Format 1.4" (owlcollab.github.io/oboformat): stanzas of `tag: value` lines, of which only [Term] is
read; `synonym: "text" SCOPE TYPE [references]` with the scopes EXACT, BROAD, NARROW and RELATED; `is_a` names a broader
term, `! ...` begins a comment, a backslash escapes a character; `is_obsolete: true` takes the term out. A synonym is
an abbreviation where its type is OMO:0003012, or one that a `synonymtypedef` of the header calls so.

The table: tab-separated, `id`, `label`, `subClassOf`, of which the last is the label of a broader class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from curbside.errors import InputError
from curbside.sources.building import line_of
from curbside.vocabularies.base import Concept, Kind, Link, Name, Piece, Scope
from curbside.vocabularies.lines import cell, lines, place

TABLE_HEADER: Final = "id\tlabel\tsubClassOf"
_SYNONYM = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"\s*(?P<scope>[A-Z]+)?\b\s*(?P<type>[^\s\[\]{}]+)?')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED: Final = {"n": " ", "t": " ", "W": " "}
_SHORT_TYPE = re.compile(r"acronym|abbreviation", re.IGNORECASE)
_MOST_LINES: Final = 10_000
_ACRONYM: Final = "OMO:0003012"


@dataclass(slots=True)
class _Term:
    """A stanza as its lines come."""

    line: int
    id: str = ""
    name: str = ""
    obsolete: bool = False
    further: list[tuple[str, str, int]] = field(default_factory=list)


def read_obo(path: Path, kind: Kind = Kind.CONDITION) -> Iterator[Piece]:
    """The terms of `path` that are not obsolete, with their synonyms and broader terms.

    Raises InputError, with the line, for a line that is no `tag: value`, a synonym that cannot be read or a term
    without id or name.
    """
    term: _Term | None = None
    stanzas, shorts = 0, {_ACRONYM}
    for number, line in lines(path):
        bare = line.strip()
        if bare.startswith("["):
            yield from _pieces(term, path, kind, shorts)
            term = _Term(number) if bare == "[Term]" else None
            stanzas += term is not None
        elif bare.startswith("synonymtypedef:") and _SHORT_TYPE.search(bare):
            shorts.add(bare.split()[1])
        elif bare[0] != "!" and term is not None:
            _take(term, bare, path, number)
    yield from _pieces(term, path, kind, shorts)
    if not stanzas:
        raise InputError(str(path), "has no [Term] in it, so it is no OBO ontology")


def edition_of(path: Path) -> str | None:
    """What the header gives as `data-version`, or None."""
    for _, line in lines(path):
        tag, _, value = line.partition(":")
        if tag == "data-version":
            return line_of(value) or None
        if line.startswith("["):
            break
    return None


def read_table(path: Path, kind: Kind = Kind.CONDITION) -> Iterator[Piece]:
    """The classes of a table with the columns id, label, subClassOf. Raises InputError, with the line."""
    for number, line in lines(path):
        cells = [cell(c) for c in line.split("\t")]
        if number == 1 and cells[0] == "id":
            continue
        if len(cells) not in (2, 3) or not cells[0] or not cells[1]:
            raise InputError(place(path, number), "has not the cells id, label and subClassOf")
        yield Concept(cells[0], cells[1], kind)
        if len(cells) == 3 and cells[2]:
            yield Link(cells[2], "narrower", cells[1], by="name")


def _take(term: _Term, line: str, path: Path, number: int) -> None:
    tag, colon, value = line.partition(":")
    if not colon:
        raise InputError(place(path, number), "is no line of OBO: it has no colon")
    value = value.strip()
    if tag == "id":
        term.id = line_of(_plain(value))
    elif tag == "name":
        term.name = line_of(_plain(value))
    elif tag == "is_obsolete":
        term.obsolete = value.startswith("true")
    elif tag in ("synonym", "is_a"):
        if len(term.further) >= _MOST_LINES:
            raise InputError(place(path, number), f"is one of more than {_MOST_LINES:,} synonyms of one term")
        term.further.append((tag, value, number))


def _pieces(term: _Term | None, path: Path, kind: Kind, shorts: set[str]) -> Iterator[Piece]:
    if term is None or term.obsolete:
        return
    if not term.id or not term.name:
        raise InputError(place(path, term.line), f"begins a term without {'name' if term.id else 'id'}")
    yield Concept(term.id, term.name, kind)
    for tag, value, number in term.further:
        if tag == "is_a":
            yield Link(value.split("{")[0].split("!")[0].strip(), "narrower", term.id)
        else:
            yield _synonym(term.id, value, place(path, number), shorts)


def _synonym(code: str, value: str, where: str, shorts: set[str]) -> Name:
    match = _SYNONYM.match(value)
    scope = (match["scope"] or "RELATED").lower() if match else ""
    text = line_of(_plain(match["text"])) if match else ""
    if scope not in tuple(Scope) or not text:
        raise InputError(where, "has a synonym that is not in quotation marks and followed by its scope")
    return Name(code, text, Scope(scope), match is not None and match["type"] in shorts)


def _plain(value: str) -> str:
    """Without a comment behind it and with what is escaped put in its place."""
    bare = re.split(r"(?<!\\)\s!", value)[0]
    return _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), bare)
