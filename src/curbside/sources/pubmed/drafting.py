"""From what was gathered of a record to a draft: its text, its fields and what it says of other documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from curbside.errors import InputError
from curbside.sources.base import Draft, Found
from curbside.sources.building import TextBuilder
from curbside.sources.design import kind_of
from curbside.sources.languages import two_letters
from curbside.sources.pubmed.record import Part, Record
from curbside.sources.pubmed.relations import NOTICES, marks_of, status_of
from curbside.types import Identifier, Source

NO_TITLE: Final = "[not available]"
UNKNOWN_LANGUAGE: Final = "und"


def found_in(record: Record, where: str, extractor: str, raw_hash: str) -> Iterator[Found]:
    """The draft of a record, then its marks on others. Raises InputError where it has no title."""
    title, others = _titles(record)
    if not title:
        raise InputError(where, f"the record with the PMID {record.pmid} has no title")
    builder = TextBuilder()
    _write(builder, record, title)
    yield _described(builder.draft(f"pmid:{record.pmid}", where, extractor, raw_hash), record, title, others)
    yield from marks_of(record.related, record.pmid, record.date)


def _titles(record: Record) -> tuple[str, tuple[str, ...]]:
    """The title and the others; "[Not Available]." stands in PubMed for a title that is only in the vernacular."""
    english = "" if record.title.lower().startswith(NO_TITLE) else record.title
    if not english:
        return record.vernacular, ()
    return english, (record.vernacular,) if record.vernacular and record.vernacular != english else ()


def _write(builder: TextBuilder, record: Record, title: str) -> None:
    """The abstracts under their labels; the title where there is none, as a note where it only tells of another."""
    notice = not NOTICES.isdisjoint(record.types)
    _parts(builder, record.abstract, 1, notice)
    for other in record.others:
        builder.close(1)
        with builder.place("element", f"OtherAbstract: {other.name}"):
            builder.heading(f"Other abstract: {other.name}", 1)
            _parts(builder, other.parts, 2, notice)
    if not record.abstract and not record.others:
        builder.paragraph(title, note=notice)


def _parts(builder: TextBuilder, parts: list[Part] | tuple[Part, ...], level: int, note: bool) -> None:
    for part in parts:
        if part.heading:
            builder.heading(part.heading, level)
        else:
            builder.close(level)
        builder.paragraph(part.text, note)


def _described(draft: Draft, record: Record, title: str, others: tuple[str, ...]) -> Draft:
    types = _once(record.types)
    made = draft.source
    source = Source(
        id=made.id,
        text=made.text,
        content_hash=made.content_hash,
        kind=kind_of(types, title, made.text if record.abstract else ""),
        title=title,
        publisher=record.journal or None,
        date=record.date,
        identifiers=(Identifier("pmid", record.pmid), *record.identifiers),
        status=status_of(record.related, types),
        authors=tuple(record.authors),
        language=_language(record),
        publication_types=types,
        subjects=_once(record.subjects),
        raw_hash=made.raw_hash,
        extractor=made.extractor,
        where=made.where,
        issue=record.issue,
        other_titles=others,
        keywords=_once(record.keywords),
        substances=_once(record.substances),
        related=tuple(record.related),
        places=made.places,
        remarks=_remarks(record),
    )
    return Draft(source, draft.blocks)


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _language(record: Record) -> str:
    code = next((code for code in map(two_letters, record.languages) if code), None)
    return code or UNKNOWN_LANGUAGE


def _remarks(record: Record) -> tuple[str, ...]:
    said = list(record.remarks)
    if not record.abstract:
        said.append(
            "no abstract: the title is all there is of its text" if not record.others else "no abstract in English"
        )
    elif record.languages and "eng" not in record.languages:
        said.append(f"the document is in {', '.join(record.languages)}; this abstract is in English")
    elif len(record.languages) > 1:
        said.append(f"the document is in {', '.join(record.languages)}")
    if record.copyright:
        said.append(f"copyright statement: {record.copyright}")
    if record.date is None:
        said.append("no date of publication")
    return tuple(said)
