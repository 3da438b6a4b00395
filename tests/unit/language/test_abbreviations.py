import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.abbreviations import best_long_form, define, definitions, used


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
        ("Take a proton pump inhibitor (PPI).", {"PPI": "proton pump inhibitor"}),
        ("thrombotic thrombocytopenic purpura (TTP)", {"TTP": "thrombotic thrombocytopenic purpura"}),
        ("Raised methylmalonic acid [MMA] says so.", {"MMA": "methylmalonic acid"}),
        ("As said before [12] and [see Table 2] it is.", {}),
        ("They call it “atrial fibrillation” (AF).", {"AF": "atrial fibrillation"}),
        ("(atrial fibrillation (AF))", {"AF": "atrial fibrillation"}),
        ("idiopathic (id-ee-o-PATH-ick) pulmonary fibrosis (IPF)", {"IPF": "idiopathic pulmonary fibrosis"}),
        (
            "Failure with mildly reduced (FMR) and reduced fraction (FRF) is told.",
            {"FMR": "Failure with mildly reduced"},
        ),
        ("The ratio rose by 1.3% versus 1.4% (RR 0.9; 95% CI 0.5).", {}),
        ("It was reported (P < 0.05) so.", {}),
        ("Read https://invented.example/licence (Licence).", {}),
        ("glucose-6-phosphate dehydrogenase (G6PD)", {"G6PD": "glucose-6-phosphate dehydrogenase"}),
        ("1,25-dihydroxyvitamin D (125D)", {"125D": "1,25-dihydroxyvitamin D"}),
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


@given(st.text(alphabet="abAB ()[],;.%\n12-"))
def test_places_are_within_the_text_and_end_with_the_bracket(text):
    for found in define(text):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.end - 1] in ")]"
        assert found.short in text[found.start : found.end]
        assert len(found.long) > len(found.short)


def test_many_brackets_do_not_take_long():
    began = time.perf_counter()
    definitions(" (ab) x" * 4_000)
    assert time.perf_counter() - began < 4


WORDS = st.lists(st.text(alphabet="abcdefgh", min_size=7, max_size=9), min_size=2, max_size=6)


@given(words=WORDS)
def test_initials_in_brackets_are_defined_by_the_words_before_them(words):
    short = "".join(word[0] for word in words).upper()
    text = f"{'Zz ' * 3}{' '.join(words)} ({short})."
    assert definitions(text).get(short) == " ".join(words)


@given(words=WORDS, before=st.text(alphabet="xyz ", max_size=20))
def test_a_long_form_holds_the_letters_of_its_short_form_in_order(words, before):
    window = f"{before} {chr(32).join(words)}"
    short = "".join(word[0] for word in words)
    begin = best_long_form(short, window)
    assert begin is not None
    letters = iter(window[begin:])
    assert all(letter in letters for letter in short)


@given(words=WORDS, white=st.sampled_from(["\n", "  ", "\t"]))
def test_white_space_changes_no_definition(words, white):
    short = "".join(word[0] for word in words).upper()
    assert definitions(f"{' '.join(words)} ({short})") == definitions(f"{white.join(words)} ({short})")


def test_a_passage_is_found_by_what_its_document_said_that_a_short_form_means():
    known = definitions("Peripheral arterial disease (PAD) is told here. A proton pump inhibitor (PPI) too.")
    assert used("PPIs in PAD, or PAD without PPI", known) == ("proton pump inhibitor", "Peripheral arterial disease")
    assert used("padded pad PADS iPAD", known) == ()
    assert used("PAD", {}) == ()
