"""Hypothesis: no deadline, since machines are shared; in CI the same examples each time, to be repeatable."""

import os

import pytest
from hypothesis import settings

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True, scope="session")
def nobodys_settings():
    """No test reads or writes what the settings of whoever runs it name: a database, a cluster, a service, a home."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("CURBSIDE_")]:
            patch.delenv(name)
        yield
