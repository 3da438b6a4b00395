"""A server on this machine that answers as OpenAI's `/embeddings` does, with true vectors, and with faults on order.

    with EmbeddingsServer() as server:
        server.fault(status=429, headers={"Retry-After": "2"}, times=2)
        ...                          # ask server.url
        server.requests              # what was asked

Its vectors are made by `hashed_words` unless it is given something else: texts that share words are near each other,
the same everywhere, with no model. With `embed=OnnxEmbedder(...).embed_texts` it serves a real one.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

DIMENSIONS: Final = 64
_HOST: Final = "127.0.0.1"
_WORD: Final = re.compile(r"\w+")
Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]


def hashed_words(texts: Sequence[str], dimensions: int = DIMENSIONS, seed: str = "") -> list[list[float]]:
    """A vector for each text: the sum of a fixed vector of -1 and 1 for each of its words; not normalised.

    Another seed is another model. dimensions: at most 256.
    """
    made = []
    for text in texts:
        total = [0] * dimensions
        for word in _WORD.findall(text.casefold()) or [""]:
            bits = int.from_bytes(hashlib.sha256((seed + word).encode()).digest(), "big")
            total = [have + (1 if bits >> place & 1 else -1) for place, have in enumerate(total)]
        # A text whose words cancel out still has a direction.
        made.append([float(number) for number in total] if any(total) else [1.0] * dimensions)
    return made


@dataclass(frozen=True, slots=True)
class AskedVectors:
    """One request: its body, and its headers with names in lower case."""

    body: Mapping[str, Any]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Fault:
    """raw: sent as the body in place of the answer. change: what to make of the answer, else."""

    status: int
    headers: Mapping[str, str]
    raw: bytes | None
    change: Callable[[dict[str, Any]], dict[str, Any]] | None


@dataclass(slots=True)
class EmbeddingsServer:
    """embed: makes the vectors. key: what must come as a bearer token. most: texts that a request may have (else 413).

    backwards: gives the vectors last first, each with its index. model: the name that the answers carry.
    """

    embed: Embed = hashed_words
    key: str | None = None
    most: int = 2048
    backwards: bool = True
    model: str = "hashed-words"
    requests: list[AskedVectors] = field(init=False, default_factory=list)
    _faults: deque[_Fault] = field(init=False, default_factory=deque)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _server: ThreadingHTTPServer | None = field(init=False, default=None)
    _thread: threading.Thread | None = field(init=False, default=None)

    def __enter__(self) -> EmbeddingsServer:
        self._server = ThreadingHTTPServer((_HOST, 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @property
    def url(self) -> str:
        """Its address, without /embeddings."""
        assert self._server is not None
        return f"http://{_HOST}:{self._server.server_address[1]}/v1"

    def fault(
        self,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        change: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
        times: int = 1,
    ) -> None:
        """Answer the next `times` requests so; afterwards as before."""
        self._faults.extend([_Fault(status, headers or {}, raw, change)] * times)

    def answered(self, body: dict[str, Any], headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of the answer to a request."""
        with self._lock:
            self.requests.append(AskedVectors(body, headers))
            fault = self._faults.popleft() if self._faults else None
        if fault is not None and fault.status != 200:
            return fault.status, fault.headers, fault.raw or b'{"error": {"message": "a fault on order"}}'
        refused = self._refused(body, headers)
        if refused:
            return refused[0], {}, json.dumps({"error": {"message": refused[1]}}).encode()
        made = self._made(list(body["input"]))
        if fault is not None and fault.raw is not None:
            return 200, fault.headers, fault.raw
        made = fault.change(made) if fault is not None and fault.change is not None else made
        return 200, {}, json.dumps(made).encode()

    def _refused(self, body: dict[str, Any], headers: Mapping[str, str]) -> tuple[int, str] | None:
        if self.key is not None and headers.get("authorization") != f"Bearer {self.key}":
            return 401, f"no such key: {headers.get('authorization')}"
        if not isinstance(body.get("model"), str) or not isinstance(body.get("input"), list) or not body["input"]:
            return 400, "model or input is missing"
        if len(body["input"]) > self.most:
            return 413, f"at most {self.most} texts"
        return None

    def _made(self, texts: list[str]) -> dict[str, Any]:
        rows = [
            {"object": "embedding", "index": number, "embedding": [float(value) for value in vector]}
            for number, vector in enumerate(self.embed(texts))
        ]
        if self.backwards:
            rows.reverse()
        count = sum(map(len, texts))
        usage = {"prompt_tokens": count, "total_tokens": count}
        return {"object": "list", "data": rows, "model": self.model, "usage": usage}


def _handler(server: EmbeddingsServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path != "/v1/embeddings":
                self._send(404, {}, b'{"error": {"message": "no such path"}}')
                return
            self._send(*server.answered(json.loads(body), {k.lower(): v for k, v in self.headers.items()}))

        def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
