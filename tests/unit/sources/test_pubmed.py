from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from evals.formats_pubmed import counted, differences, expected

from curbside.errors import InputError
from curbside.sources.base import HEAD, Draft, Found, Input, Rejected, Removal, finished
from curbside.sources.pubmed import PubMedReader
from curbside.types import Identifier, Kind, Mark, Source, State, UnitKind

# Every record here is invented: no such article, author, journal or drug exists.

DOCTYPE = '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "pubmed_250101.dtd">'
FULL = """<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">90000001</PMID>
<DateRevised><Year>2024</Year><Month>02</Month><Day>03</Day></DateRevised>
<Article PubModel="Print-Electronic"><Journal><ISSN IssnType="Print">0000-0000</ISSN><JournalIssue CitedMedium="Print">
<Volume>349</Volume><Issue>2</Issue><PubDate><Year>2014</Year><Month>Sep</Month></PubDate></JournalIssue>
<Title>Journal of invented results</Title><ISOAbbreviation>J Invent Res</ISOAbbreviation></Journal>
<ArticleTitle>Inventium in <i>made-up</i> pain: a randomised trial.</ArticleTitle>
<Pagination><StartPage>11</StartPage><EndPage>19</EndPage><MedlinePgn>11-9</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.99999/INV.1</ELocationID>
<ELocationID EIdType="pii" ValidYN="Y">inv1</ELocationID>
<ELocationID EIdType="doi" ValidYN="N">10.99999/wrong</ELocationID>
<Abstract><AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Invented. Platelets were
10<sup>9</sup>/L.</AbstractText>
<AbstractText NlmCategory="METHODS">Invented methods.</AbstractText>
<AbstractText Label="UNLABELLED" NlmCategory="UNASSIGNED">Invented &lt; 5 mg
  a day.</AbstractText>
<AbstractText Label="FORMULA"><mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:msup><mml:mi>x</mml:mi>
<mml:mn>2</mml:mn></mml:msup></mml:math> was invented.</AbstractText>
<CopyrightInformation>Copyright of nobody.</CopyrightInformation></Abstract>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Invent</LastName><ForeName>Ada B</ForeName>
<Initials>AB</Initials><Suffix>Jr</Suffix><AffiliationInfo><Affiliation>Nowhere.</Affiliation></AffiliationInfo></Author>
<Author ValidYN="N"><LastName>Wrongly</LastName><Initials>S</Initials></Author>
<Author ValidYN="Y"><LastName>Solo</LastName></Author>
<Author ValidYN="Y"><CollectiveName>The Invented Study Group</CollectiveName></Author></AuthorList>
<Language>eng</Language><DataBankList CompleteYN="Y"><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>
<AccessionNumberList><AccessionNumber>NCT99999999</AccessionNumber></AccessionNumberList></DataBank></DataBankList>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
<PublicationType UI="D016449">Randomized Controlled Trial</PublicationType></PublicationTypeList>
<VernacularTitle>Inventium bei erfundenem Schmerz.</VernacularTitle>
<ArticleDate DateType="Electronic"><Year>2013</Year><Month>12</Month><Day>31</Day></ArticleDate></Article>
<MedlineJournalInfo><MedlineTA>J Invent Res</MedlineTA></MedlineJournalInfo>
<ChemicalList><Chemical><RegistryNumber>0</RegistryNumber>
<NameOfSubstance UI="D1">Inventium</NameOfSubstance></Chemical>
</ChemicalList><SupplMeshList><SupplMeshName Type="Disease" UI="C1">Made-up syndrome</SupplMeshName></SupplMeshList>
<CommentsCorrectionsList><CommentsCorrections RefType="CommentIn"><RefSource>J Invent Res. 2015 Jan;1(1):1</RefSource>
<PMID Version="1">90000090</PMID></CommentsCorrections></CommentsCorrectionsList>
<MeshHeadingList><MeshHeading><DescriptorName UI="D2" MajorTopicYN="N">Vitamin B 12 Deficiency</DescriptorName>
<QualifierName UI="Q1" MajorTopicYN="Y">drug therapy</QualifierName><QualifierName UI="Q2" MajorTopicYN="N">etiology
</QualifierName></MeshHeading><MeshHeading>
<DescriptorName UI="D3" MajorTopicYN="Y">Neuralgia</DescriptorName></MeshHeading>
</MeshHeadingList><OtherAbstract Type="plain-language-summary" Language="eng"><AbstractText>Plainly invented.
</AbstractText></OtherAbstract><OtherID Source="NLM">PMC9000001 [Available on 01/01/15]</OtherID>
<KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">invention</Keyword><Keyword MajorTopicYN="Y">nothing</Keyword>
</KeywordList></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">90000001</ArticleId>
<ArticleId IdType="doi">10.99999/inv.1</ArticleId><ArticleId IdType="mid">NIHMS1</ArticleId></ArticleIdList>
<ReferenceList><Reference><Citation>Other. 1999.</Citation><ArticleIdList>
<ArticleId IdType="doi">10.99999/other</ArticleId>
</ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>
"""
BOOK = """<PubmedBookArticle><BookDocument><PMID Version="1">90000009</PMID><ArticleIdList>
<ArticleId IdType="bookaccession">NBK900001</ArticleId></ArticleIdList><Book><Publisher>
<PublisherName>Invented Publishing</PublisherName></Publisher><BookTitle book="x">Invented Pearls</BookTitle>
<PubDate><Year>2024</Year><Month>Jan</Month></PubDate><AuthorList Type="editors"><Author><LastName>Editor</LastName>
<Initials>A</Initials></Author></AuthorList></Book><ArticleTitle book="x" part="y">Invented Deficiency</ArticleTitle>
<Language>eng</Language><AuthorList Type="authors"><Author><LastName>Made</LastName><Initials>U</Initials></Author>
</AuthorList><PublicationType UI="D016454">Review</PublicationType><Abstract><AbstractText>An invented chapter.
</AbstractText></Abstract><Sections><Section><SectionTitle book="x" part="p">Etiology</SectionTitle></Section>
</Sections>
<ContributionDate><Year>2020</Year><Month>1</Month><Day>3</Day></ContributionDate>
<DateRevised><Year>2023</Year><Month>7</Month><Day>17</Day></DateRevised></BookDocument></PubmedBookArticle>
"""
DELETED = "<DeleteCitation><PMID Version='1'>90000007</PMID><PMID>90000008</PMID></DeleteCitation>\n"


