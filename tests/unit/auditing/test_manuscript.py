"""Texts to audit from several formats. What they say is invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.auditing.claims import parts, read, taken_apart
from curbside.auditing.manuscript import is_document, is_page, of_page, of_text, text_of
from curbside.errors import InputError

PAGE = """<!DOCTYPE html><html><head><title>Invented answer</title></head><body><main><h1>Apixaban</h1>
<p>Apixaban <b>1 mg</b> is given daily<sup>[1]</sup>. It is kept cold in a dark place<a href="#ref-2">[2]</a>.
It has a half life of 10<sup>2</sup> hours.<sup><a href="https://example.org/three">3</a></sup></p>
<h2>References</h2><ol><li>Invented journal. <a href="https://example.org/one">link</a></li>
<li>Invented book, 2019.</li></ol></main></body></html>"""


def test_marks_of_a_page_are_kept_and_lead_to_its_entries() -> None:
    written = taken_apart(of_page(PAGE.encode(), "page.html"))

    assert [c.marks for c in written.claims] == [(1,), (2,), (3,)]
    assert {e.mark: e.text for e in written.references.entries} == {
        1: "Invented journal. link https://example.org/one",
        2: "Invented book, 2019.",
        3: "https://example.org/three",
    }


def test_a_power_is_no_mark() -> None:
    text = of_page(PAGE.encode(), "page.html").text

    assert "10² hours" in text


def test_a_claim_of_a_page_has_its_place_in_the_text_that_was_read() -> None:
    manuscript = of_page(PAGE.encode(), "page.html")

    for claim in taken_apart(manuscript).claims:
        assert manuscript.text[claim.start : claim.end] == claim.text


@pytest.mark.parametrize(
    ("name", "raw", "page", "document"),
    [
        ("a.html", b"<p>Invented.", True, False),
        ("a.txt", b"<!doctype html><p>x", True, False),
        ("a.pdf", b"%PDF-1.7", False, True),
        ("a.md", b"# Invented\n\nWith 5 < 6.", False, False),
    ],
)
def test_the_format_is_told_by_name_and_first_bytes(name: str, raw: bytes, page: bool, document: bool) -> None:
    assert (is_page(name, raw), is_document(name, raw)) == (page, document)


def test_an_empty_text_is_told() -> None:
    with pytest.raises(InputError, match="is empty"):
        text_of(b" \n", "a.txt")


def test_addresses_behind_marks_are_entries() -> None:
    written = read("Apixaban is given daily [1](https://example.org/a). It is cold [2](https://example.org/b).")

    assert [(e.mark, e.text) for e in written.references.entries] == [
        (1, "https://example.org/a"),
        (2, "https://example.org/b"),
    ]


def test_a_list_without_a_heading_counts_where_marks_point_to_it() -> None:
    written = read("Apixaban is given every day [1]. It is stored cold [2].\n\n1. Apixaban label.\n2. Journal, 2019.\n")

    assert [e.mark for e in written.references.entries] == [1, 2]
    assert [c.text for c in written.claims] == ["Apixaban is given every day [1].", "It is stored cold [2]."]
    assert written.marks == (1, 2)


def test_a_numbered_list_that_nothing_points_to_is_no_reference_list() -> None:
    written = read("These are the steps of giving apixaban.\n\n1. Apixaban 5 mg is taken daily.\n2. It is reviewed.\n")

    assert written.references.entries == ()


def test_doses_of_a_sentence_apart_keep_their_places_their_drug_and_their_marks() -> None:
    text = "Hydroxocobalamin 1 mg is given daily [1], then 250 micrograms weekly [2]."
    (claim,) = read(text).claims

    first, second = parts(claim)

    assert (first.text, second.text) == ("Hydroxocobalamin 1 mg is given daily [1]", "250 micrograms weekly [2].")
    assert [text[p.start : p.end] for p in (first, second)] == [first.text, second.text]
    assert second.said == "Hydroxocobalamin: 250 micrograms weekly."
    assert (first.marks, second.marks) == ((1,), (2,))


@pytest.mark.parametrize("text", ["Apixaban 5 mg is taken daily.", "Apixaban 5 mg is taken daily; check the kidneys."])
def test_a_sentence_with_one_dose_stays_whole(text: str) -> None:
    (claim,) = read(text).claims

    assert parts(claim) == ()


def test_it_after_a_first_phrase_stands_for_the_drug_of_the_sentence_before() -> None:
    claims = read("Pregabalin is a choice in neuropathic pain. In adults it is started at 150 mg a day.").claims

    assert claims[1].said == "In adults pregabalin is started at 150 mg a day."


ANY = st.text(alphabet=st.sampled_from("aB12 mg.,;:()[]*_#|-–\n\té中\u200b½²<>&it then 5"), max_size=200)


@given(st.one_of(ANY, st.text(max_size=200)), st.sampled_from(["a.md", "a.txt"]))
def test_every_claim_of_any_text_is_a_piece_of_it(raw: str, name: str) -> None:
    written = taken_apart(of_text(raw, name))

    for claim in written.claims:
        assert written.text[claim.start : claim.end] == claim.text
        for part in parts(claim):
            assert written.text[part.start : part.end] == part.text
    ends = [(c.start, c.end) for c in written.claims]
    assert ends == sorted(ends)


@given(st.text(max_size=200))
def test_any_page_is_read_or_refused_in_one_sentence(inner: str) -> None:
    raw = f"<!doctype html><body><p>{inner}<sup>[1]</sup><a href='#x'>2</a></p>".encode("utf-8", "ignore")
    reasons: list[str] = []
    try:
        manuscript = of_page(raw, "page.html")
    except InputError as error:
        reasons.append(error.reason)
    else:
        for claim in taken_apart(manuscript).claims:
            assert manuscript.text[claim.start : claim.end] == claim.text
    assert not any("\n" in reason for reason in reasons)
