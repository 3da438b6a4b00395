"""Workers share runs; one that is gone is replaced, and the reader sees one answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside_site.asking import queue, streams
from curbside_site.asking.models import Run, RunEvent
from curbside_site.asking.queue import ATTEMPTS, LEASE
from curbside_site.asking.worker import Worker
from curbside_site.errors import Lost

pytestmark = pytest.mark.django_db
RESULT = {"status": "answered"}


def checked(text: str) -> queue.Told:
    return "checked", {"kept": True, "text": text}


@pytest.fixture
def run() -> Run:
    return Run.objects.create(visitor="v", text="an invented question")


def later(times: int = 1) -> object:
    return timezone.now() + times * (LEASE + timedelta(seconds=1))


def test_of_two_workers_one_gets_the_run(run: Run) -> None:
    assert queue.claim("one") == run
    assert queue.claim("two") is None


def test_the_oldest_is_claimed_first(run: Run) -> None:
    Run.objects.create(visitor="v", text="asked later")
    assert queue.claim("one") == run


def test_a_worker_that_lives_keeps_its_run_and_one_that_is_gone_loses_it(run: Run) -> None:
    first = queue.claim("one")
    assert first
    Run.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    queue.keep([first])
    assert queue.claim("two") is None
    second = queue.claim("two", later())
    assert second
    assert (second.attempt, second.claimed_by) == (2, "two")


def test_what_a_lost_worker_still_writes_is_refused_and_one_answer_is_shown(run: Run) -> None:
    first = queue.claim("one")
    assert first
    queue.tell(first, [checked("said by the first")])
    second = queue.claim("two", later())
    assert second
    for write in (
        lambda: queue.tell(first, [checked("too late")]),
        lambda: queue.finish(first, RESULT, "a1", []),
        lambda: queue.fail(first, "too late"),
    ):
        with pytest.raises(Lost):
            write()
    queue.keep([first])
    queue.finish(second, RESULT, "a2", [checked("said by the second")])
    run.refresh_from_db()
    assert (run.state, run.answer) == ("finished", "a2")
    seen = [(e.kind, e.data.get("text")) for e in streams.since(run.pk, 0)]
    assert seen == [("restarted", None), ("checked", "said by the second"), ("finished", None)]


def test_a_run_that_is_given_back_is_claimed_at_once(run: Run) -> None:
    first = queue.claim("one")
    assert first
    queue.release(first)
    second = queue.claim("two")
    assert second
    assert second.attempt == 2


def test_a_worker_that_is_stopped_gives_back_what_it_has_not_done(run: Run) -> None:
    worker = Worker(object(), "one")  # type: ignore[arg-type]
    claimed = queue.claim("one")
    assert claimed
    with worker._alive(claimed):
        worker.stop(patience=0)
    run.refresh_from_db()
    assert (run.state, run.claimed_until) == ("queued", None)


def test_after_some_attempts_it_is_given_up_and_says_so(run: Run) -> None:
    for n in range(1, ATTEMPTS + 1):
        assert queue.claim("one", later(2 * n))
        Run.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert queue.claim("one") is None
    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", queue.GAVE_UP)
    assert streams.since(run.pk, 0)[-1].kind == "failed"
    assert queue.claim("one", later(20)) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(breaks=st.lists(st.integers(0, 12), max_size=5), takeover=st.integers(0, 6))
def test_a_reader_who_reconnects_misses_nothing_and_sees_nothing_twice(
    run: Run, breaks: list[int], takeover: int
) -> None:
    RunEvent.objects.all().delete()
    Run.objects.update(state="queued", attempt=0, claimed_until=None)
    told = [checked(f"sentence {n}") for n in range(6)]
    first = queue.claim("one")
    assert first
    queue.tell(first, told[:takeover])
    shown, after = _read(run, [], 0, breaks[:2])
    second = queue.claim("two", later())
    assert second
    queue.tell(second, told[:3])
    shown, after = _read(run, shown, after, breaks[2:])
    queue.tell(second, told[3:])
    shown, after = _read(run, shown, after, [])
    assert shown == [f"sentence {n}" for n in range(6)]


def _read(run: Run, shown: list[str], after: int, breaks: list[int]) -> tuple[list[str], int]:
    """What a page shows after connections that break after so many events, and one that does not."""
    for length in (*breaks, 1_000):
        for event in streams.since(run.pk, after)[:length]:
            after = event.number
            shown = [] if event.kind == "restarted" else [*shown, event.data["text"]]
    return shown, after
