"""Whether the PubMed reader keeps everything: its fields counted beside a count straight from the XML.

    python evals/formats_pubmed.py FOLDER [FOLDER ...] [--all]

The other count is made with the standard library's parser and shares no code with the reader. For each file: records,
titles, letters of abstracts and their parts, authors, collective authors, publication types, subjects (MeSH headings,
supplementary concepts, people), qualifiers, keywords, substances, identifiers and CommentsCorrections. Files that the
reader does not accept are listed. Exit code 1 where a count differs, a record is rejected that has PMID and title, or
nothing was compared.
"""

from __future__ import annotations

import argparse
import io
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from curbside.errors import InputError
from curbside.sources.base import HEAD, Draft, Input, Rejected, Removal
from curbside.sources.pubmed import PubMedReader
from curbside.types import Source

FIELDS = (
    *("records", "titles", "abstract parts", "letters", "authors", "collective authors", "types", "subjects"),
    *("qualifiers", "keywords", "substances", "identifiers", "relations", "removals"),
)
RECORDS = ("PubmedArticle", "PubmedBookArticle", "BookDocument", "MedlineCitation")
NO_NUMBER = ("pubmed", "medline", "pmcid", "pmpid")


def expected(raw: bytes) -> Counter[str]:
    """The counts by the XML itself."""
    root = ET.fromstring(raw)
    counts: Counter[str] = Counter()
    for record in _records(root):
        counts["records"] += 1
        counts.update(_counts(record))
    for deleted in root.iter():
        if deleted.tag in ("DeleteCitation", "DeleteDocument"):
            counts["removals"] += len(deleted)
    return counts


def _records(root: ET.Element) -> Iterator[ET.Element]:
    if root.tag in RECORDS:
        yield root
        return
    yield from (child for child in root if child.tag in RECORDS)


def _counts(record: ET.Element) -> dict[str, int]:
    for parent in list(record.iter()):
        for child in list(parent):
            if child.tag == "ReferenceList":
                parent.remove(child)
    parts = [e for name in ("Abstract", "OtherAbstract") for a in record.iter(name) for e in a.iter("AbstractText")]
    texts = [text for text in map(_text, parts) if text]
    people = [a for a in _authors(record) if a.get("ValidYN") != "N"]
    headings = list(record.iter("MeshHeading"))
    names = [e for h in headings for e in h]
    return {
        "titles": int(
            any(_text(e) for e in record.iter() if e.tag in ("ArticleTitle", "VernacularTitle", "BookTitle"))
        ),
        "abstract parts": len(texts),
        "letters": sum(_letters(text) for text in texts),
        "authors": len([a for a in people if _text(a)]),
        "collective authors": len([a for a in people if a.find("CollectiveName") is not None]),
        "types": len(_distinct(record.iter("PublicationType"))),
        "subjects": len({"/".join(_marked(e) for e in h) for h in headings} | _distinct(_more_subjects(record))),
        "qualifiers": len([e for e in names if e.tag == "QualifierName"]) + sum(_text(e).count("/") for e in names),
        "keywords": len(_distinct([*record.iter("Keyword"), *record.iter("GeneSymbol")])),
        "substances": len(_distinct(record.iter("NameOfSubstance"))),
        "identifiers": len(_identifiers(record)),
        "relations": len(list(record.iter("CommentsCorrections"))),
    }


def _authors(record: ET.Element) -> Iterator[ET.Element]:
    for listed in record.iter("AuthorList"):
        if listed.get("Type") != "editors":
            yield from listed.iter("Author")


def _more_subjects(record: ET.Element) -> Iterator[ET.Element]:
    yield from record.iter("SupplMeshName")
    yield from record.iter("PersonalNameSubject")


def _marked(element: ET.Element) -> str:
    return _text(element) + ("*" if element.get("MajorTopicYN") == "Y" else "")


