"""Hypothesis: no deadline, since machines are shared; in CI the same examples each time, to be repeatable.

A second run on PostgreSQL (`make test-postgresql`) has fewer examples: it looks for what the database does otherwise.
"""

import os

import pytest
from hypothesis import settings

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("again", settings.get_profile("ci"), max_examples=10)
_ONCE = "ci" if os.environ.get("CI") else "here"
settings.load_profile("again" if os.environ.get("CURBSIDE_TEST_DATABASE") else _ONCE)


@pytest.fixture(autouse=True, scope="session")
def nobodys_settings():
    """No test reads or writes what the settings of whoever runs it name: a database, a cluster, a service, a home."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("CURBSIDE_")]:
            patch.delenv(name)
        yield
