"""Writing to the trail, and proving it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from curbside_site.accounts.models import Person
from curbside_site.audit_trail.models import FIRST, Entry

SYSTEM: Final = "system"
_LOCK: Final = 0x6375_7262_7472_6169  # "curbtrai"


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold, and why. number: of the first entry that is not as it was written."""

    number: int
    why: str


def record(*, by: Person | str, action: str, about: str, detail: dict[str, Any] | None = None) -> Entry:
    """Write an entry; call it inside the transaction of what it tells of.

    by: a person, or the name of a part of the system ("system: follow-library"). Of two writers at once one waits for
    the other; the unique `previous` would let no other through.
    """
    name, who = (by, None) if isinstance(by, str) else (by.name, by.pk)
    if not name.strip():
        raise ValueError("An entry of the audit trail names who did it.")
    with transaction.atomic():
        _one_at_a_time()
        last = Entry.objects.order_by("-number").first()
        entry = Entry(
            number=last.number + 1 if last else 1,
            at=timezone.now(),
            by=name,
            by_id=who,
            action=action,
            about=about,
            detail=detail or {},
            previous=last.hash if last else FIRST,
        )
        entry.hash = digest(entry)
        entry.save(force_insert=True)
    return entry


def _one_at_a_time() -> None:
    """Let whoever writes to the trail wait for the end of the transaction of whoever wrote to it before.

    SQLite has one writer anyway. On PostgreSQL a lock on the last row would not do: whoever waited for it would go on
    with that row, though it is the last no more.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def digest(entry: Entry) -> str:
    """SHA-256 of all fields of the entry but its own hash, as canonical JSON."""
    told = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by,
        "by_id": entry.by_id,
        "action": entry.action,
        "about": entry.about,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def breaks(entries: Iterator[Entry] | None = None) -> Iterator[Break]:
    """Every place where the chain does not hold; empty for a sound one.

    A trail that was cut off at its end holds; compare `head` with one that was noted elsewhere.
    """
    previous, number = FIRST, 0
    for entry in Entry.objects.iterator() if entries is None else entries:
        if entry.number != number + 1:
            yield Break(number + 1, f"entry {number + 1} is missing")
        elif entry.previous != previous:
            yield Break(entry.number, "it does not name the hash of the entry before it")
        if digest(entry) != entry.hash:
            yield Break(entry.number, "its fields are not those that its hash was made of")
        previous, number = entry.hash, entry.number


def head() -> tuple[int, str, datetime | None]:
    """The number, hash and time of the last entry; 0, sixty-four zeros and None for an empty trail."""
    last = Entry.objects.order_by("-number").first()
    return (last.number, last.hash, last.at) if last else (0, FIRST, None)
