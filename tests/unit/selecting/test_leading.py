"""What may stand in the bottom line. All drugs, doses and sources are invented."""

from __future__ import annotations

import pytest

from curbside.testing.homes import invented_document
from curbside.types import Answer, Flag, Kind, Seen, State, Status

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
COBALAMIN = "Hydroxocobalamin 77 mg is given intramuscularly every 9 days to adults with vitamin B12 deficiency."
QUESTION = "fictoprolol dose in hypertension"


def document(*sentences, id="test:a", heading="Dose", **fields):
    return invented_document(id, f"# Invented\n\n## {heading}\n\n" + "\n\n".join(sentences), **fields)


def leads(answer):
    assert isinstance(answer, Answer), answer
    said = {s.id: s for s in answer.statements}
    return [said[i].text for i in answer.bottom_line]


def test_the_dose_of_the_asked_drug_leads(ask) -> None:
    assert leads(ask([document(DOSE)], QUESTION)) == [DOSE]


@pytest.mark.parametrize(
    ("question", "flag"),
    [
        ("intravenous fictoprolol dose in hypertension", Flag.OTHER_ROUTE),
        ("fictoprolol dose in a 3-year-old with hypertension", Flag.OTHER_POPULATION),
        ("fictoprolol dose in a pregnant woman with hypertension", Flag.OTHER_POPULATION),
    ],
)
def test_a_dose_for_another_route_or_population_never_leads_and_says_so(ask, question: str, flag: Flag) -> None:
    answer = ask([document(DOSE)], question)
    if isinstance(answer, Answer):
        assert answer.bottom_line == ()
        assert all(flag in s.flags for s in answer.statements if s.text == DOSE)


def test_a_dose_for_children_does_not_lead_where_nobody_asked_for_children(ask) -> None:
    child = "Fictoprolol 1 mg is taken by mouth once daily by children with hypertension."
    assert child not in leads(ask([document(DOSE, child)], QUESTION))


def test_a_dose_of_a_relative_never_leads(ask) -> None:
    own = "Methylcobalamin 33 mg is taken by mouth twice daily by adults with vitamin B12 deficiency."
    sources = [document(COBALAMIN), document(own, id="test:b")]
    assert leads(ask(sources, "methylcobalamin dose in vitamin B12 deficiency")) == [own]
    alone = ask([], "What is the dose of adenosylcobalamin in vitamin B12 deficiency?")
    assert not isinstance(alone, Answer) or alone.bottom_line == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": Kind.SUMMARY},
        {"seen": Seen.SECONDARY},
        {"seen": Seen.UNKNOWN},
        {"status": Status(State.SUPERSEDED, by="an invented successor")},
        {"kind": Kind.CASE_REPORT},
    ],
)
def test_a_secondary_or_superseded_source_or_a_single_case_never_leads_with_a_dose(ask, fields) -> None:
    answer = ask([document(DOSE, **fields)], QUESTION)
    assert leads(answer) == []
    assert [s.text for s in answer.statements] == [DOSE]


@pytest.mark.parametrize("jurisdiction", ["uk", "us", "unknown", "international"])
def test_no_dose_leads_where_no_jurisdiction_was_given(ask, jurisdiction: str) -> None:
    answer = ask([document(DOSE, jurisdiction=jurisdiction)], QUESTION, jurisdiction=None)
    assert leads(answer) == []
    assert any("No jurisdiction was given" in n for n in answer.notices)


def test_a_dose_that_no_grammar_reads_does_not_lead_without_a_jurisdiction_either(ask) -> None:
    odd = "For hypertension, two tablets of fictoprolol make up an amount of 6 mg in the invented scheme."
    answer = ask([document(odd)], QUESTION, jurisdiction=None)
    assert not isinstance(answer, Answer) or leads(answer) == []


def test_at_most_three_sentences_lead(ask) -> None:
    routes = ["by mouth", "intravenously", "rectally", "under the skin", "into a muscle"]
    doses = [
        f"For hypertension, fictoprolol {n} mg is given {route} every {n} hours." for n, route in enumerate(routes, 2)
    ]
    sources = [document(dose, id=f"test:{n}") for n, dose in enumerate(doses)]
    assert 1 <= len(leads(ask(sources, QUESTION))) <= 3


def test_nothing_leads_where_only_another_drug_is_spoken_of(ask) -> None:
    answer = ask([document(COBALAMIN)], "What is the dose of methylcobalamin in vitamin B12 deficiency?")
    assert leads(answer) == []
    assert answer.statements[0].flags == (Flag.OTHER_DRUG,)
