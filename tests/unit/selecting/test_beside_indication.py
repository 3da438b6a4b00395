"""What stands beside a dose is on its indication. All sources and doses are invented."""

from __future__ import annotations

from collections.abc import Callable

from curbside.testing.homes import invented_document
from curbside.types import Answer, Flag, Kind

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


def test_a_course_for_those_without_what_was_asked_about_is_for_another_indication(ask: Ask) -> None:
    own = "In anaemia with neuropathy, adults are given fictoprolol 6 mg by mouth once daily."
    other = "In anaemia without neuropathy, adults are given fictoprolol 2 mg by mouth once daily."
    text = f"# Invented\n\n## Dose\n\n{own}\n\n{other}"
    answer = ask([invented_document("test:a", text)], "fictoprolol dose in anaemia with neuropathy")
    flags = {s.text: s.flags for s in answer.statements}
    assert Flag.OTHER_INDICATION not in flags[own]
    assert other not in flags or Flag.OTHER_INDICATION in flags[other]


def test_a_warning_for_others_is_seen_first_where_nothing_may_lead(ask: Ask) -> None:
    warns = "Fictoprolol should not be given first in migraine in pregnancy, because it may mask an invented palsy."
    found = "In migraine, fictoprolol was studied in 40 people, the authors report."
    study = invented_document("test:s", f"# Invented\n\n## Results\n\n{found}", kind=Kind.NARRATIVE_REVIEW)
    guide = invented_document("test:g", f"# Invented\n\n## Pitfalls\n\n{warns}")
    answer = ask([study, guide], "Can I start fictoprolol before the migraine is treated?")
    assert answer.bottom_line == ()
    assert answer.statements[0].text == warns
