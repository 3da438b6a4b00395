"""The list of clinical abbreviations: what it may hold, and when a long form is taken."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.expanding import expansions, listed, long_form
from curbside.language.tokens import terms


def both(text):
    return [(e.text, e.written, e.sure) for e in expansions(text)]


def long_forms(text):
    return [e.written for e in expansions(text) if e.is_long]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Apixaban in AF?", ["atrial fibrillation"]),
        ("apixaban in af?", ["atrial fibrillation"]),
        ("Do NSAIDs harm in CKD?", ["non-steroidal anti-inflammatory drug", "chronic kidney disease"]),
        ("treatment of dvts", ["deep vein thrombosis"]),
        ("Is PE treated at home?", []),
        ("Is anticoagulation for PE lifelong?", ["pulmonary embolism"]),
        ("magnesium for PE", ["pre-eclampsia"]),
        ("magnesium or heparin for PE", []),
        ("MS drugs", []),
        ("MS relapse", ["multiple sclerosis"]),
        ("valve surgery in MS", ["mitral stenosis"]),
        ("AS a nurse, should I give it?", []),
        ("Give 5 mg or 10 ms, all of it", []),
        ("chemotherapy in ALL", ["acute lymphoblastic leukaemia"]),
        ("Counselling (MI) for smokers", ["motivational interviewing"]),
        ("Aspirin after MI", ["myocardial infarction"]),
        ("THE DOSE IN AF AS ASKED", ["atrial fibrillation"]),
        ("pAF, AFs-like and non-AF", []),
    ],
)
def test_a_long_form_is_given_where_something_decides(text, expected):
    assert long_forms(text) == expected


def test_a_long_form_gives_its_abbreviations_and_says_which_mean_something_else_too():
    assert both("fibrillation of the atria, pulmonary embolism, chronic kidney diseases") == [
        ("pulmonary embolism", "PE", False),
        ("chronic kidney diseases", "CKD", True),
    ]
    assert [w for _, w, _ in both("an electrocardiogram")] == ["ECG", "EKG"]


def test_every_line_has_a_source_and_decides_where_it_must():
    lines = listed()
    for line in lines:
        assert re.match(r"plain$|https?://|pmid:\d+$|PMC\d+$", line.source), line
        assert line.short != line.long
        assert all(terms(word) for word in (line.long, *line.deciding))
    for short in {line.short for line in lines}:
        same = [line for line in lines if line.short == short]
        assert len({line.long for line in same}) == len(same), short
        assert sum(not line.deciding for line in same) <= 1, short
    assert len(lines) > 200


def test_a_word_decides_for_one_long_form_only():
    for short in {line.short for line in listed()}:
        words = [word.lower() for line in listed() if line.short == short for word in line.deciding]
        shared = {word for word in words if words.count(word) > 1}
        assert shared <= {"pneumonia", "antibiotic", "antibiotics", "lung"}, (short, shared)


def test_an_abbreviation_that_is_not_listed_has_none():
    assert long_form("XYZQ", "XYZQ") is None


@given(st.text(alphabet="AFPEMS sd.-,αé", max_size=40))
def test_places_are_where_the_text_has_them(text):
    for found in expansions(text):
        assert text[found.start : found.end] == found.text
        assert found.written != found.text
