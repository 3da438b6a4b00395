"""`curbside ask` on an invented library."""

from __future__ import annotations

import json

import pytest

from curbside.library import Library
from curbside.testing.homes import invented_document

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
QUESTION = "fictoprolol dose in hypertension"


@pytest.fixture
def filled(starter):
    starter.append(invented_document("test:a", f"# Invented\n\n## Dose\n\n{DOSE}\n"))
    return starter


def test_an_answer_is_printed_and_the_code_is_0(curbside, filled) -> None:
    code, out, _ = curbside("ask", QUESTION, "--jurisdiction", "uk")
    assert code == 0
    assert DOSE in " ".join(out.split())
    assert "BOTTOM LINE" in out


def test_json_is_one_line_with_the_id_of_the_saved_answer(curbside, filled, home) -> None:
    code, out, _ = curbside("ask", QUESTION, "--json")
    assert code == 0
    assert out.count("\n") == 1
    body = json.loads(out)
    assert body["status"] == "answered"
    with Library.open(home) as library:
        saved = library.answer(body["id"])
    assert saved.question == QUESTION
    assert [source for source, _ in saved.cited] == ["test:a"]


def test_a_refusal_is_printed_and_the_code_is_3(curbside, filled) -> None:
    code, out, err = curbside("ask", "dose of zzyzxin in hypertension")
    assert code == 3
    assert "No answer" in out
    assert "zzyzxin" in out
    assert "Traceback" not in err
    code, out, _ = curbside("ask", "dose of zzyzxin in hypertension", "--json")
    assert code == 3
    assert json.loads(out)["refusal"]["reason"] == "not_in_library"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", ""),
        ("ask", "   "),
        ("ask", QUESTION, "--audience", "dog"),
        ("ask", QUESTION, "--jurisdiction", "Narnia"),
        ("ask", QUESTION, "--bogus"),
    ],
)
def test_bad_usage_is_one_sentence_and_the_code_is_2(curbside, filled, arguments) -> None:
    code, out, err = curbside(*arguments)
    assert code == 2
    assert out == ""
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("identifier", "question"),
    [
        ("Inventina", "Mrs Ursula Inventina has hypertension, what is the fictoprolol dose?"),
        ("943 476 5919", "NHS number 943 476 5919, fictoprolol dose in hypertension"),
        ("ursula@example.org", "fictoprolol dose in hypertension, answer to ursula@example.org"),
        ("12/03/1951", "born 12/03/1951, hypertension, fictoprolol dose"),
        ("Inventina", "Mrs Ursula Inventina: dose of zzyzxin"),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_patients_identifiers_are_nowhere(curbside, filled, home, identifier, question, form) -> None:
    code, out, err = curbside("ask", question, "--jurisdiction", "uk", *form)
    assert code in (0, 3)
    assert identifier not in out + err
    for path in home.rglob("*"):
        if path.is_file():
            assert identifier.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("question", [QUESTION, "dose of zzyzxin", f"{QUESTION} [/bold] [red] :pill: [link=x]"])
def test_what_is_piped_is_80_columns_of_plain_text(curbside, filled, question: str) -> None:
    _, out, _ = curbside("ask", question, "--jurisdiction", "uk")
    for line in out.splitlines():
        assert len(line) <= 80
        assert line == line.rstrip()
    assert "\x1b" not in out


def test_markup_in_a_question_is_shown_as_it_was_asked(curbside, filled) -> None:
    _, out, _ = curbside("ask", f"{QUESTION} [/b] :pill:")
    assert f"{QUESTION} [/b] :pill:" in out
