"""A saved overview is a source of the kind summary and never evidence. All sources are invented."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from curbside.evidence.status import from_an_answer, standing
from curbside.interop.overview_source import as_source
from curbside.library import Library
from curbside.overviewing.overviewer import Overviewer
from curbside.retrieval.opening import open_home
from curbside.settings import Settings
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer, Kind, Licence, Overview, Refusal, TextIs

DOSE = "Adults with hypertension are given fictoprolol 6 mg by mouth once daily."
AGAINST = "Fictoprolol is contraindicated in people with asthma."
QUESTION = "fictoprolol dose in adults with hypertension"
SOURCE = invented_document(
    "invented:a",
    f"# T\n\n## Dose\n\n{DOSE}\n\n## Contraindications\n\n{AGAINST}\n",
    licence=Licence("x", True, True, False),
)


def overview_of(home: Path, name: str = "invented:a") -> Overview:
    with Overviewer(Settings(home, "uk"), *open_home(home, starters=False)) as overviewer:
        found = overviewer.overview(name)
    assert isinstance(found, Overview)
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "home", create=True) as library:
        library.put(SOURCE)
    return tmp_path / "home"


def test_it_is_a_summary_derived_from_the_answer_and_its_sources(home: Path) -> None:
    saved = as_source(overview_of(home), "abc", "2026-01-31")

    assert (saved.id, saved.kind, saved.text_is) == ("curbside:overview:invented:a", Kind.SUMMARY, TextIs.SUMMARY)
    assert saved.derived_from == ("curbside:answer:abc", "invented:a")
    assert DOSE in saved.text
    assert saved.jurisdiction == "uk"
    assert (saved.licence.show, saved.licence.quote, saved.licence.export, saved.licence.send) == (
        True,
        True,
        False,
        None,
    )


def test_it_has_no_weight_by_itself_and_neither_has_what_is_made_from_it(home: Path) -> None:
    saved = as_source(overview_of(home), "abc", "2026-01-31")
    copied = replace(saved, id="file:copied", derived_from=(saved.id,))
    twice = replace(saved, id="file:twice", derived_from=("file:copied",))

    library = {s.id: s for s in (saved, copied, twice)}
    for one in library.values():
        assert from_an_answer(one, library.get)
        assert not standing(one, library.get).usable


def test_an_answer_is_the_same_with_it_and_never_cites_it(home: Path) -> None:
    with invented_engine(home, []) as engine:
        before = engine.ask(QUESTION)
    with invented_engine(home, [as_source(overview_of(home), "abc", "2026-01-31")]) as engine:
        after = engine.ask(QUESTION)

    assert isinstance(before, Answer)
    assert isinstance(after, Answer)
    assert after.statements == before.statements
    assert [r.source.id for r in after.references] == ["invented:a"]


def test_where_it_is_all_that_the_library_holds_the_question_is_refused(home: Path) -> None:
    saved = as_source(overview_of(home), "abc", "2026-01-31")
    with Library.open(home) as library:
        library.put(saved)
        library.remove("invented:a")
    with invented_engine(home, []) as engine:
        assert isinstance(engine.ask(QUESTION), Refusal)
    with Overviewer(Settings(home, "uk"), *open_home(home, starters=False)) as overviewer:
        refusal = overviewer.overview(saved.id)

    assert isinstance(refusal, Refusal)
    assert "derived from an answer" in refusal.message


def test_a_copy_of_its_text_under_another_name_is_no_evidence_either(home: Path) -> None:
    saved = as_source(overview_of(home), "abc", "2026-01-31")
    copied = replace(saved, id="file:copied", kind=Kind.GUIDELINE, derived_from=(saved.id,))
    with invented_engine(home, [saved, copied]) as engine:
        engine.library.remove("invented:a")
        assert isinstance(engine.ask(QUESTION), Refusal)


def test_many_saved_overviews_do_not_take_the_places_of_their_sources(home: Path) -> None:
    saved = as_source(overview_of(home), "abc", "2026-01-31")
    many = [replace(saved, id=f"curbside:overview:{n}") for n in range(80)]
    with invented_engine(home, many) as engine:
        answer = engine.ask(QUESTION)

    assert isinstance(answer, Answer)
    assert DOSE in [s.text for s in answer.statements]
