"""`curbside audit`: what it reads and the files that it writes. The texts are invented or wrong on purpose."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from curbside.cli import audit_input
from curbside.cli.audit_input import manuscript
from curbside.cli.main import run
from curbside.errors import InputError, UsageError
from curbside.fetching.asking import Answer
from curbside.retrieval.opening import open_home

WRONG = "Adults with anaphylaxis are given adrenaline 500 mg intramuscularly."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("audit-files")
    library, index = open_home(home)
    index.close()
    library.close()
    return home


def test_a_page_and_markdown_are_written_and_told(folder, tmp_path: Path, capsys) -> None:
    text, page, notes = tmp_path / "answer.html", tmp_path / "out.html", tmp_path / "out.md"
    text.write_text(f"<!doctype html><body><h1>Invented</h1><p>{WRONG}</p>", encoding="utf-8")

    code = run(["audit", str(text), "--home", str(folder), "--html", str(page), "--md", str(notes)])

    out, err = capsys.readouterr()
    assert code == 4
    assert "number or unit" in out
    assert err.count("Written: ") == 2
    assert "500 micrograms" in page.read_text(encoding="utf-8")
    assert "500 micrograms" in notes.read_text(encoding="utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["answer.html", "out.html", "out.md"]


def test_a_place_that_cannot_be_written_is_told_before_any_work(folder, tmp_path: Path, capsys) -> None:
    text = tmp_path / "answer.txt"
    text.write_text(WRONG, encoding="utf-8")

    assert run(["audit", str(text), "--home", str(folder), "--html", str(tmp_path / "no" / "out.html")]) == 2
    assert "its folder is not there" in capsys.readouterr().err


def test_standard_input_is_read(folder, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))

    assert run(["audit", "-", "--json", "--home", str(folder)]) == 4
    told = json.loads(capsys.readouterr().out)
    assert told["claims"][0]["told"][0]["kind"] == "number_or_unit"
    assert told["line"].startswith("1 claim: 0 supported, 1 contradicted")
    assert {s["ref"] for s in told["sources"]} >= {row["ref"] for row in told["claims"][0]["evidence"]}


@pytest.mark.parametrize(
    ("headers", "body", "said"),
    [
        ({"content-type": "text/html; charset=utf-8"}, f"<p>{WRONG}</p>", WRONG),
        ({"content-type": "text/plain"}, WRONG, WRONG),
        ({}, WRONG, WRONG),
    ],
)
def test_an_address_is_asked_and_read_by_its_type(headers: dict[str, str], body: str, said: str) -> None:
    asked = []

    def ask(url: str) -> Answer:
        asked.append(url)
        return Answer(200, headers, body.encode())

    made = manuscript("https://example.org/answers/1", ask)

    assert asked == ["https://example.org/answers/1"]
    assert said in made.text
    assert made.name == "https://example.org/answers/1"


def test_an_address_with_another_type_is_told() -> None:
    with pytest.raises(InputError, match="image/png"):
        manuscript("https://example.org/a.png", lambda _: Answer(200, {"content-type": "image/png"}, b"\x89PNG"))


def test_what_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_input, "LARGEST", 10)
    file = tmp_path / "a.txt"
    file.write_text(WRONG, encoding="utf-8")

    with pytest.raises(InputError, match="is larger than"):
        manuscript(str(file))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no file"):
        manuscript(str(tmp_path))


def test_a_pdf_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    drawn = canvas.Canvas(str(tmp_path / "a.pdf"))
    drawn.drawString(72, 720, "Adrenaline is given in anaphylaxis at once and again.")
    drawn.save()

    assert "Adrenaline is given in anaphylaxis" in manuscript(str(tmp_path / "a.pdf")).text


def test_the_audit_of_an_answer_tells_what_was_kept(folder, capsys) -> None:
    code = run(["ask", "--audit", "--json", "--home", str(folder), "apixaban dose in atrial fibrillation"])

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [s["text"] for s in told["audit"]["statements"] if s["kept"]] == [s["text"] for s in told["statements"]]
    assert told["audit"]["summary"]["supported"] == len(told["statements"])
    assert told["audit"]["summary"]["dropped"] == 0


def test_the_audit_of_an_answer_reads_well(folder, capsys) -> None:
    assert run(["ask", "--audit", "--home", str(folder), "apixaban dose in atrial fibrillation"]) == 0

    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "Supported" in out
    assert "statements tried:" in out
