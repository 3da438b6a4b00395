"""Directions of advice. The drugs zelmorate, pavidine and corlimast are invented, and so are all sentences."""

from __future__ import annotations

import pytest

from curbside.selecting.direction import direction_of

CARRIED = [
    # thresholds
    ("Should metformin be stopped at eGFR 28?", "Metformin is contraindicated below eGFR 30.", "yes"),
    ("Should metformin be stopped at eGFR 28?", "Stop metformin if eGFR is below 30 mL/min/1.73 m2.", "yes"),
    (
        "Should metformin be stopped at an eGFR of 28?",
        "Metformin should be stopped if the eGFR is less than 30.",
        "yes",
    ),
    ("Can zelmorate be given at eGFR 25?", "Zelmorate is contraindicated below eGFR 30.", "no"),
    ("Can zelmorate be used at eGFR 50?", "Zelmorate can be used if eGFR is above 45.", "yes"),
    ("Can zelmorate be used at eGFR 40?", "Zelmorate may be given at eGFR 30 to 45.", "yes"),
    ("Is zelmorate contraindicated at eGFR 20?", "Zelmorate is contraindicated in patients with eGFR below 30.", "yes"),
    ("Can zelmorate be given to a child of 3 years?", "Zelmorate must not be given to children under 5 years.", "no"),
    # populations and conditions
    ("Can labetalol be given in asthma?", "Labetalol is contraindicated in asthma.", "no"),
    ("Can labetalol be given in asthma?", "Labetalol is contraindicated in patients with asthma or heart block.", "no"),
    ("Can labetalol be used in asthma?", "Avoid labetalol in asthma because it may cause bronchospasm.", "no"),
    ("Can I give labetalol to a woman with asthma?", "Labetalol must not be used in women with asthma.", "no"),
    ("Is labetalol contraindicated in asthma?", "Labetalol is contraindicated in asthma.", "yes"),
    ("Should labetalol be avoided in asthma?", "Labetalol should be avoided in people with asthma.", "yes"),
    ("Is zelmorate safe in pregnancy?", "Zelmorate is safe in pregnancy.", "yes"),
    ("Is zelmorate safe in pregnancy?", "Zelmorate is contraindicated in pregnancy.", "no"),
    ("Is zelmorate safe in pregnancy?", "Zelmorate is not safe in pregnant women.", "no"),
    ("Is zelmorate unsafe in pregnancy?", "Zelmorate is safe in pregnancy.", "no"),
    ("Is it safe to give zelmorate in pregnancy?", "In pregnancy, zelmorate is contraindicated.", "no"),
    ("Can zelmorate be taken while breastfeeding?", "Do not use zelmorate during breastfeeding.", "no"),
    ("Can zelmorate be given in porphyria?", "Zelmorate can be given safely in porphyria.", "yes"),
    ("Can zelmorate be given in porphyria?", "Zelmorate cannot be given in porphyria.", "no"),
    ("May pavidine be used in gout?", "Pavidine may be used in gout.", "yes"),
    # recommended, needed
    ("Is zelmorate recommended for gout?", "Zelmorate is recommended for gout.", "yes"),
    ("Is zelmorate recommended for gout?", "Zelmorate is not recommended for gout.", "no"),
    ("Should zelmorate be offered for gout?", "Offer zelmorate for gout.", "yes"),
    ("Should zelmorate be offered for gout?", "Do not offer zelmorate for gout.", "no"),
    ("Should zelmorate be given in gout?", "Zelmorate should not be given in gout.", "no"),
    ("Is zelmorate needed in gout?", "Zelmorate is not needed in gout.", "no"),
    (
        "Is a dose reduction necessary in hepatic impairment with zelmorate?",
        "No dose reduction is necessary with zelmorate in hepatic impairment.",
        "no",
    ),
    # stopping, continuing
    ("Should zelmorate be stopped before surgery?", "Zelmorate should not be stopped before surgery.", "no"),
    ("Should zelmorate be stopped before surgery?", "Avoid stopping zelmorate before surgery.", "no"),
    ("Should zelmorate be stopped before surgery?", "Stop zelmorate before surgery.", "yes"),
    ("Should zelmorate be continued before surgery?", "Zelmorate should be continued before surgery.", "yes"),
    ("Should zelmorate be continued before surgery?", "Zelmorate should be stopped before surgery.", "no"),
    (
        "Does zelmorate need to be stopped before surgery?",
        "Zelmorate does not need to be stopped before surgery.",
        "no",
    ),
    ("Can zelmorate be stopped in remission?", "Zelmorate can be stopped in remission.", "yes"),
    ("Can zelmorate be stopped in remission?", "Do not stop zelmorate in remission.", "no"),
    # not contraindicated
    ("Is zelmorate contraindicated in asthma?", "Zelmorate is not contraindicated in asthma.", "no"),
    ("Can zelmorate be given in asthma?", "Zelmorate is not contraindicated in asthma.", "yes"),
    ("Should zelmorate not be given in gout?", "Zelmorate should not be given in gout.", "yes"),
    ("Is asthma a contraindication to zelmorate?", "Asthma is a contraindication to zelmorate.", "yes"),
    ("Can zelmorate be given in asthma?", "Asthma is not a contraindication to zelmorate.", "yes"),
    ("Should zelmorate be continued in gout?", "It is dangerous to stop zelmorate in gout.", "yes"),
    ("Should zelmorate be stopped in gout?", "Stopping zelmorate is not recommended in gout.", "no"),
    ("Can pavidine be given in porphyria?", "Zelmorate, corlimast or pavidine should not be used in porphyria.", "no"),
    # the second clause has the answer
    ("Can labetalol be given in asthma?", "Labetalol can be used in pregnancy but is contraindicated in asthma.", "no"),
    (
        "Can labetalol be given in pregnancy?",
        "Labetalol can be used in pregnancy but is contraindicated in asthma.",
        "yes",
    ),
]

