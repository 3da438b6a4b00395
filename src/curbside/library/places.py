"""Where the library of a home folder is: in a file there, or in the PostgreSQL database that a setting names."""

from __future__ import annotations

from pathlib import Path

from curbside.library.database import FILE, Database


def database_of(home: Path, database_url: str | None = None) -> Database:
    """The database of the library of `home`; nothing is made or reached yet.

    database_url: as `Settings.database_url`; None for the file. Raises UsageError where it is no address, LibraryError
    where the driver is not installed.
    """
    if database_url is None:
        from curbside.library.sqlite_file import SqliteFile

        return SqliteFile(home / FILE)
    from curbside.library.address import address_of
    from curbside.library.postgres import Postgres

    return Postgres(address_of(database_url))
