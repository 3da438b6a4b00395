"""The fields that describe a source: in front matter, or in a file NAME.meta.yaml beside it.

The format is documented in docs/starter-format.md. What is not given is unknown and is not guessed.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from curbside.errors import FrontMatterError
from curbside.sources import _yaml
from curbside.sources._values import FieldValues, identifier, last_day
from curbside.types import Identifier, Kind, Licence, Mark, Seen, Source, State, Status, TextIs

NAMES: Final = (
    "id kind title publisher date jurisdiction status superseded_by status_since supersedes review_due identifiers "
    "text_is seen derived_from licence topics authors language publication_types subjects"
).split()
ALIKE: Final = frozenset(
    "kind title publisher date jurisdiction identifiers licence text_is derived_from authors language "
    "publication_types subjects topics".split()
)
FENCE: Final = "---"


@dataclass(frozen=True, slots=True)
class Fields:
    """What was given, checked. review_due: ISO 8601, as precise as given."""

    title: str
    kind: Kind
    text_is: TextIs
    seen: Seen
    id: str | None = None
    publisher: str | None = None
    date: str | None = None
    jurisdiction: str = "unknown"
    identifiers: tuple[Identifier, ...] = ()
    status: Status = field(default_factory=Status)
    supersedes: tuple[str, ...] = ()
    review_due: str | None = None
    licence: Licence = field(default_factory=Licence)
    derived_from: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str = "en"
    publication_types: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def has_front_matter(text: str) -> bool:
    """Whether the first line of `text` opens front matter."""
    return text.partition("\n")[0].rstrip() == FENCE


def parted(text: str, where: str) -> tuple[str, str]:
    """(front matter, body) of a normalised text that has front matter; the body begins at its first line with text.

    Raises FrontMatterError where the front matter is never closed.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in (FENCE, "..."):
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]).lstrip("\n")
    raise FrontMatterError(f"{where}, line 1", f"the front matter that opens here with {FENCE} is never closed")


def fields(text: str, where: str, first_line: int = 2) -> Fields:
    """The fields in YAML `text`, whose first line is line `first_line` of its file.

    Raises FrontMatterError that names the file, the line, and what is allowed.
    """
    return checked(_yaml.load(text, where, first_line), where)


def checked(values: Mapping[str, _yaml.Value], where: str) -> Fields:
    """The fields in `values`. Raises FrontMatterError as `fields` does."""
    for name, value in values.items():
        if name not in NAMES:
            raise FrontMatterError(f"{where}, line {value.line}" if value.line else where, _unknown(name))
    return _checked(FieldValues(values, where))


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name.lower().replace("-", "_"), NAMES, n=1, cutoff=0.6)
    advice = f"did you mean {near[0]!r}?" if near else f"the fields are {', '.join(NAMES)}"
    return f"there is no field {name!r}; {advice}"


def _checked(values: FieldValues) -> Fields:
    kind, second_hand = values.kind()
    text_is = values.choice("text_is", TextIs) or TextIs.ORIGINAL
    implied = Seen.ORIGINAL if text_is is TextIs.ORIGINAL else Seen.UNKNOWN
    return Fields(
        title=values.required("title"),
        kind=kind,
        text_is=text_is,
        seen=Seen.SECONDARY if second_hand else values.choice("seen", Seen) or implied,
        id=values.id(),
        publisher=values.known("publisher"),
        date=values.date("date"),
        jurisdiction=values.jurisdiction(),
        identifiers=values.identifiers(),
        status=values.status(),
        supersedes=values.many("supersedes"),
        review_due=values.date("review_due"),
        licence=values.licence(),
        derived_from=values.many("derived_from"),
        authors=values.many("authors"),
        language=values.language(),
        publication_types=values.many("publication_types"),
        subjects=values.many("subjects"),
        topics=values.many("topics"),
    )


def overlaid(source: Source, given: Fields, names: frozenset[str], today: date) -> Source:
    """`source` with those fields of `given` that are in `names`; all else stays as it is."""
    whole = applied(source, given, today)
    kept = {name: getattr(whole, name) for name in names if name in ALIKE}
    if names & {"status", "superseded_by", "status_since", "review_due"}:
        kept["status"] = whole.status
    if names & {"text_is", "seen", "kind"}:
        kept["seen"] = given.seen if names & {"text_is", "seen"} or given.seen is Seen.SECONDARY else source.seen
    return replace(source, id=whole.id if names & {"id", "identifiers"} else source.id, **kept)


def supersedes(source: Source, given: Fields) -> Iterator[Mark]:
    """A mark on each document that `source` says it supersedes."""
    for text in given.supersedes:
        reason = f"superseded by {source.title}"
        yield Mark(_named(text), Status(State.SUPERSEDED, source.id, source.date, reason), source.id)


def _named(text: str) -> Identifier:
    """What names another document: a PMID, DOI or the like, else the id of a source."""
    found = identifier(text)
    return Identifier("id", text) if found.scheme == "other" else found


def applied(source: Source, given: Fields, today: date) -> Source:
    """`source` described by `given`; without an `id` of its own it is named by its PMID or DOI, else stays named.

    today: what `review_due` is compared with.
    """
    return replace(
        source,
        id=given.id or _named_by_identifier(given) or source.id,
        kind=given.kind,
        title=given.title,
        publisher=given.publisher,
        date=given.date,
        jurisdiction=given.jurisdiction,
        identifiers=given.identifiers,
        status=reviewed(given.status, given.review_due, today),
        licence=given.licence,
        text_is=given.text_is,
        seen=given.seen,
        derived_from=given.derived_from,
        authors=given.authors,
        language=given.language,
        publication_types=given.publication_types,
        subjects=given.subjects,
        topics=given.topics,
    )


def _named_by_identifier(given: Fields) -> str | None:
    if given.text_is is not TextIs.ORIGINAL:
        return None
    by_scheme = {i.scheme: i.value for i in reversed(given.identifiers)}
    return next((f"{s}:{by_scheme[s]}" for s in ("pmid", "doi") if s in by_scheme), None)


def reviewed(status: Status, due: str | None, today: date) -> Status:
    """`status`, or "review overdue" since `due` where that day is past and nothing worse is known of the source.

    A due month or year is past when its last day is.
    """
    if due is None or status.state not in (State.CURRENT, State.UNKNOWN) or last_day(due) >= today:
        return status
    return Status(State.REVIEW_OVERDUE, status.by, due, f"its review was due {due}")
