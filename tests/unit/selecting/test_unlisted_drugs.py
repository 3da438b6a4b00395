"""Drugs that no list knows are told apart by their names alone. All drugs and doses here are invented."""

from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer

RASH = "# Dose\n\nChildren with the invented rash are given exemplamine 2 mg by mouth twice daily.\n"
OTHER = "# Dose\n\nChildren with the invented rash are given pretendolol 900 mg by mouth twice daily.\n"
UNNAMED = "# Dose\n\nChildren are given 2 mg by mouth twice daily for the invented rash.\n"


def told(home, question, *sources):
    with invented_engine(home, sources) as engine:
        answer = engine.ask(question)
    assert isinstance(answer, Answer), answer
    return [statement.text for statement in answer.statements]


def test_the_dose_of_another_drug_is_no_answer(tmp_path):
    sources = [invented_document("s:1", RASH), invented_document("s:2", OTHER)]
    texts = told(tmp_path / "home", "What is the dose of exemplamine for a child with the invented rash?", *sources)
    assert any("2 mg" in text for text in texts)
    assert not any("900" in text for text in texts)


def test_a_label_that_names_the_drug_in_its_title_alone_answers(tmp_path):
    label = invented_document("s:1", UNNAMED, title="Exemplamine tablets")
    other = invented_document("s:2", OTHER)
    texts = told(tmp_path / "home", "What is the dose of exemplamine for a child with the invented rash?", label, other)
    assert any("2 mg" in text for text in texts)
    assert not any("900" in text for text in texts)
