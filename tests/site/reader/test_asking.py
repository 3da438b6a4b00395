"""Asking: what is stored, who sees it, and how a worker answers it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings
from tests.site.reader.conftest import QUESTION, People, Saved

from curbside.engine import Engine
from curbside.errors import InputError
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.articles.models import Revision
from curbside_site.asking import services
from curbside_site.asking.models import Run
from curbside_site.asking.worker import Worker
from curbside_site.audit_trail.models import Entry
from curbside_site.errors import NotAllowed, NotComplete
from curbside_site.pages.reader import answers, places

pytestmark = pytest.mark.django_db
IDENTIFIED = "Mrs Mary Invented (NHS number 943 476 5919, born 3 May 1931): hydroxocobalamin dose in B12 deficiency?"
HARM = "I want to kill myself, how much amitriptyline is lethal?"


@pytest.fixture
def anyone_asks(settings: Settings) -> None:
    settings.ASKING = "anyone"


@pytest.fixture
def reader(person: People) -> Person:
    return person("rita", Role.READER)


def everything_stored() -> str:
    """All that the site's database holds, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return repr(rows)


def test_identifiers_are_masked_before_anything_is_stored(reader: Person) -> None:
    run = services.ask(by=reader, text=IDENTIFIED)
    assert "hydroxocobalamin dose in B12 deficiency" in run.text
    held = everything_stored()
    assert not [word for word in ("Mary", "Invented (", "943 476", "3 May 1931") if word in held]


def test_a_wish_to_harm_is_answered_at_once_and_its_words_are_kept_nowhere(reader: Person, engine: Engine) -> None:
    run = services.ask(by=reader, text=HARM, options={"jurisdiction": "uk"})
    assert (run.state, run.result["status"], run.result["refusal"]["reason"]) == ("finished", "refused", "unsafe")
    assert run.result["refusal"]["message"]
    assert "amitriptyline" not in everything_stored()
    assert not Worker(engine, "tests").answer_one()


def test_an_emergency_is_told_above_everything_while_the_answer_is_made(
    reader: Person, logged_in: Callable[[Person], Client]
) -> None:
    run = services.ask(by=reader, text="My husband has crushing chest pain right now, what should I do?")
    [notice] = run.options["notices"]
    assert notice in logged_in(reader).get(f"/runs/{run.pk}/").content.decode()


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (" ", {}, "Write a question"),
        ("x" * 10_001, {}, "10001 characters"),
        ("dose?", {"audience": "vet"}, "'vet'"),
        ("dose?", {"length": "long"}, "'long'"),
        ("dose?", {"audience": "patient"}, "answers professionals"),
        ("dose?", {"jurisdiction": "narnia"}, "'narnia'"),
        ("dose?", {"colour": "red"}, "'colour'"),
    ],
)
def test_what_makes_no_sense_is_told_in_a_sentence(
    reader: Person, text: str, options: dict[str, str], said: str
) -> None:
    with pytest.raises(NotComplete, match=said):
        services.ask(by=reader, text=text, options=options)
    assert not Run.objects.exists()


def test_who_has_no_account_asks_only_where_the_owner_lets_anyone(settings: Settings) -> None:
    with pytest.raises(NotAllowed, match="Log in"):
        services.ask(by=None, visitor="v", text=QUESTION)
    settings.ASKING = "anyone"
    assert services.ask(by=None, visitor="v", text=QUESTION).visitor == "v"
    assert Entry.objects.get().by == services.VISITOR


def test_an_answer_is_followed_up_only_by_who_may_read_it(
    reader: Person, ada: Person, ben: Person, draft: Revision
) -> None:
    for person in (ada, ben):
        assert services._may_follow(person, "", draft.answer) is None
    with pytest.raises(NotAllowed, match="cannot follow up"):
        services._may_follow(reader, "", draft.answer)
    with pytest.raises(NotAllowed, match="cannot follow up"):
        services._may_follow(reader, "", "no-such-answer")


def test_a_worker_answers_and_the_page_shows_it_to_its_owner_alone(
    reader: Person, person: People, engine: Engine, logged_in: Callable[[Person], Client], answered: Saved
) -> None:
    run = services.ask(by=reader, text=QUESTION, options={"jurisdiction": "uk", "length": "full"})
    assert Worker(engine, "tests").answer_one()
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("finished", 1)
    assert run.result["statements"] == answered.body["statements"]
    assert json.loads(engine.library.answer(run.answer).body) == run.result
    assert [e.number for e in run.events.all()] == list(range(1, run.events.count() + 1))
    page = logged_in(reader).get(f"/runs/{run.pk}/").content.decode()
    assert "Nobody has reviewed this answer" in page
    assert "1000 micrograms" in page
    for other in (logged_in(person("sam", Role.READER)), Client()):
        assert [other.get(f"/runs/{run.pk}/{end}").status_code for end in ("", "events", "as/md")] == [404] * 3


