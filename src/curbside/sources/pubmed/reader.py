"""The reader of PubMed's XML, record by record, in memory that does not grow with the file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from curbside.errors import InputError
from curbside.sources.base import Found, Input, Rejected, Removal
from curbside.sources.pubmed.article import article_record
from curbside.sources.pubmed.book import book_record
from curbside.sources.pubmed.drafting import found_in
from curbside.sources.xml import events, root_of, unknown_entities

_ARTICLES: Final = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation", "DeleteDocument")
ROOTS: Final = {
    "PubmedArticleSet": _ARTICLES,
    "PubmedBookArticleSet": _ARTICLES,
    "BookDocumentSet": ("BookDocument", "DeleteDocument"),
    "MedlineCitationSet": ("MedlineCitation", "DeleteCitation"),
    "PubmedArticle": ("PubmedArticle",),
    "PubmedBookArticle": ("PubmedBookArticle",),
    "BookDocument": ("BookDocument",),
    "MedlineCitation": ("MedlineCitation",),
}
_PMID = re.compile(r"[1-9]\d{0,8}")
_LAST_SURE_LINE: Final = 65_534


class PubMedReader:
    """Reads a PubmedArticleSet, BookDocumentSet, MedlineCitationSet or a single record of one (PubMed DTD)."""

    name = "pubmed"
    extractor = "pubmed/1"

    def accepts(self, path_name: str, head: bytes) -> bool:
        """Any file whose root element is one of `ROOTS`, whatever its name."""
        return b"<" in head and root_of(head) in ROOTS

    def read(self, given: Input) -> Iterator[Found]:
        """Drafts, the marks that they put on other records, removals and what was rejected, in the order of the file.

        Raises InputError where it is no PubMed XML, or is faulty before its first record. A fault after that ends it
        with a Rejected for the rest.
        """
        tags = _tags(given)
        count = 0
        with given.stream() as stream:
            try:
                for element in events(stream, given.where, tags):
                    count += 1
                    yield from self._record(element, _place(given.where, count, element))
            except InputError as error:
                if not count:
                    raise
                yield Rejected(error.where, f"{error.reason}; what follows record {count} is not read")
                return
        if not count:
            yield Rejected(given.where, "is PubMed XML without a record")

    def _record(self, element: etree._Element, where: str) -> Iterator[Found]:
        if element.tag in ("DeleteCitation", "DeleteDocument"):
            yield from _removals(element, where)
            return
        try:
            yield from self._found(element, where)
        except InputError as error:
            yield Rejected(error.where, error.reason)

    def _found(self, element: etree._Element, where: str) -> Iterator[Found]:
        unknown = unknown_entities(element)
        if unknown:
            raise InputError(where, f"uses the entity &{unknown[0]};, whose characters are not known")
        raw_hash = hashlib.sha256(etree.tostring(element, encoding="utf-8", with_tail=False)).hexdigest()
        record = (book_record if "Book" in str(element.tag) else article_record)(element)
        if not _PMID.fullmatch(record.pmid):
            raise InputError(where, f"has no PMID ({record.pmid!r})" if record.pmid else "has no PMID")
        yield from found_in(record, where, self.extractor, raw_hash)


def _tags(given: Input) -> tuple[str, ...]:
    root = root_of(given.head)
    if root is None:
        raise InputError(given.where, "has no XML element at its start, so it is no PubMed XML")
    if root not in ROOTS:
        bare = root.rpartition("}")[2]
        kind = "an HTML page" if bare.lower() == "html" else f"XML of another kind (<{bare}>)"
        raise InputError(given.where, f"is {kind}, not PubMed XML")
    return ROOTS[root]


def _place(where: str, count: int, element: etree._Element) -> str:
    line: Any = element.sourceline
    at = f", line {line}" if line and line <= _LAST_SURE_LINE else ""
    return f"{where}, record {count}{at}"


def _removals(element: etree._Element, where: str) -> Iterator[Found]:
    for child in element:
        number = (child.text or "").strip()
        if _PMID.fullmatch(number):
            yield Removal(f"pmid:{number}", where)
        else:
            yield Rejected(where, f"a deletion names no PMID ({number!r})")
