"""What is wrong with a library, and what in it needs a look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curbside.errors import InputError
from curbside.library import Library
from curbside.library.records import check
from curbside.retrieval.base import Index
from curbside.retrieval.sync import compare
from curbside.types import Source, State

NOT_EVIDENCE = (State.RETRACTED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Finding:
    """what: hash, index, review_overdue, superseded, retracted, concern or suspicious. broken: must be mended."""

    what: str
    source: str | None
    message: str
    broken: bool = False


def findings(library: Library, index: Index) -> Iterator[Finding]:
    """All findings, source by source; the index comes last."""
    for light in library.sources():
        for version in library.versions(light.id):
            stored = library.get(light.id, version.content_hash)
            yield from _damage(stored)
            if version.current:
                yield from _standing(stored)
                yield from _suspicious(stored)
    yield from _index(library, index)


def _damage(source: Source) -> Iterator[Finding]:
    try:
        check(source)
    except InputError as error:
        message = f"{source.id}, version {source.content_hash[:12]}: {error.reason}; ingest it again."
        yield Finding("hash", source.id, message, broken=True)


def _standing(source: Source) -> Iterator[Finding]:
    status = source.status
    since = f" since {status.since}" if status.since else ""
    if status.state is State.REVIEW_OVERDUE:
        yield Finding("review_overdue", source.id, f"{source.id}: review overdue{since}.")
    elif status.state is State.SUPERSEDED:
        by = f" by {status.by}" if status.by else ""
        yield Finding("superseded", source.id, f"{source.id}: superseded{by}{since}; never in a bottom line.")
    elif status.state in NOT_EVIDENCE:
        yield Finding("retracted", source.id, f"{source.id}: {status.state}{since}; never evidence.")
    elif status.state in (State.CONCERN, State.CORRECTION):
        yield Finding("concern", source.id, f"{source.id}: {status.state}{since}.")


def _suspicious(source: Source) -> Iterator[Finding]:
    from curbside.sources.suspicion import suspicions

    for suspicion in suspicions(source.text):
        place = f"characters {suspicion.start} to {suspicion.end}"
        yield Finding("suspicious", source.id, f"{source.id}, {place}: {suspicion.message}")


def _index(library: Library, index: Index) -> Iterator[Finding]:
    report = compare(library, index)
    if not report.in_step:
        passages = f"{report.missing} passages missing, {report.extra} too many, {report.other} out of date"
        said = f"{report.behind} changes behind, {passages}"
        yield Finding(
            "index",
            None,
            f"The index does not fit the library: {said}; `curbside index build --again` makes it again.",
            True,
        )
