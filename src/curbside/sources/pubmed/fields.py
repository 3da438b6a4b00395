"""The parts that articles and book articles have in common: names, abstracts, subjects, identifiers, relations.

Element names are those of the PubMed DTD (pubmed_250101.dtd). Affiliations, grants, investigators, statements of
interests, ISSNs, the history and the reference list are not kept.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lxml import etree

from curbside.sources.pubmed.record import OtherAbstract, Part, Record
from curbside.sources.xml import line, text_of
from curbside.types import Identifier, Related

_SHORT: Final = 40
_NO_LABEL: Final = frozenset({"", "UNLABELLED", "UNASSIGNED"})
_SCHEMES: Final = {"doi": "doi", "pmc": "pmcid", "bookaccession": "nbk"}
_OWN_NUMBERS: Final = frozenset({"pubmed", "medline", "pmcid", "pmpid"})
_PMC = re.compile(r"PMC\d+")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_CITED_DOI = re.compile(r"\bdoi:?\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PMID = re.compile(r"[1-9]\d{0,8}")


def plain(element: etree._Element) -> str:
    """The text of an element, in a line."""
    if len(element):
        return text_of(element)
    text = element.text
    if not text:
        return ""
    return _short(text) if len(text) <= _SHORT else line(text)


_short = lru_cache(maxsize=8192)(line)


def child_text(element: etree._Element, tag: str) -> str:
    """The text of the first child of that tag, "" where there is none."""
    child = element.find(tag)
    return "" if child is None else plain(child)


def authors(record: Record, element: etree._Element) -> None:
    """AuthorList: "Garcia MB Jr" or the collective name; a name marked as not valid has a corrected one beside it.

    Affiliations, most of a list, are gone past without a look at them.
    """
    author: etree._Element | None = None
    last = given = ""
    for child in element.iter("Author", "LastName", "Initials", "Suffix", "CollectiveName"):
        tag = child.tag
        if tag == "LastName":
            last = plain(child)
        elif tag == "Initials":
            given = plain(child)
        elif tag == "Author":
            _add_author(record, author, last, given)
            author, last, given = child, "", ""
        else:
            last = given = ""
    _add_author(record, author, last, given)


def _add_author(record: Record, author: etree._Element | None, last: str, given: str) -> None:
    """Add an author of whom last name and initials are known, or what else `author` says of the name."""
    if author is None or author.get("ValidYN") == "N":
        return
    name = f"{last} {given}" if last and given else _author(author)
    if name:
        record.authors.append(name)


def _author(author: etree._Element) -> str:
    named = {str(child.tag): plain(child) for child in author if child.tag != "AffiliationInfo"}
    if named.get("CollectiveName"):
        return named["CollectiveName"]
    parts = (named.get("LastName"), named.get("Initials") or named.get("ForeName"), named.get("Suffix"))
    return " ".join(part for part in parts if part)


def abstract(record: Record, element: etree._Element) -> None:
    """Abstract: its parts, and its statement of copyright."""
    for child in element:
        if child.tag == "AbstractText":
            text = plain(child)
            if text:
                record.abstract.append(Part(_heading(child), text))
        elif child.tag == "CopyrightInformation":
            record.copyright = plain(child)


def other_abstract(record: Record, element: etree._Element) -> None:
    """OtherAbstract: its parts under its type and language, as the record has them."""
    texts = [child for child in element if child.tag == "AbstractText"]
    parts = tuple(Part(_heading(child), plain(child)) for child in texts if plain(child))
    said = [value for value in (element.get("Type"), element.get("Language")) if value]
    if parts:
        record.others.append(OtherAbstract(", ".join(said), parts))
    statement = child_text(element, "CopyrightInformation")
    if statement and statement != record.copyright:
        record.remarks.append(f"copyright statement of another abstract: {statement}")


def _heading(element: etree._Element) -> str | None:
    for name in ("Label", "NlmCategory"):
        said = line(element.get(name, ""))
        if said.upper() not in _NO_LABEL:
            return said
    return None


def publication_types(record: Record, element: etree._Element) -> None:
    """PublicationTypeList."""
    record.types += _texts(element)


def mesh(record: Record, element: etree._Element) -> None:
    """MeshHeadingList: one subject a heading, its qualifiers after slashes, a star after what is a major topic.

    "Vitamin B 12 Deficiency/drug therapy*/etiology", "Aged", "Neuralgia*".
    """
    for heading in element:
        names = [plain(child) + ("*" if child.get("MajorTopicYN") == "Y" else "") for child in heading]
        if any(names):
            record.subjects.append("/".join(names))


def supplementary(record: Record, element: etree._Element) -> None:
    """SupplMeshList: supplementary concepts, by name."""
    record.subjects += _texts(element)


def people(record: Record, element: etree._Element) -> None:
    """PersonalNameSubjectList: the people whom the article is about."""
    record.subjects += [name for name in map(_author, element) if name]


def keywords(record: Record, element: etree._Element) -> None:
    """KeywordList, of any owner."""
    record.keywords += _texts(element)


def substances(record: Record, element: etree._Element) -> None:
    """ChemicalList: the names of the substances."""
    record.substances += [name for chemical in element if (name := child_text(chemical, "NameOfSubstance"))]


def _texts(element: etree._Element) -> list[str]:
    return [text for child in element if (text := plain(child))]


def location(record: Record, element: etree._Element) -> None:
    """ELocationID, where it is not marked as not valid."""
    if element.get("ValidYN") != "N":
        identifier(record, element.get("EIdType") or "", plain(element))


def article_ids(record: Record, element: etree._Element) -> None:
    """ArticleIdList."""
    for child in element:
        identifier(record, child.get("IdType") or "", plain(child))


def databanks(record: Record, element: etree._Element) -> None:
    """DataBankList: numbers of registers such as ClinicalTrials.gov, behind the register's name."""
    for bank in element:
        name = child_text(bank, "DataBankName")
        for number in bank.iter("AccessionNumber"):
            _add(record, Identifier("other", f"{name}:{plain(number)}"))


