"""BEIR's `corpus.jsonl`, one document of a retrieval benchmark a line: `_id`, `title`, `text` and maybe `metadata`.

The fields are those that the cards of the BEIR data sets list; others are named in a remark. `queries.jsonl` of the
same layout has no title and is told, not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from curbside.errors import InputError
from curbside.sources import _json
from curbside.sources._values import FieldValues, identifier
from curbside.sources._yaml import Value
from curbside.sources.base import Draft, Found, Input
from curbside.sources.building import line_of
from curbside.sources.jsonl import ENDINGS, unmarked, written
from curbside.types import Identifier, Seen

NAMES: Final = ("_id", "title", "text", "metadata")
_SCHEMES: Final = {"url": "", "pubmed_id": "pmid:", "pmid": "pmid:", "pmcid": "pmcid:", "doi": "doi:"}


class BeirReader:
    """Reads one source a line. Its id is `_id` as it is, its kind and status are unknown. longest: bytes of a line."""

    name = "beir"
    extractor = "beir/1"

    def __init__(self, longest: int = _json.LONGEST) -> None:
        self._longest = longest

    def accepts(self, name: str, head: bytes) -> bool:
        """JSON lines whose first object has `_id` (in the first bytes) and no field of the documented JSON lines."""
        if not name.lower().endswith((*ENDINGS, ".json")) or head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[":
            return False
        keys = _json.leading_keys(head)
        return "_id" in keys and "kind" not in keys

    def read(self, given: Input) -> Iterator[Found]:
        """Each line as a Draft; those that are wrong as Rejected.

        Raises InputError where the file is not UTF-8 but UTF-16.
        """
        with given.stream() as stream:
            for piece in _json.lines(stream, given.where, self._longest):
                where = f"{given.where}, line {piece.number}"
                try:
                    if piece.raw is None:
                        raise InputError(where, piece.told(self._longest, "line"))
                    yield self.record(piece.raw, where)
                except InputError as error:
                    yield _json.told(where, error)

    def record(self, raw: bytes, where: str) -> Draft:
        """The source in one line.

        Raises InputError that names the field.
        """
        given = _json.parsed(raw, where)
        own_id = _id(given.get("_id"), where)
        if "title" not in given:
            raise InputError(where, "has no title, as a query and not as a document of BEIR's layout")
        title = given["title"]
        draft = unmarked(written(given.get("text"), "text", where), raw, where, self.extractor)
        identifiers, remarks = _metadata(given.get("metadata"), where)
        source = replace(
            draft.source,
            id=own_id,
            title=(line_of(written(title, "title", where)) if title is not None else "") or own_id,
            identifiers=identifiers,
            remarks=(*_others(given), *remarks),
            seen=Seen.UNKNOWN,
        )
        return replace(draft, source=source)


def _id(value: object, where: str) -> str:
    if type(value) is int:
        return str(value)
    text = written(value, "_id", where)
    found = FieldValues({"id": Value(text, 0)}, where).id()
    if found is None:
        raise InputError(where, "_id is empty")
    return found


def _others(given: dict[str, Any]) -> tuple[str, ...]:
    names = [_json.shown(name) for name in given if name not in NAMES]
    return (f"fields that were not read: {', '.join(names)}",) if names else ()


def _metadata(value: Any, where: str) -> tuple[tuple[Identifier, ...], tuple[str, ...]]:
    """The identifiers that it names by their own names, and a remark that names what else it has."""
    if not value:
        return (), ()
    if not isinstance(value, dict):
        return (), (f"metadata was not read: it is {_json.a_name(value)}",)
    found: list[Identifier] = []
    left: list[str] = []
    for name, item in value.items():
        one = _identifier(name, item)
        if one:
            found.append(one)
        elif item not in (None, "", [], {}):
            left.append(_json.shown(name))
    return tuple(dict.fromkeys(found)), ((f"metadata was not read: {', '.join(left)}",) if left else ())


def _identifier(name: str, value: object) -> Identifier | None:
    prefix = _SCHEMES.get(name)
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if prefix is None or not text or _json.misfit(text):
        return None
    try:
        one = identifier(text if text.lower().startswith(prefix) else prefix + text)
    except ValueError:
        return None
    return one if one.scheme != "other" else None
