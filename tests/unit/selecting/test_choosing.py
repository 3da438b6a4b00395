"""What is chosen, what stands beside it, and what is told of it. All drugs, doses and sources are invented."""

from __future__ import annotations

import pytest

from curbside.testing.homes import invented_document
from curbside.types import Answer, Facet, Flag, Kind, Relation, Seen, State, Status, TextIs, UnitKind

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
QUESTION = "fictoprolol dose in hypertension"
AGAINST = "Fictoprolol is contraindicated in people with asthma."


def document(*sentences, id="test:a", heading="Dose", **fields):
    return invented_document(id, f"# Invented\n\n## {heading}\n\n" + "\n\n".join(sentences), **fields)


def texts(answer):
    assert isinstance(answer, Answer), answer
    return [s.text for s in answer.statements]


def flags(answer, text):
    return next(s.flags for s in answer.statements if s.text == text)


def beside(answer):
    said = {s.id: s.text for s in answer.statements}
    return {r.drug: [said[i] for i in r.beside["contraindications"]] for r in answer.regimens}


@pytest.mark.parametrize("heading", ["Contraindications", "Cautions", "Posology", "Notes", "Evidence"])
def test_contraindications_stand_beside_a_dose_wherever_they_are(ask, heading: str) -> None:
    answer = ask([document(DOSE), document(AGAINST, id="test:b", heading=heading)], QUESTION)
    assert beside(answer) == {"fictoprolol": [AGAINST]}
    assert answer.not_found == ()


def test_a_contraindication_that_ranks_low_is_still_there(ask) -> None:
    doses = [f"Fictoprolol {n} mg is given in the invented trial {n} of hypertension." for n in range(2, 30)]
    crowd = [
        document(d, "Hypertension, hypertension and fictoprolol dose.", id=f"test:c{i}") for i, d in enumerate(doses)
    ]
    answer = ask([document(DOSE), *crowd, document(AGAINST, id="test:z", heading="Notes")], QUESTION)
    assert AGAINST in texts(answer)
    assert not any("Contraindications of fictoprolol" in line for line in answer.not_found)


def test_missing_contraindications_are_said_for_each_dosed_drug(ask) -> None:
    other = "Mockopril 8 mg is taken by mouth once daily by adults with hypertension."
    answer = ask(
        [document(DOSE, other), document(AGAINST, id="test:b")], "dose of mockopril and fictoprolol in hypertension"
    )
    told = beside(answer)
    assert told["fictoprolol"] == [AGAINST]
    assert told["mockopril"] == []
    assert "Contraindications of mockopril: not in your library." in answer.not_found
    assert not any("fictoprolol: not in your library" in line for line in answer.not_found)


def test_a_label_that_names_the_drug_in_its_title_only_warns_of_that_drug(ask) -> None:
    page = f"# Fictoprolol 6 mg tablets\n\n## Posology\n\n{DOSE}\n\n"
    page += "## Contraindications\n\nHypersensitivity to any invented part.\n"
    label = invented_document("test:spc", page, kind=Kind.LABEL, title="Fictoprolol 6 mg tablets")
    answer = ask([label], QUESTION)
    assert beside(answer) == {"fictoprolol": ["Hypersensitivity to any invented part."]}
    assert answer.not_found == ()


def test_no_item_of_a_list_of_contraindications_is_left_out(ask) -> None:
    items = ["asthma", "heart block", "gout", "epilepsy", "migraine", "psoriasis"]
    listed = "Fictoprolol must not be given to people with:\n\n" + "\n".join(f"- {item}" for item in items)
    answer = ask([document(DOSE), document(listed, id="test:b", heading="Contraindications")], QUESTION)
    shown = beside(answer)["fictoprolol"]
    assert sorted(shown) == sorted(f"Fictoprolol must not be given to people with: {item}" for item in items)


def test_a_bare_lead_in_is_no_statement(ask) -> None:
    listed = "Fictoprolol must not be given to people with:\n\n- asthma\n"
    answer = ask([document(DOSE, listed)], QUESTION)
    assert not any(text.endswith(":") for text in texts(answer))


