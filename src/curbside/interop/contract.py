"""An answer as the JSON object of `ask --json` (documented in docs/cli.md; other programs rely on it)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from curbside.interop import appraisals
from curbside.interop.criteria import criterion
from curbside.selecting.against import advises_against
from curbside.types import (
    Amount,
    Answer,
    Citation,
    Conflict,
    FollowUp,
    Made,
    ModelUse,
    MonitoringStep,
    Phase,
    Question,
    Reference,
    Refusal,
    Regimen,
    Section,
    Source,
    Span,
    Statement,
)
from curbside.types.conversation import INTENT

ReadSpan = Callable[[Span], str]
Json = dict[str, Any]


def as_json(result: Answer | Refusal, read: ReadSpan) -> Json:
    """The object of `ask --json`. read: the quote of a span, read again from the stored text."""
    if isinstance(result, Refusal):
        return _refused(result)
    return {
        "question": question(result.question),
        "status": "answered",
        "refusal": None,
        "title": result.title,
        "direction": result.direction,
        "bottom_line": list(result.bottom_line),
        "sections": [section(s) for s in result.sections],
        "statements": [_statement(s, read) for s in result.statements],
        "regimens": [regimen(r) for r in result.regimens],
        "criteria": [criterion(c, read) for c in result.criteria],
        "monitoring": [watched(m) for m in result.monitoring],
        "conflicts": [conflict(c) for c in result.conflicts],
        "not_found": list(result.not_found),
        "references": [_numbered(r) for r in result.references],
        "notices": list(result.notices),
        "made": _made(result.made),
        **_follow_up(result.follow_up),
        **_for_the_reader(result),
    }


def _refused(refusal: Refusal) -> Json:
    return {
        "question": question(refusal.question),
        "status": "refused",
        "refusal": {
            "reason": refusal.reason,
            "message": refusal.message,
            "looked_for": list(refusal.looked_for),
        },
        "title": "",
        "direction": None,
        **{
            name: []
            for name in ("bottom_line", "sections", "statements", "regimens", "criteria", "monitoring", "conflicts")
        },
        "not_found": [],
        "references": [],
        "notices": list(refusal.notices),
        "made": _made(refusal.made),
        **_follow_up(refusal.follow_up),
        **_for_the_reader(refusal),
    }


def _follow_up(link: FollowUp | None) -> Json:
    """The link to the answer before, and the statements that are new against it; null where there is none."""
    if link is None:
        return {"follow_up": None, "new": None}
    wanted = next((c for c in link.carried if c.what == INTENT), None)
    return {
        "follow_up": {
            "of": link.of,
            "carried": [{"what": c.what, "value": c.value, "from": c.origin} for c in link.carried if c.what != INTENT],
            "intent": {"value": wanted.value, "from": wanted.origin} if wanted else None,
            "dropped": list(link.dropped),
            "chain": list(link.chain),
        },
        "new": list(link.new),
    }


def _for_the_reader(result: Answer | Refusal) -> Json:
    """What students and patients are given on top; empty for others."""
    return {
        "glossary": [
            {"word": e.word, "plain": e.plain, "source": e.source, "statement": e.statement} for e in result.glossary
        ],
        "untold": [{"facet": str(u.facet), "count": u.count, "why": u.why, "ask": u.ask} for u in result.untold],
    }


def question(asked: Question) -> Json:
    """The question and how it was understood."""
    known = asked.understood
    return {
        "text": asked.text,
        "understood": {
            "drugs": list(known.drugs),
            "unknown_drugs": list(known.unknown_drugs),
            "conditions": list(known.conditions),
            "route": known.route,
            "population": ", ".join(known.population) or None,
            "intent": known.intent,
            "kind": known.kind,
            "jurisdiction": known.jurisdiction,
            "values": [{"quantity": v.quantity, "value": v.value, "unit": v.unit} for v in known.values],
            "read_as": [{"word": wrong, "read_as": right} for wrong, right in known.corrections],
        },
        "audience": asked.audience,
        "length": asked.length,
        "context": asked.context,
    }


def _statement(statement: Statement, read: ReadSpan) -> Json:
    verdict = statement.verdict
    return {
        "id": statement.id,
        "text": statement.text,
        "facet": str(statement.facet),
        "citations": [c for citation in statement.citations for c in citation_rows(citation, read)],
        "verdict": str(verdict.outcome) if verdict else "not_enough",
        "reasons": [f"{r.gate}: {r.message or ('passed' if r.passed else 'failed')}" for r in verdict.reasons]
        if verdict
        else [],
        "flags": [str(f) for f in statement.flags],
        "strength": str(statement.strength),
        "against": advises_against(statement.text),
        "estimate": appraisals.estimate(statement.estimate),
        "own_grade": appraisals.own_grade(statement.own_grade),
    }


def citation_rows(citation: Citation, read: ReadSpan) -> list[Json]:
    """One row a span."""
    return [
        {
            "ref": citation.ref,
            "source": span.source,
            "hash": span.content_hash,
            "start": span.start,
            "end": span.end,
            "quote": read(span),
            "relation": str(citation.relation),
        }
        for span in citation.spans
    ]


def _amount(amount: Amount | None) -> Json | None:
    return None if amount is None else {"low": amount.low, "high": amount.high, "unit": amount.unit}


def phase(one: Phase) -> Json:
    """A phase of a regimen; null is unstated; spans count from the start of the quoted unit."""
    return {
        "drug": one.drug,
        "form": one.form,
        "amount": _amount(one.amount),
        "per": one.per,
        "route": ", ".join(one.route) or None,
        "times": one.times,
        "period": one.period,
        "period_unit": one.period_unit,
        "duration": _amount(one.duration),
        "count": one.count,
        "end": one.end,
        "condition": one.condition,
        "divided": one.divided,
        "as_needed": one.as_needed,
        "maximum_dose": _amount(one.maximum_dose),
        "maximum_per_period": _amount(one.maximum_per_period),
        "indication": one.indication,
        "population": one.population,
        "role": one.role,
        "spans": {name: list(span) for name, span in one.spans.items()},
    }


def section(one: Section) -> Json:
    """A section of an answer."""
    return {"heading": one.heading, "facet": str(one.facet), "statements": list(one.statements)}


def regimen(one: Regimen) -> Json:
    """A regimen of an answer, with the unit that it was read from."""
    return {
        "id": one.id,
        "drug": one.drug,
        "indication": one.indication,
        "population": one.population,
        "jurisdiction": one.jurisdiction,
        "statement": one.statement,
        "source": one.span.source,
        "hash": one.span.content_hash,
        "start": one.span.start,
        "end": one.span.end,
        "phases": [phase(p) for p in one.phases],
        "beside": {name: list(ids) for name, ids in one.beside.items()},
        "flags": [str(f) for f in one.flags],
    }


def watched(one: MonitoringStep) -> Json:
    """A step of a monitoring plan; null is unstated; spans are code points of the source's stored text."""
    step, target = one.step, one.step.target
    return {
        "id": one.id,
        "what": step.what,
        "when": step.when,
        "times": step.times,
        "period": step.period,
        "period_unit": step.period_unit,
        "start": step.start,
        "target": {"comparator": target.comparator, "amount": target.amount, "unit": target.unit} if target else None,
        "action": step.action,
        "statement": one.statement,
        "source": one.source,
        "hash": one.content_hash,
        "spans": {name: [one.start + a, one.start + b] for name, (a, b) in step.spans.items()},
    }