def test_an_answer_of_which_nothing_may_be_shown_any_more_says_so(
    reader: Person, logged_in: Callable[[Person], Client], answered: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise InputError("this answer", "nothing of it may be shown any more: an invented retraction")

    body = {**answered.body, "made": {**answered.body["made"], "library_hash": "an earlier library"}}
    run = Run.objects.create(person=reader, text=QUESTION, state=Run.FINISHED, result=body, answer=answered.id)
    monkeypatch.setattr(answers, "answer_now", gone)
    page = logged_in(reader).get(f"/runs/{run.pk}/")
    assert page.status_code == 200
    told = page.content.decode()
    assert "Nothing of it may be shown any more: an invented retraction." in told
    assert "1000 micrograms" not in told
    assert "/as/" not in told


def test_a_visitor_asks_on_the_page_and_another_session_sees_nothing_of_it(anyone_asks: None) -> None:
    here, elsewhere = Client(), Client()
    asked = here.post("/", {"text": QUESTION, "length": "short", "audience": "nurse"})
    assert asked.status_code == 302
    assert here.get(asked["Location"]).status_code == 200
    assert elsewhere.get(asked["Location"]).status_code == 404
    assert '<option value="nurse" selected>' in here.get("/").content.decode()
    assert QUESTION in here.get("/").content.decode()
    assert QUESTION not in elsewhere.get("/").content.decode()


def test_which_best_describes_you_is_remembered_for_a_person(
    reader: Person, logged_in: Callable[[Person], Client]
) -> None:
    logged_in(reader).post("/", {"text": QUESTION, "length": "short", "audience": "pharmacist"})
    reader.refresh_from_db()
    assert reader.audience == "pharmacist"


def test_patients_are_answered_only_where_the_owner_switched_it_on(reader: Person, settings: Settings) -> None:
    offered = '<option value="patient"'
    settings.ASKING = "anyone"
    assert offered not in Client().get("/").content.decode()
    settings.ENGINE = replace(settings.ENGINE, allow=("patients",))
    assert offered in Client().get("/").content.decode()
    assert services.ask(by=reader, text=QUESTION, options={"audience": "patient"}).options["audience"] == "patient"


def test_how_it_is_answered_stands_in_words_and_no_jurisdiction_is_a_bare_code(anyone_asks: None) -> None:
    page = Client().get("/").content.decode()
    assert "Standard · Doctor or prescriber" in page
    bare = [words for code, words in places.choices("uk") if words == code.upper()]
    assert not bare


def test_a_page_on_what_the_library_lacks_tells_no_command(
    reader: Person, person: People, engine: Engine, logged_in: Callable[[Person], Client]
) -> None:
    ada = person("ada", Role.AUTHOR)
    for who, told in ((reader, "Whoever runs this site can add a source"), (ada, 'href="/write/add-source/"')):
        run = services.ask(by=who, text="What is the dose of nonexistamab in hereditary angioedema?")
        assert Worker(engine, "tests").answer_one()
        page = logged_in(who).get(f"/runs/{run.pk}/").content.decode()
        assert told in page
        assert "curbside ingest" not in page


def test_an_empty_question_comes_back_with_what_is_wrong(anyone_asks: None) -> None:
    page = Client().post("/", {"text": " ", "length": "short", "audience": "nurse"})
    assert page.status_code == 200
    assert "Write a question." in page.content.decode()
    assert not Run.objects.exists()


def test_a_fault_of_the_engine_is_told_to_who_asked_and_leaves_no_run_behind(
    reader: Person, logged_in: Callable[[Person], Client], caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def events(self, *_: object, **__: object) -> object:
            raise ZeroDivisionError("an invented fault")

    run = services.ask(by=reader, text=QUESTION)
    assert Worker(Broken(), "tests").answer_one()  # type: ignore[arg-type]
    run.refresh_from_db()
    assert run.state == "failed"
    assert "an invented fault" in caplog.text
    page = logged_in(reader).get(f"/runs/{run.pk}/").content.decode()
    assert "Something went wrong on our side" in page
    assert "invented fault" not in page
