"""What leads, and what may not keep it from leading. All drugs, doses, trials and sources are invented."""

from __future__ import annotations

import pytest

from curbside.retrieval.asking import plainly
from curbside.retrieval.understanding import understand
from curbside.selecting.comparing import compares
from curbside.selecting.weighing import MOST, weighed
from curbside.testing.homes import invented_document
from curbside.types import Answer, Flag, Kind, Seen

CHOICE = "For pregnant women with hypertension, fictoprolol is recommended first."
QUESTION = "Which drug is first line in hypertension in pregnancy?"


def document(*parts: tuple[str, str], id: str = "test:a", **fields: object):
    text = "\n\n".join(f"## {heading}\n\n{said}" for heading, said in parts)
    return invented_document(id, f"# Invented\n\n{text}", **fields)


def second_hand(said: str):
    return document(("Cautions", said), id="test:b", seen=Seen.SECONDARY)


def leads(answer):
    assert isinstance(answer, Answer), answer
    said = {s.id: s.text for s in answer.statements}
    return [said[i] for i in answer.bottom_line]


@pytest.mark.parametrize(
    "caution",
    [
        "In pregnant women with hypertension, labetalol is avoided in asthma.",
        "Sublingual labetalol is not used in pregnant women with hypertension.",
    ],
)
def test_a_caution_on_others_or_on_another_route_stands_beside_and_keeps_nothing_from_leading(ask, caution) -> None:
    choice = CHOICE.replace("fictoprolol", "labetalol")
    answer = ask([document(("Treatment", choice)), second_hand(caution)], QUESTION)
    assert leads(answer) == [choice]
    assert caution in [s.text for s in answer.statements]


@pytest.mark.parametrize(
    ("caution", "question"),
    [
        ("Labetalol must not be given to pregnant women.", QUESTION),
        (
            "In pregnant women with hypertension, labetalol is avoided in asthma.",
            "Which drug is first line in hypertension in pregnancy with asthma?",
        ),
    ],
)
def test_a_caution_on_who_is_asked_about_still_does(ask, caution, question) -> None:
    choice = CHOICE.replace("fictoprolol", "labetalol")
    assert choice not in leads(ask([document(("Treatment", choice)), second_hand(caution)], question))


def test_what_the_patients_of_a_trial_take_is_not_given_by_it(ask) -> None:
    found = "Compared with placebo, labetalol 9 mg a day relieved pain in 90 people on metformin."
    against = "Metformin is contraindicated in people with an eGFR below 30 mL/min/1.73 m2."
    trial = document(("Evidence", found), kind=Kind.RANDOMISED_TRIAL)
    answer = ask([trial, document(("Contraindications", against), id="test:b")], "Does labetalol relieve pain?")
    assert against not in [s.text for s in answer.statements]


@pytest.mark.parametrize(
    ("text", "told_apart"),
    [
        ("Success was as frequent with fictocillin versus liposomal mockomycin.", True),
        ("Fewer people died on mockomycin than on fictocillin.", True),
        ("Success was rarer in intensive care than on wards for both fictocillin and mockomycin.", False),
        ("Fictocillin and mockomycin were given.", False),
    ],
)
def test_a_comparison_sets_the_options_against_each_other(text: str, told_apart: bool) -> None:
    assert compares("fictocillin vs liposomal mockomycin in intensive care?", text) is told_apart
    assert not compares("Does fictocillin work?", text)


def test_whom_a_drug_must_not_be_given_to_is_what_was_asked_whoever_they_are(ask) -> None:
    against = "Fictoprolol must not be given to people with liver disease."
    answer = ask([document(("Contraindications", against))], "fictoprolol contraindications")
    assert leads(answer) == [against]
    assert Flag.OTHER_POPULATION not in answer.statements[0].flags


def test_a_dose_for_most_does_not_lead_where_older_people_are_asked_about(ask) -> None:
    dose = "For most people with hypertension, the dose of fictoprolol is 6 mg once daily."
    old = "In people over 65 with hypertension, the dose of fictoprolol is 3 mg once daily."
    sources = [document(("Dose", dose)), document(("Dose", old), id="test:b")]
    assert leads(ask(sources, "fictoprolol dose in hypertension"))[0] == dose
    assert dose not in leads(ask(sources, "fictoprolol dose in hypertension in a woman over 65"))


def test_of_many_sentences_the_doses_are_read_too_where_a_dose_is_asked(ask, monkeypatch) -> None:
    dose = "The dose is 6 mg once daily."
    near = [f"Fictoprolol was studied in mocktension of grade {n} by an invented group." for n in range(2 * MOST)]
    read: list[str] = []

    def score(_, texts):
        read.extend(texts)
        return tuple(0.0 for _ in texts)

    from curbside.selecting import choose

    monkeypatch.setattr(choose, "weighed", lambda q, found, *_: weighed(q, found, score))
    text = "\n\n".join(["# Fictoprolol", "## Studies", *near, "## Dose", dose])
    label = invented_document("test:a", text, kind=Kind.LABEL, title="Fictoprolol tablets")
    ask([label], "fictoprolol dose in mocktension of an invented grade")
    assert len(read) <= MOST
    assert any(dose in text for text in read)


def test_a_request_for_help_is_not_the_question() -> None:
    told = "Could you help with this one please? A woman has hypertension and has slept badly for many long nights."
    asked = plainly(understand(f"{told} Which fictoprolol regimen should she have?"))
    assert "regimen" in asked
    assert "help" not in asked
