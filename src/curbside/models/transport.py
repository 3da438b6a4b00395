"""The one way to the network for the vendors' clients: no proxy, no redirect, no more than so many bytes.

What a client tells of this machine besides (its system, its Python) is taken out of the headers.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

import httpx2

from curbside.models.waiting import Connection

MOST_BYTES: Final = 8 * 1024 * 1024
"""Of one answer: some 20,000 tokens as server-sent events."""
_TELLING: Final = ("x-stainless-",)
_KEYS: Final = ("authorization", "x-api-key")
NO_KEY: Final = "none"
"""What the clients are given where there is no key; it is not sent."""


class _Here(threading.local):
    connection: Connection | None = None


_here = _Here()


class TooLong(httpx2.TransportError):
    """An answer of more than `MOST_BYTES`."""


class Settings(Protocol):
    """What a client needs to know: time-outs in seconds, and whether there is a key."""

    @property
    def key(self) -> str | None: ...

    @property
    def connect(self) -> float: ...
    @property
    def first(self) -> float: ...


def client(settings: Settings) -> httpx2.Client:
    """A client for the vendors' libraries. Every request has a connection of its own, so that it can be shut down."""
    return httpx2.Client(
        transport=_Transport(settings.key is not None),
        timeout=httpx2.Timeout(settings.first, connect=settings.connect),
        follow_redirects=False,
        trust_env=False,
    )


def use(connection: Connection) -> None:
    """The requests of this thread can be shut down by `connection`."""
    _here.connection = connection


class _Transport(httpx2.HTTPTransport):
    def __init__(self, has_key: bool) -> None:
        super().__init__(limits=httpx2.Limits(max_keepalive_connections=0), trust_env=False)
        # The clients do not go without a key: what stands in for one is not sent.
        self._not_sent = _TELLING if has_key else (*_TELLING, *_KEYS)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        for name in [n for n in request.headers if n.lower().startswith(self._not_sent)]:
            del request.headers[name]
        # Bytes are counted as they come; a small answer that unpacks to a large one would not be.
        request.headers["accept-encoding"] = "identity"
        connection = _here.connection
        if connection is not None:
            request.extensions = {**request.extensions, "trace": _attaching(connection)}
        response = super().handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise httpx2.DecodingError("the answer is packed, which was not asked for", request=request)
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _Bounded(response.stream)
        return response


def _attaching(connection: Connection) -> Any:
    def trace(event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            connection.attach(info["return_value"])

    return trace


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        left = MOST_BYTES
        for part in self._stream:
            left -= len(part)
            if left < 0:
                raise TooLong(f"the answer has more than {MOST_BYTES} bytes")
            yield part

    def close(self) -> None:
        self._stream.close()
