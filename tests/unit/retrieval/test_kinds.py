"""The kind of a question: by its form, whatever it is about. The questions are invented; `evals/` has the figures."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curbside.retrieval.kinds import KindOfQuestion, clauses, kind_of, names

BY_KIND = {
    "yes_no": """
        Can tramadol be given with sertraline?
        codeine breastfeeding?
        naproxen + lithium
        tacrolimus with grapefruit juice
        lisinopril pregnant
        nitrofurantoin egfr 35 avoid?
        pt on clozapine, neutrophils 1.4 - continue?
        iodinated contrast, eGFR 25?
        apixaban still advised at 92?
        flying after pneumothorax?
        I was wondering if I can drink alcohol on metronidazole
        i take warfarin, can i eat cranberries
        ok to crush nifedipine LA?
        Is rivaroxaban better than warfarin?
        Does aspirin prevent colorectal cancer or death?
        Would you say a pressure of 150/90 needs treatment at 84?
        Starting insulin in type 2 diabetes: continue gliclazide?
        Young man with numb legs, normal serum B12. Treat?
        Adult outpatient, pneumonia, no comorbidities: antibiotics?
        Inhaled steroids and pneumonia: causal or coincidental?""",
    "dose": """
        max paracetamol in 24 h for 45kg adult
        dalteparin units/kg?
        What is a normal potassium?
        What hemoglobin is too low for surgery?
        Which systolic pressure should be reached within 24 hours?
        What HR should I aim for in AF?
        At what eGFR do you stop metformin?
        For how long should bridging continue?
        how long is the course of doxycycline for Lyme
        How long should you wait before rechecking CK?
        gap between levothyroxine and calcium tablets
        paracetamol 15 mg/kg or 20 mg/kg?
        What is the risk of uterine rupture after caesarean?
        When can I drive after a hip replacement?
        What is the recommended intramuscular course for a deficiency?
        What haemoglobin rise after starting iron is expected?
        tell me what the dose of naloxone is
        QTc above which citalopram must stop""",
    "list": """
        What are common signs of lithium toxicity?
        risk factors for osteonecrosis of the jaw
        Which foods contain tyramine?
        which drugs prolong QT
        What medicines make gout worse?
        drugs to avoid in myasthenia
        what do I need to check before starting lithium
        what should I tell a patient starting alendronate
        How is endometriosis detected?
        How does pulmonary embolism present?
        Who qualifies for a DEXA scan?
        When is a CT head indicated after a fall?
        name three causes of clubbing
        can you list the causes of a raised troponin
        Which babies need a hip ultrasound?
        clues to non-accidental injury
        What might a painful red eye be?""",
    "choice": """
        prednisolone or methylprednisolone for MS relapse?
        apixaban v rivaroxaban for elderly
        UTI in pregnancy, nitrofurantoin or cefalexin?
        Clopidogrel versus ticagrelor after PCI
        Which DOAC for a patient on dialysis?
        Which antidepressant causes least weight gain?
        What antibiotic for mastitis in penicillin allergy?
        What is the gold standard test for coeliac disease?
        Is warfarin or apixaban safer in renal failure?
        should I give morphine or oxycodone in renal impairment
        Should I take it with food or on an empty stomach?
        Is there an alternative to hydroxychloroquine?
        How does dabigatran compare with warfarin?
        what could replace ranitidine
        Metformin not tolerated in type 2 diabetes, what instead?
        Which inhaler device suits a 4 year old?
        What does the guideline say is the first-line test?
        Is there a better drug than amitriptyline for migraine?""",
    "cause": """
        Why is my urine orange on rifampicin?
        how do statins cause myopathy
        How long before an SSRI starts to work?
        how long does shingles last
        how quickly will my blood pressure come down
        What organism causes scarlet fever?
        what does metformin do
        How is scabies spread?
        How do people get hepatitis A?
        What is the usual course of sarcoidosis?
        can you explain why ACE inhibitors raise creatinine
        hyponatraemia on SSRIs why
        What is thought to cause endometriosis?
        How did my child get worms?
        When will I start to feel better?""",
    "definition": """
        What is HELLP syndrome?
        What is a loading dose?
        what exactly is a stroke
        What is palliative care?
        what type of antibiotic is clindamycin
        How does delirium differ from dementia?
        difference between sepsis and septic shock
        please explain the term odds ratio
        what does "off-label" mean?
        HFpEF stands for?
        Could you explain what neutropenia is
        Wernicke's encephalopathy - what is it?""",
    "management": """
        How do I stop venlafaxine?
        missed dose of apixaban
        INR 8 no bleeding, what should I do?
        Bleeding on rivaroxaban - reversal?
        switch from citalopram to mirtazapine
        treating head lice in pregnancy
        What is the best way to taper prednisolone?
        when to refer raised PSA
        My baby has a fever. What should I do?
        paracetamol overdose 6 hours ago what now
        can you tell me how scabies is treated
        Steps for giving IM adrenaline""",
    "other": """
        hi there
        bronchiolitis
        and in children?
        What about the elderly?
        What is the evidence for acupuncture in back pain?
        What is the quality of evidence for cannabis in MS?
        Are there any trials of psilocybin in depression?
        When was the asthma guideline last updated?
        is this guidance up to date
        Who publishes the formulary?
        How was pain measured in the study?
        what else?
        who should I call about a faulty inhaler
        any updates on the covid guidance?
        I have used my pen and feel no better""",
}
QUESTIONS = [(line.strip(), kind) for kind, lines in BY_KIND.items() for line in lines.strip().splitlines()]
TITLES = (
    "Does early feeding after colectomy shorten stay?",
    "Early feeding after colectomy: does it shorten stay?",
    "Is a raised ferritin associated with the prognosis of sepsis?",
    "Tonsillectomy in adults: a viable option?",
    "Gestational diabetes: a risk factor for later hypertension?",
    "Preoperative drainage--is it harmful?",
    "Is there a relationship between the cause of stroke and survival?",
    "Can levels of troponin predict mortality and the clinical course of embolism?",
)
HEALTH_PAGES = {
    "What is (are) {} ?": "definition",
    "Do you have information about {}": "definition",
    "What causes {} ?": "cause",
    "What are the genetic changes related to {} ?": "cause",
    "What is the outlook for {} ?": "cause",
    "What are the symptoms of {} ?": "list",
    "What are the complications of {} ?": "list",
    "What are the stages of {} ?": "list",
    "Who is at risk for {}? ?": "list",
    "How to diagnose {} ?": "list",
    "What are the treatments for {} ?": "management",
    "How to prevent {} ?": "management",
    "What to do for {} ?": "management",
    "How many people are affected by {} ?": "dose",
    "Is {} inherited ?": "yes_no",
    "what research (or clinical trials) is being done for {} ?": "other",
}