def article(
    pmid: str = "90000002",
    title: str = "Inventium.",
    inside: str = "",
    types: str = "",
    after: str = "",
    model: str = "",
) -> str:
    """A small record; inside: in Article, after its title; after: in MedlineCitation, after its Article."""
    listed = "".join(f"<PublicationType>{name}</PublicationType>" for name in types.split("|") if name)
    return (
        f'<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article PubModel="{model or "Print"}">'
        f"<ArticleTitle>{title}</ArticleTitle>{inside}<PublicationTypeList>{listed}</PublicationTypeList></Article>"
        f"{after}</MedlineCitation></PubmedArticle>\n"
    )


def corrections(*named: tuple[str, str, str]) -> str:
    """CommentsCorrectionsList of (RefType, RefSource, PMID or "")."""
    made = "".join(
        f'<CommentsCorrections RefType="{kind}"><RefSource>{source}</RefSource>'
        f"{f'<PMID>{pmid}</PMID>' if pmid else ''}</CommentsCorrections>"
        for kind, source, pmid in named
    )
    return f"<CommentsCorrectionsList>{made}</CommentsCorrectionsList>"


def whole(*records: str, root: str = "PubmedArticleSet", before: str = DOCTYPE) -> bytes:
    return f'<?xml version="1.0" ?>\n{before}\n<{root}>\n{"".join(records)}</{root}>\n'.encode()


def given(raw: bytes) -> Input:
    return Input("made.xml", "made.xml", raw[:HEAD], lambda: io.BytesIO(raw))


def read(*records: str) -> list[Found]:
    return list(PubMedReader().read(given(whole(*records))))


def source(*records: str) -> Source:
    found = next(iter(read(*records)))
    assert isinstance(found, Draft)
    made = finished(found)
    assert isinstance(made, Source)
    return made


def marks(found: list[Found]) -> Iterator[Mark]:
    return (f for f in found if isinstance(f, Mark))


