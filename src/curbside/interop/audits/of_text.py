"""The report of a text that somebody else wrote."""

from __future__ import annotations

from typing import Final

from curbside.auditing.audit import Audit, AuditedClaim
from curbside.auditing.cited import CitedEntry, References
from curbside.auditing.faults import FaultKind
from curbside.interop.audits.report import EntryLine, Fault, Missing, Quote, Report, Row, counted
from curbside.interop.contract import ReadSpan
from curbside.types import Citation, Outcome, Relation

_QUIET: Final = frozenset({FaultKind.NO_EVIDENCE_IN_LIBRARY})
_SHOWN: Final = 2


def report(result: Audit, read: ReadSpan, name: str, about: str) -> Report:
    """The report of an audit. read: a span's quote, read again. name: of what was audited. about: how it was made."""
    written = result.written
    return Report(
        kicker="Audit of a text",
        title=name,
        text=written.text,
        markup=written.markup,
        hidden=written.references.ranges,
        rows=tuple(_row(n, c, read) for n, c in enumerate(result.claims, 1)),
        entries=tuple(_entry(e, result.references) for e in result.references.entries),
        without_entry=result.references.marks_without_entry,
        missing=tuple(Missing(o.why, o.text, o.citation.ref) for o in result.left_out),
        sources=result.sources,
        line=f"{summary(result)} {about}",
        about=about,
        remarks=written.remarks,
    )


def summary(result: Audit) -> str:
    """The counts, as one sentence."""
    references = result.references
    number = len(result.claims)
    verdicts = counted(
        (
            (result.count(Outcome.SUPPORTED), "supported"),
            (result.count(Outcome.CONTRADICTED), "contradicted"),
            (result.count(Outcome.NOT_ENOUGH), "not enough in this library"),
        )
    )
    said = [f"{number} claim{'s' if number != 1 else ''}: {verdicts}"]
    for marks, what in (
        (references.marks_without_entry, "mark without an entry|marks without an entry"),
        (references.entries_without_mark, "entry never cited|entries never cited"),
        (references.self_published, "reference to somebody's own summary|references to somebody's own summaries"),
        (references.misattributed, "identifier of another work|identifiers of other works"),
        (references.superseded, "superseded reference|superseded references"),
        (references.retracted, "retracted reference|retracted references"),
        (result.left_out, "thing left out|things left out"),
    ):
        if marks:
            said.append(f"{len(marks)} {what.split('|')[len(marks) != 1]}")
    return "; ".join(said) + "."


def is_loud(audited: AuditedClaim) -> bool:
    """Whether a claim belongs among what is wrong."""
    return audited.verdict is Outcome.CONTRADICTED or any(f.kind not in _QUIET for f in audited.faults)


def _row(number: int, audited: AuditedClaim, read: ReadSpan) -> Row:
    claim = audited.claim
    faults = tuple(Fault(str(f.kind), f.message, f.words) for f in audited.faults)
    told = len(audited.faults)
    why = audited.reasons[told] if len(audited.reasons) > told else ""
    return Row(
        number=number,
        start=claim.start,
        end=claim.end,
        text=claim.text,
        verdict=audited.verdict,
        score=audited.score,
        faults=faults,
        why=why.partition(": ")[2] or why,
        quotes=quotes(audited.evidence, read),
        loud=is_loud(audited),
    )


def quotes(evidence: tuple[Citation, ...], read: ReadSpan) -> tuple[Quote, ...]:
    """The units that were found, each with its lead-in, those that decide before the nearest."""
    found: list[Quote] = []
    for i, citation in enumerate(evidence):
        if _leads_in(evidence, i):
            continue
        lead = _words(evidence[i + 1], read) if _leads_in(evidence, i + 1) else ""
        found.append(Quote(citation.ref, citation.relation, _words(citation, read), lead if lead[-1:] == ":" else ""))
    deciding = [q for q in found if q.relation is not Relation.CONTEXT]
    return tuple((deciding or found[:1])[:_SHOWN])


def _leads_in(evidence: tuple[Citation, ...], at: int) -> bool:
    """Whether a citation is the context of the one before it."""
    if not 0 < at < len(evidence) or evidence[at].relation is not Relation.CONTEXT:
        return False
    before = evidence[at - 1]
    return before.source == evidence[at].source and evidence[at].spans[-1].end <= before.spans[0].start


def _words(citation: Citation, read: ReadSpan) -> str:
    return " ".join(" ".join(read(s).split()) for s in citation.spans)


def _entry(cited: CitedEntry, listed: References) -> EntryLine:
    mark, source = cited.entry.mark, cited.source
    faults, notes = [], []
    if cited.self_published:
        faults.append("somebody's own answer or summary")
    if mark in listed.circular:
        faults.append("circular: it leads back to this text or to an answer of this engine")
    if mark in listed.misattributed and source:
        faults.append(f"its identifier is that of another work: {source.title}")
    if mark in listed.retracted and source:
        faults.append(str(source.status.state))
    if mark in listed.superseded and source:
        faults.append(f"superseded by {source.status.by or 'a newer version'}")
    if mark in listed.outdated:
        faults.append("older than the version in this library")
    if mark in listed.entries_without_mark:
        faults.append("nothing in the text points to it")
    if mark in listed.unknown:
        notes.append("not in this library")
    elif source and mark not in listed.misattributed:
        notes.append(f"in this library: {source.title}")
    return EntryLine(mark, cited.entry.text, (*faults, *notes), bool(faults))
