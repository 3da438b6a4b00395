"""Restatements of invented sentences are recognised; no edit by rule of any sentence is."""

from __future__ import annotations

import pytest
from evals.edit_rules import DANGEROUS
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.auditing.claims import Claim
from curbside.auditing.finding import beside, said_by
from curbside.auditing.restated import restates
from curbside.evidence.status import standing
from curbside.language.splitting import split
from curbside.language.text import content_hash
from curbside.types import Kind, Source

RESTATED = [
    (
        "In asthma, labetalol 0.7 mg IM is given twice a week.",
        "In asthma labetalol 700 micrograms is given twice weekly by intramuscular injection.",
    ),
    ("In adults with asthma, labetalol is contraindicated.", "Labetalol is contraindicated in adults with asthma."),
    (
        "In people with asthma, labetalol and nifedipine should be offered.",
        "Labetalol and nifedipine should be offered to people with asthma.",
    ),
    (
        "People with asthma should have the peak flow monitored.",
        "In people with asthma the peak flow should be monitored (graded by the source: A).",
    ),
]
ANOTHER = [
    ("Labetalol is given in asthma.", "Labetalol may be given in asthma."),
    ("Labetalol is given in asthma.", "Labetalol is given in asthma if nifedipine fails."),
    ("Labetalol is given in asthma.", "Labetalol is given in asthma and heart block."),
    ("Labetalol is given in asthma.", "Children with asthma are given labetalol."),
    ("Wheeze takes weeks to settle in asthma.", "Wheeze takes weeks or months to settle in asthma."),
    ("The score is 1 in women and 2 in men with asthma.", "The score is 1 in men and 2 in women with asthma."),
    (
        "In asthma, labetalol is the second choice and nifedipine the first.",
        "In asthma, labetalol is the first choice and nifedipine the second.",
    ),
    ("Labetalol lowers nifedipine in asthma.", "Nifedipine lowers labetalol in asthma."),
    ("Labetalol cream is given in asthma.", "Labetalol is given in asthma."),
]
SENTENCES = [
    "Adults with asthma are given labetalol 700 micrograms IM on alternate days for two weeks, then 3 mg monthly.",
    "In adults with an eGFR below 77 mL/min, labetalol is not recommended unless nifedipine is contraindicated.",
    "Wheeze was higher with labetalol 7 mg once daily than with nifedipine 3 mg twice daily (7 versus 5).",
    "Before labetalol is started in asthma, nifedipine should be considered; labetalol may worsen wheeze in 7%.",
    "In pregnant women with anaphylaxis, at least two injections of adrenaline 5 mg to 7 mg may be needed.",
]
FRONTED = [
    "In asthma, adults are given labetalol 700 micrograms IM on alternate days for two weeks, then 3 mg monthly.",
    "Labetalol is not recommended in adults with an eGFR below 77 mL/min unless nifedipine is contraindicated.",
]


@pytest.mark.parametrize(("claim", "source"), RESTATED)
def test_other_harmless_words_restate_a_sentence(found, one, claim: str, source: str) -> None:
    (unit,) = found(claim, source)
    assert restates(said_by(one(claim)), unit)


@pytest.mark.parametrize(("claim", "source"), ANOTHER)
def test_another_claim_does_not(found, one, claim: str, source: str) -> None:
    (unit,) = found(claim, source)
    assert not restates(said_by(one(claim)), unit)


def _unit(sentence: str, claim: str) -> tuple[Claim, bool]:
    text = f"# Invented\n\n{sentence}\n"
    source = Source("file:i", text, content_hash(text), Kind.GUIDELINE, "Invented", units=split(text, "markdown"))
    said = Claim(claim, 0, len(claim), claim)
    return said, restates(said_by(said), beside(said_by(said), source, source.units[0], standing(source)))


EDITS = [(name, s, edited) for s in (*SENTENCES, *FRONTED) for name, rule in DANGEROUS.items() for edited in rule(s)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EDITS), st.sampled_from(SENTENCES))
def test_no_dangerous_edit_restates_any_sentence(edit: tuple[str, str, str], source: str) -> None:
    name, _, edited = edit
    _, accepted = _unit(source, edited)
    assert not accepted, name


def test_there_are_edits_of_many_kinds() -> None:
    assert len(EDITS) > 100
    assert len({name for name, _, _ in EDITS}) > 15
