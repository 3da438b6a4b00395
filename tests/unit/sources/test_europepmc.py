"""Europe PMC's core records as sources; all of them are invented."""

import html
import json
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.sources.base import HEAD, Draft, Input, Rejected, finished
from curbside.sources.europepmc import EuropePmcReader
from curbside.sources.europepmc.markup import Section, line_in, sections_in
from curbside.types import Identifier, Kind, Mark, Source, State

# Invented; the names of the fields are those of the service.
RECORD = {
    "id": "90000001",
    "source": "MED",
    "pmid": "90000001",
    "pmcid": "PMC9900001",
    "doi": "10.99999/Invented.1",
    "title": "Invented trial of <i>inventamycin</i>.",
    "authorString": "Invented A, Invented B.",
    "authorList": {"author": [{"fullName": "Invented A"}, {"collectiveName": "Invented Group"}]},
    "journalInfo": {
        "issue": "2",
        "volume": "14",
        "dateOfPublication": "2024 Feb",
        "yearOfPublication": 2024,
        "journal": {"title": "Invented journal"},
    },
    "pubYear": "2024",
    "pageInfo": "11-19",
    "abstractText": "<h4>Background</h4>Counts below 10<sup>9</sup>/L (p<0.05).<h4>Results</h4>It was 5 mg.",
    "language": "eng",
    "pubModel": "Print",
    "pubTypeList": {"pubType": ["Randomized Controlled Trial", "Journal Article"]},
    "meshHeadingList": {
        "meshHeading": [
            {"majorTopic_YN": "N", "descriptorName": "Humans"},
            {
                "majorTopic_YN": "N",
                "descriptorName": "Inventions",
                "meshQualifierList": {
                    "meshQualifier": [
                        {"majorTopic_YN": "Y", "abbreviation": "TU", "qualifierName": "therapeutic use"},
                        {"majorTopic_YN": "N", "abbreviation": "AE", "qualifierName": "adverse effects"},
                    ]
                },
            },
        ]
    },
    "keywordList": {"keyword": ["Invented word"]},
    "chemicalList": {"chemical": [{"name": "Inventamycin", "registryNumber": "0"}]},
    "license": "cc by-nc",
    "firstPublicationDate": "2024-01-05",
}


def _given(*records: object, **more: object) -> Input:
    raw = json.dumps({"version": "6.9", "hitCount": len(records), **more, "resultList": {"result": records}}).encode()
    return Input("europepmc query page 1", "europepmc-1.json", raw[:HEAD], lambda: BytesIO(raw))


def _found(*records: object) -> list[object]:
    return list(EuropePmcReader().read(_given(*records)))


def _source(**changes: object) -> Source:
    record = {name: value for name, value in {**RECORD, **changes}.items() if value is not None}
    draft = _found(record)[0]
    assert isinstance(draft, Draft), draft
    source = finished(draft)
    assert isinstance(source, Source)
    return source


def test_a_record_is_read_with_all_its_fields() -> None:
    source = _source()
    assert source.id == "pmid:90000001"
    assert source.title == "Invented trial of inventamycin."
    assert source.text == "Background\n\nCounts below 10⁹/L (p<0.05).\n\nResults\n\nIt was 5 mg."
    assert [source.text[u.start : u.end] for u in source.units] == ["Counts below 10⁹/L (p<0.05).", "It was 5 mg."]
    assert source.authors == ("Invented A", "Invented Group")
    assert (source.publisher, source.date, source.issue) == ("Invented journal", "2024-02", "2024;14(2):11-19")
    assert source.identifiers == (
        Identifier("pmid", "90000001"),
        Identifier("pmcid", "PMC9900001"),
        Identifier("doi", "10.99999/invented.1"),
        Identifier("url", "https://europepmc.org/article/MED/90000001"),
    )
    assert source.kind is Kind.RANDOMISED_TRIAL
    assert source.subjects == ("Humans", "Inventions/therapeutic use*/adverse effects")
    assert (source.keywords, source.substances) == (("Invented word",), ("Inventamycin",))
    assert (source.licence.name, source.licence.show, source.licence.send) == ("CC BY-NC", True, None)
    assert source.language == "en"
    assert source.where == "europepmc query page 1, record 1"
    assert len(source.raw_hash) == 64


