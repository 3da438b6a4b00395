"""What a source can be found by, and which of that may join records to one work.

A name is "scheme:value" with the value in the one form of its scheme: a DOI and a set id in lower case, a PMC id in
capitals with "PMC" before it. `id:` before a source's id names that source and no other.

An identifier of more than `LONGEST` bytes (an address with a whole query in it) stays with its source but is no name:
the entries of an index are of limited length, in PostgreSQL a third of a page of 8 KiB for a name and an id together.
"""

from __future__ import annotations

from typing import Final

from curbside.types import Identifier, Source, TextIs

LONGEST: Final = 2000
BY_ID = {"pmid": "pmid", "pmc": "pmcid", "doi": "doi", "spl": "setid"}
JOINING = ("setid", "pmid", "pmcid", "doi")


def name_of(identifier: Identifier) -> str:
    """The name that an identifier gives."""
    scheme, value = identifier.scheme, identifier.value.strip()
    if scheme == "pmcid":
        value = value.upper() if not value.isdigit() else f"PMC{value}"
    elif scheme in ("doi", "setid"):
        value = value.lower()
    return f"{scheme}:{value}"


def names_of(source: Source) -> dict[str, bool]:
    """All names of `source`; True where the name may join it to other records of the same work.

    Only a record of the literature takes part: its id is a PMID, PMC id, DOI or set id, and its text is the original
    wording. Its id decides on its own scheme (a record pmid:1 that also lists PMID 2 is no record of 2), and of several
    PMIDs or PMC ids in one record, none is its own for certain.
    """
    scheme, _, value = source.id.partition(":")
    own = BY_ID.get(scheme)
    takes_part = own is not None and source.text_is is TextIs.ORIGINAL
    found = {f"id:{source.id}": False}
    schemes = [identifier.scheme for identifier in source.identifiers]
    for identifier in source.identifiers:
        joins = takes_part and identifier.scheme in ("pmid", "pmcid", "doi") and identifier.scheme != own
        single = identifier.scheme == "doi" or schemes.count(identifier.scheme) == 1
        found[name_of(identifier)] = joins and single
    if own is not None:
        found[name_of(Identifier(own, value))] = takes_part
    return {name: joins for name, joins in found.items() if is_name(name)}


def is_name(name: str) -> bool:
    """Whether `name` is short enough to be looked up."""
    return len(name) <= LONGEST // 4 or len(name.encode(errors="replace")) <= LONGEST


def claims_of(source: Source) -> frozenset[str]:
    """The names of `source` that may join it to other records."""
    return frozenset(name for name, joins in names_of(source).items() if joins)


def is_record(source_id: str) -> bool:
    """Whether an id is one that records of a work have."""
    return source_id.partition(":")[0] in BY_ID


def reader_of(extractor: str) -> str:
    """The name of the reader, without the version: "jats" of "jats/2"."""
    return extractor.partition("/")[0]
