"""References as Citation resources (R5), and how a statement is told in words: with its strength and its disputes.

Identifier systems are those that the registries give for themselves (PubMed, PubMed Central, DOI); what has none is
told by its address alone.
"""

from __future__ import annotations

from typing import Any, Final

from curbside.interop.beside import told
from curbside.interop.fhir.identities import citation_key
from curbside.interop.fhir.making import Making, url
from curbside.interop.fhir.narrative import clean, narrative
from curbside.types import Reference, Source, State

Json = dict[str, Any]
_SYSTEMS: Final = {
    "pmid": "https://pubmed.ncbi.nlm.nih.gov",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc",
    "doi": "https://doi.org",
}


def citation(making: Making, reference: Reference) -> Json:
    """The Citation of an entry of the reference list, with its status in words and no text of the source."""
    source, urn = reference.source, making.urn(citation_key(reference.ref))
    title = clean(f"[{reference.ref}] {source.title}")
    status = _status(source)
    return {
        "resourceType": "Citation",
        "id": urn.removeprefix("urn:uuid:"),
        "url": urn,
        "title": title,
        "status": "draft",
        "experimental": True,
        "text": narrative(title, (("", [told(source), *status, making.use]),)),
        "description": clean(told(source)),
        **({"note": [{"text": line} for line in status]} if status else {}),
        "citedArtifact": _artifact(source),
    }


def _status(source: Source) -> list[str]:
    """What is known of the standing of a source, in sentences."""
    state = source.status
    if state.state in (State.CURRENT, State.UNKNOWN):
        return [f"Status: {state.state}."]
    more = [f"since {state.since}" if state.since else "", f"by {state.by}" if state.by else "", state.reason or ""]
    return [clean(f"Status: {state.state}{''.join(f', {m}' for m in more if m)}.")]


def _artifact(source: Source) -> Json:
    identifiers = [{"system": _SYSTEMS[i.scheme], "value": i.value} for i in source.identifiers if i.scheme in _SYSTEMS]
    address = url(source)
    published: Json = {}
    if source.publisher:
        published["publishedIn"] = {"title": clean(source.publisher)}
    if source.date:
        published["articleDate"] = source.date[:10]
    made: Json = {"title": [{"text": clean(source.title)}]}
    if identifiers:
        made["identifier"] = identifiers
    if published:
        made["publicationForm"] = [published]
    if address:
        made["webLocation"] = [{"url": address}]
    if source.authors:
        made["contributorship"] = {"summary": [{"value": clean(", ".join(source.authors))}]}
    made["classification"] = [{"type": {"text": "kind of document"}, "classifier": [{"text": str(source.kind)}]}]
    return made
