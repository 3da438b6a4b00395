"""Regimens that are read off an answer. Drugs, doses and sources are invented."""

from __future__ import annotations

from curbside.testing.homes import invented_document

QUESTION = "fictoprolol dose in hypertension"


def document(body, id="test:a"):
    return invented_document(id, f"# Invented\n\n{body}\n")


def regimens(ask, body, question=QUESTION):
    return ask([document(body)], question).regimens


def test_each_row_of_a_list_keeps_its_age_band(ask) -> None:
    body = (
        "## Dose\n\nFor hypertension, fictoprolol is given by mouth by age:\n\n"
        "- under 7 days: 15 mg/kg every 12 hours\n- 7 to 28 days: 15 mg/kg every 8 hours\n"
        "- 3-5 months: 60 mg every 6 hours\n- over 12 years: 500 mg every 6 hours\n"
    )
    found = {r.population: r.phases[0].period for r in regimens(ask, body)}
    assert found == {"under 7 days": "12", "7 to 28 days": "8", "3-5 months": "6", "over 12 years": "6"}
    assert all(p.population for r in regimens(ask, body) for p in r.phases)


def test_each_row_of_a_table_keeps_its_weight_or_age_band(ask) -> None:
    body = (
        "## Dose\n\n| Drug | Condition | Weight | Dose |\n| --- | --- | --- | --- |\n"
        "| fictoprolol | hypertension | 10 to 25 kg | 5 mg once daily |\n"
        "| fictoprolol | hypertension | over 25 kg | 10 mg once daily |\n"
    )
    found = {r.population: r.phases[0].amount.low for r in regimens(ask, body)}
    assert found == {"10 to 25 kg": "5", "over 25 kg": "10"}


def test_a_band_that_no_field_takes_in_is_told_in_its_own_words(ask) -> None:
    body = "## Dose\n\nFictoprolol 5 mg is taken by mouth once daily in hypertension by whoever is 5 years old.\n"
    (regimen,) = regimens(ask, body)
    assert "5 years old" in (regimen.population or "")


def test_a_band_of_the_heading_or_lead_in_is_carried(ask) -> None:
    by_heading = "## Children 2 to 12 years\n\nFictoprolol 5 mg is taken by mouth once daily in hypertension.\n"
    (regimen,) = regimens(ask, by_heading)
    assert "2 to 12 years" in (regimen.population or "").lower()
    by_lead = "## Dose\n\nFor hypertension in children aged 2 to 12 years:\n\n- fictoprolol 5 mg by mouth once daily\n"
    (regimen,) = regimens(ask, by_lead)
    assert "2 to 12 years" in (regimen.population or "")


def test_a_maximum_alone_is_no_regimen_and_stands_beside_the_dose(ask) -> None:
    dose = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
    body = f"## Dose\n\n{dose}\n\nThe maximum single dose of fictoprolol in hypertension is 20 mg.\n"
    answer = ask([document(body)], QUESTION)
    (regimen,) = answer.regimens
    assert regimen.phases[0].amount is not None
    bound = next(s for s in answer.statements if "20 mg" in s.text)
    assert regimen.beside["maximum"] == (bound.id,)


def test_what_it_is_for_is_told_in_the_words_of_the_sentence_else_of_the_heading(ask) -> None:
    body = "## Dose\n\nFictoprolol 6 mg is taken by mouth once daily for Q. fictilis infection.\n"
    (regimen,) = regimens(ask, body, "fictoprolol dose")
    assert regimen.indication == "Q. fictilis infection"
    body = "## Fictoprolol in hypertension\n\nFictoprolol 6 mg is taken by mouth once daily.\n"
    (regimen,) = regimens(ask, body)
    assert regimen.indication == "hypertension"


def test_a_start_stands_before_the_dose_it_leads_to(ask) -> None:
    body = "## Dose\n\nFictoprolol 6 mg to 12 mg by mouth daily for hypertension, started at 3 mg daily.\n"
    (regimen,) = regimens(ask, body)
    assert [p.role for p in regimen.phases] == ["start", None]
