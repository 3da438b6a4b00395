"""How the OpenSearch index asks and sends, against a small server on this machine that answers what a test wants."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from curbside.errors import SearchIndexError
from curbside.retrieval.opensearch import OpenSearchSettings, bulk
from curbside.retrieval.opensearch import connection as connecting
from curbside.retrieval.opensearch.connection import Connection

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
Answer = Callable[[list[Any]], tuple[int, Any] | None]


class Scripted:
    """A server that answers each request with the next of `answers`, and with the last from then on. None: hangs up."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[list[Any]] = []
        self.headers: list[dict[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        scripted = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers.get("content-length", 0)))
                lines = [json.loads(line) for line in sent.splitlines()]
                scripted.asked.append(lines)
                scripted.headers.append({name.lower(): value for name, value in self.headers.items()})
                answer = scripted.answers.pop(0) if len(scripted.answers) > 1 else scripted.answers[0]
                found = answer(lines)
                if found is None:
                    self.close_connection = True
                    return
                body = json.dumps(found[1]).encode()
                self.send_response(found[0])
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST  # noqa: N815 (the name that http.server looks for)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def server() -> Iterator[Scripted]:
    made = Scripted()
    yield made
    made.stop()


@pytest.fixture
def connection(server: Scripted) -> Iterator[Connection]:
    made = Connection(OpenSearchSettings(urls=(server.url,), patience=2.0))
    yield made
    made.close()


def say(status: int, body: object = None) -> Answer:
    return lambda _: (status, body if body is not None else {})


def take(*statuses: int) -> Answer:
    """Answer a bulk request: one status an item, the last for all that follow."""

    def answer(lines: list[Any]) -> tuple[int, Any]:
        count = len(lines) // 2
        codes = [*statuses, *[statuses[-1]] * count][:count]
        items = [{"index": {"status": code, **({"error": {"reason": "why"}} if code > 299 else {})}} for code in codes]
        return 200, {"errors": any(code > 299 for code in codes), "items": items}

    return answer


def actions(count: int) -> list[tuple[dict[str, Any], dict[str, int]]]:
    return [({"index": {"_id": str(n)}}, {"n": n}) for n in range(count)]


def ids(lines: list[Any]) -> list[str]:
    return [line["index"]["_id"] for line in lines[::2]]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_cluster_is_asked_again(server: Scripted, connection: Connection, status: int) -> None:
    server.answers = [say(status), say(status), say(200, {"a": 1})]
    assert connection.ask("GET", "/x").body == {"a": 1}
    assert len(server.asked) == 3


def test_a_node_that_went_in_the_middle_of_a_request_is_asked_about_again(
    server: Scripted, connection: Connection
) -> None:
    gone = {"type": "node_disconnected_exception", "reason": "disconnected"}
    shards = [{"shard": 0, "reason": gone}]
    error = {"type": "search_phase_execution_exception", "root_cause": [], "failed_shards": shards}
    server.answers = [say(500, {"error": error}), say(500, {"error": gone}), say(200, {"a": 1})]
    assert connection.ask("GET", "/x").body == {"a": 1}
    server.answers = [say(500, {"error": {"type": "null_pointer_exception", "reason": "oh"}})]
    with pytest.raises(SearchIndexError, match="oh"):
        connection.ask("GET", "/x")


def test_a_lost_answer_is_asked_for_again(server: Scripted, connection: Connection) -> None:
    server.answers = [lambda _: None, say(200, {"a": 1})]
    assert connection.ask("GET", "/x").body == {"a": 1}


def test_patience_ends(server: Scripted) -> None:
    connection = Connection(OpenSearchSettings(urls=(server.url,), patience=0.3))
    server.answers = [say(503, {"error": {"root_cause": [{"reason": "no manager"}]}})]
    began = time.monotonic()
    with pytest.raises(SearchIndexError, match=r"gave no answer in 0\.3 s: no manager"):
        connection.ask("GET", "/x")
    assert time.monotonic() - began < 5
    connection.close()


