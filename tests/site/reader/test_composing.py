"""A question that is answered with a language model, through the worker; who may want one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import Settings
from tests.site.reader.conftest import QUESTION, People

from curbside.engine import Engine
from curbside.errors import UsageError
from curbside.testing.model_scripts import quoting
from curbside.testing.scripted_model import ScriptedModel
from curbside_site import configuring, shelf
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.asking import services
from curbside_site.asking.worker import Worker
from curbside_site.errors import NotComplete

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def reader(person: People) -> Person:
    return person("rita", Role.READER)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[ScriptedModel]:
    """A model that says every sentence of its evidence, set and switched on."""
    pytest.importorskip("openai")
    with ScriptedModel(quoting, model="invented-1") as server:
        monkeypatch.setenv("CURBSIDE_MODEL_URL", server.url)
        monkeypatch.setenv("CURBSIDE_MODEL", "invented-1")
        monkeypatch.setenv("CURBSIDE_SITE_COMPOSER", "model")
        settings.COMPOSER = configuring.composer()
        yield server


def test_where_it_is_switched_on_a_model_composes_and_the_page_shows_its_record(
    model: ScriptedModel, reader: Person, engine: Engine, logged_in: Callable[[Person], Client]
) -> None:
    by_model = services.ask(by=reader, text=QUESTION, options={"jurisdiction": "uk"})
    quoted = services.ask(by=reader, text=QUESTION, options={"jurisdiction": "uk", "composer": "quoting"})
    composer = shelf.composer()
    assert composer is not None
    worker = Worker(engine, "tests", composer=composer)
    assert worker.answer_one()
    assert worker.answer_one()
    composer.model.close()
    for run in (by_model, quoted):
        run.refresh_from_db()
    made = by_model.result["made"]
    assert (made["composer"], made["model"]["name"]) == ("model", "invented-1")
    assert made["model"]["passed"] > 0
    assert quoted.result["made"]["composer"] == "quoting"
    assert len(model.requests) == made["model"]["requests"]
    page = logged_in(reader).get(f"/runs/{by_model.pk}/").content.decode()
    assert f"invented-1 at {made['model']['place']}" in page
    assert f"{made['model']['drafted']} drafted:" in page
    assert "Language model" not in logged_in(reader).get(f"/runs/{quoted.pk}/").content.decode()


def test_nobody_has_a_model_where_the_owner_has_not_switched_it_on(reader: Person) -> None:
    assert shelf.composer() is None
    with pytest.raises(NotComplete, match="not switched on a language model"):
        services.ask(by=reader, text=QUESTION, options={"composer": "model"})
    with pytest.raises(NotComplete, match="'poet'"):
        services.ask(by=reader, text=QUESTION, options={"composer": "poet"})


@pytest.mark.parametrize(("value", "told"), [("poet", "quoting or model"), ("model", "CURBSIDE_MODEL_URL")])
def test_a_composer_that_makes_no_sense_is_told(monkeypatch: pytest.MonkeyPatch, value: str, told: str) -> None:
    monkeypatch.delenv("CURBSIDE_MODEL_URL", raising=False)
    monkeypatch.setenv("CURBSIDE_SITE_COMPOSER", value)
    with pytest.raises(UsageError, match=told):
        configuring.composer()