OPEN = [
    # another threshold, none, or its very edge
    ("Should metformin be stopped at eGFR 50?", "Metformin is contraindicated below eGFR 30."),
    ("Should metformin be stopped at eGFR 38?", "Metformin should not be stopped at an eGFR above 45."),
    ("Should metformin be stopped at eGFR 30?", "Metformin is contraindicated below eGFR 30."),
    ("Should metformin be stopped at eGFR 28?", "Review the dose of metformin below eGFR 45."),
    ("Should metformin be stopped at eGFR 28?", "Metformin is contraindicated in acidosis."),
    ("Should metformin be stopped?", "Metformin should be stopped below eGFR 30."),
    ("Can zelmorate be used at eGFR 20?", "Zelmorate can be used if eGFR is above 45."),
    ("Can zelmorate be given at eGFR 25?", "Zelmorate can be given in renal impairment."),
    ("Can zelmorate be given to a child of 3 years?", "Zelmorate can be given to children over 5 years."),
    ("Can zelmorate be given for 28 days?", "Zelmorate is contraindicated below 30 months."),
    # another case, a narrower or a wider one
    ("Can labetalol be given in asthma?", "Labetalol is contraindicated in heart block."),
    ("Can labetalol be given in asthma?", "Labetalol can be given in pregnancy."),
    ("Can labetalol be given in asthma?", "Labetalol can be given."),
    ("Can labetalol be given?", "Labetalol is contraindicated in asthma."),
    ("Can labetalol be given in asthma?", "Labetalol can be given in mild asthma."),
    ("Can labetalol be given in asthma?", "In pregnancy, labetalol is contraindicated in severe asthma."),
    ("Is zelmorate safe in pregnancy?", "Zelmorate is safe in adults."),
    ("Is zelmorate safe in pregnancy?", "Zelmorate is safe in the second trimester of pregnancy."),
    ("Is zelmorate safe in pregnancy?", "Zelmorate was well tolerated in a trial."),
    ("Is zelmorate safe in pregnancy?", "Zelmorate can be used in pregnancy only if the benefit outweighs the risk."),
    ("Is zelmorate safe in pregnancy?", "It is not known whether zelmorate is safe in pregnancy."),
    ("Is zelmorate safe in pregnancy?", "There is no evidence that zelmorate is safe in pregnancy."),
    ("Is zelmorate safe in pregnancy?", "There is no evidence that zelmorate is unsafe in pregnancy."),
    ("Is zelmorate safe in pregnancy?", "Zelmorate is not recommended in pregnancy."),
    ("Is zelmorate safe in pregnancy?", "Zelmorate is not contraindicated in pregnancy."),
    ("Is zelmorate safe in pregnancy?", "Zelmorate is no longer thought safe in pregnancy."),
    ("Is zelmorate safe in pregnancy?", "Limited data suggest that zelmorate is safe in pregnancy."),
    ("Can zelmorate be given by injection in gout?", "Zelmorate tablets can be given in gout."),
    # another drug
    ("Can labetalol be given in asthma?", "Methyldopa is preferred in asthma."),
    ("Can labetalol be given in asthma?", "Pavidine can be given in asthma."),
    ("Can labetalol be given in asthma?", "Pavidine, unlike labetalol, can be given in asthma."),
    (
        "Can labetalol be given in asthma?",
        "Pavidine can be given in asthma, and labetalol is contraindicated in heart block.",
    ),
    ("Is labetalol recommended in asthma?", "Pavidine is recommended rather than labetalol in asthma."),
    ("Is labetalol recommended in asthma?", "Pavidine is recommended in asthma in women taking labetalol."),
    ("Is labetalol recommended in asthma?", "Monitoring of labetalol is recommended in asthma."),
    ("Should zelmorate be given in gout?", "Pavidine should be given before zelmorate in gout."),
    # weaker than asked, or of something else
    ("Should zelmorate be given in gout?", "Zelmorate may be considered in gout."),
    ("Should zelmorate be given in gout?", "Zelmorate is not contraindicated in gout."),
    ("Should zelmorate be stopped before surgery?", "Zelmorate can be stopped before surgery."),
    ("Should zelmorate be stopped in gout?", "Zelmorate is recommended in gout."),
    ("Can zelmorate be stopped in gout?", "Zelmorate is not needed in gout."),
    ("Can zelmorate be given in gout?", "Avoid stopping zelmorate in gout."),
    ("Can zelmorate be given in gout?", "Use zelmorate with caution in gout."),
    ("Can zelmorate be given in gout?", "Zelmorate should not routinely be given in gout."),
    ("Can zelmorate be given in gout?", "Failure to give zelmorate in gout is harmful."),
    ("Is zelmorate safe in gout?", "Stopping zelmorate is safe in gout."),
    ("Is zelmorate safe in gout?", "Zelmorate is effective in gout."),
    ("Is zelmorate safe in gout?", "Zelmorate is not licensed in gout."),
    ("Is zelmorate safe in gout?", "Zelmorate may be safe in gout."),
    ("Is zelmorate contraindicated in gout?", "Zelmorate may be contraindicated in gout."),
    ("Should zelmorate be stopped in gout?", "Zelmorate may need to be stopped in gout."),
    ("Should zelmorate be stopped in gout?", "Zelmorate must not be stopped abruptly in gout."),
    ("Is zelmorate needed in gout?", "In gout, zelmorate should be given with pavidine."),
    (
        "Is adrenaline contraindicated in anaphylaxis?",
        "Intramuscular adrenaline is not contraindicated in anaphylaxis.",
    ),
    # negations of negations
    ("Should zelmorate be given in gout?", "It is not true that zelmorate should not be given in gout."),
    ("Should zelmorate be given in gout?", "Zelmorate should not be withheld unless gout is absent."),
    ("Can zelmorate be given in gout?", "Zelmorate should never not be given in gout."),
    ("Is zelmorate contraindicated in asthma?", "Zelmorate is no longer contraindicated without asthma."),
    ("Can zelmorate be given in asthma?", "Zelmorate was formerly contraindicated in asthma."),
    ("Can zelmorate be given in asthma?", "Some clinicians believe that zelmorate can be given in asthma."),
    ("What is the dose of zelmorate in gout?", "Zelmorate is recommended in gout."),
    ("", "Zelmorate is recommended in gout."),
    ("Is zelmorate recommended in gout?", ""),
]


