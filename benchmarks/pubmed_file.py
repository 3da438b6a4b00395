"""A large PubMed file made by rule: invented records whose abstracts are real prose, from our own starter library.

Each abstract has about twelve sentences (1,500 characters) drawn by number from the starter library's sentences, in
four labelled parts; six to nine authors, eight MeSH headings, twenty references. Nothing in it is a real record.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from curbside.sources.starter import starter_sources
from curbside.types import UnitKind

PARTS = ("BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS")
SENTENCES = 12
HEADINGS = (
    "Humans",
    "Adult",
    "Injections, Intramuscular",
    "Treatment Outcome",
    "Aged",
    "Female",
    "Male",
    "Follow-Up Studies",
)


@cache
def prose() -> tuple[str, ...]:
    """The sentences of the starter library that are 60 to 220 characters long."""
    found = {
        " ".join(source.text[unit.start : unit.end].split())
        for source in starter_sources()
        for unit in source.units
        if unit.kind is UnitKind.SENTENCE
    }
    return tuple(sorted(s for s in found if 60 <= len(s) <= 220 and s.endswith(".")))


def record(number: int) -> str:
    """One invented PubmedArticle."""
    drawn = random.Random(number)
    sentences = drawn.sample(prose(), SENTENCES)
    size = SENTENCES // len(PARTS)
    abstract = "".join(
        f'<AbstractText Label="{label}" NlmCategory="{label}">'
        f"{escape(' '.join(sentences[i * size : (i + 1) * size]))}</AbstractText>"
        for i, label in enumerate(PARTS)
    )
    authors = "".join(
        f'<Author ValidYN="Y"><LastName>Nobody{i}</LastName><ForeName>Invented</ForeName><Initials>I</Initials>'
        f"<AffiliationInfo><Affiliation>Invented University {i}, Nowhere.</Affiliation></AffiliationInfo></Author>"
        for i in range(drawn.randint(6, 9))
    )
    headings = "".join(
        f'<MeshHeading><DescriptorName UI="D00000{i}" MajorTopicYN="N">{name}</DescriptorName>'
        f'<QualifierName UI="Q00000{i}" MajorTopicYN="N">drug therapy</QualifierName></MeshHeading>'
        for i, name in enumerate(HEADINGS)
    )
    references = "".join(
        f"<Reference><Citation>Invented {i}. J Invent. 2000;{i}:1.</Citation><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{80_000_000 + i}</ArticleId></ArticleIdList></Reference>'
        for i in range(20)
    )
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{90_000_000 + number}</PMID>'
        '<Article PubModel="Print"><Journal><ISSN IssnType="Print">0000-0000</ISSN><JournalIssue CitedMedium="Print">'
        f"<Volume>{number % 90 + 1}</Volume><PubDate><Year>{1990 + number % 35}</Year><Month>Mar</Month></PubDate>"
        "</JournalIssue><Title>Journal of invented results</Title></Journal>"
        f"<ArticleTitle>Invented record {number}: {escape(sentences[0][:70])}.</ArticleTitle>"
        f'<ELocationID EIdType="doi" ValidYN="Y">10.99999/inv.{number}</ELocationID>'
        f'<Abstract>{abstract}</Abstract><AuthorList CompleteYN="Y">{authors}</AuthorList><Language>eng</Language>'
        '<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList>'
        f"</Article><MeshHeadingList>{headings}</MeshHeadingList></MedlineCitation><PubmedData><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{90_000_000 + number}</ArticleId></ArticleIdList>'
        f"<ReferenceList>{references}</ReferenceList></PubmedData></PubmedArticle>\n"
    )


def pieces(count: int) -> Iterator[str]:
    """The file, piece by piece."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n'
    yield from map(record, range(count))
    yield "</PubmedArticleSet>\n"


def write(path: Path, count: int) -> None:
    """Write `count` records to `path`, as gzip where its name ends so."""
    if path.suffix == ".gz":
        with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as file:
            file.writelines(pieces(count))
    else:
        path.write_text("".join(pieces(count)), encoding="utf-8")
