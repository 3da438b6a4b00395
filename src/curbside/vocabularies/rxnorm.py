"""RxNorm: ingredients, precise ingredients, combinations and brand names out of RXNCONSO.RRF and RXNREL.RRF.

NLM, "RxNorm Technical Documentation" (www.nlm.nih.gov/research/umls/rxnorm/docs): fields are separated by "|". Of
RXNCONSO the fields are RXCUI (1st), SAB (12th), TTY (13th), STR (15th) and SUPPRESS (17th); of RXNREL RXCUI1 (1st),
RXCUI2 (5th), RELA (8th), SAB (11th) and SUPPRESS (15th). A row of RXNREL reads from right to left: RELA is what the
second concept is to the first ("RXCUI2 tradename_of RXCUI1"). Only rows of RxNorm itself (SAB=RXNORM) that are not
suppressed (SUPPRESS=N, or nothing) are read. Every relation stands there in both directions; one of them is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from curbside.errors import InputError
from curbside.sources.building import line_of
from curbside.vocabularies.base import Concept, Kind, Link, Name, Piece
from curbside.vocabularies.lines import lines, place

NAMES_FILE: Final = "RXNCONSO.RRF"
RELATIONS_FILE: Final = "RXNREL.RRF"
_MAIN: Final = frozenset({"IN", "PIN", "MIN", "BN"})
_FURTHER: Final = frozenset({"SY", "TMSY"})
_NAME_FIELDS: Final = 18
_RELATION_FIELDS: Final = 16


def read_names(path: Path) -> Iterator[Piece]:
    """The drugs of RXNCONSO.RRF: in a first pass those with a name of their own, in a second their synonyms.

    The tall-man spellings (TMSY) are synonyms that differ in their capitals only. Raises InputError, with the line.
    """
    known: set[str] = set()
    for code, sort, name in _names(path):
        if sort in _MAIN and code not in known:
            known.add(code)
            yield Concept(code, name, Kind.DRUG)
        elif sort in _MAIN:
            yield Name(code, name)
    yield from (Name(code, name) for code, sort, name in _names(path) if sort in _FURTHER and code in known)


def read_relations(path: Path) -> Iterator[Piece]:
    """The relations of RXNREL.RRF: brands, forms (PIN) and parts (of MIN). Raises InputError, with the line."""
    for number, line in lines(path):
        cells = _cells(line, _RELATION_FIELDS, place(path, number))
        first, second, relation = cells[0], cells[4], cells[7]
        if cells[10] != "RXNORM" or cells[14] not in ("N", "") or not first or not second:
            continue
        if relation == "tradename_of":
            yield Link(first, "brand", second)
        elif relation == "form_of":
            yield Link(first, "narrower", second)
        elif relation == "part_of":
            yield Link(first, "part", second)


def _names(path: Path) -> Iterator[tuple[str, str, str]]:
    for number, line in lines(path):
        where = place(path, number)
        cells = _cells(line, _NAME_FIELDS, where)
        if cells[11] != "RXNORM" or cells[16] not in ("N", ""):
            continue
        name = line_of(cells[14])
        if not cells[0] or not name:
            raise InputError(where, "has no RXCUI or no STR")
        yield cells[0], cells[12], name


def _cells(line: str, wanted: int, where: str) -> list[str]:
    cells = line.split("|")
    # NLM ends each row with "|", so that a last, empty field is counted too.
    if len(cells) not in (wanted, wanted + 1) or (len(cells) > wanted and cells[-1]):
        raise InputError(where, f"has {len(cells)} fields between its bars, not {wanted}")
    return cells
