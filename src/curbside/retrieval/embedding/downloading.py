"""Fetching the model from the Hugging Face hub, or a mirror of it: only when somebody asks for exactly that.

CURBSIDE_HUB_URL   the hub's address (https://huggingface.co)

The hub answers a request for REPOSITORY/resolve/REVISION/FILE with the file or with a redirect to where it is stored,
and says its hash in X-Linked-Etag or ETag: the SHA-256 of a large file, the SHA-1 that git gives a small one ("git
hash-object"). What does not have that hash is not kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from curbside.errors import FetchError, UsageError
from curbside.fetching.addresses import checked
from curbside.fetching.asking import Limits
from curbside.fetching.config import is_safe
from curbside.fetching.timing import Timing
from curbside.retrieval.embedding.asking import JsonClient
from curbside.retrieval.embedding.finding import MODELS, NAME, TOKENIZER, WEIGHTS, ModelFiles, file_hash

HUB: Final = "CURBSIDE_HUB_URL"
HUB_URL: Final = "https://huggingface.co"
REPOSITORY: Final = "Xenova/bge-small-en-v1.5"
FILES: Final[Mapping[str, str]] = {"onnx/model_quantized.onnx": WEIGHTS, TOKENIZER: TOKENIZER}
RECORD: Final = "fetched.json"
LARGEST: Final = 2_000_000_000
_HASH: Final = re.compile(r"^(?:W/)?\"?([0-9a-f]{40}|[0-9a-f]{64})\"?$")


def fetch_model(
    home: Path,
    environ: Mapping[str, str] | None = None,
    revision: str = "main",
    limits: Limits | None = None,
    timing: Timing | None = None,
) -> ModelFiles:
    """Fetch the 8-bit weights and the tokenizer into the home folder, in place of what is there; 35 MB.

    A record of where they came from (address, commit, SHA-256) is kept beside them. Raises FetchError where the hub
    does not give them, or gives something else than it says; then what was there before stays.
    """
    base = _hub(os.environ if environ is None else environ)
    client = JsonClient("The model hub", limits=limits or Limits(largest=LARGEST), timing=timing or Timing())
    folder = home / MODELS / NAME
    draft, old = folder.with_name(NAME + ".new"), folder.with_name(NAME + ".old")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        record = [
            _fetched(client, f"{base}/{REPOSITORY}/resolve/{revision}/{f}", draft / to) for f, to in FILES.items()
        ]
        (draft / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
            folder.rename(old)
        draft.rename(folder)
    finally:
        client.close()
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return ModelFiles(NAME, folder / WEIGHTS, folder / TOKENIZER)


def _hub(environ: Mapping[str, str]) -> str:
    base = (environ.get(HUB) or HUB_URL).strip().rstrip("/")
    checked(base)
    if not is_safe(base):
        raise UsageError(f"{HUB} begins with http; a model is fetched over https only.")
    return base


def _fetched(client: JsonClient, url: str, to: Path) -> dict[str, str | None]:
    told = client.head(url)
    right = _HASH.match(told.headers.get("x-linked-etag") or told.headers.get("etag") or "")
    if right is None:
        raise client.failure(f"did not say the hash of {to.name}", "fetch it by hand, and check it")
    target = urljoin(url, told.headers.get("location", "")) if told.status == 302 else url
    if not is_safe(target):
        raise client.failure("leads to an address without https", "check its address in the settings")
    with to.open("w+b") as file:
        client.download(target, file)
    if _hash_like(to, right[1]) != right[1]:
        raise _other(client, to)
    return {"url": url, "commit": told.headers.get("x-repo-commit"), "file": to.name, "sha256": file_hash(to)}


def _other(client: JsonClient, to: Path) -> FetchError:
    return client.failure(f"sent another file for {to.name} than it said it would", "try again later")


def _hash_like(path: Path, right: str) -> str:
    if len(right) == 64:
        return file_hash(path)
    raw = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
