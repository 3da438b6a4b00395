"""Fetching a model from a hub on this machine. What it serves is invented; none of it is a model."""

import hashlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from curbside.errors import FetchError, UsageError
from curbside.fetching.asking import Limits
from curbside.fetching.timing import Timing
from curbside.retrieval.embedding.downloading import RECORD, fetch_model
from curbside.retrieval.embedding.finding import NAME, ModelFiles, find_model

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
WEIGHTS, TOKENIZER = b"invented weights " * 1000, b'{"invented": "tokenizer"}'


@dataclass
class Hub:
    """Answers as the hub does: large files by a redirect to a store at another address, with their SHA-256."""

    weights: bytes = WEIGHTS
    etag: str = '"' + hashlib.sha256(WEIGHTS).hexdigest() + '"'
    small_etag: str = '"' + hashlib.sha1(b"blob %d\0" % len(TOKENIZER) + TOKENIZER).hexdigest() + '"'
    broken: int = 0
    asked: list[str] = field(default_factory=list)
    store: str = ""

    def answer(self, request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(f"{request.command} {request.path}")
        if request.path.endswith("/onnx/model_quantized.onnx"):
            told = {"X-Linked-Etag": self.etag, "X-Repo-Commit": "c0ffee", "Location": f"{self.store}/blob?signed=1"}
            return 302, told, b""
        if request.path.startswith("/blob"):
            if self.broken:
                self.broken -= 1
                return 503, {}, b""
            return 200, {}, self.weights
        if request.path.endswith("/tokenizer.json"):
            return 200, {"ETag": self.small_etag}, TOKENIZER
        return 404, {}, b"nothing here"


@pytest.fixture
def hub():
    made = Hub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = made.answer(self)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None: ...

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    made.url, made.store = (f"http://127.0.0.1:{server.server_address[1]}" for server in servers)
    yield made
    for server in servers:
        server.shutdown()
        server.server_close()


def _fetch(hub: Hub, home: Path, **more) -> ModelFiles:
    quick = Timing(sleep=lambda seconds: None)
    return fetch_model(home, {"CURBSIDE_HUB_URL": hub.url}, limits=Limits(tries=3), timing=quick, **more)


def test_a_model_is_fetched_checked_recorded_and_found(hub, tmp_path: Path) -> None:
    made = _fetch(hub, tmp_path, revision="v1")
    assert made.weights.read_bytes() == WEIGHTS
    assert made.tokenizer.read_bytes() == TOKENIZER
    assert find_model({}, tmp_path) == made
    record = json.loads((made.weights.parent / RECORD).read_text())
    assert record[0]["commit"] == "c0ffee"
    assert record[0]["sha256"] == hashlib.sha256(WEIGHTS).hexdigest()
    assert hub.asked[:2] == [
        "HEAD /Xenova/bge-small-en-v1.5/resolve/v1/onnx/model_quantized.onnx",
        "GET /blob?signed=1",
    ]
    assert sorted(p.name for p in (tmp_path / "models").iterdir()) == [NAME]


def test_what_passes_is_asked_again(hub, tmp_path: Path) -> None:
    hub.broken = 2
    assert _fetch(hub, tmp_path).weights.read_bytes() == WEIGHTS


def test_a_file_other_than_the_hub_said_is_not_kept_and_what_was_there_stays(hub, tmp_path: Path) -> None:
    _fetch(hub, tmp_path)
    hub.weights = WEIGHTS[:-1] + b"!"
    with pytest.raises(FetchError, match=r"sent another file for model\.onnx"):
        _fetch(hub, tmp_path)
    found = find_model({}, tmp_path)
    assert isinstance(found, ModelFiles)
    assert found.weights.read_bytes() == WEIGHTS
    assert sorted(p.name for p in (tmp_path / "models").iterdir()) == [NAME]


def test_a_small_file_is_checked_too(hub, tmp_path: Path) -> None:
    hub.small_etag = '"' + "0" * 40 + '"'
    with pytest.raises(FetchError, match=r"tokenizer\.json"):
        _fetch(hub, tmp_path)
    assert not (tmp_path / "models" / NAME).exists()


def test_a_hub_that_says_no_hash_is_not_believed(hub, tmp_path: Path) -> None:
    hub.etag = '"1234"'
    with pytest.raises(FetchError, match="did not say the hash"):
        _fetch(hub, tmp_path)


def test_a_second_fetch_takes_the_place_of_the_first(hub, tmp_path: Path) -> None:
    _fetch(hub, tmp_path)
    hub.weights, hub.etag = b"newer", '"' + hashlib.sha256(b"newer").hexdigest() + '"'
    assert _fetch(hub, tmp_path).weights.read_bytes() == b"newer"


def test_a_model_is_fetched_over_https_only(hub, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="https only"):
        fetch_model(tmp_path, {"CURBSIDE_HUB_URL": "http://hub.example"})
    hub.store = "http://store.example"
    with pytest.raises(FetchError, match="without https"):
        _fetch(hub, tmp_path)


def test_a_hub_that_has_no_such_model_is_said(hub, tmp_path: Path) -> None:
    hub.url += "/elsewhere"
    hub.answer = lambda request: (404, {}, b"")
    with pytest.raises(FetchError, match="404"):
        _fetch(hub, tmp_path)
