"""What `curbside doctor` says of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.utils import timezone

from curbside import plugins
from curbside.cli.main import cli
from curbside_site import doctoring
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.asking.models import Run
from curbside_site.configuring import DATABASE_FILE
from curbside_site.review.models import JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun() -> Iterator[None]:
    """The home of the tests looks like one that a site was started in; its database is that of the tests."""
    file = django_settings.HOME / DATABASE_FILE
    there = file.exists()
    file.touch()
    yield
    if not there:
        file.unlink()


def said() -> dict[str, tuple[str, bool]]:
    return {name: (value, sound) for name, value, sound in doctoring.rows(django_settings.ENGINE)}


def test_a_home_without_a_site_stays_without_one(tmp_path: Path) -> None:
    found = list(doctoring.rows(replace(django_settings.ENGINE, home=tmp_path)))
    assert found == [("site", "none yet: `curbside serve` makes it", True)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("begun")
def test_what_keeps_a_site_from_working_is_told(person: Callable[..., Person]) -> None:
    assert said()["site people"] == ("nobody may administer: `curbside people add NAME --role admin`", False)
    person("root", Role.ADMIN)
    run = Run.objects.create(visitor="of the tests", text="of the tests")
    found = said()
    assert all(sound for _, sound in found.values())
    assert found["site people"][0] == "1 may administer"
    assert found["site questions"][0] == "1 wait"
    Run.objects.filter(pk=run.pk).update(asked_at=timezone.now() - timedelta(hours=2))
    JobState.objects.create(name="a-job", due_at=timezone.now(), error="an invented error")
    found = said()
    assert ("no worker runs" in found["site questions"][0], found["site questions"][1]) == (True, False)
    assert found["site jobs"] == ("fail: a-job (an invented error)", False)


@pytest.mark.usefixtures("begun")
def test_the_command_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("site", "curbside_site.doctoring:rows", plugins.DOCTOR)
    monkeypatch.setattr(plugins, "checks", lambda: [point])
    told: Any = CliRunner().invoke(cli, ["doctor", "--home", str(django_settings.HOME)])
    assert "site address" in told.output
    assert told.exit_code == 1


def test_a_check_that_cannot_be_imported_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    point = EntryPoint("theirs", "no_such_package:rows", plugins.DOCTOR)
    monkeypatch.setattr(plugins, "checks", lambda: [point])
    told: Any = CliRunner().invoke(cli, ["doctor", "--home", str(tmp_path)])
    assert "No module named 'no_such_package'" in " ".join(told.output.split())
    assert told.exit_code == 1
