import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.abbreviations import define, definitions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Serum methylmalonic acid (MMA) rises.", {"MMA": "methylmalonic acid"}),
        ("It raises homocysteine (Hcy).", {"Hcy": "homocysteine"}),
        ("People with atrial fibrillation (AF; any type) bleed.", {"AF": "atrial fibrillation"}),
        ("The eGFR (estimated glomerular filtration rate) fell.", {"eGFR": "estimated glomerular filtration rate"}),
        (
            "It causes subacute combined degeneration of the cord (SCD).",
            {"SCD": "subacute combined degeneration of the cord"},
        ),
        ("Non-steroidal anti-inflammatory drugs (NSAIDs) harm.", {"NSAIDs": "Non-steroidal anti-inflammatory drugs"}),
        ("Take it twice daily (bd).", {}),
        ("Give the bleeding disorder (bd) score.", {"bd": "bleeding disorder"}),
        ("Inject 5 mg (intramuscular) in adults (see Table 2).", {}),
        ("Of 24 patients (50%) few were well (n = 24).", {}),
        ("It may include low dose (mild) drugs.", {}),
        ("This is vitamin B12 (B12).", {}),
        ("There is (IV) no long form.", {}),
        ("the wrapped international\nnormalised ratio (INR)", {"INR": "international normalised ratio"}),
        ("It ended. International bodies act (IBA).", {"IBA": "International bodies act"}),
        ("Direct (D", {}),
    ],
)
def test_definitions(text, expected):
    assert definitions(text) == expected


def test_the_first_definition_counts_and_its_place_is_given():
    text = "Use mean arterial pressure (MAP) here. Use medical action plans (MAP) there."
    assert definitions(text) == {"MAP": "mean arterial pressure"}
    first = define(text)[0]
    assert text[first.start : first.end] == "mean arterial pressure (MAP)"


def test_a_definition_does_not_reach_into_the_sentence_before():
    assert definitions("Stop the drug. After that (SDA) go on.") == {}


@given(st.text(alphabet="abAB (),;.\n12-"))
def test_places_are_within_the_text_and_end_with_the_bracket(text):
    for found in define(text):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.end - 1] == ")"
        assert found.short in text[found.start : found.end]
        assert len(found.long) > len(found.short)


def test_many_brackets_do_not_take_long():
    began = time.perf_counter()
    definitions(" (ab) x" * 4_000)
    assert time.perf_counter() - began < 4
