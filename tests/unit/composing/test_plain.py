"""What a patient is shown of an answer. Drugs, doses and sources are invented."""

from __future__ import annotations

from curbside.language.readability import EASY, grade
from curbside.selecting.audiences import words
from curbside.testing.homes import invented_document
from curbside.types import Answer, Kind, Refusal, TextIs

PLAIN = "You may feel tired for some days if you take fictoprolol."
TOO_HARD = "Administration of fictoprolol necessitates periodic electrocardiographic surveillance in cardiomyopathy."
DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
QUESTION = "fictoprolol side effects"


def document(*sentences, id="test:a", heading="Side effects", **fields):
    text = f"# Fictoprolol\n\n## {heading}\n\n" + "\n\n".join(sentences)
    return invented_document(id, text, title="Fictoprolol", **fields)


def said(answer) -> list[str]:
    return [s.text for s in answer.statements]


def test_a_plain_sentence_is_shown_and_a_hard_one_is_told_of(ask) -> None:
    answer = ask([document(PLAIN, TOO_HARD)], QUESTION, audience="patient")
    assert said(answer) == [PLAIN]
    assert [(u.count, u.why) for u in answer.untold] == [(1, words("hard"))]
    assert ask([document(PLAIN, TOO_HARD)], QUESTION).untold == ()


def test_where_all_is_hard_a_patient_is_told_whom_to_ask(ask) -> None:
    refusal = ask([document(TOO_HARD)], QUESTION, audience="patient")
    assert isinstance(refusal, Refusal)
    assert refusal.untold
    assert max(grade(f"{refusal.message}\n\n" + "\n\n".join(u.ask for u in refusal.untold))) <= EASY


def test_a_number_that_professionals_are_not_told_is_not_shown(ask) -> None:
    leaflet = document(
        "Of those who take fictoprolol, 3 in 9 feel sick in the first week.",
        "You may feel cold at night if you take fictoprolol.",
        id="test:leaflet",
        kind=Kind.PATIENT_LEAFLET,
        text_is=TextIs.SUMMARY,
    )
    sources = [document(PLAIN), leaflet]
    assert "You may feel cold at night if you take fictoprolol." not in said(ask(sources, QUESTION))
    shown = said(ask(sources, QUESTION, audience="patient"))
    assert "You may feel cold at night if you take fictoprolol." in shown
    assert not [text for text in shown if "9" in text]


def test_beside_a_warning_that_is_not_shown_nothing_leads(ask) -> None:
    against = document(
        "Fictoprolol is contraindicated in individuals with decompensated cardiomyopathy.", heading="Contraindications"
    )
    answer = ask([document(PLAIN, id="test:b"), against], QUESTION, audience="patient")
    assert isinstance(answer, Answer)
    assert answer.bottom_line == ()
    assert answer.notices[0] == words("warned")


def test_words_are_explained_to_students_and_patients_alone(ask) -> None:
    source = document("You may get anaemia if you take fictoprolol for years.")
    for audience in ("student", "patient"):
        (one,) = ask([source], QUESTION, audience=audience).glossary
        assert (one.word, one.statement) == ("anaemia", "s1")
    for audience in ("professional", "nurse", "pharmacist"):
        assert ask([source], QUESTION, audience=audience).glossary == ()
