"""What a scripted model sees of a request, and how it answers: the numbered sentences, and statements as it was asked.

Everything is read out of the request as a model would read it: the messages, and the JSON schema of the answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from curbside.testing.scripted_model import Reply

ENVIRONMENT: Final[Mapping[str, str]] = {
    "CURBSIDE_RANKER": "words",
    "CURBSIDE_RERANKER": "none",
    "CURBSIDE_MODEL": "scripted",
    "CURBSIDE_ALLOW": "criteria",
}
"""Settings of every run: a search by words alone, since it is not what is measured."""

Request = dict[str, Any]
LINE = re.compile(r"^[ \t>*-]*[\[(]?(\d{1,4})[\])]?[.:)]?[ \t]+(\S.*)$", re.M)
_ABOUT = re.compile(r"^\([^()]{1,160}\)\s*:?\s*")
"""What stands before a sentence about its source, where it stands before each."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A numbered sentence of the evidence as the request has it."""

    number: int
    text: str


def messages(request: Request) -> list[str]:
    """The texts of the messages, in order."""
    texts = []
    for message in request.get("messages", ()):
        content = message.get("content") or ""
        texts.append(content if isinstance(content, str) else "\n".join(p.get("text", "") for p in content))
    return texts


def sentences(request: Request) -> list[Sentence]:
    """The numbered sentences, in order; those of the last message that has any."""
    for text in reversed(messages(request)):
        found = [(int(n), body.strip()) for n, body in LINE.findall(text)]
        if found and all(_ABOUT.match(body) for _, body in found):
            found = [(n, _ABOUT.sub("", body, count=1)) for n, body in found]
        if found:
            return [Sentence(n, body) for n, body in found]
    return []


def facets(request: Request) -> list[str]:
    """The facets that the schema or the prompt allows; "other" where neither says."""
    for names in _enums(request.get("response_format")):
        if "regimen" in names or "other" in names:
            return names
    said = " ".join(messages(request))
    return [name for name in ("other", "regimen", "evidence") if name in said] or ["other"]


def _enums(node: object) -> Iterator[list[str]]:
    if isinstance(node, Mapping):
        if isinstance(node.get("enum"), list):
            yield [str(v) for v in node["enum"]]
        for value in node.values():
            yield from _enums(value)
    elif isinstance(node, list):
        for value in node:
            yield from _enums(value)


def resting(request: Request) -> str:
    """The name of the field with the numbers that a statement rests on, from the schema."""
    return next(_lists(request.get("response_format")), "numbers")


def _lists(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        for name, value in node.items():
            if isinstance(value, Mapping) and value.get("type") == "array":
                items = value.get("items")
                if isinstance(items, Mapping) and items.get("type") in ("integer", "number"):
                    yield str(name)
            yield from _lists(value)


def statement(text: str, numbers: Iterable[object], facet: object = "other", **more: object) -> dict[str, Any]:
    """A statement as it is asked for."""
    return {"text": text, "numbers": list(numbers), "facet": facet, **more}


def said(request: Request, statements: Iterable[Mapping[str, Any]]) -> str:
    """The answer to a request with these statements."""
    name = resting(request)
    rows = [{name if key == "numbers" else key: value for key, value in one.items()} for one in statements]
    return json.dumps({"statements": rows}, ensure_ascii=False)


def quoting(request: Request, most: int = 4) -> str:
    """An honest answer: the first sentences word for word."""
    facet = facets(request)[0]
    return said(request, (statement(s.text, [s.number], facet) for s in sentences(request)[:most]))


def quoting_script(request: Request) -> Reply:
    """A script that always answers honestly."""
    return Reply(quoting(request))
