"""Writing an article: from an answer, changed statement by statement under the gates, handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from tests.site import invented

from curbside.engine import Engine
from curbside.errors import EditRefused
from curbside.interop.approval import fingerprint
from curbside.interop.exports import FORMATS, Printing
from curbside.interop.saved import stored_answer
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.articles import states, writing
from curbside_site.articles.models import Working
from curbside_site.articles.moves import State
from curbside_site.audit_trail import trail
from curbside_site.errors import NotAllowed, NotComplete, NotLegal
from curbside_site.review import services as review

pytestmark = pytest.mark.django_db
People = Callable[..., Person]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with invented.engine_at(tmp_path_factory.mktemp("library")) as made:
        yield made


@pytest.fixture
def ada(person: People, engine: Engine) -> Person:
    return person("ada", Role.AUTHOR)


def of_facet(working: Working, facet: str) -> str:
    from curbside_site.articles import desk

    body = writing.body_of(desk.answer(working.answer))
    return next(s["id"] for s in body["statements"] if s["facet"] == facet)


def test_an_article_keeps_its_cited_versions_and_is_what_the_exports_print(ada: Person, engine: Engine) -> None:
    revision = invented.written(ada).latest
    kept = stored_answer(revision.answer, engine.library)
    assert fingerprint(kept, engine.library.read_span) == revision.text_hash
    page = FORMATS["md"].made(kept, Printing(engine.library.read_span, date(2026, 12, 1))).decode()
    assert "6 mg" in page
    assert {c.source for c in revision.cited.all()} == {"test:label", "test:guideline"}


def test_a_change_passes_the_gates_or_is_refused_and_leaves_the_text(ada: Person) -> None:
    working = writing.begin(by=ada, article=invented.written(ada))
    before = working.answer
    text = "Fictoprolol 16 mg is taken by mouth once daily by adults with hypertension."
    with pytest.raises(EditRefused, match="16 mg"):
        writing.reword(by=ada, working=working, version=1, statement="s1", text=text)
    working.refresh_from_db()
    assert (working.answer, working.version) == (before, 1)


def test_a_statement_is_taken_out_taken_back_and_kept_as_a_revision(ada: Person, engine: Engine) -> None:
    article = invented.written(ada)
    working = writing.begin(by=ada, article=article)
    count = len(article.latest.body["statements"])
    one = of_facet(working, "monitoring")
    writing.remove(by=ada, working=working, version=1, statements=[one])
    writing.undo(by=ada, working=working, version=2)
    with pytest.raises(NotComplete, match="Nothing was changed"):
        writing.keep(by=ada, working=working, version=3, why="nothing")
    writing.remove(by=ada, working=working, version=3, statements=[one])
    made = writing.keep(by=ada, working=working, version=4, why="shorter")
    assert len(made.body["statements"]) == count - 1
    assert stored_answer(made.answer, engine.library)
    assert states.of(article.revisions.get(number=1)) is State.SUPERSEDED
    assert not Working.objects.exists()
    assert list(trail.breaks()) == []


def test_what_must_stand_beside_a_dose_stays(ada: Person) -> None:
    working = writing.begin(by=ada, article=invented.written(ada))
    one = of_facet(working, "contraindications")
    with pytest.raises(EditRefused, match="must not be given"):
        writing.remove(by=ada, working=working, version=1, statements=[one])


def test_two_windows_do_not_overwrite_one_another(ada: Person) -> None:
    working = writing.begin(by=ada, article=invented.written(ada))
    writing.retitle(by=ada, working=working, version=1, title="Fictoprolol")
    with pytest.raises(NotLegal, match="another window"):
        writing.retitle(by=ada, working=working, version=1, title="Something else")


def test_a_title_holds_no_dose(ada: Person) -> None:
    working = writing.begin(by=ada, article=invented.written(ada))
    with pytest.raises(NotComplete, match="no dose"):
        writing.retitle(by=ada, working=working, version=1, title="Fictoprolol 6 mg")


def test_another_author_has_a_copy_of_their_own_and_the_later_one_is_told(ada: Person, person: People) -> None:
    eve = person("eve", Role.AUTHOR)
    article = invented.written(ada)
    hers, other = writing.begin(by=ada, article=article), writing.begin(by=eve, article=article)
    with pytest.raises(NotAllowed):
        writing.retitle(by=eve, working=hers, version=1, title="Mine")
    writing.retitle(by=ada, working=hers, version=1, title="First")
    writing.keep(by=ada, working=hers, version=2, why="a title")
    writing.retitle(by=eve, working=other, version=1, title="Second")
    with pytest.raises(NotLegal, match="made meanwhile"):
        writing.keep(by=eve, working=other, version=2, why="a title")


def test_a_reader_writes_nothing(person: People, engine: Engine, ada: Person) -> None:
    rita = person("rita", Role.READER)
    with pytest.raises(NotAllowed):
        invented.written(rita)
    with pytest.raises(NotAllowed):
        writing.begin(by=rita, article=invented.written(ada))


def test_asking_anew_puts_what_the_library_says_now_and_can_be_taken_back(ada: Person) -> None:
    article = invented.written(ada)
    working = writing.begin(by=ada, article=article)
    writing.remove(by=ada, working=working, version=1, statements=[of_facet(working, "monitoring")])
    shorter = working.answer
    writing.ask_anew(by=ada, working=working, version=2)
    assert of_facet(working, "monitoring")
    writing.undo(by=ada, working=working, version=3)
    assert working.answer == shorter


def test_an_overview_becomes_an_article(ada: Person) -> None:
    article = writing.from_overview(by=ada, topic="test:label")
    assert (article.kind, article.latest.title) == ("overview", "Overview: Fictoprolol tablets")
    working = writing.begin(by=ada, article=article)
    writing.ask_anew(by=ada, working=working, version=1)
    review.submit(by=ada, revision=article.latest)
    assert states.of(article.latest) is State.SUBMITTED


def test_another_rendition_is_an_article_that_is_reviewed_by_itself(ada: Person) -> None:
    article = invented.written(ada)
    made = writing.rendition(by=ada, article=article, audience="professional", length="short")
    assert (made.rendition_of, made.length) == (article, "short")
    with pytest.raises(NotComplete, match="already"):
        writing.rendition(by=ada, article=made, audience="professional", length="full")
    with pytest.raises(NotComplete, match="already"):
        writing.rendition(by=ada, article=article, audience="professional", length="short")


def test_the_engine_works_while_others_may_write(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite a transaction holds up everybody who writes: none is open while the library is asked."""
    from django.db import connection

    from curbside_site.articles import desk

    depths: list[int] = []

    def counting(call: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **names: object) -> object:
            depths.append(len(connection.savepoint_ids))
            return call(*args, **names)

        return counted

    outside = len(connection.savepoint_ids)
    for name in ("asked", "answer", "editing"):
        monkeypatch.setattr(desk, name, counting(getattr(desk, name)))
    working = writing.begin(by=ada, article=invented.written(ada))
    writing.ask_anew(by=ada, working=working, version=1)
    writing.remove(by=ada, working=working, version=2, statements=[of_facet(working, "monitoring")])
    writing.keep(by=ada, working=working, version=3, why="shorter")
    assert depths
    assert set(depths) == {outside}
