"""The engine's estimate for one outcome, on invented studies and on the worked example of the clinical rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.evidence.studies import TRIAL, estimated, invented_study, reread

from curbside.evidence.estimating import lowered
from curbside.retrieval.understanding import understand
from curbside.sources.starter import starter_sources
from curbside.types import Estimate, Flag, Kind, SampleSize, Source, State, Status, Step, Words
from curbside.types.appraisals import LEVELS, NOT_STATED, UNSTATED

FEWER = "Fewer people with gout fell ill with exemplolol."


@pytest.fixture(scope="module")
def schedules() -> Source:
    return next(s for s in starter_sources() if s.id == "starter:methylcobalamin-schedules-trial-2018")


def of_unit(source: Source, begins: str, **known: Any) -> Estimate:
    unit = next(u for u in source.units if source.text[u.start : u.end].startswith(begins))
    return estimated(source, source.text[unit.start : unit.end], **known)


def test_the_worked_example_is_low_for_the_serum_level(schedules: Source) -> None:
    found = of_unit(schedules, "In 24 people with peripheral neuropathy")

    assert found.level == "Low"
    assert found.reasons == (
        "starts High: randomised trial",
        "imprecise: fewer than 100 people",
        "indirect: surrogate outcome",
    )


def test_the_worked_example_is_very_low_for_pain_and_found_no_difference(schedules: Source) -> None:
    found = of_unit(schedules, "Pain scores on LANSS and DN4")

    assert (found.level, found.finding) == ("Very low", "no difference")
    assert found.lowered == ("imprecise", "imprecise", "bias")


def test_the_serum_level_is_a_surrogate_for_a_question_on_it_too(schedules: Source) -> None:
    asked = understand("Which methylcobalamin schedule gives a higher serum level in neuropathy?")

    assert of_unit(schedules, "In 24 people", question=asked).level == "Low"


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({"types": (TRIAL,)}, "High"),
        ({"types": ("Systematic Review",), "methods": "We searched for randomised controlled trials."}, "High"),
        ({"types": ("Systematic Review",), "subjects": ("Randomized Controlled Trials as Topic",)}, "High"),
        ({"types": ("Systematic Review",), "methods": "Cohort studies were eligible."}, "Low"),
        ({"types": ("Systematic Review",), "methods": "Randomised trials and cohort studies were eligible."}, "Low"),
        ({"types": ("Systematic Review",)}, "Low"),
        ({"types": ("Systematic Review",), "methods": "Case reports were eligible."}, "Very low"),
        ({"types": ("Clinical Trial",)}, "Low"),
        ({"kind": Kind.COHORT}, "Low"),
        ({"title": "Gout: a case-control study (invented)"}, "Low"),
        ({"types": ("Case Reports",)}, "Very low"),
        ({"types": ("Review",)}, "Very low"),
        ({"types": ("Editorial",)}, "Very low"),
        ({"title": "Exemplolol in a mouse model of gout (invented)"}, "Very low"),
    ],
)
def test_the_estimate_starts_from_the_design(fields: dict[str, Any], level: str) -> None:
    assert estimated(invented_study(FEWER, **fields), FEWER).level == level


def test_a_sentence_on_the_trials_of_a_mixed_review_starts_from_them() -> None:
    trials = "In the six randomised trials, fewer people with gout fell ill."
    methods = "Randomised trials and cohort studies were eligible."
    source = invented_study(FEWER, trials, types=("Systematic Review",), methods=methods)

    assert (estimated(source, FEWER).start, estimated(source, trials).start) == ("Low", "High")


@pytest.mark.parametrize("kind", [Kind.GUIDELINE, Kind.LABEL, Kind.FORMULARY, Kind.SAFETY_ALERT, Kind.UNKNOWN])
def test_what_is_no_study_has_no_estimate(kind: Kind) -> None:
    assert estimated(invented_study(FEWER, kind=kind), FEWER) == UNSTATED


def test_a_sentence_that_tells_no_finding_has_none() -> None:
    text = "Seven trials of exemplolol were included."

    assert estimated(invented_study(text, types=("Systematic Review",)), text) == UNSTATED


@pytest.mark.parametrize("state", [State.RETRACTED, State.WITHDRAWN])
def test_what_is_never_evidence_has_none(state: State) -> None:
    assert estimated(invented_study(FEWER, types=(TRIAL,), status=Status(state)), FEWER) == UNSTATED


@pytest.mark.parametrize(
    ("sentence", "methods", "steps"),
    [
        (FEWER, "We randomised 99 adults with gout.", ["imprecise: fewer than 100 people"]),
        (FEWER, "We randomised 100 adults with gout.", []),
        (FEWER, "We randomised adults with gout.", []),
        ("In 30 people with gout, fewer fell ill.", "We randomised 400 adults.", ["imprecise: fewer than 100 people"]),
        ("Nausea occurred in 12 patients with gout.", "We randomised 400 adults.", []),
        (
            "Death was less common (risk ratio 0.9, 95% CI 0.7 to 1.2).",
            "",
            ["imprecise: the interval includes no effect"],
        ),
        ("Mortality did not differ.", "We randomised 4,000 adults.", []),
        (
            "Mortality did not differ.",
            "We randomised 40 adults.",
            ["imprecise: fewer than 100 people", "imprecise: no difference found in so few"],
        ),
        (
            "Pain did not differ (mean difference 0.2, 95% CI -0.4 to 0.8).",
            "We randomised 40 adults.",
            ["imprecise: fewer than 100 people", "imprecise: the interval includes no effect"],
        ),
        ("Pain was less.", "This was an open-label trial.", ["bias: open label with a subjective outcome"]),
        ("Mortality was lower.", "This was an open-label trial.", []),
        ("Pain was less.", "This was a double-blind trial.", []),
        ("Serum urate was lower.", "", ["indirect: surrogate outcome"]),
        ("Blood pressure was lower.", "", ["indirect: surrogate outcome"]),
        ("Serum urate was lower, and fewer attacks of pain followed.", "", []),
    ],
)
def test_each_reason_takes_one_step(sentence: str, methods: str, steps: list[str]) -> None:
    source = invented_study(sentence, types=(TRIAL,), methods=methods)

    assert list(estimated(source, sentence).reasons[1:]) == steps


def test_a_measure_that_the_question_names_is_no_surrogate() -> None:
    text = "Blood pressure was lower with exemplolol."
    asked = understand("Does exemplolol lower blood pressure?")

    assert estimated(invented_study(text, types=(TRIAL,)), text, question=asked).level == "High"


@pytest.mark.parametrize(
    ("fields", "biased"),
    [
        ({"title": "Gout: a case series (invented)"}, True),
        ({"title": "Gout: a single-arm, open-label study (invented)"}, True),
        ({"types": ("Clinical Trial",), "methods": "There was no control group."}, True),
        ({"types": ("Observational Study",)}, False),
        ({"types": ("Observational Study",), "methods": "Exposed people were compared with controls."}, False),
        ({"types": (TRIAL,), "methods": "Earlier, an uncontrolled pilot study was done."}, False),
        ({"types": ("Case Reports",)}, False),
    ],
)
def test_no_control_group_is_a_bias(fields: dict[str, Any], biased: bool) -> None:
    assert ("bias: no control group" in estimated(invented_study(FEWER, **fields), FEWER).reasons) is biased


@pytest.mark.parametrize(
    ("state", "reason"),
    [(State.CONCERN, "concern: expression of concern"), (State.CORRECTION, "concern: correction not read")],
)
def test_a_concern_about_the_source_takes_one_step_and_says_so(state: State, reason: str) -> None:
    found = estimated(invented_study(FEWER, types=(TRIAL,), status=Status(state)), FEWER)

    assert (found.level, found.reasons[-1]) == ("Moderate", reason)


def test_a_preprint_is_low_at_most_and_not_lower_for_it() -> None:
    small = "In 24 people with gout, serum urate was lower."
    types = ("Preprint", TRIAL)
    capped, low = (estimated(invented_study(text, types=types), text) for text in (FEWER, small))

    assert capped.reasons == ("starts High: randomised trial", "preprint: Low at most")
    assert capped.level == "Low"
    assert (low.level, low.lowered) == ("Low", ("imprecise", "indirect"))


def test_sources_that_disagree_take_one_step() -> None:
    source = invented_study(FEWER, types=(TRIAL,))
    start = source.text.index(FEWER)
    disputed = (Words(FEWER, start, start + len(FEWER)),)

    assert estimated(source, FEWER, disputed=disputed).lowered == ("inconsistent",)


def test_a_guidelines_sentence_has_the_estimate_of_the_study_under_it() -> None:
    advice = "Hydroxocobalamin is recommended in vitamin B12 deficiency."
    found = "In 40 people with vitamin B12 deficiency, hydroxocobalamin relieved symptoms."
    other = "In 400 people with asthma, adrenaline reduced mortality."
    trial = invented_study(other, found, kind=Kind.RANDOMISED_TRIAL, id="pmid:2")
    held = {"pmid:2": trial}
    guideline = invented_study(advice, kind=Kind.GUIDELINE, derived_from=("pmid:1", "pmid:2"))

    given = estimated(guideline, advice, find=held.get)

    assert (given.level, given.under, given.of) == ("Moderate", "pmid:2", "pmid:2")
    assert all(reread(trial, w) == w.text for s in given.steps for w in s.words)
    assert estimated(guideline, advice) == UNSTATED
    assert estimated(replace(guideline, derived_from=("pmid:1",)), advice, find=held.get) == UNSTATED


def test_a_study_on_another_drug_is_not_under_a_guidelines_sentence() -> None:
    advice = "Hydroxocobalamin is recommended in vitamin B12 deficiency."
    trial = invented_study("Adrenaline reduced mortality.", kind=Kind.RANDOMISED_TRIAL, id="pmid:2")
    guideline = invented_study(advice, kind=Kind.GUIDELINE, derived_from=("pmid:2",))

    assert estimated(guideline, advice, find={"pmid:2": trial}.get) == UNSTATED


HERE = Words("here", 0, 4)
STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["indirect", "imprecise", "bias", "inconsistent", "concern"]),
        st.just("invented"),
        st.just((HERE,)),
    ),
    max_size=6,
)


@given(st.sampled_from(LEVELS), STEPS, STEPS)
def test_a_step_more_never_raises_an_estimate(start: str, some: Sequence[Step], more: Sequence[Step]) -> None:
    begun = Estimate(start, start, "invented")
    before, after = lowered(begun, some), lowered(begun, (*some, *more))

    assert LEVELS.index(after.level) <= LEVELS.index(before.level) <= LEVELS.index(start)
    assert lowered(before, more) == after


SENTENCES = st.sampled_from(
    [
        FEWER,
        "In 24 people with gout in an open-label trial, serum urate was lower (P=0.03).",
        "Pain was similar in 24 people in an open-label trial.",
        "Death was less common (hazard ratio 0.9, 95% CI 0.7 to 1.2).",
        "Pain improved in an uncontrolled series of nine people.",
    ]
)


@given(
    st.sampled_from(Kind),
    SENTENCES,
    st.sets(st.sampled_from(Flag)),
    st.sampled_from([(), (TRIAL,), ("Preprint", TRIAL), ("Meta-Analysis",), ("Letter",)]),
    st.sampled_from([State.CURRENT, State.CONCERN]),
)
def test_every_step_and_start_stands_on_words_that_reread(
    kind: Kind, sentence: str, flags: set[Flag], types: tuple[str, ...], state: State
) -> None:
    source = invented_study(sentence, kind=kind, types=types, status=Status(state))
    found = estimated(source, sentence, flags=flags)

    assert (found.level == NOT_STATED) is (found.start == NOT_STATED)
    assert found.level == NOT_STATED or LEVELS.index(found.level) <= LEVELS.index(found.start)
    assert found.level == NOT_STATED or found.because
    words = [*found.because, *(w for s in found.steps for w in s.words)]
    assert all(s.words for s in found.steps)
    assert all(reread(source, w) == w.text for w in words)


def test_a_claim_without_words_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="no words"):
        Step("bias", "invented", ())
    with pytest.raises(ValueError, match="no words"):
        SampleSize(24, ())
    with pytest.raises(ValueError, match="do not fill"):
        Words("24 people", 0, 3)