def test_another_node_answers_where_one_is_gone(server: Scripted) -> None:
    gone = Scripted()
    gone.stop()
    connection = Connection(OpenSearchSettings(urls=(gone.url, server.url), patience=5.0))
    server.answers = [say(200, {"a": 1})]
    assert [connection.ask("GET", "/x").body for _ in range(4)] == [{"a": 1}] * 4
    connection.close()


def test_an_error_is_told_in_one_sentence(server: Scripted, connection: Connection) -> None:
    server.answers = [say(400, {"error": {"root_cause": [{"reason": "no such field"}], "type": "t"}})]
    with pytest.raises(SearchIndexError, match=r"^OpenSearch refused GET /x \(400\): no such field\.$"):
        connection.ask("GET", "/x")
    server.answers = [say(401, "Unauthorized")]
    with pytest.raises(SearchIndexError, match=r"^OpenSearch does not let this user in \(401\)"):
        connection.ask("GET", "/x")
    assert len(server.asked) == 2


def test_user_and_password_are_sent_and_never_shown(server: Scripted) -> None:
    settings = OpenSearchSettings(urls=(server.url,), user="u", password="geheim")
    connection = Connection(settings)
    server.answers = [say(200)]
    connection.ask("GET", "/x")
    assert server.headers[0]["authorization"] == "Basic dTpnZWhlaW0="
    assert "geheim" not in repr(settings)
    connection.close()


def test_items_that_were_refused_for_now_are_sent_again_alone(server: Scripted, connection: Connection) -> None:
    server.answers = [take(201, 429, 201, 503), take(429, 201), take(201)]
    assert bulk.send(connection, "i", actions(4)) == 4
    assert [ids(lines) for lines in server.asked] == [["0", "1", "2", "3"], ["1", "3"], ["1"]]


def test_a_request_of_many_items_whose_answer_was_lost_is_sent_again_whole(
    server: Scripted, connection: Connection
) -> None:
    server.answers = [lambda _: None, take(200)]
    bulk.send(connection, "i", actions(3))
    assert [ids(lines) for lines in server.asked] == [["0", "1", "2"]] * 2


def test_an_item_that_is_refused_for_good_fails_all(server: Scripted, connection: Connection) -> None:
    server.answers = [take(201, 400, 201)]
    with pytest.raises(SearchIndexError, match=r"^OpenSearch refused a row \(400\): why\.$"):
        bulk.send(connection, "i", actions(3))


def test_items_that_stay_refused_fail_in_the_end(server: Scripted) -> None:
    connection = Connection(OpenSearchSettings(urls=(server.url,), patience=0.5))
    server.answers = [take(201, 429), take(429)]
    with pytest.raises(SearchIndexError, match=r"^OpenSearch did not take 2 of 3 rows: why\.$"):
        bulk.send(connection, "i", actions(3))
    connection.close()


@pytest.mark.parametrize("body", [{}, {"items": []}, {"items": None}, {"errors": False}, []])
def test_a_success_that_does_not_name_its_items_is_none(server: Scripted, connection: Connection, body: object) -> None:
    server.answers = [say(200, body)]
    with pytest.raises(SearchIndexError, match="did not say what became"):
        bulk.send(connection, "i", actions(2))


def test_requests_are_cut_by_number_and_by_size(
    server: Scripted, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers = [take(200)]
    monkeypatch.setattr(bulk, "MOST_ITEMS", 3)
    assert bulk.send(connection, "i", actions(7)) == 7
    assert [len(lines) // 2 for lines in server.asked] == [3, 3, 1]
    monkeypatch.setattr(bulk, "MOST_BYTES", 60)
    bulk.send(connection, "i", actions(3))
    assert [len(lines) // 2 for lines in server.asked[3:]] == [2, 1]
    assert bulk.send(connection, "i", []) == 0


def test_a_body_that_is_no_json_is_told(server: Scripted, connection: Connection) -> None:
    server.answers = [say(500, "x" * 1000)]
    with pytest.raises(SearchIndexError, match=r"refused GET /x \(500\)"):
        connection.ask("GET", "/x")
    assert connecting.Reply(500, {}).reason == "status 500"