def other_id(record: Record, element: etree._Element) -> None:
    """OtherID: a PMC number may stand here ("PMC123 [Available on 01/02/12]"), and numbers of other owners."""
    text = plain(element)
    found = _PMC.match(text)
    if found:
        _add(record, Identifier("pmcid", found[0]))
    elif text:
        _add(record, Identifier("other", f"{element.get('Source', 'other')}:{text}"))


def identifier(record: Record, kind: str, value: str) -> None:
    """An identifier by its type in the record; a DOI is in lower case, since case does not matter in it."""
    if not value or kind in _OWN_NUMBERS:
        return
    scheme = _SCHEMES.get(kind)
    if scheme == "doi" and _DOI.fullmatch(value):
        _add(record, Identifier("doi", value.lower()))
    elif scheme == "pmcid" and _PMC.match(value):
        _add(record, Identifier("pmcid", _PMC.match(value)[0]))  # type: ignore[index]
    elif scheme == "nbk":
        _add(record, Identifier("nbk", value))
    else:
        _add(record, Identifier("other", f"{kind}:{value}" if kind else value))


def _add(record: Record, found: Identifier) -> None:
    if found not in record.identifiers:
        record.identifiers.append(found)


def corrections(record: Record, element: etree._Element) -> None:
    """CommentsCorrectionsList: each as a related document, with its PMID and the DOI in its reference."""
    for child in element:
        citation = child_text(child, "RefSource") or None
        number = child_text(child, "PMID")
        doi = _CITED_DOI.search(citation or "")
        named = [Identifier("pmid", number)] if _PMID.fullmatch(number) else []
        if doi:
            named.append(Identifier("doi", doi[1].rstrip(".,;").lower()))
        record.related.append(Related(child.get("RefType") or "unknown", tuple(named), citation))
        note = child_text(child, "Note")
        if note:
            record.remarks.append(f"{child.get('RefType')}: {note}")
