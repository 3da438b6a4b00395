"""What a follow-up takes over. No drug is given a dose here: the words are those that rules read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.conversing.carrying import carried_over, completed
from curbside.conversing.earlier import Earlier
from curbside.conversing.standing import stands_alone
from curbside.language import lexicon
from curbside.language.subject import subject
from curbside.retrieval.understanding import again, understand
from curbside.types import Question

B12 = "What is the intramuscular hydroxocobalamin dose for B12 deficiency in adults?"


def follow(first: str, *then: str, drop=(), jurisdiction="uk") -> tuple[Question, dict[str, list[str]], list]:
    """The last question of a chain, what it takes over by kind, and the same with where each came from."""
    before, carried = Earlier("a0", understand(first, jurisdiction)), ()
    question = before.question
    for n, text in enumerate(then, 1):
        question = understand(text)
        carried = carried_over(question, before, drop if n == len(then) else ())
        question = completed(question, carried, before.question)
        before = Earlier(f"a{n}", question, carried)
    by_kind: dict[str, list[str]] = {}
    for one in carried:
        by_kind.setdefault(one.what, []).append(one.value)
    return question, by_kind, [(c.what, c.value, c.origin) for c in carried]


TOPIC = {"drug": ["hydroxocobalamin"], "condition": ["vitamin B12 deficiency"]}
PLACE = {"jurisdiction": ["uk"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and in pregnancy?", {**TOPIC, "route": ["intramuscular"], "intent": ["regimen"]}),
        (
            "and cyanocobalamin?",
            {
                "condition": ["vitamin B12 deficiency"],
                "population": ["adults"],
                "route": ["intramuscular"],
                "intent": ["regimen"],
            },
        ),
        ("How is it monitored?", {**TOPIC, "population": ["adults"], "route": ["intramuscular"]}),
        ("What about tablets?", {**TOPIC, "population": ["adults"], "intent": ["regimen"]}),
        ("and subcutaneously?", {**TOPIC, "population": ["adults"], "intent": ["regimen"]}),
        ("and what if there are neurological symptoms?", {**TOPIC, "population": ["adults"], "route": ["intramuscular"],
                                                        "intent": ["regimen"]}),
        ("What are the side effects of the injections?", {**TOPIC, "population": ["adults"],
                                                          "route": ["intramuscular"]}),
        ("Amoxicillin dose for community-acquired pneumonia", {}),
        ("What is the treatment of psoriasis?", {}),
        ("What is the treatment of sarcoidosis?", {}),
        ("How is iron deficiency anaemia diagnosed?", {}),
    ],
)  # fmt: skip
def test_what_is_left_out_is_taken_over_and_what_is_named_replaces(text: str, expected: dict[str, list[str]]) -> None:
    _, by_kind, _ = follow(B12, text)
    assert by_kind == {**expected, **PLACE}


def test_a_condition_that_comes_on_top_keeps_the_one_before() -> None:
    question, by_kind, _ = follow("How is vitamin B12 deficiency treated?", "and with neurological involvement?")
    assert by_kind["condition"] == ["vitamin B12 deficiency"]
    assert set(question.understood.conditions) == {"vitamin B12 deficiency", "neurological involvement"}


def test_a_condition_of_other_patients_replaces() -> None:
    question, _, _ = follow("Duloxetine for diabetic neuropathy", "and in people with trigeminal neuralgia?")
    assert question.understood.conditions == ("trigeminal neuralgia",)
    assert question.understood.drugs == ("duloxetine",)


def test_what_is_said_to_be_absent_stays_absent() -> None:
    question, by_kind, _ = follow(
        "Hydroxocobalamin for B12 deficiency without neurological involvement", "and in pregnancy?"
    )
    assert "without neurological involvement" in by_kind["condition"]
    assert "without neurological involvement" in question.whole


def test_a_correction_replaces_the_drug_and_keeps_what_was_asked() -> None:
    question, _, _ = follow(B12, "I meant methylcobalamin, not hydroxocobalamin")
    assert question.understood.drugs == ("methylcobalamin",)
    assert question.understood.intent == "regimen"


def test_an_allergy_is_taken_over() -> None:
    question, by_kind, _ = follow(
        "Penicillin-allergic adult with community-acquired pneumonia: which antibiotic?", "and in pregnancy?"
    )
    assert by_kind["allergy"] == ["penicillin"]
    assert again(question).understood.avoid == ("penicillin",)


def test_a_value_is_taken_over_until_another_of_its_kind_is_given() -> None:
    first = "eGFR 25, man of 72 on metformin with type 2 diabetes: continue?"
    question, _, _ = follow(first, "and sitagliptin?")
    assert {(v.quantity, v.value) for v in question.understood.values} == {("age", "72"), ("eGFR", "25")}
    question, _, _ = follow(first, "and if eGFR is 50?")
    assert {(v.quantity, v.value) for v in question.understood.values} == {("age", "72"), ("eGFR", "50")}


def test_a_bare_number_is_another_value_of_what_was_measured() -> None:
    question, _, _ = follow("Metformin dose at eGFR 35", "and at 28?")
    assert [(v.quantity, v.value) for v in question.understood.values] == [("eGFR", "28")]
    assert "eGFR 28" in question.whole


def test_a_fragment_with_a_word_that_no_list_knows_leans() -> None:
    _, by_kind, _ = follow("Adrenaline dose for anaphylaxis in adults", "contraindicated in heart disease?")
    assert by_kind["drug"] == ["adrenaline"]
    assert not follow("Adrenaline dose for anaphylaxis", "second dose when?")[0].understood.unknown_drugs


def test_the_words_of_a_topic_that_no_list_knows_are_taken_over() -> None:
    _, by_kind, _ = follow("What is the treatment of sarcoidosis?", "and in pregnancy?")
    assert by_kind["topic"] == ["sarcoidosis"]


def test_an_unknown_drug_is_taken_over() -> None:
    question, by_kind, _ = follow("dose of zzyzxin in hypertension", "and in children?")
    assert by_kind["drug"] == ["zzyzxin"]
    assert question.understood.unknown_drugs == ("zzyzxin",)


def test_where_a_thing_was_named_first_is_kept_down_the_chain() -> None:
    _, _, carried = follow(B12, "and in pregnancy?", "and in children?")
    assert ("drug", "hydroxocobalamin", "a0") in carried
    _, _, carried = follow(B12, "and cyanocobalamin?", "and in children?")
    assert ("drug", "cyanocobalamin", "a1") in carried
    assert ("condition", "vitamin B12 deficiency", "a0") in carried


@pytest.mark.parametrize("what", ["drug", "condition", "route", "intent", "jurisdiction"])
def test_what_is_dropped_is_not_taken_over(what: str) -> None:
    question, by_kind, _ = follow(B12, "and in pregnancy?", drop=(what,))
    assert what not in by_kind
    kept = {"drug": question.understood.drugs, "condition": question.understood.conditions}
    assert not kept.get(what)


def test_a_hypertension_before_and_a_pregnancy_now_make_one_condition() -> None:
    question, _, _ = follow("labetalol in hypertension", "and in pregnancy?")
    assert "hypertension in pregnancy" in question.understood.conditions


WORDS = st.sampled_from(
    (
        *"and in pregnancy hydroxocobalamin with dose tablets it children pain without not cyanocobalamin what "
        "about 72 uk is safe ?".split(),
        *("B12 deficiency", "I meant", "years old"),
    )
)
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@given(TEXTS, TEXTS)
def test_nothing_named_by_the_new_question_is_lost_or_taken_over(first: str, second: str) -> None:
    before = Earlier("a0", understand(first, "uk"))
    alone = understand(second)
    carried = carried_over(alone, before, ())
    question = completed(alone, carried, before.question)
    named = alone.understood
    assert not {c.value for c in carried if c.what == "drug"} & set(named.drugs)
    assert set(named.population) <= set(question.understood.population)
    route = question.understood.route
    assert named.route in (None, route) or named.route in lexicon.broader("route", route or "")
    if stands_alone(alone):
        assert {c.what for c in carried} <= {"jurisdiction"}
    known = before.question.understood
    had = {*known.drugs, *known.unknown_drugs, *known.conditions, *known.population, *known.avoid, known.route, "uk"}
    had |= subject(first).absent
    for one in carried:
        if one.what in ("drug", "condition", "population", "route", "allergy", "jurisdiction"):
            assert one.value.removeprefix("without ") in had


@given(TEXTS, TEXTS)
def test_everything_can_be_dropped(first: str, second: str) -> None:
    alone = understand(second)
    whole = ("drug", "condition", "topic", "population", "value", "allergy", "route", "jurisdiction", "intent")
    assert carried_over(alone, Earlier("a0", understand(first, "uk")), whole) == ()
