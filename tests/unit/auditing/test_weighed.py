"""The gates of the audit over the judge: with a judge that finds support everywhere. The sources are invented."""

from __future__ import annotations

import pytest

from curbside.auditing import weighed
from curbside.auditing.finding import said_by
from curbside.types import Kind, Outcome
from curbside.verifying.judging import Judgement

SENTENCE = "Labetalol 200 mg may be given by mouth twice daily in adults with hypertension unless there is asthma."


@pytest.fixture(autouse=True)
def _yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighed, "judge", lambda *_: Judgement(Outcome.SUPPORTED, 0.9, (), (0,)))


def carries(one, found, claim: str, sentence: str = SENTENCE, **fields: object) -> bool:
    units, score = weighed.weighed(said_by(one(claim)), found(claim, sentence, **fields))
    assert bool(units) == (score > 0)
    return bool(units)


def test_the_same_in_other_words_is_carried(one, found) -> None:
    assert carries(one, found, "Unless there is asthma, adults with hypertension may take labetalol 200 mg orally b.d.")


@pytest.mark.parametrize(
    "claim",
    [
        SENTENCE.replace("200 mg", "400 mg"),
        SENTENCE.replace("by mouth", "intravenously"),
        SENTENCE.replace("twice", "once"),
        SENTENCE.replace("Labetalol", "Nifedipine"),
        SENTENCE.replace("hypertension", "epilepsy"),
        SENTENCE.replace("adults", "children"),
        SENTENCE.replace("may", "must"),
        SENTENCE.replace(" unless there is asthma", ""),
        SENTENCE.replace("may be given", "may not be given"),
    ],
)
def test_what_the_unit_does_not_have_is_not_carried_whatever_the_judge_says(one, found, claim: str) -> None:
    assert not carries(one, found, claim)


def test_one_case_carries_only_what_is_told_as_one(one, found) -> None:
    case = "In one person with asthma labetalol was followed by wheeze."

    assert not carries(one, found, "In asthma labetalol was followed by wheeze.", case, kind=Kind.CASE_REPORT)
    assert carries(
        one, found, "In one patient with asthma labetalol was followed by wheeze.", case, kind=Kind.CASE_REPORT
    )


def test_a_judge_that_is_not_sure_carries_nothing(one, found, monkeypatch: pytest.MonkeyPatch) -> None:
    low = Judgement(Outcome.SUPPORTED, weighed.LEAST - 0.01, (), (0,))
    monkeypatch.setattr(weighed, "judge", lambda *_: low)

    assert not carries(one, found, SENTENCE)
