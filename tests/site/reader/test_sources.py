"""Pages of sources: quotes in their context as far as a licence lets them be shown, and nothing of a text as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.testing.records import invented_source
from curbside.types import Licence, Source, State, Status
from curbside_site import shelf
from curbside_site.articles import seals
from curbside_site.articles.models import Revision
from curbside_site.pages.reader import contexts
from curbside_site.pages.reader.sources import _lines

pytestmark = pytest.mark.django_db
EVIL = "Inventamab <script>alert(1)</script> & <b>5 mg</b> is an invented drug."
PARTS = [("Dose", ["Before it.", EVIL, "After it."]), ("Other", ["Something else."])]
FREE = Licence("CC0", True, True, True, True)
CLOSED = Licence("an invented licence", False, False, False, False)


@pytest.fixture
def kept() -> Iterator[None]:
    held: list[Source] = [
        invented_source("file:free", PARTS, licence=FREE, title="A free <i>one</i>"),
        invented_source("file:unknown", PARTS),
        invented_source("file:closed", PARTS, licence=CLOSED),
        invented_source("doi:10.1/a(b)c", PARTS, status=Status(State.RETRACTED, reason="An invented reason.")),
    ]
    shelf.library().put_many(held)
    yield
    for source in held:
        shelf.library().remove(source.id)


def place(source: str, text: str) -> dict[str, str]:
    found = shelf.library().get(source)
    start = found.text.index(text)
    at = (start, start + len(text))
    sealed = seals.seal(source, found.content_hash, [at])
    return {"version": found.content_hash, "quote": f"{at[0]}-{at[1]}", "seal": sealed}


def test_a_quote_stands_in_its_context_where_the_licence_lets_it(kept: None, stranger: Client) -> None:
    html = stranger.get("/sources/file:free/", place("file:free", EVIL)).content.decode()
    assert "<script>alert" not in html
    assert "<i>one</i>" not in html
    assert f'<mark class="cited">{EVIL}</mark>' in unescape(html)
    assert html.index("Before it.") < html.index("cited") < html.index("After it.")
    part = stranger.get("/sources/file:free/", {**place("file:free", EVIL), "part": "quote"}).content.decode()
    assert "Something else." not in part
    assert "<html" not in part


def test_of_an_unknown_licence_the_quote_alone_is_shown(kept: None, stranger: Client) -> None:
    html = unescape(stranger.get("/sources/file:unknown/", place("file:unknown", EVIL)).content.decode())
    assert EVIL in html
    assert "Before it." not in html
    assert "a short quote with its reference is all" in html


def test_of_a_closed_licence_nothing_is_shown_but_why(kept: None, stranger: Client) -> None:
    html = unescape(stranger.get("/sources/file:closed/", place("file:closed", EVIL)).content.decode())
    assert "Inventamab" not in html
    assert "does not allow quoting it" in html


@pytest.mark.parametrize("change", [{"seal": ""}, {"seal": "0" * 24}, {"quote": "0-40"}])
def test_nobody_reads_such_a_text_by_writing_addresses(kept: None, stranger: Client, change: dict[str, str]) -> None:
    at = {**place("file:unknown", EVIL), **change}
    html = unescape(stranger.get("/sources/file:unknown/", at).content.decode())
    assert "<blockquote" not in html
    assert "no more is shown than what an article or an answer quotes" in html


def test_a_retracted_source_says_so_above_everything(kept: None, stranger: Client) -> None:
    html = stranger.get("/sources/doi:10.1/a(b)c/").content.decode()
    assert "An invented reason." in html
    assert "Retracted" in html


def test_a_source_lists_the_articles_that_cite_it(approved: Revision, stranger: Client) -> None:
    cited = approved.body["references"][0]["id"]
    assert approved.title in unescape(stranger.get(f"/sources/{cited}/").content.decode())


def test_sources_are_browsed_page_by_page_and_found_by_words(stranger: Client) -> None:
    first = unescape(stranger.get("/sources/").content.decode())
    assert 'rel="next"' in first
    found = unescape(stranger.get("/sources/", {"q": "bariatric"}).content.decode())
    assert "/sources/starter:bomss-bariatric-guideline-2020/" in found
    assert "/sources/starter:eliquis-apixaban-dosing-eu/" not in found


@pytest.mark.parametrize(
    "at", ["/sources/file:nothing/", "/sources/starter:nice-ng239-b12-guideline-2024/?version=abc"]
)
def test_what_is_not_there_is_not_found(at: str, stranger: Client) -> None:
    assert stranger.get(at).status_code == 404


@given(spans=st.lists(st.tuples(st.integers(0, 120), st.integers(1, 60)), max_size=4), free=st.booleans())
def test_contexts_mark_what_was_asked_for_and_invent_nothing(spans: list[tuple[int, int]], free: bool) -> None:
    source = invented_source("file:one", PARTS, licence=FREE if free else Licence())
    places = sorted({(start, start + length) for start, length in spans})
    for context in contexts.contexts(source, places, True):
        whole = "".join(piece.text for piece in context.pieces)
        assert whole in source.text
        assert "".join(p.text for p in context.pieces if p.cited) or not places
    inside = [p for p in places if p[1] <= len(source.text)]
    marked = sum(len(p.text) for c in contexts.contexts(source, places, True) for p in c.pieces if p.cited)
    assert marked == len({n for start, end in inside for n in range(start, end)})


@settings(max_examples=40)
@given(told=st.lists(st.text(alphabet="0123456789-- x", max_size=24), max_size=5))
def test_any_address_is_read_without_a_fault(told: list[str]) -> None:
    assert all(0 <= start < end for start, end in contexts.places(told))


def test_marks_of_markdown_are_not_shown_and_more_than_stays(kept: None) -> None:
    key = next(s.id for s in shelf.library().sources() if s.id.startswith("starter:"))
    source = shelf.library().get(key)
    lines = _lines(source, 0, len(source.text))
    assert "> This is a summary" in source.text
    assert any(words.startswith("This is a summary") for words, _ in lines)
    assert not [words for words, _ in lines if words.startswith(("#", ">"))]
    assert [words for words, heading in lines if heading]
    told = replace(source, text="> 10 mg is an invented dose.", units=())
    assert _lines(told, 0, len(told.text)) == [("> 10 mg is an invented dose.", False)]
    assert "Jurisdiction: " in Client().get(f"/sources/{key}/").content.decode()
    assert "Jurisdiction: uk." not in Client().get(f"/sources/{key}/").content.decode()
