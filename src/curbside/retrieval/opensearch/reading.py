"""All that is asked of the rows that a `View` shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from curbside.errors import SearchIndexError
from curbside.retrieval.base import IndexHit, Key
from curbside.retrieval.opensearch.connection import Connection
from curbside.retrieval.opensearch.mappings import vector_field
from curbside.retrieval.opensearch.state import View
from curbside.retrieval.opensearch.view import Clause, Conditions, one_of, visible, with_vector

PAGE = 10_000
_KEEP = "2h"
_ORDER: tuple[dict[str, str], ...] = ({"source": "asc"}, {"ordinal": "asc"}, {"content_hash": "asc"})
_KEY_ORDER = [{"source": "asc"}, {"content_hash": "asc"}, {"ordinal": "asc"}]
_KEY_FIELDS = ["source", "content_hash", "ordinal"]


class GoneError(SearchIndexError):
    """The concrete index of a view is no more: another one took its place."""


class Reading:
    """Questions about one view each; none of them changes anything."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hits(self, view: View, query: Clause, k: int, salt: str) -> list[IndexHit]:
        """At most `k` hits, best first. salt: searches of the same one go to the same copies of the shards.

        Copies count rows that are deleted but still in their files differently, so that scores differ a little.
        """
        found: list[IndexHit] = []
        after: Sequence[Any] | None = None
        while len(found) < k:
            size = min(PAGE, k - len(found))
            page = self._page(view, query, size, salt, after)
            found += [_hit(entry) for entry in page]
            if len(page) < size:
                break
            after = page[-1]["sort"]
        return found

    def count(self, view: View, conditions: Conditions) -> int:
        """How many rows meet the conditions."""
        return int(self._ask(view, "_count", {"query": conditions.query()})["count"])

    def hold(self, view: View) -> str:
        """Hold the rows as they are now; whoever does lets them go again."""
        return str(self._ask(view, "_search/point_in_time", None, keep_alive=_KEEP)["pit_id"])

    def let_go(self, held: Sequence[str]) -> None:
        """Let rows go that were held."""
        if held:
            self._connection.ask("DELETE", "/_search/point_in_time", {"pit_id": list(held)}, wrong=(404,))

    def walk(self, held: str, conditions: Conditions, *wanted: str) -> Iterator[tuple[Key, Mapping[str, Any]]]:
        """The rows that were held and meet the conditions, by key, each with the fields that are wanted."""
        body: dict[str, Any] = {"size": PAGE, "query": conditions.query(), "sort": _KEY_ORDER}
        body |= {"track_total_hits": False, "_source": [*_KEY_FIELDS, *wanted]}
        body |= {"pit": {"id": held, "keep_alive": _KEEP}}
        while True:
            page = self._connection.ask("POST", "/_search", body, allow_partial_search_results="false").body
            entries = page["hits"]["hits"]
            for entry in entries:
                yield _key(entry["_source"]), entry["_source"]
            if len(entries) < PAGE:
                return
            body["search_after"] = entries[-1]["sort"]

    def ids(self, view: View, names: Sequence[str]) -> dict[str, str]:
        """The ids of the documents of the keys of these names, as far as they can be seen. names: at most `PAGE`."""
        conditions = visible(view) + Conditions(must=tuple(one_of("key", names)))
        body = {"size": PAGE, "query": conditions.query(), "_source": ["key"]}
        return {entry["_source"]["key"]: entry["_id"] for entry in self._entries(view, body)}

    def vectors(self, view: View, names: Sequence[str]) -> dict[str, tuple[str, list[float]]]:
        """The text hash and the vector of the keys of these names, as far as they have one. names: at most 1,000."""
        if not view.model:
            return {}
        field = vector_field(view.dimensions)
        conditions = with_vector(view) + Conditions(must=tuple(one_of("key", names)))
        body = {"size": PAGE, "query": conditions.query(), "_source": ["key", "text_hash", field]}
        found = (entry["_source"] for entry in self._entries(view, body))
        return {source["key"]: (source["text_hash"], source[field]) for source in found}

    def _page(
        self, view: View, query: Clause, size: int, salt: str, after: Sequence[Any] | None
    ) -> Sequence[Mapping[str, Any]]:
        body: dict[str, Any] = {"size": size, "query": query, "_source": _KEY_FIELDS, "track_total_hits": False}
        body |= {"sort": [{"_score": "desc"}, *_ORDER], "track_scores": True}
        if after is not None:
            body["search_after"] = after
        # With dfs the frequencies of the terms are first collected from all shards, so that each scores by the same.
        return self._entries(view, body, preference=f"q{salt}", search_type="dfs_query_then_fetch")

    def _entries(self, view: View, body: Clause, **parameters: str) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self._ask(view, "_search", body, **parameters)["hits"]["hits"]
        return found

    def _ask(self, view: View, what: str, body: object, **parameters: str) -> Mapping[str, Any]:
        if what == "_search":
            parameters["allow_partial_search_results"] = "false"
        reply = self._connection.ask("POST", f"/{view.target}/{what}", body, wrong=(404,), **parameters)
        if not reply.ok:
            raise GoneError(f"The OpenSearch index {view.target} has gone.")
        if reply.body.get("_shards", {}).get("failed") or reply.body.get("timed_out"):
            raise SearchIndexError(f"OpenSearch searched only a part of {view.target}.")
        return reply.body


def _key(source: Mapping[str, Any]) -> Key:
    return (source["source"], source["content_hash"], source["ordinal"])


def _hit(entry: Mapping[str, Any]) -> IndexHit:
    return IndexHit(*_key(entry["_source"]), float(entry["_score"]))
