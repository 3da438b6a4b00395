"""A language model's server on this machine that answers from a script, well or badly.

    with ScriptedModel(["first answer", Reply(status=429, headers={"Retry-After": "1"})]) as server:
        ...                          # ask server.url ("http://127.0.0.1:PORT/v1")
        server.requests              # the bodies of what was asked

It speaks OpenAI's `/v1/chat/completions` and `/v1/models`, and Anthropic's `/v1/messages`, whole and as a stream. What
it says is up to the script: nothing here is a model, and no answer is made from the question unless the script does so.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from curbside.testing._model_wire import Wire, wire_of

_HOST: Final = "127.0.0.1"
_PIECE: Final = 24
"""Characters in a chunk where the script names none."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the script.

    text: what the model says. status, headers: of HTTP; a status other than 200 sends an error. chunks: the text in
    the pieces in which it is streamed (`text` need not be given then). pause: seconds before each chunk; an answer
    that is no stream waits as long as all its chunks. stall: after the last chunk the connection stays open and
    nothing comes. drop: the connection is closed in the middle. raw: the body, as it is. finish: why the model stopped
    ("stop", "length"). usage: tokens of the prompt and of the answer, None for a count of the characters.
    """

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: list[str] | None = None
    pause: float = 0.0
    stall: bool = False
    drop: bool = False
    raw: bytes | None = None
    finish: str = "stop"
    usage: tuple[int, int] | None = None

    @property
    def said(self) -> str:
        """The whole text."""
        return self.text if self.chunks is None else "".join(self.chunks)

    @property
    def pieces(self) -> list[str]:
        """The text as it is streamed."""
        if self.chunks is not None:
            return self.chunks
        return [self.text[i : i + _PIECE] for i in range(0, len(self.text), _PIECE)]


Request = dict[str, Any]
Script = Callable[[Request], Reply | str] | Sequence[Reply | str]


class ScriptedModel:
    """The server; use it with `with`.

    script: a callable that is given the request's JSON, or answers used in turn, of which the last goes on. model: the
    name that `/v1/models` lists. key: what must come as the key, else 401. requests, bodies, headers: what was asked,
    in order (names of headers in lower case). seconds: how long each answer took from its request to its last byte, in
    the order in which they ended.
    """

    def __init__(self, script: Script, *, model: str = "scripted", key: str | None = None) -> None:
        self._script = script
        self.model = model
        self.key = key
        self.requests: list[Request] = []
        self.bodies: list[bytes] = []
        self.headers: list[Mapping[str, str]] = []
        self.seconds: list[float] = []
        self.most_at_once = 0
        self.at_once = 0
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> ScriptedModel:
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        assert self._thread is not None
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @property
    def url(self) -> str:
        """Its address, without /chat/completions."""
        return f"{self.root}/v1"

    @property
    def root(self) -> str:
        """Its address, without /v1."""
        assert self._server is not None
        return f"http://{_HOST}:{self._server.server_address[1]}"

    def reply(self, raw: bytes, headers: Mapping[str, str]) -> tuple[Request, Reply]:
        """The request, remembered, and what the script answers to it."""
        request = json.loads(raw)
        with self._lock:
            turn = len(self.requests)
            self.requests.append(request)
            self.bodies.append(raw)
            self.headers.append(headers)
        if self.key is not None and self.key not in (_bearer(headers), headers.get("x-api-key")):
            return request, Reply("no such key", status=401)
        answer = self._script(request) if callable(self._script) else self._script[min(turn, len(self._script) - 1)]
        return request, Reply(answer) if isinstance(answer, str) else answer

    def count(self, change: int, seconds: float | None = None) -> None:
        """Count requests that are answered at the same time, and how long one took."""
        with self._lock:
            self.seconds += [] if seconds is None else [seconds]
            self.at_once += change
            self.most_at_once = max(self.most_at_once, self.at_once)


def _bearer(headers: Mapping[str, str]) -> str | None:
    scheme, _, key = headers.get("authorization", "").partition(" ")
    return key if scheme == "Bearer" else None


class _Server(ThreadingHTTPServer):
    request_queue_size = 64

    def __init__(self, script: ScriptedModel) -> None:
        super().__init__((_HOST, 0), _Handler)
        self.script = script

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that goes away in the middle is part of what is tested."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def _model(self) -> ScriptedModel:
        assert isinstance(self.server, _Server)
        return self.server.script

    def do_GET(self) -> None:
        if self.path != "/v1/models":
            self._send(404, {}, b'{"error": {"message": "no such path"}}')
            return
        listed = {"object": "list", "data": [{"id": self._model.model, "object": "model", "owned_by": "script"}]}
        self._send(200, {}, json.dumps(listed).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        wire = wire_of(self.path)
        if wire is None:
            self._send(404, {}, b'{"error": {"message": "no such path"}}')
            return
        self._model.count(1)
        begun = time.perf_counter()
        try:
            request, reply = self._model.reply(body, {k.lower(): v for k, v in self.headers.items()})
            self._answer(wire, request, reply)
        finally:
            self._model.count(-1, time.perf_counter() - begun)

    def _answer(self, wire: Wire, request: Request, reply: Reply) -> None:
        streamed = bool(request.get("stream")) and reply.status == 200
        if not streamed:
            self._wait(reply.pause * max(len(reply.pieces), 1))
        if reply.raw is not None:
            kind = "text/event-stream" if streamed else "application/json"
            self._send(reply.status, {"Content-Type": kind, **reply.headers}, reply.raw)
        elif reply.status != 200:
            self._send(reply.status, reply.headers, wire.error(reply.said or "an error on order"))
        elif streamed:
            self._stream(wire, request, reply)
        else:
            self._whole(reply, wire.whole(request, reply))

    def _whole(self, reply: Reply, body: bytes) -> None:
        if not (reply.stall or reply.drop):
            self._send(200, reply.headers, body)
            return
        self._head(200, {**reply.headers, "Content-Length": str(len(body))})
        self.wfile.write(body[: len(body) // 2])
        self._end(reply)

    def _stream(self, wire: Wire, request: Request, reply: Reply) -> None:
        framed = {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"}
        self._head(200, {**framed, **reply.headers})
        self._chunk(wire.opening(request, reply))
        pieces = reply.pieces[: max(len(reply.pieces) // 2, 1)] if reply.drop else reply.pieces
        for piece in pieces:
            self._wait(reply.pause)
            self._chunk(wire.piece(request, piece))
        if reply.stall or reply.drop:
            self._end(reply)
            return
        self._chunk(wire.closing(request, reply))
        self._chunk(b"")

    def _end(self, reply: Reply) -> None:
        """Leave the answer unfinished: silent until the server closes, or cut off."""
        self.wfile.flush()
        if reply.stall:
            self._model.closing.wait()
        self.close_connection = True

    def _wait(self, seconds: float) -> None:
        if seconds:
            self._model.closing.wait(seconds)

    def _chunk(self, data: bytes) -> None:
        if not data and self.close_connection:
            return
        self.wfile.write(f"{len(data):X}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self._head(status, {**headers, "Content-Length": str(len(body))})
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
