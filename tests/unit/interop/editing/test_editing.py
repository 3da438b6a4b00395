"""Editing the statements of an answer of an invented library. Nothing in it is a clinical fact."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.engine import Engine
from curbside.errors import EditRefused, InputError, SourceNotFound
from curbside.interop import overview as overview_contract
from curbside.interop.approval import fingerprint
from curbside.interop.contract import as_json
from curbside.interop.editing import EditingDesk, opened
from curbside.interop.editing.rebuilding import EDITED
from curbside.interop.saved import stored_answer
from curbside.overviewing.overviewer import Overviewer
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer, Facet, Flag, Identifier, Kind, Mark, State, Status

QUESTION = "What is the dose of fictoprolol for hypertension in adults?"
LABEL = (
    "# Fictoprolol tablets\n\n## Posology\n\nFictoprolol 6 mg is taken by mouth once daily by adults with "
    "hypertension. The maximum of fictoprolol is 24 mg a day.\n\n## Contraindications\n\nFictoprolol must not be given "
    "in asthma.\n\n## Monitoring\n\nBlood pressure is checked every 3 weeks with fictoprolol.\n"
)
GUIDELINE = (
    "# Invented guideline\n\n## Dose\n\nFictoprolol 12 mg is taken by mouth twice daily by adults with hypertension.\n"
)
OTHER = (
    "# Inventolol tablets\n\n## Posology\n\nInventolol 3 mg is taken by mouth once daily by adults with hypertension. "
    "It is taken with food.\n\n## Contraindications\n\nInventolol must not be given in gout.\n"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    sources = [
        invented_document("test:label", LABEL, kind=Kind.LABEL, title="Fictoprolol tablets"),
        invented_document("test:guideline", GUIDELINE, title="Invented guideline on hypertension"),
        invented_document("test:other", OTHER, kind=Kind.LABEL, title="Inventolol tablets"),
    ]
    with invented_engine(tmp_path_factory.mktemp("home"), sources) as made:
        yield made


@pytest.fixture(scope="module")
def answer(engine: Engine) -> Answer:
    """Without what it says of the other drug, which the tests add."""
    found = engine.ask(QUESTION, length="full")
    assert isinstance(found, Answer)
    made = opened(save(engine, found), engine.library)
    other = [s.id for s in made.statements if s.citations[0].source == "test:other"]
    return EditingDesk(engine.library, engine.index).without(made, other) if other else made


@pytest.fixture(scope="module")
def desk(engine: Engine) -> EditingDesk:
    return EditingDesk(engine.library, engine.index)


def save(engine: Engine, answer: Answer) -> str:
    body = as_json(answer, engine.library.read_span)
    cited = [(r.source.id, r.source.content_hash) for r in answer.references]
    return engine.library.save_answer(answer.question.text, json.dumps(body, ensure_ascii=False), cited)


def reads_again(engine: Engine, answer: Answer) -> None:
    """What came out of an edit is an answer that exports take: read again from the library it is the same."""
    again = stored_answer(save(engine, answer), engine.library)
    read = engine.library.read_span
    assert fingerprint(again, read) == fingerprint(answer, read)


def of_facet(answer: Answer, facet: Facet) -> str:
    return next(s.id for s in answer.statements if s.facet is facet)


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        "What is the dose of fictoprolol for hypertension in adults with invented florpitis?",
        "What is the intravenous dose of fictoprolol for hypertension?",
        "What is the dose of fictoprolol for hypertension, and what is monitored?",
        "Fictoprolol for hypertension in somebody allergic to inventolol?",
        "Should fictoprolol be given in asthma?",
    ],
)
def test_an_answer_that_is_opened_is_the_answer(engine: Engine, question: str) -> None:
    found = engine.ask(question)
    assert isinstance(found, Answer)
    again = opened(save(engine, found), engine.library)
    assert fingerprint(again, engine.library.read_span) == fingerprint(found, engine.library.read_span)


def test_another_dose_is_refused_with_its_words(desk: EditingDesk, answer: Answer) -> None:
    dosed = answer.regimens[0].statement
    assert dosed
    text = next(s.text for s in answer.statements if s.id == dosed)
    with pytest.raises(EditRefused, match="8 mg"):
        desk.reworded(answer, dosed, text.replace("6 mg", "8 mg").replace("12 mg", "8 mg"))


def test_unsafe_notation_of_an_author_is_refused(desk: EditingDesk, answer: Answer) -> None:
    with pytest.raises(EditRefused, match="unsafe notation"):
        desk.reworded(answer, "s1", "Fictoprolol 6 mg is taken QD by adults with hypertension.")


def test_a_wording_that_the_quote_carries_is_taken_over_and_told_as_an_edit(
    engine: Engine, desk: EditingDesk, answer: Answer
) -> None:
    watched = of_facet(answer, Facet.MONITORING)
    text = next(s.text for s in answer.statements if s.id == watched)
    edited = desk.reworded(answer, watched, text.replace("Blood pressure is", "Blood pressure  is\n"))
    assert EDITED in edited.made.composer
    reads_again(engine, edited)


def test_what_must_stand_beside_a_dose_is_not_taken_out(engine: Engine, desk: EditingDesk, answer: Answer) -> None:
    against = of_facet(answer, Facet.CONTRAINDICATIONS)
    with pytest.raises(EditRefused, match="must not be given"):
        desk.without(answer, [against])
    maxima = {i for r in answer.regimens for i in r.beside["maximum"]}
    for one in maxima:
        with pytest.raises(EditRefused):
            desk.without(answer, [one])


def test_one_side_of_a_disagreement_is_not_taken_out_alone(engine: Engine, desk: EditingDesk, answer: Answer) -> None:
    assert answer.conflicts
    sides = {m.statement for m in answer.conflicts[0].members}
    for one in sides:
        with pytest.raises(EditRefused, match="all sides"):
            desk.without(answer, [one])


def test_what_nothing_needs_can_be_taken_out(engine: Engine, desk: EditingDesk, answer: Answer) -> None:
    edited = desk.without(answer, [of_facet(answer, Facet.MONITORING)])
    assert len(edited.statements) == len(answer.statements) - 1
    assert not edited.monitoring
    reads_again(engine, edited)


def test_a_dose_that_is_added_brings_what_must_stand_beside_it(
    engine: Engine, desk: EditingDesk, answer: Answer
) -> None:
    source = engine.library.get("test:other")
    start = next(u.start for u in source.units if source.text[u.start : u.end].startswith("Inventolol 3 mg"))
    edited, count = desk.quoting(answer, "test:other", [start])
    assert count == 2
    added = next(r for r in edited.regimens if r.drug == "inventolol")
    assert added.beside["contraindications"]
    assert not {added.statement} & set(edited.bottom_line)
    reads_again(engine, edited)
    with pytest.raises(EditRefused, match="has these sentences already"):
        desk.quoting(edited, "test:other", [start])


def test_sentences_that_follow_one_another_become_one_statement(
    engine: Engine, desk: EditingDesk, answer: Answer
) -> None:
    source = engine.library.get("test:other")
    starts = [u.start for u in source.units if "Inventolol 3 mg" in source.text[u.start : u.end]]
    starts += [u.start for u in source.units if source.text[u.start : u.end].startswith("It is taken with food")]
    edited, _ = desk.quoting(answer, "test:other", starts)
    joined = [s for s in edited.statements if "3 mg" in s.text]
    assert len(joined) == 1
    assert "with food" in joined[0].text
    reads_again(engine, edited)


def test_a_sentence_that_points_elsewhere_is_not_quoted_alone(
    engine: Engine, desk: EditingDesk, answer: Answer
) -> None:
    source = engine.library.get("test:other")
    it = next(u.start for u in source.units if source.text[u.start : u.end].startswith("It is taken with food"))
    with pytest.raises(EditRefused, match="choose the sentence before it"):
        desk.quoting(answer, "test:other", [it])


def test_no_such_source_no_such_sentence_no_such_statement(desk: EditingDesk, answer: Answer) -> None:
    with pytest.raises(SourceNotFound):
        desk.quoting(answer, "test:nothing", [0])
    with pytest.raises(EditRefused, match="at least one sentence"):
        desk.quoting(answer, "test:other", [999_999])
    with pytest.raises(EditRefused, match="no statement"):
        desk.without(answer, ["s99"])
    with pytest.raises(EditRefused, match="at least one statement"):
        desk.without(answer, [s.id for s in answer.statements])


def test_an_overview_becomes_an_answer_of_its_statements(engine: Engine) -> None:
    made = Overviewer(engine.settings, engine.library, engine.index).overview("test:label")
    body = overview_contract.as_json(made, engine.library.read_span)  # type: ignore[arg-type]
    cited = [(r["id"], engine.library.get(r["id"]).content_hash) for r in body["references"]]
    kept = engine.library.save_answer("Overview: test:label", json.dumps(body), cited)
    answer = opened(kept, engine.library)
    assert [s.text for s in answer.statements] == [s["text"] for s in body["statements"]]
    reads_again(engine, answer)


def test_what_rests_on_a_retracted_source_is_left_out_when_it_is_opened(tmp_path: Path) -> None:
    doi = Identifier("doi", "10.5555/invented")
    sources = [
        invented_document("test:label", LABEL, kind=Kind.LABEL, title="Fictoprolol tablets"),
        invented_document("test:guideline", GUIDELINE, title="Invented guideline", identifiers=(doi,)),
    ]
    with invented_engine(tmp_path, sources) as engine:
        found = engine.ask(QUESTION)
        assert isinstance(found, Answer)
        kept = save(engine, found)
        engine.library.mark([Mark(doi, Status(State.RETRACTED, reason="invented"), "the tests")])
        answer = opened(kept, engine.library)
        assert {c.source for s in answer.statements for c in s.citations} == {"test:label"}
        assert [r.ref for r in answer.references] == list(range(1, len(answer.references) + 1))
        reads_again(engine, answer)
        engine.library.withdraw(["test:label"], said_by="the tests")
        with pytest.raises(InputError, match="may be shown"):
            opened(kept, engine.library)


def test_a_flag_of_sources_stays_where_an_author_rewords(engine: Engine, tmp_path: Path) -> None:
    source = invented_document(
        "test:old", LABEL, kind=Kind.LABEL, title="Fictoprolol tablets", status=Status(State.SUPERSEDED, "another")
    )
    with invented_engine(tmp_path, [source]) as old:
        found = old.ask(QUESTION)
        assert isinstance(found, Answer)
        answer = opened(save(old, found), old.library)
        assert all(Flag.SUPERSEDED in s.flags for s in answer.statements)
        edited = EditingDesk(old.library, old.index).reworded(answer, "s1", answer.statements[0].text)
        assert Flag.SUPERSEDED in edited.statements[0].flags


WORDS = st.sampled_from(
    "fictoprolol inventolol 6 12 24 3 8 mg g micrograms once twice daily weekly not never must may by mouth injection "
    "adults children with without hypertension asthma gout above below maximum".split()
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_wording_gets_in_that_the_gates_do_not_take_and_what_gets_in_reads_again(
    engine: Engine, desk: EditingDesk, answer: Answer, data: st.DataObject
) -> None:
    statement = data.draw(st.sampled_from(answer.statements))
    words = statement.text.split()
    at = data.draw(st.integers(0, len(words) - 1))
    what = data.draw(st.sampled_from(("put", "insert", "drop")))
    new = [data.draw(WORDS)] if what != "drop" else []
    text = " ".join((*words[:at], *new, *words[at + (what != "insert") :]))
    try:
        edited = desk.reworded(answer, statement.id, text)
    except EditRefused:
        return
    amounts = {(p.amount.low, p.amount.unit) for r in answer.regimens for p in r.phases if p.amount}
    assert {(p.amount.low, p.amount.unit) for r in edited.regimens for p in r.phases if p.amount} <= amounts
    reads_again(engine, edited)
