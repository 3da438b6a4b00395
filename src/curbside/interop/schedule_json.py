"""A schedule, or why there is none, as the JSON object of `curbside schedule --json` (docs/cli.md)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from curbside.interop import contract
from curbside.regimens.schedule import Entry, NotScheduled, PlannedPhase, Schedule
from curbside.types import Amount

Json = dict[str, Any]


def as_json(result: Schedule | NotScheduled, regimen: str) -> Json:
    """The object of `curbside schedule --json`. regimen: its id."""
    if isinstance(result, NotScheduled):
        refusal = {"reason": result.reason, "message": result.message, "phase": result.phase or None}
        return {"regimen": regimen, "status": "refused", "refusal": refusal, **_empty()}
    request = result.request
    return {
        "regimen": regimen,
        "status": "scheduled",
        "refusal": None,
        "drug": result.regimen.drug,
        "start": request.start.isoformat(),
        "until": result.until.isoformat(),
        "zone": request.zone,
        "phases": [_phase(p) for p in result.phases],
        "entries": [_entry(e) for e in result.entries],
        "remarks": list(result.remarks),
    }


def _empty() -> Json:
    return {"drug": None, "start": None, "until": None, "zone": None, "phases": [], "entries": [], "remarks": []}


def _phase(planned: PlannedPhase) -> Json:
    amount: Amount = planned.amount
    return {
        "number": planned.number,
        "name": planned.name,
        "amount": {"low": amount.low, "high": amount.high, "unit": amount.unit},
        "dose": planned.dose,
        "timing": planned.timing,
        "begins": planned.begins,
        "ends": planned.ends,
        "dated": planned.dated,
        "stated": contract.phase(planned.phase),
    }


def _entry(entry: Entry) -> Json:
    return {
        "phase": entry.phase or None,
        "number": entry.number,
        "kind": "dose" if entry.phase else "check",
        "earliest": entry.earliest.isoformat(),
        "latest": entry.latest.isoformat(),
        "doses": entry.doses if entry.phase else None,
        "closes": entry.closes.isoformat() if entry.closes else None,
        "earliest_at": _instant(entry.earliest_at),
        "latest_at": _instant(entry.latest_at),
        "certain": entry.certain,
        "what": entry.what or None,
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None
