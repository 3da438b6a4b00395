"""An article none of whose text may be shown any more is amended: its sources were retracted or withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.site import invented

from curbside.engine import Engine
from curbside.retrieval.sync import sync
from curbside.testing.homes import invented_document
from curbside.types import Kind, Status
from curbside.types import State as SourceState
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.articles import writing
from curbside_site.articles.models import Article, Working
from curbside_site.errors import NotComplete
from curbside_site.review import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with invented.engine_at(tmp_path) as made:
        yield made


@pytest.fixture
def ada(person: Callable[..., Person], engine: Engine) -> Person:
    return person("ada", Role.AUTHOR)


def gone(ada: Person, reviewer: Person, engine: Engine) -> Article:
    """An approved article both of whose sources are retracted since."""
    article = invented.written(ada)
    invented.approved(article, reviewer)
    _retract_all(engine)
    jobs.run_due()
    return article


def _retract_all(engine: Engine) -> None:
    invented.retract(engine)
    engine.library.put(invented.label(status=Status(SourceState.RETRACTED, reason="invented")))


def _newer(engine: Engine) -> None:
    text = invented.LABEL.replace("6 mg", "3 mg")
    engine.library.put(invented_document("test:newer", text, kind=Kind.LABEL, title="Newer tablets"))
    sync(engine.library, engine.index)


def _post(ada: Person, article: Article, do: str, **form: Any) -> str:
    client = Client()
    client.force_login(ada)
    return client.post(f"/write/{article.slug}/do/{do}/", form, follow=True).content.decode()


def test_its_question_is_asked_anew(ada: Person, person: Callable[..., Person], engine: Engine) -> None:
    article = gone(ada, person("ben", Role.REVIEWER), engine)
    page = _post(ada, article, "begin")
    assert "Ask its question anew" in page
    assert "may stand any more" in page
    assert "12 mg" not in page
    assert article.latest.answer not in page, "no internal id"
    assert "The library has no answer now" in _post(ada, article, "anew", version=1)
    _newer(engine)
    assert "3 mg" in _post(ada, article, "anew", version=1)
    _post(ada, article, "keep", version=2, why="newer tablets")
    assert article.latest.number == 2
    assert "12 mg" not in str(article.latest.body)


def test_sentences_of_another_source_are_added(ada: Person, person: Callable[..., Person], engine: Engine) -> None:
    article = gone(ada, person("ben", Role.REVIEWER), engine)
    _newer(engine)
    working = writing.begin(by=ada, article=article)
    source = engine.library.get("test:newer")
    start = next(u.start for u in source.units if "3 mg" in source.text[u.start : u.end])
    assert writing.quote(by=ada, working=working, version=1, source="test:newer", starts=[start]) >= 2
    made = writing.keep(by=ada, working=working, version=2, why="newer tablets")
    texts = " ".join(s["text"] for s in made.body["statements"])
    assert "3 mg" in texts
    assert "must not be given" in texts, "what must stand beside a dose comes with it"
    assert {c["source"] for s in made.body["statements"] for c in s["citations"]} == {"test:newer"}


def test_nothing_else_is_done_to_a_copy_without_text(ada: Person, engine: Engine) -> None:
    """Also to one that was begun before the retraction."""
    article = invented.written(ada)
    working = writing.begin(by=ada, article=article)
    _retract_all(engine)
    for change in (
        lambda: writing.keep(by=ada, working=working, version=1, why="x"),
        lambda: writing.remove(by=ada, working=working, version=1, statements=["s1"]),
        lambda: writing.reword(by=ada, working=working, version=1, statement="s1", text="x"),
    ):
        with pytest.raises(NotComplete, match="Ask its question anew"):
            change()
    assert "Give the working copy up" in _post(ada, article, "begin")
    client = Client()
    client.force_login(ada)
    assert client.post(f"/write/{article.slug}/check/", {"statement": "s1", "text": "x"}).status_code == 422
    _post(ada, article, "give-up")
    assert not Working.objects.exists()
