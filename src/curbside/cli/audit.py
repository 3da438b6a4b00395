"""`curbside audit`: a text that somebody else wrote, against the library."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import emit, home_option, json_option, note, opened
from curbside.errors import InputError

if TYPE_CHECKING:
    from curbside.auditing.audit import Audit, AuditedClaim, Omission
    from curbside.auditing.cited import CitedEntry, References
    from curbside.interop.audits.report import Report
    from curbside.interop.contract import ReadSpan
    from curbside.library import Library

CONTRADICTED = 4


@click.command("audit")
@click.argument("file", metavar="FILE|URL|-")
@json_option
@click.option("--html", "page", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write a page.")
@click.option("--md", "text", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write Markdown.")
@click.option("--pdf", "print_", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write a PDF.")
@home_option
def command(
    file: str, as_json: bool, page: Path | None, text: Path | None, print_: Path | None, home: Path | None
) -> None:
    """Check a text that somebody else wrote against the library.

    What is checked is a file of HTML, Markdown, PDF, Word or plain text, a page by its
    address (the only one that is then asked), or "-" for standard input; with or without
    reference marks and a reference list. "Not enough" says that this library does not
    have it, not that it is wrong. Exit code 4: a source contradicts a claim.
    """
    from curbside.auditing.audit import audit
    from curbside.cli.audit_files import check_places, write
    from curbside.cli.audit_input import STDIN, manuscript
    from curbside.interop.audits import of_text
    from curbside.retrieval.stock import Stock
    from curbside.types import Outcome

    files = {"html": page, "md": text, "pdf": print_}
    check_places(files)
    given = manuscript(file)
    name = STDIN if file == "-" else file
    with opened(home) as (library, index):
        result = audit(given, Stock(library, index), library.sources())
        if not result.claims and not result.references.entries:
            raise InputError(name, "has no sentence that states anything, so there is nothing to check")
        report = of_text.report(result, library.read_span, name, about(library))
        for written in write(report, files):
            note(f"Written: {written}")
        if as_json:
            emit(as_object(result, library.read_span, report))
        else:
            from curbside.cli.audit_page import show

            show(result, library.read_span, report)
    if result.count(Outcome.CONTRADICTED):
        raise click.exceptions.Exit(CONTRADICTED)


def about(library: Library) -> str:
    """How an audit was made, as one sentence."""
    from curbside import __version__
    from curbside.auditing import judge

    number, today = library.count(), date.today()
    return (
        f"Audited by Curbside {__version__} on {today.day} {today:%B %Y} against {number:,} "
        f"source{'s' if number != 1 else ''} (library {library.library_hash()[:8]}); judge: {judge.name()}."
    )


def as_object(result: Audit, read: ReadSpan, report: Report) -> dict[str, Any]:
    """The object of `audit --json` (docs/cli.md). read: a span's quote, read again from the library."""
    from curbside.interop.contract import source_row
    from curbside.types import Outcome

    return {
        "claims": [_claim(c, read) for c in result.claims],
        "references": _references(result.references),
        "left_out": [_omission(o, read) for o in result.left_out],
        "summary": {"claims": len(result.claims), **{str(o): result.count(o) for o in Outcome}},
        "sources": [{"ref": ref, **source_row(source)} for ref, source in enumerate(result.sources, 1)],
        "line": report.line,
        "remarks": list(result.written.remarks),
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
        "said": audited.claim.said,
        "told": [{"kind": str(f.kind), "message": f.message, "words": list(f.words)} for f in audited.faults],
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
        "misattributed": list(listed.misattributed),
        "circular": list(listed.circular),
        "outdated": list(listed.outdated),
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
