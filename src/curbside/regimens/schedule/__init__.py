"""A patient's schedule: explicit dates from a regimen and a start, or why there are none."""

from curbside.regimens.schedule.nouns import Check, Entry, NotScheduled, PlannedPhase, Request, Schedule
from curbside.regimens.schedule.planning import schedule

__all__ = ["Check", "Entry", "NotScheduled", "PlannedPhase", "Request", "Schedule", "schedule"]
