"""Which model is set. All names and keys are invented."""

from decimal import Decimal

import pytest

from curbside.errors import UsageError
from curbside.models import chosen
from curbside.models.configuration import configuration
from curbside.models.spending import Caps

URL, NAME = "CURBSIDE_MODEL_URL", "CURBSIDE_MODEL"


def test_nothing_is_set_unless_an_address_is() -> None:
    assert configuration({}) is None
    assert configuration({NAME: "invented-1", "CURBSIDE_MODEL_KEY": "sk-invented"}) is None


def test_what_is_set() -> None:
    made = configuration(
        {
            URL: "https://models.example/v1/",
            NAME: "invented-1",
            "CURBSIDE_MODEL_KEY": "sk-invented",
            "CURBSIDE_MODEL_TOKENS": "5000",
            "CURBSIDE_MODEL_PRICES": "3, 15.5",
            "CURBSIDE_MODEL_COST": "0.05",
            "CURBSIDE_MODEL_SECONDS": "20",
            "CURBSIDE_MODEL_FIRST_SECONDS": "10",
            "CURBSIDE_MODEL_CONNECT_SECONDS": "2",
            "CURBSIDE_MODEL_AT_ONCE": "3",
            "CURBSIDE_MODEL_CONTEXT": "4096",
        }
    )
    assert made is not None
    assert (made.url, made.model, made.key, made.anthropic) == (
        "https://models.example/v1",
        "invented-1",
        "sk-invented",
        False,
    )
    assert made.caps == Caps(5000, 20, Decimal(3), Decimal("15.5"), Decimal("0.05"))
    assert (made.first, made.connect, made.at_once, made.context) == (10, 2, 3, 4096)
    assert "sk-invented" not in repr(made)


@pytest.mark.parametrize(
    ("url", "hosted"),
    [
        ("http://localhost:11434/v1", False),
        ("http://127.0.0.1:8080/v1", False),
        ("http://[::1]:8080/v1", False),
        ("https://models.example/v1", True),
        ("http://models.example/v1", True),
        ("http://192.168.0.7:8080/v1", True),
        ("http://127.0.0.1.example/v1", True),
        ("anthropic:", True),
        ("anthropic:http://127.0.0.1:9", False),
    ],
)
def test_only_this_machine_is_not_hosted(url: str, hosted: bool) -> None:
    made = configuration({URL: url, NAME: "invented-1"})
    assert made is not None
    assert made.hosted is hosted
    assert made.anthropic is url.startswith("anthropic:")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({NAME: ""}, f"not {NAME}"),
        ({URL: "ftp://models.example"}, "https://"),
        ({URL: "https://models.example/?a=b"}, "without [?]"),
        ({URL: "https://me:secret@models.example"}, "password"),
        ({URL: "http://models.example", "CURBSIDE_MODEL_KEY": "sk-invented"}, "the key is not sent"),
        ({"CURBSIDE_MODEL_KEY": "two words"}, "CURBSIDE_MODEL_KEY"),
        ({"CURBSIDE_MODEL_KEY": "sk-ü"}, "CURBSIDE_MODEL_KEY"),
        ({"CURBSIDE_MODEL_TOKENS": "many"}, "CURBSIDE_MODEL_TOKENS"),
        ({"CURBSIDE_MODEL_TOKENS": "0"}, "CURBSIDE_MODEL_TOKENS"),
        ({"CURBSIDE_MODEL_PRICES": "3"}, "two numbers"),
        ({"CURBSIDE_MODEL_PRICES": "3,NaN"}, "two numbers"),
        ({"CURBSIDE_MODEL_PRICES": "3,-1"}, "two numbers"),
        ({"CURBSIDE_MODEL_COST": "0.05"}, "CURBSIDE_MODEL_PRICES"),
        ({"CURBSIDE_MODEL_COST": "free", "CURBSIDE_MODEL_PRICES": "1,1"}, "amount of money"),
        ({"CURBSIDE_MODEL_CONTEXT": "10"}, "CURBSIDE_MODEL_CONTEXT"),
    ],
)
def test_what_makes_no_sense_is_told_by_the_name_of_the_variable(change: dict[str, str], told: str) -> None:
    given = {URL: "https://models.example/v1", NAME: "invented-1", **change}
    with pytest.raises(UsageError, match=told) as caught:
        configuration(given)
    assert "secret" not in str(caught.value)
    assert "sk-invented" not in str(caught.value)


def test_the_folder_of_an_embedding_model_has_another_setting(tmp_path) -> None:
    for value in (str(tmp_path), "none"):
        with pytest.raises(UsageError, match="CURBSIDE_EMBEDDER"):
            configuration({NAME: value})


def test_without_the_extra_there_is_the_command_that_installs_it(monkeypatch) -> None:
    monkeypatch.setattr(chosen, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r'pip install "curbside\[model\]"'):
        chosen.model({URL: "https://models.example/v1", NAME: "invented-1"})


def test_no_model_is_told_with_the_settings() -> None:
    with pytest.raises(UsageError, match=URL):
        chosen.model({})
