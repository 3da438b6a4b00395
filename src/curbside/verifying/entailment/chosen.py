"""Which model of entailment is in force: none, unless one is set.

CURBSIDE_ENTAILMENT      a folder with model.onnx, tokenizer.json and config.json, or the address of a service
CURBSIDE_ENTAILMENT_KEY  the key, where the service wants one; sent over https or to this machine only, never shown
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from curbside.errors import UsageError
from curbside.fetching.addresses import checked
from curbside.fetching.config import is_safe
from curbside.verifying.entailment.base import Entailment

PLACE: Final = "CURBSIDE_ENTAILMENT"
KEY: Final = "CURBSIDE_ENTAILMENT_KEY"


def entailment(environ: Mapping[str, str] | None = None) -> Entailment | None:
    """The model that is set, None where none is.

    Raises UsageError where the setting makes no sense, InputError where the folder holds no such model.
    """
    given = os.environ if environ is None else environ
    place = given.get(PLACE, "").strip()
    if not place:
        return None
    if "://" in place:
        return _service(place.rstrip("/"), given.get(KEY, "").strip() or None)
    from curbside.verifying.entailment.onnx import OnnxEntailment

    folder = Path(place).expanduser()
    if not folder.is_dir():
        raise UsageError(f"{PLACE} is neither a folder that is there nor an address: {place}")
    return OnnxEntailment(folder)


def _service(url: str, key: str | None) -> Entailment:
    parsed = checked(url)
    if parsed.query or parsed.fragment:
        raise UsageError(f"{PLACE} is the address of a service, without ? and #.")
    if key and not is_safe(url):
        raise UsageError(f"{PLACE} begins with http, over which the key is not sent; use https.")
    from curbside.verifying.entailment.remote import EndpointEntailment

    return EndpointEntailment(url, key)
