"""The index in a real OpenSearch, one node on loopback, passes what every index must."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from curbside.retrieval.opensearch import OpenSearchIndex, OpenSearchSettings
from curbside.testing.index_conformance import IndexConformance
from curbside.testing.opensearch_server import NoServerError, OpenSearchServer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSearchServer]:
    with ExitStack() as opened:
        try:
            yield opened.enter_context(OpenSearchServer(tmp_path_factory.mktemp("opensearch")))
        except NoServerError as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(str(error))


@pytest.fixture
def settings(server: OpenSearchServer) -> OpenSearchSettings:
    return OpenSearchSettings(urls=server.urls, index=f"t-{uuid.uuid4().hex[:12]}", replicas=0, patience=10.0)


class TestOneShard(IndexConformance):
    @pytest.fixture
    def make_index(self, settings: OpenSearchSettings) -> Iterator[Callable[[], OpenSearchIndex]]:
        opened: list[OpenSearchIndex] = []

        def make() -> OpenSearchIndex:
            opened.append(OpenSearchIndex(settings))
            return opened[-1]

        yield make
        for index in opened:
            index.close()
