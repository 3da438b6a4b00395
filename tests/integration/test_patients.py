"""The questions with a patient in them: no verdict is wrong or guessed, and those of the build set are whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from evals.patients import asked, load, made, summary
from evals.patients_rules import judged

from curbside.interop.contract import as_json
from curbside.interop.saved import answer_of, criteria
from curbside.library import Library


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("patients") / "home", "build")


@pytest.fixture(scope="module")
def answers(home: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return asked(load("build"), home)


def test_every_verdict_is_right_or_not_given_and_none_is_guessed(
    answers: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    results = [judged(row, answer) for row, answer in answers]
    figures = summary(results)

    assert figures["members"]["wrong"] == figures["members"]["guessed"] == 0, [r.told for r in results if r.told]
    assert figures["whole"] == figures["questions"] == 47, [(r.id, r.told) for r in results if not r.whole]


def test_every_member_is_quoted_from_its_rule(answers: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    found = [c for _, answer in answers for c in answer.get("criteria", ())]

    assert len(found) > 73
    for criterion in found:
        quoted = " ".join(span["quote"] for span in criterion["spans"])
        for member in criterion["members"]:
            assert member["citation"]["quote"] in quoted + criterion["rule"], criterion


@pytest.mark.parametrize("masked", [False, True])
def test_every_answer_comes_back_from_its_json_as_it_was(
    answers: list[tuple[dict[str, Any], dict[str, Any]]],
    home: Path,
    masked: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the patient cannot be read from the question again, as where a part of it was masked."""
    if masked:
        monkeypatch.setattr(criteria, "MASKS", {"any": ""})
    with Library.open(home) as library:
        found = [body for _, body in answers if body["status"] == "answered"]
        assert sum(bool(body["criteria"]) for body in found) > 35
        for body in found:
            printed = as_json(answer_of(body, library), library.read_span)
            assert json.loads(json.dumps(printed)) == {k: v for k, v in body.items() if k in printed}
