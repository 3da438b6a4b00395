"""Which source of the library supersedes which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from curbside.library.naming import name_of
from curbside.types import Identifier, Source, State

_NAMING: Final = frozenset({"nice", "doi", "pmid", "pmcid", "setid", "nbk"})
UPDATES: Final = frozenset({"UpdateOf", "RepublishedFrom"})


def superseded_by(newer: Source, older: Source) -> bool:
    """Whether `newer` is what the status of `older` names as its successor, or says itself that it updates it.

    A name alone ("NICE NG239") names the guideline of that number, not a review or a summary of it: both must be of
    one kind.
    """
    if newer.id == older.id:
        return False
    if any(r.relation in UPDATES and _shares(r.identifiers, older) for r in newer.related):
        return True
    by = older.status.by
    return older.status.state is State.SUPERSEDED and bool(by) and newer.kind is older.kind and _named(by or "", newer)


def _shares(identifiers: Iterable[Identifier], source: Source) -> bool:
    return bool({name_of(i) for i in identifiers} & {name_of(i) for i in source.identifiers})


def _named(by: str, source: Source) -> bool:
    said = by.strip().casefold()
    if said in (source.id.casefold(), source.title.strip().casefold()):
        return True
    values = (i.value.strip().casefold() for i in source.identifiers if i.scheme in _NAMING)
    return any(re.search(rf"(?<![\w/.]){re.escape(v)}(?![\w/])", said) for v in values if v)
