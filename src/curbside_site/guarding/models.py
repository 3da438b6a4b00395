"""How often something was done: one row a key and window of time, shared by all processes and machines."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """How often it was done under a key in a window. key: what, and a keyed hash of who; no address is kept.

    window: its number, counted from 1970 in windows of its length.
    """

    key = models.CharField(max_length=100)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "window"), name="one_tally_a_window"),)
