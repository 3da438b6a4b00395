"""No sequence of calls reaches what must not be: a stateful test of the workflow, and the database attacked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.site.casting import ROLES, people
from tests.site.test_workflow import body

from curbside_site.accounts.models import Person
from curbside_site.articles import services as articles
from curbside_site.articles import states
from curbside_site.articles.models import Article, Revision, StateRow
from curbside_site.articles.moves import MOVES, State
from curbside_site.audit_trail import trail
from curbside_site.errors import NotAllowed, NotComplete, NotLegal
from curbside_site.review import services as review
from curbside_site.review.lapsing import Reason, lapse
from curbside_site.review.models import Decision, StatementVerdict

pytestmark = pytest.mark.django_db
PEOPLE = st.sampled_from(tuple(ROLES))
LEGAL = {(start, move.end) for move in MOVES.values() for start in move.start} | {(None, State.DRAFT)}


class Workflow(RuleBasedStateMachine):
    """Everybody tries everything, in any order; what is refused changes nothing."""

    @initialize(risky=st.booleans())
    def begin(self, risky: bool) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        people()
        if risky:
            from curbside_site.review.models import HighRisk

            HighRisk.objects.create(word="invented", kind="topic", why="the tests", added_by="the tests")
        self.article = articles.create(by=self.person("ada"), body=body("one"), answer="a")
        self.count = 1
        self.approvable: dict[int, int] = {}

    def teardown(self) -> None:
        if hasattr(self, "article"):
            assert list(trail.breaks()) == []
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def person(self, name: str) -> Person:
        return Person.objects.get(username=name)

    def revision(self, back: int) -> Revision:
        revisions = list(self.article.revisions.order_by("-number"))
        return revisions[min(back, len(revisions) - 1)]

    def tries(self, call: Callable[[], Any]) -> None:
        before = StateRow.objects.count(), Decision.objects.count(), StatementVerdict.objects.count()
        try:
            call()
        except (NotAllowed, NotLegal, NotComplete):
            assert before == (StateRow.objects.count(), Decision.objects.count(), StatementVerdict.objects.count())

    @rule(who=PEOPLE, on=st.integers(0, 4))
    def revise(self, who: str, on: int) -> None:
        self.count += 1
        text = body(f"text {self.count}")
        self.tries(
            lambda: articles.revise(
                by=self.person(who), article=self.article, body=text, answer="a", why="another", on=on
            )
        )

    @rule(who=PEOPLE)
    def revise_the_latest(self, who: str) -> None:
        self.revise(who, self.article.latest.number)

    @rule(who=PEOPLE, back=st.integers(0, 2))
    def submit(self, who: str, back: int) -> None:
        self.tries(lambda: review.submit(by=self.person(who), revision=self.revision(back)))

    @rule(who=PEOPLE, back=st.integers(0, 2))
    def take(self, who: str, back: int) -> None:
        self.tries(lambda: review.take(by=self.person(who), revision=self.revision(back)))

    @rule(who=PEOPLE, reviewer=PEOPLE)
    def assign(self, who: str, reviewer: str) -> None:
        self.tries(
            lambda: review.assign(by=self.person(who), revision=self.revision(0), reviewer=self.person(reviewer))
        )

    @rule(who=PEOPLE, back=st.integers(0, 1), verdict=st.sampled_from(("sound", "sound", "wrong")))
    def verdict(self, who: str, back: int, verdict: str) -> None:
        self.tries(
            lambda: review.give_verdict(
                by=self.person(who), revision=self.revision(back), statement="s1", verdict=verdict, comment="because"
            )
        )

    @rule(who=PEOPLE, back=st.integers(0, 2), wrong=st.booleans())
    def approve(self, who: str, back: int, wrong: bool) -> None:
        revision = self.revision(back)
        read = "0" * 64 if wrong else revision.text_hash
        self.tries(lambda: review.approve(by=self.person(who), revision=revision, text_hash=read))

    @rule(
        who=st.sampled_from(("ben", "cleo", "dora", "ada")),
        author=st.sampled_from(("ada", "dora", "")),
        verdict=st.sampled_from(("sound", "sound", "wrong")),
    )
    def handed_in_judged_and_approved(self, who: str, author: str, verdict: str) -> None:
        """Random calls alone seldom get so far; each of these may be refused like any other."""
        if author:
            self.revise(author, self.article.latest.number)
        self.submit(self.article.latest.author.username, 0)
        self.take(who, 0)
        self.verdict(who, 0, verdict)
        self.approve(who, 0, False)

    @rule(who=PEOPLE, back=st.integers(0, 2))
    def request_changes(self, who: str, back: int) -> None:
        revision = self.revision(back)
        self.tries(lambda: review.request_changes(by=self.person(who), revision=revision, comment="another source"))

    @rule(who=PEOPLE, back=st.integers(0, 2))
    def withdraw(self, who: str, back: int) -> None:
        if who == "dora":
            return  # an editor who withdraws all the time leaves nothing to test
        self.tries(lambda: review.withdraw(by=self.person(who), revision=self.revision(back), reason="wrong"))

    @rule(back=st.integers(0, 2), hard=st.booleans())
    def lapses(self, back: int, hard: bool) -> None:
        revision = self.revision(back)
        reason = "retracted" if hard else "changed"
        hides = ("s1",) if hard else ()
        self.tries(lambda: lapse(by="system: tests", revision=revision, why=Reason(reason, "x", "told", reason, hides)))

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "article"):
            return
        shown = 0
        for revision in self.article.revisions.all():
            way = [State(s.state) for s in revision.states.order_by("step")]
            assert all(step in LEGAL for step in zip((None, *way), way, strict=False)), way
            assert len(set(way)) == len(way), "a state is entered once"
            assert not {State.APPROVED, State.CHANGES_REQUESTED} <= set(way), "two outcomes"
            decisions = list(revision.decisions.all())
            assert len({d.reviewer_id for d in decisions}) == len(decisions), "two decisions of one person"
            for d in decisions:
                assert d.reviewer_id != revision.author_id, "decided by its author"
                assert (d.text_hash, d.author_id) == (revision.text_hash, revision.author_id)
                assert d.credential
                assert d.interests
            approvals = [d for d in decisions if d.approves]
            if State.APPROVED in way:
                needed = 2 if self.article_is_risky() else 1
                assert len(approvals) >= needed, "approved by too few"
                for d in approvals:
                    verdicts = review.latest_verdicts(revision, d.reviewer)
                    assert {v.verdict for v in verdicts.values()} == {"sound"}
                    assert set(verdicts) == set(review.statement_ids(revision))
            shown += way[-1] in (State.APPROVED, State.NEEDS_RE_REVIEW)
        assert shown <= 1, "readers have one text"

    def article_is_risky(self) -> bool:
        return Article.objects.get(pk=self.article.pk).high_risk


def test_no_sequence_of_calls_gets_round_the_rules() -> None:
    run_state_machine_as_test(Workflow, settings=settings(max_examples=12, stateful_step_count=18))


@pytest.fixture
def under_review(db: None) -> Revision:
    people()
    article = articles.create(by=Person.objects.get(username="ada"), body=body(), answer="a")
    revision = article.latest
    review.submit(by=revision.author, revision=revision)
    review.take(by=Person.objects.get(username="ben"), revision=revision)
    return revision


def decision(revision: Revision, **other: Any) -> Decision:
    told = {
        "revision": revision,
        "author": revision.author,
        "reviewer": Person.objects.get(username="ben"),
        "approves": True,
        "text_hash": revision.text_hash,
        "credential": "MD",
        "specialty": "invented",
        "interests": "none declared",
        "renditions": ["page"],
        "decided_at": timezone.now(),
        "next_review": date(2099, 1, 1),
    }
    return Decision.objects.create(**{**told, **other})


def refused(call: Callable[[], Any]) -> None:
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        call()


def test_the_database_takes_no_decision_that_does_not_fit(under_review: Revision) -> None:
    ada, cleo = (Person.objects.get(username=n) for n in ("ada", "cleo"))
    refused(lambda: decision(under_review, reviewer=ada))
    refused(lambda: decision(under_review, reviewer=ada, author=cleo))
    refused(lambda: decision(under_review, text_hash="0" * 64))
    refused(lambda: decision(under_review, text_hash=""))
    refused(lambda: decision(under_review, interests=""))
    refused(lambda: decision(under_review, next_review=None))
    decision(under_review)
    refused(lambda: decision(under_review))


def test_the_database_takes_no_outcome_without_a_decision_that_says_so(under_review: Revision) -> None:
    def enter(state: State, made: Decision | None) -> None:
        states.enter(under_review, state, by="nobody", decision=made)

    other = articles.create(by=Person.objects.get(username="dora"), body=body("two"), answer="b").latest
    elsewhere = decision(other)
    asks = decision(under_review, approves=False, next_review=None)
    refused(
        lambda: StateRow.objects.create(revision=under_review, step=9, state="approved", by="nobody", at=timezone.now())
    )
    for state, made in ((State.APPROVED, elsewhere), (State.APPROVED, asks), (State.CHANGES_REQUESTED, elsewhere)):
        with pytest.raises((DatabaseError, NotLegal)), transaction.atomic():
            enter(state, made)
    enter(State.CHANGES_REQUESTED, asks)
    assert states.of(under_review) is State.CHANGES_REQUESTED


def test_decisions_and_verdicts_are_written_once(under_review: Revision) -> None:
    made = decision(under_review)
    refused(lambda: Decision.objects.filter(pk=made.pk).update(approves=False))
    refused(lambda: Decision.objects.filter(pk=made.pk).delete())
    ben = Person.objects.get(username="ben")
    StatementVerdict.objects.create(revision=under_review, reviewer=ben, statement="s1", verdict="sound")
    refused(lambda: StatementVerdict.objects.update(verdict="wrong", comment="x"))
