"""Settings: the defaults, then the file in the home folder, then the environment, then the call."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside import settings
from curbside.errors import UsageError
from curbside.settings import SETTINGS_FILE, Settings, jurisdiction_code, load, save


def stored(home: Path, text: str) -> Path:
    (home / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return home


def test_with_nothing_set_there_is_no_jurisdiction_and_the_systems_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "default_home", lambda: tmp_path / "system")

    assert load(environ={}) == Settings(home=tmp_path / "system", jurisdiction=None, allow=settings.OWNER_ALLOWS)


def test_the_file_comes_before_the_default(tmp_path: Path) -> None:
    stored(tmp_path, 'jurisdiction = "jp"\n')

    assert load(tmp_path, environ={}).jurisdiction == "jp"


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    stored(tmp_path, 'jurisdiction = "jp"\n')

    assert load(tmp_path, environ={"CURBSIDE_JURISDICTION": "us"}).jurisdiction == "us"


def test_the_call_comes_before_the_environment(tmp_path: Path) -> None:
    stored(tmp_path, 'jurisdiction = "jp"\n')

    found = load(tmp_path, "uk", environ={"CURBSIDE_JURISDICTION": "us", "CURBSIDE_HOME": str(tmp_path / "other")})

    assert found == Settings(home=tmp_path, jurisdiction="uk", allow=settings.OWNER_ALLOWS)


def test_the_home_of_the_environment_is_where_the_file_is_read(tmp_path: Path) -> None:
    stored(tmp_path, 'jurisdiction = "jp"\n')

    assert load(environ={"CURBSIDE_HOME": str(tmp_path)}).jurisdiction == "jp"


def test_what_is_empty_in_the_environment_counts_as_not_set(tmp_path: Path) -> None:
    stored(tmp_path, 'jurisdiction = "jp"\n')

    assert load(tmp_path, environ={"CURBSIDE_JURISDICTION": "", "CURBSIDE_HOME": ""}).jurisdiction == "jp"


def test_a_home_folder_is_absolute_whatever_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert load("here", environ={}).home == tmp_path / "here"
    assert load("~/there", environ={}).home == Path.home() / "there"


@pytest.mark.parametrize(
    ("given_", "code"),
    [("UK", "uk"), (" gb ", "uk"), ("USA", "us"), ("world", "international"), ("International", "international")],
)
def test_a_jurisdiction_is_read_as_a_code(given_: str, code: str) -> None:
    assert jurisdiction_code(given_) == code


@pytest.mark.parametrize("given_", ["", "England", "u", "u1", "uk us", "ük"])
def test_what_is_no_code_is_told_in_one_sentence_with_what_to_give(given_: str) -> None:
    with pytest.raises(UsageError) as told:
        jurisdiction_code(given_)

    assert str(told.value).startswith(f"{given_!r} is no jurisdiction; give a country code such as uk")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("jurisdiction = uk\n", "cannot be read"),
        ("jurisdiction\n", "cannot be read"),
        ('juristiction = "uk"\n', "have an unknown name: juristiction"),
        ('jurisdiction = "England"\n', "is no jurisdiction"),
        ("jurisdiction = 7\n", "is no jurisdiction"),
    ],
)
def test_a_bad_settings_file_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as told:
        load(stored(tmp_path, text), environ={})

    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_a_settings_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_FILE).write_bytes(b'jurisdiction = "\xff"\n')

    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path, environ={})


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    home = tmp_path / "new" / "folder"
    save(Settings(home=home, jurisdiction="uk"))

    assert load(home, environ={}, allow=()) == Settings(home=home, jurisdiction="uk")
    assert [file.name for file in home.iterdir()] == [SETTINGS_FILE]


def test_saving_without_a_jurisdiction_takes_the_stored_one_away(tmp_path: Path) -> None:
    save(Settings(home=tmp_path, jurisdiction="uk"))
    save(Settings(home=tmp_path))

    assert load(tmp_path, environ={}).jurisdiction is None


def test_the_hash_is_of_what_changes_an_answer_and_not_of_where_the_home_is(tmp_path: Path) -> None:
    here, there = Settings(tmp_path / "a", "uk"), Settings(tmp_path / "b", "uk")

    assert here.hash == there.hash != Settings(tmp_path / "a", "us").hash != Settings(tmp_path / "a").hash
    assert len(here.hash) == 16


@given(st.text(max_size=20))
def test_a_jurisdiction_is_a_code_or_a_usage_error(given_: str) -> None:
    try:
        code = jurisdiction_code(given_)
    except UsageError:
        return
    assert code in settings.JURISDICTIONS
    assert jurisdiction_code(code) == code


def test_the_reranker_is_read_as_other_settings_are(tmp_path: Path) -> None:
    assert load(tmp_path, environ={}).reranker == ""
    stored(tmp_path, 'reranker = "none"\n')
    assert load(tmp_path, environ={}).reranker == settings.NO_RERANKER
    assert load(tmp_path, environ={"CURBSIDE_RERANKER": " /invented/Folder "}).reranker == "/invented/Folder"
    assert load(tmp_path, environ={"CURBSIDE_RERANKER": " NONE "}).reranker == settings.NO_RERANKER


def test_a_reranker_that_the_file_names_stays_and_one_of_the_environment_is_not_written(tmp_path: Path) -> None:
    stored(tmp_path, 'reranker = "none"\n')
    save(load(tmp_path, "uk", environ={"CURBSIDE_RERANKER": "/invented"}))
    assert load(tmp_path, environ={}, allow=()) == Settings(tmp_path, "uk", reranker="none")


def test_nothing_that_goes_further_is_on_for_a_service(tmp_path: Path) -> None:
    found = load(tmp_path, environ={}, allow=())

    assert not any(found.allowed(what) for what in settings.ALLOWABLE)


def test_what_the_caller_has_on_holds_until_file_or_environment_say_otherwise(tmp_path: Path) -> None:
    assert load(tmp_path, environ={}, allow=settings.OWNER_ALLOWS).allow == ("criteria", "schedules", "patients")

    stored(tmp_path, 'allow = ["cards", "criteria"]\n')
    assert load(tmp_path, environ={}, allow=settings.OWNER_ALLOWS).allow == ("criteria", "cards")
    given_ = {"CURBSIDE_ALLOW": " Schedules "}
    assert load(tmp_path, environ=given_, allow=settings.OWNER_ALLOWS).allow == ("schedules",)


@pytest.mark.parametrize("text", ["allow = []\n", 'allow = "none"\n', 'allow = ["none"]\n'])
def test_everything_can_be_turned_off(tmp_path: Path, text: str) -> None:
    assert load(stored(tmp_path, text), environ={}, allow=settings.OWNER_ALLOWS).allow == ()
    assert load(tmp_path, environ={"CURBSIDE_ALLOW": "none"}, allow=settings.OWNER_ALLOWS).allow == ()


@pytest.mark.parametrize("value", ["everything", "criteria,card", "none,cards", ","])
def test_what_cannot_be_allowed_is_told_with_what_can(tmp_path: Path, value: str) -> None:
    with pytest.raises(UsageError) as told:
        load(tmp_path, environ={"CURBSIDE_ALLOW": value})

    said = (
        f"CURBSIDE_ALLOW is {value!r}; it is any of criteria, schedules, cards, patients, separated by commas, or none."
    )
    assert str(told.value) == said


def test_only_what_there_is_to_allow_may_be_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'calendar'"):
        Settings(tmp_path).allowed("calendar")


def test_what_is_allowed_stays_in_the_file_and_of_it_only_criteria_change_an_answer(tmp_path: Path) -> None:
    stored(tmp_path, 'allow = ["criteria"]\n')
    save(Settings(home=tmp_path, jurisdiction="uk"))

    found = load(tmp_path, environ={})
    assert found == Settings(tmp_path, "uk", allow=("criteria",))
    assert found.hash != Settings(tmp_path, "uk").hash == Settings(tmp_path, "uk", allow=("cards",)).hash
