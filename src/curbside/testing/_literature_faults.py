"""What a service may do instead of answering."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from typing import Final

from curbside.testing._literature_services import Reply

PAGE: Final = b"<!DOCTYPE html><html><head><title>Invented: service unavailable</title></head><body>Sorry</body></html>"
_Send = Callable[[BaseHTTPRequestHandler, Reply], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `send` answers a request with it."""

    name: str
    send: _Send

    @classmethod
    def none(cls) -> Fault:
        """No fault: the reply as it is."""
        return cls("none", plain)

    @classmethod
    def status(cls, code: int, body: bytes = b"", retry_after: str | None = None) -> Fault:
        """This status with this body."""
        headers = {"Retry-After": retry_after} if retry_after is not None else {}
        return cls(str(code), lambda to, _: plain(to, Reply(code, "text/plain", body, headers)))

    @classmethod
    def too_many(cls) -> Fault:
        """429 with the body that E-utilities send."""
        body = b'{"error":"API rate limit exceeded","api-key":"127.0.0.1","count":"4","limit":"3"}'
        return cls.status(429, body, "1")

    @classmethod
    def instead(cls, body: bytes, kind: str = "text/xml", code: int = 200) -> Fault:
        """Another body."""
        return cls("instead", lambda to, _: plain(to, Reply(code, kind, body)))

    @classmethod
    def changed(cls, change: Callable[[bytes], bytes]) -> Fault:
        """The right body, changed."""
        return cls("changed", lambda to, reply: plain(to, replace(reply, body=change(reply.body))))

    @classmethod
    def page(cls) -> Fault:
        """A web page with status 200."""
        return cls.instead(PAGE, "text/html")

    @classmethod
    def cut(cls) -> Fault:
        """Half of the body that Content-Length promises."""
        return cls("cut", _cut)

    @classmethod
    def cut_chunks(cls) -> Fault:
        """Half of the body in chunks, without the last chunk."""
        return cls("cut chunks", _cut_chunks)

    @classmethod
    def reset(cls) -> Fault:
        """The connection closed before anything was answered."""
        return cls("reset", lambda to, _: _close(to))

    @classmethod
    def drip(cls, pause: float) -> Fault:
        """One byte after each pause (seconds)."""
        return cls("drip", lambda to, reply: _drip(to, reply, pause))

    @classmethod
    def oversized(cls, size: int, declared: bool = True) -> Fault:
        """So many bytes; declared: whether Content-Length says so."""
        return cls("oversized", lambda to, _: _oversized(to, size, declared))

    @classmethod
    def redirect(cls, target: str, code: int = 302) -> Fault:
        """A redirect to `target`."""
        return cls("redirect", lambda to, _: plain(to, Reply(code, "text/plain", b"", {"Location": target})))

    @classmethod
    def gzipped(cls) -> Fault:
        """The right body, compressed."""
        return cls("gzipped", lambda to, reply: plain(to, _gzipped(reply)))

    @classmethod
    def cut_gzip(cls) -> Fault:
        """A compressed body that ends too early, though as long as it says."""
        return cls("cut gzip", lambda to, reply: plain(to, _gzipped(reply, keep=0.5)))

    @classmethod
    def gzip_bomb(cls, size: int) -> Fault:
        """A small compressed body of so many bytes."""
        return cls("gzip bomb", lambda to, reply: plain(to, _gzipped(replace(reply, body=bytes(size)))))


def plain(to: BaseHTTPRequestHandler, reply: Reply) -> None:
    """Send the reply as it is."""
    _head(to, reply, {"Content-Length": str(len(reply.body))})
    to.wfile.write(reply.body)


def _head(to: BaseHTTPRequestHandler, reply: Reply, more: dict[str, str]) -> None:
    to.send_response(reply.status)
    to.send_header("Content-Type", reply.kind)
    for name, value in {**reply.headers, **more}.items():
        to.send_header(name, value)
    to.end_headers()


def _close(to: BaseHTTPRequestHandler) -> None:
    to.close_connection = True
    to.wfile.flush()
    to.connection.close()


def _cut(to: BaseHTTPRequestHandler, reply: Reply) -> None:
    _head(to, reply, {"Content-Length": str(len(reply.body))})
    to.wfile.write(reply.body[: len(reply.body) // 2])
    to.close_connection = True


def _cut_chunks(to: BaseHTTPRequestHandler, reply: Reply) -> None:
    _head(to, reply, {"Transfer-Encoding": "chunked"})
    half = reply.body[: len(reply.body) // 2]
    to.wfile.write(b"%x\r\n%s\r\n" % (len(half), half))
    to.close_connection = True


def _drip(to: BaseHTTPRequestHandler, reply: Reply, pause: float) -> None:
    _head(to, reply, {"Content-Length": str(len(reply.body))})
    for byte in reply.body:
        to.wfile.write(bytes([byte]))
        to.wfile.flush()
        time.sleep(pause)


def _oversized(to: BaseHTTPRequestHandler, size: int, declared: bool) -> None:
    _head(to, Reply(200, "text/xml", b""), {"Content-Length": str(size)} if declared else {"Connection": "close"})
    for _ in range(0, size, 65_536):
        to.wfile.write(b" " * 65_536)
    to.close_connection = True


def _gzipped(reply: Reply, keep: float = 1.0) -> Reply:
    body = gzip.compress(reply.body)
    return replace(reply, body=body[: int(len(body) * keep)], headers={**reply.headers, "Content-Encoding": "gzip"})