@pytest.mark.parametrize(("question", "quoted", "direction"), CARRIED)
def test_the_quote_carries_the_answer(question: str, quoted: str, direction: str) -> None:
    assert direction_of(question, [[quoted]]) == direction


@pytest.mark.parametrize(("question", "quoted"), OPEN)
def test_the_quote_settles_nothing_of_it(question: str, quoted: str) -> None:
    assert direction_of(question, [[quoted]]) == "not settled"


# Sentences of the starter library, in src/curbside/starter.
LABETALOL = (
    "In pregnant women with hypertension, labetalol is avoided in asthma, preexisting myocardial disease, "
    "decompensated cardiac function, heart block and bradycardia."
)
METFORMIN = (
    "In adults with eGFR below 30 mL/min/1.73 m2, metformin is contraindicated and should be stopped; at eGFR 30 to 44 "
    "the dose of metformin is reviewed and a maximum of 1,000 mg daily by mouth is considered."
)
ACE_INHIBITORS = (
    "Atenolol, ACE inhibitors, angiotensin receptor blockers, direct renin inhibitors, nitroprusside or "
    "mineralocorticoid receptor antagonists should not be used to treat women with hypertension who are planning "
    "pregnancy or are pregnant (graded by the source: COR 3: Harm, LOE C-LD)."
)
NIFEDIPINE = "The sublingual form of nifedipine is not used in pregnant women with hypertension."
ADRENALINE = "In infants and children with anaphylaxis, there are no contraindications to intramuscular adrenaline."


