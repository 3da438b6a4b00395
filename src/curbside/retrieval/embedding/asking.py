"""Requests that the literature services do not need: a JSON body with a key, and what the hub says of a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3

from curbside import __version__
from curbside.fetching.asking import Answer, Check, Request
from curbside.fetching.config import TOOL
from curbside.fetching.http import Client


def pool_manager(at_once: int) -> urllib3.PoolManager:
    """Connections like those of `Client`, `at_once` of them to a host kept open."""
    return urllib3.PoolManager(cert_reqs="CERT_REQUIRED", retries=False, maxsize=at_once)


@dataclass(frozen=True, slots=True)
class JsonClient(Client):
    """A `Client` that sends JSON; key: sent as a bearer token (RFC 6750, section 2.1), never shown."""

    key: str | None = field(default=None, repr=False)

    def post_json(self, url: str, body: Mapping[str, Any], check: Check | None = None) -> Answer:
        """The answer to JSON sent by POST, which must be safe to send again. Raises FetchError."""
        sent = json.dumps(body, ensure_ascii=False).encode()
        return self._asked(Request("POST", url, sent, (200,), check, None, self.limits.largest))

    def head(self, url: str) -> Answer:
        """The headers of what is there, or of a redirect (302) to another host. Raises FetchError."""
        return self._asked(Request("HEAD", url, None, (200, 302), None, None, self.limits.largest))

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._pool.clear()

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {"User-Agent": f"curbside/{__version__} ({TOOL})", "Accept-Encoding": "identity"}
        if request.form is not None:
            headers |= {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        return headers
