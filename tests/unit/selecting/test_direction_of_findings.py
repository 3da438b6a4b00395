"""Directions of findings. The drugs zelmorate and pavidine are invented, and so are all sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.selecting.direction import Direction, direction_of

FOUND = [
    ("Does zelmorate reduce stroke?", "Zelmorate did not reduce stroke.", "no"),
    ("Does zelmorate reduce stroke?", "Zelmorate significantly reduced the risk of stroke.", "yes"),
    ("Does zelmorate reduce stroke?", "Zelmorate increased stroke.", "no"),
    ("Does zelmorate increase bleeding?", "Zelmorate reduced bleeding.", "no"),
    ("Does zelmorate increase bleeding?", "Bleeding was more frequent with zelmorate.", "yes"),
    (
        "Does zelmorate increase bleeding?",
        "There was no significant difference in bleeding between zelmorate and placebo.",
        "no",
    ),
    ("Does zelmorate increase bleeding?", "Stroke was less frequent with zelmorate.", "not settled"),
    ("Is zelmorate as good as pavidine?", "There was no difference between zelmorate and pavidine.", "yes"),
    ("Is zelmorate as effective as pavidine?", "Zelmorate was not inferior to pavidine.", "yes"),
    ("Is zelmorate as effective as pavidine?", "Zelmorate was inferior to pavidine.", "no"),
    (
        "Is there a difference between zelmorate and pavidine?",
        "There was no difference between zelmorate and pavidine.",
        "no",
    ),
    ("Is there a difference between zelmorate and pavidine?", "Zelmorate and pavidine were similar.", "no"),
    ("Do zelmorate and pavidine differ?", "Zelmorate was superior to pavidine.", "yes"),
    ("Is zelmorate better than pavidine?", "Pavidine was superior to zelmorate.", "no"),
    ("Is zelmorate better than pavidine?", "Zelmorate was superior to pavidine.", "yes"),
    ("Is zelmorate superior to pavidine for gout?", "In gout, pavidine was more effective than zelmorate.", "no"),
    ("Is zelmorate better than pavidine?", "Zelmorate and pavidine were equally effective.", "no"),
    ("Is zelmorate associated with falls?", "Zelmorate was not associated with falls.", "no"),
    ("Is zelmorate associated with falls?", "Zelmorate was associated with falls.", "yes"),
    ("Is zelmorate associated with falls?", "It is unclear whether zelmorate is associated with falls.", "not settled"),
    (
        "Is zelmorate associated with falls?",
        "Further studies are needed to determine whether zelmorate is associated with falls.",
        "not settled",
    ),
    ("Is zelmorate associated with falls?", "There is insufficient evidence on zelmorate and falls.", "not settled"),
    ("Is zelmorate unnecessary in gout?", "Zelmorate is not needed in gout.", "yes"),
    ("Is zelmorate unnecessary in gout?", "Zelmorate is necessary in gout.", "no"),
    ("Is zelmorate ineffective in gout?", "Zelmorate was effective in gout.", "no"),
    ("Is zelmorate ineffective in gout?", "Zelmorate was ineffective in gout.", "yes"),
    ("Is zelmorate effective in gout?", "Zelmorate failed to improve gout.", "no"),
    ("Is zelmorate effective in gout?", "Zelmorate is ineffective in gout.", "no"),
    ("Is zelmorate effective in gout?", "Zelmorate is not ineffective in gout.", "not settled"),
    ("Is there no benefit of zelmorate in gout?", "There was no benefit of zelmorate in gout.", "yes"),
    ("Is zelmorate harmless in gout?", "Zelmorate caused harm in gout.", "no"),
    ("Is zelmorate harmless in gout?", "Zelmorate is harmful in gout.", "no"),
    ("Is zelmorate harmful in gout?", "Zelmorate was safe in gout.", "not settled"),
    ("Is zelmorate overused in gout?", "Zelmorate is overused in gout.", "yes"),
    ("Is zelmorate overused in gout?", "Zelmorate is not overused in gout.", "no"),
    ("Does zelmorate cause gout?", "Neither zelmorate nor pavidine caused gout.", "no"),
    ("Does zelmorate cause gout?", "Zelmorate is unlikely to cause gout.", "no"),
    ("Does zelmorate cause gout?", "Zelmorate can cause gout.", "yes"),
    ("Does zelmorate cause gout?", "Zelmorate may cause gout.", "yes"),
    ("Does zelmorate cause gout?", "Zelmorate is used for gout.", "not settled"),
    ("Does zelmorate cause gout?", "Take the tablets with food.", "not settled"),
    ("Does zelmorate prevent gout?", "Zelmorate prevents gout.", "yes"),
    ("Does zelmorate prevent gout?", "Gout is common.", "not settled"),
    ("Does zelmorate prevent gout?", "Zelmorate relieves asthma.", "not settled"),
    ("Does zelmorate prevent gout?", "No evidence supports zelmorate for the prevention of gout.", "no"),
    ("Does zelmorate prevent gout?", "Zelmorate cannot be recommended to prevent gout.", "no"),
    (
        "Does zelmorate improve survival in gout?",
        "Zelmorate improved symptoms but not survival in gout.",
        "not settled",
    ),
    ("Does zelmorate improve symptoms in gout?", "Zelmorate improved symptoms but not survival in gout.", "yes"),
    ("Does zelmorate improve survival in gout?", "Survival was longer with zelmorate in gout.", "yes"),
    ("Does zelmorate improve survival in gout?", "Pavidine rather than zelmorate improved survival in gout.", "no"),
    (
        "Does zelmorate lower homocysteine?",
        "Zelmorate given for raised homocysteine does not reduce strokes.",
        "not settled",
    ),
    ("Is zelmorate safe in gout?", "No study has shown that zelmorate is safe in gout.", "not settled"),
    ("Is zelmorate safe in gout?", "Zelmorate is safe in gout except in pregnancy.", "not settled"),
    ("Is zelmorate safe in gout?", "Zelmorate is safe only below 5 mg in gout.", "not settled"),
    ("Is zelmorate 50 mg safe in gout?", "Zelmorate is safe at up to 20 mg in gout.", "not settled"),
    ("Is zelmorate safe in gout?", "Zelmorate is far from safe in gout.", "no"),
    ("Isn't zelmorate contraindicated in gout?", "Zelmorate is contraindicated in gout.", "not settled"),
    ("Is zelmorate not contraindicated in gout?", "Zelmorate is contraindicated in gout.", "not settled"),
    ("Is zelmorate or pavidine better in gout?", "Pavidine is better than zelmorate in gout.", "not settled"),
    ("Does zelmorate always cure gout?", "Zelmorate cures gout.", "not settled"),
    ("Is zelmorate the only treatment of gout?", "Zelmorate is a treatment of gout.", "not settled"),
    ("Is zelmorate first-line in gout?", "Zelmorate is second-line in gout.", "not settled"),
    ("Is oral B12 better than intramuscular B12?", "Intramuscular B12 is better than oral B12.", "no"),
    ("Is oral B12 as effective as intramuscular B12?", "Oral B12 is less effective than intramuscular B12.", "no"),
    ("Do diuretics cause gout?", "Diuretics are a cause of gout.", "yes"),
]

# What a study may find, with "not" in it and without: question, finding, finding with "not".
VERBS = [
    ("Does {a} reduce {b}?", "{a} reduced {b}.", "{a} did not reduce {b}."),
    ("Does {a} reduce {b}?", "{a} reduces {b} in adults.", "{a} does not reduce {b} in adults."),
    ("Does {a} increase {b}?", "{a} increased {b}.", "{a} did not increase {b}."),
    ("Does {a} improve {b}?", "{a} improved {b}.", "{a} did not improve {b}."),
    ("Can {a} prevent {b}?", "{a} can prevent {b}.", "{a} can not prevent {b}."),
    ("Does {a} cause {b}?", "{a} causes {b}.", "{a} does not cause {b}."),
    ("Is {a} associated with {b}?", "{a} was associated with {b}.", "{a} was not associated with {b}."),
    ("Is {a} effective in {b}?", "{a} is effective in {b}.", "{a} is not effective in {b}."),
    ("Is {a} needed in {b}?", "{a} is needed in {b}.", "{a} is not needed in {b}."),
    ("Is {a} safe in {b}?", "{a} is safe in {b}.", "{a} is not safe in {b}."),
    ("Is {a} recommended in {b}?", "{a} is recommended in {b}.", "{a} is not recommended in {b}."),
    ("Can {a} be given in {b}?", "{a} can be given in {b}.", "{a} can not be given in {b}."),
    ("Should {a} be given in {b}?", "{a} should be given in {b}.", "{a} should not be given in {b}."),
    ("Should {a} be stopped in {b}?", "{a} should be stopped in {b}.", "{a} should not be stopped in {b}."),
    ("Should {a} be continued in {b}?", "{a} should be continued in {b}.", "{a} should not be continued in {b}."),
    ("Is {a} contraindicated in {b}?", "{a} is contraindicated in {b}.", "{a} is not contraindicated in {b}."),
]
DRUGS = st.sampled_from(["zelmorate", "pavidine", "corlimast", "labetalol", "metformin", "vitamin B12", "oral iron"])
CONDITIONS = st.sampled_from(
    ["gout", "asthma", "stroke", "porphyria", "pregnancy", "heart failure", "renal impairment"]
)
TEXTS = st.text(max_size=120) | st.lists(
    st.sampled_from(
        "Is Should Can not never no zelmorate given stopped in asthma below eGFR 30 between and or but than ( ) , . ? "
        "contraindicated safe needed reduce increase difference similar rather unless was may".split()
    ),
    max_size=25,
).map(" ".join)


@pytest.mark.parametrize(("question", "quoted", "direction"), FOUND)
def test_a_finding_goes_as_its_words_say(question: str, quoted: str, direction: str) -> None:
    assert direction_of(question, [[quoted]]) == direction


@pytest.mark.parametrize(("question", "finding", "_negated"), VERBS)
@settings(max_examples=30)
@given(a=DRUGS, b=CONDITIONS)
def test_a_plain_finding_says_yes(question: str, finding: str, _negated: str, a: str, b: str) -> None:
    said = finding.format(a=a, b=b)
    assert direction_of(question.format(a=a, b=b), [[said[0].upper() + said[1:]]]) == Direction.YES


@pytest.mark.parametrize(("question", "_finding", "negated"), VERBS)
@settings(max_examples=30)
@given(a=DRUGS, b=CONDITIONS)
def test_with_not_it_says_no(question: str, _finding: str, negated: str, a: str, b: str) -> None:
    said = negated.format(a=a, b=b)
    assert direction_of(question.format(a=a, b=b), [[said[0].upper() + said[1:]]]) == Direction.NO


@pytest.mark.parametrize(("question", "finding", "negated"), VERBS)
@settings(max_examples=30)
@given(a=DRUGS, b=CONDITIONS, turned=st.booleans())
def test_sources_that_go_opposite_ways_disagree(
    question: str, finding: str, negated: str, a: str, b: str, turned: bool
) -> None:
    sources = [[text.format(a=a, b=b)] for text in (finding, negated)]
    assert direction_of(question.format(a=a, b=b), sources[::-1] if turned else sources) == Direction.DISAGREE


@pytest.mark.parametrize(("question", "finding", "_negated"), VERBS)
@settings(max_examples=30)
@given(a=DRUGS, b=CONDITIONS, other=CONDITIONS)
def test_another_condition_never_says_yes(
    question: str, finding: str, _negated: str, a: str, b: str, other: str
) -> None:
    if other != b:
        said = finding.format(a=a, b=other)
        assert direction_of(question.format(a=a, b=b), [[said]]) != Direction.YES


@pytest.mark.parametrize(("question", "finding", "_negated"), VERBS)
@settings(max_examples=30)
@given(a=DRUGS, b=CONDITIONS, other=DRUGS)
def test_another_drug_never_says_yes(question: str, finding: str, _negated: str, a: str, b: str, other: str) -> None:
    if other != a:
        assert direction_of(question.format(a=a, b=b), [[finding.format(a=other, b=b)]]) != Direction.YES


@given(question=TEXTS, sources=st.lists(st.lists(TEXTS, max_size=3), max_size=3))
def test_any_text_has_a_direction(question: str, sources: list[list[str]]) -> None:
    assert direction_of(question, sources) in Direction


@given(sources=st.lists(st.lists(TEXTS, max_size=3), max_size=3))
def test_a_source_that_settles_nothing_changes_nothing(sources: list[list[str]]) -> None:
    question = "Should zelmorate be given in asthma?"
    assert direction_of(question, [*sources, ["Take it with food."]]) == direction_of(question, sources)


def test_nothing_quoted_settles_nothing() -> None:
    assert direction_of("Is zelmorate safe in gout?", []) == Direction.NOT_SETTLED
    assert direction_of("Is zelmorate safe in gout?", [[]]) == Direction.NOT_SETTLED
