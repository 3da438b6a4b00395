"""OpenAI's chat completions, by OpenAI's own client: hosted, or served by llama.cpp, vLLM, Ollama and others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import httpx2
import openai

from curbside.models import transport
from curbside.models.base import Request
from curbside.models.calling import Counted, Failure, of_status
from curbside.models.configuration import Configuration

_CUT: Final = "length"
"""The reason to end that says that the limit was reached (API reference, "finish_reason")."""


class OpenAIWire:
    """A `Wire`."""

    def __init__(self, config: Configuration) -> None:
        # The client would take keys and names of accounts from variables that are meant for another server.
        unset: dict[str, Any] = {"OpenAI-Organization": openai.Omit(), "OpenAI-Project": openai.Omit()}
        self._model = config.model
        # OpenAI's reasoning models take another name for the limit, and no temperature; other servers know the old one.
        self._newer = False
        self._http = transport.client(config)
        self._client = openai.OpenAI(
            base_url=config.url,
            api_key=config.key or transport.NO_KEY,
            max_retries=0,
            http_client=self._http,
            timeout=self._http.timeout,
            default_headers=unset,
        )

    def stream(self, asked: Request, longest: int, schema: bool, counted: Counted) -> Iterator[str]:
        """The pieces of the text."""
        body = {**self._body(asked, longest, schema), "stream": True, "stream_options": {"include_usage": True}}
        with of_this_shape(), self._client.chat.completions.create(**body) as events:
            for event in events:
                _count(event, counted)
                for choice in event.choices or ():
                    counted.cut = counted.cut or choice.finish_reason == _CUT
                    if choice.delta is not None and isinstance(choice.delta.content, str) and choice.delta.content:
                        yield choice.delta.content

    def whole(self, asked: Request, longest: int, schema: bool, counted: Counted) -> str:
        """The text."""
        body = self._body(asked, longest, schema)
        with of_this_shape():
            answer = self._client.chat.completions.create(**body)
            _count(answer, counted)
            counted.cut = answer.choices[0].finish_reason == _CUT
            return str(answer.choices[0].message.content or "")

    def failure(self, error: Exception) -> Failure | None:
        """What went wrong, None where it is no error of the client's."""
        if isinstance(error, openai.APIStatusError):
            if error.status_code == 400 and not self._newer and _wants_newer(error):
                self._newer = True
                return Failure("answered 400", "check what is served there", 400, retry_after="0", again=True)
            return of_status(error.status_code, error.response.headers)
        return of_transport(error, openai.APIConnectionError, openai.OpenAIError)

    def close(self) -> None:
        """Close the client."""
        self._client.close()

    def _body(self, asked: Request, longest: int, schema: bool) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": asked.system},
                {"role": "user", "content": asked.user},
            ],
        }
        body |= {"max_completion_tokens": longest} if self._newer else {"max_tokens": longest, "temperature": 0}
        if schema:
            named = {"name": "answer", "schema": dict(asked.schema), "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        return body


def _wants_newer(error: openai.APIStatusError) -> bool:
    """Whether a server refused the limit or the temperature, by the names that it gives them."""
    said = str(error.body or error.message)
    return "max_completion_tokens" in said or "temperature" in said


def _count(event: Any, counted: Counted) -> None:
    usage = getattr(event, "usage", None)
    if usage is not None:
        counted.tokens_in = tokens(usage, "prompt_tokens")
        counted.tokens_out = tokens(usage, "completion_tokens")


def tokens(usage: object, name: str) -> int:
    """A count of tokens in what a server says of them; 0 where it says none, since the clients check no types."""
    value = getattr(usage, name, 0)
    return value if isinstance(value, int) and value > 0 else 0


class OtherShape(Exception):  # noqa: N818 - reads as what it says
    """An answer that is JSON of another shape."""


@contextmanager
def of_this_shape() -> Iterator[None]:
    """Raises OtherShape where an answer is read that has not the shape of one: the clients do not check it."""
    try:
        yield
    except (AttributeError, TypeError, KeyError, IndexError) as error:
        raise OtherShape("an answer of another shape") from error


def of_transport(error: Exception, no_connection: type[Exception], of_client: type[Exception]) -> Failure | None:
    """The failure that an error on the way is, None where it is none."""
    cause = error.__cause__ if isinstance(error, no_connection) else error
    if isinstance(cause, transport.TooLong):
        return Failure("sent more than an answer can be", "check what is served there")
    if isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout):
        return Failure("could not be reached", "check CURBSIDE_MODEL_URL, and whether it is running", again=True)
    if isinstance(cause, httpx2.TimeoutException):
        return Failure("was silent for too long", "see CURBSIDE_MODEL_FIRST_SECONDS")
    if isinstance(error, no_connection | httpx2.HTTPError):
        return Failure("broke off the connection", "try again", again=True)
    if isinstance(error, OtherShape | of_client | ValueError):
        return Failure("sent what is no answer of a model", "check what is served there")
    return None
