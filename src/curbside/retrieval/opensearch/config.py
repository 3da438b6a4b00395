"""Where the OpenSearch cluster is and who asks it; all of it is set in the environment.

CURBSIDE_OPENSEARCH_URL        addresses of its nodes, separated by commas (https://one:9200,https://two:9200); unset:
                               there is none, and the index is a file of its own
CURBSIDE_OPENSEARCH_USER       who signs in
CURBSIDE_OPENSEARCH_PASSWORD   with what; it is never shown or logged, and sent over https or to this machine only
CURBSIDE_OPENSEARCH_CA         a PEM file of the authorities whose certificates are trusted; unset: the system's
CURBSIDE_OPENSEARCH_INDEX      the name that all indices begin with (curbside)
CURBSIDE_OPENSEARCH_SHARDS     shards of an index that is made from now on (1)
CURBSIDE_OPENSEARCH_REPLICAS   further copies of each shard (1); 0: a lost node is lost rows
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from curbside.errors import UsageError
from curbside.fetching.config import is_safe

URL = "CURBSIDE_OPENSEARCH_URL"
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
_MOST_SHARDS = 1024


@dataclass(frozen=True, slots=True)
class OpenSearchSettings:
    """urls: without a slash at the end, at least one. patience: seconds for which a request is tried again."""

    urls: tuple[str, ...]
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    index: str = "curbside"
    shards: int = 1
    replicas: int = 1
    patience: float = 60.0


def load(environ: Mapping[str, str] | None = None) -> OpenSearchSettings | None:
    """The settings of the environment, `os.environ` where none is given; None where no address is set.

    Raises UsageError, naming the variable, where a value cannot be.
    """
    given = os.environ if environ is None else environ
    urls = tuple(_url(part) for part in given.get(URL, "").split(",") if part.strip())
    if not urls:
        return None
    user, password = _word(given, "USER"), given.get("CURBSIDE_OPENSEARCH_PASSWORD") or None
    _check_sign_in(urls, user, password)
    return OpenSearchSettings(
        urls=urls,
        user=user,
        password=password,
        ca_file=_file(given),
        index=_name(given),
        shards=_number(given, "SHARDS", 1, 1, _MOST_SHARDS),
        replicas=_number(given, "REPLICAS", 1, 0, 100),
    )


def _check_sign_in(urls: tuple[str, ...], user: str | None, password: str | None) -> None:
    if (user is None) != (password is None):
        raise UsageError("CURBSIDE_OPENSEARCH_USER and CURBSIDE_OPENSEARCH_PASSWORD go together; one of them is unset.")
    if password and not all(map(is_safe, urls)):
        raise UsageError(f"{URL} begins with http, over which no password is sent; use https.")


def _url(part: str) -> str:
    text = part.strip().rstrip("/")
    try:
        parsed = parse_url(text)
    except LocationParseError as error:
        raise UsageError(f"{URL} has no address of a node in {_shown(text)!r}: {error}.") from error
    if parsed.scheme not in ("https", "http") or not parsed.host or parsed.auth or parsed.query or parsed.fragment:
        raise UsageError(
            f"{URL} has no address of a node in {_shown(text)!r}:"
            " it begins with https:// and has no password, ? or # in it."
        )
    return text


def _shown(text: str) -> str:
    return re.sub(r"//[^/]*@", "//...@", text)


def _word(given: Mapping[str, str], name: str) -> str | None:
    return given.get(f"CURBSIDE_OPENSEARCH_{name}", "").strip() or None


def _file(given: Mapping[str, str]) -> Path | None:
    text = _word(given, "CA")
    if text is None:
        return None
    path = Path(text).expanduser()
    if not path.is_file():
        raise UsageError(f"CURBSIDE_OPENSEARCH_CA names no file: {path}.")
    return path


def _name(given: Mapping[str, str]) -> str:
    text = _word(given, "INDEX") or "curbside"
    if not _NAME.fullmatch(text):
        raise UsageError("CURBSIDE_OPENSEARCH_INDEX is no name of an index: small letters, digits, _ . and - only.")
    return text


def _number(given: Mapping[str, str], name: str, usual: int, least: int, most: int) -> int:
    text = _word(given, name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and least <= int(text[:6]) <= most and len(text) < 6):
        raise UsageError(f"CURBSIDE_OPENSEARCH_{name} is no whole number from {least} to {most}: {text[:20]!r}.")
    return int(text)
