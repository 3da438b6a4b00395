"""The address of a database is read, and none of what it keeps secret is ever said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import UsageError
from curbside.library.address import address_of


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "postgresql", "postgres"])
def test_each_way_to_name_the_driver_means_the_same(scheme):
    address = address_of(f"{scheme}://user@db.example:5433/ward?schema=ward_7&sslmode=require")
    assert (address.url.drivername, address.schema) == ("postgresql+psycopg", "ward_7")
    assert address.url.query["sslmode"] == "require"
    assert "schema" not in address.url.query
    assert str(address) == "the PostgreSQL database ward on db.example:5433 (schema ward_7)"


def test_what_is_not_said_is_usual():
    address = address_of("postgresql://user@/ward?host=/run/postgresql&connect_timeout=3")
    assert address.schema == "curbside"
    assert (address.url.query["connect_timeout"], address.url.query["client_encoding"]) == ("3", "utf8")
    assert "on /run/postgresql " in str(address)


@pytest.mark.parametrize(
    "url",
    [
        "secret-word",
        "postgresql://user:secret@word@host:port/db",
        "postgresql://user:p@secret-word:x@host/db",
        "mysql://user:secret-word@host/db",
        "sqlite:///secret-word.sqlite",
        "postgresql://user:secret-word@host/db?schema=Ward",
        "postgresql://user:secret-word@host/db?schema=pg_catalog",
        "postgresql://user:secret-word@host/db?schema=a&schema=b",
        'postgresql://user:secret-word@host/db?schema=a"; DROP',
        "",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(url):
    with pytest.raises(UsageError, match="CURBSIDE_DATABASE_URL") as caught:
        address_of(url)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@given(st.text(min_size=1, max_size=9).filter(lambda one: one.strip("*")))
def test_a_password_is_never_shown(password):
    from urllib.parse import quote

    address = address_of(f"postgresql://user:{quote(password, safe='')}@host/db")
    assert address.url.password == password
    assert password not in address.hidden(f"no luck with {password}").removeprefix("no luck with ")
    assert quote(password, safe="") not in address.hidden(quote(password, safe=""))


def test_neither_the_address_nor_the_settings_show_a_password(tmp_path):
    from curbside.settings import Settings

    url = "postgresql://user:secret-word@host/db"
    assert "secret-word" not in repr(address_of(url)) + str(address_of(url)) + repr(Settings(tmp_path, None, url))
