"""The conformance suite over PubMed's XML; every record here is invented."""

from collections.abc import Iterator

import pytest

from curbside.sources.pubmed import PubMedReader
from curbside.testing.reader_conformance import ReaderConformance, Sample

RECORD = """<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><Journal><JournalIssue><Volume>1</Volume>
<PubDate><Year>2020</Year></PubDate></JournalIssue><Title>Invented journal</Title></Journal>
<ArticleTitle>Invented {pmid}.
</ArticleTitle><Abstract><AbstractText Label="METHODS">We gave inventium 5 mg to 40 adults at 10<sup>9</sup>/L.
</AbstractText><AbstractText Label="RESULTS">Itch fell.</AbstractText></Abstract><AuthorList><Author>
<LastName>Invent</LastName><Initials>A</Initials></Author></AuthorList><Language>eng</Language></Article>{meta}
</MedlineCitation></PubmedArticle>
"""
BOOK = """<PubmedBookArticle><BookDocument><PMID>99999909</PMID><Book><BookTitle>Invented book</BookTitle></Book>
<Abstract><AbstractText>An invented chapter.</AbstractText></Abstract></BookDocument></PubmedBookArticle>
"""
NOTICE = """<CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf">
<RefSource>Invented. 2001;1:1</RefSource><PMID>99999901</PMID></CommentsCorrections></CommentsCorrectionsList>"""
DELETED = "<DeleteCitation><PMID>99999908</PMID></DeleteCitation>"


def one(pmid: int = 99999903, meta: str = "") -> str:
    return RECORD.format(pmid=pmid, meta=meta)


def whole(*records: str, declared: str = "") -> str:
    return f'<?xml version="1.0"{declared}?>\n<PubmedArticleSet>\n{"".join(records)}</PubmedArticleSet>\n'


class TestConformance(ReaderConformance):
    @pytest.fixture
    def make_reader(self):
        return PubMedReader

    @pytest.fixture
    def samples(self):
        return (
            Sample("one.xml", whole(one()).encode()),
            Sample("notice.xml", whole(one(meta=NOTICE)).encode(), marks=1),
            Sample("two.xml", whole(one(99999904), BOOK, DELETED).encode(), sources=2),
            Sample("single.xml", one().encode()),
            Sample("wide.xml", whole(one(), declared=' encoding="utf-16"').encode("utf-16")),
        )

    @pytest.fixture
    def large(self):
        def pieces(count: int) -> Iterator[bytes]:
            yield b"<PubmedArticleSet>\n"
            for number in range(count):
                yield one(90000000 + number).encode()
            yield b"</PubmedArticleSet>\n"

        return pieces
