import sqlite3

import pytest

from curbside.library import sqlite


class Refusing:
    """A connection that is refused the write-ahead log a number of times."""

    def __init__(self, times, message="database is locked"):
        self.left, self.message = times, message

    def execute(self, statement):
        assert statement == "PRAGMA journal_mode=WAL"
        if self.left:
            self.left -= 1
            raise sqlite3.OperationalError(self.message)
        return self

    def close(self):
        pass


def test_the_log_is_asked_for_again_while_another_process_turns_it_on():
    refusing = Refusing(3)
    sqlite.use_wal(refusing)
    assert refusing.left == 0


def test_what_does_not_pass_is_raised():
    with pytest.raises(sqlite3.OperationalError, match="disk"):
        sqlite.use_wal(Refusing(1, "disk I/O error"))


def test_waiting_ends(monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite.use_wal(Refusing(10_000))
