"""Anthropic's messages, by Anthropic's own client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import anthropic

from curbside.models import transport
from curbside.models.base import Request
from curbside.models.calling import Counted, Failure, of_status
from curbside.models.configuration import Configuration
from curbside.models.openai_wire import of_this_shape, of_transport, tokens

_CUT: Final = ("max_tokens", "model_context_window_exceeded")
"""The reasons to end that say that a limit was reached (API reference, "stop_reason")."""


class AnthropicWire:
    """A `Wire`."""

    def __init__(self, config: Configuration) -> None:
        self._model = config.model
        self._http = transport.client(config)
        self._client = anthropic.Anthropic(
            base_url=config.url,
            api_key=config.key or transport.NO_KEY,
            max_retries=0,
            http_client=self._http,
            timeout=self._http.timeout,
        )

    def stream(self, asked: Request, longest: int, schema: bool, counted: Counted) -> Iterator[str]:
        """The pieces of the text."""
        body = {**self._body(asked, longest, schema), "stream": True}
        with of_this_shape(), self._client.messages.create(**body) as events:
            for event in events:
                if event.type == "message_start":
                    counted.tokens_in = tokens(event.message.usage, "input_tokens")
                elif event.type == "message_delta":
                    counted.tokens_out = tokens(event.usage, "output_tokens")
                    counted.cut = event.delta.stop_reason in _CUT
                elif event.type == "content_block_delta" and isinstance(text := getattr(event.delta, "text", ""), str):
                    yield from (text,) if text else ()

    def whole(self, asked: Request, longest: int, schema: bool, counted: Counted) -> str:
        """The text."""
        body = self._body(asked, longest, schema)
        with of_this_shape():
            answer = self._client.messages.create(**body)
            counted.tokens_in = tokens(answer.usage, "input_tokens")
            counted.tokens_out = tokens(answer.usage, "output_tokens")
            counted.cut = answer.stop_reason in _CUT
            return "".join(block.text for block in answer.content if block.type == "text")

    def failure(self, error: Exception) -> Failure | None:
        """What went wrong, None where it is no error of the client's."""
        if isinstance(error, anthropic.APIStatusError):
            return of_status(error.status_code, error.response.headers)
        return of_transport(error, anthropic.APIConnectionError, anthropic.AnthropicError)

    def close(self) -> None:
        """Close the client."""
        self._client.close()

    def _body(self, asked: Request, longest: int, schema: bool) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "system": asked.system,
            "messages": [{"role": "user", "content": asked.user}],
            "max_tokens": longest,
        }
        if schema:
            body["output_config"] = {"format": {"type": "json_schema", "schema": dict(asked.schema)}}
        return body
