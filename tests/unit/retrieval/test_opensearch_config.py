"""Settings of the OpenSearch index."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import SearchIndexError, UsageError
from curbside.retrieval.opensearch import OpenSearchSettings, load
from curbside.retrieval.opensearch.connection import Connection

URL = {"CURBSIDE_OPENSEARCH_URL": "https://one.example:9200"}


def test_without_an_address_there_is_none() -> None:
    assert load({}) is None
    assert load({"CURBSIDE_OPENSEARCH_URL": " , "}) is None


def test_everything_can_be_set(tmp_path: Path) -> None:
    authorities = tmp_path / "ca.pem"
    authorities.touch()
    given = {
        "CURBSIDE_OPENSEARCH_URL": "https://one.example:9200/, https://two.example",
        "CURBSIDE_OPENSEARCH_USER": "reader",
        "CURBSIDE_OPENSEARCH_PASSWORD": "p w",
        "CURBSIDE_OPENSEARCH_CA": str(authorities),
        "CURBSIDE_OPENSEARCH_INDEX": "clinic-1",
        "CURBSIDE_OPENSEARCH_SHARDS": "12",
        "CURBSIDE_OPENSEARCH_REPLICAS": "2",
    }
    urls = ("https://one.example:9200", "https://two.example")
    assert load(given) == OpenSearchSettings(urls, "reader", "p w", authorities, "clinic-1", 12, 2)


def test_usual_settings() -> None:
    assert load(URL) == OpenSearchSettings(("https://one.example:9200",), shards=1, replicas=1, index="curbside")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URL", "ftp://one"),
        ("URL", "one.example:9200"),
        ("URL", "https://"),
        ("URL", "https://one.example?x=1"),
        ("INDEX", "Upper"),
        ("INDEX", "-x"),
        ("INDEX", "a,b"),
        ("INDEX", "a*"),
        ("SHARDS", "0"),
        ("SHARDS", "x"),
        ("SHARDS", "1" * 5000),
        ("REPLICAS", "-1"),
        ("CA", "no such file"),
    ],
)
def test_what_cannot_be_is_told_with_the_name_of_the_variable(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"CURBSIDE_OPENSEARCH_{name} "):
        load(URL | {f"CURBSIDE_OPENSEARCH_{name}": value})


def test_user_and_password_go_together() -> None:
    for name in ("USER", "PASSWORD"):
        with pytest.raises(UsageError, match="go together"):
            load(URL | {f"CURBSIDE_OPENSEARCH_{name}": "x"})


def test_a_password_goes_over_no_open_wire() -> None:
    signed = {"CURBSIDE_OPENSEARCH_USER": "u", "CURBSIDE_OPENSEARCH_PASSWORD": "p"}
    with pytest.raises(UsageError, match="use https"):
        load(signed | {"CURBSIDE_OPENSEARCH_URL": "https://one.example,http://two.example"})
    assert load(signed | {"CURBSIDE_OPENSEARCH_URL": "http://127.0.0.1:9200"}) is not None


def test_a_password_in_an_address_is_not_shown() -> None:
    with pytest.raises(UsageError) as told:
        load({"CURBSIDE_OPENSEARCH_URL": "https://u:geheim@one.example"})
    assert "geheim" not in str(told.value)


def test_authorities_that_are_none_are_told(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("no certificate\n")
    with pytest.raises(SearchIndexError, match="cannot be read"):
        Connection(OpenSearchSettings(("https://one.example",), ca_file=file))


@given(st.dictionaries(st.sampled_from(["URL", "USER", "PASSWORD", "CA", "INDEX", "SHARDS", "REPLICAS"]), st.text()))
def test_any_text_is_settings_or_an_error_of_use(values: dict[str, str]) -> None:
    try:
        found = load({f"CURBSIDE_OPENSEARCH_{name}": value for name, value in values.items()})
    except UsageError:
        return
    assert found is None or found.urls
