"""A search of PubMed, in parts that are each short enough to be listed, and how a long one is taken apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from curbside.errors import UsageError
from curbside.fetching import _esearch
from curbside.fetching._esearch import Days
from curbside.fetching.config import FetchSettings
from curbside.fetching.http import Client

OLDEST = date(1500, 1, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """PMIDs in the order of the search; web_env, query_key: where the history server keeps them; days: of entry."""

    ids: tuple[str, ...]
    web_env: str | None = None
    query_key: str | None = None
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """What PubMed found. translation: how it read the query. count: all records, of which `parts` list those taken.

    told: sentences for the user: phrases that PubMed does not know, records beyond the maximum, nothing found.
    """

    query: str
    translation: str | None
    count: int
    parts: tuple[Part, ...] = ()
    told: tuple[str, ...] = ()
    sort: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """All PMIDs that are taken, in the order in which they are fetched."""
        return tuple(pmid for part in self.parts for pmid in part.ids)

    def stored(self) -> str:
        """As JSON, to go on with later."""
        parts = [
            {
                "ids": part.ids,
                "web_env": part.web_env,
                "query_key": part.query_key,
                "days": [part.days.first.isoformat(), part.days.last.isoformat()] if part.days else None,
            }
            for part in self.parts
        ]
        values = {"query": self.query, "translation": self.translation, "count": self.count, "sort": self.sort}
        return json.dumps({**values, "told": self.told, "parts": parts})

    @classmethod
    def of(cls, stored: str) -> Search:
        """The search of `stored`. Raises UsageError where it is none."""
        try:
            values = json.loads(stored)
            parts = tuple(_part(one) for one in values["parts"])
            return cls(
                str(values["query"]),
                values["translation"],
                int(values["count"]),
                parts,
                tuple(values["told"]),
                values["sort"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError("The stored search cannot be read; search again.") from error


def listed_by_days(
    query: str, wanted: int, count: int, listed: int, client: Client, settings: FetchSettings
) -> tuple[tuple[Part, ...], list[str]]:
    """The newest `wanted` of `count` records, in parts of at most `listed`, and what the user should know.

    Raises FetchError.
    """
    today = client.timing.now().date()
    taker = _Taker(query, listed, client, settings)
    parts: list[Part] = []
    left = wanted
    seen: set[str] = set()
    for part in taker.taken(Days(OLDEST, today + timedelta(days=366)), count):
        fresh = tuple(pmid for pmid in part.ids if pmid not in seen)[:left]
        seen.update(fresh)
        whole = fresh == part.ids[: len(fresh)]
        if fresh:
            parts.append(Part(fresh, part.web_env if whole else None, part.query_key if whole else None, part.days))
        left -= len(fresh)
        if left <= 0:
            break
    told = [
        f"PubMed lists {listed:,} records of a search at most: it was made in parts, by date of entry.",
        *taker.told,
    ]
    return tuple(parts), told


class _Taker:
    def __init__(self, query: str, listed: int, client: Client, settings: FetchSettings) -> None:
        self._query, self._listed, self._client, self._settings = query, listed, client, settings
        self.told: list[str] = []

    def taken(self, days: Days, count: int) -> Iterator[Part]:
        """The parts within these days, newest first; `count` records are known to be there."""
        if count <= 0:
            return
        if count > self._listed and days.first < days.last:
            middle = days.first + (days.last - days.first) // 2
            later, earlier = Days(middle + timedelta(days=1), days.last), Days(days.first, middle)
            yield from self.taken(later, self._count(later))
            yield from self.taken(earlier, self._count(earlier))
            return
        found = _esearch.listed(self._query, self._listed, self._client, self._settings, days)
        if found.count > len(found.ids) and days.first < days.last:
            yield from self.taken(days, max(found.count, self._listed + 1))
            return
        if found.count > len(found.ids):
            self.told.append(
                f"Of {found.count:,} records that were added on {days.first:%Y-%m-%d}, PubMed lists "
                f"{len(found.ids):,}; narrow the query to reach the others."
            )
        yield Part(found.ids, found.web_env, found.query_key, days)

    def _count(self, days: Days) -> int:
        return _esearch.listed(self._query, 0, self._client, self._settings, days).count


def _part(values: Any) -> Part:
    days = values["days"]
    return Part(
        tuple(str(pmid) for pmid in values["ids"]),
        values["web_env"],
        values["query_key"],
        Days(date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None,
    )
