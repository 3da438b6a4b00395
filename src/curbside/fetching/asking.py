"""A request, its limits, its answer, and what may go wrong with it and pass."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

LATER: Final = "try again later"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for connecting, for one piece of a body and for a whole one; bytes of a body, expanded; tries in all.

    tries_to_connect: of these, how many may fail before anything was answered. first_wait, longest_wait: seconds
    between tries; a service that asks for a longer wait than the longest is not waited for.
    """

    connect: float = 10.0
    piece: float = 60.0
    whole: float = 600.0
    largest: int = 200_000_000
    tries: int = 6
    tries_to_connect: int = 3
    redirects: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was accepted. headers: names in lower case. body: empty where it was written to a file."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Check = Callable[[Answer], str | None]


@dataclass(frozen=True, slots=True)
class Request:
    """check: what is wrong with an answer that may be right when asked for again, None where it is as it should be."""

    method: str
    url: str
    form: bytes | None
    accepted: Collection[int]
    check: Check | None
    to: BinaryIO | None
    largest: int


class PassingError(Exception):
    """What may pass. wait: as the service asked, None where it did not. connected: whether anything was answered."""

    def __init__(
        self,
        problem: str,
        advice: str = LATER,
        status: int | None = None,
        wait: float | None = None,
        connected: bool = True,
    ) -> None:
        super().__init__(problem)
        self.problem, self.advice, self.status = problem, advice, status
        self.wait, self.connected = wait, connected
