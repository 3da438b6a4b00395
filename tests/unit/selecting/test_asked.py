"""What a question does not ask for is left out, and stands last in a full answer. All drugs and doses are invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curbside.testing.homes import invented_document
from curbside.types import Answer, Kind

Ask = Callable[..., Answer]
DOSE = "Adults with migraine are given fictoprolol 6 mg by mouth once daily."
ELSEWHERE = "Adults with hypertension are given fictoprolol 9 mg by mouth once daily."
AGAINST = "Fictoprolol must not be given to people with asthma."
WATCH = "Blood pressure is measured every month in adults with migraine who take fictoprolol."
LABEL = f"# Invented\n\n## Dose\n\n{DOSE}\n\n## Contraindications\n\n{AGAINST}\n\n## Monitoring\n\n{WATCH}\n"
QUESTION = "What is the dose of fictoprolol in migraine?"


def texts(ask: Ask, question: str, **asked: str) -> list[str]:
    abroad = invented_document("test:b", f"# Invented\n\n## Dose\n\n{ELSEWHERE}\n", jurisdiction="us", kind=Kind.LABEL)
    here = invented_document("test:a", LABEL, kind=Kind.LABEL)
    return [s.text for s in ask([here, abroad], question, **asked).statements]


@pytest.mark.parametrize("length", ["short", "standard"])
def test_a_dose_comes_with_what_forbids_it_and_without_what_was_not_asked(ask: Ask, length: str) -> None:
    assert texts(ask, QUESTION, length=length) == [DOSE, AGAINST]


def test_a_full_answer_tells_the_rest_last(ask: Ask) -> None:
    found = texts(ask, QUESTION, length="full")
    assert found[:2] == [DOSE, AGAINST]
    assert WATCH in found[2:]


def test_what_is_asked_for_is_told_whatever_its_facet(ask: Ask) -> None:
    assert WATCH in texts(ask, "What is the dose of fictoprolol in migraine, and what is monitored?")
    assert WATCH in texts(ask, "How is migraine managed with fictoprolol?")


def test_what_is_on_pregnancy_is_not_told_of_a_man(ask: Ask) -> None:
    pregnant = "In pregnancy, fictoprolol must not be given for migraine."
    source = invented_document("test:p", f"# Invented\n\n## Dose\n\n{DOSE}\n\n## Pregnancy\n\n{pregnant}\n")

    def told(who: str) -> list[str]:
        return [s.text for s in ask([source], f"How is migraine managed with fictoprolol in a {who} of 40?").statements]

    assert pregnant in told("woman")
    assert told("man") == [DOSE]


def test_what_the_question_says_is_measured_is_told_of_the_drug_that_is_given(ask: Ask) -> None:
    low = "Plasma potassium should be monitored at the start of fictoprolol."
    source = invented_document("test:w", f"# Invented\n\n## Dose\n\n{DOSE}\n\n## Monitoring\n\n{low}\n\n{WATCH}\n")

    def told(question: str) -> list[str]:
        return [s.text for s in ask([source], question).statements]

    assert low in told("Potassium is 3.3 mmol/L, what is the dose of fictoprolol in migraine?")
    assert told(QUESTION) == [DOSE]
