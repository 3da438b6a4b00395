"""The reviewed questions asked as each audience, on the starter library with the leaflets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from evals.audiences import measured, opened
from evals.starter_questions import FILES

from curbside.cli.main import run
from curbside.engine import Engine
from curbside.interop.contract import as_json
from curbside.interop.saved import answer_of
from curbside.sources.starter import leaflet_sources
from curbside.types import AUDIENCES, Answer, Facet, Kind, TextIs

B12 = "Hydroxocobalamin dose for B12 deficiency with neurological involvement?"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CURBSIDE_RERANKER", "none")
        with opened(tmp_path_factory.mktemp("home"), leaflets=True) as one:
            yield one


def test_patients_read_at_grade_8_no_dose_and_no_number_that_professionals_are_not_told(engine: Engine) -> None:
    total = measured(engine, FILES[:1], every=4)
    assert total.wrong == []
    assert total.answered >= 4
    assert total.explained >= 6


def test_each_audience_has_its_order_and_all_have_the_dose_with_what_stands_beside_it(engine: Engine) -> None:
    sections = {}
    for audience in (a for a in AUDIENCES if a != "patient"):
        answer = engine.ask(B12, jurisdiction="uk", audience=audience)
        assert isinstance(answer, Answer)
        assert answer.regimens
        assert all(r.beside["contraindications"] for r in answer.regimens if r.drug == "hydroxocobalamin")
        sections[audience] = [s.facet for s in answer.sections]
    nurse, student = sections["nurse"], sections["student"]
    assert nurse.index(Facet.ADMINISTRATION) < nurse.index(Facet.PREGNANCY)
    assert Facet.MONITORING in nurse
    assert student.index(Facet.EVIDENCE) < student.index(Facet.PREGNANCY)
    assert len({tuple(found) for found in sections.values()}) == 4


def test_leaflets_in_plain_words_are_shown_to_patients_and_students_alone(engine: Engine) -> None:
    leaflets = {source.id for source in leaflet_sources()}
    question = "How is vitamin B12 deficiency found and treated?"
    cited = {
        audience: {r.source.id for r in engine.ask(question, audience=audience, length="full").references}
        for audience in AUDIENCES
    }
    assert cited["patient"] & leaflets
    for audience in ("professional", "nurse", "pharmacist"):
        assert not cited[audience] & leaflets


def test_every_leaflet_is_a_plain_summary_that_names_what_was_read() -> None:
    for source in leaflet_sources():
        assert (source.kind, source.text_is) == (Kind.PATIENT_LEAFLET, TextIs.SUMMARY)
        assert source.derived_from
        assert source.url


def test_answers_for_patients_can_be_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CURBSIDE_ALLOW", "criteria")
    monkeypatch.setenv("CURBSIDE_RERANKER", "none")
    assert run(["ask", "--home", str(tmp_path / "home"), "--audience", "patient", "B12?"]) == 2
    assert "switched off" in capsys.readouterr().err


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_answer_for_anybody_is_read_again_as_it_was(engine: Engine, audience: str) -> None:
    answer = engine.ask("What are the causes of vitamin B12 deficiency?", jurisdiction="uk", audience=audience)
    assert isinstance(answer, Answer)
    body = as_json(answer, engine.library.read_span)
    again = answer_of(body, engine.library)
    assert [s.text for s in again.statements] == [s.text for s in answer.statements]
    assert again.glossary == answer.glossary
