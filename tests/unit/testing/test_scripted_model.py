"""The scripted server is asked with the vendors' own clients: what they can read, a real server could have sent."""

import http.client
import json
import time
from urllib.parse import urlsplit

import pytest

from curbside.testing.scripted_model import Reply, ScriptedModel

openai = pytest.importorskip("openai")
anthropic = pytest.importorskip("anthropic")
pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
MESSAGES = [{"role": "user", "content": "an invented question"}]


def client(server: ScriptedModel, **more):
    return openai.OpenAI(base_url=server.url, api_key="k", max_retries=0, timeout=2, **more)


def streamed(server: ScriptedModel) -> list[str]:
    with client(server).chat.completions.create(model="m", messages=MESSAGES, stream=True) as stream:
        return [c.choices[0].delta.content for c in stream if c.choices and c.choices[0].delta.content]


def test_answers_are_used_in_turn_and_the_last_goes_on() -> None:
    with ScriptedModel(["one", Reply("two")]) as server, client(server) as asked:
        said = [asked.chat.completions.create(model="m", messages=MESSAGES).choices[0].message.content for _ in "abc"]
        assert [m.id for m in asked.models.list().data] == ["scripted"]
    assert said == ["one", "two", "two"]
    assert [r["messages"] for r in server.requests] == [MESSAGES] * 3
    assert [json.loads(b) for b in server.bodies] == server.requests


def test_a_script_reads_the_request() -> None:
    with ScriptedModel(lambda request: request["messages"][0]["content"].upper()) as server:
        assert "".join(streamed(server)) == "AN INVENTED QUESTION"


def test_chunks_come_one_by_one_after_their_pause() -> None:
    with ScriptedModel([Reply(chunks=["a", "b", "c"], pause=0.05)]) as server:
        begun = time.perf_counter()
        assert streamed(server) == ["a", "b", "c"]
        assert time.perf_counter() - begun >= 0.15


def test_a_status_comes_with_its_headers() -> None:
    with (
        ScriptedModel([Reply("slower", status=429, headers={"Retry-After": "7"})]) as server,
        pytest.raises(openai.RateLimitError, match="slower") as caught,
    ):
        streamed(server)
    assert caught.value.response.headers["retry-after"] == "7"


def test_a_stall_is_silence_on_an_open_connection() -> None:
    with ScriptedModel([Reply(chunks=["a"], stall=True)]) as server:
        connection, response = asked(server, {"stream": True})
        connection.sock.settimeout(0.3)
        head = response.read1(65536) + response.read1(65536)
        with pytest.raises(TimeoutError):
            response.read1(65536)
        connection.close()
    assert b'"content": "a"' in head
    assert b"[DONE]" not in head


@pytest.mark.parametrize("stream", [True, False])
def test_a_drop_cuts_the_answer_off(stream: bool) -> None:
    with ScriptedModel([Reply(chunks=["a", "b"], drop=True)]) as server:
        connection, response = asked(server, {"stream": stream})
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            response.read()
        connection.close()


@pytest.mark.parametrize("stream", [True, False])
def test_raw_bytes_are_sent_as_they_are(stream: bool) -> None:
    with ScriptedModel([Reply(raw=b"\xff no json")]) as server:
        connection, response = asked(server, {"stream": stream})
        assert response.read() == b"\xff no json"
        connection.close()


def asked(server: ScriptedModel, more: dict[str, object]):
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=2)
    connection.request("POST", "/v1/chat/completions", json.dumps({"messages": MESSAGES, **more}))
    return connection, connection.getresponse()


@pytest.mark.parametrize("finish", ["stop", "length"])
def test_it_speaks_to_the_client_of_anthropic(finish: str) -> None:
    with ScriptedModel([Reply("an invented answer, in pieces", finish=finish, usage=(3, 5))], key="k") as server:
        asked = anthropic.Anthropic(base_url=server.root, api_key="k", max_retries=0, timeout=2)
        with asked.messages.stream(model="m", max_tokens=9, messages=MESSAGES) as stream:
            assert "".join(stream.text_stream) == "an invented answer, in pieces"
            last = stream.get_final_message()
        whole = asked.messages.create(model="m", max_tokens=9, messages=MESSAGES)
        asked.close()
    assert (
        (last.usage.input_tokens, last.usage.output_tokens)
        == (3, 5)
        == (
            whole.usage.input_tokens,
            whole.usage.output_tokens,
        )
    )
    assert last.stop_reason == whole.stop_reason == {"stop": "end_turn", "length": "max_tokens"}[finish]


def test_a_wrong_key_is_refused() -> None:
    with ScriptedModel(["never"], key="other") as server, pytest.raises(openai.AuthenticationError):
        streamed(server)
