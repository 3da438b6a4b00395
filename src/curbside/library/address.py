"""Where a library in PostgreSQL is: the database and, in it, the schema.

    postgresql+psycopg://user@host/database?schema=ward

`postgresql://` and `postgres://` mean the same. The schema is `curbside` where none is named; all other parameters are
libpq's (`sslmode`, `host` for the folder of a Unix socket, `connect_timeout`, ...). A password is better left out, and
given to libpq in a `.pgpass` file or in PGPASSWORD; where it is in the address, no message of ours shows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, quote_plus

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from curbside.errors import UsageError
from curbside.settings import DATABASE_URL

DRIVER: Final = "postgresql+psycopg"
SCHEMA: Final = "curbside"
CONNECT_SECONDS: Final = "10"
_SCHEMES: Final = frozenset({DRIVER, "postgresql", "postgres"})
_SCHEMA: Final = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,62}")
_WANTED: Final = "postgresql+psycopg://user@host/database"


@dataclass(frozen=True, slots=True)
class Address:
    """A database and a schema in it. url: for SQLAlchemy, without the schema; its `repr` hides the password."""

    url: URL
    schema: str = SCHEMA

    def __str__(self) -> str:
        host = self.url.host or self.url.query.get("host") or "the local server"
        place = host if isinstance(host, str) else ", ".join(host)
        port = f":{self.url.port}" if self.url.port else ""
        database = self.url.database or self.url.username or "of the user"
        return f"the PostgreSQL database {database} on {place}{port} (schema {self.schema})"

    def hidden(self, message: str) -> str:
        """`message` without the password, in whatever form it is written there."""
        password = str(self.url.password or "")
        for form in dict.fromkeys((password, quote(password, safe=""), quote_plus(password))):
            message = message.replace(form, "***") if form else message
        return message


def address_of(text: str) -> Address:
    """The address that a setting gives.

    Raises UsageError where it is none, or not of PostgreSQL; the message never repeats it.
    """
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        # Not chained: what the parser says may quote a part of the password.
        raise UsageError(f"{DATABASE_URL} is no address of a database; write {_WANTED}.") from None
    if url.drivername not in _SCHEMES:
        raise UsageError(f"{DATABASE_URL} names a database of the kind {url.drivername!r}; write {_WANTED}.")
    schema = url.query.get("schema", SCHEMA)
    if not isinstance(schema, str) or not _SCHEMA.fullmatch(schema):
        raise UsageError(
            f"{DATABASE_URL} names a schema that cannot be; it is of a to z, 0 to 9 and _, and does not begin with pg_."
        )
    url = url.set(drivername=DRIVER).difference_update_query(["schema"])
    usual = {"connect_timeout": CONNECT_SECONDS, "application_name": "curbside", "client_encoding": "utf8"}
    return Address(url.update_query_dict({k: v for k, v in usual.items() if k not in url.query}), schema)
