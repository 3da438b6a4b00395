"""The quotes of a statement in their context: the heading, what stands before and after, whose wording it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from curbside.errors import SourceNotFound
from curbside.interop.wording import place
from curbside.library import Library
from curbside.types import Source, State, TextIs

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A span of a cited version. kind and year: of the source, as people say them. told: what must be known of it.

    before, after: the units around it under the same heading. gone: the version is not in the library any more.
    """

    ref: int
    source: str
    title: str
    kind: str
    heading: str
    before: str
    quote: str
    after: str
    relation: str
    summary: bool
    told: tuple[str, ...] = ()
    gone: bool = False


def quotes(statements: Iterable[Json], library: Library) -> dict[str, tuple[Quoted, ...]]:
    """The quotes of each statement of a body, by its id; what supports it first."""

    @cache
    def find(source_id: str, content_hash: str) -> Source | None:
        try:
            return library.get(source_id, content_hash)
        except SourceNotFound:
            return None

    return {s["id"]: tuple(_of(s, find)) for s in statements}


def _of(statement: Json, find: Any) -> Iterator[Quoted]:
    rows = sorted(statement["citations"], key=lambda c: c.get("relation", "supports") != "supports")
    for row in rows:
        source = find(row["source"], row["hash"])
        relation = row.get("relation", "supports")
        if source is None:
            where = row["source"]
            yield Quoted(row["ref"], where, where, "", "", "", row["quote"], "", relation, False, gone=True)
            continue
        heading, before, after = _around(source, row["start"], row["end"])
        kind = f"{source.kind}".replace("_", " ") + (f", {source.year}" if source.year else "")
        yield Quoted(
            ref=row["ref"],
            source=source.id,
            title=source.title,
            kind=kind,
            heading=heading,
            before=before,
            quote=source.text[row["start"] : row["end"]],
            after=after,
            relation=relation,
            summary=source.text_is is TextIs.SUMMARY,
            told=tuple(_told(source)),
        )


def _told(source: Source) -> Iterator[str]:
    yield place(source.jurisdiction)
    if source.status.state not in (State.CURRENT, State.UNKNOWN):
        yield str(source.status.state)


def _around(source: Source, start: int, end: int) -> tuple[str, str, str]:
    at = next((n for n, u in enumerate(source.units) if u.start <= start and end <= u.end), None)
    if at is None:
        return "", "", ""
    unit = source.units[at]
    near = [source.units[n] if 0 <= n < len(source.units) else None for n in (at - 1, at + 1)]
    texts = [source.text[u.start : u.end] if u and u.headings == unit.headings else "" for u in near]
    return " › ".join(unit.headings[1:]), texts[0], texts[1]
