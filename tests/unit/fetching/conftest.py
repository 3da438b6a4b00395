"""A literature server on this machine and clients that wait for nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from curbside.fetching.asking import Limits
from curbside.fetching.config import FetchSettings
from curbside.fetching.http import Client
from curbside.fetching.timing import Timing
from curbside.testing.literature_server import LiteratureServer


@dataclass
class Waits:
    """A clock that only goes on when somebody sleeps; what was slept."""

    slept: list[float] = field(default_factory=list)
    at: float = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def timing(self) -> Timing:
        begun = datetime(2025, 1, 15, 12, 0, tzinfo=UTC)
        return Timing(lambda: self.at, self.sleep, lambda: begun + timedelta(seconds=self.at), lambda: 1.0)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def server() -> Iterator[LiteratureServer]:
    with LiteratureServer() as running:
        yield running


@pytest.fixture
def settings(server: LiteratureServer) -> FetchSettings:
    return FetchSettings(
        eutils_url=server.eutils_url,
        europepmc_url=server.europepmc_url,
        dailymed_url=server.dailymed_url,
        openfda_url=server.openfda_url,
        email="someone@example.org",
    )


@pytest.fixture
def asking(waits: Waits) -> Callable[..., Client]:
    """A client of a service, without a wait; further limits by name."""

    def made(service: str = "The service", secrets: tuple[str, ...] = (), **limits: float) -> Client:
        return Client(service, "someone@example.org", Limits(**limits), None, waits.timing(), secrets)  # type: ignore[arg-type]

    return made
