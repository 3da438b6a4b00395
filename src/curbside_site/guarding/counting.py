"""Counting in fixed windows of time, in the database, so that several machines count together.

At the edge of two windows somebody may do twice the number at once; a sliding window would cost a row for each.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from curbside_site.guarding.models import Tally


def key_of(what: str, who: str) -> str:
    """The key of a tally: who is there as a hash under the secret of the site."""
    return f"{what}:{salted_hmac('curbside.guarding', who, algorithm='sha256').hexdigest()[:48]}"


def wait(key: str, most: int, seconds: int, now: datetime | None = None) -> int:
    """Count one more; how many seconds to wait where there were `most` in this window already, else 0."""
    now = now or timezone.now()
    window = int(now.timestamp()) // seconds
    ends = datetime.fromtimestamp((window + 1) * seconds, UTC)
    if not _more(key, window):
        # Of two that are first at the same moment, the unique constraint lets one through; the other adds to its row.
        try:
            with transaction.atomic():
                Tally.objects.create(key=key, window=window, ends_at=ends)
        except IntegrityError:
            _more(key, window)
        Tally.objects.filter(ends_at__lt=now - timedelta(days=1)).delete()
    count = Tally.objects.values_list("count", flat=True).get(key=key, window=window)
    return max(1, int((ends - now).total_seconds())) if count > most else 0


def _more(key: str, window: int) -> int:
    return Tally.objects.filter(key=key, window=window).update(count=F("count") + 1)
