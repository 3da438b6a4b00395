"""A journal article: the elements PubmedArticle and MedlineCitation of the PubMed DTD, each child read once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from curbside.sources.pubmed import fields
from curbside.sources.pubmed.dates import date_of
from curbside.sources.pubmed.fields import child_text, plain
from curbside.sources.pubmed.record import Record

Handler = Callable[[Record, etree._Element], None]


def article_record(element: etree._Element) -> Record:
    """The record in a PubmedArticle or a MedlineCitation; empty fields where it has none."""
    record = Record()
    if element.tag == "MedlineCitation":
        _citation(record, element)
    else:
        _children(record, element, _ARTICLE_PARTS)
    return record


def _children(record: Record, element: etree._Element, handlers: dict[str, Handler]) -> None:
    for child in element:
        handler = handlers.get(child.tag)
        if handler is not None:
            handler(record, child)


def _citation(record: Record, element: etree._Element) -> None:
    record.status = element.get("Status", "")
    _children(record, element, _CITATION)


def _article(record: Record, element: etree._Element) -> None:
    record.model = element.get("PubModel", "")
    _children(record, element, _ARTICLE)


def _data(record: Record, element: etree._Element) -> None:
    for child in element:
        if child.tag == "ArticleIdList":
            fields.article_ids(record, child)


def _pmid(record: Record, element: etree._Element) -> None:
    record.pmid = (element.text or "").strip()


def _title(record: Record, element: etree._Element) -> None:
    record.title = plain(element)


def _vernacular(record: Record, element: etree._Element) -> None:
    record.vernacular = plain(element)


def _language(record: Record, element: etree._Element) -> None:
    record.languages.append(plain(element))


def _electronic(record: Record, element: etree._Element) -> None:
    record.electronic_date = record.electronic_date or date_of(element)


def _pages(record: Record, element: etree._Element) -> None:
    start = end = ""
    for child in element:
        if child.tag == "MedlinePgn":
            record.pages = plain(child)
        elif child.tag == "StartPage":
            start = plain(child)
        elif child.tag == "EndPage":
            end = plain(child)
    record.pages = record.pages or (f"{start}-{end}" if end and end != start else start)


def _journal(record: Record, element: etree._Element) -> None:
    title = ""
    for child in element:
        tag = child.tag
        if tag == "JournalIssue":
            _issue(record, child)
        elif tag == "ISOAbbreviation":
            record.journal = plain(child)
        elif tag == "Title":
            title = plain(child)
    record.journal = record.journal or title


def _issue(record: Record, element: etree._Element) -> None:
    for child in element:
        tag = child.tag
        if tag == "Volume":
            record.volume = plain(child)
        elif tag == "Issue":
            record.number = plain(child)
        elif tag == "PubDate":
            record.issue_date = date_of(child)
            record.year = record.issue_date[:4] if record.issue_date else None


def _journal_info(record: Record, element: etree._Element) -> None:
    if not record.journal:
        record.journal = child_text(element, "MedlineTA")


_ARTICLE_PARTS: Final[dict[str, Handler]] = {"MedlineCitation": _citation, "PubmedData": _data}
_CITATION: Final[dict[str, Handler]] = {
    "PMID": _pmid,
    "Article": _article,
    "MedlineJournalInfo": _journal_info,
    "ChemicalList": fields.substances,
    "SupplMeshList": fields.supplementary,
    "CommentsCorrectionsList": fields.corrections,
    "MeshHeadingList": fields.mesh,
    "PersonalNameSubjectList": fields.people,
    "OtherID": fields.other_id,
    "OtherAbstract": fields.other_abstract,
    "KeywordList": fields.keywords,
    "GeneSymbolList": fields.keywords,
}
_ARTICLE: Final[dict[str, Handler]] = {
    "Journal": _journal,
    "ArticleTitle": _title,
    "Pagination": _pages,
    "ELocationID": fields.location,
    "Abstract": fields.abstract,
    "AuthorList": fields.authors,
    "Language": _language,
    "DataBankList": fields.databanks,
    "PublicationTypeList": fields.publication_types,
    "VernacularTitle": _vernacular,
    "ArticleDate": _electronic,
}
