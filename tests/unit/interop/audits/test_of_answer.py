"""The report of an answer in which a statement was dropped. What it says is invented."""

from __future__ import annotations

from curbside.events import Checked
from curbside.interop.audits import html, markdown, of_answer
from curbside.testing.homes import invented_document
from curbside.types import (
    Answer,
    Citation,
    Facet,
    Flag,
    Made,
    Outcome,
    Question,
    Reason,
    Reference,
    Refusal,
    Relation,
    Section,
    Source,
    Span,
    Statement,
    Understood,
    Verdict,
)

SOURCE: Source = invented_document("test:a", "# Invented\n\nZorbex 5 mg is taken daily.\n")
SPAN = Span(SOURCE.id, SOURCE.content_hash, 12, len(SOURCE.text) - 1)
CITED = (Citation(SOURCE.id, (SPAN,), Relation.SUPPORTS, 1),)
GOOD = Verdict(Outcome.SUPPORTED, (), 1.0)
KEPT = Statement("s1", "Zorbex 5 mg is taken daily.", Facet.REGIMEN, CITED, GOOD, (Flag.SECONDARY_ONLY,))
WRONG = Reason("numbers", False, ("50 mg",), "not in the source as a quantity: 50 mg")
DROPPED = Statement(
    "", "Zorbex 50 mg is taken daily.", Facet.REGIMEN, CITED, Verdict(Outcome.CONTRADICTED, (WRONG,), 0.9)
)
CHECKS = (Checked(KEPT, True), Checked(DROPPED, False))
MADE = Made("0", "model", "x", "y", {}, "words")
QUESTION = Question("Zorbex dose", Understood(), "professional")


def read(span: Span) -> str:
    return SOURCE.text[span.start : span.end]


def answer() -> Answer:
    sections = (Section("Regimen", Facet.REGIMEN, ("s1",)),)
    return Answer(QUESTION, "Zorbex: dose", (), sections, (KEPT,), (), (), (), (Reference(1, SOURCE),), (), MADE)


def test_kept_and_dropped_statements_are_told_with_the_gates_that_failed() -> None:
    made = of_answer.report(answer(), CHECKS, read, "Audited by a test.")

    assert [(r.text, r.dropped) for r in made.rows] == [(KEPT.text, False), (DROPPED.text, True)]
    assert [f.kind for f in made.rows[0].faults] == ["secondary_only"]
    assert [(f.kind, f.words) for f in made.rows[1].faults] == [("numbers", ("50 mg",))]
    assert made.line.startswith("2 statements tried: 1 supported, 1 dropped.")
    assert all(made.text[r.start : r.end] == r.text for r in made.rows)


def test_both_are_on_the_page_and_in_markdown() -> None:
    made = of_answer.report(answer(), CHECKS, read, "Audited by a test.")
    page, notes = html.page(made), markdown.document(made)

    assert of_answer.DROPPED.replace("'", "&#x27;") in page
    assert 'class="claim contradicted dropped"' in page
    assert "2 ✗ Dropped" in notes


def test_a_refusal_after_statements_were_tried_tells_them_too() -> None:
    refusal = Refusal(QUESTION, "nothing_verified", "Nothing stood.", (), (), MADE)

    made = of_answer.report(refusal, (Checked(DROPPED, False),), read, "Audited by a test.")

    assert [r.dropped for r in made.rows] == [True]
    assert "Nothing stood." in made.text
