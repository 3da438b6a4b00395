"""A dose for adults and a woman who breastfeeds. All drugs, doses and sources are invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curbside.testing.homes import invented_document
from curbside.types import Answer, Facet, Flag, Source

QUESTION = "Dose of fictoprolol for a breastfeeding woman with hypertension?"
DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
ALLOWED = "Harm to the infant from fictoprolol in breast milk is unlikely."
FORBIDDEN = "Fictoprolol is contraindicated in breastfeeding women."
HEDGED = "It is not known whether fictoprolol passes into breast milk."
OF_ANOTHER = "Harm to the infant from mockopril in breast milk is unlikely."
Ask = Callable[..., Answer]


def library(*said: str) -> list[Source]:
    found = [invented_document("test:dose", f"# Fictoprolol\n\n## Dose\n\n{DOSE}")]
    return [
        *found,
        *(invented_document(f"test:{n}", f"# Invented {n}\n\n## Breastfeeding\n\n{s}") for n, s in enumerate(said)),
    ]


def test_the_dose_for_adults_leads_where_a_source_says_that_it_may_be_given(ask: Ask) -> None:
    answer = ask(library(ALLOWED), QUESTION)
    led = [s for s in answer.statements if s.facet is Facet.BOTTOM_LINE]
    assert [s.text for s in led] == [DOSE]
    assert Flag.OTHER_POPULATION not in led[0].flags
    assert ALLOWED in {s.text for s in answer.statements}


@pytest.mark.parametrize("said", [(), (FORBIDDEN,), (HEDGED,), (ALLOWED, FORBIDDEN), (ALLOWED, HEDGED), (OF_ANOTHER,)])
def test_else_it_stays_a_dose_for_other_people(ask: Ask, said: tuple[str, ...]) -> None:
    answer = ask(library(*said), QUESTION)
    dosed = [s for s in answer.statements if s.text == DOSE]
    assert all(Flag.OTHER_POPULATION in s.flags and s.facet is not Facet.BOTTOM_LINE for s in dosed)


def test_what_forbids_it_while_breastfeeding_is_told(ask: Ask) -> None:
    answer = ask(library(ALLOWED, FORBIDDEN), QUESTION)
    assert FORBIDDEN in {s.text for s in answer.statements}


def test_it_is_no_leave_for_another_special_population(ask: Ask) -> None:
    answer = ask(library(ALLOWED), "Dose of fictoprolol for a breastfeeding woman on dialysis with hypertension?")
    dosed = [s for s in answer.statements if s.text == DOSE]
    assert all(s.facet is not Facet.BOTTOM_LINE for s in dosed)
