"""A chapter or a book of NCBI's Bookshelf (StatPearls, GeneReviews): the element BookDocument of the PubMed DTD.

It is dated by its last revision, else by its contribution, else by the book.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from curbside.sources.pubmed import fields
from curbside.sources.pubmed.dates import date_of
from curbside.sources.pubmed.fields import child_text, plain
from curbside.sources.pubmed.record import Record

_BOOK_PARTS: Final = ("Edition", "Volume", "VolumeTitle", "CollectionTitle", "ReportNumber")


def book_record(element: etree._Element) -> Record:
    """The record in a PubmedBookArticle or a BookDocument; empty fields where it has none."""
    record = Record()
    document = element if element.tag == "BookDocument" else element.find("BookDocument")
    for child in () if document is None else document:
        handler = _PARTS.get(child.tag)
        if handler is not None:
            handler(record, child)
    data = element.find("PubmedBookData/ArticleIdList")
    if data is not None:
        fields.article_ids(record, data)
    return record


def _pmid(record: Record, child: etree._Element) -> None:
    record.pmid = plain(child)


def _title(record: Record, child: etree._Element) -> None:
    """The chapter's own title; the book's is then what it stands in."""
    record.title = plain(child) or record.title


def _vernacular(record: Record, child: etree._Element) -> None:
    record.vernacular = plain(child)


def _language(record: Record, child: etree._Element) -> None:
    record.languages.append(plain(child))


def _type(record: Record, child: etree._Element) -> None:
    record.types.append(plain(child))


def _sections(record: Record, child: etree._Element) -> None:
    titles = [text for title in child.iter("SectionTitle") if (text := plain(title))]
    record.remarks += [f'section named without its text: "{title}"' for title in titles]


def _dated(record: Record, child: etree._Element) -> None:
    date = date_of(child)
    if date is None:
        return
    if child.tag == "ContributionDate":
        record.remarks.append(f"contributed {date}")
        record.electronic_date = record.electronic_date or date
    else:
        record.remarks.append(f"revised {date}")
        record.electronic_date = date
    record.model = "Electronic"


def _people(record: Record, child: etree._Element) -> None:
    if child.get("Type") == "editors":
        editors = Record()
        fields.authors(editors, child)
        record.remarks += [f"editor: {name}" for name in editors.authors]
    else:
        fields.authors(record, child)


def _book(record: Record, element: etree._Element) -> None:
    record.title = child_text(element, "BookTitle")
    publisher = element.find("Publisher")
    if publisher is not None:
        record.journal = child_text(publisher, "PublisherName")
    record.issue_date = date_of(element.find("PubDate"))
    record.year = record.issue_date[:4] if record.issue_date else None
    parts = [record.title, *(child_text(element, tag) for tag in _BOOK_PARTS)]
    record.book = ", ".join(part for part in parts if part)
    for child in element:
        if child.tag == "AuthorList":
            _people(record, child)
        elif child.tag == "ELocationID":
            fields.location(record, child)
        elif child.tag == "Isbn":
            fields.identifier(record, "isbn", plain(child))


_PARTS: Final[dict[str, Callable[[Record, etree._Element], None]]] = {
    "PMID": _pmid,
    "ArticleIdList": fields.article_ids,
    "Book": _book,
    "ArticleTitle": _title,
    "VernacularTitle": _vernacular,
    "Language": _language,
    "AuthorList": _people,
    "PublicationType": _type,
    "Abstract": fields.abstract,
    "OtherAbstract": fields.other_abstract,
    "Sections": _sections,
    "KeywordList": fields.keywords,
    "ContributionDate": _dated,
    "DateRevised": _dated,
}
