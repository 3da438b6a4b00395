"""One house and one server for all workers of a run: the first makes them, and stops the server after the last."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from tests.functional.house import House, free_port

MADE_WITHIN = 300
"""Seconds that a worker waits for another that makes the house."""


@dataclass(frozen=True)
class Site:
    """The served house, and the slugs of the articles in it by a short name."""

    house: House
    slugs: dict[str, str]

    def article(self, name: str) -> str:
        return f"/articles/{self.slugs[name]}/"


@contextmanager
def shared(folder: Path, settings: dict[str, str], fill: Callable[[House], dict[str, str]]) -> Iterator[Site]:
    """The site of this run. folder: one for all workers. fill: fills a new house, and says its slugs."""
    users = folder / "users"
    users.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock", timeout=MADE_WITHIN)
    me = users / str(os.getpid())
    with ExitStack() as server:
        with lock:
            site = _made(folder, settings, fill)
            if mine := site.house.get("/ready") != 200:
                server.enter_context(site.house.served())
            me.touch()
        try:
            yield site
        finally:
            me.unlink()
            if mine:
                _stop_after_the_last(lock, users, server)


def _made(folder: Path, settings: dict[str, str], fill: Callable[[House], dict[str, str]]) -> Site:
    """The house of the run; made where none is whole."""
    made = folder / "made.json"
    if not made.exists():
        house = House(Path(tempfile.mkdtemp(prefix="house", dir=folder)), free_port(), settings)
        told = {"home": str(house.home), "port": house.port, "slugs": fill(house)}
        made.write_text(json.dumps(told), encoding="utf-8")
    told = json.loads(made.read_text(encoding="utf-8"))
    return Site(House(Path(told["home"]), told["port"], settings), told["slugs"])


def _stop_after_the_last(lock: FileLock, users: Path, server: ExitStack) -> None:
    """Under the lock, so that nobody comes in while it stops; who comes later starts it again."""
    while True:
        with lock:
            if not any(_lives(int(one.name)) for one in users.iterdir()):
                server.close()
                return
        time.sleep(0.2)


def _lives(process: int) -> bool:
    """Whether a worker still runs: one that was killed does not take its name off the list."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
