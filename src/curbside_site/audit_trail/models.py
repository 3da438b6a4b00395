"""One table: who did what to what, when; each entry carries the hash of the one before."""

from __future__ import annotations

from typing import Any, Final, NoReturn

from django.db import models
from django.db.models import Q

FIRST: Final = "0" * 64


class Entry(models.Model):
    """An entry of the trail. It has no foreign key: who is removed later stays named here.

    number: 1, 2, 3 ... without gaps. by: the name at that time; by_id: the id of the person, None for the system
    itself ("system: ..."). about: "article:slug", "person:name", ... hash: SHA-256 of the entry with `previous`.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    by_id = models.PositiveBigIntegerField(null=True)
    action = models.CharField(max_length=80)
    about = models.CharField(max_length=250, db_index=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(condition=~Q(by=""), name="entry_is_not_anonymous"),
            models.CheckConstraint(condition=Q(number__gte=1), name="entry_is_numbered_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.about}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An entry of the audit trail is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("An entry of the audit trail is never removed.")