def test_a_list_item_is_said_with_its_lead_in_and_cites_it_as_context(ask) -> None:
    source = document("For hypertension in adults:\n\n- fictoprolol 9 mg is given once daily\n- rest is invented")
    answer = ask([source], QUESTION)
    statement = next(s for s in answer.statements if "9 mg" in s.text)
    assert statement.text == "For hypertension in adults: fictoprolol 9 mg is given once daily"
    quotes = {c.relation: [source.text[s.start : s.end] for s in c.spans] for c in statement.citations}
    assert quotes == {
        Relation.SUPPORTS: ["fictoprolol 9 mg is given once daily"],
        Relation.CONTEXT: ["For hypertension in adults:"],
    }


def test_a_table_row_is_said_with_its_header_and_cites_it_as_context(ask) -> None:
    source = document(
        "| Drug | Condition | Dose |\n| --- | --- | --- |\n"
        "| fictoprolol | hypertension | 9 mg once daily |\n| mockolol | hypertension | 8 mg twice daily |"
    )
    answer = ask([source], QUESTION)
    statement = next(s for s in answer.statements if "9 mg" in s.text)
    assert statement.text == "Drug: fictoprolol; Condition: hypertension; Dose: 9 mg once daily"
    assert "mockolol" not in statement.text
    support, context = statement.citations
    (row,) = [u for u in source.units if u.kind is UnitKind.TABLE_ROW and "9 mg" in source.text[u.start : u.end]]
    assert [(s.start, s.end) for s in support.spans] == [(row.start, row.end)]
    assert [(s.start, s.end) for s in context.spans] == [(r.start, r.end) for r in row.context[1:]]


@pytest.mark.parametrize(
    ("fields", "flag"),
    [
        ({"jurisdiction": "us"}, Flag.OTHER_JURISDICTION),
        ({"kind": Kind.CASE_REPORT}, Flag.SINGLE_CASE),
        ({"text_is": TextIs.SUMMARY}, Flag.SUMMARY),
        ({"kind": Kind.SUMMARY}, Flag.SECONDARY_ONLY),
        ({"seen": Seen.SECONDARY}, Flag.SECONDARY_ONLY),
        ({"status": Status(State.REVIEW_OVERDUE, since="2020")}, Flag.REVIEW_OVERDUE),
        ({"status": Status(State.SUPERSEDED, by="a successor")}, Flag.SUPERSEDED),
    ],
)
def test_what_must_be_known_of_a_source_is_a_flag_of_its_statements(ask, fields, flag: Flag) -> None:
    assert flag in flags(ask([document(DOSE, **fields)], QUESTION), DOSE)


def test_a_superseded_source_is_told_with_its_successor(ask) -> None:
    answer = ask([document(DOSE, status=Status(State.SUPERSEDED, by="The invented successor"))], QUESTION)
    assert "[1] is superseded by The invented successor." in answer.notices


def test_the_international_and_the_asked_jurisdiction_have_no_flag(ask) -> None:
    for jurisdiction in ("uk", "international"):
        answer = ask([document(DOSE, jurisdiction=jurisdiction, id=f"test:{jurisdiction}")], QUESTION)
        assert Flag.OTHER_JURISDICTION not in flags(answer, DOSE)


def test_a_dose_for_another_indication_of_the_drug_is_flagged_or_left_out(ask) -> None:
    other = "Fictoprolol 60 mg is taken by mouth once daily by adults with migraine, and its level is monitored."
    answer = ask([document(DOSE), document(other, id="test:b", heading="Precautions")], QUESTION)
    assert other not in texts(answer) or Flag.OTHER_INDICATION in flags(answer, other)


@pytest.mark.parametrize("status", [State.RETRACTED, State.WITHDRAWN])
def test_a_retracted_or_withdrawn_source_never_gives_a_statement(ask, status: State) -> None:
    gone = document(DOSE.replace("6 mg", "9 mg"), AGAINST, id="test:gone", status=Status(status))
    answer = ask([document(DOSE), gone], QUESTION)
    assert texts(answer) == [DOSE]
    assert "Contraindications of fictoprolol: not in your library." in answer.not_found


