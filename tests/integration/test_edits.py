"""Dangerous and recombined edits of the starter library's sentences are never accepted; harmless ones are."""

from __future__ import annotations

from collections import Counter

import pytest
from evals.edit_rules import DANGEROUS, HARMLESS, american, times
from evals.edits import KINDS, Item, Score, engine, generate, good, score, table
from evals.sentences import read
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

LINES = read()
SINGLE = [line for line in LINES if len(line.evidence) == 1]
TEXTS = {line.text for line in LINES}


@pytest.fixture(scope="module")
def items() -> tuple[Item, ...]:
    return generate(LINES)


@pytest.fixture(scope="module")
def scores(items: tuple[Item, ...]) -> tuple[Score, ...]:
    return score(items, engine())


def of(scores: tuple[Score, ...], kind: str) -> tuple[Score, ...]:
    return tuple(s for s in scores if s.kind == kind)


@pytest.mark.parametrize("kind", ["dangerous", "recombined"])
def test_no_edit_that_changes_the_meaning_is_accepted(kind: str, scores: tuple[Score, ...]) -> None:
    assert sum(s.accepted for s in of(scores, kind)) == 0, "\n".join(table(of(scores, kind), 3))


def test_at_least_99_in_100_harmless_variants_are_accepted(scores: tuple[Score, ...]) -> None:
    assert good(of(scores, "harmless")), "\n".join(table(of(scores, "harmless"), 3))


def test_every_sentence_of_the_library_is_accepted_as_it_stands() -> None:
    check = engine()
    assert [line.text for line in LINES if check(line.text, line.evidence) != "supported"] == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.sampled_from(SINGLE), st.sampled_from(sorted(DANGEROUS)), st.sampled_from(sorted(HARMLESS)), st.data())
def test_no_random_dangerous_edit_is_accepted_in_any_notation(line, rule, notation, data) -> None:  # type: ignore[no-untyped-def]
    edited = [e for e in DANGEROUS[rule](line.text) if e not in TEXTS]
    assume(edited)
    claim = data.draw(st.sampled_from(edited))
    for text in (claim, *list(HARMLESS[notation](claim))[:1]):
        assert engine()(text, line.evidence) != "supported", (rule, notation, text)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([li for li in SINGLE if list(DANGEROUS["twice the dose"](li.text))]), st.integers(2, 5000))
def test_a_dose_times_anything_is_never_accepted(line, factor) -> None:  # type: ignore[no-untyped-def]
    from evals.edit_rules import DOSED

    match = DOSED.search(line.text)
    assert match is not None
    claim = line.text[: match.start(1)] + times(match[1], str(factor)) + line.text[match.end(1) :]
    assert engine()(claim, line.evidence) != "supported", claim


def test_there_are_enough_of_every_kind(items: tuple[Item, ...]) -> None:
    counts = Counter(item.kind for item in items)
    assert set(counts) == set(KINDS)
    assert counts["dangerous"] >= 500
    assert counts["recombined"] >= 200
    assert counts["harmless"] >= 400


def test_every_rule_yields_something(items: tuple[Item, ...]) -> None:
    used = {item.rule for item in items}
    assert [rule for rule in (*DANGEROUS, *HARMLESS) if rule not in used] == []


def test_the_items_are_the_same_every_time_and_named_once(items: tuple[Item, ...]) -> None:
    assert items == generate(LINES)
    assert len({item.id for item in items}) == len(items)


def test_no_claim_is_one_of_the_sentences_it_is_checked_against(items: tuple[Item, ...]) -> None:
    assert [item.id for item in items if item.claim in item.evidence] == []


def test_a_scorer_that_accepts_everything_or_nothing_is_not_good(items: tuple[Item, ...]) -> None:
    assert not good(score(items, lambda claim, evidence: "supported"))
    assert not good(score(items, lambda claim, evidence: "not_enough"))
    key = {(item.claim, item.evidence): item.expect for item in items}
    answers = {"accept": "supported", "reject": "contradicted"}
    assert good(score(items, lambda claim, evidence: answers[key[claim, tuple(evidence)]]))


# Invented sentences from here on.
@pytest.mark.parametrize(
    ("rule", "sentence", "edited"),
    [
        ("ten times the dose", "Give 2.5 mg twice daily.", "Give 25 mg twice daily."),
        ("a tenth of the dose", "Give 1,000 micrograms.", "Give 100 micrograms."),
        ("mg for micrograms", "Give 250 micrograms daily.", "Give 250 mg daily."),
        ("another end of a range", "Give every 2 to 3 days.", "Give every 2 to 6 days."),
        ("a dropped not", "It is not given.", "It is given."),
        ("a dropped unless", "Do not give it unless it is needed.", "Do not give it."),
        ("above for below", "Stop below 30 mL/min.", "Stop above 30 mL/min."),
        ("must for may", "It may be given.", "It must be given."),
        ("arms swapped", "It fell (1.2 versus 3.4).", "It fell (3.4 versus 1.2)."),
    ],
)
def test_a_dangerous_rule_does_what_it_says(rule: str, sentence: str, edited: str) -> None:
    assert edited in list(DANGEROUS[rule](sentence))


@pytest.mark.parametrize(
    ("rule", "sentence", "edited"),
    [
        ("another unit of the same amount", "Give 0.5 mg once.", "Give 500 micrograms once."),
        ("another unit of the same amount", "Give 1000 micrograms once.", "Give 1 mg once."),
        ("a dash in a range", "Give 10 to 25 mg.", "Give 10\u201325 mg."),
        ("every other day", "Give it on alternate days.", "Give it every other day."),
        ("at least", "A rise of 10 g/L or more is good.", "A rise of at least 10 g/L is good."),
        ("numbers as digits or words", "For two weeks.", "For 2 weeks."),
        ("adrenaline or epinephrine", "Adrenaline is given.", "Epinephrine is given."),
    ],
)
def test_a_harmless_rule_does_what_it_says(rule: str, sentence: str, edited: str) -> None:
    assert edited in list(HARMLESS[rule](sentence))


def test_an_end_of_a_range_is_not_converted_without_its_other_end() -> None:
    assert list(HARMLESS["another unit of the same amount"]("Give 250 to 1000 micrograms.")) == []


def test_british_spelling_becomes_american() -> None:
    assert list(american("Anaemia in a randomised trial.")) == ["Anemia in a randomized trial."]