def _identifiers(record: ET.Element) -> set[tuple[str, str]]:
    found = {("pmid", _text(next(record.iter("PMID"))))} if record.find(".//PMID") is not None else set()
    for element in record.iter():
        kind = {"ELocationID": element.get("EIdType"), "ArticleId": element.get("IdType"), "Isbn": "isbn"}.get(
            element.tag
        )
        if kind and kind not in NO_NUMBER and element.get("ValidYN") != "N" and _text(element):
            found.add((kind, _text(element).lower() if kind == "doi" else _text(element)))
        elif element.tag == "AccessionNumber":
            found.add(("bank", _text(element)))
        elif element.tag == "OtherID" and _text(element):
            text = _text(element)
            found.add(("pmc", text.split()[0]) if text.startswith("PMC") else (element.get("Source", ""), text))
    return found


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _distinct(elements: Iterable[ET.Element]) -> set[str]:
    return {text for text in map(_text, elements) if text}


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in unicodedata.normalize("NFC", text))


def counted(raw: bytes, where: str) -> tuple[Counter[str], list[Rejected]]:
    """The counts by what the reader yields, and what it rejected. Raises InputError as the reader does."""
    given = Input(where, Path(where).name, raw[:HEAD], lambda: io.BytesIO(raw))
    collective = {_text(e) for e in ET.fromstring(raw).iter("CollectiveName")}
    counts: Counter[str] = Counter()
    rejected: list[Rejected] = []
    for found in PubMedReader().read(given):
        if isinstance(found, Draft):
            counts.update(_of_draft(found, collective))
        elif isinstance(found, Removal):
            counts["removals"] += 1
        elif isinstance(found, Rejected):
            rejected.append(found)
    return counts, rejected


def _of_draft(draft: Draft, collective: set[str]) -> dict[str, int]:
    source: Source = draft.source
    without = any(remark.startswith("no abstract: ") for remark in source.remarks)
    blocks = () if without else draft.blocks
    return {
        "records": 1,
        "titles": int(bool(source.title)),
        "abstract parts": len(blocks),
        "letters": sum(_letters(source.text[block.start : block.end]) for block in blocks),
        "authors": len(source.authors),
        "collective authors": sum(name in collective for name in source.authors),
        "types": len(source.publication_types),
        "subjects": len(source.subjects),
        "qualifiers": sum(subject.count("/") for subject in source.subjects),
        "keywords": len(source.keywords),
        "substances": len(source.substances),
        "identifiers": len(source.identifiers),
        "relations": len(source.related),
    }


def differences(raw: bytes, where: str) -> list[str]:
    """The fields whose counts differ, in words."""
    ours, _ = counted(raw, where)
    theirs = expected(raw)
    return [f"{name}: {theirs[name]} in the XML, {ours[name]} read" for name in FIELDS if ours[name] != theirs[name]]


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else [folder]


def main() -> int:
    """Compare every file and print the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--all", action="store_true", help="a line for each file")
    asked = parser.parse_args()
    ours, theirs = Counter[str](), Counter[str]()
    compared = wrong = 0
    for path in _files(asked.folders):
        raw = path.read_bytes()
        if not PubMedReader().accepts(path.name, raw[:HEAD]):
            print(f"not PubMed XML: {path}")
            continue
        try:
            read, rejected = counted(raw, str(path))
            known = expected(raw)
        except (InputError, ET.ParseError) as error:
            print(f"not read: {error}")
            continue
        for found in rejected:
            print(f"rejected: {found.where}: {found.reason}")
        compared += 1
        ours, theirs = ours + read, theirs + known
        differ = [f"{n}: {known[n]} in the XML, {read[n]} read" for n in FIELDS if known[n] != read[n]]
        wrong += bool(differ)
        if differ or asked.all:
            print(f"{path}: {'; '.join(differ) or 'the same'}")
    print(f"\n{'field':<20}{'in the XML':>12}{'read':>12}")
    for name in FIELDS:
        print(f"{name:<20}{theirs[name]:>12,}{ours[name]:>12,}{'' if ours[name] == theirs[name] else '  differs'}")
    print(f"{compared} files compared, {wrong} with a difference")
    return 0 if compared and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
