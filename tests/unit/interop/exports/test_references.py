"""References as CSL-JSON, RIS and BibTeX, each read back by a library that others wrote."""

from __future__ import annotations

import json
import warnings

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from curbside.interop.exports import FORMATS, bibtex, csl, ris, vancouver
from curbside.interop.exports.places import Name, Place, name, pages, place
from curbside.testing.homes import invented_document
from curbside.types import Identifier, Kind, Reference

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


def made(**fields):
    return Reference(1, invented_document("test:x", "# X\n\nIt is invented.\n", **fields))


@st.composite
def references(draw):
    return made(
        title=draw(WORDS.filter(str.strip)),
        publisher=draw(st.none() | WORDS),
        issue=draw(st.none() | st.sampled_from(["2014;349(2):100-7", "2014;3:e12", "In: A book", "?"]) | WORDS),
        date=draw(st.none() | st.sampled_from(["2014", "2014-03", "2014-03-02"])),
        authors=tuple(draw(st.lists(WORDS.filter(str.strip) | st.just("Garcia MB Jr"), max_size=3))),
        kind=draw(st.sampled_from(list(Kind))),
        identifiers=tuple(
            draw(st.lists(st.builds(Identifier, st.sampled_from(["pmid", "doi", "url", "nice"]), WORDS), max_size=2))
        ),
    )


def test_an_answers_references_pass_the_rules_of_csl_json(answer, how):
    items = json.loads(FORMATS["csl"].made(answer, how))
    assert csl.faults(items) == []
    assert [i["id"] for i in items] == [str(r.ref) for r in answer.references]
    trial = next(i for i in items if i["type"] == "article-journal")
    assert trial["author"][0] == {"family": "Garcia", "given": "MB", "suffix": "Jr"}
    assert trial["author"][2] == {"literal": "The INVENTED Group"}
    assert (trial["container-title"], trial["volume"], trial["issue"]) == ("Invented Journal", "349", "2")
    assert trial["issued"] == {"date-parts": [[2014, 3, 2]]}
    assert any("Status: superseded by a newer one" in i.get("note", "") for i in items)


@given(references())
def test_every_item_passes_the_rules_of_csl_json(reference):
    assert csl.faults(csl.items([reference])) == []


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        ({"id": "1"}, "item 0: 'type' is missing"),
        ({"type": "book"}, "item 0: 'id' is missing"),
        ({"id": "1", "type": "poem"}, "item 0: 'type' does not fit"),
        ({"id": "1", "type": "book", "colour": "red"}, "item 0: 'colour' does not fit"),
        ({"id": "1", "type": "book", "title": 3}, "item 0: 'title' does not fit"),
        ({"id": "1", "type": "book", "author": ["Me"]}, "item 0: 'author' does not fit"),
        ({"id": "1", "type": "book", "issued": {"date-parts": [[]]}}, "item 0: 'issued' does not fit"),
        ({"id": "1", "type": "book", "issued": {"date-parts": [["x"]]}}, "item 0: 'issued' does not fit"),
    ],
)
def test_what_is_no_csl_json_is_told(item, fault):
    assert csl.faults([item]) == [fault]


def test_two_items_of_one_id_are_told():
    assert csl.faults([{"id": "1", "type": "book"}, {"id": "1", "type": "book"}]) == ["two items have one id"]
    assert csl.faults({}) == ["the list is no list"]


def test_ris_is_read_back_by_rispy(answer, how):
    records = rispy.loads(FORMATS["ris"].made(answer, how).decode())
    assert [r["id"] for r in records] == [str(r.ref) for r in answer.references]
    assert [r["title"] for r in records] == [r.source.title for r in answer.references]
    trial = next(r for r in records if r["type_of_reference"] == "JOUR")
    assert trial["authors"] == ["Garcia, MB, Jr", "de la Cruz, JA", "The INVENTED Group"]
    assert (trial["secondary_title"], trial["volume"], trial["number"]) == ("Invented Journal", "349", "2")
    assert (trial["start_page"], trial["end_page"]) == ("100", "107")
    assert (trial["year"], trial["date"], trial["doi"]) == ("2014", "2014/03/02/", "10.1234/x_y")
    assert trial["accession_number"] == "12345"


