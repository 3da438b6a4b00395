"""The events of a run as a stream that can be taken up again (server-sent events, HTML standard, section 9.2)."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from curbside_site.asking.events import LAST, RESTARTED
from curbside_site.asking.models import Run, RunEvent

LOOK_EVERY: Final = 0.15
LONGEST: Final = 25.0
QUIET: Final = 8.0
"""Seconds: between two looks, until the reader is asked to connect again, and until a sign of life is sent."""
STREAMS: Final = 40
"""How many readers of one process may hold a stream; each holds a thread. Pages of the others look again themselves."""
_SLOTS: Final = threading.BoundedSemaphore(STREAMS)


def since(run: uuid.UUID, after: int) -> list[RunEvent]:
    """The events after a number, in order; of a run that was taken over, those of its last attempt."""
    events = RunEvent.objects.filter(run_id=run)
    again = events.filter(kind=RESTARTED).order_by("-number").values_list("number", flat=True).first()
    start = max(after, (again or 1) - 1)
    return list(events.filter(number__gt=start).order_by("number"))


def last_seen(request: HttpRequest) -> int:
    """The number of the last event that the reader has: of the header of a reconnection, or of the page."""
    told = request.headers.get("Last-Event-ID") or request.GET.get("after", "0")
    return int(told) if told.isdecimal() and len(told) < 10 else 0


def stream(run: Run, after: int) -> HttpResponse | None:
    """The events after that number, then those to come; None where too many are open.

    204, which ends an EventSource, where nothing can follow.
    """
    if run.state in (Run.FINISHED, Run.FAILED) and not since(run.pk, after):
        return HttpResponse(status=204)
    if not _SLOTS.acquire(blocking=False):
        return None
    response = StreamingHttpResponse(_Lines(run.pk, after), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


class _Lines:
    """The lines of a stream. The server closes it also where the reader went away, which gives the slot back."""

    def __init__(self, run: uuid.UUID, after: int) -> None:
        self._lines = _lines(run, after)
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._lines)

    def close(self) -> None:
        self._lines.close()
        if self._open:
            self._open = False
            _SLOTS.release()


def _lines(run: uuid.UUID, after: int) -> Any:
    until = time.monotonic() + LONGEST
    spoke = time.monotonic()
    yield b"retry: 1000\n\n"
    while time.monotonic() < until:
        for event in since(run, after):
            after, spoke = event.number, time.monotonic()
            yield line(event)
            if event.kind in LAST:
                return
        if time.monotonic() - spoke > QUIET:
            spoke = time.monotonic()
            yield b": still here\n\n"
        time.sleep(LOOK_EVERY)


def line(event: RunEvent) -> bytes:
    """An event as the stream has it."""
    data = json.dumps({**event.data, "attempt": event.attempt}, ensure_ascii=False)
    return f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n".encode()
