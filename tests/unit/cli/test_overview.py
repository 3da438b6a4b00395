"""`curbside overview` on an invented library."""

from __future__ import annotations

import json

import pytest

from curbside.library import Library
from curbside.testing.homes import invented_document

DOSE = "Adults with hypertension are given fictoprolol 6 mg by mouth once daily."
TEXT = (
    "# Invented\n\n## Scope\n\nThis guideline is for adults with hypertension.\n\n## Strong recommendations\n\n"
    "Adults with hypertension should drink water.\n\n## Dose\n\n"
    f"{DOSE}\n\nFictoprolol is given together with these:\n\n- water at noon\n- bread in the evening\n"
)


@pytest.fixture
def filled(starter):
    starter.append(invented_document("test:a", TEXT, topics=("pressure",)))
    return starter


def test_an_overview_is_a_page_of_80_columns_and_the_code_is_0(curbside, filled) -> None:
    code, out, _ = curbside("overview", "test:a", "--jurisdiction", "uk")

    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    for words in ("Overview: Invented document a", "WHOM IT IS FOR", "DOSES", "graded: Strong recommendations"):
        assert words in " ".join(out.split())
    assert DOSE in " ".join(out.split())


def test_the_lead_in_of_a_list_is_printed_once(curbside, filled) -> None:
    _, out, _ = curbside("overview", "pressure", "--jurisdiction", "uk")

    assert out.count("given together with these") == 1


def test_json_has_the_fields_of_an_answer_and_the_overview(curbside, filled, home) -> None:
    code, out, _ = curbside("overview", "pressure", "--json", "--length", "short")
    body = json.loads(out)

    assert code == 0
    assert (body["status"], body["overview"]["scope"], body["overview"]["length"]) == ("answered", "topic", "short")
    assert [g["text"] for row in body["overview"]["grades"] for g in row["grades"]] == ["Strong recommendations"]
    assert body["saved_as"] is None
    with Library.open(home) as library:
        assert [source for source, _ in library.answer(body["id"]).cited] == ["test:a"]


def test_a_saved_one_is_listed_as_what_it_is(curbside, filled, home) -> None:
    code, out, err = curbside("overview", "test:a", "--save", "--json")
    saved = json.loads(out)["saved_as"]
    _, listed, _ = curbside("sources", "list")
    _, row, _ = curbside("sources", "list", "--json")

    assert (code, saved) == (0, "curbside:overview:test:a")
    assert saved in err
    assert "summary made by Curbside (never evidence)" in listed
    derived = [r["derived_from"] for r in map(json.loads, row.splitlines()) if r["id"] == saved]
    assert [one[0].startswith("curbside:answer:") for one in derived] == [True]


def test_made_again_it_is_another_version_of_the_same_source(curbside, filled) -> None:
    for length in ("short", "full", "full"):
        curbside("overview", "test:a", "--save", "--length", length)
    _, out, _ = curbside("sources", "list", "--json")

    assert [r["id"] for r in map(json.loads, out.splitlines())].count("curbside:overview:test:a") == 1


def test_an_unknown_name_is_told_with_the_nearest_and_the_code_is_3(curbside, filled) -> None:
    code, out, err = curbside("overview", "test:aa")
    assert code == 3
    assert "test:a" in out
    assert "Traceback" not in err
    code, out, _ = curbside("overview", "presure", "--json")
    assert code == 3
    assert json.loads(out)["overview"] is None
    assert "pressure" in json.loads(out)["refusal"]["message"]


def test_an_empty_name_is_bad_usage(curbside, filled) -> None:
    code, _, err = curbside("overview", " ")

    assert code == 2
    assert err.splitlines()[-1] == "curbside: Name a source or a topic."