@given(references())
def test_any_reference_in_ris_is_one_record(reference):
    (record,) = rispy.loads(ris.document([reference]))
    assert record.get("title", "").split() == reference.source.title.split()


def test_bibtex_is_read_back_by_pybtex(answer, how):
    found = parse_string(FORMATS["bibtex"].made(answer, how).decode(), "bibtex")
    assert list(found.entries) == [f"ref{r.ref}" for r in answer.references]
    trial = next(e for e in found.entries.values() if e.type == "article")
    assert str(trial.persons["author"][0]) == "Garcia, Jr, MB"
    assert trial.fields["pages"] == "100--107"
    assert trial.fields["title"] == "{A trial of fictoprolol}"
    label = next(e for e in found.entries.values() if "50" in e.fields["title"])
    assert label.fields["title"] == r'{Fictoprolol <i>tablets</i> \& "more" 50\% \_x\_}'
    assert label.fields["url"] == "https://example.org/label?a=1&b=2"


@given(references())
def test_any_reference_in_bibtex_is_one_entry(reference):
    found = parse_string(bibtex.document([reference]), "bibtex")
    assert list(found.entries) == ["ref1"]


def test_the_list_is_printed_in_vancouver_style(answer):
    printed = vancouver.printed(answer.references)
    trial = next(r.ref for r in answer.references if r.source.id == "pmid:12345")
    assert printed[trial] == (
        "Garcia MB Jr, de la Cruz JA, The INVENTED Group. A trial of fictoprolol. Invented Journal. "
        "2014;349(2):100–7. doi:10.1234/x_y. PMID: 12345."
    )
    label = next(r.ref for r in answer.references if r.source.id == "test:label")
    assert printed[label].startswith('Fictoprolol <i>tablets</i> & "more" 50% _x_. Invented Institute; 2024.')


def test_after_six_authors_stands_et_al():
    printed = vancouver.printed([made(authors=tuple(f"Name{c} A" for c in "abcdefg"))])
    assert printed[1].startswith("Namea A, Nameb A, Namec A, Named A, Namee A, Namef A, et al. ")


@given(references())
def test_any_reference_is_printed_with_its_title(reference):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        printed = vancouver.printed([reference])[1]
    letters = [c for c in reference.source.title if c.isalnum()]
    assert [c for c in printed if c in set(letters)] != [] or not letters


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"publisher": "Gut", "issue": "2021;70(11):2030-2051"}, Place("Gut", "70", "11", "2030-2051")),
        ({"publisher": "Gut 70(11):2030-2051"}, Place("Gut", "70", "11", "2030-2051")),
        ({"publisher": "BMJ 2024;385:q1019"}, Place("BMJ", "385", "", "q1019")),
        ({"publisher": "Inv J", "issue": "In: StatPearls"}, Place(book="StatPearls", publisher="Inv J")),
        ({"publisher": "Invented Institute (PL 36301/0010)"}, Place(publisher="Invented Institute (PL 36301/0010)")),
        ({"publisher": None}, Place()),
        (
            {"publisher": "PubMed record 1", "kind": Kind.COHORT, "identifiers": (Identifier("pmid", "1"),)},
            Place(publisher="PubMed record 1"),
        ),
        (
            {"publisher": "Nutrients", "kind": Kind.COHORT, "identifiers": (Identifier("doi", "10.1/x"),)},
            Place(journal="Nutrients"),
        ),
    ],
)
def test_where_a_work_was_published_is_taken_apart(fields, expected):
    assert place(made(**fields).source) == expected


def test_pages_are_written_in_full():
    assert pages(Place(pages="1927-31")) == ("1927", "1931")
    assert pages(Place(pages="e13087")) == ("e13087", "")
    assert pages(Place(pages="177-187")) == ("177", "187")


def test_people_are_told_from_groups():
    assert name("Garcia MB Jr") == Name("Garcia", "MB", "Jr")
    assert name("Müller K") == Name("Müller", "K")
    assert name("The INVENTED Group") == Name("The INVENTED Group")
    assert name("NICE") == Name("NICE")
