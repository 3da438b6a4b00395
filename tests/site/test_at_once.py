"""Reviewers who decide at the same moment, in processes of their own on one database: one wins, the other is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("CURBSIDE_", "DJANGO_"))}
    environment["PYTHONPATH"] = str(ROOT / "src")
    if connection.vendor == "postgresql":
        from curbside.testing.postgres_server import shared_server

        address = shared_server().url().replace("postgresql+psycopg", "postgresql")
        environment["CURBSIDE_SITE_DATABASE_URL"] = address
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "site" / "racing.py"), str(tmp_path_factory.mktemp("race"))],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def of(race: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [r for r in race["rows"] if r["title"].startswith(kind)]
    assert len(found) == 4
    return found


def test_of_three_who_approve_at_once_one_wins_and_the_others_are_told(race: dict[str, Any]) -> None:
    for row in of(race, "plain"):
        assert (row["state"], row["decisions"]) == ("approved", 1)
        told = list(row["told"].values())
        assert told.count("done") == 1
        assert all("It is approved" in t or "Somebody else" in t for t in told if t != "done"), told


def test_of_two_outcomes_at_once_one_stands(race: dict[str, Any]) -> None:
    for row in of(race, "contested"):
        assert row["decisions"] == 1
        assert row["state"] == ("approved" if row["approvals"] else "changes requested")
        assert list(row["told"].values()).count("done") == 1


def test_two_approvals_at_once_of_what_needs_two_are_enough(race: dict[str, Any]) -> None:
    for row in of(race, "perilous"):
        assert (row["state"], row["approvals"]) == ("approved", 2), "no text waits for ever for an approval it has"


def test_the_trail_holds_whoever_wrote_at_once(race: dict[str, Any]) -> None:
    assert (race["breaks"], race["raced"]) == (0, 45)
