"""The one seam for the network: every request to a service goes through `Client`.

    Client.get, Client.post     an answer in memory
    Client.download             an answer written to a file

TLS is verified, a body is counted as it comes and expands no further than allowed, a redirect stays with its host, no
cookie is kept, and what may pass (429, 5xx, a broken connection, a body cut short, an answer that is not what was asked
for) is asked again after a wait, a bounded number of times. Whatever else happens is one `FetchError`. The causes of
such an error hold addresses with parameters and are cut off, so that no traceback shows an API key.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO, Final
from urllib.parse import quote_plus, urlencode

import urllib3
from urllib3 import exceptions
from urllib3.util import Url

from curbside import __version__
from curbside.errors import FetchError
from curbside.fetching.addresses import checked, redirected
from curbside.fetching.asking import LATER, Answer, Check, Limits, PassingError, Request
from curbside.fetching.bodies import BodyError, written
from curbside.fetching.config import TOOL
from curbside.fetching.said import said
from curbside.fetching.timing import Limiter, Timing, back_off, retry_after

PASSING: Final = frozenset({429, 500, 502, 503, 504})
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
SAME_METHOD: Final = frozenset({307, 308})
LARGEST_ERROR: Final = 1_000_000
_KEY: Final = re.compile(r"""(api[_-]?key["']?\s*[=:]\s*["']?)[^&\s"',;}]+""", re.IGNORECASE)
_ADDRESS: Final = "check its address in the settings"
_NETWORK: Final = "check the network connection and try again"


@dataclass(frozen=True, slots=True)
class Client:
    """Asks one service. service: its name in messages. secrets: what no message may hold."""

    service: str
    email: str | None = None
    limits: Limits = field(default_factory=Limits)
    limiter: Limiter | None = None
    timing: Timing = field(default_factory=Timing)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    _pool: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(cert_reqs="CERT_REQUIRED", retries=False), repr=False
    )

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        accepted: Collection[int] = (200,),
        check: Check | None = None,
    ) -> Answer:
        """The answer to GET, its status one of `accepted`. Raises FetchError."""
        full = f"{url}?{urlencode(params)}" if params else url
        return self._asked(Request("GET", full, None, accepted, check, None, self.limits.largest))

    def post(
        self,
        url: str,
        params: Mapping[str, str],
        accepted: Collection[int] = (200,),
        check: Check | None = None,
    ) -> Answer:
        """The answer to a form sent by POST, which must be safe to send again. Raises FetchError."""
        form = urlencode(params).encode()
        return self._asked(Request("POST", url, form, accepted, check, None, self.limits.largest))

    def download(self, url: str, to: BinaryIO, largest: int | None = None, check: Check | None = None) -> Answer:
        """Write the body to a file open for writing, from its beginning; `check` sees no body. Raises FetchError."""
        return self._asked(Request("GET", url, None, (200,), check, to, largest or self.limits.largest))

    def failure(self, problem: str, advice: str, status: int | None = None) -> FetchError:
        """A FetchError of this service without any of its secrets."""
        return FetchError(self.service, self._clean(problem), self._clean(advice), status)

    def _asked(self, request: Request) -> Answer:
        """Ask, and ask again where what went wrong may pass."""
        failures = unconnected = 0
        while True:
            try:
                return self._once(request)
            except PassingError as failed:
                failures += 1
                unconnected += not failed.connected
                wait = self._wait(failed, failures)
                if failures >= self.limits.tries or unconnected >= self.limits.tries_to_connect:
                    problem = failed.problem + (f" ({failures} times)" if failures > 1 else "")
                    raise self.failure(problem, failed.advice, failed.status) from None
            self.timing.sleep(wait)

    def _wait(self, failed: PassingError, failures: int) -> float:
        wait = back_off(failures, self.limits.first_wait, self.limits.longest_wait, self.timing.jitter())
        if failed.wait is None:
            return wait
        if failed.wait > self.limits.longest_wait:
            asked = "very long" if failed.wait == float("inf") else f"{failed.wait:,.0f} seconds"
            raise self.failure(f"{failed.problem} and asks for a wait of {asked}", LATER, failed.status) from None
        return max(wait, failed.wait)

    def _once(self, request: Request) -> Answer:
        url = checked(request.url)
        for _ in range(self.limits.redirects + 1):
            answer, target = self._answered(request, url)
            if target is None:
                return answer
            try:
                url = redirected(url, target)
            except ValueError as error:
                raise self.failure(f"redirects to {error}, which is not followed", _ADDRESS) from None
        raise self.failure("redirected too many times", _ADDRESS)

    def _answered(self, request: Request, url: Url) -> tuple[Answer, str | None]:
        if self.limiter is not None:
            self.limiter.wait()
        try:
            response = self._sent(request, url)
        except exceptions.HTTPError as error:
            raise self._unanswered(error) from None
        try:
            return self._received(request, response)
        except exceptions.HTTPError as error:
            raise PassingError(_broken(error)) from None
        except BodyError as error:
            if error.passes:
                raise PassingError(error.problem) from None
            raise self.failure(error.problem, "ask for less at once") from None
        finally:
            response.close()

    def _headers(self, request: Request) -> dict[str, str]:
        contact = f"{TOOL}; {self.email}" if self.email else TOOL
        headers = {"User-Agent": f"curbside/{__version__} ({contact})", "Accept-Encoding": "gzip"}
        if request.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return headers

    def _sent(self, request: Request, url: Url) -> urllib3.BaseHTTPResponse:
        return self._pool.request(
            request.method,
            url.url,
            body=request.form,
            headers=self._headers(request),
            timeout=urllib3.Timeout(connect=self.limits.connect, read=self.limits.piece),
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )

    def _received(self, request: Request, response: urllib3.BaseHTTPResponse) -> tuple[Answer, str | None]:
        headers = {name.lower(): value for name, value in response.headers.items()}
        status = response.status
        if status in REDIRECTS and (request.method == "GET" or status in SAME_METHOD):
            return Answer(status, headers, b""), headers.get("location", "")
        good = status in request.accepted
        sink: BinaryIO = request.to if good and request.to is not None else BytesIO()
        largest = request.largest if good else min(request.largest, LARGEST_ERROR)
        written(response, sink, largest, self.limits.whole, self.timing.clock)
        body = sink.getvalue() if isinstance(sink, BytesIO) else b""
        if not good:
            raise self._refused(status, headers, body)
        answer = Answer(status, headers, body)
        wrong = request.check(answer) if request.check else None
        if wrong is not None:
            raise PassingError(wrong, status=status)
        return answer, None

    def _refused(self, status: int, headers: Mapping[str, str], body: bytes) -> Exception:
        words = said(body)
        problem = f"answered {status}" + (f" ({words})" if words else "")
        if status in PASSING:
            wait = retry_after(headers.get("retry-after"), self.timing.now())
            return PassingError(problem, LATER, status, wait)
        return self.failure(problem, "check what was asked for, and its address in the settings", status)

    def _unanswered(self, error: exceptions.HTTPError) -> Exception:
        if isinstance(error, exceptions.SSLError):
            return self.failure("has no certificate that can be trusted", "check its address and this machine's clock")
        if isinstance(error, exceptions.ReadTimeoutError):
            return PassingError(f"did not answer within {self.limits.piece:,.0f} seconds")
        if isinstance(error, exceptions.ProtocolError):
            return PassingError("broke off the connection before it answered")
        return PassingError("cannot be reached", _NETWORK, connected=False)

    def _clean(self, text: str) -> str:
        for secret in self.secrets:
            for form in (secret, quote_plus(secret)):
                text = text.replace(form, "[key]")
        return _KEY.sub(r"\1[key]", text)


def _broken(error: exceptions.HTTPError) -> str:
    if isinstance(error, exceptions.ReadTimeoutError):
        return "stopped sending in the middle of its answer"
    if isinstance(error, exceptions.ProtocolError):
        return "sent an answer that was cut short"
    return "sent an answer that cannot be read"