@pytest.mark.parametrize(
    ("question", "quoted", "direction"),
    [
        ("Can labetalol be given to a pregnant woman with hypertension and asthma?", LABETALOL, "no"),
        ("Can labetalol be given in asthma?", LABETALOL, "not settled"),
        ("Can labetalol be used in pregnant women with hypertension?", LABETALOL, "not settled"),
        ("Should metformin be stopped at eGFR 28?", METFORMIN, "yes"),
        ("Is metformin contraindicated at eGFR 25?", METFORMIN, "yes"),
        ("Should metformin be stopped at eGFR 40?", METFORMIN, "not settled"),
        ("Can metformin be used at eGFR 50?", METFORMIN, "not settled"),
        ("Should ACE inhibitors be used in pregnant women with hypertension?", ACE_INHIBITORS, "no"),
        ("Should labetalol be used in pregnant women with hypertension?", ACE_INHIBITORS, "not settled"),
        ("Can sublingual nifedipine be used in pregnant women with hypertension?", NIFEDIPINE, "no"),
        ("Can nifedipine be used in pregnant women with hypertension?", NIFEDIPINE, "not settled"),
        ("Is adrenaline contraindicated in children with anaphylaxis?", ADRENALINE, "not settled"),
    ],
)
def test_sentences_of_the_starter_library(question: str, quoted: str, direction: str) -> None:
    assert direction_of(question, [[quoted]]) == direction


@pytest.mark.parametrize(
    "question",
    [
        "Is exemplatine right, fictoprolol not tolerated?",
        "Is exemplatine offered where fictoprolol is not tolerated?",
    ],
)
def test_what_is_not_so_of_the_case_does_not_turn_the_question_round(question: str) -> None:
    quoted = "Exemplatine should be offered to adults in whom fictoprolol is not tolerated."

    assert direction_of(question, [[quoted]]) != "no"
