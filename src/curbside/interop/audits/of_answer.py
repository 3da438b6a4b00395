"""The report of an answer of this engine: what was supported, what was dropped, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from curbside.events import Checked
from curbside.interop.audits.of_text import quotes
from curbside.interop.audits.report import EntryLine, Fault, Report, Row, counted
from curbside.interop.contract import ReadSpan
from curbside.types import Answer, Citation, Flag, Outcome, Refusal, Statement

DROPPED: Final = "Dropped: what did not pass the gates"
_AS_FAULTS: Final = {
    Flag.SUPERSEDED: ("superseded_source", "its only source is superseded"),
    Flag.SINGLE_CASE: ("case_report_generalised", "its source is a report of one case; the flag says so"),
    Flag.SECONDARY_ONLY: ("secondary_only", "only a secondary source says it; confirm in the original"),
}


@dataclass(slots=True)
class _Text:
    """A text as it is put together, with the places of its statements."""

    text: str = ""

    def line(self, said: str) -> int:
        """Add a line and an empty one; where it begins."""
        start = len(self.text)
        self.text += f"{said}\n\n"
        return start


def report(result: Answer | Refusal, checks: Iterable[Checked], read: ReadSpan, about: str) -> Report:
    """The report of an answer, or of a refusal for which statements were tried.

    checks: what the engine told of every statement, kept or dropped. read: a span's quote, read again.
    """
    dropped = [c.statement for c in checks if not c.kept]
    placed, text = _written(result, dropped)
    numbers = _numbers(result)
    sources = tuple(r.source for r in result.references) if isinstance(result, Answer) else ()
    gone = {id(s) for s in dropped}
    rows = tuple(
        _row(n, s, start, s.text, s.id if id(s) not in gone else None, read, numbers)
        for n, (s, start) in enumerate(placed, 1)
    )
    made = result.made
    return Report(
        kicker="Audit of an answer of Curbside",
        title=result.title if isinstance(result, Answer) else result.question.text,
        text=text,
        markup="markdown",
        hidden=(),
        rows=rows,
        entries=_entries(result),
        without_entry=(),
        missing=(),
        sources=sources,
        line=f"{_counts(rows)} {about}",
        about=f"{about} Composer: {made.composer}.",
    )


def _written(result: Answer | Refusal, dropped: Sequence[Statement]) -> tuple[list[tuple[Statement, int]], str]:
    """The statements with where each begins in a text made of the answer, and that text."""
    made, placed = _Text(), []
    made.line(f"# {result.title if isinstance(result, Answer) else result.question.text}")
    if isinstance(result, Refusal):
        made.line(result.message)
    else:
        known = {s.id: s for s in result.statements}
        parts = [("Bottom line", result.bottom_line), *((s.heading, s.statements) for s in result.sections)]
        for heading, ids in parts:
            if ids:
                made.line(f"## {heading}")
            for name in ids:
                marks = "".join(f"[{ref}]" for ref in dict.fromkeys(c.ref for c in known[name].citations))
                placed.append((known[name], made.line(f"- {known[name].text} {marks}") + 2))
    if dropped:
        made.line(f"## {DROPPED}")
    placed += [(s, made.line(f"- {s.text}") + 2) for s in dropped]
    return placed, made.text


def _numbers(result: Answer | Refusal) -> dict[str, int]:
    return {r.source.id: r.ref for r in result.references} if isinstance(result, Answer) else {}


def _row(
    number: int, statement: Statement, start: int, text: str, kept: str | None, read: ReadSpan, numbers: dict[str, int]
) -> Row:
    verdict = statement.verdict
    failed = [r for r in verdict.reasons if not r.passed] if verdict else []
    faults = tuple(Fault(r.gate, r.message or "failed", r.words) for r in failed)
    if kept is not None:
        faults = tuple(Fault(*_AS_FAULTS[f]) for f in statement.flags if f in _AS_FAULTS)
    cited = tuple(c for c in statement.citations if kept is not None or c.source in numbers)
    return Row(
        number=number,
        start=start,
        end=start + len(text),
        text=text,
        verdict=verdict.outcome if verdict else Outcome.NOT_ENOUGH,
        score=verdict.score if verdict else None,
        faults=faults,
        why="One citation says all that it says together, in the same words and values." if kept is not None else "",
        quotes=quotes(tuple(_numbered(c, numbers) for c in cited), read),
        loud=kept is None or bool(faults),
        dropped=kept is None,
    )


def _numbered(citation: Citation, numbers: dict[str, int]) -> Citation:
    return Citation(citation.source, citation.spans, citation.relation, numbers.get(citation.source, citation.ref))


def _entries(result: Answer | Refusal) -> tuple[EntryLine, ...]:
    if isinstance(result, Refusal):
        return ()
    return tuple(
        EntryLine(r.ref, r.source.title, (f"status {r.source.status.state}", str(r.source.text_is)), False)
        for r in result.references
    )


def _counts(rows: tuple[Row, ...]) -> str:
    dropped = sum(r.dropped for r in rows)
    told = counted(((len(rows) - dropped, "supported"), (dropped, "dropped")))
    return f"{len(rows)} statement{'s' if len(rows) != 1 else ''} tried: {told}."
