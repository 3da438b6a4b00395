"""`curbside regimens` line by line. All drugs and doses are invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from curbside.cli.regimens import command

DAILY = "Testolol 5 mg by mouth once daily for 7 to 10 days."
FIELDS = (
    "drug form amount per route times period period_unit duration count end condition divided as_needed maximum_dose "
    "maximum_per_period indication population role spans"
).split()


def run(text: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(command, ["-", *options], input=text)


def objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_of_text_gives_every_field_and_the_places_of_those_that_are_stated() -> None:
    result = run(f"{DAILY}\n", "--json")
    (told,) = objects(result)
    assert result.exit_code == 0
    assert told["id"] == "line 1"
    (phase,) = told["phases"]
    assert list(phase) == FIELDS
    assert phase["amount"] == {"low": "5", "high": "5", "unit": "mg"}
    assert (phase["route"], phase["times"], phase["period"], phase["period_unit"]) == ("oral", "1", "1", "d")
    assert (phase["duration"], phase["end"]) == ({"low": "7", "high": "10", "unit": "d"}, "duration")
    stated = {name for name in FIELDS if name != "spans" and phase[name]}
    assert set(phase["spans"]) == stated
    assert DAILY[slice(*phase["spans"]["amount"])] == "5 mg"
    assert told["not_understood"] == []


def test_an_object_keeps_its_id_and_its_context_supplies_what_the_text_does_not_name() -> None:
    line = {"id": 7, "text": "10 mg twice daily", "context": "Testolol by mouth"}
    (told,) = objects(run(json.dumps(line), "--json"))
    assert told["id"] == 7
    assert told["phases"][0]["drug"] == "testolol"
    assert "context:drug" in told["phases"][0]["spans"]


def test_lines_are_numbered_as_they_stand_and_empty_ones_are_passed_over() -> None:
    assert [o["id"] for o in objects(run(f"{DAILY}\n\n  \n{DAILY}\n", "--json"))] == ["line 1", "line 4"]


def test_a_bad_line_is_one_sentence_with_its_number_and_the_good_ones_are_answered() -> None:
    bad = ["{", '{"id": 1}', '{"text": " "}', '{"text": 5}', '{"id": true, "text": "x"}', '{"text": "x", "context": 1}']
    bad += ['{"id": NaN, "text": "x"}', '{"text": "\\ud800"}', "{" + '"a":[' * 100_000]
    result = run("\n".join([*bad, DAILY]), "--json")
    assert result.exit_code == 1
    assert [o["id"] for o in objects(result)] == [f"line {len(bad) + 1}"]
    told = result.stderr.splitlines()
    assert len(told) == len(bad)
    assert all(f"standard input, line {i}: " in line for i, line in enumerate(told, 1))
    assert '"text"' in told[1]


def test_bytes_that_are_no_text_are_a_bad_line() -> None:
    result = run(b"\xff\xfe\nTestolol 5 mg daily.\n", "--json")
    assert result.exit_code == 1
    assert [o["id"] for o in objects(result)] == ["line 2"]


def test_a_sentence_without_a_dose_has_no_phase_and_what_is_unclear_is_listed() -> None:
    first, second = objects(
        run("Testolol lowers blood pressure.\nTestolol 5 mg daily, doubled every week.\n", "--json")
    )
    assert first == {"id": "line 1", "phases": [], "not_understood": []}
    assert len(second["phases"]) == 1
    assert "doubled every week" in second["not_understood"][0]


def test_without_json_there_is_a_table_that_keeps_to_80_columns(tmp_path: Path) -> None:
    file = tmp_path / "doses.txt"
    long = "In adults with a very long introduction that goes on and on, "
    file.write_text(
        f"{DAILY}\n{long}testolol 1000 micrograms intramuscularly on alternate days for two weeks, then 500 micrograms"
        " every two to three months until there is no further improvement; the dose may be doubled after 4 weeks.\n"
        "None.\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(command, [str(file)])
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert not any(line != line.rstrip() for line in result.stdout.splitlines())
    for words in ("phase", "how often", "ends", "5 mg by mouth", "not understood:", "no dose"):
        assert words in result.stdout


def test_a_terminal_is_not_steered_by_the_text() -> None:
    assert "\x1b" not in run("Testolol 5 mg daily \x1b[31mred.\n").stdout


def test_a_file_that_is_not_there_is_bad_usage() -> None:
    assert CliRunner().invoke(command, ["no-such-file.txt"]).exit_code == 2
