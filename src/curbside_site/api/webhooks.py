"""Addresses that are told of changes of status: added and stopped by an admin."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission
from curbside_site.api import posting
from curbside_site.api.models import Delivery, Webhook
from curbside_site.audit_trail.trail import record
from curbside_site.errors import NotAllowed, NotLegal

PAUSES: Final = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440))
"""Between the tries of a message; after the last it is given up, two days after the first."""


@transaction.atomic
def add(*, by: Person, url: str) -> Webhook:
    """An address with a new secret. Raises NotAllowed, NotComplete where it may not be called, NotLegal where it is
    told already."""
    _may(by)
    posting.check(url)
    if Webhook.objects.filter(url=url, stopped_at=None).exists():
        raise NotLegal("That address is told already.")
    made = Webhook.objects.create(url=url, secret=secrets.token_hex(32), added_by=by)
    record(by=by, action="webhook added", about=f"webhook:{made.pk}", detail={"url": url})
    return made


@transaction.atomic
def stop(*, by: Person, webhook: Webhook) -> None:
    """Tell it nothing more; what waited is given up. Raises NotAllowed, NotLegal where it was stopped before."""
    _may(by)
    now = timezone.now()
    if not Webhook.objects.filter(pk=webhook.pk, stopped_at=None).update(stopped_at=now):
        raise NotLegal("That webhook has been stopped before.")
    waiting = Delivery.objects.filter(webhook=webhook, done_at=None, given_up_at=None)
    waiting.update(given_up_at=now, last_error="the webhook was stopped")
    record(by=by, action="webhook stopped", about=f"webhook:{webhook.pk}")


@transaction.atomic
def again(*, by: Person, delivery: Delivery) -> None:
    """Try a message once more that was given up. Raises NotAllowed, NotLegal."""
    _may(by)
    given_up = Delivery.objects.filter(pk=delivery.pk, done_at=None, webhook__stopped_at=None)
    if not given_up.exclude(given_up_at=None).update(given_up_at=None, tries=0, due_at=timezone.now()):
        raise NotLegal("That message was not given up, or its webhook was stopped.")
    record(by=by, action="message sent again", about=f"webhook:{delivery.webhook_id}", detail={"delivery": delivery.pk})


def _may(by: Person) -> None:
    if not by.may(Permission.ADMINISTER):
        raise NotAllowed("Only an admin adds and stops webhooks.")
