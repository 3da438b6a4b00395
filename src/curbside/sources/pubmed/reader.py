"""The reader of PubMed's XML, record by record, in memory that does not grow with the file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from lxml import etree

from curbside.errors import InputError
from curbside.sources.base import Draft, Found, Input, Rejected, Removal
from curbside.sources.pubmed.article import article_record
from curbside.sources.pubmed.book import book_record
from curbside.sources.pubmed.drafting import found_in
from curbside.sources.pubmed.slices import Outline, outline, slices
from curbside.sources.xml import events, parsed, parser, root_of, unknown_entities

_ARTICLES: Final = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation", "DeleteDocument")
ROOTS: Final = {
    "PubmedArticleSet": _ARTICLES,
    "PubmedBookArticleSet": _ARTICLES,
    "BookDocumentSet": ("BookDocument", "DeleteDocument"),
    "MedlineCitationSet": ("MedlineCitation", "DeleteCitation"),
}
_SINGLE: Final = frozenset({"PubmedArticle", "PubmedBookArticle", "BookDocument", "MedlineCitation"})
_PMID = re.compile(r"[1-9]\d{0,8}")
_LAST_SURE_LINE: Final = 65_534


class PubMedReader:
    """Reads a PubmedArticleSet, BookDocumentSet, MedlineCitationSet or a single record of one (PubMed DTD)."""

    name = "pubmed"
    extractor = "pubmed/1"

    def accepts(self, path_name: str, head: bytes) -> bool:
        """Any file whose root element is a set of PubMed records or one of them, whatever its name."""
        root = root_of(head) if b"<" in head or b"<\0" in head else None
        return root in ROOTS or root in _SINGLE

    def read(self, given: Input) -> Iterator[Found]:
        """Drafts, the marks that they put on other records, removals and what was rejected, in the order of the file.

        Raises InputError where it is no PubMed XML, or ends or is faulty before its first record. A fault of the file
        after that ends it with a Rejected for the rest; one within a record is a Rejected for that record.
        """
        root = _root(given)
        plan = outline(given.head) if root in ROOTS else None
        count = 0
        with given.stream() as stream:
            records = (
                _streamed(stream, given, ROOTS.get(root, (root,)), self.extractor)
                if plan is None
                else _cut(stream, given, plan, ROOTS[root], self.extractor)
            )
            try:
                for found in records:
                    count += isinstance(found, Draft | Removal)
                    yield found
            except InputError as error:
                if not count:
                    raise
                yield Rejected(error.where, f"{error.reason}; the records before it are read, what follows is not")


def _root(given: Input) -> str:
    root = root_of(given.head)
    if root is None:
        raise InputError(given.where, "has no XML element at its start, so it is no PubMed XML")
    if root not in ROOTS and root not in _SINGLE:
        bare = root.rpartition("}")[2]
        kind = "an HTML page" if bare.lower() == "html" else f"XML of another kind (<{bare}>)"
        raise InputError(given.where, f"is {kind}, not PubMed XML")
    return root


def _cut(stream: BinaryIO, given: Input, plan: Outline, tags: tuple[str, ...], extractor: str) -> Iterator[Found]:
    """The records of a file that is cut before it is parsed."""
    count = 0
    reading = parser()
    for found in slices(stream, given.where, plan, tags):
        if isinstance(found, Rejected):
            yield found
            continue
        count += 1
        place = f"{given.where}, record {count}"
        try:
            kept = found.kept
            element = parsed(plan.doctype + kept if b"&" in kept else kept, place, found.line, reading)
            yield from _in_element(element, f"{place}, line {found.line}", found.raw, extractor, given.name)
        except InputError as error:
            yield Rejected(error.where, error.reason)
    if not count:
        yield Rejected(given.where, "is PubMed XML without a record")


def _streamed(stream: BinaryIO, given: Input, tags: tuple[str, ...], extractor: str) -> Iterator[Found]:
    """The records of a file that is parsed as a whole: of another encoding, or with entities of its own."""
    count = 0
    for element in events(stream, given.where, tags):
        count += 1
        line: Any = element.sourceline
        place = f"{given.where}, record {count}" + (f", line {line}" if line and line <= _LAST_SURE_LINE else "")
        unknown = unknown_entities(element)
        if unknown:
            yield Rejected(place, f"uses the entity &{unknown[0]};, whose characters are not known")
            continue
        raw = etree.tostring(element, encoding="utf-8", with_tail=False)
        try:
            yield from _in_element(element, place, raw, extractor, given.name)
        except InputError as error:
            yield Rejected(error.where, error.reason)
    if not count:
        yield Rejected(given.where, "is PubMed XML without a record")


def _in_element(element: etree._Element, where: str, raw: bytes, extractor: str, name: str) -> Iterator[Found]:
    if element.tag in ("DeleteCitation", "DeleteDocument"):
        yield from _removals(element, where, name)
        return
    record = (book_record if "Book" in str(element.tag) else article_record)(element)
    if not _PMID.fullmatch(record.pmid):
        raise InputError(where, f"has no PMID but {record.pmid!r}" if record.pmid else "has no PMID")
    yield from found_in(record, where, extractor, hashlib.sha256(raw).hexdigest())


def _removals(element: etree._Element, where: str, name: str) -> Iterator[Found]:
    """The removals in a DeleteCitation, said by the file of that name ("pubmed24n1220.xml")."""
    for child in element:
        number = (child.text or "").strip()
        if _PMID.fullmatch(number):
            yield Removal(f"pmid:{number}", name)
        else:
            yield Rejected(where, f"a deletion names no PMID but {number!r}")
