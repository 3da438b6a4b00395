"""Concrete indices: made, refreshed, cleaned and dropped; and the alias by which others know the one in use."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from curbside.errors import SearchIndexError
from curbside.retrieval.opensearch.connection import Connection
from curbside.retrieval.opensearch.mappings import index_body, vector_mapping
from curbside.retrieval.opensearch.view import Clause


class Targets:
    """The concrete indices of one cluster, all named after the setting."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._prefix = f"{connection.settings.index}-rows-"

    def make(self) -> str:
        """Make an empty one and say its name. Raises SearchIndexError where the cluster has no k-NN plugin."""
        name = self._prefix + uuid.uuid4().hex[:12]
        settings = self._connection.settings
        body = index_body(settings.shards, settings.replicas)
        reply = self._connection.ask("PUT", f"/{name}", body, wrong=(400,))
        if not reply.ok and "already exists" not in reply.reason:
            if "knn" in reply.reason:
                raise SearchIndexError("This OpenSearch has no k-NN plugin; install opensearch-knn on its nodes.")
            raise SearchIndexError(f"OpenSearch does not make the index: {reply.reason}.")
        return name

    def allow_vectors(self, target: str, dimensions: int) -> None:
        """Add the field of vectors of so many numbers; nothing changes where it is there."""
        self._connection.ask("PUT", f"/{target}/_mapping", vector_mapping(dimensions))

    def refresh(self, target: str) -> None:
        """Let searches see what was written. Raises SearchIndexError where a copy of a shard did not."""
        shards = self._connection.ask("POST", f"/{target}/_refresh").body["_shards"]
        if shards["failed"]:
            raise SearchIndexError(f"OpenSearch could not refresh {shards['failed']} shards of {target}.")

    def purge(self, target: str, query: Clause) -> None:
        """Delete the rows that match, and refresh."""
        self.refresh(target)
        found = self._connection.ask(
            "POST", f"/{target}/_delete_by_query", {"query": query}, conflicts="proceed", refresh="true"
        ).body
        if found.get("failures") or found.get("timed_out"):
            raise SearchIndexError(f"OpenSearch could not delete rows of {target}: {str(found.get('failures'))[:200]}.")

    def name(self, target: str) -> None:
        """Point the alias at this one, away from any other, in one step."""
        alias = self._connection.settings.index
        actions = [
            {"remove": {"index": f"{self._prefix}*", "alias": alias, "must_exist": False}},
            {"add": {"index": target, "alias": alias}},
        ]
        self._connection.ask("POST", "/_aliases", {"actions": actions})

    def faults(self) -> list[str]:
        """Shards of which no copy is there, by index."""
        health = self._connection.ask("GET", f"/_cluster/health/{self._prefix}*", level="indices").body
        lost = [name for name, one in health.get("indices", {}).items() if one["status"] == "red"]
        return [f"{name} has shards of which no copy is there" for name in sorted(lost)]

    def drop(self, target: str) -> None:
        """Drop one; it is no error where it is gone."""
        self._connection.ask("DELETE", f"/{target}", wrong=(404,))

    def drop_others(self, used: Iterable[str]) -> None:
        """Drop all that are not in use: those before, and those that a stopped process left."""
        found = self._connection.ask("GET", f"/_cat/indices/{self._prefix}*", format="json", h="index").body
        kept = set(used)
        for entry in found.get("found", []):
            if entry["index"] not in kept:
                self.drop(entry["index"])
