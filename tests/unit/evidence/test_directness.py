"""What speaks of another drug, population, route, indication or dose than was asked. All texts are invented."""

from __future__ import annotations

import pytest
from tests.unit.evidence.studies import TRIAL, estimated, invented_study, reread

from curbside.retrieval.understanding import understand
from curbside.types import Flag

OTHER = [
    ("Does amlodipine help?", "Fewer people given labetalol fell ill.", "another drug or form"),
    ("Methylcobalamin in neuropathy?", "Hydroxocobalamin relieved neuropathy.", "another drug or form"),
    ("amlodipine in hypertension", "In children with hypertension, amlodipine helped.", "another population"),
    ("oral methylcobalamin in neuropathy", "Intramuscular methylcobalamin relieved neuropathy.", "another route"),
    ("amlodipine in hypertension", "In people with asthma, amlodipine reduced admissions.", "another indication"),
    ("apixaban 2.5 mg in atrial fibrillation", "Apixaban 5 mg reduced strokes in atrial fibrillation.", "another dose"),
]
SAME = [
    ("Does amlodipine help?", "Fewer people given amlodipine fell ill than with labetalol."),
    ("Does vitamin B12 help?", "Hydroxocobalamin relieved neuropathy."),
    ("amlodipine in children with hypertension", "In children with hypertension, amlodipine helped."),
    ("methylcobalamin injection in neuropathy", "Intramuscular methylcobalamin relieved neuropathy."),
    ("amlodipine in hypertension", "Amlodipine reduced strokes in hypertension."),
    ("apixaban 5000 micrograms in atrial fibrillation", "Apixaban 5 mg reduced strokes in atrial fibrillation."),
    ("apixaban, creatinine 1.25 mg/dL", "Apixaban 5 mg reduced strokes."),
    ("What helps?", "Fewer people given labetalol fell ill."),
]


@pytest.mark.parametrize(("question", "sentence", "reason"), OTHER)
def test_what_is_not_what_was_asked_is_indirect(question: str, sentence: str, reason: str) -> None:
    source = invented_study(sentence, types=(TRIAL,), title="An invented trial")
    found = estimated(source, sentence, question=understand(question))

    steps = [s for s in found.steps if s.name == "indirect"]
    assert [s.reason for s in steps] == [reason]
    assert all(reread(source, w) == w.text for s in steps for w in s.words)


@pytest.mark.parametrize(("question", "sentence"), SAME)
def test_what_is_what_was_asked_is_not(question: str, sentence: str) -> None:
    source = invented_study(sentence, types=(TRIAL,), title="An invented trial")

    assert estimated(source, sentence, question=understand(question)).lowered == ()


@pytest.mark.parametrize(
    ("flag", "reason"),
    [
        (Flag.OTHER_DRUG, "another drug or form"),
        (Flag.OTHER_POPULATION, "another population"),
        (Flag.OTHER_ROUTE, "another route"),
        (Flag.OTHER_INDICATION, "another indication"),
    ],
)
def test_a_flag_of_the_statement_takes_a_step_once(flag: Flag, reason: str) -> None:
    sentence = "Fewer people given labetalol fell ill."
    source = invented_study(sentence, types=(TRIAL,))
    asked = understand("Does amlodipine help?") if flag is Flag.OTHER_DRUG else None

    assert estimated(source, sentence, flags=(flag,), question=asked).reasons[1:] == (f"indirect: {reason}",)


@pytest.mark.parametrize("flag", [Flag.OTHER_JURISDICTION, Flag.SUMMARY, Flag.SUPERSEDED, Flag.CONFLICT])
def test_other_flags_take_none(flag: Flag) -> None:
    sentence = "Fewer people given labetalol fell ill."

    assert estimated(invented_study(sentence, types=(TRIAL,)), sentence, flags=(flag,)).lowered == ()
