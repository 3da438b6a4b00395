"""An answer as a page, Markdown, PDF and Word file: all of it is there, and nothing that may not be."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import docx as python_docx
import pypdfium2
import pytest
from evals.exports_reading import W, docx_parts, letters, page_words, pdf_pages
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from curbside.composing import criteria
from curbside.errors import UsageError
from curbside.interop.exports import FORMATS, documents, docx, listing, rights, vancouver
from curbside.language.notation import lint, safe
from curbside.types import Criterion, Licence, Member, Met, Result

from .conftest import SECRET

INTENDED = "Reference retrieval for professionals who can check the basis of every sentence."


@pytest.fixture(scope="session")
def files(answer, how):
    """Every document of the answer."""
    return {name: FORMATS[name].made(answer, how) for name in ("html", "md", "pdf", "docx")}


def shown(answer, how):
    """The statements and quotes that a document must have."""
    hidden = rights.hidden_ids(answer)
    secret = {r.ref for r in answer.references if not rights.may_export(r.source)}
    said = [s.text for s in answer.statements if s.id not in hidden]
    quotes = [how.read(span) for s in answer.statements for c in s.citations for span in c.spans if c.ref not in secret]
    return [*said, *quotes]


def test_a_page_has_every_statement_and_quote(answer, how, files):
    words = page_words(files["html"].decode())
    for said in shown(answer, how):
        assert " ".join(said.split()) in words
    assert "Nobody has reviewed this answer." in words
    assert INTENDED in words


def test_a_pdf_has_every_statement_and_quote_and_on_every_page_what_it_is_for(answer, how, files):
    pages = pdf_pages(files["pdf"])
    whole = letters(" ".join(pages))
    for said in shown(answer, how):
        assert letters(said) in whole
    for n, page in enumerate(pages, 1):
        assert letters(INTENDED) in letters(page)
        assert letters("Nobody has reviewed this answer.") in letters(page)
        assert letters(f"Page {n} of {len(pages)}") in letters(page)
        assert letters("Printed 1 December 2026") in letters(page)


def test_a_pdf_has_its_structure_tagged(files):
    document = pypdfium2.PdfDocument(files["pdf"])
    try:
        assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
        assert document.get_metadata_value("Title")
    finally:
        document.close()


def test_a_word_file_has_every_statement_and_its_quotes_as_end_notes(answer, how, files):
    parts = docx_parts(files["docx"])
    hidden = rights.hidden_ids(answer)
    for statement in answer.statements:
        assert (statement.text in parts["document.xml"]) is (statement.id not in hidden)
    for said in shown(answer, how):
        assert " ".join(said.split()) in parts["document.xml"] + parts["endnotes.xml"]
    foot = next(text for name, text in parts.items() if name.startswith("footer"))
    assert "Nobody has reviewed this answer." in foot
    assert INTENDED in foot
    assert "Page PAGE of NUMPAGES" in foot


def test_end_notes_are_referred_to_once_each_in_their_order(files):
    document = python_docx.Document(io.BytesIO(files["docx"]))
    ids = [int(e.get(f"{W}id")) for e in document.element.iter(f"{W}endnoteReference")]
    part = next(p for p in document.part.package.parts if p.partname == "/word/endnotes.xml")
    notes = [int(e.get(f"{W}id")) for e in etree.fromstring(part.blob).iter(f"{W}endnote")]
    assert notes[:2] == [-1, 0]
    assert ids == sorted(ids)
    assert set(ids) <= set(notes[2:])
    assert document.core_properties.title


def test_marks_and_references_are_the_same_set(answer, files):
    page = lxml_html.document_fromstring(files["html"].decode())
    targets = {a.get("href") for a in page.iter("a") if (a.get("href") or "").startswith("#")}
    ids = {f"#{e.get('id')}" for e in page.iter() if isinstance(e.tag, str) and e.get("id")}
    assert targets == ids
    assert {i for i in ids if i.startswith("#r")} == {f"#r{r.ref}" for r in answer.references}


def test_a_page_runs_nothing_fetches_nothing_and_can_be_read_aloud(files):
    raw = files["html"].decode()
    page = lxml_html.document_fromstring(raw)
    assert page.get("lang") == "en"
    assert not list(page.iter("script", "img", "iframe", "object", "link", "form"))
    assert not [e for e in page.iter() if isinstance(e.tag, str) and any(a.startswith("on") for a in e.attrib)]
    assert not [e for e in page.iter() if isinstance(e.tag, str) and e.get("style")]
    assert len(list(page.iter("h1"))) == 1
    levels = [int(e.tag[1]) for e in page.iter("h1", "h2", "h3")]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    for table in page.iter("table"):
        assert table.find("caption") is not None
        assert all(th.get("scope") for th in table.iter("th"))
    assert "<i>tablets</i>" in page_words(raw)
    links = [a.get("href") for a in page.iter("a") if not a.get("href").startswith("#")]
    assert links == ["https://example.org/label?a=1&b=2"]


def test_what_a_source_says_is_escaped_in_markdown(files):
    raw = files["md"].decode()
    assert r"Fictoprolol \<i\>tablets\</i\> \& " in raw
    assert "<i>" not in raw


@pytest.mark.parametrize("name", ["html", "md", "pdf", "docx", "jsonld"])
def test_a_source_whose_licence_forbids_export_gives_its_reference_and_no_quote(answer, how, name):
    made = FORMATS[name].made(answer, how)
    if name == "pdf":
        words = " ".join(pdf_pages(made))
    elif name == "docx":
        words = " ".join(docx_parts(made).values())
    else:
        words = made.decode()
    assert letters(SECRET) not in letters(words)
    assert letters("33 mg") not in letters(words)
    assert "Invented formulary" in words
    if name != "jsonld":
        assert letters("does not allow exporting its text") in letters(words)
        assert letters("1 statement is not printed") in letters(words)


@pytest.mark.parametrize(("export", "printed"), [(True, True), (None, True), (False, False)])
def test_a_sentence_is_printed_whole_unless_its_licence_forbids_it(answer, how, export, printed):
    """Where the licence is not known, the sentence of a statement is the short quote that is all."""
    licence = Licence("Invented", True, True, export, None)
    references = tuple(replace(r, source=replace(r.source, licence=licence)) for r in answer.references)
    made = documents.document(replace(answer, references=references), how, "html")
    quotes = [how.read(span) for s in answer.statements for c in s.citations for span in c.spans]
    assert [n.quote for n in made.notes] == ([" ".join(q.split()) for q in dict.fromkeys(quotes)] if printed else [])
    assert bool(made.doses) is printed


def test_unsafe_notation_stays_in_a_quote_with_a_note_and_goes_from_our_own_words(answer, how):
    made = documents.document(answer, how, "html")
    note = next(n for n in made.notes if "6.0 mg" in n.quote)
    assert "trailing zero" in note.unsafe
    dose = next(d for d in made.doses if any("6 mg" in row[1] for row in d.rows))
    own = [made.title, *made.notices, *made.not_found, *made.made, *(c for row in dose.rows for c in row)]
    assert [lint(words) for words in own if lint(words)] == []


@pytest.mark.parametrize(
    ("unsafe", "written"),
    [
        ("give 10U daily", "give 10 units daily"),
        ("1000 IU", "1000 international units"),
        ("5.0 mg QD", "5 mg daily"),
        (".5 mg qod", "0.5 mg every other day"),
        ("50µg", "50 micrograms"),
        ("3cc", "3 mL"),
        ("5.0 mmol/L", "5.0 mmol/L"),
    ],
)
def test_unsafe_notation_is_written_out(unsafe, written):
    assert safe(unsafe) == written


@given(st.lists(st.sampled_from("5.0 mg .5 10U IU QD qod µg 3cc 1.50 and ml / kg ,".split()), max_size=8).map(" ".join))
def test_what_was_written_out_has_nothing_unsafe_left(words):
    assert [f.word for f in lint(safe(words)) if f.word not in ("MS", "MSO4")] == []


def test_an_answer_that_no_library_keeps_says_so(answer, how):
    made = documents.document(answer, replace(how, name=None, answered=None), "html")
    assert documents.NOT_KEPT in made.notices
    assert ("Answered", "date not known") in made.facts
    assert documents.NOT_KEPT not in documents.document(answer, how, "html").notices


def test_references_are_grouped_by_kind_and_all_there(answer, how):
    made = documents.document(answer, how, "html")
    assert [heading for heading, _ in made.references] == [h for h, _ in listing.GROUPS if h in dict(made.references)]
    listed = sorted(e.ref for _, entries in made.references for e in entries)
    assert listed == [r.ref for r in answer.references]
    old = next(e for _, entries in made.references for e in entries if "Old guideline" in e.text)
    assert ("status superseded by a newer one", True) in old.chips


def test_every_kind_of_source_has_a_group():
    from curbside.types import Kind

    assert sorted(k for _, kinds in listing.GROUPS for k in kinds) == sorted(Kind)


def test_where_its_status_can_be_checked_stands_on_it(answer, how):
    facts = dict(documents.document(answer, how, "html").facts)
    assert facts["Present status"] == "curbside export abc --to html"
    there = replace(how, address="https://example.org/answers/abc")
    assert dict(documents.document(answer, there, "html").facts)["Present status"] == "https://example.org/answers/abc"
    assert re.fullmatch(r"[0-9a-f]{12} \(Curbside .*\)", facts["Version"])


def test_what_is_not_installed_is_named_with_what_installs_it(monkeypatch, answer, how):
    monkeypatch.setattr(vancouver, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r'citeproc-py: pip install "curbside\[export\]"'):
        documents.document(answer, how, "html")
    from curbside.interop.exports.docx import writing

    monkeypatch.setattr(writing, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r'python-docx: pip install "curbside\[export\]"'):
        docx.check_installed()


def test_a_document_is_the_same_each_time(answer, how):
    assert FORMATS["html"].made(answer, how) == FORMATS["html"].made(answer, how)
    later = replace(how, today=date(2027, 1, 1))
    assert FORMATS["html"].made(answer, how) != FORMATS["html"].made(answer, later)


def test_a_very_long_title_and_a_long_review_fit(answer, how):
    long = replace(answer, title="word " * 2000)
    raw = FORMATS["docx"].made(long, how)
    assert len(python_docx.Document(io.BytesIO(raw)).core_properties.title) == 120
    assert letters("word " * 2000) in letters(page_words(FORMATS["html"].made(long, how).decode()))
    pages = pdf_pages(FORMATS["pdf"].made(long, how))
    assert all(letters(INTENDED) in letters(page) for page in pages)


def test_an_emergency_and_what_was_taken_out_stand_in_the_colour_of_danger(answer, how):
    told = replace(answer, notices=("This may be an emergency. Call.", "Withheld: [1] is retracted.", *answer.notices))
    page = lxml_html.document_fromstring(FORMATS["html"].made(told, how).decode())
    assert [li.text_content()[:8] for li in page.iter("li") if li.get("class") == "urgent"] == ["This may", "Withheld"]


def rule_of(answer, source_id):
    """A criterion that a statement of that source could state."""
    said = next(s for s in answer.statements if s.citations[0].source == source_id)
    span, ref = said.citations[0].spans[0], said.citations[0].ref
    lacking = Member("words", "is", f"words of {source_id}", "", span, Met.NOT_GIVEN, needs=(f"words of {source_id}",))
    met = Member("age", ">=", "80", "a", span, Met.MET, value="90 or over", value_unit="a")
    return Criterion("c1", f"Rule of {source_id}.", 1, 2, (met, lacking), Result.OPEN, said.id, ref, (span,))


@pytest.mark.parametrize("to", ["html", "md", "docx"])
def test_criteria_are_printed_but_for_those_of_sources_that_may_not_be(answer, how, to):
    rules = tuple(rule_of(answer, name) for name in ("test:label", "test:secret"))
    told = criteria.notices(rules)
    made = FORMATS[to].made(
        replace(answer, criteria=rules, notices=(*answer.notices[:-1], *told, answer.notices[-1])), how
    )
    whole = " ".join(docx_parts(made).values()) if to == "docx" else made.decode()
    words = page_words(whole) if to == "html" else whole
    assert "Rule of test:label." in words
    assert "Criteria, with the values of the question" in words
    assert "90 or over" in words
    assert "Not given: words of test:label." in words
    assert "of test:secret" not in words


def test_a_rule_that_several_criteria_are_of_is_said_once(answer, how):
    one = rule_of(answer, "test:label")
    first, second = documents.document(replace(answer, criteria=(one, replace(one, id="c2"))), how, "md").criteria
    assert first.rule == one.rule
    assert second.rule == ""
    assert second.counted.startswith("Of the same sentence, 1 of 2")
