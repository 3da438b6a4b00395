"""What the library keeps of how a text is cut: made from the source alone, so in another process where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from curbside.library.passages import passage_rows
from curbside.library.records import Counts, counts, sha256, units_json
from curbside.types import Source


@dataclass(frozen=True, slots=True)
class Cut:
    """The units of a version as JSON with their hash, how many there are, and the rows of its passages."""

    units: str
    units_hash: str
    counts: Counts
    passages: tuple[dict[str, Any], ...]


Key = tuple[str, str, str]


def key_of(source: Source) -> Key:
    """What a cut is of: the id, the text and the extractor, since another one may cut the same text otherwise."""
    return source.id, source.content_hash, source.extractor


def cut(source: Source) -> Cut:
    """What is kept of how `source` is cut."""
    units = units_json(source.units)
    return Cut(units, sha256(units), counts(source), tuple(passage_rows(source)))
