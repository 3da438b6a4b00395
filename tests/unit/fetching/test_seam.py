"""The seam for the network, against a server on this machine that does everything wrong."""

import io
import logging
import socket
import time
import traceback
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_socket import SocketConnectBlockedError

from curbside.errors import CurbsideError, FetchError, UsageError
from curbside.fetching.asking import Limits
from curbside.fetching.http import Client
from curbside.fetching.said import said
from curbside.fetching.timing import Limiter, Timing, back_off, retry_after
from curbside.testing.literature_server import Fault, LiteratureServer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
CSV = "/retractions.csv"


@pytest.mark.parametrize(
    "fault",
    [
        Fault.status(429),
        Fault.status(500),
        Fault.status(502),
        Fault.status(503),
        Fault.status(504),
        Fault.reset(),
        Fault.cut(),
        Fault.cut_chunks(),
        Fault.cut_gzip(),
    ],
    ids=lambda fault: fault.name,
)
def test_what_may_pass_is_asked_again(server: LiteratureServer, asking, waits, fault: Fault) -> None:
    server.fault(CSV, fault, times=2)
    answer = asking().get(server.retractions_url)
    assert answer.body.startswith(b"Record ID")
    assert waits.slept == [1.0, 2.0]
    assert len(server.asked(CSV)) == 3


def test_what_does_not_pass_is_told_after_a_bounded_number_of_tries(server, asking, waits) -> None:
    server.fault(CSV, Fault.status(503, b"<html><head><title>Down for repair</title></head></html>"), times=20)
    with pytest.raises(FetchError) as caught:
        asking("Invented service", tries=4).get(server.retractions_url)
    assert str(caught.value) == "Invented service answered 503 (Down for repair) (4 times); try again later."
    assert caught.value.status == 503
    assert len(server.asked(CSV)) == 4
    assert waits.slept == [1.0, 2.0, 4.0]


def test_another_status_is_told_at_once(server, asking, waits) -> None:
    with pytest.raises(FetchError, match="answered 404"):
        asking().get(f"{server.url}/no/such/thing")
    assert not waits.slept


def test_a_wait_that_the_service_asks_for_is_kept(server, asking, waits) -> None:
    server.fault(CSV, Fault.status(429, retry_after="17"))
    server.fault(CSV, Fault.status(503, retry_after="Wed, 15 Jan 2025 12:01:00 GMT"))
    asking().get(server.retractions_url)
    assert waits.slept == [17.0, 43.0]


@pytest.mark.parametrize("asked", ["86400", "99999999999999999999", "Wed, 15 Jan 2045 12:01:00 GMT"])
def test_a_wait_beyond_the_longest_is_not_waited_for(server, asking, waits, asked: str) -> None:
    server.fault(CSV, Fault.status(429, retry_after=asked))
    with pytest.raises(FetchError, match="asks for a wait of"):
        asking().get(server.retractions_url)
    assert not waits.slept


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_not_read_on(server, asking, declared: bool) -> None:
    server.fault(CSV, Fault.oversized(50_000_000, declared))
    with pytest.raises(FetchError, match="sent more than 2 MB; ask for less at once"):
        asking(largest=2_000_000).get(server.retractions_url)


def test_a_compressed_body_is_read(server, asking) -> None:
    server.fault(CSV, Fault.gzipped())
    assert asking().get(server.retractions_url).body.startswith(b"Record ID")
    assert server.requests[0].headers["accept-encoding"] == "gzip"


def test_a_compressed_body_that_expands_without_end_is_not_read_on(server, asking) -> None:
    server.fault(CSV, Fault.gzip_bomb(60_000_000))
    with pytest.raises(FetchError, match="sent more than 1 MB"):
        asking(largest=1_000_000).get(server.retractions_url)


def test_a_compression_that_was_not_asked_for_is_told(server, asking) -> None:
    server.fault(CSV, Fault("odd", lambda to, reply: _compressed(to)), times=9)
    with pytest.raises(FetchError, match="compressed as 'br', which was not asked for"):
        asking().get(server.retractions_url)


def _compressed(to) -> None:
    to.send_response(200)
    to.send_header("Content-Encoding", "br")
    to.send_header("Content-Length", "0")
    to.end_headers()


