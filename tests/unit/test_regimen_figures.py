"""The script that writes the figures of regimens, criteria, appraisal and conflicts into their pages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from evals import marked, regimen_figures
from evals.regimen_figures import BLOCKS, DOCS, ScorerError


def test_every_block_has_its_place_and_every_place_its_block() -> None:
    pages = {block.page for block in BLOCKS.values()}
    places = {name: page for page in pages for name in marked.names(DOCS / f"{page}.md")}

    assert places == {name: block.page for name, block in BLOCKS.items()}


def test_every_command_names_a_script_that_is_there() -> None:
    for block in BLOCKS.values():
        for command in block.commands.values():
            assert (regimen_figures.ROOT / command.split()[1]).is_file()


def test_one_accepted_regimen_of_the_held_half_is_no_good() -> None:
    right = {"rules": {"amount x 10": [16, 0], "route": [15, 0]}, "as_read": [40, 9]}
    wrong = {"rules": {"amount x 10": [16, 1], "route": [15, 0]}, "as_read": [40, 9]}

    assert regimen_figures.tampered({"build": right, "held": right}).good
    told = regimen_figures.tampered({"build": right, "held": wrong})
    assert not told.good
    assert "| amount x 10 | 0 of 16 | 1 of 16 |" in told.body
    assert "| **all** (aim: none of 200) | 0 of 31 | 1 of 31 |" in told.body
    assert "| 9 of 40 | 9 of 40 |" in told.body


def test_a_false_alarm_of_the_held_half_is_no_good_and_a_miss_is_told() -> None:
    build = {"pairs": 5, "no_conflict": 3, "false_alarms": 1, "conflicts": 2, "misses": 0}
    held = {**build, "false_alarms": 0, "misses": 1}

    told = regimen_figures.conflicts({"build": build, "held": held})

    assert told.good
    assert "| found |  | 2 of 2 (100.0%) | 1 of 2 (50.0%) |" in told.body
    assert not regimen_figures.conflicts({"build": held, "held": build}).good


def test_a_known_conflict_that_is_not_found_is_no_good_unless_a_side_of_it_is_not_there() -> None:
    found = {"maintenance of hydroxocobalamin": True, "CHA2DS2-VA and CHA2DS2-VASc": False}

    told = regimen_figures.starter({"all": found})
    assert told.good
    assert "one side is not there" in told.body
    missed = regimen_figures.starter({"all": dict.fromkeys(found, False)})
    assert not missed.good
    assert "| maintenance of hydroxocobalamin | not found |" in missed.body


def test_a_block_says_whether_its_aims_are_reached_and_one_without_aims_says_nothing() -> None:
    held, whole, none = BLOCKS["conflicts"], BLOCKS["regimens_labels"], BLOCKS["regimens_beside"]

    assert regimen_figures.reached(held, False) == "All aims of the table reached on what was held back: **no**."
    assert regimen_figures.reached(whole, True) == "All aims of the table reached: yes."
    assert regimen_figures.reached(none, True) == ""


def test_a_scorer_prints_its_counts_last_after_other_lines(tmp_path: Path) -> None:
    script = tmp_path / "scorer.py"
    script.write_text("print('{\"id\": 1}')\nprint('{\"records\": 2}')\nraise SystemExit(1)\n")

    assert regimen_figures.run(f"python {script}", {"python": sys.executable}) == {"records": 2}


def test_a_scorer_without_counts_is_named_with_its_last_line(tmp_path: Path) -> None:
    script = tmp_path / "scorer.py"
    script.write_text("raise SystemExit('the gold is not there')\n")

    with pytest.raises(ScorerError, match=r"scorer\.py failed with exit code 1: the gold is not there"):
        regimen_figures.run(f"python {script}", {"python": sys.executable})