def conflict(one: Conflict) -> Json:
    """A conflict set."""
    return {
        "about": one.about,
        "members": [
            {
                "value": m.value,
                "statement": m.statement,
                "source": m.source,
                "publisher": m.publisher,
                "jurisdiction": m.jurisdiction,
                "date": m.date,
                "status": str(m.status),
            }
            for m in one.members
        ],
    }


def source_row(source: Source) -> Json:
    """The fields of a reference, without its number."""
    return {
        "id": source.id,
        "kind": str(source.kind),
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "identifier": source.identifier,
        "url": source.url,
        "jurisdiction": source.jurisdiction,
        "status": str(source.status.state),
        "text_is": str(source.text_is),
        "derived_from": list(source.derived_from),
    }


def _numbered(reference: Reference) -> Json:
    source = reference.source
    more = {
        "seen": str(source.seen),
        "date": source.date,
        "superseded_by": source.status.by,
        "status_since": source.status.since,
    }
    return {"ref": reference.ref, **source_row(source), **more}


def _made(made: Made) -> Json:
    return {
        "version": made.version,
        "composer": made.composer,
        "settings_hash": made.settings_hash,
        "library_hash": made.library_hash,
        "milliseconds": dict(made.milliseconds),
        "search": made.search,
        "choice": made.choice,
        "model": None if made.model is None else _model(made.model),
    }


def _model(use: ModelUse) -> Json:
    return {
        "name": use.name,
        "place": use.place,
        "prompts": list(use.prompts),
        "requests": use.requests,
        "tokens_in": use.tokens_in,
        "tokens_out": use.tokens_out,
        "cost": use.cost,
        "milliseconds": use.milliseconds,
        "drafted": use.drafted,
        "passed": use.passed,
        "repaired": use.repaired,
        "dropped": use.dropped,
        "unsent": use.unsent,
        "stopped": use.stopped,
    }
