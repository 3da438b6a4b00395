"""A server on this machine that answers as the literature services do, over invented records, with faults on order.

It speaks as much of E-utilities (esearch, efetch), Europe PMC (search, fullTextXML), DailyMed (spls) and openFDA
(drug/label) as Curbside asks of them, and a CSV of retractions. Everything in its records is made by rule and marked as
invented; nothing is a statement about any real drug, person or study.

    with LiteratureServer(records=450, per_second=50) as server:
        server.fault("/eutils/efetch.fcgi", Fault.cut(), times=2)
        ...                          # ask server.eutils_url, server.europepmc_url, ...
        server.requests              # what was asked
"""

from __future__ import annotations

import sys
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from curbside.testing._literature_faults import Fault
from curbside.testing._literature_services import Reply, Services

__all__ = ["Asked", "Fault", "LiteratureServer", "Reply"]

_HOST: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path, its parameters (of the address and the form together), its headers in lower case."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    query: str


@dataclass(slots=True)
class LiteratureServer:
    """records: how many PubMed records it has. per_second: more requests than that in any second are answered 429."""

    records: int = 450
    per_second: int | None = None
    services: Services = field(init=False)
    requests: list[Asked] = field(init=False, default_factory=list)
    refused: int = field(init=False, default=0)
    _faults: dict[str, deque[Fault]] = field(init=False, default_factory=lambda: defaultdict(deque))
    _times: deque[float] = field(init=False, default_factory=deque)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _server: _Server | None = field(init=False, default=None)
    _thread: threading.Thread | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.services = Services(self.records)

    def __enter__(self) -> LiteratureServer:
        self._server = _Server((_HOST, 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
        if kind is None and self._server.errors:
            raise self._server.errors[0]

    @property
    def url(self) -> str:
        """The address without a path."""
        assert self._server is not None
        return f"http://{_HOST}:{self._server.server_address[1]}"

    @property
    def eutils_url(self) -> str:
        """Base address of E-utilities."""
        return f"{self.url}/eutils"

    @property
    def europepmc_url(self) -> str:
        """Base address of Europe PMC."""
        return f"{self.url}/europepmc"

    @property
    def dailymed_url(self) -> str:
        """Base address of DailyMed."""
        return f"{self.url}/dailymed"

    @property
    def openfda_url(self) -> str:
        """Base address of openFDA."""
        return f"{self.url}/openfda"

    @property
    def retractions_url(self) -> str:
        """Address of the CSV of retractions."""
        return f"{self.url}/retractions.csv"

    def fault(self, path: str, fault: Fault, times: int = 1, after: int = 0) -> None:
        """Do this instead of answering the next `times` requests of a path, after `after` that are answered."""
        waiting = self._faults[path]
        waiting.extend([Fault.none()] * after)
        waiting.extend([fault] * times)

    def asked(self, path: str) -> list[Asked]:
        """The requests of a path so far, those that met a fault among them."""
        return [asked for asked in self.requests if asked.path == path]

    def met(self, asked: Asked) -> Fault:
        """Note a request; what is to be done with it."""
        with self._lock:
            self.requests.append(asked)
            if self._too_many():
                self.refused += 1
                return Fault.too_many()
            waiting = self._faults[asked.path]
            return waiting.popleft() if waiting else Fault.none()

    def _too_many(self) -> bool:
        now = time.monotonic()
        while self._times and now - self._times[0] >= 1.0:
            self._times.popleft()
        if self.per_second is not None and len(self._times) >= self.per_second:
            return True
        self._times.append(now)
        return False


class _Server(ThreadingHTTPServer):
    """Keeps what went wrong in answering, but for clients that went away, as some faults make them do."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.errors: list[BaseException] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Instead of a traceback on standard error."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError | TimeoutError):
            self.errors.append(error)


def _handler(server: LiteratureServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self._answer(dict(parse_qsl(form.decode(), keep_blank_values=True)))

        def _answer(self, form: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            params = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **form}
            headers = {name.lower(): value for name, value in self.headers.items()}
            fault = server.met(Asked(self.command, parts.path, params, headers, parts.query))
            reply = server.services.reply(parts.path, params)
            try:
                fault.send(self, reply)
            except (ConnectionError, TimeoutError):
                self.close_connection = True  # the client went away, as some faults make it do

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the requests are kept in `LiteratureServer.requests`."""

    return Handler
