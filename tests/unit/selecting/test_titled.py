"""Studies whose title is the question. All drugs, studies and figures are invented."""

from __future__ import annotations

import pytest

from curbside.selecting.direction import Direction, direction_of
from curbside.selecting.roles import Role, role_of
from curbside.selecting.standalone import hangs
from curbside.selecting.titled import asks_the_same
from curbside.testing.homes import invented_document
from curbside.types import Answer, Kind

QUESTION = "Is being left-handed a risk factor for flexor tendon rupture?"
BACKGROUND = "Flexor tendon rupture is thought to be more common in the left-handed, a risk factor of some weight."
RESULT = "Flexor tendon rupture developed in 12 of 150 left-handed and 13 of 152 right-handed carpenters (p = 0.9)."
CONCLUSION = "Being left-handed was not a significant risk factor for flexor tendon rupture."


def study(*sections: tuple[str, str], id: str = "test:own", title: str = QUESTION):
    text = "\n\n".join(f"## {heading}\n\n{sentence}" for heading, sentence in sections)
    return invented_document(id, f"# {title}\n\n{text}", title=title, kind=Kind.COHORT)


def leads(answer) -> list[str]:
    assert isinstance(answer, Answer), answer
    said = {s.id: s for s in answer.statements}
    return [said[i].text for i in answer.bottom_line]


def test_its_conclusion_leads_and_its_introduction_is_left_out(ask) -> None:
    own = study(("Background", BACKGROUND), ("Results", RESULT), ("Conclusions", CONCLUSION))
    answer = ask([own], QUESTION)
    assert leads(answer)[0] == CONCLUSION
    assert BACKGROUND not in [s.text for s in answer.statements]


def test_the_introduction_of_another_study_does_not_stand_beside_its_conclusion(ask) -> None:
    other = study(("Background", BACKGROUND), id="test:other", title="Hands of carpenters")
    answer = ask([study(("Results", RESULT), ("Conclusions", CONCLUSION)), other], QUESTION)
    assert leads(answer)[0] == CONCLUSION
    assert BACKGROUND not in [s.text for s in answer.statements]


def test_a_study_on_safety_answers_its_own_title_where_no_advice_does(ask) -> None:
    question = "Is old age a contraindication to flexor tendon surgery?"
    concluded = "Flexor tendon surgery is a safe and effective treatment even in old age."
    aim = "In this study we have evaluated the influence of old age on flexor tendon surgery."
    own = study(("Background", aim), ("Conclusions", concluded), title=question)
    answer = ask([own], question)
    assert leads(answer) == [concluded]
    assert aim not in [s.text for s in answer.statements]


@pytest.mark.parametrize(
    ("question", "title", "same"),
    [
        (QUESTION, "Left-handedness? Being left-handed: a risk factor for flexor tendon rupture", True),
        (QUESTION, "Flexor tendon rupture", False),
        (QUESTION, "PubMed record 12345678", False),
        ("Does fictoprolol help?", "Does fictoprolol help?", False),
    ],
)
def test_a_title_asks_the_question_that_it_has_the_words_of(question: str, title: str, same: bool) -> None:
    assert asks_the_same(question, title) is same


def test_the_title_says_what_a_conclusion_is_about_and_not_which_way_it_goes() -> None:
    question = "Is early splinting of the flexor tendon helpful in carpenters?"
    said = "The programme was achievable and improved grip."
    assert direction_of(question, [[said]]) == Direction.NOT_SETTLED
    assert direction_of(question, [[said]], [question]) == Direction.YES
    unknown = "It remains unclear whether the programme improved grip."
    assert direction_of(question, [[unknown]], [question]) == Direction.NOT_SETTLED


def test_a_title_turns_no_advice_into_yes() -> None:
    question = "Is routine imaging of the flexor tendon necessary before surgery?"
    needless, needed = "Routine imaging did not change surgery and is unnecessary.", "Imaging found tears."
    assert direction_of(question, [[needless]], [question]) == Direction.NO
    assert direction_of(question, [[needed]], [question]) == Direction.NOT_SETTLED


@pytest.mark.parametrize("question", ["Is metformin necessary before flexor tendon surgery in gout?"])
def test_a_title_settles_nothing_on_a_drug(question: str) -> None:
    said = "It did not change the course of surgery and seems of little use."
    assert direction_of(question, [[said]], [question]) == Direction.NOT_SETTLED


@pytest.mark.parametrize(
    ("text", "heading", "role"),
    [
        ("Overall, 26% of families reported a smoker.", "Results", Role.FINDING),
        ("Overall, fewer families smoked.", "Conclusions", Role.CONCLUSION),
        ("Overall, fewer families smoked.", "Notes", Role.CONCLUSION),
        ("The concept was developed from these results.", "Summary background data", Role.BACKGROUND),
        ("Since splints might harm, we studied the relation of splints and grip.", "Introduction", Role.AIM),
        ("It has been suggested that splints harm grip.", "Notes", Role.BACKGROUND),
        (
            "Randomised controlled trials are warranted to confirm this pilot observation of grip.",
            "Conclusions",
            Role.CHATTER,
        ),
    ],
)
def test_roles_by_heading_and_words(text: str, heading: str, role: Role) -> None:
    assert role_of(text, ("Invented", heading)) is role


@pytest.mark.parametrize(
    ("text", "left_hanging"),
    [
        ("These findings indicate that splints and grip may be related.", False),
        ("This hypothesis-generator study shows that splints help.", False),
        ("This case illustrates the importance of splints.", False),
        ("In this paper the effect of splints on grip is shown.", False),
        ("It seems quite admissible and justified to splint early.", False),
        ("These findings show that this approach helps.", True),
        ("It seems stronger.", True),
    ],
)
def test_a_study_may_speak_of_itself(text: str, left_hanging: bool) -> None:
    assert hangs(text) is left_hanging
