"""The command line as programs use it: on a new home with the starter library that ships, several at once."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from curbside.library import Library
from curbside.sources.starter import starter_sources
from curbside.types import Span

CURBSIDE = "from curbside.cli.main import main; main()"


@pytest.fixture
def start(tmp_path):
    def call(*arguments):
        environment = {**os.environ, "CURBSIDE_HOME": str(tmp_path / "home"), "PYTHONWARNINGS": "error"}
        command = [sys.executable, "-c", CURBSIDE, *map(str, arguments)]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, encoding="utf-8"
        )

    return call


@pytest.fixture
def curbside(start):
    def call(*arguments):
        process = start(*arguments)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    return call


def test_two_first_runs_at_once_build_one_library(start, tmp_path):
    both = [start("sources", "list", "--json") for _ in range(2)]
    lists = []
    for process in both:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        lists.append([json.loads(line)["id"] for line in out.splitlines()])
    assert lists[0] == lists[1] == sorted(source.id for source in starter_sources())
    with Library.open(tmp_path / "home") as library:
        assert [change.what for change in library.changes(0)] == ["added"] * len(lists[0])


def test_a_first_run_that_is_killed_is_done_again(start, curbside, tmp_path):
    process = start("sources", "list", "--json")
    while not (tmp_path / "home" / "library.sqlite").exists():
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    code, out, err = curbside("sources", "check")
    assert code == 0, err
    assert f"{len(list(starter_sources()))} sources checked: 0 broken" in out


def test_search_prints_what_stands_in_the_stored_text(curbside, tmp_path):
    code, out, _ = curbside("search", "hydroxocobalamin neurological involvement", "-k", "5", "--json")
    assert code == 0
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5]
    with Library.open(tmp_path / "home") as library:
        for row in rows:
            version = library.get(row["source"]).content_hash
            assert library.read_span(Span(row["source"], version, row["start"], row["end"])) == row["text"]
    assert any("ydroxocobalamin" in row["text"] for row in rows)


def test_a_stop_by_the_user_is_one_line_and_130(start, tmp_path):
    process = start("search", "hydroxocobalamin")
    while not (tmp_path / "home" / "library.sqlite").exists():
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    if process.returncode != 0:
        assert process.returncode == 130
        assert "Traceback" not in err
        assert err.endswith("curbside: stopped.\n")


def test_a_plain_text_is_ingested_found_and_shown(curbside, tmp_path):
    path = tmp_path / "invented.txt"
    path.write_text("Pretendolol is an invented drug. It is given to nobody.\n", encoding="utf-8")
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    code, out, err = curbside("ingest", path, empty, "--json")
    told = json.loads(out.splitlines()[-1])
    assert (code, told["added"], len(told["rejected"])) == (0, 1, 1), err
    (row,) = map(json.loads, curbside("search", "pretendolol", "--json")[1].splitlines())
    shown = json.loads(curbside("sources", "show", row["source"], "--json")[1])
    assert (shown["text"], bool(shown["text_withheld"])) == ("Pretendolol is an invented drug.", True)
    curbside("ingest", path, "--licence", "CC BY 4.0", "--json")
    (row,) = map(json.loads, curbside("search", "pretendolol", "--json")[1].splitlines())
    shown = json.loads(curbside("sources", "show", row["source"], "--json")[1])
    assert shown["text"][row["start"] : row["end"]] == row["text"]
    assert curbside("ingest", empty)[0] == 1