@pytest.mark.parametrize(("question", "kind"), QUESTIONS)
def test_the_form_of_a_question_gives_its_kind(question: str, kind: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_asks_is_yes_or_no(title: str) -> None:
    assert kind_of(title) is KindOfQuestion.YES_NO


@pytest.mark.parametrize("topic", ["Turner syndrome", "Inherited thyroxine deficiency", "Cancer caused by HPV or HIV"])
@pytest.mark.parametrize(("form", "kind"), HEALTH_PAGES.items())
def test_what_a_reader_of_health_pages_asks_does_not_depend_on_the_topic(form: str, kind: str, topic: str) -> None:
    assert kind_of(form.format(topic)) == kind


@pytest.mark.parametrize("before", ["Hi, ", "Hello. please ", "Quick question: ", "Can you tell me ", "ok so "])
@pytest.mark.parametrize(("question", "kind"), [("what causes gout?", "cause"), ("how is it treated?", "management")])
def test_a_greeting_or_lead_in_changes_nothing(before: str, question: str, kind: str) -> None:
    assert kind_of(before + question) == kind


def test_the_question_is_found_at_either_end_of_a_long_text() -> None:
    told = "She came in with a fever and was given fluids. " * 200
    assert kind_of(f"What causes this? {told}") == kind_of(f"{told} What causes this?") == "cause"


@given(st.text())
@example("")
@example("?")
@example("\x00\ud7ff“” or \u2028?")
@example("1. ")
@example("what")
@example("how long")
def test_any_text_has_a_kind(text: str) -> None:
    assert kind_of(text) in KindOfQuestion


@given(st.lists(st.sampled_from("what is the dose of or why how long A B naproxen ? , : - in with 5 mg".split())))
def test_case_and_spaces_do_not_matter(words: list[str]) -> None:
    assert kind_of(" ".join(words)) == kind_of("  \n".join(words).upper())


@pytest.mark.parametrize(
    "piece", ["a", "what ", "or ", "is the ", "how long ", "? ", ", ", "1. ", "a.", "(.: ", "hi ", "5 mg "]
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    """Seconds would be a pattern that tries every way to divide the text; it takes milliseconds."""
    text = piece * (10_000 // len(piece))
    begun = time.process_time()
    kind_of(text)
    assert time.process_time() - begun < 2


def test_every_row_of_the_list_is_a_pattern_in_small_letters_with_a_kind() -> None:
    rows = names._rows()
    for name, kind, pattern in ((n, k, p) for n, found in rows.items() for k, p in found):
        plain = re.sub(r"\\[A-Z]", "", pattern)
        assert plain == plain.lower(), f"{name}: {pattern} never fits, for the text is in small letters"
        assert name == "part" or KindOfQuestion(kind)
    assert all(names._forms(n) for n in rows if n not in ("part", "head", "option", "measured"))
    used = set(re.findall(r"\{([a-z]+)\}", " ".join(p for found in rows.values() for _, p in found)))
    assert used <= {*dict(rows["part"]), "measured"}, "a row names a part that there is none of"


def test_the_plain_text_keeps_no_curly_quotes_or_dashes() -> None:
    assert clauses.plain("What’s  “X” – Y?") == 'what is "x" - y?'