def test_every_field_of_an_article_is_kept() -> None:
    made = source(FULL)
    assert made.id == "pmid:90000001"
    assert made.title == "Inventium in made-up pain: a randomised trial."
    assert made.other_titles == ("Inventium bei erfundenem Schmerz.",)
    assert made.kind is Kind.RANDOMISED_TRIAL
    assert made.publisher == "J Invent Res"
    assert made.issue == "2014;349(2):11-9"
    assert made.date == "2014-09"
    assert made.authors == ("Invent AB Jr", "Solo", "The Invented Study Group")
    assert made.language == "en"
    assert made.publication_types == ("Journal Article", "Randomized Controlled Trial")
    assert made.subjects == ("Made-up syndrome", "Vitamin B 12 Deficiency/drug therapy*/etiology", "Neuralgia*")
    assert made.keywords == ("invention", "nothing")
    assert made.substances == ("Inventium",)
    assert made.jurisdiction == "unknown"
    assert made.status.state is State.UNKNOWN
    assert made.licence.name is None
    assert made.remarks == ("copyright statement: Copyright of nobody.",)
    assert made.related[0].relation == "CommentIn"
    assert made.related[0].identifiers == (Identifier("pmid", "90000090"),)
    assert made.where == "made.xml, record 1, line 4"
    assert made.extractor == "pubmed/1"
    assert len(made.raw_hash) == 64


def test_identifiers_come_from_either_place_and_none_from_the_references() -> None:
    found = {(i.scheme, i.value) for i in source(FULL).identifiers}
    assert found == {
        ("pmid", "90000001"),
        ("doi", "10.99999/inv.1"),
        ("pmcid", "PMC9000001"),
        ("other", "pii:inv1"),
        ("other", "mid:NIHMS1"),
        ("other", "ClinicalTrials.gov:NCT99999999"),
    }


def test_the_text_is_the_abstract_under_its_labels() -> None:
    made = source(FULL)
    assert made.text == (
        "BACKGROUND\n\nInvented. Platelets were 10⁹/L.\n\nMETHODS\n\nInvented methods.\n\nInvented < 5 mg a day.\n\n"
        "FORMULA\n\nx² was invented.\n\nOther abstract: plain-language-summary, eng\n\nPlainly invented."
    )
    told = [(made.text[u.start : u.end], u.headings) for u in made.units]
    assert told == [
        ("Invented.", ("BACKGROUND",)),
        ("Platelets were 10⁹/L.", ("BACKGROUND",)),
        ("Invented methods.", ("METHODS",)),
        ("Invented < 5 mg a day.", ()),
        ("x² was invented.", ("FORMULA",)),
        ("Plainly invented.", ("Other abstract: plain-language-summary, eng",)),
    ]
    assert made.places[0].name == "OtherAbstract: plain-language-summary, eng"


def test_a_book_article_is_dated_by_its_revision() -> None:
    made = source(BOOK)
    assert made.title == "Invented Deficiency"
    assert made.issue == "In: Invented Pearls"
    assert made.publisher == "Invented Publishing"
    assert made.date == "2023-07-17"
    assert made.authors == ("Made U",)
    assert made.kind is Kind.NARRATIVE_REVIEW
    assert Identifier("nbk", "NBK900001") in made.identifiers
    assert made.remarks == (
        "editor: Editor A",
        'section named without its text: "Etiology"',
        "contributed 2020-01-03",
        "revised 2023-07-17",
    )


def test_a_record_without_an_abstract_is_its_title() -> None:
    made = source(article(title="Inventium is given by mouth."))
    assert made.text == "Inventium is given by mouth."
    assert made.units[0].kind is UnitKind.SENTENCE
    assert "no abstract: the title is all there is of its text" in made.remarks


@pytest.mark.parametrize("name", ["Retraction of Publication", "Retraction Notice", "Published Erratum"])
def test_the_title_of_a_notice_about_another_is_never_quoted(name: str) -> None:
    made = source(article(title="Retraction: Inventium cures pain.", types=name))
    assert [u.kind for u in made.units] == [UnitKind.NOTE]
    assert made.kind is Kind.UNKNOWN


def test_the_vernacular_title_stands_where_there_is_no_other() -> None:
    vernacular = "<Language>ger</Language><VernacularTitle>Über Inventium.</VernacularTitle>"
    made = source(article(title="[Not Available].", inside=vernacular))
    assert (made.title, made.language, made.other_titles) == ("Über Inventium.", "de", ())
    abstract = "<Abstract><AbstractText>Invented.</AbstractText></Abstract>"
    translated = source(article(title="[On inventium].", inside=f"{abstract}{vernacular}"))
    assert (translated.title, translated.other_titles) == ("[On inventium].", ("Über Inventium.",))
    assert "the document is in ger; this abstract is in English" in translated.remarks


