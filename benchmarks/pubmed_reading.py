"""How fast PubMed XML is read, beside pubmed_parser on the same file in the same run, and in how much memory.

    python benchmarks/pubmed_reading.py [--count N] [--rounds N] [--authors N] [--references N] [--file F] [--large N]

The file is made by rule from invented records (none is of a real article): abstracts of about 1,500 characters, two of
three of them in labelled parts, authors with affiliations, MeSH headings with qualifiers, keywords, substances, and
references as PubMed's records have them. `--file` reads a file of your own instead (.xml.gz). Both readers read the
same gzip file on one core, in turn; medians of records a second of processor time are compared, which other work on
the machine changes less than the clock's. Timed is parsing and mapping (ours: to a draft with its text and blocks;
theirs: to a dictionary), not the splitting into sentences. Peak memory is that of a process of its own that reads
`--large` records. Exit code 1 where ours is less than 3 times theirs or takes more than 600 MB. pubmed_parser is not a
dependency (`pip install pubmed-parser`); without it only ours is measured.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from curbside.sources.base import HEAD, Draft, Input, Rejected
from curbside.sources.pubmed import PubMedReader

TIMES = 3.0
MOST_MB = 600.0
_WORDS = (
    "invented participants received oral tablets daily during follow-up and serum levels were compared between groups "
    "at baseline with placebo while adverse events pain scores quality of life nerve conduction were recorded by us"
).split()
_LABELS = (("BACKGROUND", "BACKGROUND"), ("METHODS", "METHODS"), ("RESULTS", "RESULTS"), ("CONCLUSIONS", "CONCLUSIONS"))
_FIRST = ("Ada", "Bo", "Chi", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "José", "Kim", "Lars", "Mia", "Nils", "Ola")
_LAST = ("Invent", "Madeup", "Müllersen", "Fabel", "Phantasi", "Nobodi", "Čeledin", "Testa", "Ørnsen", "Exempel")
_MESH = ("Adult", "Aged", "Humans", "Neuralgia", "Vitamin B 12 Deficiency", "Double-Blind Method", "Pain Measurement")
_QUALIFIERS = ("drug therapy", "etiology", "blood", "diagnosis")
_TYPES = (("Journal Article",), ("Journal Article", "Randomized Controlled Trial"), ("Journal Article", "Review"))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _prose(number: int, length: int) -> str:
    words: list[str] = []
    size = place = 0
    while size < length:
        word = _WORDS[(number * 7 + place * (1 + number % 5)) % len(_WORDS)]
        words.append(f"{word} {place + number % 90}.{place % 10} mg." if place % 14 == 13 else word)
        size += len(words[-1]) + 1
        place += 1
    return " ".join(words) + " (mean 5.1 &#xb1; 1.2 &#xd7; 10<sup>9</sup>/L)."


def _abstract(number: int) -> str:
    if number % 3 == 0:
        return f"<AbstractText>Invented. {_prose(number, 1500)}</AbstractText>"
    return "".join(
        f'<AbstractText Label="{label}" NlmCategory="{category}">Invented. {_prose(number + place, 375)}</AbstractText>'
        for place, (label, category) in enumerate(_LABELS)
    )


def _authors(number: int, count: int) -> str:
    return "".join(
        f'<Author ValidYN="Y"><LastName>{_LAST[(number + n) % len(_LAST)]}</LastName>'
        f"<ForeName>{_FIRST[(number * 3 + n) % len(_FIRST)]}</ForeName><Initials>X</Initials><AffiliationInfo>"
        f"<Affiliation>Department {n}, Invented University, Nowhere {number}.</Affiliation></AffiliationInfo></Author>"
        for n in range(count)
    )


def _headings(number: int) -> str:
    made = []
    for n in range(4 + number % 8):
        name = _MESH[(number + n) % len(_MESH)]
        qualifiers = "".join(
            f'<QualifierName UI="Q{q}" MajorTopicYN="{"YN"[q % 2]}">{_QUALIFIERS[q]}</QualifierName>'
            for q in range(n % 3)
        )
        made.append(
            f'<MeshHeading><DescriptorName UI="D{n}" MajorTopicYN="N">{name}</DescriptorName>{qualifiers}</MeshHeading>'
        )
    return "".join(made)


def _references(number: int, count: int) -> str:
    if not count:
        return ""
    made = "".join(
        f"<Reference><Citation>Invented Journal. {2000 + n % 24};{n}(1):1-9.</Citation><ArticleIdList>"
        f'<ArticleId IdType="doi">10.99999/ref.{number}.{n}</ArticleId><ArticleId IdType="pubmed">{n + 1}</ArticleId>'
        "</ArticleIdList></Reference>"
        for n in range(count)
    )
    return f"<ReferenceList>{made}</ReferenceList>"


def record(number: int, authors: int, references: int) -> str:
    """One invented PubmedArticle."""
    year, month = 1990 + number % 35, _MONTHS[number % 12]
    types = "".join(f'<PublicationType UI="D0">{t}</PublicationType>' for t in _TYPES[number % len(_TYPES)])
    pmid = 90_000_000 + number
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<DateRevised><Year>2024</Year><Month>01</Month><Day>01</Day></DateRevised><Article PubModel="Print-Electronic"><Journal>
<ISSN IssnType="Electronic">0000-0000</ISSN><JournalIssue CitedMedium="Internet"><Volume>{number % 400}</Volume>
<Issue>{number % 12}</Issue><PubDate><Year>{year}</Year><Month>{month}</Month></PubDate></JournalIssue>
<Title>Journal of invented results</Title><ISOAbbreviation>J Invent Res</ISOAbbreviation></Journal>
<ArticleTitle>Invented study number {number} of <i>nothing</i> in particular.</ArticleTitle><Pagination>
<StartPage>{number}</StartPage><EndPage>{number + 9}</EndPage><MedlinePgn>{number}-{number + 9}</MedlinePgn>
</Pagination><ELocationID EIdType="doi" ValidYN="Y">10.99999/inv.{number}</ELocationID><Abstract>{_abstract(number)}
<CopyrightInformation>Copyright of nobody.</CopyrightInformation></Abstract><AuthorList CompleteYN="Y">
{_authors(number, authors)}</AuthorList><Language>eng</Language><PublicationTypeList>{types}</PublicationTypeList>
<ArticleDate DateType="Electronic"><Year>{year}</Year><Month>01</Month><Day>05</Day></ArticleDate></Article>
<MedlineJournalInfo><MedlineTA>J Invent Res</MedlineTA></MedlineJournalInfo><ChemicalList><Chemical>
<RegistryNumber>0</RegistryNumber><NameOfSubstance UI="D1">Inventium</NameOfSubstance></Chemical></ChemicalList>
<MeshHeadingList>{_headings(number)}</MeshHeadingList><KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">invented
</Keyword><Keyword MajorTopicYN="N">keyword {number % 7}</Keyword></KeywordList></MedlineCitation><PubmedData><History>
<PubMedPubDate PubStatus="entrez"><Year>{year}</Year><Month>1</Month><Day>6</Day></PubMedPubDate></History>
<PublicationStatus>ppublish</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId>
<ArticleId IdType="doi">10.99999/inv.{number}</ArticleId><ArticleId IdType="pmc">PMC{pmid}</ArticleId>
</ArticleIdList>{_references(number, references)}</PubmedData></PubmedArticle>
"""


