"""How an answer was made: the time of each stage, the versions and hashes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from curbside import __version__
from curbside.types import Made, ModelUse


class Clock:
    """Counts milliseconds by stage; the same stage twice adds up."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = {}
        self._begun = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done inside."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._spent[name] = self._spent.get(name, 0.0) + (time.perf_counter() - begun) * 1000

    @property
    def milliseconds(self) -> Mapping[str, float]:
        """By stage, and the total so far."""
        total = (time.perf_counter() - self._begun) * 1000
        return {name: round(ms, 2) for name, ms in (*self._spent.items(), ("total", total))}


def made(
    clock: Clock,
    composer: str,
    settings_hash: str,
    library_hash: str,
    search: str,
    choice: str = "",
    model: ModelUse | None = None,
) -> Made:
    """The record of how."""
    return Made(__version__, composer, settings_hash, library_hash, clock.milliseconds, search, choice, model)
