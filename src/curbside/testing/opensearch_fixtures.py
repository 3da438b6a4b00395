"""Fixtures for tests against a real OpenSearch; a test file imports those it needs.

One node is started for all files of a run, at the first test that asks for it, and stopped when the run ends. Where it
cannot be started (no Java, say), the tests are skipped with the reason, but never where CI is "true".
"""

from __future__ import annotations

import atexit
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from curbside.retrieval.opensearch import OpenSearchIndex, OpenSearchSettings
from curbside.testing.opensearch_server import NoServerError, OpenSearchServer, quick_folder

MakeIndex = Callable[[], OpenSearchIndex]


@cache
def _started() -> OpenSearchServer | str:
    with ExitStack() as opened:
        try:
            server = opened.enter_context(OpenSearchServer(opened.enter_context(quick_folder())))
        except NoServerError as error:
            return str(error)
        atexit.register(opened.pop_all().close)
        return server


@pytest.fixture(scope="session")
def opensearch() -> OpenSearchServer:
    """A node that runs."""
    found = _started()
    if isinstance(found, OpenSearchServer):
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(f"OpenSearch could not be started: {found}")
    pytest.skip(found)


@pytest.fixture
def opensearch_settings(opensearch: OpenSearchServer) -> OpenSearchSettings:
    """Settings for an index that no other test uses."""
    return OpenSearchSettings(urls=opensearch.urls, index=f"t-{uuid.uuid4().hex[:12]}", replicas=0, patience=10.0)


@pytest.fixture
def make_index(opensearch_settings: OpenSearchSettings) -> Iterator[MakeIndex]:
    """A function that opens the same, at first empty, index anew."""
    opened: list[OpenSearchIndex] = []

    def make() -> OpenSearchIndex:
        opened.append(OpenSearchIndex(opensearch_settings))
        return opened[-1]

    yield make
    for index in opened:
        index.close()
