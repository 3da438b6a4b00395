"""From a result of Europe PMC to the fields of a record, as PubMed's reader has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from curbside.sources.europepmc.markup import Section, line_in, sections_in
from curbside.sources.pubmed.dates import in_words, iso
from curbside.sources.pubmed.record import Part, Record
from curbside.sources.xml import line
from curbside.types import Identifier, Related

PREPRINT: Final = "Preprint"
PREPRINTS: Final = "PPR"
_ADDRESS: Final = "https://europepmc.org/article/"
_PMID = re.compile(r"[1-9]\d{0,8}")
_PMC = re.compile(r"PMC\d+")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_RELATIONS: Final = {
    name.lower(): name
    for name in (
        "AssociatedDataset AssociatedPublication CommentIn CommentOn CorrectedandRepublishedFrom "
        "CorrectedandRepublishedIn ErratumFor ErratumIn ExpressionOfConcernFor ExpressionOfConcernIn OriginalReportIn "
        "PartialRetractionIn PartialRetractionOf RepublishedFrom RepublishedIn RetractedandRepublishedFrom "
        "RetractedandRepublishedIn RetractionIn RetractionOf ReprintIn ReprintOf SummaryForPatientsIn UpdateIn "
        "UpdateOf PreprintIn PreprintOf"
    ).split()
}


def text_at(value: Mapping[str, Any], *names: str) -> str:
    """The text, or number as text, at a path of names, in a line; "" where there is none."""
    found: Any = value
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return line(str(found))


def list_at(value: Mapping[str, Any], name: str, inner: str) -> list[Any]:
    """The entries of a list such as {"pubTypeList": {"pubType": [...]}}; one entry may stand without its list."""
    holder = value.get(name)
    found = holder.get(inner) if isinstance(holder, dict) else None
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def source_of(result: Mapping[str, Any]) -> str | None:
    """ "MED:25175124", "PPR:PPR123"; None where the source or the id is missing."""
    source, number = text_at(result, "source"), text_at(result, "id")
    return f"{source}:{number}" if source and number else None


def identifiers_of(result: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """PMID, PMC number, DOI (in lower case), the id of Europe PMC where it is neither, and its address there."""
    source, number = text_at(result, "source"), text_at(result, "id")
    pmid, pmcid, doi = (text_at(result, name) for name in ("pmid", "pmcid", "doi"))
    found = []
    if _PMID.fullmatch(pmid):
        found.append(Identifier("pmid", pmid))
    if _PMC.fullmatch(pmcid):
        found.append(Identifier("pmcid", pmcid))
    if _DOI.fullmatch(doi):
        found.append(Identifier("doi", doi.lower()))
    if source and number and number not in (pmid, pmcid):
        found.append(Identifier("other", f"{source}:{number}"))
    if source and number:
        found.append(Identifier("url", f"{_ADDRESS}{source}/{number}"))
    return tuple(found)


def abstract_of(result: Mapping[str, Any]) -> tuple[Section, ...]:
    """The abstract; no section where there is none."""
    said = result.get("abstractText")
    return sections_in(said) if isinstance(said, str) else ()


def record_of(result: Mapping[str, Any]) -> Record:
    """What is gathered of one result."""
    pmid = text_at(result, "pmid")
    return Record(
        pmid=pmid if _PMID.fullmatch(pmid) else "",
        title=line_in(str(result.get("title") or "")),
        languages=[text_at(result, "language")] if text_at(result, "language") else [],
        model=text_at(result, "pubModel"),
        issue_date=_issue_date(result),
        electronic_date=_day(result, "electronicPublicationDate") or _day(result, "firstPublicationDate"),
        year=text_at(result, "pubYear") or None,
        volume=text_at(result, "journalInfo", "volume"),
        number=text_at(result, "journalInfo", "issue"),
        pages=text_at(result, "pageInfo"),
        journal=_journal(result),
        abstract=[Part(one.heading, " ".join(one.paragraphs)) for one in abstract_of(result)],
        authors=_authors(result),
        types=_types(result),
        subjects=[subject for one in list_at(result, "meshHeadingList", "meshHeading") if (subject := _subject(one))],
        keywords=[line(one) for one in list_at(result, "keywordList", "keyword") if isinstance(one, str) and line(one)],
        substances=[name for one in list_at(result, "chemicalList", "chemical") if (name := _at(one, "name"))],
        related=[_related(one) for one in list_at(result, "commentCorrectionList", "commentCorrection")],
        remarks=_remarks(result),
    )


def _at(value: Any, name: str) -> str:
    return text_at(value, name) if isinstance(value, dict) else ""


def _day(result: Mapping[str, Any], name: str) -> str | None:
    found = _DATE.fullmatch(text_at(result, name))
    return iso(found[1], found[2], found[3]) if found else None


def _issue_date(result: Mapping[str, Any]) -> str | None:
    """The date of the issue as it is printed ("2021 Feb"); a preprint has none."""
    return in_words(text_at(result, "journalInfo", "dateOfPublication")) or iso(
        text_at(result, "journalInfo", "yearOfPublication")
    )


def _journal(result: Mapping[str, Any]) -> str:
    return (
        text_at(result, "journalInfo", "journal", "title")
        or text_at(result, "journalTitle")
        or text_at(result, "bookOrReportDetails", "publisher")
    )


def _authors(result: Mapping[str, Any]) -> list[str]:
    listed = [_at(one, "fullName") or _at(one, "collectiveName") for one in list_at(result, "authorList", "author")]
    if any(listed):
        return [name for name in listed if name]
    return [name for name in text_at(result, "authorString").removesuffix(".").split(", ") if name]


def _types(result: Mapping[str, Any]) -> list[str]:
    types = [line(one) for one in list_at(result, "pubTypeList", "pubType") if isinstance(one, str) and line(one)]
    types = [PREPRINT if one.lower() == "preprint" else one for one in types]
    if text_at(result, "source") == PREPRINTS and PREPRINT not in types:
        types.append(PREPRINT)
    return types


def _subject(heading: Any) -> str:
    """ "Dexamethasone/administration & dosage/therapeutic use*": a star after what is a major topic."""
    if not isinstance(heading, dict) or not text_at(heading, "descriptorName"):
        return ""
    names = [text_at(heading, "descriptorName") + _star(heading)]
    for qualifier in list_at(heading, "meshQualifierList", "meshQualifier"):
        if _at(qualifier, "qualifierName"):
            names.append(text_at(qualifier, "qualifierName") + _star(qualifier))
    return "/".join(names)


def _star(value: Mapping[str, Any]) -> str:
    return "*" if text_at(value, "majorTopic_YN") == "Y" else ""


def _related(correction: Any) -> Related:
    """A linked record: "Retraction in" is PubMed's RetractionIn, ..."""
    said = _at(correction, "type")
    relation = _RELATIONS.get(said.replace(" ", "").lower(), said or "unknown")
    source, number = _at(correction, "source"), _at(correction, "id")
    named: tuple[Identifier, ...] = ()
    if source == "MED" and _PMID.fullmatch(number):
        named = (Identifier("pmid", number),)
    elif _PMC.fullmatch(number):
        named = (Identifier("pmcid", number),)
    elif source and number:
        named = (Identifier("other", f"{source}:{number}"),)
    return Related(relation, named, _at(correction, "reference") or None)


def _remarks(result: Mapping[str, Any]) -> list[str]:
    said = []
    version = text_at(result, "versionNumber")
    if version and text_at(result, "source") == PREPRINTS:
        said.append(f"version {version} of the preprint")
    pmid = text_at(result, "pmid")
    if pmid and not _PMID.fullmatch(pmid):
        said.append(f"its PMID is given as {pmid!r}")
    return said
