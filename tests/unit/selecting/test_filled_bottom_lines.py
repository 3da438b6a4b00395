"""Which sentence leads where the rules alone would leave the bottom line empty, or fill it with an introduction.

All drugs, doses and sources are invented.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curbside.retrieval.understanding import understand
from curbside.selecting import thresholds
from curbside.selecting.answering import answers_intent
from curbside.selecting.candidates import Candidate
from curbside.selecting.facets import denies
from curbside.selecting.leading import bottom_line
from curbside.selecting.weighing import weighed
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer, Facet, Kind, Source, State, Status

Ask = Callable[..., Answer]


def document(*parts: tuple[str, str], id: str = "test:a", **fields: object) -> Source:
    text = "\n\n".join(f"## {heading}\n\n{said}" for heading, said in parts)
    return invented_document(id, f"# Invented\n\n{text}", **fields)


CHECK = "In people who take fictoprolol, serum mockin should be tested if hypertension gets worse."
FIRST = "People with hypertension are given fictoprolol 6 mg once daily."


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        ("Which tests while on fictoprolol?", Facet.MONITORING),
        ("How is fictoprolol monitored?", Facet.DISTINCTION),
        ("What dose of fictoprolol, and what are its side effects?", Facet.ADVERSE_EFFECTS),
    ],
)
def test_each_part_of_a_question_and_what_is_tested_are_answered(question: str, facet: Facet) -> None:
    assert answers_intent(understand(question), facet)
    assert not answers_intent(understand("What dose of fictoprolol?"), facet)


def read_as(tmp_path, sources, question, score):
    """What leads where a cross-encoder gives each text `score(text)`."""
    asked = understand(question, "uk")
    with invented_engine(tmp_path / "home", sources) as engine:
        found: list[tuple[Candidate, ...]] = []
        with pytest.MonkeyPatch.context() as patch:
            from curbside.selecting import picking
            from curbside.selecting.choose import choose

            patch.setattr(picking, "choose", lambda q, f, *_: (found.append(f), choose(q, f))[1])
            engine.ask(question)
    (candidates_,) = found
    return bottom_line(asked, weighed(asked, candidates_, lambda _, texts: tuple(score(t) for t in texts)))


def test_what_reads_as_the_answer_leads_whatever_its_facet(tmp_path) -> None:
    sources = [document(("Monitoring", CHECK))]
    question = "What is offered to people on fictoprolol with hypertension?"
    assert [c.text for c in read_as(tmp_path, sources, question, lambda _: 1.5)] == [CHECK]
    assert not read_as(tmp_path / "b", sources, question, lambda _: -1.5)


def test_no_bar_falls_with_it(tmp_path) -> None:
    superseded = document(("Monitoring", CHECK), status=Status(State.SUPERSEDED, by="test:b"))
    assert not read_as(
        tmp_path, [superseded], "What is offered to people on fictoprolol with hypertension?", lambda _: 1.5
    )


INTRODUCTION = "Fictoprolol is one of the most prescribed drugs for hypertension in an invented town."
RESULT = "Fictoprolol significantly reduced headache in people with hypertension compared with placebo."


def test_the_introduction_of_a_study_does_not_lead_where_its_result_was_found(tmp_path) -> None:
    study = document(("Background", INTRODUCTION), ("Conclusions", RESULT), kind=Kind.RANDOMISED_TRIAL)
    question = "Does fictoprolol improve headache in hypertension?"
    led = read_as(tmp_path, [study], question, lambda t: 6.0 if "prescribed" in t else 2.5)
    assert [c.text for c in led] == [RESULT]
    alone = document(("Background", INTRODUCTION), kind=Kind.RANDOMISED_TRIAL)
    assert read_as(tmp_path / "b", [alone], question, lambda _: 6.0)


def test_what_forbids_the_two_together_leads(ask: Ask) -> None:
    unknown = "After fictoprolol was taken, it is unknown when mockitrates can be given."
    against = "Fictoprolol is contraindicated in people who take mockitrates."
    answer = ask([document(("Notes", unknown), ("Cautions", against))], "fictoprolol with mockitrates?")
    said = {s.id: s.text for s in answer.statements}
    assert [said[i] for i in answer.bottom_line] == [against]


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("Adults are given fictoprolol 6 mg every two to three months.", 0),
        ("People who had taken fictoprolol for at least 40 years felt well.", 0),
        ("Fictoprolol is given for 5 to 10 days.", 0),
        ("Adults aged 40 to 60 years are given fictoprolol.", -1),
        ("People over 30 years are given fictoprolol.", 1),
        ("6 to 12 years: 3 mg", -1),
    ],
)
def test_how_often_and_how_long_is_no_age(text: str, fit: int) -> None:
    assert thresholds.fit(understand("woman of 34, fictoprolol?").understood.values, text) == fit


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("There are no contraindications to fictoprolol.", True),
        ("Fictoprolol is not contraindicated in asthma.", True),
        ("There are no absolute contraindications to fictoprolol.", False),
        ("There are no contraindications except asthma.", False),
        ("There are no contraindications, but caution is needed in asthma.", False),
        ("Fictoprolol is contraindicated in asthma.", False),
    ],
)
def test_a_text_that_takes_nothing_back_denies_contraindications(text: str, none: bool) -> None:
    assert denies(text) == none


def test_a_class_answers_for_a_drug_that_no_source_has_only_with_a_warning(ask: Ask) -> None:
    asked = "When is a gentamicin level taken?"
    broad = document(("Notes", "Levels of an antibiotic are taken in an invented laboratory."))
    assert not isinstance(ask([broad], asked), Answer)
