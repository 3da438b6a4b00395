"""Who a follow-up is about. Ages, weights and drugs are words that rules read; none is a dose."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from curbside.conversing.carrying import carried_over, completed
from curbside.conversing.earlier import Earlier
from curbside.conversing.people import excludes
from curbside.conversing.standing import stands_alone
from curbside.retrieval.understanding import understand
from curbside.types import Question

WOMAN = "Amoxicillin for pneumonia in a woman of 30 with penicillin allergy"
CHILD = "Amoxicillin for pneumonia in a child of 3 weighing 14 kg"


def after(first: str, *then: str) -> tuple[Question, Mapping[str, set[str]]]:
    """The last question as completed, and what it takes over by kind."""
    before, carried = Earlier("a0", understand(first, "uk")), ()
    for n, text in enumerate(then, 1):
        asked = understand(text)
        carried = carried_over(asked, before, ())
        before = Earlier(f"a{n}", completed(asked, carried, before.question), carried)
    kinds = {c.what for c in carried}
    return before.question, {k: {c.value for c in carried if c.what == k} for k in kinds}


@pytest.mark.parametrize(
    ("one", "other", "never"),
    [
        ("adults", "children", True),
        ("men", "pregnancy", True),
        ("men", "women", True),
        ("infants", "breastfeeding", True),
        ("women", "children", True),
        ("women", "pregnancy", False),
        ("children", "renal impairment", False),
        ("adults", "adults", False),
    ],
)
def test_which_populations_exclude_each_other(one: str, other: str, never: bool) -> None:
    assert excludes(one, other) is excludes(other, one) is never


@pytest.mark.parametrize(
    ("first", "text", "population"),
    [
        (CHILD, "and in renal impairment?", {"children", "renal impairment"}),
        (CHILD, "in adults?", {"adults"}),
        (CHILD, "for a man?", {"men"}),
        (WOMAN, "and if she is pregnant?", {"women", "pregnancy"}),
        (WOMAN, "in a man?", {"men", "adults"}),
        ("Metformin in renal impairment", "and in pregnancy?", {"pregnancy"}),
        ("Metformin in renal impairment", "and if she is pregnant?", {"pregnancy", "renal impairment"}),
        ("Metformin in pregnancy", "and not pregnant?", set()),
        ("Metformin in pregnancy", "no longer pregnant", set()),
        ("Metformin with renal impairment", "and without renal impairment?", set()),
        ("Metformin in adults", "I meant children, not adults", {"children"}),
    ],
)
def test_a_population_stays_unless_it_is_excluded_or_denied(first: str, text: str, population: set[str]) -> None:
    assert set(after(first, text)[0].understood.population) == population


@pytest.mark.parametrize(
    ("first", "text", "values"),
    [
        (WOMAN, "and if she is pregnant?", {("age", "30")}),
        (WOMAN, "and in pregnancy?", set()),
        (WOMAN, "she weighs 45 kg", {("age", "30"), ("weight", "45")}),
        (CHILD, "and at 10?", {("age", "3"), ("weight", "10")}),
        (CHILD, "and at 12 years?", {("age", "12"), ("weight", "14")}),
        (CHILD, "in adults?", set()),
        (CHILD, "and her mother, who is pregnant?", set()),
        ("Amoxicillin for pneumonia in a child of 3", "and at 10?", {("age", "10")}),
        ("Amoxicillin for pneumonia in a baby of 4 months", "actually she is 14 months", {("age", "14")}),
        ("Amoxicillin for pneumonia", "my patient is 80", {("age", "80")}),
        ("Amoxicillin for pneumonia", "she is 20 weeks pregnant", set()),
        ("Amoxicillin for pneumonia", "she is 80 kg", {("weight", "80")}),
    ],
)
def test_values_are_those_of_whom_it_is_about(first: str, text: str, values: set[tuple[str, str]]) -> None:
    question, _ = after(first, text)
    assert {(v.quantity, v.value) for v in question.understood.values} == values


def test_a_bare_age_makes_another_age_group() -> None:
    question, _ = after("Amoxicillin for pneumonia in a child of 3", "and at 40?")
    assert question.understood.population == ("adults",)


def test_the_allergy_of_a_patient_stays_with_another_drug_and_condition() -> None:
    question, carried = after(WOMAN, "can she have doxycycline for cellulitis?")
    assert carried["allergy"] == {"penicillin"}
    assert question.understood.drugs == ("doxycycline",)
    assert question.understood.conditions == ("cellulitis",)
    assert stands_alone(understand("Can a woman have doxycycline for cellulitis if she is pregnant?"))


def test_another_patient_takes_over_no_patient() -> None:
    _, carried = after(WOMAN, "New patient, same question, a man of 50")
    assert carried["drug"] == {"amoxicillin"}
    assert not {"allergy", "value", "population"} & set(carried)
    assert set(after(WOMAN, "New patient: which antibiotic for pneumonia in a man of 50?")[1]) == {"jurisdiction"}


@pytest.mark.parametrize(
    ("first", "text", "drugs"),
    [
        ("Apixaban in atrial fibrillation", "and if she takes aspirin?", {"apixaban", "aspirin"}),
        ("Apixaban in atrial fibrillation", "Which is better, that or edoxaban?", {"apixaban", "edoxaban"}),
        ("Apixaban in atrial fibrillation", "edoxaban rather than apixaban?", {"edoxaban"}),
        ("Apixaban in atrial fibrillation", "and for a patient on aspirin?", {"apixaban", "aspirin"}),
        ("Apixaban in atrial fibrillation", "and edoxaban?", {"edoxaban"}),
        ("Apixaban in atrial fibrillation", "and edoxaban as well?", {"edoxaban"}),
        ("Apixaban in atrial fibrillation", "Can it be combined with aspirin in stroke?", {"apixaban", "aspirin"}),
        ("Apixaban in atrial fibrillation", "What is the dose of amoxicillin in pneumonia?", {"amoxicillin"}),
        ("B12 deficiency in people on metformin", "What about those taking omeprazole?", {"omeprazole"}),
    ],
)
def test_a_drug_is_beside_that_before_or_in_its_place(first: str, text: str, drugs: set[str]) -> None:
    assert set(after(first, text)[0].understood.drugs) == drugs


def test_people_who_are_told_by_a_drug_are_told_so_down_the_chain() -> None:
    question, _ = after("B12 deficiency in people on metformin", "how is it prevented?", "those taking omeprazole?")
    assert question.understood.drugs == ("omeprazole",)


@pytest.mark.parametrize(
    ("first", "text", "conditions"),
    [
        ("Labetalol in hypertension", "in asthma?", {"hypertension", "asthma"}),
        ("Labetalol in hypertension", "Is it safe in asthma?", {"hypertension", "asthma"}),
        ("Labetalol in hypertension", "what if there's asthma as well?", {"hypertension", "asthma"}),
        ("Labetalol in hypertension", "for asthma?", {"asthma"}),
        ("Labetalol in hypertension", "What is the treatment if there is asthma?", {"hypertension", "asthma"}),
        ("Labetalol in hypertension", "What is the treatment of asthma?", {"asthma"}),
        ("Labetalol in hypertension", "What about a patient allergic to cobalt?", {"hypertension", "allergy"}),
        ("Metformin in type 2 diabetes", "and in type 1 diabetes?", {"type 1 diabetes"}),
        ("Iron for iron deficiency", "I meant folate deficiency, not iron deficiency", {"folate deficiency"}),
        ("Amoxicillin for pneumonia", "he's got COPD", {"pneumonia", "COPD"}),
    ],
)
def test_a_condition_is_on_top_or_in_the_place_of_that_before(first: str, text: str, conditions: set[str]) -> None:
    assert set(after(first, text)[0].understood.conditions) == conditions


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("not IM, oral", "oral"),
        ("orally rather than IM?", "oral"),
        ("oral or IM?", None),
        ("how often are the injections given?", "intramuscular"),
        ("tablets?", None),
    ],
)
def test_a_route_is_taken_back_compared_or_kept_by_its_form(text: str, route: str | None) -> None:
    assert after("IM hydroxocobalamin for B12 deficiency", text)[0].understood.route == route


@pytest.mark.parametrize(
    "text",
    ["What is anaphylaxis?", "What are the symptoms of anaphylaxis?", "Treating anaphylaxis", "Who gets anaphylaxis?"],
)
def test_a_question_of_a_condition_itself_takes_over_nothing(text: str) -> None:
    assert set(after("Metformin dose in type 2 diabetes", text)[1]) == {"jurisdiction"}


def test_what_is_said_of_a_patient_keeps_what_was_asked() -> None:
    assert after("Adrenaline dose in anaphylaxis", "She takes a beta blocker")[0].understood.intent == "regimen"


@pytest.mark.parametrize(
    "text",
    [
        "How do you monitor patients with renal disease?",
        "What happens in acute illness?",
        "Is there a risk with contrast media?",
        "What is the treatment of choice in penicillin allergy?",
        "What are alternatives for people with swallowing difficulty?",
    ],
)
def test_a_case_that_no_list_knows_is_no_topic_of_its_own(text: str) -> None:
    assert "condition" in after("Metformin dose in type 2 diabetes", text)[1]
    assert stands_alone(understand("What is the treatment of sarcoidosis?"))