def test_a_body_that_drips_does_not_hold_for_ever(server, asking) -> None:
    server.fault(CSV, Fault.drip(0.02), times=9)
    slow = Client("Slow", None, Limits(whole=0.1, tries=2), None, Timing(sleep=lambda _: None))
    begun = time.monotonic()
    with pytest.raises(FetchError, match="so slowly that it was not complete"):
        slow.get(server.retractions_url)
    assert time.monotonic() - begun < 2


def test_a_service_that_stops_in_the_middle_is_told(server, asking) -> None:
    server.fault(CSV, Fault.drip(0.6), times=9)
    with pytest.raises(FetchError, match="stopped sending in the middle"):
        asking(piece=0.05, tries=2).get(server.retractions_url)


def test_a_redirect_within_the_host_is_followed(server, asking) -> None:
    server.fault("/old", Fault.redirect("/retractions.csv"))
    assert asking().get(f"{server.url}/old").body.startswith(b"Record ID")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("http://evil.example/x?api_key=abc", "redirects to another host, evil.example,"),
        ("//evil.example/x", "redirects to another host"),
        ("http://127.0.0.1.evil.example/", "redirects to another host"),
        ("http://user:pass@127.0.0.1/", "redirects to no proper address"),
        ("http://127.0.0.1:1/", "redirects to another port"),
        ("file:///etc/passwd", "redirects to no proper address"),
        ("ftp://127.0.0.1/x", "redirects to an address without https"),
        ("", "redirects to no proper address"),
    ],
)
def test_a_redirect_elsewhere_is_not_followed(server, asking, target: str, told: str) -> None:
    server.fault("/old", Fault.redirect(target))
    with pytest.raises(FetchError, match=told):
        asking().get(f"{server.url}/old")
    assert len(server.requests) == 1


def test_redirects_without_end_are_told(server, asking) -> None:
    server.fault("/old", Fault.redirect("/old"), times=50)
    with pytest.raises(FetchError, match="redirected too many times"):
        asking().get(f"{server.url}/old")


def test_a_form_is_not_sent_on_by_a_redirect_that_drops_it(server, asking) -> None:
    server.fault("/old", Fault.redirect("/retractions.csv", 302))
    with pytest.raises(FetchError, match="answered 302"):
        asking().post(f"{server.url}/old", {"a": "b"})


def test_who_asks_is_said_and_no_cookie_is_kept(server, asking) -> None:
    client = asking()
    cookie = Fault("cookie", lambda to, _: _with_cookie(to))
    server.fault(CSV, cookie)
    client.get(server.retractions_url)
    client.get(server.retractions_url)
    assert server.requests[0].headers["user-agent"].startswith("curbside/")
    assert server.requests[0].headers["user-agent"].endswith("(curbside; someone@example.org)")
    assert "cookie" not in server.requests[1].headers


def _with_cookie(to) -> None:
    to.send_response(200)
    to.send_header("Set-Cookie", "a=b")
    to.send_header("Content-Length", "0")
    to.end_headers()


def test_a_key_is_in_no_message_log_or_traceback(server, asking, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    key = "s3cret key/of+mine"
    client = asking(secrets=(key,), tries=2)
    server.fault("/x", Fault.status(400, f'{{"error":"API key invalid: {key}"}}'.encode()))
    with pytest.raises(FetchError) as refused:
        client.post(f"{server.url}/x", {"api_key": key})
    server.fault("/x", Fault.reset(), times=5)
    with pytest.raises(FetchError) as broken:
        client.post(f"{server.url}/x", {"api_key": key})
    shown = [str(refused.value), caplog.text, repr(client)]
    shown += ["".join(traceback.format_exception(error.value)) for error in (refused, broken)]
    assert all("s3cret" not in text for text in shown)
    assert "API key invalid" in shown[0]
    assert server.requests[0].params["api_key"] == key
    assert server.requests[0].query == ""


def test_the_address_of_the_machine_in_a_refusal_is_not_shown() -> None:
    body = b'{"error":"API rate limit exceeded","api-key":"203.0.113.7","count":"4","limit":"3"}'
    assert said(body) == "API rate limit exceeded"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "gopher://x", "no address", "", "http://"])
