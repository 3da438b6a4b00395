"""Models asked over the wire, both kinds, of a server that answers from a script, well and badly."""

import json
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from curbside.errors import CapReached, CutOff, ModelCancelled, ModelError
from curbside.models.base import Request
from curbside.models.configuration import Configuration
from curbside.models.spending import Caps, Spending
from curbside.testing.scripted_model import Reply, ScriptedModel

pytest.importorskip("openai")
pytest.importorskip("anthropic")
pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}
ASKED = Request("invented 1", "an invented system prompt", "an invented question", SCHEMA, 500)


@pytest.fixture(params=["openai", "anthropic"])
def opened(request, monkeypatch):
    """Opens the model of a scripted server; all that were opened are closed."""
    from curbside.fetching.timing import Timing
    from curbside.models import transport
    from curbside.models.anthropic_wire import AnthropicWire
    from curbside.models.calling import Caller
    from curbside.models.openai_wire import OpenAIWire

    made = []

    def open_(server: ScriptedModel, **settings):
        anthropic = request.param == "anthropic"
        url = server.root if anthropic else server.url
        config = Configuration(url, "m", hosted=False, anthropic=anthropic, **{"first": 5.0, **settings})
        wire = AnthropicWire(config) if anthropic else OpenAIWire(config)
        timing = Timing(jitter=lambda: 0.0, now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
        made.append(Caller(config, wire, transport.use, timing))
        return made[-1]

    yield open_
    for model in made:
        model.close()


def test_a_text_comes_whole_or_in_pieces(opened) -> None:
    with ScriptedModel([Reply(chunks=['{"a":', ' "b"}'], usage=(7, 3))]) as server:
        model, spending = opened(server), Spending(Caps())
        assert model.complete(ASKED, spending) == '{"a": "b"}'
        assert list(model.stream(ASKED, spending)) == ['{"a":', ' "b"}']
    assert (spending.requests, spending.tokens_in, spending.tokens_out) == (2, 14, 6)
    assert list(spending.prompts) == ["invented 1"]


def test_what_is_sent_is_the_prompt_the_schema_and_a_limit(opened) -> None:
    with ScriptedModel(["{}"]) as server:
        opened(server, key="sk-invented").complete(ASKED, Spending(Caps()))
    (body,), (headers,) = server.requests, server.headers
    said = [body.get("system"), *(m["content"] for m in body["messages"])]
    assert [t for t in said if t] == [ASKED.system, ASKED.user]
    schema = (
        body["output_config"]["format"]["schema"]
        if "output_config" in body
        else body["response_format"]["json_schema"]["schema"]
    )
    assert schema == SCHEMA
    assert body["max_tokens"] == 500
    assert "sk-invented" in (headers.get("x-api-key"), headers.get("authorization", "").removeprefix("Bearer "))
    assert not [name for name in headers if "stainless" in name]


def test_without_a_key_none_is_taken_from_elsewhere(opened, monkeypatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        monkeypatch.setenv(name, "of-another-server")
    with ScriptedModel(["{}"]) as server:
        opened(server).complete(ASKED, Spending(Caps()))
    assert "of-another-server" not in str(server.headers)


def test_no_proxy_of_the_environment_is_used_and_no_redirect_followed(opened, monkeypatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with ScriptedModel(["{}"]) as other, ScriptedModel([Reply(status=307, headers={"Location": other.url})]) as server:
        with pytest.raises(ModelError, match="307"):
            opened(server).complete(ASKED, Spending(Caps()))
        assert len(server.requests) == 1
        assert other.requests == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_failure_that_may_pass_is_tried_again(opened, status: int) -> None:
    with ScriptedModel([Reply(status=status), "{}"]) as server:
        assert "".join(opened(server).stream(ASKED, Spending(Caps()))) == "{}"
        assert len(server.requests) == 2


def test_retry_after_is_kept(opened) -> None:
    with ScriptedModel([Reply(status=429, headers={"Retry-After": "1"}), "{}"]) as server:
        begun = time.perf_counter()
        opened(server).complete(ASKED, Spending(Caps()))
        assert time.perf_counter() - begun >= 1


def test_what_would_have_to_be_waited_for_too_long_fails_at_once(opened) -> None:
    with ScriptedModel([Reply(status=429, headers={"Retry-After": "3600"})]) as server:
        begun = time.perf_counter()
        with pytest.raises(ModelError, match="answered 429"):
            opened(server).complete(ASKED, Spending(Caps(seconds=30)))
        assert time.perf_counter() - begun < 5
        assert len(server.requests) == 1


def test_attempts_have_an_end(opened) -> None:
    with ScriptedModel([Reply(status=500)]) as server:
        with pytest.raises(ModelError, match="answered 500") as caught:
            opened(server, attempts=2).complete(ASKED, Spending(Caps()))
        assert caught.value.status == 500
        assert len(server.requests) == 2


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_failure_that_does_not_pass_is_told_without_what_the_server_said(opened, status: int) -> None:
    with ScriptedModel([Reply("no key sk-invented, take 50 mg", status=status)]) as server:
        with pytest.raises(ModelError, match=f"answered {status}") as caught:
            opened(server, key="sk-invented").complete(ASKED, Spending(Caps()))
        assert len(server.requests) == 1
    assert "sk-invented" not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert "50 mg" not in str(caught.value)


def test_a_server_that_knows_no_schema_is_asked_without(opened) -> None:
    def script(request):
        return Reply(status=400) if {"response_format", "output_config"} & set(request) else "{}"

    with ScriptedModel(script) as server:
        model = opened(server)
        assert model.complete(ASKED, Spending(Caps())) == "{}"
        assert model.complete(ASKED, Spending(Caps())) == "{}"
        assert len(server.requests) == 3


@pytest.mark.parametrize("said", ["Use 'max_completion_tokens' instead.", "'temperature' does not support 0."])
def test_a_server_that_wants_the_newer_names_gets_them(opened, said: str) -> None:
    def script(request):
        return Reply(said, status=400) if "temperature" in request else "{}"

    with ScriptedModel(script) as server:
        assert opened(server).complete(ASKED, Spending(Caps())) == "{}"
    if "max_completion_tokens" in server.requests[-1]:
        assert [set(r) & {"max_tokens", "temperature"} for r in server.requests] == [
            {"max_tokens", "temperature"},
            set(),
        ]
        assert "response_format" in server.requests[-1]


def test_a_request_that_is_wrong_by_itself_does_not_cost_the_schema(opened) -> None:
    with ScriptedModel([Reply(status=400), Reply(status=400), "{}"]) as server:
        model = opened(server)
        with pytest.raises(ModelError, match="CURBSIDE_MODEL_CONTEXT"):
            model.complete(ASKED, Spending(Caps()))
        model.complete(ASKED, Spending(Caps()))
    assert {"response_format", "output_config"} & set(server.requests[2])


@pytest.mark.parametrize("whole", [True, False])
def test_silence_ends(opened, whole: bool) -> None:
    with ScriptedModel([Reply(chunks=["a", "b"], stall=True)]) as server:
        model, begun = opened(server, first=0.4), time.perf_counter()
        with pytest.raises(ModelError, match="silent"):
            model.complete(ASKED, Spending(Caps())) if whole else list(model.stream(ASKED, Spending(Caps())))
        assert time.perf_counter() - begun < 3


def test_a_trickle_ends_with_the_time_of_the_question(opened) -> None:
    with ScriptedModel([Reply(chunks=["a"] * 100, pause=0.1)]) as server:
        begun, got = time.perf_counter(), []
        with pytest.raises(CapReached, match="CURBSIDE_MODEL_SECONDS"):
            got += opened(server).stream(ASKED, Spending(Caps(seconds=0.7))) or []
        assert time.perf_counter() - begun < 3


@pytest.mark.parametrize("whole", [True, False])
def test_a_connection_that_breaks_is_told(opened, whole: bool) -> None:
    with ScriptedModel([Reply(chunks=["a", "b", "c", "d"], drop=True)]) as server:
        model = opened(server, attempts=1)
        with pytest.raises(ModelError, match="broke off"):
            model.complete(ASKED, Spending(Caps())) if whole else list(model.stream(ASKED, Spending(Caps())))


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"null", b"[]", b'{"choices": 7}', b'{"a": "b"}', b"<html>"])
def test_an_answer_of_another_shape_is_told(opened, raw: bytes) -> None:
    with ScriptedModel([Reply(raw=raw)]) as server, pytest.raises(ModelError, match="no answer of a model"):
        opened(server).complete(ASKED, Spending(Caps()))


@pytest.mark.parametrize(
    "usage", [None, {}, [], "many", {"prompt_tokens": "7", "input_tokens": None}, {"output_tokens": -1}]
)
def test_what_a_server_says_of_tokens_is_not_believed_blindly(opened, usage) -> None:
    openai = {"choices": [{"message": {"role": "assistant", "content": "x" * 40}}], "usage": usage}
    anthropic = {
        "content": [{"type": "text", "text": "x" * 40}],
        "type": "message",
        "role": "assistant",
        "usage": usage,
    }
    with ScriptedModel([Reply(raw=json.dumps({**anthropic, **openai}).encode())]) as server:
        spending = Spending(Caps())
        assert opened(server).complete(ASKED, spending) == "x" * 40
    assert (spending.tokens_in, spending.tokens_out) == (12, 10)


def test_nobody_is_there(opened) -> None:
    with ScriptedModel(["{}"]) as server:
        model = opened(server, attempts=2)
    with pytest.raises(ModelError, match="could not be reached"):
        model.complete(ASKED, Spending(Caps()))


def test_an_endless_answer_is_cut_at_the_tokens_that_were_asked_for(opened) -> None:
    with ScriptedModel([Reply(chunks=["x" * 1000] * 5000)]) as server:
        spending = Spending(Caps())
        came: list[str] = []
        with pytest.raises(CutOff, match="limit of 500 tokens"):
            came.extend(opened(server).stream(ASKED, spending))
    assert len("".join(came)) == 500 * 4
    assert spending.tokens_out <= 1000


def test_an_answer_that_its_server_cut_off_is_told_after_what_came(opened) -> None:
    with ScriptedModel([Reply("half a stat", finish="length")]) as server:
        model, came = opened(server), []
        with pytest.raises(CutOff):
            came.extend(model.stream(ASKED, Spending(Caps())))
        assert "".join(came) == "half a stat"
        with pytest.raises(CutOff) as cut:
            model.complete(ASKED, Spending(Caps()))
    assert cut.value.said == "half a stat"


def test_more_bytes_than_an_answer_can_have_are_not_read(opened) -> None:
    told = pytest.raises(ModelError, match="more than an answer can be")
    with ScriptedModel([Reply(raw=b'{"a": "' + b"x" * 9_000_000)]) as server, told:
        opened(server).complete(ASKED, Spending(Caps()))


def test_closing_the_stream_ends_the_request(opened) -> None:
    with ScriptedModel([Reply(chunks=["a"] * 1000, pause=0.05)]) as server:
        stream = opened(server).stream(ASKED, Spending(Caps()))
        assert next(stream) == "a"
        stream.close()
        assert_idle(server)


def test_cancelling_ends_a_request_before_its_first_word(opened) -> None:
    with ScriptedModel([Reply(chunks=["a"], pause=30)]) as server:
        model, spending = opened(server), Spending(Caps())
        threading.Timer(0.3, spending.cancel).start()
        begun = time.perf_counter()
        with pytest.raises(ModelCancelled):
            list(model.stream(ASKED, spending))
        assert time.perf_counter() - begun < 3


def test_no_more_requests_run_at_a_time_than_are_allowed(opened) -> None:
    with ScriptedModel([Reply("{}", pause=0.1)]) as server:
        model = opened(server, at_once=2)
        threads = [threading.Thread(target=model.complete, args=(ASKED, Spending(Caps()))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.requests) == 6
    assert server.most_at_once == 2


def test_tokens_have_a_cap(opened) -> None:
    with ScriptedModel([Reply("{}", usage=(400, 400))]) as server:
        model, spending = opened(server), Spending(Caps(tokens=1000))
        model.complete(ASKED, spending)
        model.complete(replace(ASKED, longest=190), spending)
        with pytest.raises(CapReached, match="1000 tokens"):
            model.complete(ASKED, spending)
        assert [r["max_tokens"] for r in server.requests] == [500, 188]


def test_money_has_a_cap(opened) -> None:
    caps = Caps(price_in=Decimal(1000), price_out=Decimal(1000), cost=Decimal("0.5"))
    with ScriptedModel([Reply("{}", usage=(20, 420))]) as server:
        model, spending = opened(server), Spending(caps)
        model.complete(ASKED, spending)
        with pytest.raises(CapReached, match="CURBSIDE_MODEL_COST"):
            model.complete(ASKED, spending)
        assert server.requests[0]["max_tokens"] < 500
    assert spending.cost == Decimal("0.44")


def assert_idle(server: ScriptedModel) -> None:
    """The handler that still writes finds its client gone."""
    until = time.perf_counter() + 3
    while server.at_once and time.perf_counter() < until:
        time.sleep(0.02)
    assert server.at_once == 0
