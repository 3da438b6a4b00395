"""MeSH: the descriptors as NLM distributes them (desc20XX.xml), and the tables of headings made from them.

The XML: NLM, "MeSH XML Data Elements" and "Introduction to MeSH in XML format" (www.nlm.nih.gov/mesh). A descriptor is
made of concepts, a concept of terms; terms of one concept are synonyms, those of the others are not: ConceptRelation
says that its second concept is narrower (NRW), broader (BRD) or only related (REL). "Cyanocobalamin" may so stand under
"Vitamin B 12" without ever counting as another name of it. IsPermutedTermYN="Y" is a term in another word order,
LexicalTag ABB and ACR mark abbreviations and acronyms (ABX and ACX: a name with one in it), DescriptorClass 1 is
a topic (2 publication types, 3 check tags, 4 places).

The tables: tab-separated, `mesh_id`, `mesh_name` and perhaps `mesh_tree_number`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

from lxml import etree

from curbside.errors import InputError
from curbside.sources.xml import events, text_of
from curbside.vocabularies.base import Concept, Kind, Link, Name, Piece, Place, Scope
from curbside.vocabularies.lines import cell, lines, opened, place

TABLE_HEADER: Final = "mesh_id\tmesh_name"
_KINDS: Final = (("C", Kind.CONDITION), ("F03", Kind.CONDITION), ("D", Kind.DRUG), ("E", Kind.PROCEDURE))
_FURTHER: Final = (("B", Kind.ORGANISM), ("A", Kind.ANATOMY))
_TOPIC: Final = "1"
_LAST_LINE: Final = 65_535


def read_xml(path: Path) -> Iterator[Piece]:
    """The concepts of the topical descriptors of `path`, with their terms, relations and places in the trees.

    Raises InputError, with the line, where the XML is faulty or a record lacks what NLM's DTD requires.
    """
    with opened(path) as stream:
        found = False
        for record in events(stream, str(path), ("DescriptorRecord",)):
            found = True
            if record.get("DescriptorClass", _TOPIC) == _TOPIC:
                yield from _descriptor(record, path)
        if not found:
            raise InputError(str(path), "has no DescriptorRecord in it, so it is no file of MeSH descriptors")


def read_table(path: Path) -> Iterator[Piece]:
    """The headings of a table, with their places where it has them.

    A heading turned round ("Abdomen, Acute") is found in its natural order too. Raises InputError, with the line.
    """
    seen: set[str] = set()
    held: tuple[str, str, list[str]] | None = None
    for number, line in lines(path):
        cells = [cell(c) for c in line.split("\t")]
        if number == 1 and cells[0] == "mesh_id":
            continue
        if len(cells) not in (2, 3) or not all(cells):
            raise InputError(place(path, number), "has not the cells mesh_id, mesh_name and perhaps mesh_tree_number")
        code, name, trees = cells[0], cells[1], cells[2:]
        if held and held[0] == code:
            held[2].extend(trees)
            continue
        if held:
            yield from _heading(held)
        if code in seen:
            raise InputError(place(path, number), f"has {code} again, apart from its other lines")
        seen.add(code)
        held = (code, name, trees)
    if held:
        yield from _heading(held)


def kind_of(trees: list[str]) -> Kind:
    """What the tree numbers of a descriptor make it: C and F03 conditions, D substances, E procedures, ..."""
    named = (kind for start, kind in (*_KINDS, *_FURTHER) if any(t.startswith(start) for t in trees))
    return next(named, Kind.OTHER)


def natural(name: str) -> str | None:
    """A heading turned round as people say it ("Lymphoma, B-Cell" as "B-Cell Lymphoma"); None where it is not."""
    parts = name.split(", ")
    return " ".join(reversed(parts)) if 1 < len(parts) <= 3 else None


def _heading(held: tuple[str, str, list[str]]) -> Iterator[Piece]:
    code, name, trees = held
    yield Concept(code, name, kind_of(trees))
    turned = natural(name)
    if turned:
        yield Name(code, turned)
    yield from (Place(code, tree) for tree in trees)


def _descriptor(record: etree._Element, path: Path) -> Iterator[Piece]:
    where = _where(record, path)
    descriptor = _required(record, "DescriptorUI", where)
    trees = [text_of(t) for t in record.iterfind("TreeNumberList/TreeNumber")]
    found = record.findall("ConceptList/Concept")
    preferred = [c for c in found if c.get("PreferredConceptYN") == "Y"]
    if len(preferred) != 1:
        raise InputError(where, f"{descriptor} has not one preferred concept")
    main = _required(preferred[0], "ConceptUI", where)
    codes = {main: descriptor}
    for concept in found:
        code = _required(concept, "ConceptUI", where)
        yield from _concept(concept, codes.get(code, code), kind_of(trees), where)
    yield from (link for c in found for link in _relations(c, codes))
    yield from (Place(descriptor, tree) for tree in trees)


def _where(record: etree._Element, path: Path) -> str:
    """The line of a record; the file alone beyond what libxml2 counts."""
    line = cast(int, record.sourceline or 0)
    return place(path, line) if 0 < line < _LAST_LINE else str(path)


def _concept(concept: etree._Element, code: str, kind: Kind, where: str) -> Iterator[Piece]:
    yield Concept(code, _required(concept, "ConceptName/String", where), kind)
    for term in concept.iterfind("TermList/Term"):
        text = _required(term, "String", where)
        if term.get("IsPermutedTermYN") != "Y":
            yield Name(code, text, Scope.EXACT, term.get("LexicalTag") in ("ABB", "ACR"))
            turned = natural(text)
            if turned:
                yield Name(code, turned)


def _relations(concept: etree._Element, codes: dict[str, str]) -> Iterator[Link]:
    for relation in concept.iterfind("ConceptRelationList/ConceptRelation"):
        first, second = (text_of(relation.find(tag)) for tag in ("Concept1UI", "Concept2UI"))
        first, second = codes.get(first, first), codes.get(second, second)
        if relation.get("RelationName") == "NRW":
            yield Link(first, "narrower", second)
        elif relation.get("RelationName") == "BRD":
            yield Link(second, "narrower", first)


def _required(element: etree._Element, tag: str, where: str) -> str:
    text = text_of(element.find(tag))
    if not text:
        raise InputError(where, f"a {element.tag} has no {tag}")
    return text