def write(path: Path, count: int, authors: int, references: int) -> int:
    """Write a file of `count` invented records; the number of its bytes before compression."""
    size = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        size += file.write('<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n')
        for number in range(count):
            size += file.write(record(number, authors, references))
        size += file.write("</PubmedArticleSet>\n")
    return size


def _opened(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb"))


def ours(path: Path) -> int:
    """How many drafts our reader makes of the file."""
    with _opened(path) as file:
        head = file.read(HEAD)
    given = Input(str(path), path.name.removesuffix(".gz"), head, lambda: _opened(path))
    count = 0
    for found in PubMedReader().read(given):
        if isinstance(found, Rejected):
            raise SystemExit(f"{found.where}: {found.reason}")
        count += isinstance(found, Draft)
    return count


def _theirs() -> Iterator[object]:
    try:
        import pubmed_parser
    except ImportError:
        return
    yield lambda path: sum(
        1
        for _ in pubmed_parser.parse_medline_xml(
            str(path), year_info_only=False, author_list=True, parse_downto_mesh_subterms=True
        )
    )


def _rate(read: object, path: Path) -> float:
    begun = time.process_time()
    count = read(path)  # type: ignore[operator]
    return float(count / (time.process_time() - begun))


def _peak(path: Path) -> float:
    told = subprocess.run(
        [sys.executable, __file__, "--only-read", str(path)], check=True, capture_output=True, text=True
    )
    return float(told.stdout)


def _compared(path: Path, rounds: int) -> bool:
    theirs = next(_theirs(), None)
    rates: dict[str, list[float]] = {"curbside": [], "pubmed_parser": []}
    for _ in range(rounds):
        rates["curbside"].append(_rate(ours, path))
        if theirs is not None:
            rates["pubmed_parser"].append(_rate(theirs, path))
    for name, found in rates.items():
        if found:
            spread = f"min {min(found):,.0f}, max {max(found):,.0f}, n {len(found)}"
            print(f"{name:<16}{statistics.median(found):>10,.0f} records/s  ({spread})")
    if theirs is None:
        print("pubmed_parser is not installed; nothing to compare with")
        return True
    ratio = statistics.median(rates["curbside"]) / statistics.median(rates["pubmed_parser"])
    print(f"{'ratio':<16}{ratio:>10.2f}  (bound {TIMES})")
    return ratio >= TIMES


def main() -> int:
    """Make the file, measure, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--authors", type=int, default=25)
    parser.add_argument("--references", type=int, default=30)
    parser.add_argument("--large", type=int, default=30_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--only-read", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only_read:
        ours(asked.only_read)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path, large = asked.file or Path(folder, "made.xml.gz"), Path(folder, "large.xml.gz")
        if not asked.file:
            size = write(path, asked.count, asked.authors, asked.references)
            print(f"{asked.count:,} invented records, {size / asked.count:,.0f} bytes each")
        quick = _compared(path, asked.rounds)
        if not asked.large:
            return 0 if quick else 1
        write(large, asked.large, asked.authors, asked.references)
        peak = _peak(large)
        print(f"{'peak memory':<16}{peak:>10,.0f} MB for {asked.large:,} records  (bound {MOST_MB:.0f})")
    return 0 if quick and peak <= MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
