"""What one question may spend on a language model: tokens, money and time; and what it has spent.

Tokens are those that the server counts. Where it counts none, or was cut off before it did, a token is taken to be
four characters of English, the rule of thumb of OpenAI's help pages.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from curbside.errors import CapReached, ModelCancelled

CHARACTERS: Final = 4
"""Of English text in a token."""
LEAST: Final = 64
"""Tokens of an answer below which asking is no use."""
_MILLION: Final = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Caps:
    """Of one question. tokens: prompts and answers together. seconds: from its first request.

    price_in, price_out: for a million tokens of prompts and of answers, in any one currency; None: not known. cost: at
    most, in that currency.
    """

    tokens: int = 30_000
    seconds: float = 120.0
    price_in: Decimal | None = None
    price_out: Decimal | None = None
    cost: Decimal | None = None


class Spending:
    """The account of one question. Threads may share it."""

    def __init__(self, caps: Caps, clock: Callable[[], float] = time.monotonic) -> None:
        self.caps = caps
        self.clock = clock
        self.requests = 0
        self.tokens_in = 0
        self.tokens_out = 0
        self.seconds = 0.0
        self.prompts: dict[str, None] = {}
        self.stopped = threading.Event()
        self._until: float | None = None
        self._lock = threading.Lock()

    def allow(self, prompt: str, characters: int, longest: int) -> int:
        """How many tokens the answer to a request of so many characters may have, `longest` at most.

        The request counts from here on. Raises CapReached where it may not be made.
        """
        with self._lock:
            if self._until is None:
                self._until = self.clock() + self.caps.seconds
            expected = tokens_of(characters)
            least = min(LEAST, longest)
            affordable = self._affordable(expected)
            if affordable is not None and affordable < least:
                raise CapReached(f"a cost of {self.caps.cost} (CURBSIDE_MODEL_COST)")
            room = self.caps.tokens - self.tokens_in - self.tokens_out - expected
            if room < least:
                raise CapReached(f"{self.caps.tokens} tokens (CURBSIDE_MODEL_TOKENS)")
            self.requests += 1
            self.prompts[prompt] = None
            return min(n for n in (longest, room, affordable) if n is not None)

    def took(self, tokens_in: int, tokens_out: int, seconds: float) -> None:
        """Count what a request cost, failed or not."""
        with self._lock:
            self.tokens_in += tokens_in
            self.tokens_out += tokens_out
            self.seconds += seconds

    def left(self) -> float:
        """Seconds that are left. Raises CapReached where there are none, ModelCancelled after `cancel`."""
        if self.stopped.is_set():
            raise ModelCancelled("The language model", "was no longer wanted", "ask again")
        left = self.caps.seconds if self._until is None else self._until - self.clock()
        if left <= 0:
            raise CapReached(f"{self.caps.seconds:g} seconds (CURBSIDE_MODEL_SECONDS)")
        return left

    def cancel(self) -> None:
        """Nothing more is wanted: requests under way end."""
        self.stopped.set()

    @property
    def cost(self) -> Decimal | None:
        """What was spent, in the currency of the prices; None where there are no prices."""
        return self._price(self.tokens_in, self.tokens_out)

    def _price(self, tokens_in: int, tokens_out: int) -> Decimal | None:
        if self.caps.price_in is None or self.caps.price_out is None:
            return None
        return (tokens_in * self.caps.price_in + tokens_out * self.caps.price_out) / _MILLION

    def _affordable(self, expected: int) -> int | None:
        """Tokens of an answer that the money pays for, after a prompt of so many; None where there is no such cap."""
        spent = self._price(self.tokens_in + expected, self.tokens_out)
        if self.caps.cost is None or spent is None or not self.caps.price_out:
            return None
        return max(int((self.caps.cost - spent) * _MILLION / self.caps.price_out), 0)


def tokens_of(characters: int) -> int:
    """Tokens in so many characters, rounded up."""
    return -(-characters // CHARACTERS)
