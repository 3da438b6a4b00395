"""Runs as a queue: who works on which, for how long, and what happens when a worker is gone.

Every write of a worker is conditional on the attempt under which it claimed the run. A worker that was given up for
dead and comes back finds its attempt gone, and can neither add an event nor finish the run: the reader sees one answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from curbside_site.asking.events import FAILED, FINISHED, RESTARTED, Told
from curbside_site.asking.models import Run, RunEvent
from curbside_site.errors import Lost

LEASE: Final = timedelta(seconds=20)
"""How long a claim holds without a sign of life; a question takes a few seconds."""
ATTEMPTS: Final = 3
GAVE_UP: Final = "The worker stopped three times over this question. Ask it again, or in other words."


def claim(worker: str, now: datetime | None = None) -> Run | None:
    """A run for that worker, oldest first; None where there is none, or another worker was quicker.

    worker: its name, for people. A run that was tried `ATTEMPTS` times is given up.
    """
    at = now or timezone.now()
    free = Q(state=Run.QUEUED) | Q(state=Run.RUNNING, claimed_until__lt=at)
    waiting = Run.objects.filter(free).order_by("asked_at")
    found = waiting.values_list("pk", "attempt").first()
    if found is None:
        return None
    pk, attempt = found
    # Two workers may have found the same run: the attempt lets one of their updates through.
    ours = waiting.order_by().filter(pk=pk, attempt=attempt)
    if attempt >= ATTEMPTS:
        _give_up(ours, pk, attempt)
        return None
    with transaction.atomic():
        taken = ours.update(state=Run.RUNNING, attempt=attempt + 1, claimed_by=worker[:100], claimed_until=at + LEASE)
        if not taken:
            return None
        if attempt:
            _append(pk, attempt + 1, [(RESTARTED, {})])
    return Run.objects.get(pk=pk)


def _give_up(ours: Any, pk: Any, attempt: int) -> None:
    with transaction.atomic():
        if ours.update(state=Run.FAILED, failure=GAVE_UP, finished_at=timezone.now(), claimed_until=None):
            _append(pk, attempt, [(FAILED, {"message": GAVE_UP})])


def tell(run: Run, events: Sequence[Told]) -> None:
    """Write events of a run and hold its claim for another lease. Raises Lost."""
    with transaction.atomic():
        _hold(run, claimed_until=timezone.now() + LEASE)
        _append(run.pk, run.attempt, events)


def keep(runs: Iterable[Run]) -> None:
    """A sign of life for runs that are being worked on; those that were lost are none of ours any more."""
    for run in runs:
        _ours(run).update(claimed_until=timezone.now() + LEASE)


def finish(run: Run, result: dict[str, Any], answer: str, events: Sequence[Told]) -> None:
    """The result, with the last events, in one transaction. Raises Lost."""
    with transaction.atomic():
        now = timezone.now()
        _hold(run, state=Run.FINISHED, result=result, answer=answer, finished_at=now, claimed_until=None)
        _append(run.pk, run.attempt, [*events, (FINISHED, {"status": result["status"]})])


def fail(run: Run, message: str) -> None:
    """End a run that cannot be answered, with a sentence for whoever asked. Raises Lost."""
    with transaction.atomic():
        _hold(run, state=Run.FAILED, failure=message, finished_at=timezone.now(), claimed_until=None)
        _append(run.pk, run.attempt, [(FAILED, {"message": message})])


def release(run: Run) -> None:
    """Give a run back, for a worker that stops; another claims it at once, as its next attempt."""
    _ours(run).update(state=Run.QUEUED, claimed_by="", claimed_until=None)


def _ours(run: Run) -> Any:
    return Run.objects.filter(pk=run.pk, attempt=run.attempt, state=Run.RUNNING)


def _hold(run: Run, **fields: Any) -> None:
    if not _ours(run).update(**fields):
        raise Lost(f"The run {run.pk} has been taken over.")


def _append(pk: Any, attempt: int, events: Sequence[Told]) -> None:
    """Number the events on from the last; called under the row lock of the update before it."""
    last = RunEvent.objects.filter(run_id=pk).aggregate(last=Max("number"))["last"] or 0
    RunEvent.objects.bulk_create(
        RunEvent(run_id=pk, number=n, attempt=attempt, kind=kind, data=data)
        for n, (kind, data) in enumerate(events, last + 1)
    )


def waiting_before(run: Run) -> int:
    """How many runs were asked before it and still wait."""
    return Run.objects.filter(state=Run.QUEUED, asked_at__lt=run.asked_at).count()
