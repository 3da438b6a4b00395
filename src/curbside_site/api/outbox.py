"""Messages on changes of status: written in the transaction of the change, sent by a job, tried again until taken.

A message may come twice (its number tells) and late, never never: a receiver that was down for a day gets it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models.signals import post_save
from django.utils import timezone

from curbside_site.api import posting
from curbside_site.api.models import Delivery, Webhook
from curbside_site.api.webhooks import PAUSES
from curbside_site.articles.models import Revision, StateRow
from curbside_site.review.models import Lapse

AT_ONCE: Final = 50
ROUND: Final = 15.0
_LEASE: Final = timedelta(minutes=2)
SIGNATURE: Final = "X-Curbside-Signature"


def connect() -> None:
    """Write messages from now on; called once when the site starts."""
    post_save.connect(_on_state, sender=StateRow, dispatch_uid="curbside.outbox.state")
    post_save.connect(_on_lapse, sender=Lapse, dispatch_uid="curbside.outbox.lapse")


def _on_state(sender: Any, instance: StateRow, created: bool, **_: Any) -> None:
    if created:
        told = {"state": instance.state, "reason": instance.reason}
        _write("status", instance.revision, instance.at, told)


def _on_lapse(sender: Any, instance: Lapse, created: bool, **_: Any) -> None:
    if created:
        told = {"reason": instance.reason, "detail": instance.detail, "source": instance.source or None}
        _write("lapse", instance.revision, instance.at, {**told, "withheld": instance.hides})


def _write(event: str, revision: Revision, at: datetime, told: dict[str, Any]) -> None:
    hooks = list(Webhook.objects.filter(stopped_at=None))
    if not hooks:
        return
    slug = revision.article.slug
    body = {
        "event": event,
        "article": slug,
        "revision": revision.number,
        "title": revision.title,
        "at": at.isoformat(),
        "url": f"{settings.SITE_URL}/articles/{slug}/",
        **told,
    }
    Delivery.objects.bulk_create(Delivery(webhook=hook, body=body, due_at=timezone.now()) for hook in hooks)


def send_due(now: datetime | None = None) -> int:
    """Send what is due, oldest first; how many were taken. Run by the worker every few seconds.

    Other jobs wait meanwhile, so that a round ends after `ROUND` seconds, and an address that fails is left for the
    next one.
    """
    now, until = now or timezone.now(), time.monotonic() + ROUND
    due = Delivery.objects.filter(done_at=None, given_up_at=None, due_at__lte=now).order_by("due_at", "pk")
    taken, failing = 0, set()
    for one in list(due.select_related("webhook")[:AT_ONCE]):
        if one.webhook_id in failing:
            continue
        if time.monotonic() > until:
            break
        if _send(one, now):
            taken += 1
        else:
            failing.add(one.webhook_id)
    return taken


def job(now: datetime) -> str:
    """The same, for the table of jobs."""
    return f"{send_due(now)} sent"


def _send(one: Delivery, now: datetime) -> bool:
    """Claim a message by moving the time when it is due: of two workers one gets it."""
    mine = Delivery.objects.filter(pk=one.pk, due_at=one.due_at, done_at=None, given_up_at=None)
    if not mine.update(due_at=now + _LEASE, tries=one.tries + 1):
        return False
    body = json.dumps({**one.body, "number": one.pk}, ensure_ascii=False, sort_keys=True).encode("utf-8")
    headers = {"Content-Type": "application/json", SIGNATURE: signature(one.webhook.secret, body, now)}
    fault = posting.post(one.webhook.url, body, headers)
    _note(one, now, fault)
    return fault == ""


def _note(one: Delivery, now: datetime, fault: str) -> None:
    tries = one.tries + 1
    if not fault:
        change: dict[str, Any] = {"done_at": now, "last_error": ""}
    elif tries > len(PAUSES):
        change = {"given_up_at": now, "last_error": fault}
    else:
        change = {"due_at": now + PAUSES[tries - 1], "last_error": fault}
    # One that was stopped meanwhile stays given up.
    Delivery.objects.filter(pk=one.pk, given_up_at=None).update(**change)


def signature(secret: str, body: bytes, at: datetime) -> str:
    """ "t=SECONDS,v1=HEX": HMAC-SHA256, under the secret, of the seconds since 1970, a full stop and the body.

    A receiver works it out again and refuses old seconds, so that nobody sends a message once more.
    """
    seconds = int(at.timestamp())
    made = hmac.new(secret.encode("ascii"), f"{seconds}.".encode("ascii") + body, hashlib.sha256)
    return f"t={seconds},v1={made.hexdigest()}"
