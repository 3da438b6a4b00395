"""What is said to patients is no answer for who treats. All sources, drugs and doses are invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curbside.testing.homes import invented_document
from curbside.types import Answer, Kind

Ask = Callable[..., Answer]
TREATS = "In anaphylaxis, adults are given fictoprolol 6 mg intramuscularly, repeated if there is no improvement."
CALLS = "In anaphylaxis, take your fictoprolol spray and call for help."
SPRAYS = "In anaphylaxis, your two fictoprolol sprays should be with you."
QUESTION = "Fictoprolol is not working in anaphylaxis, what next?"


def texts(ask: Ask, question: str, *public: str, treats: bool = True) -> list[str]:
    alert = "# Invented alert\n\n## Advice\n\n" + "\n\n".join(public)
    sources = [invented_document("test:alert", alert, kind=Kind.SAFETY_ALERT)]
    if treats:
        sources.append(invented_document("test:label", f"# Invented\n\n## Dose\n\n{TREATS}", kind=Kind.LABEL))
    return [s.text for s in ask(sources, question).statements]


def test_what_to_do_oneself_does_not_stand_beside_what_who_treats_needs(ask: Ask) -> None:
    assert texts(ask, QUESTION, CALLS) == [TREATS]


def test_it_stays_where_no_source_for_professionals_speaks(ask: Ask) -> None:
    assert texts(ask, QUESTION, CALLS, treats=False) == [CALLS]


def test_it_stays_where_it_alone_has_what_was_asked(ask: Ask) -> None:
    assert SPRAYS in texts(ask, "How many sprays of fictoprolol in anaphylaxis?", SPRAYS)


@pytest.mark.parametrize("question", ["Who must not have fictoprolol?", "Which patients should not take fictoprolol?"])
def test_who_must_not_have_it_asks_for_contraindications(ask: Ask, question: str) -> None:
    against = "Fictoprolol must not be given to people with asthma."
    label = f"# Invented\n\n## Dose\n\n{TREATS}\n\n## Contraindications\n\n{against}"
    answer = ask([invented_document("test:label", label, kind=Kind.LABEL)], question)
    assert answer.question.understood.intent == "contraindications"
    assert answer.statements[0].text == against
