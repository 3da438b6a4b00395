"""Identifiers of patients: what is masked, what stays. Every person, number and address here is invented."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.identifiers import MASKS, find_identifiers, mask, told_of_a_patient, without_masks
from curbside.language.identifiers.numbers import is_nhs_number

COUNT = 200
GIVEN = ["John", "Mary", "Aisha", "Mohammed", "Priya", "William", "Zainab", "Oliver", "Dorothy", "Sean"]
SURNAMES = [
    "Smith",
    "O'Brien",
    "Smith-Jones",
    "Okafor",
    "McDonald",
    "Patel",
    "van der Berg",
    "Ng",
    "Müller",
    "de Souza",
]
ASKED = [
    "which B12 injection should be given?",
    "is apixaban 2.5 mg twice daily right at a creatinine of 133 micromol/L?",
    "how often is hydroxocobalamin 1000 micrograms given?",
    "metformin dose with an eGFR of 38?",
]
MONTHS = ["January", "Mar", "May", "Sept", "October", "Dec"]
ROADS = ["High Street", "Mill Lane", "Church Rd", "Station Road", "Park Avenue", "St Mary's Close", "The Green"]

Random = random.Random
Made = tuple[str, str]


def surname(r: Random) -> str:
    return r.choice(SURNAMES)


def nhs_number(r: Random) -> str:
    while True:
        digits = "".join(r.choice("0123456789") for _ in range(9))
        for check in "0123456789":
            if is_nhs_number(digits + check):
                return digits + check


def make_name(r: Random) -> Made:
    first = r.choice(["", f"{r.choice(GIVEN)} ", "J. "])
    title = f"{r.choice(['Mr', 'Mrs', 'Ms', 'Miss', 'Mr.', 'Mx'])} {first}{surname(r)}"
    full = f"{r.choice(GIVEN)} {surname(r)}"
    name, before, after = r.choice(
        [
            (title, "", " has anaemia:"),
            (title, "I am seeing ", " today,"),
            (full, "My patient ", " takes metformin;"),
            (full, "A patient named ", " is tired;"),
            (full, "patient: ", ","),
            (full, "Her name is ", " and she is tired;"),
            (full, "", "'s ferritin is 5 micrograms/L;"),
            (r.choice(GIVEN), "my son ", " is 3 and pale;"),
            (r.choice(GIVEN), "A man called ", " has numb feet;"),
        ]
    )
    return f"{before}{name}{after} ", name


def make_nhs_number(r: Random) -> Made:
    n = nhs_number(r)
    value = r.choice([n, f"{n[:3]} {n[3:6]} {n[6:]}", f"{n[:3]}-{n[3:6]}-{n[6:]}"])
    return r.choice(["NHS number ", "NHS no. ", "(", "Patient ", "NHS: "]) + value + r.choice(
        [", ", " - ", "; "]
    ), value


def make_record_number(r: Random) -> Made:
    value = r.choice(["", "H", "RXK", "A-"]) + str(r.randint(10_000, 99_999_999))
    label = r.choice(
        ["MRN ", "MRN: ", "hospital number ", "Hospital No. ", "medical record number is ", "patient ID: "]
    )
    return f"{label}{value}, ", value


def make_social_security_number(r: Random) -> Made:
    value = f"{r.randint(1, 665):03d}-{r.randint(1, 99):02d}-{r.randint(1, 9999):04d}"
    return f"{r.choice(['SSN ', 'social security number: ', 'patient '])}{value}; ", value


def make_phone(r: Random) -> Made:
    last = f"{r.randint(0, 999):03d}"
    british = "07700 900|+44 7700 900|07700900|01632 960|(01632) 960 |020 7946 0"
    others = "212-555-0|(212) 555-0|+1 212 555 0|+49 30 23125 "
    value = r.choice(f"{british}|{others}".split("|")) + last
    return f"{r.choice(['phone ', 'call her on ', 'tel. ', 'Mobile: ', ''])}{value}, ", value


def make_email(r: Random) -> Made:
    person = f"{r.choice(GIVEN).lower()}.{r.choice(['smith', 'ng', 'patel'])}{r.randint(1, 99)}"
    value = f"{person}@{r.choice(['example.org', 'mail.example.co.uk'])}"
    return f"write to {value}: ", value


def make_date(r: Random) -> Made:
    day, month, year = r.randint(1, 28), r.randint(1, 12), r.randint(1931, 2025)
    word = r.choice(MONTHS)
    value = r.choice(
        [
            f"{day:02d}/{month:02d}/{year}",
            f"{day}/{month}/{year % 100:02d}",
            f"{year}-{month:02d}-{day:02d}",
            f"{day}.{month}.{year}",
            f"{day} {word} {year}",
            f"{word} {day}, {year}",
            f"{day}th of {word} {year}",
            f"{day} {word}",
        ]
    )
    return f"{r.choice(['DOB ', 'born ', 'a man who was admitted on ', 'last injection ', 'seen on '])}{value}, ", value


def make_address(r: Random) -> Made:
    value = f"{r.choice(['', 'Flat 3, '])}{r.randint(1, 250)}{r.choice(['', 'a'])} {r.choice(ROADS)}"
    if value.endswith("The Green"):
        return f"lives at {value}; ", value
    return f"{r.choice(['lives at ', 'address: ', 'of '])}{value}; ", value


def make_postcode(r: Random) -> Made:
    inward = f"{r.randint(1, 9)}{r.choice(['AA', 'HX', 'QT', 'PL'])}"
    uk = f"{r.choice(['AB', 'LS', 'M', 'SW', 'EH'])}{r.randint(1, 20)} {inward}"
    us = f"{r.randint(10000, 99950):05d}"
    value, before = r.choice(
        [
            (uk, "from "),
            (uk.lower(), "postcode "),
            (uk.replace(" ", ""), "post code "),
            (us, "ZIP code "),
            (us, "Boston, MA "),
        ]
    )
    return f"{before}{value}, ", value


def make_age(r: Random) -> Made:
    age = r.randint(90, 109)
    value, before, after = r.choice(
        [
            (f"{age}-year-old", "A ", " woman: "),
            (f"{age} years old", "She is ", "; "),
            (f"{age} yo", "a ", " man, "),
            (f"{age}", "a woman aged ", ", "),
            (f"{age}", "my grandmother is ", ", "),
            (f"{90 + age % 10}F", "a ", " with AF: "),
            ("ninety-three-year-old", "a ", " man: "),
        ]
    )
    return before + value + after, value


MAKERS: dict[str, Callable[[Random], Made]] = {
    "name": make_name,
    "nhs_number": make_nhs_number,
    "record_number": make_record_number,
    "social_security_number": make_social_security_number,
    "phone": make_phone,
    "email": make_email,
    "date": make_date,
    "address": make_address,
    "postcode": make_postcode,
    "age": make_age,
}


def made(kind: str) -> list[tuple[str, str]]:
    r = random.Random(f"invented {kind}")
    pairs = [MAKERS[kind](r) for _ in range(COUNT)]
    return [(text + r.choice(ASKED), value) for text, value in pairs]


@pytest.mark.parametrize("kind", MASKS)
def test_every_identifier_is_masked_and_the_question_stays(kind: str) -> None:
    """A telephone number written 3 3 4 may have the check digit of an NHS number; either mask will do."""
    missed = []
    for text, value in made(kind):
        masked = mask(text)
        kinds = (kind, "nhs_number") if kind == "phone" else (kind,)
        whole = any(text[i.start : i.end] == value and i.kind in kinds for i in masked.found)
        if not whole or not masked.text.endswith(tuple(ASKED)):
            missed.append((text, masked.text))
    assert missed == []


TEMPLATES = [
    "Is {drug} {a} mg {freq} for {b} weeks right with a creatinine of {c} micromol/L?",
    "{drug} {a}-{b} mg/kg/day in {n} divided doses, maximum {big} mg: {year} guideline",
    "eGFR {c} mL/min/1.73 m2 and weight {b} kg: {drug} dose?",
    "BP {sys}/{dia}, pulse {c}, temperature 38.{n}: treat with {drug} {a} mg?",
    "B12 {c} pg/mL (ref {a}-{big}), ferritin {n} micrograms/L, MCV {b} fL",
    "adrenaline 1:{thousand} {n} mL or 1:10,000, repeated every {n}-{b} minutes?",
    "Does NICE NG{c} ({year}) recommend {drug} {a} mg {freq}?",
    "PMID {pmid}: n = {c}, HR 0.{b} (95% CI 0.{a} to 1.{n}), P = 0.00{n}; does it hold for {drug}?",
    "doi:10.1016/S{digits}-{n}: {drug} {big} mg in {year}?",
    "{drug} {big},000 units/m2 on days 1, {n} and {b} of a {c}-day cycle?",
    "aged {b} to {c}, CHA2DS2-VASc {n}, INR 2-3: {drug} or warfarin?",
    "In {year}, {big} patients aged over 90 took {drug}; NNT {a}, NNH {c}?",
    "insulin {a}/{b} mix, {n} units at 08:00 and {b} units at 18:00?",
    "HbA1c {c} mmol/mol (7.{n}%), potassium {n}.{a} mmol/L: {drug} {a} mg?",
    "NCT0{digits7}: {drug} {a} mg every {n} to {b} weeks",
    "platelets {c} x 10^9/L, Hb {sys} g/L after {drug} {a}/{b}/{n} mg steps",
    "{drug} {a} mg {freq}, then {b} mg from week {n}, stop by {year}: 3-4 times a week?",
    "SNOMED {digits7}{n}, ATC B03BA0{n}, PL {digits5}/0010: {drug} {a} mg label?",
    "SPL setid 1a2b3c4d-0000-4444-8888-{digits7}abcde says {drug} {a} mg?",
    "{n} in 10 people, {a} of {big}, {b}.{n}% against {n}.{b}%: {drug} in the {year} trial",
]
TRICKY = [
    "Metformin MR 500 mg or MR imaging with contrast in MS?",
    "Ms and MS are not the same; 5 may be given daily, may 10 be too many?",
    "Crohn's disease, Parkinson disease, Graves disease and Charles Bonnet syndrome",
    "Wernicke encephalopathy, Guillain-Barre syndrome and Addison disease: B12?",
    "Patient Health Questionnaire-9 score of 15; patient group directions; patient controlled analgesia",
    "Dr Smith's protocol and Smith et al. 2019 differ on folic acid 5 mg",
    "guideline of 3 March 2024, updated 6 March 2024, and label revised 29 January 2024",
    "people aged 90 or over, adults over 95 years old, aged 85 to 95 years, patients above 90 years of age",
    "doses of 250 500 1000 mg, 100 200 3000 units, 250-500-1000 micrograms",
    "the NHS England 2023 report on 111 calls and 999 calls",
    "section 1.6.19 and recommendation 10.11.12 of NG28",
    "fever of 100F, 98 F or 38.5 C: sepsis?",
    "CD4 350, HLA-B27, IL-6, G6PD, E10.2, H1N1, N95, 5-HT2 and T4 N2 M0",
    "B12 1 mg IM on day 1, 3, 5, 7 and 10; then 2-3 monthly",
    "insulin 30/12/20 units and 5/10/15 mg; ratio 10/10/10 regimen",
    "TRIAL IN 15000 patients OR 20000 controls",
    "walking 6 minutes, 400 m road test, 14 day way of giving; 100 court cases",
    "Miss a dose of apixaban: what then? Mr with contrast",
    "+10 mg, -5 mg, 1+1, CD4+ 350, Ca2+ 2.2 and 0.5 1.0 1.5 mg",
    "Women born before 1957 and adults born in 1957 or later",
    "0.1 0.2 0.5 1.0; 1 2 3 4 5 6 7 8 9 10; 10 20 30 40 50 mg",
    "mercaptopurine, John Cunningham virus and the Johns Hopkins criteria",
    "WHO ladder; FDA label approved 24 September 2024; trial number ISRCTN12345678",
    "https://www.medicines.org.uk/emc/product/9434765919 says what?",
]


def clinical() -> list[str]:
    r = random.Random("clinical numbers")
    drugs = ["hydroxocobalamin", "apixaban", "Metformin", "Labetalol", "ferrous sulfate", "Pregabalin", "vitamin B12"]
    questions = []
    for i in range(COUNT):
        values = {
            "drug": r.choice(drugs),
            "freq": r.choice(["daily", "twice daily", "every 2-3 months", "3 times a week", "q8h"]),
            "a": r.randint(1, 80),
            "b": r.randint(10, 89),
            "c": r.randint(90, 400),
            "n": r.randint(2, 9),
            "big": r.choice([250, 500, 1000, 1500, 2400, 5000]),
            "thousand": r.choice(["1000", "1,000", "100"]),
            "year": r.randint(1995, 2026),
            "sys": r.randint(80, 220),
            "dia": r.randint(40, 120),
            "pmid": r.randint(10_000_000, 40_999_999),
            "digits": f"{r.randint(0, 9999):04d}-{r.randint(0, 9999):04d}(25)0000",
            "digits5": r.randint(10_000, 99_999),
            "digits7": r.randint(1_000_000, 9_999_999),
        }
        questions.append(TEMPLATES[i % len(TEMPLATES)].format(**values))
    return questions


def test_clinical_numbers_are_never_masked() -> None:
    questions = clinical() + TRICKY
    assert len(questions) > COUNT
    masked = [(q, mask(q).text) for q in questions if find_identifiers(q)]
    assert masked == []


def test_an_nhs_number_needs_its_check_digit() -> None:
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("0000000000")
    assert not is_nhs_number("943476591")
    assert find_identifiers("ref 9434765918") == ()


def test_exactly_one_check_digit_is_right_or_none() -> None:
    r = random.Random("check digits")
    for _ in range(COUNT):
        digits = "".join(r.choice("0123456789") for _ in range(9))
        assert sum(is_nhs_number(digits + check) for check in "0123456789") <= 1


def test_a_number_called_an_nhs_number_is_masked_even_with_a_typing_error() -> None:
    assert mask("NHS number 943 476 5918, dose?").text == "NHS number [record number], dose?"


def test_several_identifiers_are_masked_at_once() -> None:
    text = (
        "My patient John Smith (DOB 03/04/1931, NHS number 943 476 5919, MRN H123456) of 14 High Street, Anytown, "
        "AB1 2CD, aged 94, takes hydroxocobalamin 1 mg every 2-3 months since 2019: phone 01632 960001 or write to "
        "john@example.org?"
    )
    assert mask(text).text == (
        "My patient [name] (DOB [date], NHS number [NHS number], MRN [record number]) of [address], "
        "[postcode], aged 90 or over, takes hydroxocobalamin 1 mg every 2-3 months since 2019: phone [phone number] or "
        "write to [e-mail address]?"
    )


def test_a_doctor_is_masked_only_as_a_patient() -> None:
    assert mask("Dr Smith's protocol").found == ()
    assert mask("my patient Dr Jane Smith has anaemia").text == "my patient [name] has anaemia"


def test_a_drug_after_a_name_stays() -> None:
    assert mask("Mr Smith Metformin 500 mg?").text == "[name] Metformin 500 mg?"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mr smith has anaemia", "[name] has anaemia"),
        ("MRS BROWN has anaemia", "[name] has anaemia"),
        ("Patient: SMITH, John", "Patient: [name]"),
        ("born in 1931", "born in [date]"),
        ("my mother is 94 and well", "my mother is 90 or over and well"),
    ],
)
def test_other_ways_to_write_them_are_known(text: str, masked: str) -> None:
    assert mask(text).text == masked


@given(st.text(max_size=200))
def test_offsets_are_in_order_and_masking_leaves_the_rest(text: str) -> None:
    check(text)


@given(
    st.lists(st.sampled_from([text for kind in MASKS for text, _ in made(kind)[:20]] + TRICKY), max_size=4),
    st.text(max_size=20),
)
def test_offsets_hold_among_other_text(parts: list[str], noise: str) -> None:
    check(f" {noise} ".join(parts))


def check(text: str) -> None:
    masked = mask(text)
    rebuilt, last = "", 0
    for identifier in masked.found:
        assert last <= identifier.start < identifier.end <= len(text)
        rebuilt += text[last : identifier.start] + MASKS[identifier.kind]
        last = identifier.end
    assert rebuilt + text[last:] == masked.text


@pytest.mark.parametrize("kind", MASKS)
def test_masking_twice_is_masking_once(kind: str) -> None:
    for text, _ in made(kind):
        once = mask(text).text
        assert mask(once).text == once


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Apixaban dose for John Smith, MRN 4432211, phone 020 7946 0018?", "Apixaban dose for ?"),
        ("My patient, NHS number 943 476 5919, has a rash", "My patient has a rash"),
        ("Apixaban 5 mg [twice daily] for 90 days", "Apixaban 5 mg [twice daily] for 90 days"),
    ],
)
def test_masks_and_what_announces_them_are_nothing_to_look_for(question: str, left: str) -> None:
    assert without_masks(mask(question).text) == left


def test_who_is_named_with_something_that_is_the_matter_now_is_a_patient() -> None:
    told = told_of_a_patient("Mrs Jane Doe, NHS number 943 476 5919, has crushing chest pain now")
    assert told == "the patient has crushing chest pain now"
    assert told_of_a_patient("Mrs Doe had chest pain last year") == "Mrs Doe had chest pain last year"


@given(st.text(max_size=80))
def test_any_text_is_told_of_a_patient_without_an_error(text: str) -> None:
    assert isinstance(told_of_a_patient(text), str)