def test_an_answer_of_this_engine_is_no_evidence_at_any_remove(ask) -> None:
    answered = document(DOSE, id="curbside:1")
    child = document(DOSE.replace("6", "7"), id="test:child", derived_from=("curbside:1",))
    grandchild = document(DOSE.replace("6", "8"), id="test:grandchild", derived_from=("test:child",))
    assert not isinstance(ask([answered, child, grandchild], QUESTION), Answer)


def test_near_duplicates_are_one_statement_with_a_citation_each(ask) -> None:
    answer = ask([document(DOSE), document(DOSE, id="test:b", kind=Kind.LABEL)], QUESTION)
    (statement,) = [s for s in answer.statements if "6 mg" in s.text]
    assert {c.source for c in statement.citations} == {"test:a", "test:b"}


def test_a_near_duplicate_that_does_not_say_the_same_is_not_cited(ask) -> None:
    hedged = "Fictoprolol 6 mg may be taken by mouth once daily by adults with hypertension."
    answer = ask([document(DOSE, kind=Kind.LABEL), document(hedged, id="test:b")], QUESTION)
    for statement in answer.statements:
        cited = {c.source for c in statement.citations if c.relation is Relation.SUPPORTS}
        assert cited == ({"test:a"} if statement.text == DOSE else {"test:b"})


def test_doses_that_differ_in_interval_stay_apart_and_are_in_a_conflict(ask) -> None:
    twice = DOSE.replace("once daily", "twice daily")
    answer = ask([document(DOSE, kind=Kind.LABEL), document(twice, id="test:b", kind=Kind.LABEL)], QUESTION)
    assert {DOSE, twice} <= set(texts(answer))
    (conflict,) = answer.conflicts
    assert {(m.value, m.source) for m in conflict.members} == {("once daily", "test:a"), ("twice daily", "test:b")}
    assert all(Flag.CONFLICT in flags(answer, text) for text in (DOSE, twice))


def test_the_same_words_of_two_labels_are_said_once(ask) -> None:
    def label(drug: str) -> object:
        page = f"# {drug} tablets\n\n## Posology\n\n{drug} 6 mg is taken once daily in hypertension.\n\n"
        page += "## Contraindications\n\nHypersensitivity to any invented part.\n"
        return invented_document(f"test:{drug}", page, kind=Kind.LABEL, title=f"{drug} tablets")

    answer = ask([label("Fictoprolol"), label("Mockopril")], "fictoprolol and mockopril dose in hypertension")
    assert len(set(texts(answer))) == len(texts(answer))
    assert all(said == ["Hypersensitivity to any invented part."] for said in beside(answer).values())


def test_another_drug_is_told_in_a_notice_with_its_dose(ask) -> None:
    other = "Hydroxocobalamin 77 mg is given intramuscularly every 9 days to adults with vitamin B12 deficiency."
    answer = ask([document(other)], "What is the dose of methylcobalamin in vitamin B12 deficiency?")
    assert Flag.OTHER_DRUG in flags(answer, other)
    (notice,) = [n for n in answer.notices if n.startswith("Another drug")]
    assert "A dose given here for hydroxocobalamin is not a dose of methylcobalamin." in notice


def test_a_patient_gets_no_dose_and_no_instruction_to_inject(ask) -> None:
    inject = "Fictoprolol is injected into the thigh in hypertension."
    advice = "High blood pressure is called hypertension, and fictoprolol is one invented drug for it."
    source = document(DOSE, inject, advice, heading="Use")
    answer = ask([source], "What is fictoprolol for in hypertension?", audience="patient")
    assert not isinstance(answer, Answer) or not {DOSE, inject} & set(texts(answer))


def test_a_patient_is_told_why_a_dose_is_not_shown(ask) -> None:
    refusal = ask([document(DOSE)], QUESTION, audience="patient")
    assert refusal.reason == "not_in_library"
    assert "It is meant for doctors and nurses." in refusal.message


def test_sections_follow_the_intent_and_hold_their_facet(ask) -> None:
    answer = ask([document(DOSE), document(AGAINST, id="test:b", heading="Contraindications")], QUESTION)
    (section,) = [s for s in answer.sections if s.facet is Facet.CONTRAINDICATIONS]
    assert section.heading == "Contraindications"
