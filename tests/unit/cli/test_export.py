"""`curbside export`, and `ask --save`, on an invented library."""

import io
import json
import sys

import pytest

from curbside.cli import export
from curbside.interop.exports import FORMATS
from curbside.library import Library
from curbside.testing.homes import invented_document

QUESTION = "What is the dose of fictoprolol for hypertension in adults?"
PAGE = (
    "# Fictoprolol tablets\n\n## Posology\n\nFictoprolol 6 mg is taken by mouth once daily by adults with "
    "hypertension.\n\n## Contraindications\n\nFictoprolol must not be given in asthma.\n"
)


@pytest.fixture
def library(home, starter, curbside):
    starter.clear()
    with Library.open(home, create=True) as made:
        made.put(invented_document("test:label", PAGE, title="Fictoprolol tablets"))
    assert curbside("init", "--jurisdiction", "uk")[0] == 0
    return home


@pytest.fixture
def stdin(monkeypatch):
    """Call with what stands on standard input."""

    def given(text):
        raw = text if isinstance(text, bytes) else text.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))

    return given


def test_ask_tells_the_id_and_export_takes_it(library, curbside):
    code, out, _ = curbside("ask", QUESTION, "--save", "--json")
    printed = json.loads(out)
    assert (code, printed["saved"]) == (0, printed["id"])
    code, out, err = curbside("export", printed["saved"], "--to", "ris")
    assert (code, err) == (0, "")
    assert out.startswith("TY  - RPRT")
    code, out, _ = curbside("ask", QUESTION, "--save")
    assert "Saved as " in out
    assert max(map(len, out.splitlines())) <= 80
    assert "saved" not in json.loads(curbside("ask", QUESTION, "--json")[1])


@pytest.mark.parametrize("to", sorted(FORMATS))
def test_every_format_is_written_from_standard_input(library, curbside, stdin, tmp_path, to):
    stdin(curbside("ask", QUESTION, "--json")[1])
    file = tmp_path / f"answer.{to}"
    more = ("--start", "2026-01-31") if to == "ics" else ()
    code, out, err = curbside("export", "-", "--to", to, "--out", file, *more)
    assert (code, out, err) == (0, "", f"Written: {file}\n")
    assert file.read_bytes()
    assert list(tmp_path.glob(".*part")) == []


def test_the_choices_are_the_table_of_formats():
    assert set(export.TO) == set(FORMATS)


def test_an_answer_that_was_changed_is_refused(library, curbside, stdin):
    printed = curbside("ask", QUESTION, "--json")[1]
    stdin(printed.replace("6 mg", "60 mg"))
    code, out, err = curbside("export", "-", "--to", "md")
    assert (code, out) == (1, "")
    assert "is not as the library keeps it" in err
    body = {k: v for k, v in json.loads(printed.replace("6 mg", "60 mg")).items() if k != "id"}
    stdin(json.dumps(body))
    code, out, err = curbside("export", "-", "--to", "md")
    assert (code, out) == (1, "")
    assert "standard input, statements[0].citations[0]: its quote is not what test:label has" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("{", "is no JSON"),
        (b"\xff\xfe{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "is no JSON object"),
        ('{"status": "answered"}', "is no answer of `curbside ask`"),
    ],
)
def test_bad_input_is_one_sentence(library, curbside, stdin, text, said):
    stdin(text)
    code, out, err = curbside("export", "-", "--to", "csl")
    assert (code, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_refusal_cannot_be_exported(library, curbside):
    code, out, _ = curbside("ask", "What is zzyzxin?", "--save", "--json")
    assert code == 3
    code, _, err = curbside("export", json.loads(out)["saved"], "--to", "md")
    assert (code, "is a refusal" in err) == (1, True)


def test_an_unknown_id_and_a_bad_place_are_told(library, curbside, tmp_path):
    code, _, err = curbside("export", "nothing", "--to", "md")
    assert (code, "no saved answer 'nothing'" in err) == (1, True)
    code, _, err = curbside("export", "nothing", "--to", "md", "--out", tmp_path / "no" / "x.md")
    assert (code, "cannot be written" in err) == (2, True)
    code, _, err = curbside("export", "nothing", "--to", "papyrus")
    assert code == 2


def test_what_is_binary_is_not_written_to_a_terminal(library, curbside, monkeypatch):
    monkeypatch.setattr(export, "_is_terminal", lambda: True)
    code, _, err = curbside("export", "nothing", "--to", "pdf")
    assert (code, "--out FILE" in err) == (2, True)
