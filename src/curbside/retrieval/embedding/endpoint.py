"""Vectors from a service that speaks OpenAI's `/embeddings`: vLLM, llama.cpp, Ollama, TEI, or a hosted one.

CURBSIDE_EMBEDDINGS_URL           its address, up to and without /embeddings ("http://localhost:11434/v1")
CURBSIDE_EMBEDDINGS_MODEL         the model's name there
CURBSIDE_EMBEDDINGS_KEY           the key, where it wants one; sent over https or to this machine only, never shown
CURBSIDE_EMBEDDINGS_QUERY_PREFIX  what the model's authors want before a question (nothing where it is not set)
CURBSIDE_EMBEDDINGS_BATCH         texts in a request (32)
CURBSIDE_EMBEDDINGS_AT_ONCE       requests at a time (2)

Nothing is sent anywhere unless the address is set. Then texts are sent there, and questions as they are asked.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from curbside.errors import UsageError

URL: Final = "CURBSIDE_EMBEDDINGS_URL"
MODEL: Final = "CURBSIDE_EMBEDDINGS_MODEL"
KEY: Final = "CURBSIDE_EMBEDDINGS_KEY"
QUERY_PREFIX: Final = "CURBSIDE_EMBEDDINGS_QUERY_PREFIX"
BATCH: Final = "CURBSIDE_EMBEDDINGS_BATCH"
AT_ONCE: Final = "CURBSIDE_EMBEDDINGS_AT_ONCE"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """url: without a slash at the end. batch: texts in a request. at_once: requests at a time."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    query_prefix: str = ""
    batch: int = 32
    at_once: int = 2


def endpoint(environ: Mapping[str, str] | None = None) -> Endpoint | None:
    """The service that is configured, None where none is. Raises UsageError, naming the variable."""
    given = os.environ if environ is None else environ
    url = given.get(URL, "").strip().rstrip("/")
    if not url:
        return None
    # Imported where a service is set: what reads addresses brings urllib3, which most questions never need.
    from curbside.fetching.addresses import checked
    from curbside.fetching.config import is_safe

    model = given.get(MODEL, "").strip()
    if not model:
        raise UsageError(f"{URL} is set, but not {MODEL}; set it to the name of the model there.")
    parsed = checked(url)
    if parsed.query or parsed.fragment:
        raise UsageError(f"{URL} is the address of a service, without ? and #.")
    key = given.get(KEY, "").strip() or None
    if key and not is_safe(url):
        raise UsageError(f"{URL} begins with http, over which the key is not sent; use https.")
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        raise UsageError(f"{KEY} is not what it should be: letters and digits, without a space.")
    prefix = given.get(QUERY_PREFIX, "")
    return Endpoint(url, model, key, prefix, _number(given, BATCH, 32, 2048), _number(given, AT_ONCE, 2, 64))


def _number(given: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise UsageError(f"{name} is a number from 1 to {most:,}, not {text!r}.")
    return int(text)