@pytest.mark.parametrize(
    ("model", "issue", "electronic", "date"),
    [
        ("Print", "<Year>2014</Year>", "", "2014"),
        ("Print", "<Year>2014</Year><Month>02</Month><Day>31</Day>", "", "2014-02"),
        ("Print", "<Year>2014</Year><Month>February</Month><Day>3</Day>", "", "2014-02-03"),
        ("Print", "<Year>2014</Year><Season>Apr-Jun</Season>", "", "2014"),
        ("Print", "<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "", "1998"),
        ("Print", "<MedlineDate>2015 Nov 2-15</MedlineDate>", "", "2015-11"),
        ("Print", "<MedlineDate>Winter 2001</MedlineDate>", "", "2001"),
        ("Print", "<MedlineDate>no date</MedlineDate>", "", None),
        ("Print", "<Year>14</Year>", "", None),
        ("Print-Electronic", "<Year>2014</Year>", "2013", "2014"),
        ("Electronic", "<Year>2014</Year><Month>Jan</Month>", "2013", "2013-05-06"),
        ("Electronic-eCollection", "<Year>2014</Year>", "", "2014"),
        ("Print", "", "2013", "2013-05-06"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(model: str, issue: str, electronic: str, date: str | None) -> None:
    journal = f"<Journal><JournalIssue><PubDate>{issue}</PubDate></JournalIssue><Title>Made up</Title></Journal>"
    first = f"<ArticleDate><Year>{electronic}</Year><Month>5</Month><Day>6</Day></ArticleDate>" if electronic else ""
    made = source(article(inside=journal + first, model=model))
    assert made.date == date
    assert ("no date of publication" in made.remarks) is (date is None)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("RetractionIn", State.RETRACTED),
        ("RetractedandRepublishedIn", State.RETRACTED),
        ("ExpressionOfConcernIn", State.CONCERN),
        ("ErratumIn", State.CORRECTION),
        ("CorrectedandRepublishedIn", State.SUPERSEDED),
        ("UpdateIn", State.SUPERSEDED),
        ("CommentIn", State.UNKNOWN),
        ("RetractionOf", State.UNKNOWN),
        ("Cites", State.UNKNOWN),
    ],
)
def test_what_was_published_about_a_record_is_its_status(kind: str, state: State) -> None:
    listed = corrections((kind, "Madeup J. 2016 Feb 3;5(1):7. doi: 10.99999/Later.", "90000050"))
    made = source(article(after=listed))
    assert made.status.state is state
    if state is not State.UNKNOWN:
        assert (made.status.by, made.status.since) == ("pmid:90000050", "2016-02-03")
        assert "Madeup J. 2016 Feb 3" in (made.status.reason or "")
    assert made.related[0].identifiers == (Identifier("pmid", "90000050"), Identifier("doi", "10.99999/later"))


def test_the_gravest_status_wins_and_the_others_are_told() -> None:
    listed = corrections(("ErratumIn", "J. 2015;1:1", ""), ("RetractionIn", "J. 2017 Mar;2:2", "90000051"))
    status = source(article(after=listed)).status
    assert (status.state, status.by, status.since) == (State.RETRACTED, "pmid:90000051", "2017-03")
    assert "a correction to it has been published" in (status.reason or "")


def test_the_type_retracted_publication_alone_retracts() -> None:
    corrected = corrections(("ErratumIn", "J. 2015;1:1", "90000052"))
    for after in ("", corrected):
        assert source(article(types="Retracted Publication", after=after)).status.state is State.RETRACTED


def test_the_latest_of_several_updates_is_the_successor() -> None:
    listed = corrections(("UpdateIn", "J. 2020;1:1", "90000061"), ("UpdateIn", "J. 2016;1:1", "90000062"))
    assert source(article(after=listed)).status.by == "pmid:90000061"


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("RetractionOf", State.RETRACTED),
        ("RetractedandRepublishedFrom", State.RETRACTED),
        ("ExpressionOfConcernFor", State.CONCERN),
        ("ErratumFor", State.CORRECTION),
        ("CorrectedandRepublishedFrom", State.SUPERSEDED),
        ("UpdateOf", State.SUPERSEDED),
    ],
)
def test_a_record_marks_the_documents_that_it_is_about(kind: str, state: State) -> None:
    dated = "<ArticleDate><Year>2016</Year></ArticleDate>"
    named = corrections((kind, "J. 2014;1:1", "90000070"), (kind, "J. 2014;1:1. doi: 10.99999/X", ""), (kind, "J.", ""))
    found = list(marks(read(article(pmid="90000071", inside=dated, after=named))))
    assert [m.identifier for m in found] == [Identifier("pmid", "90000070"), Identifier("doi", "10.99999/x")]
    assert {(m.said_by, m.status.state, m.status.by, m.status.since) for m in found} == {
        ("pmid:90000071", state, "pmid:90000071", "2016")
    }


