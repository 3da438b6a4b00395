"""How a follow-up leans on the question before it, by its words. Nothing here says what a right answer is."""

from __future__ import annotations

import pytest

from curbside.conversing import cues


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("can it be combined with X?", True),
        ("and with X?", True),
        ("can I add X?", True),
        ("is X needed too?", True),
        ("is that better than X?", True),
        ("Which is better, that or X?", True),
        ("switching from X?", True),
        ("She takes X", True),
        ("what if the patient is on X?", True),
        ("after stopping X?", True),
        ("any interaction with X?", True),
        ("and X?", False),
        ("and X too?", False),
        ("can I switch to X?", False),
        ("X instead?", False),
        ("Does X work better?", False),
        ("What is the dose of X?", False),
        ("treatment with X?", False),
    ],
)
def test_a_drug_beside_that_before_is_told_from_one_in_its_place(text: str, beside: bool) -> None:
    at = text.index("X")
    assert cues.drug_beside(text, at, at + 1) is beside


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("in people on X?", True),
        ("What about those taking X?", True),
        ("and for a patient on X?", True),
        ("for a woman who is on X?", True),
        ("what about X?", False),
    ],
)
def test_a_drug_that_says_who_is_meant(text: str, said: bool) -> None:
    assert cues.taken_by_some(text, text.index("X")) is said


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("New patient: amoxicillin dose?", True),
        ("Different topic - how is gout treated", True),
        ("Let's talk about something else: gout", True),
        ("Another question: how is gout treated?", True),
        ("Another question: is it safe in pregnancy?", False),
        ("Is there another question to ask?", False),
        ("What else?", False),
        ("a different patient group in the trial?", False),
    ],
)
def test_a_change_of_topic_is_said_at_the_beginning(text: str, changes: bool) -> None:
    assert cues.changes_topic(text) is changes


@pytest.mark.parametrize(
    ("text", "corrects"),
    [
        ("no, X", True),
        ("actually she is 5", True),
        ("make that X", True),
        ("Actually, what is the dose of X?", False),
        ("wait, is it safe?", False),
        ("What is not safe?", False),
    ],
)
def test_a_correction_takes_something_back(text: str, corrects: bool) -> None:
    assert cues.corrects(text) is corrects


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Can she have X?", True),
        ("and the patient's kidneys?", True),
        ("Can a woman take X if she is breastfeeding?", False),
        ("What is X?", False),
    ],
)
def test_a_patient_spoken_of_before_is_told_from_a_new_one(text: str, same: bool) -> None:
    assert cues.same_patient(text) is same


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("what if there's X?", True),
        ("she also has X", True),
        ("and underlying X?", True),
        ("can it be given if there is X?", True),
        ("in patients with X?", False),
        ("and X?", False),
    ],
)
def test_a_condition_on_top_is_told_from_one_of_others(text: str, beside: bool) -> None:
    assert cues.stands_beside(text, text.index("X")) is beside


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("in X?", True),
        ("and in severe X?", True),
        ("Is it safe in X?", True),
        ("for X?", False),
        ("How is it used in X?", False),
        ("in people with X?", False),
    ],
)
def test_a_case_in_which_it_is_asked_for(text: str, case: bool) -> None:
    assert cues.circumstance(text, text.index("X")) is case
