"""The questions with a patient in them: no verdict is wrong or guessed, and those of the build set are whole."""

from __future__ import annotations

from typing import Any

import pytest
from evals.patients import asked, load, made, summary
from evals.patients_rules import judged


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    home = made(tmp_path_factory.mktemp("patients") / "home", "build")
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
