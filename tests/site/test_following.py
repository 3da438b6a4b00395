"""Approvals lapse with their sources: what a reader must not see is hidden within one run of the jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.site import invented

from curbside.engine import Engine
from curbside.testing.homes import invented_document
from curbside.types import Kind, Status
from curbside.types import State as SourceState
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.articles import states
from curbside_site.articles.models import Article, Revision
from curbside_site.articles.moves import State
from curbside_site.errors import NotComplete
from curbside_site.review import following, jobs, lapsing, newer
from curbside_site.review import services as review
from curbside_site.review.models import Cursor, JobState, Lapse, Policy

pytestmark = pytest.mark.django_db
People = Callable[..., Person]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with invented.engine_at(tmp_path) as made:
        yield made


@pytest.fixture
def revision(person: People, engine: Engine) -> Revision:
    return invented.approved(invented.written(person("ada", Role.AUTHOR)), person("ben", Role.REVIEWER))


def citing(revision: Revision, source: str) -> set[str]:
    return {s["id"] for s in revision.body["statements"] if any(c["source"] == source for c in s["citations"])}


def test_nothing_lapses_where_nothing_happened(revision: Revision) -> None:
    jobs.run_due()
    assert states.of(revision) is State.APPROVED
    assert not JobState.objects.exclude(error="").exists()


def test_a_retraction_hides_its_doses_within_one_run(revision: Revision, engine: Engine) -> None:
    invented.retract(engine)
    jobs.run_due()
    assert states.of(revision) is State.NEEDS_RE_REVIEW
    assert states.standing(revision.article) == revision
    lapse = Lapse.objects.get()
    assert lapse.reason == "retracted"
    assert set(lapse.hides) == citing(revision, "test:guideline")
    dosed = {r["statement"] for r in revision.body["regimens"] if r["source"] == "test:guideline"}
    assert dosed
    assert dosed <= lapsing.hidden(revision)
    assert not lapsing.hidden(revision) & citing(revision, "test:label")


def test_following_twice_writes_once(revision: Revision, engine: Engine) -> None:
    invented.retract(engine)
    following.follow(timezone.now())
    Cursor.objects.all().delete()
    following.follow(timezone.now())
    following.check_all(timezone.now())
    assert Lapse.objects.count() == 1
    assert revision.states.filter(state=State.NEEDS_RE_REVIEW.value).count() == 1


def test_a_stop_in_the_middle_leaves_it_to_the_next_run(
    revision: Revision, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    following.follow(timezone.now())
    invented.retract(engine)

    def stop(*_: Any, **__: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(following, "_alerted", stop)
        with pytest.raises(RuntimeError):
            following.follow(timezone.now())
    assert states.of(revision) is State.APPROVED
    following.follow(timezone.now())
    assert states.of(revision) is State.NEEDS_RE_REVIEW


def test_a_newer_text_is_told_and_hides_nothing(revision: Revision, engine: Engine) -> None:
    engine.library.put(invented.label(text=invented.LABEL + "\nAnother invented sentence on tablets.\n"))
    jobs.run_due()
    lapse = Lapse.objects.get()
    assert (lapse.reason, lapse.hides) == ("changed", [])
    assert states.of(revision) is State.NEEDS_RE_REVIEW


@pytest.mark.parametrize(
    ("state", "reason"),
    [(SourceState.SUPERSEDED, "superseded"), (SourceState.CONCERN, "concern"), (SourceState.CORRECTION, "concern")],
)
def test_a_softer_status_leaves_the_text(revision: Revision, engine: Engine, state: SourceState, reason: str) -> None:
    engine.library.put(invented.label(status=Status(state, "an invented successor")))
    jobs.run_due()
    assert [(one.reason, one.hides) for one in Lapse.objects.all()] == [(reason, [])]


def test_what_is_taken_out_of_the_library_is_hidden(revision: Revision, engine: Engine) -> None:
    engine.library.withdraw(["test:guideline"], said_by="the tests")
    jobs.run_due()
    lapse = Lapse.objects.get()
    assert lapse.reason == "withdrawn"
    assert set(lapse.hides) == citing(revision, "test:guideline")


def test_a_safety_alert_on_the_drug_hides_its_doses(revision: Revision, engine: Engine) -> None:
    title = "Fictoprolol: an invented alert"
    text = "# Alert\n\nFictoprolol is under review.\n"
    engine.library.put(invented_document("test:alert", text, kind=Kind.SAFETY_ALERT, title=title, date="2099-01-01"))
    jobs.run_due()
    lapse = Lapse.objects.get(reason="safety alert")
    assert set(lapse.hides) == {r["statement"] for r in revision.body["regimens"]}


def test_an_alert_that_was_out_before_the_approval_hides_nothing(revision: Revision, engine: Engine) -> None:
    title = "Fictoprolol: an older invented alert"
    engine.library.put(
        invented_document("test:alert", "# Alert\n\nOld.\n", kind=Kind.SAFETY_ALERT, title=title, date="2001-01-01")
    )
    jobs.run_due()
    assert Lapse.objects.get(reason="safety alert").hides == []


def test_newer_evidence_is_found_by_asking_again(revision: Revision, engine: Engine) -> None:
    from curbside.retrieval.sync import sync

    newer.look(timezone.now())
    text = invented.LABEL.replace("6 mg", "8 mg")
    later = invented_document(
        "test:later", text, kind=Kind.LABEL, title="Fictoprolol tablets, a newer invented label", date="2026"
    )
    engine.library.put(later)
    sync(engine.library, engine.index)
    told = newer.look(timezone.now())
    lapse = Lapse.objects.filter(reason="newer evidence").first()
    assert lapse is not None, told
    assert (lapse.source, lapse.hides) == ("test:later", [])


def test_a_source_on_something_else_asks_nothing_again(revision: Revision, engine: Engine) -> None:
    engine.library.put(invented_document("test:else", "# Rash\n\nThe invented rash itches.\n", date="2026"))
    assert newer.look(timezone.now()).startswith("0 questions")


def test_an_approval_lapses_on_the_day_after_its_next_review(revision: Revision) -> None:
    due = revision.decisions.get().next_review
    assert due is not None
    at = timezone.now().replace(year=due.year, month=due.month, day=due.day)
    newer.overdue(at)
    assert states.of(revision) is State.APPROVED
    newer.overdue(at + timedelta(days=1))
    assert (states.of(revision), Lapse.objects.get().reason) == (State.NEEDS_RE_REVIEW, "date")


def test_what_waits_for_review_on_a_retracted_source_cannot_be_approved(person: People, engine: Engine) -> None:
    revision = invented.written(person("ada", Role.AUTHOR)).latest
    ben = person("ben", Role.REVIEWER)
    review.submit(by=revision.author, revision=revision)
    review.take(by=ben, revision=revision)
    for statement in review.statement_ids(revision):
        review.give_verdict(by=ben, revision=revision, statement=statement, verdict="sound")
    invented.retract(engine)
    jobs.run_due()
    assert states.of(revision) is State.UNDER_REVIEW
    with pytest.raises(NotComplete, match="retracted"):
        review.approve(by=ben, revision=revision, text_hash=revision.text_hash)


def test_an_amendment_rests_on_what_is_evidence_now_and_takes_its_place(
    revision: Revision, engine: Engine, person: People
) -> None:
    from curbside_site.articles import writing

    invented.retract(engine)
    jobs.run_due()
    ada, article = revision.author, Article.objects.get()
    working = writing.begin(by=ada, article=article)
    made = writing.keep(by=ada, working=working, version=1, why="without what was retracted")
    assert {c.source for c in made.cited.all()} == {"test:label"}
    invented.approved(article, person("cleo", Role.REVIEWER))
    assert states.standing(article) == made
    assert (states.of(revision), lapsing.hidden(made)) == (State.SUPERSEDED, frozenset())
    following.check_all(timezone.now())
    assert states.of(made) is State.APPROVED


def test_a_job_that_fails_is_told_and_tried_again_later(revision: Revision, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(now: object) -> str:
        raise ValueError("an invented fault")

    job = jobs.Job("invented", timedelta(seconds=10), fail, "Fails.")
    monkeypatch.setattr(jobs, "JOBS", {"invented": job})
    now = timezone.now()
    assert jobs.run_due(now) == ("invented",)
    assert jobs.run_due(now) == (), "what failed waits"
    state = JobState.objects.get(name="invented")
    assert (state.failures, state.error, state.claimed_until) == (1, "ValueError: an invented fault", None)
    assert state.due_at > now + timedelta(seconds=15)
    jobs.run_now("invented")
    jobs.run_due(timezone.now())
    assert JobState.objects.get(name="invented").failures == 2


def test_a_job_that_another_worker_runs_is_left_alone(revision: Revision) -> None:
    now = timezone.now()
    JobState.objects.create(name="follow-library", due_at=now, claimed_until=now + timedelta(minutes=1))
    assert "follow-library" not in jobs.run_due(now)
    assert "follow-library" in jobs.run_due(now + timedelta(minutes=2)), "a worker that died loses its claim"


def test_a_fault_that_a_reader_was_right_about_sends_the_article_back(revision: Revision, person: People) -> None:
    from curbside_site.articles import services as articles
    from curbside_site.review import policies

    edith = person("edith", Role.EDITOR)
    report = articles.report(by=None, revision=revision, text="It is another drug.", statement="s1")
    policies.answer_report(by=edith, report=report, answer="You are right.", lapses=True)
    assert (states.of(revision), Lapse.objects.get().reason) == (State.NEEDS_RE_REVIEW, "report")
    assert Policy.objects.count() == 0
