"""The two shapes in which a model's answer goes over the wire: OpenAI's chat completions and Anthropic's messages."""

from __future__ import annotations

import json
from typing import Any, Protocol

Body = dict[str, Any]


class Said(Protocol):
    """What a wire needs of a reply."""

    @property
    def said(self) -> str: ...
    @property
    def finish(self) -> str: ...
    @property
    def usage(self) -> tuple[int, int] | None: ...


class Wire(Protocol):
    """One shape: the bytes of a whole answer, of the parts of a stream, and of an error."""

    def whole(self, request: Body, reply: Said) -> bytes: ...
    def opening(self, request: Body, reply: Said) -> bytes: ...
    def piece(self, request: Body, text: str) -> bytes: ...
    def closing(self, request: Body, reply: Said) -> bytes: ...
    def error(self, message: str) -> bytes: ...


def wire_of(path: str) -> Wire | None:
    """The shape of an address, None where there is none."""
    wires: dict[str, Wire] = {"/v1/chat/completions": _OpenAI(), "/v1/messages": _Anthropic()}
    return wires.get(path)


def tokens(request: Body, reply: Said) -> tuple[int, int]:
    """Tokens of the prompt and of the answer: what the reply says, else a quarter of the characters."""
    if reply.usage is not None:
        return reply.usage
    asked = json.dumps([request.get("system", ""), request.get("messages", [])], ensure_ascii=False)
    return len(asked) // 4, len(reply.said) // 4


class _OpenAI:
    def whole(self, request: Body, reply: Said) -> bytes:
        message = {"role": "assistant", "content": reply.said}
        choice = {"index": 0, "message": message, "finish_reason": reply.finish}
        body = {**_completion(request, "chat.completion"), "choices": [choice], "usage": _usage(request, reply)}
        return json.dumps(body).encode()

    def opening(self, request: Body, reply: Said) -> bytes:
        return _delta(request, {"role": "assistant", "content": ""})

    def piece(self, request: Body, text: str) -> bytes:
        return _delta(request, {"content": text})

    def closing(self, request: Body, reply: Said) -> bytes:
        end = _delta(request, {}, reply.finish)
        if (request.get("stream_options") or {}).get("include_usage"):
            counted = {
                **_completion(request, "chat.completion.chunk"),
                "choices": [],
                "usage": _usage(request, reply),
            }
            end += _event(counted)
        return end + b"data: [DONE]\n\n"

    def error(self, message: str) -> bytes:
        return json.dumps({"error": {"message": message, "type": "scripted", "code": None}}).encode()


def _completion(request: Body, kind: str) -> Body:
    return {"id": "chatcmpl-0", "object": kind, "created": 0, "model": request.get("model", "scripted")}


def _usage(request: Body, reply: Said) -> Body:
    asked, said = tokens(request, reply)
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _delta(request: Body, delta: Body, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _event({**_completion(request, "chat.completion.chunk"), "choices": [choice]})


def _event(body: Body, name: str = "") -> bytes:
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(body)}\n\n".encode()


class _Anthropic:
    def whole(self, request: Body, reply: Said) -> bytes:
        content = [{"type": "text", "text": reply.said}]
        asked, said = tokens(request, reply)
        usage = {"input_tokens": asked, "output_tokens": said}
        return json.dumps({**_message(request), "content": content, **_stop(reply), "usage": usage}).encode()

    def opening(self, request: Body, reply: Said) -> bytes:
        usage = {"input_tokens": tokens(request, reply)[0], "output_tokens": 0}
        message = {**_message(request), "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}
        start = _event({"type": "message_start", "message": message}, "message_start")
        block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
        return start + _event(block, "content_block_start")

    def piece(self, request: Body, text: str) -> bytes:
        delta = {"type": "text_delta", "text": text}
        return _event({"type": "content_block_delta", "index": 0, "delta": delta}, "content_block_delta")

    def closing(self, request: Body, reply: Said) -> bytes:
        usage = {"output_tokens": tokens(request, reply)[1]}
        return b"".join(
            (
                _event({"type": "content_block_stop", "index": 0}, "content_block_stop"),
                _event({"type": "message_delta", "delta": _stop(reply), "usage": usage}, "message_delta"),
                _event({"type": "message_stop"}, "message_stop"),
            )
        )

    def error(self, message: str) -> bytes:
        return json.dumps({"type": "error", "error": {"type": "api_error", "message": message}}).encode()


def _message(request: Body) -> Body:
    return {"id": "msg_0", "type": "message", "role": "assistant", "model": request.get("model", "scripted")}


def _stop(reply: Said) -> Body:
    reason = {"stop": "end_turn", "length": "max_tokens"}.get(reply.finish, reply.finish)
    return {"stop_reason": reason, "stop_sequence": None}
