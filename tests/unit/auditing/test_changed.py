"""Units, groups, stages, levels and orders of time that a claim has otherwise. What the sources say is invented."""

from __future__ import annotations

import pytest

from curbside.auditing.changed import changed_faults
from curbside.auditing.finding import said_by
from curbside.auditing.turned import turn_faults

LEVEL = "In suspected vitamin B12 deficiency a total vitamin B12 below 180 pg/mL is diagnostic of deficiency."
TRIAL = "Methylcobalamin 50 mg intramuscularly twice a week gave a change in early-stage amyotrophic lateral sclerosis."
REVIEW = "People are reviewed 3 months after starting vitamin B12 replacement, or 1 month after starting if pregnant."
VIRAL = "Outpatients with pneumonia, no comorbidities and a positive viral test need no empirical antibiotics."
TESTS = "Diagnostic blood tests are taken before vitamin B12 replacement is started."
NORMAL = "Serum B12 is often normal in nitrous oxide-induced subacute combined degeneration."
ORAL = "For pneumonia, oral antibiotics are first line if the person can take them."
SWAPPED = "After starting B12 replacement people are reviewed after 1 month, or 3 months if pregnant."
HAVING = "Outpatients with pneumonia, with comorbidities and a positive viral test need no antibiotics."
AVOIDED = "The intravenous route should be avoided when cyanocobalamin is given."


def told(one, found, claim: str, *sentences: str) -> set[str]:
    mine, there = said_by(one(claim)), found(claim, *sentences)
    return {str(f.kind) for f in (*turn_faults(mine, there), *changed_faults(mine, there)) if f.against}


@pytest.mark.parametrize(
    ("claim", "sentence", "kind"),
    [
        ("A total B12 under 180 pmol/L is diagnostic of deficiency.", LEVEL, "number_or_unit"),
        ("The trial gave methylcobalamin 50 micrograms IM twice a week.", TRIAL, "number_or_unit"),
        ("Methylcobalamin was given in advanced amyotrophic lateral sclerosis.", TRIAL, "population_swapped"),
        (SWAPPED, REVIEW, "population_swapped"),
        (HAVING, VIRAL, "population_swapped"),
        ("Blood for diagnostic tests is taken after B12 replacement has been started.", TESTS, "negation_or_direction"),
        ("Serum B12 is nearly always low in nitrous oxide-induced degeneration.", NORMAL, "negation_or_direction"),
        ("For pneumonia, intravenous antibiotics are first line.", ORAL, "negation_or_direction"),
        ("The intravenous route is preferred for cyanocobalamin.", AVOIDED, "negation_or_direction"),
    ],
)
def test_what_is_another_in_the_source_is_told(one, found, claim: str, sentence: str, kind: str) -> None:
    assert kind in told(one, found, claim, sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("A total B12 under 180 pg/mL is diagnostic of deficiency.", LEVEL),
        ("The trial gave methylcobalamin 50,000 micrograms IM twice a week.", TRIAL),
        ("Methylcobalamin was given in early amyotrophic lateral sclerosis.", TRIAL),
        ("After starting B12 replacement people are reviewed after 3 months, or 1 month if pregnant.", REVIEW),
        (
            "Outpatients with pneumonia, without comorbidities and with a positive viral test need no antibiotics.",
            VIRAL,
        ),
        ("Before B12 replacement is started, blood is taken for diagnostic tests.", TESTS),
        ("Serum B12 is usually normal in nitrous oxide-induced degeneration.", NORMAL),
        ("For pneumonia, antibiotics by mouth are first line.", ORAL),
        ("The intravenous route is to be avoided for cyanocobalamin.", AVOIDED),
    ],
)
def test_what_is_the_same_is_not(one, found, claim: str, sentence: str) -> None:
    assert told(one, found, claim, sentence) == set()


def test_another_unit_that_a_further_sentence_has_is_no_fault(one, found) -> None:
    other = "A total vitamin B12 below 180 pmol/L is diagnostic of deficiency in another laboratory."

    assert told(one, found, "A total B12 under 180 pmol/L is diagnostic of deficiency.", LEVEL, other) == set()