def test_comments_mark_nothing() -> None:
    assert not list(
        marks(read(article(after=corrections(("CommentOn", "J.", "90000072"), ("Cites", "J.", "90000073")))))
    )


def test_deletions_are_removals() -> None:
    found = read(article(), DELETED, "<DeleteCitation><PMID>none</PMID></DeleteCitation>\n")
    assert [f.id for f in found if isinstance(f, Removal)] == ["pmid:90000007", "pmid:90000008"]
    assert found[-1] == Rejected("made.xml, record 3, line 6", "a deletion names no PMID but 'none'")


def test_a_record_that_cannot_be_read_is_rejected_with_its_place_and_the_rest_goes_on() -> None:
    found = read(
        article(),
        article(pmid=""),
        article(pmid="9000x"),
        article(title=""),
        article(title="A &nonesuch; title."),
        "<PubmedArticle/>\n",
        "<PubmedArticle>no record</PubmedArticle>\n",
        "<Other>5</Other>\n",
        "<PubmedArticle><MedlineCitation></PubmedArticle>\n",
        article(),
    )
    rejected = [f for f in found if isinstance(f, Rejected)]
    assert [type(found[0]), type(found[-1])] == [Draft, Draft]
    assert rejected[-1].where == "made.xml, record 8, line 12"
    assert rejected[-1].reason.startswith("is not well-formed XML: Opening and ending tag mismatch")
    assert [f"{r.where}: {r.reason}" for r in rejected[:-1]] == [
        "made.xml, record 2, line 5: has no PMID",
        "made.xml, record 3, line 6: has no PMID but '9000x'",
        "made.xml, record 4, line 7: the record with the PMID 90000002 has no title",
        "made.xml, record 5: uses the entity &nonesuch;, whose characters are not known",
        "made.xml, record 6, line 9: has no PMID",
        "made.xml, record 7, line 10: has no PMID",
        "made.xml, line 11: has <Other> where a record should begin",
    ]


@pytest.mark.parametrize("keep", [0.35, 0.6, 0.9, 0.999])
def test_of_a_file_that_is_cut_off_what_was_complete_is_read(keep: float) -> None:
    raw = whole(*(article(pmid=str(90000100 + n)) for n in range(10)))
    found = list(PubMedReader().read(given(raw[: int(len(raw) * keep)])))
    assert [f.source.id for f in found[:-1] if isinstance(f, Draft)] == [
        f"pmid:{90000100 + n}" for n in range(len(found) - 1)
    ]
    assert isinstance(found[-1], Rejected)
    assert "ends too early" in found[-1].reason


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"<!DOCTYPE html><html><head><title>Error</title></head></html>", "is an HTML page, not PubMed XML"),
        (b"<article><front/></article>", "is XML of another kind (<article>), not PubMed XML"),
        (
            b"<eFetchResult><ERROR>none</ERROR></eFetchResult>",
            "is XML of another kind (<eFetchResult>), not PubMed XML",
        ),
        (b'{"a": 1}', "has no XML element at its start, so it is no PubMed XML"),
        (b"", "has no XML element at its start, so it is no PubMed XML"),
        (b"<PubmedArticleSet><PubmedArticle>", "ends too early: </PubmedArticle is missing"),
    ],
)
def test_what_is_no_pubmed_xml_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        list(PubMedReader().read(given(raw)))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("raw", "taken"),
    [
        (whole(FULL), True),
        (b"<PubmedArticleSet></PubmedArticleSet>", True),
        (FULL.encode(), True),
        (BOOK.encode(), True),
        ('<?xml version="1.0" encoding="utf-16"?><PubmedArticleSet/>'.encode("utf-16"), True),
        (b"<html><PubmedArticleSet>", False),
        (b"<article/>", False),
        (b"PMID- 1", False),
        (b"", False),
    ],
)
def test_a_file_is_accepted_by_its_content(raw: bytes, taken: bool) -> None:
    assert PubMedReader().accepts("any.bin", raw[:HEAD]) is taken


