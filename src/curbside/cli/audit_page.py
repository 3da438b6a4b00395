"""An audit as people read it, in 80 columns: faults first, by danger, with the source's sentence beside each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from curbside.auditing.audit import Audit, AuditedClaim
from curbside.auditing.cited import References
from curbside.auditing.faults import DANGER
from curbside.auditing.marks import MarkName
from curbside.cli.common import block, stdout_console
from curbside.interop.audits.of_text import is_loud
from curbside.types import Citation, Outcome, Relation, Source

if TYPE_CHECKING:
    from rich.console import Console

    from curbside.interop.audits.report import Report
    from curbside.interop.contract import ReadSpan

_INDENT = 9
_COLOURS = {Outcome.SUPPORTED: "green", Outcome.CONTRADICTED: "bold red", Outcome.NOT_ENOUGH: "yellow"}
_VERDICTS = {
    Outcome.SUPPORTED: "Supported",
    Outcome.CONTRADICTED: "Contradicted",
    Outcome.NOT_ENOUGH: "Not enough in this library",
}
_BESIDE = {Relation.CONTRADICTS: "Against:", Relation.SUPPORTS: "Source:", Relation.CONTEXT: "Nearest:"}


def show(result: Audit, read: ReadSpan, report: Report) -> None:
    """Print an audit."""
    out = stdout_console()
    block(out, f"Audit of {report.title}", "bold")
    out.print()
    loud = sorted((c for c in result.claims if is_loud(c)), key=_danger)
    quiet = [c for c in result.claims if not is_loud(c)]
    _claims(out, "What is wrong, the most dangerous first", loud, read)
    _references(out, result.references)
    _left_out(out, result, read)
    for verdict in (Outcome.NOT_ENOUGH, Outcome.SUPPORTED):
        _claims(out, f"{_VERDICTS[verdict]}, no fault found", [c for c in quiet if c.verdict is verdict], read)
    _sources(out, result.sources)
    block(out, report.line, "bold")


def _danger(audited: AuditedClaim) -> tuple[bool, int, int]:
    worst = min((DANGER.index(f.kind) for f in audited.faults), default=len(DANGER))
    return audited.verdict is not Outcome.CONTRADICTED, worst, audited.claim.start


def _claims(out: Console, heading: str, claims: Iterable[AuditedClaim], read: ReadSpan) -> None:
    told = list(claims)
    if not told:
        return
    block(out, heading, "bold underline")
    out.print()
    for audited in told:
        _claim(out, audited, read)


def _claim(out: Console, audited: AuditedClaim, read: ReadSpan) -> None:
    block(out, _VERDICTS[audited.verdict], _COLOURS[audited.verdict])
    for fault in audited.faults:
        block(out, f"{str(fault.kind).replace('_', ' ')}: {fault.message}", indent=2, label="-")
    if audited.verdict is Outcome.NOT_ENOUGH and not audited.faults and audited.reasons:
        block(out, audited.reasons[0], indent=2, label="-")
    block(out, " ".join(audited.claim.text.split()), indent=_INDENT, label="Text:")
    shown = [i for i, c in enumerate(audited.evidence) if c.relation is not Relation.CONTEXT]
    for i in shown[:2] or range(len(audited.evidence))[:1]:
        _quote(out, audited.evidence[i:], read)
    out.print()


def _quote(out: Console, citations: tuple[Citation, ...], read: ReadSpan) -> None:
    """The first of `citations`, after its lead-in where that is the next."""
    first, lead = citations[0], _lead_in(citations, read)
    quoted = " ".join(" ".join(read(s).split()) for s in first.spans)
    block(out, f"“{lead}{quoted}” [{first.ref}]", "dim", _INDENT, _BESIDE[first.relation])


def _lead_in(citations: tuple[Citation, ...], read: ReadSpan) -> str:
    first, after = citations[0], citations[1:2]
    if not after or after[0].source != first.source or after[0].spans[-1].end > first.spans[0].start:
        return ""
    words = " ".join(" ".join(read(s).split()) for s in after[0].spans)
    return f"{words} " if words.endswith(":") else ""


def _references(out: Console, references: References) -> None:
    rows: tuple[tuple[str, tuple[MarkName, ...]], ...] = (
        ("Marks with no entry", references.marks_without_entry),
        ("Entries that nothing points to", references.entries_without_mark),
        ("Somebody's own summaries or answers", references.self_published),
        ("Superseded", references.superseded),
        ("Retracted or withdrawn", references.retracted),
        ("With the identifier of another work", references.misattributed),
        ("Leading back to this text or to an answer", references.circular),
        ("Older than the version in this library", references.outdated),
        ("Not in this library", references.unknown),
    )
    if not any(marks for _, marks in rows):
        return
    block(out, "The reference list", "bold underline")
    out.print()
    for what, marks in rows:
        if marks:
            block(out, f"{what}: {', '.join(map(str, marks))}", indent=2, label="-")
    out.print()


def _left_out(out: Console, result: Audit, read: ReadSpan) -> None:
    if not result.left_out:
        return
    block(out, "What the sources say and the text does not", "bold underline")
    out.print()
    for omission in result.left_out:
        block(out, f"{omission.why}: “{omission.text}” [{omission.citation.ref}]", indent=2, label="-")
    out.print()


def _sources(out: Console, sources: tuple[Source, ...]) -> None:
    if not sources:
        return
    block(out, "Sources of this library", "bold underline")
    out.print()
    for number, source in enumerate(sources, 1):
        about = (str(source.kind), source.jurisdiction, str(source.year or "no date"), str(source.status.state))
        block(out, f"{source.title} ({', '.join(about)}; {source.text_is})", indent=5, label=f"[{number}]")
    out.print()
