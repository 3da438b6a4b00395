"""What is said not to have been found. All drugs, doses and sources are invented, but for the names of vitamin B12."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curbside.testing.homes import invented_document
from curbside.types import Answer, Source

Ask = Callable[..., Answer]
NONE_HELD = "A dose of vitamin B12 by the intramuscular route: not in your library."
HELD_ELSEWHERE = "for what was asked: not found. Your library has one for another use or other people."
BY_NEEDLE = "Adults with invented fever are given hydroxocobalamin 1000 micrograms intramuscularly every 9 days."
BY_MOUTH = "Adults with mock palsy are given oral cyanocobalamin 50 micrograms daily."
QUESTION = "How much intramuscular vitamin B12 for an adult with mock palsy?"


def library(*doses: str) -> list[Source]:
    return [invented_document(f"test:{n}", f"# Invented {n}\n\n## Dose\n\n{dose}") for n, dose in enumerate(doses)]


def test_a_dose_is_said_to_be_missing_only_where_no_member_has_one_by_a_kind_of_the_route(ask: Ask) -> None:
    without = ask(library(BY_MOUTH), QUESTION)
    assert NONE_HELD in without.not_found
    held = ask(library(BY_MOUTH, BY_NEEDLE), QUESTION)
    assert NONE_HELD not in held.not_found


@pytest.mark.parametrize("route", ["by injection", "intramuscular", "parenteral"])
def test_what_is_held_for_another_use_is_not_denied(ask: Ask, route: str) -> None:
    others = [
        f"Vitamin B12 dose in mock palsy number {n}: oral cyanocobalamin {n} micrograms daily." for n in range(30)
    ]
    answer = ask(library(BY_NEEDLE, *others), f"vitamin B12 {route} dose for mock palsy")
    assert not [line for line in answer.not_found if line.endswith("route: not in your library.")]


def test_contraindications_of_a_member_count_for_its_group(ask: Ask) -> None:
    dose = "Adults with mock palsy are given oral vitamin B12 50 micrograms daily."
    against = "Cyanocobalamin is contraindicated in invented fever."
    sources = [*library(dose), invented_document("test:c", f"# Cautions\n\n## Contraindications\n\n{against}")]
    answer = ask(sources, "vitamin B12 dose in mock palsy")
    assert any(r.drug == "vitamin B12" and r.beside["contraindications"] for r in answer.regimens)
    assert not [line for line in answer.not_found if line.startswith("Contraindications of vitamin B12")]


def test_a_source_that_says_there_are_none_is_no_lack_and_no_warning(ask: Ask) -> None:
    dose = "Adults with hypertension are given fictoprolol 6 mg by mouth once daily."
    none = "There are no contraindications to fictoprolol in hypertension."
    sources = [*library(dose), invented_document("test:c", f"# Cautions\n\n## Contraindications\n\n{none}")]
    answer = ask(sources, "fictoprolol dose in hypertension")
    assert not [line for line in answer.not_found if line.startswith("Contraindications")]
    assert answer.bottom_line
    (regimen,) = answer.regimens
    assert [s.text for s in answer.statements if s.id in regimen.beside["contraindications"]] == [none]


def test_the_drug_of_the_title_is_not_said_to_be_missing(ask: Ask) -> None:
    sources = [
        invented_document(
            "test:a",
            "# Fictoprolol tablets\n\n## Contraindications\n\nPeople with asthma must not take the tablets.",
            title="Fictoprolol tablets",
        )
    ]
    answer = ask(sources, "fictoprolol contraindications")
    assert not [line for line in answer.not_found if "itself" in line]


@pytest.mark.parametrize(
    "against", ["Rashamine is contraindicated in mock palsy.", "People with mock palsy must not take the tablets."]
)
def test_a_drug_that_no_vocabulary_knows_has_its_contraindications_beside_its_dose(ask: Ask, against: str) -> None:
    text = (
        "# Rashamine tablets\n\n## Dose\n\nAdults with invented rash are given rashamine 5 mg by mouth twice daily."
        f"\n\n## Contraindications\n\n{against}"
    )
    answer = ask([invented_document("test:r", text, title="Rashamine tablets")], "rashamine dose for invented rash?")
    (regimen,) = answer.regimens
    assert [s.text for s in answer.statements if s.id in regimen.beside["contraindications"]] == [against]
    assert not [line for line in answer.not_found if line.startswith("Contraindications")]


def test_a_condition_that_the_title_and_the_people_make_together_is_not_said_to_be_missing(ask: Ask) -> None:
    said = "In pregnancy, a systolic pressure of 171 mmHg or more is treated within 47 minutes."
    text = f"# Invented\n\n## Treatment\n\n{said}"
    source = invented_document("test:p", text, title="High blood pressure guideline (invented)")
    answer = ask([source], "severe hypertension in pregnancy, how fast is it treated?")
    assert said in [s.text for s in answer.statements]
    assert not [line for line in answer.not_found if "does not speak of hypertension" in line]
