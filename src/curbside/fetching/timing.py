"""The clock, and how fast a service may be asked. Tests hand in a clock of their own and wait for nothing."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

MARGIN: Final = 1.1


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Timing:
    """clock: monotonic seconds. sleep: waits so many. now: the time of day, in UTC. jitter: from 0 to 1."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _utc
    jitter: Callable[[], float] = random.random


class Limiter:
    """Lets requests through one by one, so far apart that no second holds more than `per_second` of them.

    A tenth is added to the distance (`MARGIN`), since requests do not travel equally fast. Threads may share one;
    processes do not, and a service that counts them together answers 429, after which the request is made again.
    """

    def __init__(self, per_second: float, timing: Timing | None = None) -> None:
        self._apart = MARGIN / per_second
        self._timing = timing or Timing()
        self._lock = threading.Lock()
        self._next: float | None = None

    def wait(self) -> None:
        """Wait until the next request may be made."""
        with self._lock:
            now = self._timing.clock()
            turn = now if self._next is None else max(now, self._next)
            self._next = turn + self._apart
        if turn > now:
            self._timing.sleep(turn - now)


def back_off(failures: int, first: float, longest: float, jitter: float) -> float:
    """Seconds to wait after so many failures: doubled with each, half of it by chance, never over `longest`."""
    whole = min(longest, first * 2.0 ** min(failures - 1, 30))
    return float(whole * (0.5 + jitter / 2))


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header (RFC 9110, section 10.2.3: seconds or a date); None where it is neither."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text) if len(text) < 10 else float("inf")
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
