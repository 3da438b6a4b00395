"""`curbside audit`, over the starter library. What the texts say is invented or wrong on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from curbside.cli.main import run
from curbside.library import Library
from curbside.retrieval.opening import open_home

WRONG = (
    "Methylcobalamin 1 mg is given intramuscularly on alternate days in B12 deficiency with neurological involvement."
)
RIGHT = "Apixaban is not recommended in people on dialysis."
CLAIM_FIELDS = {"text", "start", "end", "marks", "verdict", "score", "faults", "reasons", "evidence", "said", "told"}
CITATION_FIELDS = {"ref", "source", "hash", "start", "end", "quote", "relation"}
REFERENCE_FIELDS = {
    "entries",
    "marks_without_entry",
    "entries_without_mark",
    "self_published",
    "superseded",
    "retracted",
    "unknown",
    "misattributed",
    "circular",
    "outdated",
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("audit-home")
    library, index = open_home(home)
    index.close()
    library.close()
    return home


@pytest.fixture
def audit(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Audit a text (or bytes) with options; the answer is (exit code, stdout, stderr)."""

    def call(text: str | bytes, *options: str) -> tuple[int, str, str]:
        file = tmp_path / "text.md"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = run(["audit", str(file), "--home", str(folder), *options])
        return (code, *capsys.readouterr())

    return call


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder) as opened:
        yield opened


def test_the_object_has_exactly_the_fields_of_the_contract(audit, library) -> None:
    text = f"{WRONG}[1][2]\n\n{RIGHT}\n\n## References\n\n1. ChatGPT. Invented.\n3. Invented. 2019.\n"
    code, out, _ = audit(text, "--json")
    told = json.loads(out)
    assert code == 4
    assert set(told) == {"claims", "references", "left_out", "summary", "sources", "line", "remarks"}
    assert set(told["references"]) == REFERENCE_FIELDS
    assert set(told["summary"]) == {"claims", "supported", "contradicted", "not_enough"}
    assert told["summary"]["claims"] == len(told["claims"]) == 2
    for claim in told["claims"]:
        assert set(claim) == CLAIM_FIELDS
        assert text[claim["start"] : claim["end"]] == claim["text"]
        assert 0 <= claim["score"] <= 1
        assert all(isinstance(r, str) for r in claim["reasons"])
        for row in claim["evidence"]:
            assert set(row) == CITATION_FIELDS
            assert library.text(row["source"], row["hash"])[row["start"] : row["end"]] == row["quote"]
    assert told["claims"][0]["marks"] == [1, 2]
    assert told["claims"][0]["faults"][0] == "drug_swapped"
    assert told["references"]["marks_without_entry"] == [2]
    assert told["references"]["entries_without_mark"] == [3]
    assert told["references"]["self_published"] == [1]
    for item in told["left_out"]:
        assert set(item) == {"text", "citation"}
        assert set(item["citation"]) == CITATION_FIELDS


def test_the_exit_code_is_zero_where_nothing_is_contradicted(audit) -> None:
    code, out, _ = audit(RIGHT)
    assert code == 0
    assert "\n1 claim" in out


def test_a_page_shows_the_claim_and_the_sentence_against_it_in_80_columns(audit) -> None:
    code, out, _ = audit(f"{WRONG}\n\n{RIGHT}\n")
    assert code == 4
    assert max(map(len, out.splitlines())) <= 80
    page = " ".join(out.split())
    assert "drug swapped: the source gives this dose of hydroxocobalamin, not of methylcobalamin" in page
    assert WRONG in page
    assert "Against:" in page
    assert "2 claims:" in page
    assert "1 contradicted" in page
    assert "Not enough in this library" in page or "1 supported" in page


def test_a_missing_file_is_bad_usage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "no-such-file.md", "--home", str(folder)]) == 2
    assert "no-such-file.md" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"", "is empty"), (b" \n", "is empty"), (b"\xff\xfe\x00\xd8", "UTF-16"), (b"# Title", "nothing to check")],
)
def test_what_cannot_be_audited_is_told_in_one_sentence(audit, raw: bytes, words: str) -> None:
    code, out, err = audit(raw)
    assert code == 1
    assert out == ""
    assert words in err
    assert len(err.strip().splitlines()) == 1


def test_a_control_character_in_the_text_is_refused(audit) -> None:
    code, _, err = audit("Labetalol is given\x1b[31m daily.")
    assert code == 1
    assert "control character" in err
