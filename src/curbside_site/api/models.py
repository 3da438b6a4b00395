"""Tokens of programs, and whom to tell of a change of status."""

from __future__ import annotations

from django.db import models

from curbside_site.accounts.models import Person

SCOPES = ("ask", "articles", "sources", "audit", "check", "fhir", "cds")


class Token(models.Model):
    """A program's key: its SHA-256 alone is kept. scopes: some of `SCOPES`."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Webhook(models.Model):
    """An address that is told of changes of status, with a signature by its secret."""

    url = models.URLField(max_length=500)
    secret = models.CharField(max_length=64)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True)


class Delivery(models.Model):
    """A message to a webhook: an outbox row, tried again with growing pauses until it is taken or given up."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    body = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