def test_a_preprint_says_that_it_is_one() -> None:
    record = {
        "id": "PPR900001",
        "source": "PPR",
        "doi": "10.99999/PRE.1",
        "title": "Invented preprint.",
        "abstractText": "An invented sentence.",
        "bookOrReportDetails": {"publisher": "Invented server", "yearOfPublication": 2024},
        "firstPublicationDate": "2024-05-06",
        "versionNumber": 2,
        "license": "cc0",
        "authorString": "Invented A, Invented B.",
    }
    for types in (None, {"pubType": ["preprint"]}, {"pubType": "Preprint"}):
        (draft,) = _found({**record, **({"pubTypeList": types} if types else {})})
        assert isinstance(draft, Draft)
        source = draft.source
        assert source.publication_types == ("Preprint",)
        assert source.id == "doi:10.99999/pre.1"
        assert (source.publisher, source.date) == ("Invented server", "2024-05-06")
        assert source.authors == ("Invented A", "Invented B")
        assert Identifier("other", "PPR:PPR900001") in source.identifiers
        assert "version 2 of the preprint" in source.remarks
        assert not any(i.scheme == "pmid" for i in source.identifiers)


def test_a_licence_that_is_not_given_is_not_known() -> None:
    licence = _source(license=None).licence
    assert (licence.name, licence.show, licence.quote, licence.export, licence.send) == (None,) * 5


def test_a_retracted_article_and_its_notice_say_so() -> None:
    linked = {"source": "MED", "id": "90000009", "reference": "Invented J. 2024 May 1;1:1.", "type": "Retraction in"}
    source = _source(commentCorrectionList={"commentCorrection": [linked]})
    assert source.status.state is State.RETRACTED
    assert source.status.by == "pmid:90000009"
    assert source.related[0].relation == "RetractionIn"
    notice = {**RECORD, "commentCorrectionList": {"commentCorrection": [{**linked, "type": "Retraction of"}]}}
    _, mark = _found(notice)
    assert isinstance(mark, Mark)
    assert (mark.identifier, mark.said_by) == (Identifier("pmid", "90000009"), "pmid:90000001")
    assert mark.status.state is State.RETRACTED


def test_a_preprint_and_its_article_are_related() -> None:
    linked = {"source": "PPR", "id": "PPR900001", "type": "Preprint in", "note": "Invented", "orderIn": 1}
    (related,) = _source(commentCorrectionList={"commentCorrection": [linked]}).related
    assert (related.relation, related.identifiers) == ("PreprintIn", (Identifier("other", "PPR:PPR900001"),))


@pytest.mark.parametrize(
    ("changes", "own"),
    [
        ({"pmid": None}, "pmc:PMC9900001"),
        ({"pmid": None, "pmcid": None}, "doi:10.99999/invented.1"),
    ],
)
def test_the_id_is_that_of_the_most_stable_identifier(changes: dict[str, object], own: str) -> None:
    assert _source(**changes).id == own


def test_a_record_without_any_identifier_has_an_id_by_its_content() -> None:
    assert _source(pmid=None, pmcid=None, doi=None).id.startswith("file:")


