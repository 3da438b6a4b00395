"""Statements, marks, sections and notices of an answer. Drugs, doses and sources are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curbside.composing.assembly import assembled, numbered, title
from curbside.composing.merging import merged
from curbside.composing.offered import bound, offer
from curbside.composing.quoting import QuotingComposer
from curbside.errors import SourceNotFound
from curbside.retrieval.understanding import understand
from curbside.testing.homes import invented_document
from curbside.types import (
    Answer,
    Citation,
    Facet,
    Flag,
    Kind,
    Question,
    Refusal,
    Relation,
    Span,
    Statement,
    Understood,
)

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
QUESTION = "fictoprolol dose in hypertension"


def document(*sentences, id="test:a", heading="Dose", **fields):
    return invented_document(id, f"# Invented\n\n## {heading}\n\n" + "\n\n".join(sentences), **fields)


A, B = document(DOSE), document(DOSE, id="test:b")


def find(source, content_hash):
    for known in (A, B):
        if (known.id, known.content_hash) == (source, content_hash):
            return known
    raise SourceNotFound(source, content_hash)


def statement(*sources, text=DOSE, flags=(), facet=Facet.REGIMEN):
    def span(source):
        start = source.text.index(DOSE)
        return Span(source.id, source.content_hash, start, start + len(DOSE))

    return Statement(
        "", text, facet, tuple(Citation(s.id, (span(s),), Relation.SUPPORTS) for s in sources), flags=flags
    )


def test_statements_and_marks_are_numbered_by_first_use() -> None:
    told, references = numbered([statement(B, A), statement(A, text="Other words.")], find)
    assert [s.id for s in told] == ["s1", "s2"]
    assert [[c.ref for c in s.citations] for s in told] == [[1, 2], [2]]
    assert [(r.ref, r.source.id) for r in references] == [(1, "test:b"), (2, "test:a")]


def test_marks_are_the_references_and_sections_part_the_statements(ask) -> None:
    sources = [A, document("Fictoprolol is contraindicated in people with asthma.", id="test:c", heading="Cautions")]
    answer = ask(sources, QUESTION)
    assert [s.id for s in answer.statements] == [f"s{n}" for n in range(1, len(answer.statements) + 1)]
    marks = [c.ref for s in answer.statements for c in s.citations]
    assert (
        list(dict.fromkeys(marks)) == [r.ref for r in answer.references] == list(range(1, len(answer.references) + 1))
    )
    placed = [*answer.bottom_line, *(i for section in answer.sections for i in section.statements)]
    assert sorted(placed) == sorted(s.id for s in answer.statements)
    assert answer.bottom_line
    assert all(section.statements for section in answer.sections)


def test_the_same_words_are_one_statement_with_the_flags_of_all() -> None:
    first = statement(A, flags=(Flag.SECONDARY_ONLY, Flag.SUMMARY))
    again = statement(B, text=DOSE.upper().rstrip("."), flags=(Flag.SUMMARY,))
    (one,) = merged([first, again])
    assert [c.source for c in one.citations] == ["test:a", "test:b"]
    assert one.flags == (Flag.SUMMARY,)
    assert one.text == DOSE
    assert len(merged([first, statement(B, text=DOSE.replace("6", "7"))])) == 2


def test_how_many_were_dropped_is_told() -> None:
    question = understand(QUESTION, "uk")
    answer = assembled(question, [statement(A)], 2, (), ("First.",), find)
    assert answer.notices[0] == "First."
    assert "2 drafted statements did not pass the checks and were left out." in answer.notices


def test_what_no_source_mentions_is_not_found() -> None:
    answer = assembled(understand(QUESTION, "uk"), [statement(A)], 0, ("zzyzx",), (), find)
    assert "No source in your library mentions: zzyzx." in answer.not_found


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (QUESTION, "Fictoprolol in hypertension: dose and course"),
        ("What is a zzyzx?", "What is a zzyzx"),
        (
            "intravenous fictoprolol for a child with hypertension?",
            "Intravenous fictoprolol in hypertension (children)",
        ),
    ],
)
def test_a_title_is_made_of_what_was_understood(question: str, expected: str) -> None:
    assert title(understand(question, "uk")).startswith(expected)


class Meddling:
    """A composer that does something to what it was offered."""

    name = "meddling"

    def __init__(self, change) -> None:
        self._change = change

    def compose(self, question, chosen):
        return self._change(QuotingComposer().compose(question, chosen))


def _texts(old, new):
    return lambda drafts: tuple(replace(d, text=d.text.replace(old, new)) for d in drafts)


@pytest.mark.parametrize(
    "change",
    [
        _texts("6 mg", "60 mg"),
        _texts("Fictoprolol", "Mockopril"),
        _texts("hypertension", "migraine"),
        _texts("is taken", "must be taken"),
        _texts("is taken", "is always taken"),
        _texts("is taken", "is typically taken"),
        _texts("once daily", "once daily lifelong"),
        lambda drafts: tuple(replace(d, citations=()) for d in drafts),
        lambda drafts: tuple(
            replace(d, citations=tuple(replace(c, relation=Relation.CONTEXT) for c in d.citations)) for d in drafts
        ),
        lambda drafts: tuple(
            replace(d, citations=tuple(replace(c, source="test:none") for c in d.citations)) for d in drafts
        ),
        lambda _: (),
    ],
)
def test_nothing_of_a_meddling_composer_gets_out(ask, change) -> None:
    refusal = ask([A], QUESTION, composer=Meddling(change))
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "nothing_verified"


def test_of_a_half_honest_composer_the_honest_half_gets_out(ask) -> None:
    def add_a_lie(drafts):
        return (*drafts, *_texts("6 mg", "600 mg")(drafts))

    answer = ask([A], QUESTION, composer=Meddling(add_a_lie))
    assert [s.text for s in answer.statements] == [DOSE]
    assert any(n.startswith("1 drafted statement") for n in answer.notices)


def test_a_composer_cannot_take_flags_away_or_put_first_what_may_not_stand_there(ask) -> None:
    def launder(drafts):
        return tuple(replace(d, flags=(), facet=Facet.BOTTOM_LINE) for d in drafts)

    answer = ask([document(DOSE, kind=Kind.SUMMARY)], QUESTION, composer=Meddling(launder))
    assert isinstance(answer, Answer)
    assert answer.bottom_line == ()
    assert answer.statements[0].flags == (Flag.SECONDARY_ONLY,)


def test_a_draft_on_nothing_that_was_offered_stays_as_it_is() -> None:
    assert bound(statement(A), offer(())) == statement(A)


def test_a_quotation_is_the_unit_as_it_stands(ask) -> None:
    answer = ask([A, B], QUESTION)
    for one in answer.statements:
        for citation in one.citations:
            (span,) = citation.spans
            assert find(span.source, span.content_hash).text[span.start : span.end] == one.text


def test_a_drug_that_no_vocabulary_knows_stands_in_the_title() -> None:
    asked = Understood(unknown_drugs=("rashamine",), conditions=("hypertension",), intent="regimen")
    assert title(Question("rashamine in hypertension?", asked)).startswith("Rashamine in hypertension: ")
