"""Abbreviations spelled out on first use, under the gates. Drugs, doses and sources are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.composing.abbreviations import as_quoted, in_full
from curbside.errors import SourceNotFound
from curbside.language import lexicon
from curbside.language.canon import canon
from curbside.language.meanings import meaning_at
from curbside.language.spelled import contracted
from curbside.retrieval.understanding import understand
from curbside.testing.homes import invented_document
from curbside.types import (
    Answer,
    Citation,
    Facet,
    Made,
    Relation,
    Section,
    Source,
    Span,
    Statement,
)
from curbside.verifying.statements import checked

FIRST = "Fictoprolol 6 mg is not taken in the ICU by adults with hypertension."
AGAIN = "People in the ICU must rest (MRI within 2 days)."
WITHIN = "The magnetic resonance imaging (MRI) is repeated once daily."
DEFINED = "The intensive care unit (ICU) is invented."
A = invented_document("test:a", f"# Invented\n\n{DEFINED}\n\n{FIRST}\n\n## Rest\n\n{AGAIN}\n\n{WITHIN}\n")
B = invented_document("test:b", f"# Other\n\nInvented care units (ICU) are told.\n\n{FIRST}\n")
C = invented_document("test:c", f"# Third\n\n{FIRST}\n\nAn ICU (intensive care unit) is told.\n")
SOURCES = {(s.id, s.content_hash): s for s in (A, B, C)}


def find(source: str, content_hash: str) -> Source:
    try:
        return SOURCES[source, content_hash]
    except KeyError as error:
        raise SourceNotFound(source, content_hash) from error


def cite(source: Source, words: str, relation: Relation = Relation.SUPPORTS) -> Citation:
    start = source.text.index(words)
    return Citation(source.id, (Span(source.id, source.content_hash, start, start + len(words)),), relation, 1)


def said(id: str, text: str, *sources: Source) -> Statement:
    draft = Statement(id, text, Facet.EVIDENCE, tuple(cite(s, text) for s in sources))
    statement, stands = checked(draft, find)
    assert stands
    return statement


def answer(*statements: Statement, lead: tuple[str, ...] = ()) -> Answer:
    rest = tuple(s.id for s in statements if s.id not in lead)
    return Answer(
        question=understand("invented"),
        title="Invented",
        bottom_line=lead,
        sections=(Section("Evidence", Facet.EVIDENCE, rest),),
        statements=statements,
        regimens=(),
        conflicts=(),
        not_found=(),
        references=(),
        notices=(),
        made=Made("", "", "", "", {}),
    )


def texts(told: Answer) -> list[str]:
    return [s.text for s in told.statements]


def full(given: Answer) -> Answer:
    return in_full(given, find, lambda s: checked(s, find))


TOLD = FIRST.replace("ICU", "ICU (intensive care unit)")


def test_the_first_use_is_spelled_out_and_the_definition_cited() -> None:
    told = full(answer(said("s1", FIRST, A), said("s2", AGAIN, A)))
    assert texts(told) == [TOLD, AGAIN.replace("MRI", "MRI [magnetic resonance imaging]")]
    first = told.statements[0]
    assert first.citations == (cite(A, FIRST), cite(A, "intensive care unit (ICU)", Relation.CONTEXT))
    assert first.verdict is not None
    assert all(r.passed for r in first.verdict.reasons)


def test_reading_order_is_the_bottom_line_first() -> None:
    told = full(answer(said("s1", FIRST, A), said("s2", AGAIN, A), lead=("s2",)))
    assert texts(told)[0] == FIRST
    assert "ICU (intensive care unit)" in texts(told)[1]


def test_what_a_quoted_sentence_defines_is_not_told_again() -> None:
    told = full(answer(said("s1", DEFINED, A), said("s2", WITHIN, A), said("s3", FIRST, A), said("s4", AGAIN, A)))
    assert texts(told) == [DEFINED, WITHIN, FIRST, AGAIN]


def test_another_document_with_another_meaning_tells_its_own() -> None:
    told = full(answer(said("s1", AGAIN, A), said("s2", FIRST, B)))
    assert texts(told)[1] == FIRST.replace("ICU", "ICU (Invented care units)")


def test_every_document_must_define_it_alike_and_each_is_cited() -> None:
    assert texts(full(answer(said("s1", FIRST, A, B)))) == [FIRST]
    told = full(answer(said("s1", FIRST, A, C))).statements[0]
    assert told.text == TOLD
    assert [(c.source, c.relation) for c in told.citations] == [
        ("test:a", Relation.SUPPORTS),
        ("test:a", Relation.CONTEXT),
        ("test:c", Relation.SUPPORTS),
        ("test:c", Relation.CONTEXT),
    ]


def test_what_the_gates_do_not_take_stays_as_it_was() -> None:
    given = answer(said("s1", FIRST, A))
    assert in_full(given, find, lambda s: (s, False)) == given
    assert in_full(given, find, lambda s: (replace(s, citations=s.citations[:1]), True)) == given


@pytest.mark.parametrize(
    "text",
    [
        TOLD.replace("intensive", "invasive"),
        TOLD.replace("(intensive care unit)", "(not intensive care unit)"),
        TOLD.replace("(intensive care unit)", "(intensive care unit, 60 mg)"),
        TOLD.replace("(intensive care unit)", "(intensive care unit) (intensive care unit)"),
        TOLD.replace("6 mg", "60 mg"),
        TOLD.replace(" not", ""),
        TOLD.replace("Fictoprolol", "Mockopril"),
        TOLD.replace("ICU (", "PACU ("),
        FIRST.replace("6 mg", "6 mg (intensive care unit)"),
        FIRST.replace("ICU", "intensive care unit"),
        FIRST.replace("ICU", "intensive care unit (ICU)"),
        FIRST,
    ],
)
def test_a_long_form_that_is_not_the_definition_is_refused(text: str) -> None:
    definition = cite(A, "intensive care unit (ICU)", Relation.CONTEXT)
    assert checked(Statement("", TOLD, Facet.EVIDENCE, (cite(A, FIRST), definition)), find)[1]
    assert not checked(Statement("", text, Facet.EVIDENCE, (cite(A, FIRST), definition)), find)[1]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (A, "intensive care unit (ICU"),
        (A, "The intensive care unit (ICU)"),
        (A, "care unit (ICU)"),
        (A, DEFINED),
        (A, "magnetic resonance imaging (MRI)"),
        (C, "ICU (intensive care unit)"),
        (B, "Invented care units (ICU)"),
    ],
)
def test_a_tampered_definition_is_refused(source: Source, words: str) -> None:
    around = cite(source, words, Relation.CONTEXT)
    assert not checked(Statement("", TOLD, Facet.EVIDENCE, (cite(A, FIRST), around)), find)[1]


def test_no_definition_no_long_form() -> None:
    assert not checked(Statement("", TOLD, Facet.EVIDENCE, (cite(A, FIRST),)), find)[1]


def test_a_definition_does_not_serve_the_citation_of_another_document() -> None:
    definition = cite(A, "intensive care unit (ICU)", Relation.CONTEXT)
    draft = Statement("", TOLD, Facet.EVIDENCE, (cite(A, FIRST), definition, cite(B, FIRST)))
    statement, stands = checked(draft, find)
    assert stands
    assert statement.citations == draft.citations[:2]


WORDS = st.sampled_from(
    "ICU MRI ICUs rest 6 mg not never aspirin twice daily in the (ICU) is must adults unless ICU-led [MRI] with".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=10))
def test_an_expansion_changes_no_number_negation_or_drug_and_contracts_to_the_unit(words: list[str]) -> None:
    unit = f"Yaks are told {' '.join(words)} here."
    source = invented_document(
        "test:p", f"# P\n\nThe intensive care unit (ICU) or magnetic resonance imaging (MRI).\n\n{unit}\n"
    )
    here = (cite(source, unit),)
    given_ = answer(Statement("s1", unit, Facet.EVIDENCE, here))
    told = in_full(given_, lambda *_: source, lambda s: checked(s, lambda *_: source)).statements[0]
    assert _values(told.text) == _values(unit)
    text = told.text
    for span in (s for c in told.citations if c.relation is Relation.CONTEXT for s in c.spans):
        definition = meaning_at(source, span.start, span.end)
        assert definition is not None
        text = contracted(text, definition) or ""
    assert text == unit
    assert (as_quoted(told, lambda *_: source).text, as_quoted(told, lambda *_: source).citations) == (unit, here)


def _values(text: str) -> tuple[list[str], list[str]]:
    kinds = ("measure", "frequency", "negation", "exception", "modality", "route", "drug")
    return [t.key for t in canon(text).tokens if t.kind in kinds], [m.concept for m in lexicon.drugs_in(text)]
