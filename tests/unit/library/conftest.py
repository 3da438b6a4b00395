"""Each test of the library runs against both databases, so that a difference between them shows."""

import os

import pytest

from curbside.testing.library_places import Places, PostgresRooms, SqliteRooms
from curbside.testing.postgres_server import Unavailable, shared_server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def rooms(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rooms")
    if request.param == "sqlite":
        return SqliteRooms(folder)
    try:
        return PostgresRooms(shared_server(), folder)
    except Unavailable as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture
def places(rooms, tmp_path_factory):
    made = Places(rooms, tmp_path_factory.mktemp("places"))
    yield made
    made.close()


@pytest.fixture
def library(places):
    return places.open()
