"""Claims against sentences of one source. All sentences are invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.types import Outcome
from curbside.verifying.judging import judge

EVIDENCE = (
    "In adults with neuropathy, pregabalin 140 mg a day by mouth lowered pain more than placebo.",
    "Weight increased with pregabalin.",
    "Pregabalin is not recommended in people with creatinine clearance below 27 mL/min.",
)


def test_a_sentence_of_the_evidence_is_supported_by_it() -> None:
    for i, sentence in enumerate(EVIDENCE):
        checked = judge(sentence, EVIDENCE)
        assert (checked.verdict, checked.sentences) == (Outcome.SUPPORTED, (i,))


@pytest.mark.parametrize(
    ("old", "new", "i"),
    [
        ("140 mg", "1,400 mg", 0),
        ("by mouth", "intravenously", 0),
        ("increased", "decreased", 1),
        ("not ", "", 2),
        ("below", "above", 2),
        (
            "pregabalin 140 mg a day by mouth lowered pain more than placebo",
            "placebo lowered pain more than pregabalin",
            0,
        ),
    ],
)
def test_what_the_evidence_says_otherwise_is_never_supported(old: str, new: str, i: int) -> None:
    checked = judge(EVIDENCE[i].replace(old, new), EVIDENCE)
    assert checked.verdict is not Outcome.SUPPORTED
    assert checked.sentences == (i,)
    assert checked.reasons


def test_a_changed_value_in_the_same_place_contradicts() -> None:
    for claim in (
        EVIDENCE[0].replace("140", "14"),
        EVIDENCE[1].replace("increased", "decreased"),
        EVIDENCE[2].replace("not ", ""),
        EVIDENCE[2].replace("below", "above"),
    ):
        assert judge(claim, EVIDENCE).verdict is Outcome.CONTRADICTED, claim


def test_another_topic_is_not_enough() -> None:
    checked = judge("Warfarin 3 mg is taken in the evening.", EVIDENCE)
    assert (checked.verdict, checked.sentences) == (Outcome.NOT_ENOUGH, ())
    assert judge("Anything at all.", ()).verdict is Outcome.NOT_ENOUGH


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_gets_a_verdict(claim: str, evidence: list[str]) -> None:
    checked = judge(claim, evidence)
    assert 0 <= checked.score <= 1
    assert all(0 <= i < len(evidence) for i in checked.sentences)


def test_a_claim_takes_a_few_milliseconds() -> None:
    start = time.perf_counter()
    for i in range(50):
        judge(EVIDENCE[0].replace("140", str(150 + i)), EVIDENCE)
    assert (time.perf_counter() - start) / 50 < 0.05
