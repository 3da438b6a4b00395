"""Works: the records of one article or label, and the one source that they make together.

Which records are of one work is a function of the records alone, not of the order in which they came:

1. Records of one id are of one work.
2. Then, scheme by scheme, strongest first (set id, PMID, PMC id, DOI), records that share an identifier are of one
   work; but a shared identifier never joins what a stronger one keeps apart, nor ever two set ids, PMIDs or PMC ids. An
   erratum and its article, two PMIDs with one DOI, stay two; and a DOI that both have joins nothing else to either.

The text is that of the fullest record: by `FULLNESS` of its reader, not by length. What is said of it comes from the
record that describes best: by `DESCRIBES` of its reader, PubMed's before all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from curbside.library.marking import GRAVITY
from curbside.library.naming import BY_ID, JOINING, claims_of, name_of, reader_of
from curbside.types import Kind, Licence, Source, State, Status, TextIs

FULLNESS = {"jats": 0, "spl": 0, "openfda": 2, "europepmc": 2, "pubmed": 2}
"""Smaller is fuller. A reader that is not named here reads whole documents that somebody chose: 1."""

DESCRIBES = {"pubmed": 0, "spl": 0, "europepmc": 1, "openfda": 1, "jats": 2}
"""Smaller describes better. A reader that is not named here: 3."""

_BY_CHOICE, _LEAST = 1, 3
T = TypeVar("T", bound=Hashable)


def works_of(records: Sequence[Source]) -> list[list[Source]]:
    """The records, each in the group of those of its work."""
    by_id: dict[str, list[Source]] = defaultdict(list)
    for record in records:
        by_id[record.id].append(record)
    groups = [by_id[one] for one in sorted(by_id)]
    for level, scheme in enumerate(JOINING):
        groups = _joined(groups, scheme, JOINING[: min(level + 1, len(JOINING) - 1)])
    return groups


def best_id(records: Iterable[Source]) -> str:
    """The id that names a work best: the strongest scheme, then the first in order."""
    return min((record.id for record in records), key=_id_order)


def merged(source_id: str, records: Sequence[Source]) -> Source:
    """The source that the records of a work make together, named `source_id`; the same for any order of them."""
    if len(records) == 1 and records[0].id == source_id:
        return records[0]
    text = min(records, key=_fullest_first)
    told = sorted(records, key=_best_told_first)
    return replace(
        text,
        id=source_id,
        kind=_first((one.kind for one in told), Kind.UNKNOWN),
        title=_first((one.title for one in told), ""),
        publisher=_first((one.publisher for one in told), None),
        date=_first((one.date for one in told), None),
        jurisdiction=_first((one.jurisdiction for one in told), "unknown"),
        issue=_first((one.issue for one in told), None),
        authors=_first((one.authors for one in told), ()),
        publication_types=_first((one.publication_types for one in told), ()),
        subjects=_first((one.subjects for one in told), ()),
        substances=_first((one.substances for one in told), ()),
        identifiers=_union((one.identifiers for one in told), name_of),
        other_titles=_union((one.other_titles for one in told), str.casefold),
        keywords=_union((one.keywords for one in told), str.casefold),
        topics=_union((one.topics for one in told), str.casefold),
        derived_from=_union((one.derived_from for one in told), str),
        related=_union((one.related for one in told), lambda one: one),
        status=_gravest(told),
        licence=_first((one.licence for one in (text, *told)), Licence()),
    )


def _joined(groups: list[list[Source]], scheme: str, unlike: tuple[str, ...]) -> list[list[Source]]:
    carriers: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for name in _values(group, scheme):
            carriers[name].append(number)
    links = [numbers for numbers in carriers.values() if _agree([groups[n] for n in numbers], unlike)]
    together = []
    for component in _components(len(groups), links):
        found = [groups[n] for n in component]
        together += [list(chain.from_iterable(found))] if _agree(found, unlike) else found
    return together


def _agree(groups: Sequence[list[Source]], schemes: tuple[str, ...]) -> bool:
    return all(len({name for group in groups for name in _values(group, scheme)}) <= 1 for scheme in schemes)


def _values(group: Sequence[Source], scheme: str) -> set[str]:
    return {name for one in group for name in claims_of(one) if name.startswith(f"{scheme}:")}


def _components(count: int, links: Iterable[list[int]]) -> list[list[int]]:
    leader = list(range(count))

    def find(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    for numbers in links:
        for number in numbers[1:]:
            low, high = sorted((find(numbers[0]), find(number)))
            leader[high] = low
    found: dict[int, list[int]] = defaultdict(list)
    for number in range(count):
        found[find(number)].append(number)
    return list(found.values())


def _id_order(source_id: str) -> tuple[int, str]:
    scheme = BY_ID.get(source_id.partition(":")[0], "")
    return (JOINING.index(scheme) if scheme in JOINING else len(JOINING), source_id)


def _fullest_first(record: Source) -> tuple[object, ...]:
    rank = FULLNESS.get(reader_of(record.extractor), _BY_CHOICE)
    return (record.text_is is not TextIs.ORIGINAL, rank, -len(record.text), *_last(record))


def _best_told_first(record: Source) -> tuple[object, ...]:
    rank = DESCRIBES.get(reader_of(record.extractor), _LEAST)
    return (record.text_is is not TextIs.ORIGINAL, rank, *_last(record))


def _last(record: Source) -> tuple[object, ...]:
    return (reader_of(record.extractor), _id_order(record.id), record.content_hash)


def _first(values: Iterable[T], nothing: T) -> T:
    return next((value for value in values if value != nothing), nothing)


def _union(lists: Iterable[Iterable[T]], key: Callable[[T], Hashable]) -> tuple[T, ...]:
    found: dict[Hashable, T] = {}
    for values in lists:
        for value in values:
            found.setdefault(key(value), value)
    return tuple(found.values())


def _gravest(records: Sequence[Source]) -> Status:
    found = [record.status for record in records]
    return max(found, key=lambda status: (GRAVITY[status.state], status.state is not State.UNKNOWN))
