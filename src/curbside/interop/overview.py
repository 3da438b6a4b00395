"""An overview as the JSON object of `overview --json`: that of `ask --json` with one field more (docs/cli.md)."""

from __future__ import annotations

from typing import Any

from curbside.interop import contract
from curbside.interop.contract import ReadSpan, citation_rows, source_row
from curbside.types import Change, Graded, LeftOut, Overview, OwnGrade, Refusal, Span, Statement, Succession

Json = dict[str, Any]


def as_json(result: Overview | Refusal, read: ReadSpan) -> Json:
    """The object of `overview --json`. read: the quote of a span, read again from the stored text."""
    if isinstance(result, Refusal):
        return {**contract.as_json(result, read), "overview": None}
    return {
        **contract.as_json(result.answer, read),
        "overview": {
            "of": result.of,
            "scope": result.scope,
            "length": result.length,
            "words": words(result),
            "sources": [source_row(source) for source in result.sources],
            "grades": [_graded(one, read) for one in result.graded],
            "left_out": [_left_out(one, read) for one in result.left_out],
            "more": result.more,
            "new": [_succession(one, read) for one in result.successions],
        },
    }


def words(overview: Overview) -> int:
    """How many words its statements have."""
    return sum(len(s.text.split()) for s in overview.answer.statements)


def _place(span: Span) -> Json:
    return {"source": span.source, "hash": span.content_hash, "start": span.start, "end": span.end}


def _grades(grades: tuple[OwnGrade, ...]) -> list[Json]:
    return [{"text": g.text, "system": g.system, "start": g.start, "end": g.end} for g in grades]


def _graded(one: Graded, read: ReadSpan) -> Json:
    return {"statement": one.statement, **_place(one.span), "quote": read(one.span), "grades": _grades(one.grades)}


def _left_out(one: LeftOut, read: ReadSpan) -> Json:
    return {
        **_place(one.span),
        "quote": read(one.span),
        "headings": list(one.headings),
        "grades": _grades(one.grades),
        "reason": one.reason,
    }


def _succession(one: Succession, read: ReadSpan) -> Json:
    return {
        "source": one.newer.id,
        "supersedes": source_row(one.older),
        "changes": [_change(change, read) for change in one.changes],
        "more": one.more,
    }


def _change(one: Change, read: ReadSpan) -> Json:
    return {
        "new": {"statement": one.new.id or None, **_said(one.new, read)},
        "old": _said(one.old, read) if one.old else None,
        "now": list(one.now),
        "before": list(one.before),
    }


def _said(statement: Statement, read: ReadSpan) -> Json:
    rows = [{k: v for k, v in row.items() if k != "ref"} for c in statement.citations for row in citation_rows(c, read)]
    return {"text": statement.text, "citations": rows}
