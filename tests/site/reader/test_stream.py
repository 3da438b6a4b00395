"""Events as a stream: numbered lines, an end, and places that are given back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from curbside_site.asking import queue, streams
from curbside_site.asking.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    made = Client()
    session = made.session
    session["visitor"] = "v"
    session.save()
    return made


@pytest.fixture
def finished() -> Run:
    run = Run.objects.create(visitor="v", text="an invented question")
    claimed = queue.claim("one")
    assert claimed
    queue.tell(
        claimed, [("found", {"passages": 1, "sources": 1}), ("checked", {"kept": True, "text": "“Ünicode”\n\n"})]
    )
    queue.finish(claimed, {"status": "answered"}, "a", [])
    run.refresh_from_db()
    return run


def events(raw: bytes) -> list[tuple[int, str, dict[str, Any]]]:
    found = []
    for block in raw.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "id" in fields:
            found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return found


def test_a_stream_has_all_events_and_ends_after_the_last(client: Client, finished: Run) -> None:
    response = client.get(f"/runs/{finished.pk}/events")
    assert response["Content-Type"] == "text/event-stream"
    found = events(b"".join(response.streaming_content))
    assert [(n, kind) for n, kind, _ in found] == [(1, "found"), (2, "checked"), (3, "finished")]
    assert found[1][2]["text"] == "“Ünicode”\n\n"


def test_it_goes_on_after_the_last_event_that_was_seen(client: Client, finished: Run) -> None:
    again = client.get(f"/runs/{finished.pk}/events", headers={"Last-Event-ID": "1"})
    assert [n for n, _, _ in events(b"".join(again.streaming_content))] == [2, 3]
    assert client.get(f"/runs/{finished.pk}/events?after=3").status_code == 204
    odd = client.get(f"/runs/{finished.pk}/events?after=minus", headers={"Last-Event-ID": "x"})
    assert len(events(b"".join(odd.streaming_content))) == 3


def test_a_place_is_given_back_by_who_goes_away(client: Client, finished: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import BoundedSemaphore

    monkeypatch.setattr(streams, "_SLOTS", BoundedSemaphore(1))
    first = client.get(f"/runs/{finished.pk}/events")
    assert client.get(f"/runs/{finished.pk}/events").status_code == 503
    first.close()
    assert client.get(f"/runs/{finished.pk}/events").status_code == 200


def test_a_dropped_statement_is_never_told() -> None:
    from curbside.events import Checked
    from curbside.types import Facet, Statement
    from curbside_site.asking.events import told

    dropped = Checked(Statement("s1", "an invented falsehood", Facet.OTHER, ()), kept=False)
    assert told(dropped) == ("checked", {"kept": False})
