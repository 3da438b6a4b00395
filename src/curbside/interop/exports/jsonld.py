"""An answer as JSON-LD in the vocabulary of schema.org: a MedicalWebPage with its claims, quotations and citations.

Terms after schema.org as read (schema.org/MedicalWebPage, WebPage, CreativeWork, Claim, Quotation): `reviewedBy` and
`lastReviewed` belong to WebPage, `medicalAudience` to MedicalWebPage, a quotation is `text` and `isPartOf`. A reviewer
and dates of review or publication stand there only where an approval of this very text and rendition says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from curbside.interop.approval import Review
from curbside.interop.contract import ReadSpan
from curbside.interop.exports import rights
from curbside.interop.exports.places import STUDIES, identifier, name, place
from curbside.types import Answer, Citation, Reference, Relation, Source, Statement

CONTEXT: Final = "https://schema.org"
Node = dict[str, Any]


def page(
    answer: Answer, read: ReadSpan, *, review: Review, text: str, answered: date | None = None, url: str | None = None
) -> Node:
    """The page. text: its fingerprint. answered: the day on which the answer was made, None where it is not known."""
    own = url or f"urn:sha256:{text}"
    hidden = rights.hidden_ids(answer)
    asked = answer.question.understood
    approval = review.approval
    made: Node = {
        "@context": CONTEXT,
        "@id": own,
        "@type": "MedicalWebPage",
        "url": url,
        "name": answer.title,
        "description": answer.notices[-1],
        "inLanguage": "en",
        "identifier": text,
        "version": answer.made.version,
        "dateCreated": answered.isoformat() if answered else None,
        "datePublished": approval.published.isoformat() if approval and approval.published else None,
        "lastReviewed": approval.approved.isoformat() if approval else None,
        "reviewedBy": _reviewer(review),
        "creativeWorkStatus": "Reviewed" if approval else "Not reviewed",
        "creator": {"@type": "SoftwareApplication", "name": "Curbside", "softwareVersion": answer.made.version},
        "medicalAudience": {"@type": "MedicalAudience", "audienceType": _audience(answer.question.audience)},
        "about": [
            *({"@type": "Drug", "name": drug} for drug in asked.drugs),
            *({"@type": "MedicalCondition", "name": condition} for condition in asked.conditions),
        ],
        "hasPart": [_claim(s, answer, read, own) for s in answer.statements if s.id not in hidden],
        "citation": [_work(r, own) for r in answer.references],
    }
    return _filled(made)


def _reviewer(review: Review) -> Node | None:
    if review.approval is None:
        return None
    known = review.approval
    return {"@type": "Person", "name": known.reviewer, "description": f"{known.credential}; {known.specialty}"}


def _audience(audience: str) -> str:
    return {"patient": "Patient", "student": "Student"}.get(audience, "Clinician")


def _claim(statement: Statement, answer: Answer, read: ReadSpan, own: str) -> Node:
    sources = {r.ref: r.source for r in answer.references}
    supports = [c for c in statement.citations if c.relation is Relation.SUPPORTS]
    quotes = [q for c in supports for q in _quotations(c, sources[c.ref], read, own)]
    cited = [{"@id": _entry(own, ref)} for ref in dict.fromkeys(c.ref for c in supports)]
    claim = {"@type": "Claim", "@id": f"{own}#{statement.id}", "text": statement.text}
    return _filled({**claim, "citation": cited, "isBasedOn": quotes})


def _quotations(citation: Citation, source: Source, read: ReadSpan, own: str) -> Iterable[Node]:
    for span in citation.spans if rights.may_export(source) else ():
        yield {"@type": "Quotation", "text": read(span), "isPartOf": {"@id": _entry(own, citation.ref)}}


def _entry(own: str, ref: int) -> str:
    return f"{own}#reference-{ref}"


def _work(reference: Reference, own: str) -> Node:
    source = reference.source
    where = place(source)
    doi, pmid = identifier(source, "doi"), identifier(source, "pmid")
    made: Node = {
        "@type": "MedicalScholarlyArticle" if source.kind in STUDIES else "CreativeWork",
        "@id": _entry(own, reference.ref),
        "name": source.title,
        "position": reference.ref,
        "genre": str(source.kind),
        "author": [{"@type": "Person" if name(a).given else "Organization", "name": a} for a in source.authors],
        "datePublished": source.date,
        "publisher": {"@type": "Organization", "name": where.publisher} if where.publisher else None,
        "isPartOf": {"@type": "Periodical", "name": where.journal} if where.journal else None,
        "identifier": [i for i in (f"doi:{doi}" if doi else "", f"pmid:{pmid}" if pmid else "") if i],
        "url": source.url,
        "inLanguage": source.language,
        "creativeWorkStatus": str(source.status.state),
    }
    return _filled(made)


def _filled(node: Node) -> Node:
    return {term: value for term, value in node.items() if value not in (None, "", [])}
