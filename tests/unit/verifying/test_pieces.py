"""Which parts of a unit may be said, and with what context. All sentences are invented."""

from __future__ import annotations

import pytest

from curbside.types import Outcome
from curbside.verifying import CitedText, verify


def says(claim: str, unit: str, *context: str) -> bool:
    return verify(claim, [CitedText((unit,), context)]).outcome is Outcome.SUPPORTED


TWO_DRUGS = "Apixaban 4 mg is taken twice daily; warfarin 3 mg is taken once daily."
FRAMED = "In adults with gout, colchicine 400 micrograms is taken twice daily; naproxen 200 mg is an alternative."
PHASES = "Iron sucrose 120 mg is infused weekly for 5 weeks, then 60 mg is infused monthly."


@pytest.mark.parametrize(
    ("claim", "unit"),
    [
        ("Apixaban 4 mg is taken twice daily.", TWO_DRUGS),
        ("Warfarin 3 mg is taken once daily.", TWO_DRUGS),
        ("In adults with gout, naproxen 200 mg is an alternative.", FRAMED),
        ("In adults with gout, colchicine 0.4 mg is taken twice daily.", FRAMED),
        ("Iron sucrose 120 mg is infused weekly for 5 weeks.", PHASES),
    ],
)
def test_a_clause_that_stands_complete_may_be_quoted_alone(claim: str, unit: str) -> None:
    assert says(claim, unit)


@pytest.mark.parametrize(
    ("claim", "unit"),
    [
        ("Naproxen 200 mg is an alternative.", FRAMED),
        ("Colchicine 400 micrograms is taken twice daily.", FRAMED),
        ("Apixaban 4 mg is taken once daily.", TWO_DRUGS),
        ("Warfarin 4 mg is taken twice daily; apixaban 3 mg is taken once daily.", TWO_DRUGS),
        ("60 mg is infused monthly.", PHASES),
        ("Iron sucrose 120 mg is infused monthly.", PHASES),
        ("Ramipril is stopped.", "Ramipril is stopped if potassium is high."),
        ("Ramipril is avoided.", "Ramipril is avoided, unless a specialist agrees."),
        (
            "Ramipril is given, and sodium is measured.",
            "Ramipril is given, and sodium is measured, unless death is near.",
        ),
        ("Sodium is measured.", "If ramipril is given, potassium is checked, and sodium is measured."),
        ("The dose is halved in frailty.", "Ramipril 2 mg is taken daily; the dose is halved in frailty."),
        ("Ramipril is offered.", "Ramipril is offered; children are excluded."),
        ("Ramipril is offered.", "Ramipril is offered, and children are not treated."),
        ("Ramipril 2 mg is taken daily.", "Ramipril 2 mg is taken daily; except in frailty it is taken at night."),
    ],
)
def test_a_clause_that_leans_on_the_rest_may_not(claim: str, unit: str) -> None:
    assert not says(claim, unit)


def test_context_may_stand_in_front_whole_and_marked_off() -> None:
    assert says("Children: Ibuprofen 90 mg is given.", "Ibuprofen 90 mg is given.", "Children")
    assert not says("Children: Ibuprofen 90 mg is given.", "Ibuprofen 90 mg is given.", "Children without asthma")
    assert not says("Children: Ibuprofen 90 mg is given.", "Ibuprofen 90 mg is given.")


def test_a_list_item_needs_its_lead_in() -> None:
    lead, item = "Ibuprofen should not be given to people with:", "a peptic ulcer"
    assert says(f"{lead} {item}", item, lead)
    assert not says(item, item, lead)
    assert not says("peptic ulcer", item, "Contraindications", "Ibuprofen")


def test_a_table_row_may_be_told_with_its_headers_in_order() -> None:
    row, headers = "| Ibuprofen | 90 mg | 200 mg |", ("Drug", "Children", "Adults")
    assert says("Drug: Ibuprofen; Children: 90 mg; Adults: 200 mg", row, *headers)
    assert not says("Drug: Ibuprofen; Adults: 90 mg; Children: 200 mg", row, *headers)
    assert not says("Drug: Ibuprofen; Children: 200 mg; Adults: 90 mg", row, *headers)


def test_a_population_joiner_needs_that_population_in_the_cited_text() -> None:
    assert says("In adults: Adults take ibuprofen 200 mg.", "Adults take ibuprofen 200 mg.")
    assert says("In adults: ibuprofen 200 mg is taken.", "Ibuprofen 200 mg is taken.", "Dose in adults")
    assert not says("In adults: children take ibuprofen 90 mg.", "Children take ibuprofen 90 mg.")
    assert not says("In children: ibuprofen 200 mg is taken.", "Ibuprofen 200 mg is taken.", "Dose in adults")
    assert not says("In children: ibuprofen 200 mg is taken.", "Ibuprofen 200 mg is taken.")
    assert not says("In children: ibuprofen 9 mg is taken.", "Ibuprofen 9 mg is taken.", "Adults", "Children")


def test_it_stands_for_the_only_drug_of_the_sentence_before() -> None:
    cited = CitedText(("In gout, colchicine is taken by mouth.", "It is stopped in diarrhoea."), adjacent=True)
    assert verify("Colchicine is stopped in diarrhoea.", [cited]).outcome is Outcome.SUPPORTED
    assert verify("Naproxen is stopped in diarrhoea.", [cited]).outcome is not Outcome.SUPPORTED
    disease = CitedText(("In gout, colchicine is taken by mouth.", "It is a painful disease."), adjacent=True)
    assert verify("Colchicine is a painful disease.", [disease]).outcome is not Outcome.SUPPORTED
    two = CitedText(("Colchicine is taken with naproxen.", "It is stopped in diarrhoea."), adjacent=True)
    assert verify("Colchicine is stopped in diarrhoea.", [two]).outcome is not Outcome.SUPPORTED


def test_sentences_that_lean_on_another_are_not_joined_to_a_stranger() -> None:
    claim = "Colchicine is taken by mouth. It is given every two months."
    apart = CitedText(("Colchicine is taken by mouth.", "It is given every two months."))
    assert verify(claim, [apart]).outcome is not Outcome.SUPPORTED
