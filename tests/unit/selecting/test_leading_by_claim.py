"""What leads where a question asks whether, how or by which route. All drugs, doses and sources are invented."""

from __future__ import annotations

import pytest

from curbside.retrieval.understanding import understand
from curbside.selecting.leave import asks_leave, permits, refers
from curbside.selecting.stops import forbids_route, names_another
from curbside.testing.homes import invented_document
from curbside.types import Answer, Kind, Refusal, Seen

FOUND = "Pain had improved in 14 of 26 adults with hypertension given intravenous fictoprolol."
STOP = "The intravenous route should be avoided when fictoprolol is given, because half of it is lost."
MAY = "Fictoprolol is recommended for adults with hypertension, by intravenous injection where they prefer it."
NO_STOP = "There are no contraindications to intramuscular fictoprolol in adults with hypertension."
STUDIES = [
    Kind.RANDOMISED_TRIAL,
    Kind.COHORT,
    Kind.CASE_SERIES,
    Kind.CASE_REPORT,
    Kind.SYSTEMATIC_REVIEW,
    Kind.EVIDENCE_REVIEW,
    Kind.NARRATIVE_REVIEW,
]


def document(*sentences, id="test:a", heading="Notes", **fields):
    return invented_document(id, f"# Invented\n\n## {heading}\n\n" + "\n\n".join(sentences), **fields)


def study(sentence, kind, heading="Course"):
    return document(sentence, id="test:study", heading=heading, kind=kind)


def leads(answer):
    assert isinstance(answer, Answer), answer
    said = {s.id: s for s in answer.statements}
    return [said[i].text for i in answer.bottom_line]


@pytest.mark.parametrize("kind", STUDIES)
@pytest.mark.parametrize(
    "question",
    [
        "fictoprolol IV push ok?",
        "Can fictoprolol be given intravenously?",
        "intravenous fictoprolol in hypertension",
        "Is it safe to give fictoprolol intravenously in hypertension?",
        "How do I give fictoprolol intravenously, is it effective?",
    ],
)
def test_a_finding_never_leads_where_leave_or_a_route_is_asked(ask, kind: Kind, question: str) -> None:
    answer = ask([study(FOUND, kind), document(MAY)], question)
    assert FOUND not in leads(answer)


@pytest.mark.parametrize("kind", [k for k in STUDIES if k is not Kind.CASE_REPORT])
@pytest.mark.parametrize(
    "question",
    [
        "Does intravenous fictoprolol work in hypertension?",
        "What is the evidence for intravenous fictoprolol in hypertension?",
        "What is the prognosis with fictoprolol in hypertension?",
    ],
)
def test_a_finding_leads_where_evidence_or_course_is_asked(ask, kind: Kind, question: str) -> None:
    heading = "Evidence" if "prognosis" not in question else "Course"
    assert leads(ask([study(FOUND, kind, heading)], question)) == [FOUND]


@pytest.mark.parametrize("heading", ["Notes", "Administration", "Warnings"])
def test_a_caution_against_the_asked_route_leads_alone(ask, heading: str) -> None:
    answer = ask([document(MAY, id="test:may"), document(STOP, heading=heading)], "Can fictoprolol be given IV?")
    assert leads(answer) == [STOP]


def test_nothing_that_permits_leads_above_a_caution_that_is_known_second_hand(ask) -> None:
    sources = [document(MAY, id="test:may"), document(STOP, heading="Administration", seen=Seen.SECONDARY)]
    answer = ask(sources, "fictoprolol IV push ok?")
    assert leads(answer) == []
    assert answer.statements[0].text == STOP


def test_a_caution_that_names_no_condition_leads_where_one_is_asked(ask) -> None:
    stop = "Fictoprolol must not be given intravenously."
    answer = ask([document(MAY, id="test:may"), document(stop)], "Can I give IV fictoprolol for hypertension?")
    assert leads(answer) == [stop]


