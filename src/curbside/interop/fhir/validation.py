"""A bundle read by fhir.resources: an independent check of its types, names and cardinalities (extra "interop")."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from curbside.errors import InputError, UsageError

_MODULES: Final = {"R5": "fhir.resources.bundle", "R4B": "fhir.resources.R4B.bundle"}


def check_installed() -> None:
    """Raise UsageError where fhir.resources is not installed."""
    if find_spec("fhir") is None or find_spec("fhir.resources") is None:
        raise UsageError('Checking FHIR needs fhir.resources: pip install "curbside[interop]".')


def validated(bundle: dict[str, Any], release: str) -> dict[str, Any]:
    """`bundle`, if fhir.resources reads it as one of `release`.

    Raises InputError with its first complaint, UsageError where it is not installed or there is no such release.
    """
    if release not in _MODULES:
        raise UsageError(f"There is no FHIR release {release!r} here; it is one of {', '.join(_MODULES)}.")
    check_installed()
    from pydantic import ValidationError

    model = import_module(_MODULES[release]).Bundle
    try:
        model.model_validate_json(json.dumps(bundle))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError("the FHIR bundle", f"{where or 'it'}: {first['msg']}") from error
    return bundle
