"""A worker process that is killed in the middle of a question: another takes it over, and there is one answer."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

START = """
import sys, json, time, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from curbside_site.asking import queue, streams
from curbside_site.asking.models import Run
"""
KILLED = (
    START
    + """
Run.objects.create(visitor="v", text="an invented question")
run = queue.claim("first")
queue.tell(run, [("checked", {"kept": True, "text": "by the first"})])
print("working", flush=True)
time.sleep(60)
"""
)
NEXT = (
    START
    + """
early = queue.claim("second")
run = queue.claim("second", timezone.now() + queue.LEASE + timedelta(seconds=1))
queue.finish(run, {"status": "answered"}, "a", [("checked", {"kept": True, "text": "by the second"})])
run.refresh_from_db()
seen = [[e.kind, e.data.get("text")] for e in streams.since(run.pk, 0)]
print(json.dumps({"early": early is not None, "attempt": run.attempt, "state": run.state, "seen": seen}))
"""
)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the two processes share a file of SQLite")
def test_another_worker_takes_over_from_one_that_was_killed(tmp_path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(tmp_path / "site.sqlite3")) as file:
        schema = (told for told in connection.connection.iterdump() if told.startswith("CREATE"))
        # Constraints of the schema name it; no row is written before Django, which brings its own.
        file.create_function("REGEXP", 2, lambda pattern, text: True)
        file.executescript("\n".join(schema))
    environment = {**os.environ, "CURBSIDE_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "curbside_site.settings"}
    first = subprocess.Popen([sys.executable, "-c", KILLED], env=environment, stdout=subprocess.PIPE, text=True)
    assert first.stdout
    assert first.stdout.readline() == "working\n"
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    second = subprocess.run([sys.executable, "-c", NEXT], env=environment, capture_output=True, text=True, check=True)
    told = json.loads(second.stdout)
    assert told == {
        "early": False,
        "attempt": 2,
        "state": "finished",
        "seen": [["restarted", None], ["checked", "by the second"], ["finished", None]],
    }
