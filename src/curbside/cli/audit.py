"""`curbside audit`: a text that somebody else wrote, against the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import emit, home_option, json_option, opened
from curbside.errors import InputError

if TYPE_CHECKING:
    from curbside.auditing.audit import Audit, AuditedClaim, Omission
    from curbside.auditing.cited import CitedEntry, References
    from curbside.interop.contract import ReadSpan

CONTRADICTED = 4


@click.command("audit")
@click.argument("file", type=click.File("rb"))
@json_option
@home_option
def command(file: Any, as_json: bool, home: Path | None) -> None:
    """Check a text that somebody else wrote against the library.

    FILE is plain text or Markdown in UTF-8, with or without reference marks and a reference list; "-" is stdin. "Not
    enough" says that this library does not have it, not that it is wrong. Exit code 4: a source contradicts a claim.
    """
    from curbside.auditing.audit import audit
    from curbside.retrieval.stock import Stock
    from curbside.types import Outcome

    name = "standard input" if str(getattr(file, "name", "-")) in ("-", "<stdin>") else str(file.name)
    text = _text(file.read(), name)
    with opened(home) as (library, index):
        result = audit(text, Stock(library, index), library.sources(), name)
        if not result.claims and not result.references.entries:
            raise InputError(name, "has no sentence that states anything, so there is nothing to check")
        if as_json:
            emit(as_object(result, library.read_span))
        else:
            from curbside.cli.audit_page import show

            show(result, library.read_span, name)
    if result.count(Outcome.CONTRADICTED):
        raise click.exceptions.Exit(CONTRADICTED)


def _text(raw: bytes, name: str) -> str:
    """Raises InputError where it is no text, or an empty one."""
    from curbside.language.text import decode

    text = decode(raw, name)
    if not text.strip():
        raise InputError(name, "is empty")
    return text


def as_object(result: Audit, read: ReadSpan) -> dict[str, Any]:
    """The object of `audit --json` (docs/audit.md). read: a span's quote, read again from the library."""
    from curbside.types import Outcome

    return {
        "claims": [_claim(c, read) for c in result.claims],
        "references": _references(result.references),
        "left_out": [_omission(o, read) for o in result.left_out],
        "summary": {"claims": len(result.claims), **{str(o): result.count(o) for o in Outcome}},
    }


def _claim(audited: AuditedClaim, read: ReadSpan) -> dict[str, Any]:
    from curbside.interop.contract import citation_rows

    return {
        "text": audited.claim.text,
        "start": audited.claim.start,
        "end": audited.claim.end,
        "marks": list(audited.claim.marks),
        "verdict": str(audited.verdict),
        "score": audited.score,
        "faults": [str(f.kind) for f in audited.faults],
        "reasons": list(audited.reasons),
        "evidence": [row for citation in audited.evidence for row in citation_rows(citation, read)],
    }


def _references(listed: References) -> dict[str, Any]:
    return {
        "entries": [_entry(e) for e in listed.entries],
        "marks_without_entry": list(listed.marks_without_entry),
        "entries_without_mark": list(listed.entries_without_mark),
        "self_published": list(listed.self_published),
        "superseded": list(listed.superseded),
        "retracted": list(listed.retracted),
        "unknown": list(listed.unknown),
    }


def _entry(cited: CitedEntry) -> dict[str, Any]:
    entry = cited.entry
    return {
        "mark": entry.mark,
        "text": entry.text,
        "start": entry.start,
        "end": entry.end,
        "identifiers": [{"scheme": i.scheme, "value": i.value} for i in entry.identifiers],
        "source": cited.source.id if cited.source else None,
    }


def _omission(omission: Omission, read: ReadSpan) -> dict[str, Any]:
    from curbside.interop.contract import citation_rows

    return {"text": omission.text, "citation": citation_rows(omission.citation, read)[0]}
