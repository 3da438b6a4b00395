"""`curbside calculate`: the result with its source, what is missing, bad usage, and the list."""

import json

from curbside.language.patient_measures import spoken, table
from curbside.regimens.calculators import CALCULATORS

SAID = ("age=82", "sex=female", "weight=58kg", "creatinine=1.25 mg/dL")


def test_the_result_stands_with_inputs_formula_and_source(curbside):
    code, out, err = curbside("calculate", "cockcroft-gault", *SAID)

    assert (code, err) == (0, "")
    assert out.startswith("Creatinine clearance (Cockcroft-Gault): 31.8 mL/min\n")
    for said in ("58 kg", "1.25 mg/dL", "Nephron 1976;16:31-41", "actual body weight", "no eGFR"):
        assert said in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_json_has_decimal_strings_and_the_publication(curbside):
    code, out, _ = curbside("calculate", "cockcroft-gault", *SAID, "--json")
    body = json.loads(out)

    assert code == 0
    assert (body["value"], body["unit"], body["missing"]) == ("31.8", "mL/min", [])
    assert body["source"]["identifier"] == "pmid:1244564"
    assert {"name": "weight", "given": "58 kg", "used": "58"} in body["inputs"]


def test_what_is_missing_is_named_with_its_units(curbside):
    code, out, _ = curbside("calculate", "cockcroft-gault", "age=82")

    assert code == 1
    assert "not worked out" in out
    assert "missing; give micromol/L or mg/dL" in out


def test_what_is_out_of_range_is_refused_with_the_reason(curbside):
    code, out, _ = curbside("calculate", "cockcroft-gault", "age=95", *SAID[1:])

    assert code == 1
    assert "from 18 to 92 years" in " ".join(out.split())


def test_bad_usage_is_one_sentence(curbside):
    for arguments, told in (
        (("nothing",), "There is no calculator 'nothing'"),
        (("bmi", "weight"), "'weight' is no KEY=VALUE"),
        (("bmi", "weight=58kg", "weight=60kg"), "weight is given twice"),
        (("bmi", "weight=58", "height=1.6m"), "has no unit"),
    ):
        code, out, err = curbside("calculate", *arguments)
        assert (code, out) == (2, "")
        assert told in err


def test_without_a_name_all_are_listed(curbside):
    code, out, _ = curbside("calculate")
    assert code == 0
    assert all(name in out for name in CALCULATORS)
    rows = [json.loads(line) for line in curbside("calculate", "--json")[1].splitlines()]
    assert [row["name"] for row in rows] == list(CALCULATORS)


def test_only_units_that_are_taken_are_asked_for(curbside):
    _, listed, _ = curbside("calculate")
    code, _, err = curbside("calculate", "curb-65", "urea=9 mg/dL")

    assert (code, err) == (2, "curbside: urea: 'mg/dL' is no unit of it; give mmol/L.\n")
    assert listed.split("curb-65:")[1].split("urea ")[1].split("\n")[0].strip() == "mmol/L"


def test_the_wanted_units_of_every_measure_are_taken():
    for measured in table().values():
        taken = {spoken(unit) for unit in measured.units}
        assert set(measured.wanted.replace(" or ", ", ").split(", ")) - {""} <= taken
    assert table()["height"].wanted == "cm, m or inches"
    assert table()["vitamin B12"].wanted == "ng/L or pmol/L"
