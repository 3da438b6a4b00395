"""A drafted statement through all gates, from composers of ill will. Drugs, doses and sources are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curbside.errors import SourceNotFound
from curbside.testing.homes import invented_document
from curbside.types import Citation, Facet, Outcome, Relation, Source, Span, Statement
from curbside.verifying.statements import checked

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
NOT = "Fictoprolol is not given to people with heart block."
NAMELESS = "The intravenous dose is 600 mg daily for hypertension."
SOURCE = invented_document(
    "test:a",
    f"# Invented\n\n## Dose\n\n{DOSE}\n\n{NOT}\n\nMockopril is another drug.\n\nRest is invented.\n\n"
    f"{NAMELESS}\n\n## Mockopril\n\nMockopril:\n\n- 5 mg is taken by mouth once daily\n\n> A note is no evidence.\n",
)
OTHER = invented_document("test:b", f"# Another\n\n## Dose\n\n{DOSE}\n")
SOURCES = {(s.id, s.content_hash): s for s in (SOURCE, OTHER)}


def find(source_id: str, content_hash: str) -> Source:
    try:
        return SOURCES[source_id, content_hash]
    except KeyError as error:
        raise SourceNotFound(source_id, content_hash) from error


def at(words: str, source: Source = SOURCE) -> Span:
    start = source.text.index(words)
    return Span(source.id, source.content_hash, start, start + len(words))


def cite(*spans: Span, relation: Relation = Relation.SUPPORTS, source: str = "test:a") -> Citation:
    return Citation(source, spans, relation)


def says(text: str, *citations: Citation) -> Statement:
    return Statement("", text, Facet.REGIMEN, citations)


def stands(draft: Statement) -> bool:
    return checked(draft, find)[1]


def test_a_unit_in_its_own_words_stands() -> None:
    statement, kept = checked(says(DOSE, cite(at(DOSE))), find)
    assert kept
    assert statement.verdict is not None
    assert statement.verdict.outcome is Outcome.SUPPORTED
    assert all(reason.passed for reason in statement.verdict.reasons)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (DOSE.replace("6 mg", "60 mg"), DOSE),
        (DOSE.replace("6 mg", "6 micrograms"), DOSE),
        (DOSE.replace("6 mg", "6.0 g"), DOSE),
        (DOSE.replace("Fictoprolol", "Mockopril"), DOSE),
        (DOSE.replace("once daily", "twice daily"), DOSE),
        (DOSE.replace("by mouth", "intravenously"), DOSE),
        (DOSE.replace("adults", "children"), DOSE),
        (NOT.replace(" not", ""), NOT),
        (f"{DOSE[:-1]} for life.", DOSE),
    ],
)
def test_a_changed_sentence_does_not_stand(text: str, unit: str) -> None:
    assert text != unit
    assert not stands(says(text, cite(at(unit))))


@pytest.mark.parametrize(
    "citations",
    [
        (),
        (cite(),),
        (cite(at(DOSE), relation=Relation.CONTEXT),),
        (cite(at(DOSE), relation=Relation.CONTRADICTS),),
        (cite(at(DOSE[:30])),),
        (cite(replace(at(DOSE), end=at(DOSE).end + 1)),),
        (cite(replace(at(DOSE), start=at(DOSE).start + 1)),),
        (cite(replace(at(DOSE), start=-5)),),
        (cite(replace(at(DOSE), end=10**6)),),
        (cite(replace(at(DOSE), content_hash="0" * 64)),),
        (cite(replace(at(DOSE), source="test:none"), source="test:none"),),
        (cite(at(DOSE), source="test:b"),),
        (cite(at(DOSE, OTHER), source="test:a"),),
        (cite(at(DOSE), at(DOSE, OTHER)),),
        (cite(at(NOT)),),
        (cite(at(DOSE)), cite(relation=Relation.CONTEXT)),
    ],
    ids=str,
)
def test_without_a_sound_citation_a_true_sentence_does_not_stand(citations: tuple[Citation, ...]) -> None:
    assert not stands(says(DOSE, *citations))


def test_a_text_that_no_longer_has_its_hash_carries_nothing() -> None:
    tampered = replace(SOURCE, text=SOURCE.text.replace("6 mg", "9 mg"))
    draft = says(DOSE.replace("6 mg", "9 mg"), cite(at(DOSE)))
    statement, kept = checked(draft, lambda *_: tampered)
    assert not kept
    assert statement.verdict is not None
    assert "hash" in statement.verdict.reasons[0].message


def test_a_note_carries_nothing() -> None:
    assert not stands(says("A note is no evidence.", cite(at("A note is no evidence."))))


def test_half_of_two_units_make_no_statement() -> None:
    text = "Mockopril 6 mg is taken by mouth once daily by adults with hypertension."
    assert not stands(says(text, cite(at(DOSE), at("Mockopril is another drug."))))
    assert not stands(says(text, cite(at("Mockopril is another drug.")), cite(at(DOSE))))


@pytest.mark.parametrize("words", ["Mockopril", "Mockopril:", "Mockopril is another drug."])
def test_a_drug_from_elsewhere_is_no_context_of_a_dose(words: str) -> None:
    text = f"{words.rstrip('.:')}: {NAMELESS}"
    assert not stands(says(text, cite(at(NAMELESS)), cite(at(words), relation=Relation.CONTEXT)))


def test_the_lead_in_of_an_item_is_its_context() -> None:
    item = "5 mg is taken by mouth once daily"
    draft = says(f"Mockopril: {item}", cite(at(item)), cite(at("Mockopril:"), relation=Relation.CONTEXT))
    assert stands(draft)


def test_citations_that_do_not_carry_it_alone_are_taken_away() -> None:
    draft = says(DOSE, cite(at(NOT)), cite(at(DOSE)), cite(at(DOSE, OTHER), source="test:b"))
    statement, kept = checked(draft, find)
    assert kept
    assert statement.citations == draft.citations[1:]
    for citation in statement.citations:
        assert stands(says(DOSE, citation))


def test_only_what_was_offered_may_be_cited() -> None:
    draft = says(DOSE, cite(at(DOSE)))
    assert checked(draft, find, {at(DOSE)})[1]
    statement, kept = checked(draft, find, {at(NOT)})
    assert not kept
    assert statement.verdict is not None
    assert [r.gate for r in statement.verdict.reasons if not r.passed] == ["offered"]


def test_a_verdict_that_a_composer_brings_along_counts_for_nothing() -> None:
    sound, _ = checked(says(DOSE, cite(at(DOSE))), find)
    forged = replace(sound, text=DOSE.replace("6", "60"))
    statement, kept = checked(forged, find)
    assert not kept
    assert statement.verdict is not None
    assert statement.verdict.outcome is not Outcome.SUPPORTED
