"""A limit on the body of a request, held while it comes in: a length that is not told cannot fill the disk."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from curbside_site.guarding.problems import TYPE

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


class TooLarge(Exception):  # noqa: N818  (is caught where it is raised)
    """More came in than is taken."""


def limited_to(app: App, most: int) -> App:
    """The ASGI application, with status 413 for a body of more than `most` bytes."""

    async def limited(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if _told(scope) > most:
            await _refuse(send, most)
            return
        came, began = 0, False

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await app(scope, counted, noted)
        except TooLarge:
            if not began:
                await _refuse(send, most)

    return limited


def _told(scope: MutableMapping[str, Any]) -> int:
    given = dict(scope["headers"]).get(b"content-length", b"")
    return int(given) if given.isdigit() else 0


async def _refuse(send: Send, most: int) -> None:
    told = f"The body is larger than {most:,} bytes."
    body = {"type": "about:blank", "title": "Content Too Large", "status": 413, "detail": told}
    headers = [(b"content-type", TYPE.encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
