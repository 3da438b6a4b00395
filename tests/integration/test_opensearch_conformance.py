"""The index in a real OpenSearch, one node on loopback, passes what every index must, on one shard and on three."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from curbside.retrieval.opensearch import OpenSearchIndex, OpenSearchSettings
from curbside.testing.index_conformance import IndexConformance
from curbside.testing.opensearch_fixtures import MakeIndex, make_index, opensearch, opensearch_settings

__all__ = ["make_index", "opensearch", "opensearch_settings"]
pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class TestOneShard(IndexConformance):
    pass


class TestThreeShards(IndexConformance):
    @pytest.fixture
    def make_index(self, opensearch_settings: OpenSearchSettings) -> Iterator[MakeIndex]:
        settings = replace(opensearch_settings, shards=3)
        opened: list[OpenSearchIndex] = []

        def make() -> OpenSearchIndex:
            opened.append(OpenSearchIndex(settings))
            return opened[-1]

        yield make
        for index in opened:
            index.close()
