"""What an abbreviation means in one document, and where that is not told. All documents are invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language import lexicon
from curbside.language.abbreviations import Definition, define
from curbside.language.canon import canon
from curbside.language.meanings import defined_by, meaning, meaning_at, tellable, well_known
from curbside.language.units import UNITS
from curbside.testing.homes import invented_document

_TURNING = frozenset({"measure", "frequency", "drug", "route", "negation", "exception", "condition", "modality"})


def document(text, **fields):
    return invented_document("test:a", f"# Invented\n\n{text}\n", **fields)


@pytest.mark.parametrize(
    ("text", "short", "long", "quote"),
    [
        ("The intensive care unit (ICU) is full.", "ICU", "intensive care unit", "intensive care unit (ICU)"),
        ("The ICU (intensive care unit) is full.", "ICU", "intensive care unit", "ICU (intensive care unit)"),
        ("Give it in [low birth weight (LBW)].", "LBW", "low birth weight", "low birth weight (LBW)"),
        ("Graft-versus-host disease (GVHD) is told.", "GVHD", "Graft-versus-host disease", None),
        ("Loss of consciousness (LOC) is a loss.", "LOC", "loss of consciousness", "Loss of consciousness (LOC)"),
        ("Parkinson disease (PD) is told.", "PD", "Parkinson disease", "Parkinson disease (PD)"),
        ("Abbreviations: OSA, obstructive sleep apnoea; BP, blood pressure.", "BP", "blood pressure", None),
        ("Abbreviations: OSA, obstructive sleep apnoea.", "OSA", "obstructive sleep apnoea", None),
        (
            "## Abbreviations\n\n- RDS: respiratory distress syndrome\n- OSA = x",
            "RDS",
            "respiratory distress syndrome",
            None,
        ),
    ],
)
def test_the_documents_own_definition_is_found_with_its_place(text, short, long, quote):
    source = document(text)
    found = meaning(source, short)
    assert found is not None
    assert found.long == long
    assert quote in (None, source.text[found.start : found.end])
    assert meaning_at(source, found.start, found.end) == found


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Nothing is defined of the ICU here.", "ICU"),
        ("A pulmonary embolism (PE) is no pericardial effusion (PE).", "PE"),
        ("A pulmonary embolism (PE) is told.\n\n## Abbreviations\n\n- PE: pleural exudate", "PE"),
        ("Deoxyribonucleic acid (DNA) is known.", "DNA"),
        ("Odds ratios (ORs) are told.", "ORs"),
        ("They took methotrexate (MTX).", "MTX"),
        ("They took aromatase inhibitors (AIs).", "AIs"),
        ("They took fictive acid (FA).", "FA"),
        ("They had example draught (ED). The dose is ED 15 mg.", "ED"),
        ("They had example draught (ED). They took 15 mg of ED.", "ED"),
        ("Units: million units (MU).", "MU"),
        ("Take it twice daily (TD).", "TD"),
        ("By intramuscular injection (IMI).", "IMI"),
        ("Non-small cell cancer (NSCC) is told.", "NSCC"),
        ("Migraine without aura (MWA) is told.", "MWA"),
        ("A type 2 disease (TD) is told.", "TD"),
        ("A stage II disease (SID) is told.", "SID"),
        ("Living-related liver transplantation (LRT) is done.", "LRT"),
        ("Fever in emergency rooms of registration (FER) is told.", "FER"),
        ("See OSA, obstructive sleep apnoea; it is no list.", "OSA"),
        ("The Icu (intensive care unit) is no abbreviation.", "Icu"),
    ],
)
def test_what_may_not_be_told_has_no_meaning(text, short):
    assert meaning(document(text), short) is None


def test_a_substance_of_the_record_is_a_drug():
    text = "They took vague mixture (VM) daily."
    assert meaning(document(text), "VM") is not None
    assert meaning(document(text, substances=("Vague Mixture",)), "VM") is None


def test_a_place_that_is_moved_or_is_no_first_definition_has_no_meaning():
    source = document("The intensive care unit (ICU) is full.\n\nAn intensive care unit (ICU) is empty.")
    found = meaning(source, "ICU")
    assert found is not None
    for start, end in ((-1, 0), (1, 0), (0, 1), (0, -1)):
        assert meaning_at(source, found.start + start, found.end + end) is None
    second = define(source.text)[1]
    assert meaning_at(source, second.start, second.end) is None


def test_a_quotation_that_is_a_definition_as_a_whole():
    assert defined_by("intensive care unit (ICU)") == Definition("ICU", "intensive care unit", 0, 25)
    assert defined_by("OSA: obstructive sleep apnoea") is not None
    assert defined_by("The intensive care unit (ICU) is full.") is None
    assert defined_by("methotrexate (MTX)") is None
    assert defined_by("") is None


def test_every_well_known_abbreviation_has_a_reason():
    assert len(well_known()) > 50
    assert all(reason.strip() for reason in well_known().values())


WORDS = st.sampled_from(
    "care unit pressure blood two 12 not without never methotrexate aspirin mg daily twice must unless oral of "
    "and with intravenous resonance heart disease if III no insulin acid rate units per week one".split()
)


@given(st.lists(WORDS, min_size=2, max_size=5), st.booleans())
def test_what_is_told_holds_no_number_negation_drug_route_or_unit(words, before):
    short = "".join(w[0] for w in words).upper()
    long = " ".join(words)
    source = document(f"Here is {short} ({long}) told." if before else f"Here, {long} ({short}) is told.")
    found = meaning(source, short)
    if found is None:
        return
    assert not any(c.isnumeric() for c in found.long)
    assert not lexicon.drugs_in(found.long)
    assert not {t.kind for t in canon(found.long).tokens} & _TURNING
    assert not any(t.key == "not" for t in canon(found.long).tokens)


@given(st.sampled_from([pattern for pattern, _ in UNITS]), st.sampled_from("ICU MG ML IU BPM".split()))
def test_a_unit_is_never_told(pattern, short):
    if re.fullmatch(pattern, short, re.IGNORECASE):
        assert meaning(document(f"The invented care unit ({short})."), short) is None


@given(st.text(alphabet="ABab ()[],;:=.-\n12é", max_size=80), st.text(alphabet="AB12é-", max_size=4))
def test_any_text_has_definitions_that_the_gate_finds_again(text, short):
    source = document(f"Abbreviations: {text}")
    found = meaning(source, short)
    if found is not None:
        assert meaning_at(source, found.start, found.end) == found
        assert tellable(found)
