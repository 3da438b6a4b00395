"""What becomes of an answer when its sources do not stand any more. Nothing here is a clinical fact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curbside.errors import InputError
from curbside.interop.saved import answer_of
from curbside.interop.saved.standing import Now, kept
from curbside.testing.homes import invented_document
from curbside.types import Citation, Facet, Flag, Identifier, Mark, Relation, Span, State, Statement, Status

from .conftest import GUIDELINE, sources


def put(fresh, source_id, **fields):
    one = next(s for s in sources() if s.id == source_id)
    fresh.library.put(replace(one, **fields))


def texts(answer):
    return " ".join(s.text for s in answer.statements)


@pytest.mark.parametrize("state", [State.RETRACTED, State.WITHDRAWN])
def test_what_rests_on_a_source_that_is_no_evidence_any_more_is_taken_out_with_its_doses(fresh, state):
    put(fresh, "test:guideline", status=Status(state, since="2026-11-01", reason="Invented data"))
    answer = answer_of(fresh.body(), fresh.library)
    assert "12 mg" in texts(fresh.answer)
    assert "12 mg" not in texts(answer)
    assert not any(r.span.source == "test:guideline" for r in answer.regimens)
    assert not any(m.source == "test:guideline" for c in answer.conflicts for m in c.members)
    assert not any(r.source.id == "test:guideline" for r in answer.references)
    assert answer.notices[0].startswith("Withheld: [")
    assert f"is {state} (since 2026-11-01; Invented data)" in answer.notices[0]
    assert "12 mg" not in " ".join(answer.notices)
    known = {s.id for s in answer.statements}
    assert known == {*answer.bottom_line, *(key for section in answer.sections for key in section.statements)}


def test_a_source_that_was_taken_out_of_the_library_is_no_evidence_any_more(fresh):
    cited = [(r.source.id, r.source.content_hash) for r in fresh.answer.references]
    fresh.library.save_answer("q", "{}", cited)
    fresh.library.remove("test:guideline")
    answer = answer_of(fresh.body(), fresh.library)
    assert "12 mg" not in texts(answer)
    assert "was taken out of the library" in answer.notices[0]


def test_a_source_of_which_no_version_is_left_is_refused(fresh):
    fresh.library.remove("test:guideline")
    fresh.library.prune()
    with pytest.raises(InputError, match="cannot be read again"):
        answer_of(fresh.body(), fresh.library)


def test_an_answer_of_which_nothing_stands_is_refused(fresh):
    for one in ("test:guideline", "test:label", "test:summary"):
        put(fresh, one, status=Status(State.RETRACTED))
    with pytest.raises(InputError, match=r"nothing of it may be shown any more: .*is retracted"):
        answer_of(fresh.body(), fresh.library)


def test_a_superseded_source_leaves_the_bottom_line_and_stays_under_a_notice(fresh):
    first = fresh.answer.statements[0]
    assert first.id in fresh.answer.bottom_line
    leading = first.citations[0].source
    put(fresh, leading, status=Status(State.SUPERSEDED, by="the invented successor"))
    answer = answer_of(fresh.body(), fresh.library)
    moved = next(s for s in answer.statements if s.id == first.id)
    assert moved.id not in answer.bottom_line
    assert Flag.SUPERSEDED in moved.flags
    assert moved.text == first.text
    assert any("is superseded by the invented successor since this answer was made" in n for n in answer.notices)


def test_a_concern_stays_under_a_notice(fresh):
    mark = Mark(Identifier("other", "x"), Status(State.CONCERN), "invented-register")
    put(fresh, "test:guideline", identifiers=(Identifier("other", "x"),))
    fresh.library.mark([mark])
    answer = answer_of(fresh.body(), fresh.library)
    assert texts(answer) == texts(fresh.answer)
    assert any("has a new status since this answer was made: expression of concern" in n for n in answer.notices)


def test_a_changed_source_is_quoted_in_the_version_of_then_under_a_notice(fresh):
    cited = [(r.source.id, r.source.content_hash) for r in fresh.answer.references]
    fresh.library.save_answer("q", "{}", cited)
    fresh.library.put(invented_document("test:guideline", GUIDELINE.replace("12 mg", "18 mg")))
    answer = answer_of(fresh.body(), fresh.library)
    assert "12 mg" in texts(answer)
    assert "18 mg" not in texts(answer)
    assert any("has a newer text in the library" in n for n in answer.notices)


def test_a_statement_that_another_source_carries_stays():
    here, gone = (invented_document(f"test:{name}", GUIDELINE) for name in ("here", "gone"))
    spans = [Span(s.id, s.content_hash, 0, 5) for s in (here, gone)]
    citations = tuple(Citation(s.source, (s,), Relation.SUPPORTS, ref) for ref, s in enumerate(spans, 1))
    said = Statement("s1", "x", Facet.REGIMEN, citations)
    found = {1: Now(1, here), 2: Now(2, gone, gone="is retracted")}
    left = kept(said, found, "regimen")
    assert left is not None
    assert left.citations == citations[:1]
    assert kept(said, {1: Now(1, here, gone="is withdrawn"), 2: found[2]}, "regimen") is None
    assert kept(said, {1: Now(1, here), 2: Now(2, gone)}, "regimen") is said
