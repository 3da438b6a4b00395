"""The demonstration is made by the services and the engine, and marked as what it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.site import invented

from curbside.engine import Engine
from curbside.errors import UsageError
from curbside.interop.saved import answer_of
from curbside.testing.homes import invented_engine
from curbside_site import demonstrating
from curbside_site.accounts.models import Person
from curbside_site.articles import desk, states
from curbside_site.articles.models import Article, Report, Revision
from curbside_site.audit_trail import trail
from curbside_site.people import demonstration
from curbside_site.review.models import Decision, Lapse

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A home of its own, on a small library: the questions of the real set are answered from the starter library."""
    settings.HOME = tmp_path
    monkeypatch.setenv("CURBSIDE_RERANKER", "none")
    monkeypatch.setattr(
        demonstrating, "APPROVED", (invented.QUESTION, "How often is blood pressure checked with fictoprolol?")
    )
    monkeypatch.setattr(demonstrating, "WAITING", ("When must fictoprolol not be given?",))
    monkeypatch.setattr(demonstrating, "DRAFTS", ("What is the maximum of fictoprolol?",))
    with invented_engine(tmp_path, [invented.label(), invented.guideline()]) as made:
        monkeypatch.setattr(desk, "_engine", lambda: made)
        yield made


def test_it_is_full_marked_and_made_by_nobodys_hand(engine: Engine, settings: Any) -> None:
    told = list(demonstrating.make(settings.HOME))
    assert any("4 articles approved" in line for line in told), told
    assert all(p.invented and "(invented)" in p.name for p in Person.objects.all())
    assert list(trail.breaks()) == []
    assert {(one.reason, bool(one.hides)) for one in Lapse.objects.all()} == {
        ("retracted", True),
        ("superseded", False),
    }
    assert Report.objects.filter(answered_at=None).count() == 1
    assert Decision.objects.filter(approves=True).count() >= 4
    found = {str(states.of(a.latest)) for a in Article.objects.all()}
    assert {"approved", "submitted", "draft", "needs re-review"} <= found
    for revision in Revision.objects.exclude(lapses__reason="retracted"):
        body = {**revision.body, "id": revision.answer}
        assert answer_of(body, engine.library).statements, "each is an answer that the library reads again"
    assert demonstration.BANNER in Client().get("/board/").content.decode()


def test_it_is_made_once_and_never_where_real_people_are(engine: Engine, settings: Any) -> None:
    Person.objects.create(username="real")
    with pytest.raises(UsageError, match="real people"):
        list(demonstrating.make(settings.HOME))
    Person.objects.all().delete()
    Person.objects.create(username="there", invented=True)
    with pytest.raises(UsageError, match="already"):
        list(demonstrating.make(settings.HOME))
    with pytest.raises(UsageError, match="was opened for"):
        list(demonstrating.make(settings.HOME / "other"))