def test_a_record_without_an_abstract_has_its_title_as_text() -> None:
    source = _source(abstractText=None)
    assert source.text == "Invented trial of inventamycin."


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({**RECORD, "title": ""}, "the record MED:90000001 has no title"),
        ({**RECORD, "id": None}, "has no source and id of Europe PMC"),
        ({**RECORD, "abstractText": "a\x00b"}, "has the control character U+0000"),
        ("text", "is a text, not an object in braces"),
        (None, "is null, not an object in braces"),
    ],
)
def test_a_record_that_cannot_be_read_is_rejected_and_the_others_are_read(record: object, reason: str) -> None:
    first, second = _found(record, RECORD)
    assert first == Rejected("europepmc query page 1, record 1", reason)
    assert isinstance(second, Draft)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b'{"hitCount": 1, "resultList"', "is not valid JSON"),
        (b'{"errCode": 404, "errMsg": "Invalid page size"}', r"is an error of Europe PMC \(Invalid page size\)"),
        (b'{"hitCount": 1, "request": {}}', "has no list of results"),
        (b'{"hitCount": 1, "resultList": []}', "has no list of results"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"<html></html>", "is not valid JSON"),
    ],
)
def test_what_is_no_search_answer_is_told(raw: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        list(EuropePmcReader().read(Input("x.json", "x.json", raw, lambda: BytesIO(raw))))


def test_an_answer_is_known_by_its_fields() -> None:
    accepts = EuropePmcReader().accepts
    assert accepts("any.txt", _given(RECORD, nextCursorMark="a", request={"queryString": "b"}).head)
    assert accepts("any.json", _given().head)
    assert not accepts("europepmc.json", b'{"meta": {}, "results": []}')
    assert not accepts("europepmc.json", b'{"_id": "1"}')
    assert not accepts("europepmc.json", b"<?xml")


def test_an_answer_with_nothing_is_nothing() -> None:
    assert _found() == []


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("if a<b and c>d", "if a<b and c>d"),
        ("p<0.05; x<i and y>z", "p<0.05; x<i and y>z"),
        ("<5 mg or >10 mg", "<5 mg or >10 mg"),
        ("&lt;5 mg &amp; more", "<5 mg & more"),
        ("10<sup>-3</sup> x 10<sup>9</sup>", "10⁻³ x 10⁹"),
        ("C<sub>max</sub>, B<sub>12</sub>", "Cmax, B₁₂"),
        ("a&lt;i&gt;b&lt;/i&gt;", "ab"),
        ('<p class="x">one</p><p>two</p>', "one two"),
        ("1x10<sup>9", "1x10⁹"),
        ("one</sup> two", "one two"),
        ("<formula>x</formula>", "<formula>x</formula>"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_only_whole_known_tags_are_markup(markup: str, line: str) -> None:
    assert line_in(markup) == line


def test_a_heading_without_text_is_kept() -> None:
    assert sections_in("<h4>Aim</h4><h4>Results</h4><p>It was 5.</p><p>Or 6.</p><h4>Trial registration</h4>") == (
        Section("Aim", ()),
        Section("Results", ("It was 5.", "Or 6.")),
        Section("Trial registration", ()),
    )


def test_paragraphs_stay_apart_under_one_heading() -> None:
    source = _source(abstractText="<h4>Results</h4><p>It was 5 mg</p><p>Adults did well.</p>")
    assert source.text == "Results\n\nIt was 5 mg\n\nAdults did well."
    assert [unit.headings for unit in source.units] == [("Results",), ("Results",)]


def test_headings_without_any_text_are_the_text() -> None:
    assert _source(abstractText="<h4>Invented value</h4><h4>It was 5.</h4>").text == "Invented value\n\nIt was 5."


WORDS = st.lists(
    st.sampled_from(["10", "<", ">", "mg", "p<0.05", "&", "a<b", "5", ".", "x>y"]), min_size=1, max_size=12
)
TAGS = st.sampled_from(["<h4>{}</h4>", "<p>{}</p>", "<i>{}</i>", "{}", "<li>{}</li>", '<a href="x">{}</a>', "<b>{}"])


@given(st.lists(st.tuples(TAGS, WORDS), max_size=8))
def test_no_word_of_an_abstract_is_lost(pieces: list[tuple[str, list[str]]]) -> None:
    markup = " ".join(tag.format(html.escape(" ".join(words))) for tag, words in pieces)
    kept = [word for one in sections_in(markup) for text in (one.heading or "", *one.paragraphs) for word in text]
    wanted = [word for _, words in pieces for word in words]
    assert sorted("".join(kept).replace(" ", "")) == sorted("".join(wanted))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(RECORD)), JSON, max_size=6))
def test_a_field_of_another_kind_is_never_a_crash(changes: dict[str, object]) -> None:
    for found in _found({**RECORD, **changes}):
        assert isinstance(found, Draft | Rejected | Mark)


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_told(raw: bytes) -> None:
    reader = EuropePmcReader()
    for content in (raw, b'{"hitCount":1,"resultList":{"result":[' + raw + b"]}}"):
        reader.accepts("x", content[:HEAD])
        with suppress(InputError):
            list(reader.read(Input("x", "x", content[:HEAD], lambda content=content: BytesIO(content))))
