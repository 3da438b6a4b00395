"""`curbside schedule` on an invented library."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest

from curbside.interop import contract
from curbside.regimens.grammar import parse
from curbside.testing.homes import invented_document
from curbside.types import Kind

DOSE = (
    "Adults with hypertension are given fictoprolol 6 mg by mouth on alternate days until the pressure is normal, then "
    "3 mg every 2 months as maintenance."
)
WARNING = "Fictoprolol is contraindicated in asthma."
QUESTION = "fictoprolol dose in hypertension"


@pytest.fixture
def library(starter):
    text = f"# Invented\n\n## Dose\n\n{DOSE}\n\n## Contraindications\n\n{WARNING}\n"
    starter.append(invented_document("test:a", text, kind=Kind.LABEL, title="Invented label", jurisdiction="uk"))


@pytest.fixture
def answer(library, curbside, tmp_path):
    code, out, _ = curbside("ask", QUESTION, "--jurisdiction", "uk", "--json")
    assert code == 0
    file = tmp_path / "answer.json"
    file.write_text(out, encoding="utf-8")
    return file


@pytest.fixture
def stdin(monkeypatch):
    def give(text: str) -> None:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode()), isatty=lambda: False))

    return give


def line(text: str, key: str = "one") -> str:
    parsed = parse(text)
    return json.dumps({"id": key, "phases": [contract.phase(p) for p in parsed.phases], "not_understood": []})


def test_a_table_in_eighty_columns_with_what_stands_beside_the_dose(curbside, answer) -> None:
    code, out, err = curbside("schedule", answer, "--start", "2026-01-31", "--until", "2026-02-04")

    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    words = " ".join(out.split())
    assert "Sat 31 Jan 2026 1 dose: 6 mg by mouth" in words
    assert "Mon 2 Feb 2026 1 dose: 6 mg by mouth, if still indicated" in words
    assert "Phase 2 has no dates here" in words
    assert WARNING in words
    assert "Invented label" in words
    assert "Nobody has reviewed this schedule." in words


def test_the_day_of_the_event_gives_dates_to_the_next_phase(curbside, answer) -> None:
    code, out, _ = curbside(
        "schedule", answer, "--start", "2026-01-31", "--ended", "1=2026-02-04", "--until", "2026-04-30", "--json"
    )

    made = json.loads(out)
    assert code == 0
    assert [(e["phase"], e["earliest"]) for e in made["entries"]] == [
        *((1, "2026-01-31"), (1, "2026-02-02"), (1, "2026-02-04"), (2, "2026-04-04")),
    ]
    assert (made["status"], made["regimen"], made["until"]) == ("scheduled", "r1", "2026-04-30")
    assert made["phases"][0]["amount"] == {"low": "6", "high": "6", "unit": "mg"}


def test_a_calendar_is_written(curbside, answer, tmp_path) -> None:
    icalendar = pytest.importorskip("icalendar")
    file = tmp_path / "dates.ics"

    code, out, err = curbside("schedule", answer, "--start", "2026-01-31", "--until", "2026-02-04", "--ics", file)

    assert code == 0
    assert "DATES" in out
    assert "3 events" in err
    assert len(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 3


def test_a_refusal_has_the_exit_code_3_and_a_reason(curbside, stdin) -> None:
    stdin(line("Fictoprolol 6 mg by mouth daily, then 3 mg every 2 months as maintenance."))
    code, out, _ = curbside("schedule", "-", "--start", "2026-01-31", "--json")

    made = json.loads(out)
    assert code == 3
    assert (made["status"], made["refusal"]["reason"], made["entries"]) == ("refused", "no end", [])

    stdin(line("Fictoprolol 6 mg/kg by mouth daily."))
    code, out, _ = curbside("schedule", "-", "--start", "2026-01-31")
    assert code == 3
    assert "No schedule. Phase 1: The dose is by body weight" in " ".join(out.split())


def test_a_line_of_regimens_needs_no_library(curbside, stdin, home) -> None:
    stdin(line("Fictoprolol 6 mg/kg by mouth daily for 2 days."))
    code, out, _ = curbside("schedule", "-", "--start", "2026-01-31", "--weight", "61.5")

    assert code == 0
    assert "369 mg" in out
    assert not (home / "library.sqlite").exists()


def test_one_of_several_lines_is_chosen_by_its_id(curbside, stdin) -> None:
    two = "\n".join([line("Fictoprolol 6 mg by mouth daily.", "one"), line("Fictoprolol 7 mg by mouth daily.", "two")])
    stdin(two)
    code, _, err = curbside("schedule", "-", "--start", "2026-01-31")
    assert code == 2
    assert "choose one with --regimen" in err

    stdin(two)
    code, out, _ = curbside("schedule", "-", "--start", "2026-01-31", "--regimen", "two", "--until", "2026-02-01")
    assert code == 0
    assert "7 mg" in out


def test_an_answer_that_was_changed_is_refused(curbside, answer) -> None:
    answer.write_text(answer.read_text(encoding="utf-8").replace('"6"', '"60"'), encoding="utf-8")

    code, out, err = curbside("schedule", answer, "--start", "2026-01-31")

    assert (code, out) == (1, "")
    assert err.startswith("curbside: ")


def test_schedules_that_are_switched_off_are_not_made(curbside, answer, monkeypatch) -> None:
    monkeypatch.setenv("CURBSIDE_ALLOW", "criteria")

    for call in (
        ("schedule", answer, "--start", "2026-01-31"),
        ("export", "-", "--to", "ics", "--start", "2026-01-31"),
    ):
        code, out, err = curbside(*call)
        assert (code, out) == (2, "")
        assert "Schedules are switched off here" in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--start", "31.1.2026"), "no day of the calendar"),
        (("--start", "2026-02-30"), "no day of the calendar"),
        (("--start", "20260131"), "no day of the calendar"),
        (("--start", "2026-01-31", "--at", "8"), "no time of the day"),
        (("--start", "2026-01-31", "--at", "25:00"), "no time of the day"),
        (("--start", "2026-01-31", "--weight", "heavy"), "no number of kg"),
        (("--start", "2026-01-31", "--weight", "-3"), "no weight above 0 kg"),
        (("--start", "2026-01-31", "--weight", "nan"), "no weight above 0 kg"),
        (("--start", "2026-01-31", "--ended", "one"), "not a phase and a day"),
        (("--start", "2026-01-31", "--ended", "1=soon"), "no day of the calendar"),
        (("--start", "2026-01-31", "--regimen", "r9"), "no regimen 'r9'"),
        ((), "--start"),
    ],
)
def test_bad_usage_is_one_sentence(curbside, stdin, options, said) -> None:
    stdin(line("Fictoprolol 6 mg by mouth daily."))
    code, out, err = curbside("schedule", "-", *options)

    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '{"a": 1}', "\udcff", '{"regimens": []}'])
def test_what_is_no_answer_is_one_sentence(curbside, tmp_path, text) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))

    code, out, err = curbside("schedule", file, "--start", "2026-01-31")

    assert (code, out) == (1, "")
    assert err.count("\n") == 1
