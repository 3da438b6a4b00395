"""Who reviewed a text is said only where it is true. The reviewer is invented."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from evals.schema_org import BASE, faults
from pyld import jsonld

from curbside.interop.approval import reviewed
from curbside.interop.exports import FORMATS, Approval, documents, fingerprint
from curbside.types import State, Status

from .conftest import TODAY


@pytest.fixture
def approval(answer, how):
    return Approval(
        reviewer="Ada Invented",
        credential="invented register 1",
        specialty="Invented medicine",
        interests="none declared",
        approved=date(2026, 11, 30),
        next_review=date(2027, 11, 30),
        of=fingerprint(answer, how.read),
        renditions=frozenset({"html", "jsonld"}),
        published=date(2026, 12, 1),
    )


def expanded(made):
    """By the processor of others, with a context that maps every term into schema.org."""
    page = {**json.loads(made), "@context": {"@vocab": BASE}}
    (node,) = jsonld.expand(page)
    return node


def test_without_an_approval_nobody_has_reviewed_it(answer, how):
    made = documents.document(answer, how, "html")
    assert made.review.line == "Nobody has reviewed this answer."
    node = json.loads(FORMATS["jsonld"].made(answer, how))
    assert not {"reviewedBy", "lastReviewed", "datePublished"} & set(node)
    assert node["creativeWorkStatus"] == "Not reviewed"
    assert node["dateCreated"] == "2026-11-30"


def test_an_approval_of_this_text_and_rendition_is_told(answer, how, approval):
    under = replace(how, approval=approval)
    line = documents.document(answer, under, "html").review.line
    assert line == (
        "Approved by Ada Invented (invented register 1) on 30 November 2026; Invented medicine; interests: none "
        "declared; next review by 30 November 2027."
    )
    page = FORMATS["html"].made(answer, under).decode()
    assert "Nobody has reviewed" not in page
    node = json.loads(FORMATS["jsonld"].made(answer, under))
    assert node["reviewedBy"]["name"] == "Ada Invented"
    assert (node["lastReviewed"], node["datePublished"]) == ("2026-11-30", "2026-12-01")
    assert "datePublished" not in json.loads(
        FORMATS["jsonld"].made(answer, replace(how, approval=replace(approval, published=None)))
    )


def test_an_approval_of_another_rendition_does_not_hold(answer, how, approval):
    line = documents.document(answer, replace(how, approval=approval), "pdf").review.line
    assert line.startswith("Nobody has reviewed this rendition.")


def test_an_approval_lapses_with_any_change_of_text_or_source(answer, how, approval):
    for other in (
        replace(answer, title="Another"),
        replace(answer, statements=answer.statements[:-1]),
        replace(
            answer,
            references=tuple(
                replace(r, source=replace(r.source, status=Status(State.CONCERN))) for r in answer.references
            ),
        ),
    ):
        assert fingerprint(other, how.read) != approval.of
        review = reviewed(approval, fingerprint(other, how.read), "html", TODAY)
        assert review.approval is None
        assert review.line.startswith("Nobody has reviewed this text.")
    slower = replace(answer, made=replace(answer.made, milliseconds={"total": 9.0}))
    assert fingerprint(slower, how.read) == approval.of


def test_an_overdue_review_is_told(answer, approval):
    review = reviewed(approval, approval.of, "html", date(2028, 1, 1))
    assert "its next review has been due since 30 November 2027" in review.line


def test_every_term_is_one_of_schema_org_on_a_type_that_has_it(answer, how, approval):
    for under in (how, replace(how, approval=approval, address="https://example.org/a")):
        node = expanded(FORMATS["jsonld"].made(answer, under))
        assert node["@type"] == [f"{BASE}MedicalWebPage"]
        assert faults(node) == []


def test_the_checker_of_terms_finds_what_is_none():
    (node,) = jsonld.expand({"@context": {"@vocab": BASE}, "@type": "Person", "reviewedBy": "x", "colour": "red"})
    assert sorted(faults(node)) == [
        f"no property {BASE}colour",
        "reviewedBy is no property of ['Person']",
    ]
    (node,) = jsonld.expand({"@context": {"@vocab": BASE}, "@type": "Poem", "name": "x"})
    assert "no type Poem" in faults(node)


def test_claims_quotations_and_citations_hang_together(answer, how):
    node = json.loads(FORMATS["jsonld"].made(answer, how))
    works = {work["@id"] for work in node["citation"]}
    assert len(works) == len(answer.references)
    for claim in node["hasPart"]:
        assert {c["@id"] for c in claim["citation"]} <= works
        for quotation in claim["isBasedOn"]:
            assert quotation["isPartOf"]["@id"] in works
    assert len(node["hasPart"]) == len(answer.statements) - 1
