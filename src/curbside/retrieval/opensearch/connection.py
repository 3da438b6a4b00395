"""Requests to a cluster: to any of its nodes, and again where a node is gone or the cluster is overloaded.

urllib3, which Curbside needs anyway, is the client: a dozen calls of the REST interface are used, and when to try again
and what counts as done must be decided here, item by item, not in a library.
"""

from __future__ import annotations

import json
import random
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import HTTPError

from curbside.errors import SearchIndexError
from curbside.retrieval.opensearch.config import OpenSearchSettings

# 429: queues are full. 502 to 504: no cluster manager, no active copy of a shard, or a proxy with nothing behind it.
AGAIN = frozenset({429, 502, 503, 504})
# What a node answers, with status 500, where another one has gone in the middle of a request.
_GONE = frozenset(
    "node_disconnected_exception node_not_connected_exception connect_transport_exception node_closed_exception"
    " send_request_transport_exception receive_timeout_transport_exception no_shard_available_action_exception"
    " no_node_available_exception shard_not_found_exception illegal_index_shard_state_exception".split()
)
TIMEOUT = urllib3.Timeout(connect=3.0, read=60.0)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
_SHUNNED = 5.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a node answered: the status of HTTP and the body, {} where there is none."""

    status: int
    body: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        """Whether it is a success."""
        return self.status < 300

    @property
    def reason(self) -> str:
        """Why not, in the words of OpenSearch."""
        error = self.body.get("error", "")
        if not isinstance(error, Mapping):
            return str(error) or f"status {self.status}"
        causes = error.get("root_cause") or [error]
        return str(causes[0].get("reason") or error.get("reason") or error.get("type") or f"status {self.status}")


def is_passing(status: int, error: object) -> bool:
    """Whether a request (or an item of one) that was refused like this may be taken when it is sent again.

    error: what OpenSearch says of it. All requests of this package may be sent twice.
    """
    return status in AGAIN or (status == 500 and not _GONE.isdisjoint(_types(error)))


class Connection:
    """Threads may share it."""

    def __init__(self, settings: OpenSearchSettings) -> None:
        """Connect to nothing yet. Raises SearchIndexError where the file of authorities cannot be read."""
        self.settings = settings
        self._pool = urllib3.PoolManager(maxsize=16, retries=False, timeout=TIMEOUT, ssl_context=_context(settings))
        self._headers = {"content-type": "application/json"}
        if settings.user is not None:
            self._headers |= urllib3.make_headers(basic_auth=f"{settings.user}:{settings.password or ''}")
        self._lock = threading.Lock()
        self._turn = 0
        self._shunned: dict[str, float] = {}

    def ask(
        self, method: str, path: str, body: object = None, wrong: Iterable[int] = (), **parameters: str | int
    ) -> Reply:
        """Send a request, and again until it is answered; a reply of a status in `wrong` is given back.

        body: what becomes JSON, or bytes that are sent as they are. Raises SearchIndexError where the cluster cannot be
        reached for as long as `patience` says, or answers with an error that is not in `wrong`.
        """
        reply = self._answered(method, path, body, parameters)
        if reply.ok or reply.status in wrong:
            return reply
        if reply.status in (401, 403):
            raise SearchIndexError(f"OpenSearch does not let this user in ({reply.status}): {reply.reason}.")
        raise SearchIndexError(f"OpenSearch refused {method} {path.split('?')[0]} ({reply.status}): {reply.reason}.")

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def _answered(self, method: str, path: str, body: object, parameters: Mapping[str, str | int]) -> Reply:
        sent = body if isinstance(body, bytes) or body is None else json.dumps(body, separators=(",", ":")).encode()
        target = path + ("?" + urlencode(parameters) if parameters else "")
        end, pause = time.monotonic() + self.settings.patience, _FIRST_PAUSE
        while True:
            last = self._once(method, target, sent)
            if isinstance(last, Reply) and not is_passing(last.status, last.body.get("error")):
                return last
            if time.monotonic() + pause > end:
                raise SearchIndexError(f"OpenSearch gave no answer in {self.settings.patience:g} s: {_told(last)}.")
            time.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _once(self, method: str, target: str, sent: bytes | None) -> Reply | HTTPError:
        """Ask each node once, until one answers; a busy one counts as an answer."""
        failed: HTTPError | None = None
        for url in self._nodes():
            try:
                response = self._pool.request(method, url + target, body=sent, headers=self._headers)
            except HTTPError as error:
                _check_trusted(url, error)
                self._shunned[url], failed = time.monotonic() + _SHUNNED, error
                continue
            return Reply(response.status, _parsed(response))
        assert failed is not None
        return failed

    def _nodes(self) -> list[str]:
        """All nodes, beginning with another one each time; those that just failed come last."""
        urls = self.settings.urls
        with self._lock:
            self._turn = (self._turn + 1) % len(urls)
            turned = urls[self._turn :] + urls[: self._turn]
        now = time.monotonic()
        return sorted(turned, key=lambda url: self._shunned.get(url, 0.0) > now)


def _types(error: object) -> Iterator[str]:
    """The types of an error and of all those behind it."""
    if isinstance(error, Mapping):
        if isinstance(error.get("type"), str):
            yield error["type"]
        for name in ("root_cause", "caused_by", "reason", "failed_shards", "suppressed"):
            yield from _types(error.get(name))
    elif isinstance(error, list):
        for one in error:
            yield from _types(one)


def _check_trusted(url: str, error: HTTPError) -> None:
    """A certificate that is not trusted now will not be later."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            raise SearchIndexError(f"The certificate of {url} is not trusted: {seen.verify_message}.") from error
        seen = seen.__cause__ or seen.__context__


def _told(last: Reply | HTTPError) -> str:
    return last.reason if isinstance(last, Reply) else str(last)


def _parsed(response: urllib3.BaseHTTPResponse) -> Mapping[str, Any]:
    try:
        found = json.loads(response.data or b"{}")
    except ValueError:
        found = {"error": response.data[:200].decode(errors="replace")}
    return found if isinstance(found, Mapping) else {"found": found}


def _context(settings: OpenSearchSettings) -> ssl.SSLContext | None:
    if not any(url.startswith("https") for url in settings.urls):
        return None
    try:
        return ssl.create_default_context(cafile=settings.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise SearchIndexError(f"The certificates in {settings.ca_file} cannot be read: {error}.") from error
