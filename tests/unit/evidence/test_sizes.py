"""How many took part: denominators count, bare numerators do not, groups are added up. All texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.evidence.sizes import in_sentence, of_review, of_study

SENTENCES = {
    "In 24 people with gout (12 per group), urate was lower.": 24,
    "Gout improved in 7 of 12 evaluable people and was worse in 5.": 12,
    "Attacks were fewer in 74% across both groups of 46 people with gout.": 46,
    "Recovery was complete in 31 in a series of 57 people with gout.": 57,
    "Pain fell in an uncontrolled series of nine people with gout.": 9,
    "Death occurred in 12/120 with exemplolol versus 20/118 with placebo.": 238,
    "Of 100 people, most fell ill.": 100,
    "In 1,024 adults with gout, fewer fell ill.": 1024,
    "In three randomised trials with 153 participants with gout, urate fell.": 153,
    "Of the 30 patients with severe gout, 20 recovered.": 30,
}


@pytest.mark.parametrize(("text", "number"), SENTENCES.items())
def test_the_denominator_of_a_finding_is_its_size(text: str, number: int) -> None:
    found = in_sentence(text)
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize(
    "text",
    [
        "Treatment was stopped by 2 people (rash, cough).",
        "Adverse events occurred in 12 patients with gout.",
        "Nausea was reported by 3 women.",
        "The commonest events were nausea (n = 12) and rash (n = 8).",
        "Blood pressure fell to 120/80 mm Hg.",
        "Exemplolol 10 mg for 12 weeks relieved gout in people aged 16 years and older.",
        "Between 2003 and 2006 patients were treated.",
    ],
)
def test_a_numerator_an_amount_or_a_year_is_no_size(text: str) -> None:
    assert in_sentence(text) is None


STUDIES = {
    "We randomly assigned 412 adults with gout to exemplolol or placebo.": 412,
    "Sixty-four patients were randomised, double blind, to exemplolol or placebo.": 64,
    "One hundred and twenty-four consecutive patients were enrolled.": 124,
    "Three thousand four hundred and ninety-four patients took part.": 3494,
    "Of 320 patients screened, 96 were randomised (48 to each group).": 96,
    "Patients were randomly assigned to exemplolol (n = 60) or placebo (n=58).": 118,
    "Participants (n = 46) were randomised to exemplolol (n = 23) or placebo (n = 23).": 46,
    "Adults were randomly assigned to exemplolol (147 patients) or placebo (150 patients).": 297,
    "Adults with gout (n = 520) were randomised 1:1 to exemplolol or placebo.": 520,
    "We compared 180 people with gout with 180 controls matched for age.": 360,
    "From January 2005 through August 2006, 169 consecutive patients were included.": 169,
    "A total of 45 079 patients were treated.": 45079,
    "There were 108 patients, of whom 41 had severe gout (n = 41).": 108,
    "Exemplolol was given to 14 people with gout.": 14,
    "All 77 adults from our hospital were seen again.": 77,
    "Gout improved in 14 of 26 people.": 26,
    "We allocated 60 patients to exemplolol and 62 to placebo.": 122,
    "In all, 310 were assigned to exemplolol and 305 to placebo.": 615,
    "Patients were randomised for 12 weeks to exemplolol 5 mg and 10 mg to take home; there were 80 patients.": 80,
    "Fifteen men and twelve women took part.": 27,
    "440 (86%) patients were randomised.": 440,
    "The trial enrolled 120.": 120,
}


@pytest.mark.parametrize(("text", "number"), STUDIES.items())
def test_a_study_has_the_people_that_it_allocated_or_enrolled(text: str, number: int) -> None:
    found = of_study(text)
    assert found is not None
    assert found.number == number


def test_those_allocated_come_before_those_enrolled_or_interviewed() -> None:
    text = "We enrolled 900 adults.\n\nIn all, 640 patients were randomised. Of these, 24 patients were interviewed."

    found = of_study(text)

    assert found is not None
    assert found.number == 640


def test_what_is_no_person_has_no_size() -> None:
    assert of_study("Resistance was found in 223/325 isolates, and 11 of 13 genes were known.") is None


def test_a_review_has_the_studies_that_it_included() -> None:
    text = "We read 120 articles. The review included 7 randomised trials and 2 observational studies."

    found = of_review(text)

    assert found is not None
    assert found.number == 9
    assert [w.text for w in found.words] == ["7 randomised trials", "2 observational studies"]


PIECES = st.sampled_from(
    [
        *SENTENCES,
        *STUDIES,
        "n = ",
        "24",
        " people",
        " of ",
        "(",
        ")",
        "/",
        "one hundred",
        " were randomised",
        ". ",
        "\n",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=10).map("".join), st.integers(0, 90))
def test_a_size_stands_where_it_says(text: str, at: int) -> None:
    for found in (in_sentence(text, at), of_study(text, at), of_review(text, at)):
        if found is not None:
            assert found.words
            assert found.number >= 0
            assert all(text[w.start - at : w.end - at] == w.text for w in found.words)
