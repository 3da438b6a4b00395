"""`curbside ask --audit`: the report of an answer instead of the answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curbside.engine import Engine
    from curbside.events import Checked
    from curbside.interop.audits.report import Report
    from curbside.types import Answer, Refusal


def of_answer(engine: Engine, result: Answer | Refusal, checks: Iterable[Checked]) -> Report:
    """The report of what the engine just answered."""
    from curbside.cli.audit import about
    from curbside.interop.audits import of_answer

    library = engine.library
    return of_answer.report(result, checks, library.read_span, about(library))


def as_object(report: Report) -> dict[str, Any]:
    """The field `audit` of `ask --json --audit` (docs/cli.md)."""
    return {
        "statements": [
            {
                "text": row.text,
                "kept": not row.dropped,
                "verdict": str(row.verdict),
                "score": row.score,
                "told": [{"kind": f.kind, "message": f.message, "words": list(f.words)} for f in row.faults],
            }
            for row in report.rows
        ],
        "summary": {
            "statements": len(report.rows),
            "supported": sum(not r.dropped for r in report.rows),
            "dropped": sum(r.dropped for r in report.rows),
        },
        "line": report.line,
    }


def show(report: Report) -> None:
    """Print the report."""
    from curbside.cli.common import block, stdout_console
    from curbside.interop.audits.report import SIGNS

    out = stdout_console()
    block(out, f"{report.kicker}: {report.title}", "bold")
    out.print()
    for dropped, heading in ((True, "Dropped, and why"), (False, "Supported")):
        rows = [r for r in report.rows if r.dropped is dropped]
        if rows:
            block(out, heading, "bold underline")
            out.print()
        for row in rows:
            block(out, row.text, indent=3, label="✗" if dropped else SIGNS[row.verdict])
            for fault in row.faults:
                block(out, f"{fault.name}: {fault.message}", "yellow", 5, "   -")
            for quote in row.quotes:
                block(out, f"“{f'{quote.lead} {quote.text}'.strip()}” [{quote.ref}]", "dim", 5)
            out.print()
    for number, source in enumerate(report.sources, 1):
        block(out, f"{source.title} ({source.kind}, status {source.status.state})", indent=5, label=f"[{number}]")
    if report.sources:
        out.print()
    block(out, report.line, "bold")
