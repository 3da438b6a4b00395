"""Of whom a condition is: a question on pre-eclampsia asks about pregnancy without naming it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources


def of_whom(conditions: Iterable[str]) -> frozenset[str]:
    """The populations that alone have one of the conditions (MeSH, Pregnancy Complications), by preferred names."""
    return frozenset(known for c in conditions if (known := _rows().get(c)))


@cache
def _rows() -> dict[str, str]:
    path = resources.files("curbside.language") / "data" / "of_whom.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return {row[0]: row[1] for line in lines if line and not line.startswith("#") for row in [line.split("\t")]}