def test_a_route_with_no_contraindications_is_no_stop(ask) -> None:
    dose = "Fictoprolol 6 mg is given intramuscularly once daily to adults with hypertension."
    answer = ask([document(NO_STOP, dose)], "Can fictoprolol be given intramuscularly in hypertension?")
    assert dose in leads(answer)


def test_a_caution_against_another_route_does_not_lead_alone(ask) -> None:
    may = "Fictoprolol is recommended intramuscularly for adults with hypertension."
    answer = ask([document(STOP, may)], "Can fictoprolol be given intramuscularly?")
    assert may in leads(answer)


def test_what_is_not_recommended_for_the_asked_condition_leads(ask) -> None:
    stop = "Fictoprolol is not recommended in adults with asthma."
    dose = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension or asthma."
    assert leads(ask([document(dose, stop)], "Can I give fictoprolol to someone with asthma?")) == [stop]


def test_what_forbids_for_a_value_that_was_not_given_does_not_lead_alone(ask) -> None:
    stop = "In adults with hypertension and creatinine clearance below 15 mL/min, fictoprolol is not recommended."
    dose = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
    (leading,) = leads(ask([document(dose, stop, heading="Use")], "Can I give fictoprolol in hypertension?"))
    assert leading == f"{dose} {stop}"


@pytest.mark.parametrize(
    ("route", "text"),
    [
        ("intravenous", "Fictocin must not be given intravenously."),
        ("intravenous", "Do not inject fictocin IV."),
        ("intravenous", "Not for intravenous use."),
        ("intravenous", "Parenteral fictocin should be avoided."),
        ("intravenous", "Fictocin should not be given intravenously but intramuscularly."),
        ("intravenous", "Fictocin should not be given by rapid intravenous injection."),
        ("intrathecal", "Intrathecal administration of fictocin can be fatal."),
        ("intrathecal", "Fictocin must not be given by the intravenous, intrathecal or intradermal route."),
        ("subcutaneous", "Fictocin is given intramuscularly; the subcutaneous route is not recommended."),
        ("sublingual", "The sublingual form of fictocin is not used in pregnant women."),
    ],
)
def test_a_caution_against_a_route_is_noticed(route: str, text: str) -> None:
    assert forbids_route(route, text)


@pytest.mark.parametrize(
    ("route", "text"),
    [
        ("intramuscular", NO_STOP),
        ("intramuscular", "In intramuscular use, repeated injection at the same site should be avoided."),
        ("intramuscular", "Intramuscular fictocin should not be injected repeatedly at one site."),
        ("intramuscular", "Fictocin is given intramuscularly; the subcutaneous route is not recommended."),
        ("intramuscular", "Fictocin should not be given intravenously but intramuscularly."),
        ("intramuscular", "Contraindications to intramuscular injection can lead to oral fictocin."),
        ("intravenous", "Intravenous fictocin is not contraindicated."),
        ("intravenous", "There is no reason to avoid intravenous fictocin."),
        ("intravenous", "When intravenous treatment is contraindicated, fictocin is given by mouth."),
        ("intravenous", "Fictocin must not be mixed with intravenous fluids."),
        ("intravenous", "Fictocin is given intravenously, not by mouth."),
        ("oral", "A single oral dose above 75 mg is not recommended."),
        ("oral", "Oral fictocin should not be taken for more than 5 days."),
    ],
)
def test_a_route_that_is_merely_mentioned_is_no_caution(route: str, text: str) -> None:
    assert not forbids_route(route, text)


def test_the_only_route_excludes_the_others_and_not_its_own_kinds() -> None:
    assert names_another("intravenous", "Fictocin is given by intramuscular injection only.")
    assert names_another("intravenous", "Fictocin should only be given by deep intramuscular injection.")
    assert not names_another("intramuscular", "Fictocin is given by intramuscular injection only.")
    assert not names_another("parenteral", "Fictocin is given by intramuscular injection only.")
    assert not names_another("subcutaneous", "Fictocin is given by deep subcutaneous injection only.")


