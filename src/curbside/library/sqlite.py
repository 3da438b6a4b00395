"""What every SQLite file of ours begins with."""

from __future__ import annotations

import sqlite3
import time
from typing import Final

BUSY_SECONDS: Final = 30.0
_PAUSE: Final = 0.02


def use_wal(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on.

    SQLite does not wait for its busy timeout here: of two processes that turn it on in a new file at once, one is
    refused at once ("database is locked") and has to try again. Raises sqlite3.OperationalError after `BUSY_SECONDS`.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return
