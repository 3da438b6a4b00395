"""A question as a run: a row that a worker claims by one conditional UPDATE, and the events that a page tails."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from curbside_site.accounts.models import Person


class Run(models.Model):
    """A question that somebody asked. text: with the identifiers of a patient masked before it is stored.

    visitor: the key of a session without an account. attempt: 0 until it is claimed; each claim adds one.
    claimed_until: after that another worker may take it over. result: the object of `ask --json`. answer: under which
    id the library keeps it.
    """

    QUEUED, RUNNING, FINISHED, FAILED = "queued", "running", "finished", "failed"
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="runs")
    visitor = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=QUEUED, db_index=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=100, blank=True)
    claimed_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    answer = models.CharField(max_length=64, blank=True)
    failure = models.TextField(blank=True)

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(visitor=""), name="a_run_belongs_to_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | Q(result__isnull=False), name="a_finished_run_has_a_result"
            ),
        )


class RunEvent(models.Model):
    """Something that happened on the way of a run. number: 1, 2, ... over all attempts, as the page counts them."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    attempt = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("run", "number")
        constraints = (models.UniqueConstraint(fields=("run", "number"), name="events_are_numbered"),)
