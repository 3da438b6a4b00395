"""Pages of HTML. All of them, and everything that they say, are invented."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.sources.base import HEAD, Draft, Input, Rejected, finished
from curbside.sources.html import HtmlReader
from curbside.types import Identifier, Kind, Source, UnitKind


def as_input(raw: bytes, name: str = "page.html") -> Input:
    return Input(name, name, raw[:HEAD], lambda: io.BytesIO(raw))


def found(page: str | bytes, name: str = "page.html") -> Draft | Rejected:
    raw = page if isinstance(page, bytes) else page.encode()
    (one,) = HtmlReader().read(as_input(raw, name))
    assert isinstance(one, Draft | Rejected)
    return one


def source(page: str | bytes, name: str = "page.html") -> Source:
    draft = found(page, name)
    assert isinstance(draft, Draft), draft
    made = finished(draft)
    assert isinstance(made, Source), made
    return made


def body(inner: str, head: str = "") -> Source:
    return source(
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'>{head}</head><body>{inner}</body></html>"
    )


def units(made: Source) -> list[str]:
    return [made.text[u.start : u.end] for u in made.units]


def context(made: Source, words: str) -> list[str]:
    unit = next(u for u in made.units if words in made.text[u.start : u.end])
    return [made.text[r.start : r.end] for r in unit.context]


@pytest.mark.parametrize(
    ("name", "head", "accepted"),
    [
        ("page.html", b"<!DOCTYPE html><html>", True),
        ("page", b"\xef\xbb\xbf  <html lang=en>", True),
        ("page.xml", b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "">', True),
        ("page.txt", b"<!-- saved --><!doctype html>", True),
        ("page.htm", b"<p>Only a paragraph.</p>", True),
        ("page", "<html>".encode("utf-16-le"), False),
        ("page", b"\xff\xfe" + "<html>".encode("utf-16-le"), True),
        ("page.html", b"%PDF-1.7", False),
        ("page.html", b"PK\x03\x04", False),
        ("page.html", b'<?xml version="1.0"?><PubmedArticleSet>', False),
        ("page.html", b"<!DOCTYPE article PUBLIC 'JATS'>", False),
        ("page.xml", b"<article><front>", False),
        ("page.txt", b"A text that speaks of <html> later.", False),
    ],
)
def test_html_is_known_by_how_it_begins(name: str, head: bytes, accepted: bool) -> None:
    assert HtmlReader().accepts(name, head) is accepted


def test_headings_lists_and_their_lead_ins_are_kept() -> None:
    made = body(
        "<h1>Invented guideline</h1><p>Before.</p><h2>Who must not have it</h2><p>Do not give to people with:</p>"
        "<ul><li>heart failure:<ul><li>of class III</li></ul></li><li><p>a weight &lt;30 kg</p></li></ul>"
        "<h2>Dose</h2><ol><li>5 mg once a day</li></ol>"
    )
    assert made.title == "Invented guideline"
    assert units(made) == [
        "Before.",
        "Do not give to people with:",
        "heart failure:",
        "of class III",
        "a weight <30 kg",
        "5 mg once a day",
    ]
    assert context(made, "class III") == ["Do not give to people with:", "heart failure:"]
    assert context(made, "5 mg") == []
    assert made.units[3].headings == ("Invented guideline", "Who must not have it")
    assert made.units[-1].headings == ("Invented guideline", "Dose")
    assert {u.kind for u in made.units} == {UnitKind.SENTENCE, UnitKind.LIST_ITEM}


def test_a_definition_list_gives_each_definition_its_term() -> None:
    made = body("<p>Doses:</p><dl><dt>Adults</dt><dd>5 mg</dd><dt>Children</dt><dd>2 mg</dd></dl>")
    assert context(made, "5 mg") == ["Doses:", "Adults"]
    assert context(made, "2 mg") == ["Doses:", "Children"]


def test_lines_that_begin_with_a_bullet_are_entries_of_a_list() -> None:
    made = body("<p>Give:<br>• 5 mg in the morning<br>• 10 mg at night</p>")
    assert units(made) == ["Give:", "5 mg in the morning", "10 mg at night"]
    assert context(made, "10 mg") == ["Give:"]


def test_a_line_that_is_only_wrapped_is_not_cut_from_its_negation() -> None:
    assert units(body("<p>Do not give<br>examplamab 5 mg daily.</p>")) == ["Do not give examplamab 5 mg daily."]


def test_powers_and_indices_never_run_into_the_number_before_them() -> None:
    made = body(
        "<p>Platelets 100 × 10<sup>9</sup>/L, 1.73 m<sup>2</sup>, mL·min<sup>-1</sup>, B<sub>12</sub>, "
        "C<sub>max</sub>, 5 mg<sup>a</sup> and 10<sup><a href='#n9'>9</a></sup>/L.</p>"
    )
    assert "10⁹/L" in made.text
    assert "109" not in made.text
    assert "m²," in made.text
    assert "min⁻¹" in made.text
    assert "B₁₂" in made.text
    assert "Cmax" in made.text
    assert "5 mg^(a)" in made.text
    assert made.text.endswith("10⁹/L.")


def test_a_formula_keeps_its_fraction() -> None:
    made = body("<p>Give <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> a tablet.</p>")
    assert "1/2" in made.text


def test_marks_of_references_are_left_out_and_told() -> None:
    made = body(
        "<p>Give 5 mg<sup><a href='#ref1'>1</a></sup> daily<a href='#ref2'>2</a>. "
        "See Table <a href='#t3'>3</a> and [<a href='#r4'>4</a>].</p>"
    )
    assert made.text == "Give 5 mg daily. See Table 3 and [4]."
    assert any("marks of references" in r and '"1", "2"' in r for r in made.remarks)


def test_a_raised_number_without_a_link_stays_raised() -> None:
    assert body("<p>Give it daily.<sup>12</sup></p>").text == "Give it daily.¹²"


def test_character_references_and_comparisons_are_what_they_mean() -> None:
    made = body("<p>Creatinine &ge; 30, &lt;5 &micro;g, CrCl <30 mL/min, &#8805;2&nbsp;mg, hydroxo&shy;cobalamin.</p>")
    assert made.text == "Creatinine ≥ 30, <5 µg, CrCl <30 mL/min, ≥2 mg, hydroxocobalamin."


def test_the_frame_of_the_page_is_left_out_and_told() -> None:
    made = body(
        "<header><p>Invented trust</p></header><nav><a href='/'>Home</a></nav><div role='search'>Find</div>"
        "<div id='cookie-banner'><p>We use cookies.</p><button>Yes</button></div>"
        "<aside><a href='/1'>Other page</a></aside><aside><p>Warning: do not exceed 10 mg.</p></aside>"
        "<article><header><h1>Dose</h1></header><p>Give 5 mg.</p>"
        "<form><input name=a><label>Mail</label></form></article>"
        "<footer>Made up</footer><script>alert('x')</script><style>p{color:red}</style>"
    )
    assert made.text == "Warning: do not exceed 10 mg.\n\nDose\n\nGive 5 mg."
    told = " ".join(made.remarks)
    for words in ("Invented trust", "Home", "Find", "We use cookies", "Other page", "Made up", "Mail"):
        assert words in told
    assert "alert" not in told


def test_the_main_part_is_read_and_what_stands_outside_is_told() -> None:
    made = body("<div>Related pages</div><main><h1>Dose</h1><p>Give examplamab 5 mg daily.</p></main>")
    assert "Related" not in made.text
    assert any('outside the main part of the page: "Related pages"' in r for r in made.remarks)


def test_a_main_part_that_holds_little_is_not_preferred() -> None:
    made = body("<main><p>Short.</p></main><div><p>Give examplamab 5 mg daily to adults.</p></div>")
    assert units(made) == ["Short.", "Give examplamab 5 mg daily to adults."]


def test_a_page_that_stands_in_a_form_is_read() -> None:
    inner = "<p>Give examplamab 5 mg daily to adults.</p>" * 20
    made = body(f"<form><input type=hidden name=v>{inner}<button>Send</button></form>")
    assert len(made.units) == 20


def test_a_heading_that_is_a_button_is_a_heading() -> None:
    made = body("<h2><button>Dose</button></h2><div><p>Give 5 mg.</p></div>")
    assert made.units[0].headings == ("Dose",)


def test_what_follows_a_section_does_not_stand_under_its_heading() -> None:
    made = body("<h1>Drug</h1><section><h2>Children</h2><p>2 mg.</p></section><p>Seek advice.</p>")
    assert made.units[-1].headings == ("Drug",)


def test_details_quotes_and_captions_are_text() -> None:
    made = body(
        "<details><summary>More</summary><p>Told on a click.</p></details><blockquote>Quoted words.</blockquote>"
        "<figure><img src=x alt='A chart'><figcaption>A caption.</figcaption></figure>"
    )
    assert units(made) == ["More", "Told on a click.", "Quoted words.", "A caption."]
    assert all(u.kind is UnitKind.SENTENCE for u in made.units)
    assert any("images" in r and "A chart" in r for r in made.remarks)


def test_facts_come_from_what_the_page_declares() -> None:
    made = body(
        "<h1>Title on the page</h1><p>Give 5 mg.</p>",
        "<title>Title in the head</title><meta name='DC.date' content='2024-05-01'>"
        "<meta name='citation_doi' content='https://doi.org/10.1000/ABC.1'><meta name='citation_pmid' content='123'>"
        "<meta name='citation_author' content='Invented, A'><meta name='citation_author' content='Invented, B'>"
        "<meta name='keywords' content='one, two'><meta name='DC.coverage' content='uk'>"
        "<link rel='canonical' href='https://example.org/g'>"
        "<link rel='license' href='https://creativecommons.org/licenses/by/4.0/'>"
        '<script type="application/ld+json">{"@graph":[{"@type":["MedicalWebPage"],"datePublished":"2024-05-01T10:00Z",'
        '"dateModified":"2025-01-02","publisher":{"@type":"Organization","name":"Invented trust"}}]}</script>',
    )
    assert made.title == "Title on the page"
    assert (made.date, made.publisher, made.jurisdiction) == ("2024-05-01", "Invented trust", "uk")
    assert made.identifiers == (
        Identifier("pmid", "123"),
        Identifier("doi", "10.1000/abc.1"),
        Identifier("url", "https://example.org/g"),
    )
    assert made.licence.name == "CC BY 4.0"
    assert made.authors == ("Invented, A", "Invented, B")
    assert made.keywords == ("one", "two")
    assert any("2025-01-02" in r for r in made.remarks)
    assert (made.kind, made.language) == (Kind.UNKNOWN, "en")


def test_what_is_not_declared_stays_unknown() -> None:
    made = source("<!doctype html><p>Published on 1 May 2024 by an invented trust in the UK.</p>")
    assert (made.date, made.publisher, made.jurisdiction, made.identifiers) == (None, None, "unknown", ())
    assert made.licence.name is None
    assert made.language == "und"
    assert made.title == "page"


@pytest.mark.parametrize("other", ["2023-05-01", "01/02/2024"])
def test_a_date_that_is_not_clear_is_none_and_is_told(other: str) -> None:
    head = f"<meta name='DC.date' content='2024-05-01'><meta name='citation_date' content='{other}'>"
    made = body("<p>Give 5 mg.</p>", head)
    assert made.date == ("2024-05-01" if "/" in other else None)
    assert any(other in r for r in made.remarks)


def test_damaged_json_is_told_and_harms_nothing() -> None:
    made = body("<p>Give 5 mg.</p>", f"<script type='application/ld+json'>{'[' * 100_000}</script>")
    assert "the page's JSON-LD cannot be read" in made.remarks


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<title>404 Not Found</title><h1>Not Found</h1><p>It was not found here.</p>", "an error page"),
        ("<title>Just a moment...</title><p>Checking your browser.</p>", "a page that asks for a person"),
        ("<h1>Guideline portal</h1><p>Members only.</p><form><input type=password></form>", "a page to sign in"),
        ("<h1>Only a heading</h1>", "has no text to quote"),
        ("", "has no element"),
    ],
)
def test_a_page_that_is_no_document_is_rejected(page: str, reason: str) -> None:
    rejected = found(f"<!doctype html>{page}" if page else " ")
    assert isinstance(rejected, Rejected)
    assert reason in rejected.reason


def test_a_dose_of_404_mg_is_no_error_page() -> None:
    assert body("<h1>Examplamab 404 mg tablets</h1><p>Take one tablet.</p>").title == "Examplamab 404 mg tablets"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("windows-1252", "iso-8859-1"),
        ("shift_jis", "Shift_JIS"),
        ("utf-8", None),
        ("utf-8", "windows-1252"),
        ("utf-16", None),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(encoding: str, declared: str | None) -> None:
    words = "投与量 5 mg" if encoding == "shift_jis" else "Température ≥ 5 µg" if "utf" in encoding else "Dose – 5 µg"
    meta = f"<meta charset='{declared}'>" if declared else ""
    made = source(f"<!doctype html><html><head>{meta}</head><body><p>{words}.</p></body></html>".encode(encoding))
    assert made.text == f"{words}."
    assert bool(made.remarks) is (declared == "windows-1252")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"<meta charset=utf-8><p>5 \xb5g</p>", "declares utf-8, but byte 25"),
        (b"<!doctype html><p>5 \xb5g</p>", "declares no encoding and is not UTF-8: byte 20"),
        (b"<meta charset=rot13><p>x</p>", "declares the encoding 'rot13', which is not known"),
        (b"<!doctype html><p>a\x00b</p>", "is not text"),
    ],
)
def test_an_encoding_that_does_not_fit_is_one_sentence(raw: bytes, reason: str) -> None:
    rejected = found(raw)
    assert isinstance(rejected, Rejected)
    assert reason in rejected.reason


def test_xhtml_with_empty_elements_loses_nothing() -> None:
    made = source(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>T</title><script src="a.js"/></head>'
        '<body><a id="top"/><p>Give 5&nbsp;mg.<br/>Stop &ge; 2 weeks later.</p></body></html>'
    )
    assert made.text == "Give 5 mg.\n\nStop ≥ 2 weeks later."
    assert made.language == "en"


def test_deep_nesting_is_read_or_refused_but_never_cut_off_in_silence() -> None:
    deep = body(f"<p>Before.</p>{'<div>' * 1500}<p>Deep.</p>{'</div>' * 1500}<p>After.</p>")
    assert units(deep) == ["Before.", "Deep.", "After."]
    refused = found(f"<!doctype html><p>Before.</p>{'<div>' * 100_000}<p>Deep.</p>")
    assert isinstance(refused, Rejected)
    assert "nested too deep" in refused.reason


def test_the_place_of_a_section_and_of_a_table_is_kept() -> None:
    made = body("<h1>T</h1><h2 id='dose'>Dose</h2><p>5 mg.</p><table id='t1'><tr><th>A<th>B<tr><td>1<td>2</table>")
    named = {(p.kind, p.name): made.text[p.start : p.end] for p in made.places}
    assert named["section", "dose"].startswith("\n\nDose") or named["section", "dose"].startswith("Dose")
    assert "| 1 | 2 |" in named["table", "t1"]


def test_zero_width_characters_stay_where_they_are() -> None:
    assert "\u200b" in body("<p>Give 5\u200b0 mg.</p>").text


TAGS = st.sampled_from(
    ["p", "b", "li", "ul", "td", "tr", "table", "th", "h2", "sup", "sub", "del", "br", "div", "dl", "dd", "dt", "pre"]
)
PIECES = st.one_of(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="<>&\x00"), max_size=12),
    TAGS.map(lambda t: f"<{t}>"),
    TAGS.map(lambda t: f"</{t}>"),
    st.sampled_from(
        ["<script>alert(1)</script>", "<!-- c -->", "<td colspan=3 rowspan=2>", "&lt;b&gt;", "<", "<!", "</"]
    ),
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_page_is_read_or_rejected_and_no_tag_survives(page: str) -> None:
    one = found(f"<!doctype html><html><body><p>Start.</p>{page}</body></html>")
    if isinstance(one, Draft):
        assert not any(f"<{tag}" in one.source.text for tag in ("p", "li", "td", "div", "script", "table", "sup"))
        assert isinstance(finished(one), Source | Rejected)


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_rejected(raw: bytes) -> None:
    found(b"<!doctype html><p>Start.</p>" + raw)
