"""Jobs that run again and again: a table, one row each, claimed by one conditional UPDATE.

A worker calls `run_due(now)` in its loop; several workers, on several machines, share the work. Rooms above add jobs of
their own with `register` when their application is ready.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q
from django.utils import timezone

from curbside_site.review import following, newer
from curbside_site.review.models import JobState

LEASE: Final = timedelta(minutes=30)
_LONGEST_PAUSE: Final = timedelta(hours=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """run: is given the time and says in a few words what it did. what: for the page of jobs."""

    name: str
    every: timedelta
    run: Callable[[datetime], str]
    what: str


JOBS: Final[dict[str, Job]] = {}


def register(job: Job) -> None:
    """Add a job, once; the same name again replaces it."""
    JOBS[job.name] = job


for _job in (
    Job(
        "follow-library",
        timedelta(seconds=15),
        following.follow,
        "Lets approvals lapse whose sources changed, or were retracted, superseded or withdrawn, and on safety alerts.",
    ),
    Job(
        "look-for-newer",
        timedelta(minutes=10),
        newer.look,
        "Asks the questions of approved articles again where a new source may answer them.",
    ),
    Job(
        "check-all-sources",
        timedelta(hours=6),
        following.check_all,
        "Looks at every source that a live text cites, whether the feed told of it or not.",
    ),
    Job("review-dates", timedelta(hours=1), newer.overdue, "Lets approvals lapse whose next review is past."),
):
    register(_job)


def run_due(now: datetime | None = None) -> tuple[str, ...]:
    """Run what is due and nobody else runs; the names of what was run.

    A job that fails is written down with its error and tried again, later each time up to an hour.
    """
    began = now or timezone.now()
    return tuple(job.name for job in tuple(JOBS.values()) if _claimed(job, began) and _run(job, began))


def run_now(name: str) -> None:
    """Let the job run with the next `run_due`."""
    JobState.objects.filter(name=name).update(due_at=timezone.now())


def _claimed(job: Job, now: datetime) -> bool:
    JobState.objects.get_or_create(name=job.name, defaults={"due_at": now})
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    mine = JobState.objects.filter(free, name=job.name, due_at__lte=now)
    return bool(mine.update(claimed_until=now + LEASE, began_at=now))


def _run(job: Job, now: datetime) -> bool:
    row = JobState.objects.filter(name=job.name)
    try:
        result = job.run(now)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is told on the page of jobs and in the log)
        _log.exception("The job %s failed.", job.name)
        failures = row.values_list("failures", flat=True).get() + 1
        pause = min(job.every * 2**failures, _LONGEST_PAUSE)
        told = f"{type(error).__name__}: {error}"
        row.update(
            claimed_until=None, ended_at=timezone.now(), due_at=now + pause, error=told, failures=F("failures") + 1
        )
        return True
    row.update(
        claimed_until=None,
        ended_at=timezone.now(),
        due_at=now + job.every,
        result=result[:200],
        error="",
        failures=0,
    )
    return True
