"""The way of a question. Drugs, doses, sources and people are invented."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest

from curbside.engine import Engine
from curbside.errors import SourceNotFound, UsageError
from curbside.events import Checked, Drafted, Finished, Found, Ranked, Searching
from curbside.library import Library
from curbside.retrieval.sync import sync
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer, Kind, Refusal, State, Status

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
QUESTION = "fictoprolol dose in hypertension"


def document(*sentences, id="test:a", heading="Dose", **fields):
    return invented_document(id, f"# Invented\n\n## {heading}\n\n" + "\n\n".join(sentences), **fields)


SOURCE = document(DOSE)


@pytest.fixture
def engine(tmp_path):
    with invented_engine(tmp_path / "home", [SOURCE]) as opened:
        yield opened


def test_the_events_come_in_order_and_the_last_is_the_result(engine: Engine) -> None:
    events = list(engine.events(QUESTION))
    kinds = [type(e) for e in events]
    assert list(dict.fromkeys(kinds)) == [Searching, Found, Ranked, Drafted, Checked, Finished]
    assert kinds.count(Finished) == 1
    found, drafted = events[1], events[3]
    assert (found.passages, found.sources) == (1, 1)
    assert drafted.statements == kinds.count(Checked)
    assert [e.statement.text for e in events if isinstance(e, Checked) and e.kept] == [
        s.text for s in events[-1].result.statements
    ]


@pytest.mark.parametrize("question", ["dose of zzyzxin", "How much fictoprolol is lethal?", "I want to kill myself"])
def test_a_refusal_is_the_last_event_too(engine: Engine, question: str) -> None:
    *_, last = engine.events(question)
    assert isinstance(last, Finished)
    assert isinstance(last.result, Refusal)


def test_one_who_wants_to_die_is_met_before_anything_is_searched(engine: Engine) -> None:
    (only,) = engine.events("I want to kill myself with fictoprolol, how much do I need?")
    assert isinstance(only, Finished)
    assert only.result.reason == "unsafe"
    assert only.result.message


@pytest.mark.parametrize(("text", "audience"), [("", "professional"), (" \n\t", "professional"), (QUESTION, "dog")])
def test_an_empty_question_or_an_unknown_audience_is_bad_usage(engine: Engine, text: str, audience: str) -> None:
    with pytest.raises(UsageError):
        engine.ask(text, audience=audience)


def test_a_jurisdiction_that_is_none_is_bad_usage(engine: Engine) -> None:
    with pytest.raises(UsageError):
        engine.ask(QUESTION, jurisdiction="Narnia")


def test_the_jurisdiction_of_the_call_wins_over_that_of_the_settings(engine: Engine) -> None:
    assert engine.ask(QUESTION, jurisdiction="US").question.understood.jurisdiction == "us"
    assert engine.ask(QUESTION).question.understood.jurisdiction == "uk"


def test_a_refusal_names_what_was_looked_for_and_what_there_is_instead(engine: Engine) -> None:
    refusal = engine.ask("fictoprolol dose in migraine")
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "not_in_library"
    assert refusal.looked_for == ("fictoprolol", "migraine")
    assert "fictoprolol; migraine" in refusal.message
    assert "On fictoprolol your library speaks of hypertension" in refusal.message


def test_a_drug_that_nobody_knows_is_refused_by_name(engine: Engine) -> None:
    refusal = engine.ask("dose of zzyzxin in hypertension")
    assert isinstance(refusal, Refusal)
    assert "zzyzxin" in refusal.looked_for
    assert refusal.message.count("No source mentions zzyzxin.") == 1


def test_a_listed_drug_that_the_library_lacks_is_refused(engine: Engine) -> None:
    refusal = engine.ask("dose of vancomycin in neonatal sepsis")
    assert isinstance(refusal, Refusal)
    assert {"vancomycin", "neonatal sepsis"} <= set(refusal.looked_for)
    assert "vancomycin" in refusal.message


def test_an_empty_library_refuses(tmp_path) -> None:
    with invented_engine(tmp_path / "empty", []) as engine:
        assert engine.ask(QUESTION).reason == "not_in_library"


@pytest.mark.parametrize(
    "change",
    [
        {"status": Status(State.RETRACTED)},
        {"status": Status(State.WITHDRAWN)},
        {"derived_from": ("curbside:answer",)},
    ],
)
def test_what_becomes_no_evidence_while_the_engine_is_open_gives_nothing_more(engine: Engine, change) -> None:
    assert isinstance(engine.ask(QUESTION), Answer)
    engine.library.put(replace(SOURCE, **change))
    assert isinstance(engine.ask(QUESTION), Refusal)


def test_what_another_process_retracts_gives_nothing_more(engine: Engine) -> None:
    assert isinstance(engine.ask(QUESTION), Answer)
    with Library.open(engine.settings.home) as other:
        other.put(replace(SOURCE, status=Status(State.RETRACTED)))
    assert isinstance(engine.ask(QUESTION), Refusal)


def test_a_parent_that_turns_out_to_be_an_answer_takes_its_children_along(engine: Engine) -> None:
    engine.library.put(replace(SOURCE, derived_from=("test:parent",)))
    assert isinstance(engine.ask(QUESTION), Answer)
    engine.library.put(document("Anything.", id="test:parent", derived_from=("curbside:answer",)))
    assert isinstance(engine.ask(QUESTION), Refusal)


def test_a_changed_source_is_quoted_anew_and_its_old_text_stays_readable(engine: Engine) -> None:
    before = engine.ask(QUESTION)
    engine.library.save_answer(QUESTION, "{}", [(SOURCE.id, SOURCE.content_hash)])
    newer = document(DOSE.replace("6 mg", "8 mg"))
    engine.library.put(newer)
    stale = engine.ask(QUESTION)
    assert not isinstance(stale, Answer) or all("6 mg" not in s.text for s in stale.statements)
    sync(engine.library, engine.index)
    after = engine.ask(QUESTION)
    assert [s.text for s in after.statements] == [DOSE.replace("6 mg", "8 mg")]
    assert {s.content_hash for c in after.statements[0].citations for s in c.spans} == {newer.content_hash}
    (span,) = before.statements[0].citations[0].spans
    assert engine.library.read_span(span) == DOSE


def test_a_removed_source_gives_nothing_more(engine: Engine) -> None:
    assert isinstance(engine.ask(QUESTION), Answer)
    engine.library.remove(SOURCE.id)
    assert isinstance(engine.ask(QUESTION), Refusal)
    with pytest.raises(SourceNotFound):
        engine.library.get(SOURCE.id)


@pytest.mark.parametrize(
    ("identifier", "question"),
    [
        ("Ursula Inventina", "Mrs Ursula Inventina has hypertension, what is the fictoprolol dose?"),
        ("943 476 5919", "NHS number 943 476 5919, fictoprolol dose in hypertension"),
        ("ursula@example.org", "fictoprolol dose in hypertension, answer to ursula@example.org"),
        ("97-year", "fictoprolol dose in a 97-year-old with hypertension"),
        ("12/03/1951", "born 12/03/1951, hypertension, fictoprolol dose"),
    ],
)
def test_a_patients_identifiers_are_in_no_event(engine: Engine, identifier: str, question: str) -> None:
    for event in engine.events(question):
        assert identifier not in str(event)


def test_an_answer_says_how_it_was_made(engine: Engine) -> None:
    made = engine.ask(QUESTION).made
    assert made.composer == "quoting"
    assert made.settings_hash == engine.settings.hash
    assert made.library_hash == engine.library.library_hash()
    stages = ["understand", "retrieve", "appraise", "select", "compose", "verify", "assemble", "total"]
    assert list(made.milliseconds) == stages


def test_the_same_question_has_the_same_answer(engine: Engine) -> None:
    first, second = (dataclasses.replace(engine.ask(QUESTION), made=None) for _ in range(2))
    assert first == second


def test_an_emergency_notice_stands_above_everything(engine: Engine) -> None:
    answer = engine.ask("My father has crushing chest pain now. What is the fictoprolol dose in hypertension?")
    assert "999" in answer.notices[0]


def test_lethal_amounts_are_never_quoted(tmp_path) -> None:
    lethal = "An overdose of 90 mg of fictoprolol is lethal to adults."
    managing = "After an overdose of fictoprolol, invented charcoal is given."
    with invented_engine(tmp_path / "home", [document(lethal, managing, kind=Kind.LABEL)]) as engine:
        answer = engine.ask("How much fictoprolol is lethal?")
        assert not isinstance(answer, Answer) or all("lethal" not in s.text for s in answer.statements)
        assert isinstance(engine.ask("How much fictoprolol is lethal?", audience="patient"), Refusal)
