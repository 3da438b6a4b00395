"""What both kinds of server have in common: retries, the count of tokens, the end of an endless answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

from curbside.errors import CutOff, ModelError
from curbside.fetching.timing import Timing, back_off, retry_after
from curbside.models.base import Request
from curbside.models.configuration import Configuration
from curbside.models.spending import Spending, tokens_of
from curbside.models.waiting import Connection, Work, pumped

SERVICE: Final = "The language model"
RETRIED: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 8.0


@dataclass(slots=True)
class Counted:
    """What a server says of one answer: tokens of the prompt and of it, 0 where it does not say; whether it was cut off
    at its limit."""

    tokens_in: int = 0
    tokens_out: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that failed. status: of HTTP, None where there was no answer. schema: whether it may be the schema's
    fault."""

    problem: str
    advice: str
    status: int | None = None
    retry_after: str | None = None
    again: bool = False
    schema: bool = False

    def error(self) -> ModelError:
        """It as an error. Nothing that the server said is in it: what a server says may be anything, a key too."""
        return ModelError(SERVICE, self.problem, self.advice, self.status)


class Wire(Protocol):
    """How one kind of server is asked. Errors of its library are `failure`'s to tell."""

    def stream(self, asked: Request, longest: int, schema: bool, counted: Counted) -> Iterator[str]: ...
    def whole(self, asked: Request, longest: int, schema: bool, counted: Counted) -> str: ...
    def failure(self, error: Exception) -> Failure | None: ...
    def close(self) -> None: ...


class Caller:
    """A `Model` behind a wire. use: tells the wire's transport which connection is whose (`transport.use`)."""

    def __init__(
        self, config: Configuration, wire: Wire, use: Callable[[Connection], None], timing: Timing | None = None
    ) -> None:
        self._config, self._wire, self._use = config, wire, use
        self._timing = timing or Timing()
        self._slots = threading.BoundedSemaphore(config.at_once)
        self._schema = True

    @property
    def name(self) -> str:
        """The model's name."""
        return self._config.model

    @property
    def place(self) -> str:
        """Its address."""
        return self._config.place

    @property
    def hosted(self) -> bool:
        """Whether what is sent leaves this machine."""
        return self._config.hosted

    @property
    def context(self) -> int:
        """Tokens of the longest prompt with its answer."""
        return self._config.context

    def close(self) -> None:
        """Let go of the connections."""
        self._wire.close()

    def complete(self, asked: Request, spending: Spending) -> str:
        """The whole text at once."""

        def whole(asked: Request, longest: int, schema: bool, counted: Counted) -> Iterator[str]:
            yield self._wire.whole(asked, longest, schema, counted)

        came: list[str] = []
        try:
            for text in self._asked(asked, spending, whole):
                came.append(text)
        except CutOff as cut:
            raise CutOff(cut.tokens, "".join(came)) from None
        return "".join(came)

    def stream(self, asked: Request, spending: Spending) -> Iterator[str]:
        """The text as it comes."""
        return self._asked(asked, spending, self._wire.stream)

    def _asked(self, asked: Request, spending: Spending, ask: Callable[..., Iterator[str]]) -> Iterator[str]:
        """Once more after a failure that may pass, as long as nothing of the answer has come."""
        attempt, schema = 0, self._schema
        while True:
            attempt += 1
            begun = False
            try:
                for text in self._once(asked, spending, ask, schema):
                    begun = True
                    yield text
            except CutOff:
                self._schema = schema
                raise
            except Exception as error:
                failure = self._wire.failure(error)
                if failure is None:
                    raise
                if failure.schema and schema and not begun:
                    schema = False
                    continue
                if begun or not failure.again or attempt >= self._config.attempts:
                    raise failure.error() from None
                self._wait(failure, attempt, spending)
            else:
                # What took the request without its schema, and not with it, knows no schemas.
                self._schema = schema
                return

    def _once(
        self, asked: Request, spending: Spending, ask: Callable[..., Iterator[str]], schema: bool
    ) -> Iterator[str]:
        characters = len(asked.system) + len(asked.user)
        longest = spending.allow(asked.prompt, characters, asked.longest)
        counted, said, begun = Counted(), 0, spending.clock()

        def work(connection: Connection) -> Iterator[str]:
            self._use(connection)
            return ask(asked, longest, schema, counted)

        answered = False
        try:
            for text in self._pumped(work, spending):
                answered = True
                room = longest * 4 - said
                said += len(text)
                yield text[:room]
                if said > longest * 4:
                    # A server that does not keep to the number of tokens is not waited for.
                    raise CutOff(longest)
            answered = True
            if counted.cut:
                raise CutOff(longest)
        finally:
            self._count(spending, counted, characters if answered else 0, said, spending.clock() - begun)

    def _pumped(self, work: Work, spending: Spending) -> Iterator[str]:
        return pumped(work, self._config.first, self._slots, spending)

    def _count(self, spending: Spending, counted: Counted, asked: int, said: int, seconds: float) -> None:
        spending.took(counted.tokens_in or tokens_of(asked), counted.tokens_out or tokens_of(said), seconds)

    def _wait(self, failure: Failure, attempt: int, spending: Spending) -> None:
        """Wait as long as the server wants, or longer each time; not at all where there is no time for it."""
        wanted = retry_after(failure.retry_after, self._timing.now())
        seconds = back_off(attempt, _FIRST_WAIT, _LONGEST_WAIT, self._timing.jitter()) if wanted is None else wanted
        if seconds >= spending.left():
            raise failure.error()
        if spending.stopped.wait(seconds):
            spending.left()


def of_status(status: int, headers: Any) -> Failure:
    """The failure that a status other than 200 is."""
    after = headers.get("retry-after")
    if status in (401, 403):
        return Failure(f"answered {status}", "check CURBSIDE_MODEL_KEY", status)
    if status == 404:
        return Failure("answered 404", "check CURBSIDE_MODEL_URL and CURBSIDE_MODEL", status)
    if 300 <= status < 400:
        return Failure(f"answered {status}, a redirect, which is not followed", "check CURBSIDE_MODEL_URL", status)
    if status in RETRIED:
        return Failure(f"answered {status}, again and again", "try later", status, after, again=True)
    advice = "the prompt may be too long for it (CURBSIDE_MODEL_CONTEXT), or it may not know the model"
    return Failure(f"answered {status}", advice, status, schema=status in (400, 422))
