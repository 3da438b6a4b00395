"""The Protocol of a language model: a prompt in, text out, whole or as it comes, within what may be spent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from curbside.models.spending import Spending

NEEDED: Final = 'a language model needs: pip install "curbside[model]"'


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked of a model.

    prompt: the name and version of the prompt, as it is recorded ("compose 1"). system, user: the two messages. schema:
    a JSON schema of an object that the answer should have; a server that knows none is asked without. longest: tokens
    of the answer at most.
    """

    prompt: str
    system: str
    user: str
    schema: Mapping[str, Any]
    longest: int


class Model(Protocol):
    """Answers requests. Threads may share one.

    name: the model's, as its server calls it. place: where it is, for people, without a key. hosted: whether what is
    sent leaves this machine. context: how many tokens prompt and answer may have together.
    """

    @property
    def name(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def hosted(self) -> bool: ...
    @property
    def context(self) -> int: ...

    def complete(self, asked: Request, spending: Spending) -> str:
        """The whole text.

        Raises ModelError: CutOff where it ended at its limit, CapReached where what may be spent is spent.
        """

    def stream(self, asked: Request, spending: Spending) -> Iterator[str]:
        """The text as it comes; closing the iterator ends the request. Raises as `complete`, also in the middle."""

    def close(self) -> None:
        """Let go of its connections."""
