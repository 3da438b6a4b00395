"""Criteria as the objects of `ask --json` (documented in docs/cli.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from curbside.regimens.criteria.judging import missing
from curbside.types import Criterion, Member, Span

ReadSpan = Callable[[Span], str]
Json = dict[str, Any]


def criterion(one: Criterion, read: ReadSpan) -> Json:
    """A rule with what the patient's values make of it; the citation of a member is its place in the rule."""
    return {
        "id": one.id,
        "rule": one.rule,
        "source": one.spans[0].source,
        "ref": one.ref,
        "statement": one.statement,
        "spans": [{"start": s.start, "end": s.end, "quote": read(s)} for s in one.spans],
        "needed": one.needed,
        "of": one.of,
        "members": [_member(m, one.ref, read) for m in one.members],
        "result": str(one.result),
        "unless": one.unless,
        "missing": list(missing(one.members)),
        "note": one.note,
    }


def _member(member: Member, ref: int, read: ReadSpan) -> Json:
    span = member.span
    return {
        "quantity": member.quantity,
        "comparator": member.comparator,
        "threshold": member.threshold,
        "unit": member.unit or None,
        "required": member.required,
        "citation": {
            "ref": ref,
            "source": span.source,
            "hash": span.content_hash,
            "start": span.start,
            "end": span.end,
            "quote": read(span),
        },
        "value": member.value,
        "value_unit": member.value_unit or None,
        "verdict": str(member.verdict),
        "calculated": member.calculated,
        "note": member.note,
    }
