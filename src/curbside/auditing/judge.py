"""What judges the claims of an audit, by name: part of every report, and of every figure made with it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from curbside.verifying.weighing import WORDS

_WEIGHTS: Final = "support_weights.json"


@cache
def name() -> str:
    """The gates, the rules of the audit, and the weights of the support checker with the first digits of their hash."""
    kept = files("curbside.verifying").joinpath("data", _WEIGHTS).read_bytes()
    return f"gates, rules, and support weights {hashlib.sha256(kept).hexdigest()[:8]} ({WORDS})"