def test_only_http_addresses_are_asked(asking, url: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        asking().get(url)


def test_an_address_with_a_password_is_refused_without_showing_it(asking) -> None:
    with pytest.raises(UsageError) as caught:
        asking().get("https://me:hidden@example.org/")
    assert "hidden" not in str(caught.value)


def test_a_service_that_cannot_be_reached_is_told_soon(asking, waits) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(FetchError) as caught:
        asking("PubMed").get(f"http://127.0.0.1:{port}/")
    told = "PubMed cannot be reached (3 times); check the network connection and try again."
    assert str(caught.value) == told
    assert len(waits.slept) == 2


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_other_host_can_be_asked_in_a_test(asking) -> None:
    with pytest.raises(SocketConnectBlockedError):
        asking().get("http://192.0.2.1/")


def test_an_answer_that_is_not_what_was_asked_for_is_asked_for_again(server, asking) -> None:
    server.fault(CSV, Fault.page(), times=2)
    check = lambda answer: "sent a web page" if b"<html" in answer.body else None  # noqa: E731
    assert asking().get(server.retractions_url, check=check).body.startswith(b"Record ID")
    server.fault(CSV, Fault.page(), times=9)
    with pytest.raises(FetchError, match=r"sent a web page \(6 times\)"):
        asking().get(server.retractions_url, check=check)


def test_a_download_that_broke_begins_at_the_beginning_of_the_file(server, asking) -> None:
    server.fault(CSV, Fault.cut(), times=2)
    to = io.BytesIO(b"old" * 1000)
    asking().download(server.retractions_url, to)
    assert to.getvalue().startswith(b"Record ID")
    assert to.getvalue().count(b"Record ID") == 1
    assert b"old" not in to.getvalue()


def test_the_limiter_keeps_below_what_the_service_allows() -> None:
    with LiteratureServer(per_second=20) as server:
        client = Client("The service", None, Limits(), Limiter(20), Timing(sleep=time.sleep))
        for _ in range(25):
            client.get(server.retractions_url)
        assert server.refused == 0
        assert len(server.requests) == 25


def test_without_the_limiter_the_service_refuses_and_is_asked_again() -> None:
    with LiteratureServer(per_second=3) as server:
        slept: list[float] = []
        client = Client(
            "The service", None, Limits(), None, Timing(sleep=lambda s: (slept.append(s), time.sleep(s))[0])
        )
        for _ in range(4):
            client.get(server.retractions_url)
        assert server.refused == 1
        assert len(slept) == 1
        assert slept[0] >= 1.0


@given(st.integers(1, 50), st.floats(0.01, 30), st.floats(0, 1))
def test_a_wait_grows_and_is_bounded(failures: int, first: float, jitter: float) -> None:
    wait = back_off(failures, first, 60, jitter)
    assert 0 < wait <= 60
    assert wait >= min(60, first * 2 ** (failures - 1)) / 2 - 1e-9


@given(st.text(max_size=60))
def test_any_wait_header_is_read_or_left(value: str) -> None:
    found = retry_after(value, datetime(2025, 1, 1, tzinfo=UTC))
    assert found is None or found >= 0


@given(st.binary(max_size=300))
def test_what_a_service_says_is_one_short_line(body: bytes) -> None:
    for wrapped in (
        body,
        b"<ERROR>" + body + b"</ERROR>",
        b'{"error":"' + body + b'"}',
        b"<title>" + body + b"</title>",
    ):
        found = said(wrapped)
        assert found is None or (found.isprintable() and len(found) <= 200)


@given(st.lists(st.floats(0, 3), max_size=40), st.integers(1, 20))
def test_no_second_holds_more_requests_than_allowed(gaps: list[float], rate: int) -> None:
    now, went = 0.0, []

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    limiter = Limiter(rate, Timing(clock=lambda: now, sleep=sleep))
    for gap in gaps:
        now += gap
        limiter.wait()
        went.append(now)
    for first in went:
        assert sum(1 for one in went if first <= one < first + 1) <= rate


def test_a_fetch_error_is_one_of_curbside() -> None:
    assert issubclass(FetchError, CurbsideError)
