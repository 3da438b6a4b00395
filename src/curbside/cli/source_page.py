"""One source, whole: as JSON and as a page."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from curbside.cli.common import block
from curbside.evidence.explaining import sentences
from curbside.interop import appraisals
from curbside.interop.contract import source_row
from curbside.library.outline import outline
from curbside.library.records import counts
from curbside.sources.licences import permitted
from curbside.types import Appraisal, Related, Source, TextIs, Unit, UnitKind

if TYPE_CHECKING:
    from rich.console import Console

    from curbside.library import Version

_SAY = "Its description says what it allows (docs/starter-format.md, licence)."
ALLOWANCES = ("show", "quote", "export", "send")


def record(source: Source, versions: tuple[Version, ...], weighed: Appraisal) -> dict[str, Any]:
    """What is stored of `source`, its text as far as the licence lets it be shown; offsets are code points of it."""
    text, withheld = permitted_text(source)
    return {
        **source_row(source),
        **asdict(counts(source)),
        "hash": source.content_hash,
        "text": text,
        "text_withheld": withheld,
        "sections": sections(source),
        "units": [_unit(unit) for unit in source.units],
        "authors": list(source.authors),
        "date": source.date,
        "language": source.language,
        "publication_types": list(source.publication_types),
        "subject_headings": list(source.subjects),
        "topics": list(source.topics),
        "identifiers": [asdict(identifier) for identifier in source.identifiers],
        "status_detail": {**asdict(source.status), "state": str(source.status.state)},
        "licence": asdict(source.licence),
        "seen": str(source.seen),
        "raw_hash": source.raw_hash,
        "extractor": source.extractor,
        "where": source.where,
        "issue": source.issue,
        "other_titles": list(source.other_titles),
        "keywords": list(source.keywords),
        "substances": list(source.substances),
        "related": [asdict(one) for one in source.related],
        "places": [asdict(one) for one in source.places],
        "remarks": list(source.remarks),
        "original": source.original,
        "versions": [
            {"hash": v.content_hash, "added": v.added_at, "current": v.current, "cited_by": v.cited_by}
            for v in versions
        ],
        "appraisal": appraisals.appraisal(weighed, source),
    }


def sections(source: Source) -> list[dict[str, Any]]:
    """The headings with where they begin and where what stands under them ends."""
    return [
        {
            "heading": part.path[-1],
            "path": list(part.path),
            "level": len(part.path),
            "start": part.start,
            "end": part.end,
        }
        for part in outline(source.units)
    ]


def permitted_text(source: Source) -> tuple[str, str | None]:
    """The text as far as its licence lets it be shown, and why the rest is not (the clinical rules, section 8)."""
    permission = permitted(source.licence, "show")
    if permission.allowed == "yes":
        return source.text, None
    quote = next((unit for unit in source.units if unit.kind is not UnitKind.NOTE), None)
    if permission.allowed == "no" or quote is None:
        return "", permission.reason
    return source.text[quote.start : quote.end], permission.reason


def page(out: Console, source: Source, versions: tuple[Version, ...], weighed: Appraisal) -> None:
    """Print `source` for people."""
    block(out, source.title, "bold")
    for name, value in _facts(source, versions):
        if value:
            block(out, value, indent=14, label=name)
    out.rule("appraisal", characters="-" if out.no_color else "─")
    for sentence in sentences(weighed, source):
        block(out, sentence, indent=2, label="- ")
    text, withheld = permitted_text(source)
    out.rule("stored text", characters="-" if out.no_color else "─")
    for line in text.rstrip().split("\n"):
        block(out, line)
    if withheld:
        out.rule(characters="-" if out.no_color else "─")
        block(out, f"{withheld} {_SAY}", "dim")


def _facts(source: Source, versions: tuple[Version, ...]) -> list[tuple[str, str]]:
    status = source.status
    counted = counts(source)
    why = "; ".join(said for said in (status.by and f"by {status.by}", status.since, status.reason) if said)
    allowed = [f"{name}: {_yes(getattr(source.licence, name))}" for name in ALLOWANCES]
    added = "; ".join(f"{v.content_hash[:12]} of {v.added_at}{' (current)' if v.current else ''}" for v in versions)
    return [
        ("id", source.id),
        ("kind", str(source.kind)),
        ("publisher", source.publisher or "unknown"),
        ("authors", "; ".join(source.authors)),
        ("date", source.date or "unknown"),
        ("jurisdiction", source.jurisdiction),
        ("status", f"{status.state} ({why})" if why else str(status.state)),
        ("text is", _wording(source)),
        ("derived from", "; ".join(source.derived_from)),
        ("identifiers", "; ".join(f"{i.scheme} {i.value}" for i in source.identifiers)),
        ("issue", source.issue or ""),
        ("other titles", "; ".join(source.other_titles)),
        ("types", "; ".join(source.publication_types)),
        ("subjects", "; ".join((*source.subjects, *source.topics))),
        ("keywords", "; ".join(source.keywords)),
        ("substances", "; ".join(source.substances)),
        ("language", source.language),
        ("licence", f"{source.licence.name or 'unknown'} ({', '.join(allowed)})"),
        ("length", f"{counted.characters} characters, {counted.sections} sections, {counted.sentences} sentences"),
        ("hash", source.content_hash),
        ("related", "; ".join(f"{r.relation} {_named(r)}" for r in source.related)),
        ("remarks", "; ".join(source.remarks)),
        ("extractor", source.extractor),
        ("read from", source.where or ""),
        ("versions", added),
    ]


def _named(related: Related) -> str:
    return ", ".join(f"{i.scheme} {i.value}" for i in related.identifiers) or related.citation or "unnamed"


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "start": unit.start,
        "end": unit.end,
        "kind": str(unit.kind),
        "headings": list(unit.headings),
        "heading_ranges": [[r.start, r.end] for r in unit.heading_ranges],
        "context": [[r.start, r.end] for r in unit.context],
    }


def _wording(source: Source) -> str:
    if source.text_is is TextIs.ORIGINAL:
        return str(source.text_is)
    return f"{source.text_is}, not the source's wording; written from: {source.seen}"


def _yes(allowed: bool | None) -> str:
    return "not known" if allowed is None else "yes" if allowed else "no"