@pytest.mark.parametrize(
    ("question", "leave"),
    [
        ("fictocin IV push ok?", True),
        ("Can I inject myself with fictocin at home?", True),
        ("Is it safe to stop fictocin?", True),
        ("Should my mother take fictocin?", True),
        ("When is fictocin reduced to 2 mg?", False),
        ("What is the evidence for fictocin?", False),
        ("How long before I feel better on fictocin?", False),
    ],
)
def test_leave_is_told_from_other_questions(question: str, leave: bool) -> None:
    assert asks_leave(understand(question).text) is leave


@pytest.mark.parametrize(
    "text",
    [
        "Most people learned self-injection within a week.",
        "Treatment may be stopped if the cause has been addressed.",
        "The frequency of injections is increased if needed.",
        "You can inject fictocin once your nurse has taught you.",
        "Fictocin is recommended for adults.",
    ],
)
def test_what_reads_as_leave_never_leads_for_a_patient(ask, text: str) -> None:
    may = text if "ictocin" in text else f"Fictoprolol: {text}"
    assert permits(may)
    source = document(may.replace("ictocin", "ictoprolol"), kind=Kind.PATIENT_LEAFLET)
    answer = ask([source], "Can I inject fictoprolol myself or stop it?", audience="patient")
    assert isinstance(answer, Refusal) or answer.bottom_line == ()


@pytest.mark.parametrize("text", ["Do not stop fictocin suddenly.", "Fictocin is not given at night."])
def test_what_forbids_is_no_leave(text: str) -> None:
    assert not permits(text)


def test_whom_to_ask_leads_for_a_patient(ask) -> None:
    whom = "Ask your doctor or nurse before you inject fictoprolol at home or stop it."
    assert refers(whom)
    assert not permits(whom)
    sources = [document(whom, "Fictoprolol is well known to adults."), study(FOUND, Kind.COHORT)]
    assert leads(ask(sources, "Can I inject fictoprolol at home?", audience="patient"))[:1] == [whom]


def test_a_patient_who_asks_leave_is_sent_to_a_clinician_where_nothing_leads(ask) -> None:
    answer = ask([study(FOUND, Kind.COHORT)], "Can I inject myself with fictoprolol every day?", audience="patient")
    assert isinstance(answer, Refusal)
    assert "Ask your doctor, nurse or pharmacist" in answer.message


def test_a_patient_sees_first_that_a_drug_is_not_to_be_stopped(ask) -> None:
    stop = "Do not stop fictoprolol on your own."
    assert leads(ask([document(stop)], "Can I stop fictoprolol?", audience="patient")) == [stop]


def test_a_patient_in_an_emergency_sees_what_to_do_at_once(ask) -> None:
    now = "In anaphylaxis the adrenaline auto-injector is used without delay, and 999 is dialled."
    source = document(now, heading="Emergency", kind=Kind.SAFETY_ALERT)
    for question in ("When do I use my adrenaline pen in anaphylaxis?", "Is it safe to use my adrenaline pen twice?"):
        assert leads(ask([source], question, audience="patient")) == [now]


def test_a_stop_that_also_says_how_to_inject_does_not_lead_for_a_patient(ask) -> None:
    both = "Fictoprolol is injected into the thigh and must not be given intravenously."
    source = document(both, kind=Kind.PATIENT_LEAFLET)
    answer = ask([source], "Can I inject fictoprolol intravenously?", audience="patient")
    assert not isinstance(answer, Answer) or answer.bottom_line == ()


def test_what_forbids_for_a_given_value_leads_alone(ask) -> None:
    stop = "In adults with creatinine clearance below 15 mL/min, fictoprolol is not recommended."
    other = "Fictoprolol is recommended for adults with hypertension."
    answer = ask([document(other, stop, heading="Use")], "May I give fictoprolol with creatinine clearance 10 mL/min?")
    assert leads(answer) == [stop]
