"""What is said of a file from outside: in a file NAME.meta.yaml beside it, or on the command line.

It describes the one source in its file. A field that is not given stays as the reader left it: known or unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from curbside.errors import FrontMatterError, InputError
from curbside.language.text import decode, normalise
from curbside.sources import _yaml, frontmatter
from curbside.sources.base import Draft, Found, Rejected
from curbside.sources.files import SIDECAR
from curbside.types import Source


@dataclass(frozen=True, slots=True)
class Description:
    """told: the file, or "the command line". values: the fields as given, by name, with their lines."""

    told: str
    values: Mapping[str, _yaml.Value]

    def over(self, other: Description | None) -> Description:
        """This one, and what only `other` gives."""
        if other is None:
            return self
        return Description(f"{self.told} and {other.told}", {**other.values, **self.values})


def from_options(given: Mapping[str, str | None]) -> Description | None:
    """The description that options of the command line give, None where they give none."""
    values = {name: _yaml.Value(text, 0) for name, text in given.items() if text is not None}
    return Description("the command line", values) if values else None


def beside(path: Path) -> Description | None:
    """The description beside `path`: "a.txt.meta.yaml", or "a.meta.yaml" where no other file has that stem.

    Raises InputError where there are two, where it is not clear which file it describes, or where it cannot be read.
    """
    full, short = path.with_name(path.name + SIDECAR), path.with_name(path.stem + SIDECAR)
    there = [p for p in dict.fromkeys((full, short)) if p.is_file()]
    if len(there) == 2:
        raise InputError(str(path), f"has two descriptions, {full.name} and {short.name}; keep one")
    if there == [short]:
        others = sorted(p.name for p in path.parent.iterdir() if p.stem == path.stem and p != path and p.is_file())
        if others:
            raise InputError(str(short), f"describes {path.name} or {others[0]}; name it after the whole file name")
    return _read(there[0]) if there else None


def described(found: Iterable[Found], description: Description, where: str, today: date) -> Iterator[Found]:
    """What is in one file, its one source as `description` says.

    Raises InputError where there is not exactly one source, or where it describes itself.
    """
    records = list(found)
    sources = [one for one in records if isinstance(one, Source | Draft)]
    if len(sources) != 1:
        rejected = next((one for one in records if isinstance(one, Rejected)), None)
        if rejected is not None:
            raise InputError(rejected.where, rejected.reason)
        raise InputError(description.told, f"describes one source, and {where} has {len(sources)}")
    for one in records:
        if isinstance(one, Draft):
            yield replace(one, source=_over(one.source, description, today))
        elif isinstance(one, Source):
            yield _over(one, description, today)
        else:
            yield one
    yield from frontmatter.supersedes(_over(_source(sources[0]), description, today), _fields(sources[0], description))


def _read(path: Path) -> Description:
    told = str(path)
    try:
        text = normalise(decode(path.read_bytes(), told))
    except OSError as error:
        raise InputError(told, f"cannot be opened: {error.strerror or error}") from error
    return Description(told, _yaml.load(text, told, 1))


def _source(found: Draft | Source) -> Source:
    return found.source if isinstance(found, Draft) else found


def _fields(found: Draft | Source, description: Description) -> frontmatter.Fields:
    source = _source(found)
    known = {"title": _yaml.Value(source.title or None, 0), "kind": _yaml.Value(source.kind.value, 0)}
    return frontmatter.checked({**known, **description.values}, description.told)


def _over(source: Source, description: Description, today: date) -> Source:
    if source.extractor.startswith("markdown/"):
        reason = f"describes {source.where}, which has front matter of its own; keep one of the two"
        raise InputError(description.told, reason)
    if "title" not in description.values and not source.title:
        raise FrontMatterError(description.told, "the field 'title' is missing or empty")
    return frontmatter.overlaid(source, _fields(source, description), frozenset(description.values), today)
