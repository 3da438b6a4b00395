"""`curbside check` line by line. All claims are invented."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from curbside.cli.check import command

GOOD = {"id": 7, "claim": "Labetalol 50 mg is given.", "evidence": ["Labetalol 0.05 g is given."]}


def run(text: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(command, ["--claims", "-", *options], input=text)


def objects(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_object_comes_out_for_each_line_in_order() -> None:
    bad = {"id": "x", "claim": "Labetalol 500 mg is given.", "evidence": GOOD["evidence"]}
    result = run(f"{json.dumps(GOOD)}\n\n{json.dumps(bad)}\n", "--json")
    first, second = objects(result)
    assert result.exit_code == 0
    assert set(first) == {"id", "verdict", "score", "reasons", "sentences"}
    assert (first["id"], first["verdict"], first["sentences"]) == (7, "supported", [0])
    assert (second["id"], second["verdict"]) == ("x", "contradicted")


def test_a_bad_line_is_told_with_its_number_and_the_good_ones_are_answered() -> None:
    lines = ["nonsense", json.dumps({"id": "a", "claim": "x y"}), "[1]", json.dumps(GOOD), '{"id": NaN}']
    lines += [
        json.dumps({**GOOD, "id": True}),
        json.dumps({**GOOD, "claim": " "}),
        json.dumps({**GOOD, "evidence": "x"}),
    ]
    result = run("\n".join(lines), "--json")
    out = objects(result)
    assert result.exit_code == 1
    assert [o["id"] for o in out] == [None, "a", None, 7, None, None, 7, 7]
    assert [("error" in o) for o in out] == [True, True, True, False, True, True, True, True]
    told = result.stderr.splitlines()
    assert len(told) == 7
    assert "line 2" in told[1]
    assert '"evidence"' in told[1]


def test_bytes_that_are_no_text_are_a_bad_line() -> None:
    result = run(b'\xff\xfe\n{"id": 1, "claim": "\\ud800", "evidence": []}\n', "--json")
    assert result.exit_code == 1
    assert [o["id"] for o in objects(result)] == [None, None]


def test_without_json_it_reads_well(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text(json.dumps(GOOD) + "\n", encoding="utf-8")
    result = CliRunner().invoke(command, ["--claims", str(file)])
    assert result.exit_code == 0
    assert result.stdout.startswith("7  supported (0.97)  Labetalol 50 mg is given.\n")


def test_a_missing_file_is_bad_usage() -> None:
    result = CliRunner().invoke(command, ["--claims", "no such file.jsonl"])
    assert result.exit_code == 2
    assert "no such file.jsonl" in result.stderr


def test_an_empty_file_has_no_claims() -> None:
    assert run("", "--json").stdout == ""