def test_a_set_without_a_record_is_told() -> None:
    for raw in (b"<PubmedArticleSet></PubmedArticleSet>", b"<PubmedArticleSet/>"):
        assert list(PubMedReader().read(given(raw))) == [Rejected("made.xml", "is PubMed XML without a record")]


def same(found: list[Found]) -> list[object]:
    return [(f.source.text, f.source.title, f.source.subjects, f.blocks) if isinstance(f, Draft) else f for f in found]


def test_a_file_is_read_alike_whether_it_is_cut_or_parsed_as_a_whole() -> None:
    records = (FULL, BOOK, article(after=corrections(("RetractionOf", "J.", "90000080"))), article(title="A é title."))
    plain = list(PubMedReader().read(given(whole(*records))))
    entities = DOCTYPE.replace(">", ' [<!ENTITY unused "x">]>')
    assert same(list(PubMedReader().read(given(whole(*records, before=entities))))) == same(plain)
    latin = (
        whole(*records).decode().replace('version="1.0" ?', 'version="1.0" encoding="iso-8859-1"?').encode("latin-1")
    )
    assert same(list(PubMedReader().read(given(latin)))) == same(plain)
    utf16 = whole(*records).decode().replace('version="1.0" ?', 'version="1.0" encoding="utf-16"?').encode("utf-16")
    assert same(list(PubMedReader().read(given(utf16)))) == same(plain)
    assert same(list(PubMedReader().read(given(FULL.encode())))) == same(plain[:1])


def test_other_sets_of_records_are_read() -> None:
    document = BOOK.removeprefix("<PubmedBookArticle>").replace("</PubmedBookArticle>", "")
    books = whole(document, "<DeleteDocument><PMID>90000010</PMID></DeleteDocument>", root="BookDocumentSet", before="")
    kinds = [type(f) for f in PubMedReader().read(given(books))]
    assert kinds == [Draft, Removal]
    citation = FULL[FULL.index("<MedlineCitation") : FULL.index("<PubmedData>")]
    old = list(PubMedReader().read(given(whole(citation, root="MedlineCitationSet", before=""))))
    assert [type(f) for f in old] == [Draft]


def test_an_entity_that_the_file_declares_is_resolved_or_its_record_rejected() -> None:
    subset = DOCTYPE.replace(">", ' [<!ENTITY drug "inventium"><!ENTITY bad "&drug;&drug;">]>')
    raw = whole(article(title="On &drug;."), article(title="On &bad;."), before=subset)
    first, second = PubMedReader().read(given(raw))
    assert isinstance(first, Draft)
    assert first.source.title == "On inventium."
    assert isinstance(second, Rejected)
    assert "&bad;" in second.reason


def test_the_fields_are_those_that_another_count_of_the_xml_finds() -> None:
    raw = whole(FULL, BOOK, article(), DELETED)
    assert differences(raw, "made.xml") == []
    counts = expected(raw)
    assert (counts["records"], counts["authors"], counts["qualifiers"], counts["removals"]) == (3, 4, 2, 2)
    assert counted(raw, "made.xml")[1] == []


def test_the_same_record_has_the_same_hash_wherever_it_stands() -> None:
    alone, second = source(FULL), [f for f in read(article(), FULL) if isinstance(f, Draft)][1].source
    assert alone.raw_hash == second.raw_hash
    assert alone.content_hash == second.content_hash


def test_a_large_file_is_read_in_memory_that_does_not_grow() -> None:
    def peak(count: int) -> int:
        raw = whole(*([FULL] * count))
        tracemalloc.start()
        total = sum(isinstance(found, Draft) for found in PubMedReader().read(given(raw)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert total == count
        return most

    assert peak(800) < peak(200) + 500_000
