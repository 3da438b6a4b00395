"""Which files make which vocabulary, known by how they begin, and the reader of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from curbside.errors import InputError, UsageError
from curbside.sources.xml import root_of
from curbside.vocabularies import mesh, ontology, own, rxnorm
from curbside.vocabularies.base import Piece
from curbside.vocabularies.lines import opened

KINDS: Final = ("mesh", "do", "rxnorm", "tsv")
_HEAD: Final = 4096
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_YEAR = re.compile(r"desc((?:19|20)\d\d)")
Reader = Callable[[Path], Iterator[Piece]]


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a vocabulary. kind: one of `KINDS`; order: parts of a lower one are read first."""

    path: Path
    kind: str
    read: Reader
    order: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """The files that make one vocabulary. name: what it is loaded under; edition: None where the files do not say."""

    name: str
    kind: str
    parts: tuple[Part, ...]
    edition: str | None = None

    def pieces(self) -> Iterator[Piece]:
        """What is in the files, in order. Raises InputError."""
        for part in self.parts:
            yield from part.read(part.path)


def given(paths: Sequence[Path], kind: str | None = None, name: str | None = None) -> tuple[Given, ...]:
    """The vocabularies that the files make: those of MeSH, the Disease Ontology and RxNorm one each, a table each one.

    kind: what all of them are, where that shall not be found out. Raises UsageError for a kind or a name that cannot
    be, or one name for several; InputError for a file of which nobody knows what it is.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(f"There is no kind {kind!r} of vocabulary; it is one of {', '.join(KINDS)}.")
    grouped: dict[str, list[Part]] = {}
    for path in paths:
        part = part_of(path, kind)
        grouped.setdefault(checked_name(name or _default(part)), []).append(part)
    return tuple(_one(called, parts) for called, parts in grouped.items())


def checked_name(name: str) -> str:
    """`name` where it can be that of a vocabulary. Raises UsageError."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a vocabulary; use small letters, digits, - and _, at most 40.")
    return name


def part_of(path: Path, kind: str | None) -> Part:
    """What the file is, by its first bytes. Raises InputError where it is nothing that `kind` can be."""
    with opened(path) as stream:
        head = stream.read(_HEAD)
    found = next((part for part in _candidates(path, head) if kind in (None, part.kind)), None)
    if found is None:
        known = "MeSH descriptors, an OBO ontology, RXNCONSO.RRF or RXNREL.RRF of RxNorm, or a table"
        wanted = f"is no vocabulary of the kind {kind}" if kind else f"is none of {known}"
        raise InputError(str(path), f"{wanted}; `curbside vocabularies load --help` says what is read")
    return found


def _candidates(path: Path, head: bytes) -> Iterable[Part]:
    text = head.decode("utf-8", errors="replace").removeprefix("\ufeff")
    first = text.partition("\n")[0].rstrip("\r").replace('"', "")
    if text.lstrip().startswith("<") and root_of(head) == "DescriptorRecordSet":
        yield Part(path, "mesh", mesh.read_xml)
    elif first.startswith(mesh.TABLE_HEADER):
        trees = first.endswith("mesh_tree_number")
        yield Part(path, "mesh", mesh.read_table, int(not trees))
    elif first == ontology.TABLE_HEADER:
        yield Part(path, "do", ontology.read_table)
    elif first.startswith("format-version:"):
        yield Part(path, "do", ontology.read_obo)
    elif first.count("|") >= 16 and _named(path, rxnorm.NAMES_FILE):
        yield Part(path, "rxnorm", rxnorm.read_names)
    elif first.count("|") >= 15 and _named(path, rxnorm.RELATIONS_FILE):
        yield Part(path, "rxnorm", rxnorm.read_relations, 1)
    elif first == own.HEADER or "\t" in first:
        yield Part(path, "tsv", own.read)


def _named(path: Path, name: str) -> bool:
    return path.name.upper().removesuffix(".GZ").endswith(name)


def _default(part: Part) -> str:
    if part.kind != "tsv":
        return part.kind
    stem = PurePath(part.path.name.removesuffix(".gz")).stem.lower()
    return re.sub(r"[^a-z0-9_-]+", "-", stem).strip("-_")[:40] or "own"


def _one(name: str, parts: list[Part]) -> Given:
    kinds = {part.kind for part in parts}
    if len(kinds) > 1:
        raise UsageError(f"The files for {name} are of several kinds ({', '.join(sorted(kinds))}); load them apart.")
    ordered = tuple(sorted(parts, key=lambda part: part.order))
    if kinds == {"rxnorm"} and ordered[0].order:
        raise InputError(str(ordered[0].path), f"has no names; give {rxnorm.NAMES_FILE} with it")
    return Given(name, parts[0].kind, ordered, _edition(ordered))


def _edition(parts: tuple[Part, ...]) -> str | None:
    """As the file says it: the header of an OBO ontology, the year in the name of NLM's file of descriptors."""
    first = parts[0]
    if first.read is ontology.read_obo:
        return ontology.edition_of(first.path)
    year = _YEAR.match(first.path.name) if first.read is mesh.read_xml else None
    return year[1] if year else None
