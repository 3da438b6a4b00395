"""What stands beside a dose is on its indication. All sources and doses are invented."""

from __future__ import annotations

from collections.abc import Callable

from curbside.testing.homes import invented_document
from curbside.types import Answer, Kind

Ask = Callable[..., Answer]
DOSE = "For migraine, adults are given fictoprolol 6 mg by mouth once daily."
ELSEWHERE = "In people with hypertension, fictoprolol is not recommended as an alternative to a diuretic."
ASTHMA = "Fictoprolol must not be given to people with asthma."
QUESTION = "fictoprolol dose in migraine"


def against(ask: Ask, text: str, **fields: object) -> list[str]:
    dose = invented_document("test:a", f"# Invented\n\n## Dose\n\n{DOSE}", title="Invented migraine guideline")
    other = invented_document("test:b", f"# Invented\n\n## Treatment\n\n{text}", **fields)
    answer = ask([dose, other], QUESTION)
    assert answer.regimens
    said = {s.id: s.text for s in answer.statements}
    return [said[key] for r in answer.regimens for key in r.beside["contraindications"]]


def test_what_a_guideline_says_of_its_own_condition_is_no_contraindication_in_another(ask: Ask) -> None:
    assert against(ask, ELSEWHERE, title="Invented hypertension guideline") == []


def test_what_forbids_a_drug_because_of_a_condition_stands_beside_its_dose(ask: Ask) -> None:
    assert against(ask, ASTHMA, title="Invented hypertension guideline") == [ASTHMA]
    assert against(ask, ASTHMA, title="Fictoprolol label (invented)", kind=Kind.LABEL) == [ASTHMA]
