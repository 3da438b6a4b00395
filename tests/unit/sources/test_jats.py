"""Every article here is invented, its people, drugs and doses too."""

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from evals.formats_jats import Article, compare, compared
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.language.splitting import ITEM, ROW
from curbside.sources.base import HEAD, Draft, Input, Rejected, finished
from curbside.sources.jats import JatsReader
from curbside.types import Identifier, Kind, Mark, Related, Source, State, UnitKind

ARTICLE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN" "x.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"
  article-type="research-article" xml:lang="en">
<front><journal-meta><journal-title-group><journal-title>Journal of Invented Medicine</journal-title>
</journal-title-group></journal-meta>
<article-meta>
<article-id pub-id-type="pmid">99999901</article-id><article-id pub-id-type="pmc">9999901</article-id>
<article-id pub-id-type="doi">10.1000/Invented.1</article-id><article-id pub-id-type="publisher-id">inv-1</article-id>
<article-categories><subj-group subj-group-type="heading"><subject>Research</subject></subj-group>
<subj-group subj-group-type="Discipline"><subject>Invented medicine</subject></subj-group></article-categories>
<title-group><article-title>Inventol in invented rash<xref ref-type="fn" rid="f0">*</xref></article-title>
<subtitle>a randomised controlled trial</subtitle>
<trans-title-group xml:lang="de"><trans-title>Inventol bei erfundenem Ausschlag</trans-title></trans-title-group>
</title-group>
<contrib-group>
<contrib contrib-type="author"><name><surname>Invented</surname><given-names>Anna-Maria K.</given-names></name>
</contrib>
<contrib contrib-type="author"><name><surname>Example</surname><given-names initials="B">Bo</given-names>
<suffix>Jr</suffix></name></contrib>
<contrib contrib-type="author"><collab>Invented Rash Group<contrib-group><contrib><name><surname>Hidden</surname>
</name></contrib></contrib-group></collab></contrib>
<contrib contrib-type="editor"><name><surname>Editor</surname></name></contrib>
</contrib-group>
<aff>Invented University</aff>
<author-notes><corresp>a@invented.example</corresp><fn fn-type="conflict"><p>Dr Invented owns Inventol Ltd.</p></fn>
</author-notes>
<pub-date pub-type="epub"><day>3</day><month>2</month><year>2020</year></pub-date>
<pub-date pub-type="collection"><year>2021</year></pub-date>
<pub-date pub-type="pmc-release"><day>1</day><month>1</month><year>2022</year></pub-date>
<volume>7</volume><issue>2</issue><fpage>11</fpage><lpage>19</lpage>
<permissions><copyright-statement>© 2020 The Invented Authors</copyright-statement>
<license license-type="open-access" xlink:href="https://creativecommons.org/licenses/by-nc/4.0/">
<license-p>Open access under CC BY-NC 4.0.</license-p></license></permissions>
<abstract><sec><title>Background</title><p>Invented rash itches.</p></sec>
<sec><title>Methods</title><p>We randomised 40 adults to inventol
5 mg<sup><xref ref-type="bibr" rid="r1">12</xref></sup> daily or placebo.</p></sec></abstract>
<trans-abstract xml:lang="de"><p>Erfundener Ausschlag juckt.</p></trans-abstract>
<kwd-group><kwd>inventol</kwd><kwd>rash</kwd></kwd-group>
<funding-group><award-group><funding-source>Invented Fund</funding-source><award-id>7</award-id></award-group>
</funding-group>
</article-meta></front>
<body>
<sec id="s1"><label>1</label><title>Introduction</title><p>Rash is common [<xref ref-type="bibr" rid="r1">1</xref>,
<xref ref-type="bibr" rid="r2">2</xref>]. It has a cell count of 10<sup>9</sup>/L.</p>
<sec id="s1a"><title>Doses</title><p>Give one of:<list list-type="bullet"><list-item><p>inventol 5 mg once daily;</p>
<list list-type="bullet"><list-item><p>with food</p></list-item></list></list-item>
<list-item><p>inventol 10 mg once weekly.</p></list-item></list>Stop after a week.</p></sec></sec>
<sec id="s2"><title>Results</title>
<p>See <xref ref-type="table" rid="t1">Table 1</xref>.<table-wrap id="t1"><label>Table 1</label><caption><title>Doses by
age</title></caption><table><thead><tr><th rowspan="2">Age</th><th colspan="2">Inventol</th></tr>
<tr><th>Start</th><th>Then</th></tr></thead><tbody>
<tr><td colspan="3">Adults</td></tr>
<tr><td rowspan="2">18 or over</td><td>5 mg<xref ref-type="table-fn" rid="n1"><sup>1</sup></xref></td><td>10 mg</td>
</tr><tr><td>2.5 mg</td><td><p>5 mg daily</p><p>10 mg weekly</p></td></tr>
</tbody></table><table-wrap-foot><fn id="n1"><label>1</label><p>Not in renal failure.</p></fn></table-wrap-foot>
</table-wrap></p>
<p>The mean was <inline-formula><mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>
</inline-formula>. The dose is <disp-formula id="e1"><graphic xlink:href="e1.gif"/></disp-formula> in mg.</p>
<fig id="g1"><label>Figure 1</label><caption><p>Itch by week.</p></caption><graphic xlink:href="g.jpg"/></fig>
<boxed-text id="b1"><caption><title>Key points</title></caption><p>Inventol is invented.</p></boxed-text>
</sec>
<sec sec-type="supplementary-material"><title>Supporting data</title><supplementary-material id="x1">
<label>File S1</label>
<caption><p>The invented raw data.</p></caption></supplementary-material></sec>
</body>
<back><ack><p>We thank nobody.</p></ack>
<sec><title>Competing interests</title><p>None but one.</p></sec>
<glossary><title>Abbreviations</title><def-list><def-item><term>IR</term><def><p>invented rash</p></def>
</def-item></def-list>
</glossary>
<ref-list><title>References</title><ref id="r1"><mixed-citation>Invented A. A reference.</mixed-citation></ref>
<ref id="r2"><mixed-citation>Invented B. Another.</mixed-citation></ref></ref-list></back>
<sub-article article-type="reviewer-report"><body><p>A review nobody asked for.</p></body></sub-article>
</article>"""


def given_of(raw, name="invented.nxml"):
    raw = raw.encode() if isinstance(raw, str) else raw
    return Input(name, name, raw[:HEAD], lambda: io.BytesIO(raw))


def found(raw):
    return list(JatsReader().read(given_of(raw)))


def draft(raw=ARTICLE):
    return next(f for f in found(raw) if isinstance(f, Draft))


def article(body, meta="", attributes="", back="<ref-list><ref id='r1'/><ref id='r2'/></ref-list>"):
    return (
        f'<article xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}><front><article-meta>'
        f"<title-group><article-title>Invented title</article-title></title-group>{meta}</article-meta></front>"
        f"<body>{body}</body><back>{back}</back></article>"
    )


def text_of(body, **more):
    return draft(article(body, **more)).source.text


def units_of(raw):
    source = finished(draft(raw))
    assert isinstance(source, Source)
    return source


def test_each_field_of_the_front_matter_is_kept():
    source = draft().source
    assert source.id == "pmid:99999901"
    assert source.title == "Inventol in invented rash: a randomised controlled trial"
    assert source.other_titles == ("Inventol bei erfundenem Ausschlag",)
    assert source.authors == ("Invented AMK", "Example B Jr", "Invented Rash Group")
    assert source.publisher == "Journal of Invented Medicine"
    assert (source.date, source.issue) == ("2020-02-03", "2021;7(2):11-19")
    assert source.identifiers == (
        Identifier("pmid", "99999901"),
        Identifier("pmcid", "PMC9999901"),
        Identifier("doi", "10.1000/invented.1"),
        Identifier("other", "publisher-id:inv-1"),
    )
    assert source.publication_types == ("research-article", "Research")
    assert (source.subjects, source.keywords) == (("Invented medicine",), ("inventol", "rash"))
    assert (source.kind, source.language) == (Kind.RANDOMISED_TRIAL, "en")
    licence = source.licence
    assert (licence.name, licence.show, licence.quote, licence.export, licence.send) == (
        "CC BY-NC 4.0",
        True,
        True,
        None,
        None,
    )


def test_the_text_is_in_reading_order():
    text = draft().source.text
    wanted = [
        "Abstract",
        "Background",
        "Invented rash itches.",
        "inventol 5 mg daily or placebo.",
        "Abstract (de)",
        "1 Introduction",
        "Rash is common. It has a cell count of 10⁹/L.",
        "- inventol 5 mg once daily;",
        "  - with food",
        "- inventol 10 mg once weekly.",
        "Stop after a week.",
        "See Table 1.",
        "Table 1: Doses by age",
        "| Age | Inventol | Inventol |",
        "| Age | Start | Then |",
        "| Adults |",
        "| 18 or over | 5 mg [1] | 10 mg |",
        "| 18 or over | 2.5 mg | 5 mg daily; 10 mg weekly |",
        "[1] Not in renal failure.",
        "The mean was x². The dose is [formula] in mg.",
        "Figure 1: Itch by week.",
        "Key points",
        "Inventol is invented.",
        "File S1: The invented raw data.",
        "We thank nobody.",
        "IR: invented rash",
        "Invented Fund; 7",
        "Dr Invented owns Inventol Ltd.",
        "© 2020 The Invented Authors",
    ]
    places = [text.find(part) for part in wanted]
    assert -1 not in places, wanted[places.index(-1)]
    assert places == sorted(places)


def test_what_is_left_out_is_counted_in_the_remarks():
    text, remarks = draft().source.text, " ".join(draft().source.remarks)
    for absent in ("A reference", "A review nobody", "invented.example", "12"):
        assert absent not in text.replace("2012", "")
    for said in ("references (2)", "citation marks (3)", "sub-article (1)", "corresp (1)", "aff (1)", "pictures (1)"):
        assert said in remarks
    for said in ("formulae that are pictures (1)", "supplementary files (1)", "members of author groups (1)"):
        assert said in remarks


def test_headings_places_and_notes_are_set():
    source = units_of(ARTICLE)
    dose = next(u for u in source.units if source.text[u.start : u.end] == "inventol 5 mg once daily;")
    assert dose.headings == ("1 Introduction", "Doses")
    assert (dose.kind, [source.text[c.start : c.end] for c in dose.context]) == (UnitKind.LIST_ITEM, ["Give one of:"])
    row = next(u for u in source.units if "5 mg [1]" in source.text[u.start : u.end])
    context = [source.text[c.start : c.end] for c in row.context]
    assert {"Table 1: Doses by age", "Adults", "Start"} <= set(context)
    named = {(p.kind, p.name) for p in source.places}
    assert {
        ("section", "s1"),
        ("section", "s1a"),
        ("table", "Table 1"),
        ("figure", "Figure 1"),
        ("element", "b1"),
    } <= named
    table = next(p for p in source.places if p.kind == "table")
    assert source.text[table.start : table.end].strip().startswith("Table 1: Doses by age")
    notes = {source.text[u.start : u.end] for u in source.units if u.kind is UnitKind.NOTE}
    assert {"We thank nobody.", "None but one.", "Dr Invented owns Inventol Ltd.", "Invented Fund; 7"} <= notes
    assert "Inventol is invented." not in notes


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("5 mg<sup><xref ref-type='bibr' rid='r1'>12</xref></sup> daily", "5 mg daily"),
        ("5 mg<xref ref-type='bibr' rid='r1'><sup>12</sup></xref> daily", "5 mg daily"),
        ("5 mg<xref ref-type='bibr' rid='r1'>12</xref>, then", "5 mg, then"),
        ("5 mg<xref rid='r1'>12</xref>daily", "5 mg daily"),
        ("5 mg<sup><xref rid='r1'>1</xref>–<xref rid='r2'>3</xref></sup>.", "5 mg."),
        ("5 mg [<xref rid='r1'>1</xref>, <xref rid='r2'>2</xref> and <xref rid='r2'>7</xref>].", "5 mg."),
        ("5 mg (<xref rid='r1'>Invented, 2010</xref>; <xref rid='r2'>Example, 2011</xref>) daily", "5 mg daily"),
        ("<xref rid='r1'>Invented et al. (2010)</xref> gave 5 mg", "Invented et al. (2010) gave 5 mg"),
        ("Invented et al. (<xref rid='r1'>2010</xref>) gave 5 mg", "Invented et al. (2010) gave 5 mg"),
        (
            "5 mg (Invented <xref rid='r1'>2010</xref>; Example <xref rid='r2'>2011a</xref>)",
            "5 mg (Invented 2010; Example 2011a)",
        ),
        ("by Invented et al. [<xref rid='r1'>12</xref>].", "by Invented et al."),
        ("wait . . . [<xref rid='r1'>12</xref>] then", "wait . . . then"),
        ("as in reference <xref rid='r1'>12</xref>.", "as in reference [12]."),
        ("shown (see <xref rid='r1'>12</xref>).", "shown (see [12])."),
        ("a trial.<sup>1,2</sup> Next", "a trial. [1,2] Next"),
        ("a trial<sup>[2]</sup> was", "a trial [2] was"),
        ("10<sup>2</sup> cells", "10² cells"),
        ("30 kg/m<sup>2</sup>", "30 kg/m²"),
        ("5 mg kg<sup>-1</sup>", "5 mg kg⁻¹"),
        ("5 mg<sup>a</sup>", "5 mg^(a)"),
        ("mean <underline>+</underline> 3 and <underline>&lt;</underline> 5", "mean ± 3 and ≤ 5"),
        ("give <strike>50</strike>5 mg", "give 5 mg"),
        ("a dose <inline-graphic xlink:href='ge.gif'/> 5 mg", "a dose [picture] 5 mg"),
        ("5<break/>mg", "5 mg"),
        ("See <ext-link xlink:href='https://invented.example'/>.", "See https://invented.example."),
        ("<tex-math>\\documentclass{x}\\begin{document}$$a^2$$\\end{document}</tex-math>", "a^2"),
    ],
)
def test_nothing_is_glued_to_a_number(written, read):
    assert text_of(f"<p>{written}</p>") == read


def test_an_unlinked_raised_number_is_a_citation_only_where_there_are_so_many_references():
    refs = "<ref-list>" + "".join(f"<ref id='q{n}'/>" for n in range(12)) + "</ref-list>"
    assert text_of("<p>5 mg<sup>12</sup> daily</p>", back=refs) == "5 mg [12] daily"
    assert text_of("<p>5 m<sup>4</sup> x</p>", back="") == "5 m⁴ x"


def test_a_cell_that_is_only_a_citation_keeps_it_in_brackets():
    text = text_of(
        "<table-wrap><table><tbody><tr><td>5 mg</td><td><xref ref-type='bibr' rid='r1'>46</xref></td></tr></tbody>"
        "</table></table-wrap>"
    )
    assert text == "| 5 mg | [46] |"
    empty = "<td> \n </td><td><bold> </bold></td>"
    assert text_of(f"<table-wrap><table><tr><td>5 mg</td>{empty}</tr></table></table-wrap>") == "| 5 mg |  |  |"


def test_a_table_without_a_head_has_headers_only_where_its_cells_say_so():
    row = "<tr><td>1</td><td>2</td></tr>"
    for head, count in (
        ("<tr><th>A</th><th>B</th></tr>", 1),
        ("<tr><td><bold>A</bold></td><td><bold>B</bold></td></tr>", 1),
    ):
        made = draft(article(f"<table-wrap><table><tbody>{head}{row}</tbody></table></table-wrap>"))
        assert sum(b.shape == ROW for b in made.blocks) == count
    made = draft(article(f"<table-wrap><table><tbody>{row}{row}</tbody></table></table-wrap>"))
    assert sum(b.shape == ROW for b in made.blocks) == 2


def test_a_row_that_is_only_a_rule_is_none_and_a_huge_span_is_bounded():
    body = (
        "<table-wrap><table><tbody><tr><td rowspan='99999999'>A</td><td colspan='99999999'>B</td></tr>"
        "<tr><td><hr/></td></tr><tr><td>C</td></tr></tbody></table></table-wrap>"
    )
    text = text_of(body)
    assert text.count("\n") == 1
    assert len(text) < 10_000


def test_a_picture_of_a_table_leaves_its_caption_and_a_remark():
    made = draft(article("<table-wrap><label>Table 2</label><caption><p>Lost.</p></caption><graphic/></table-wrap>"))
    assert made.source.text == "Table 2: Lost."
    assert "tables that are pictures (1)" in made.source.remarks[0]


def test_text_after_a_section_stands_under_none_of_its_headings():
    source = units_of(
        article("<sec><title>A</title><sec><title>B</title><p>In B.</p></sec><p>In A.</p></sec><p>Out.</p>")
    )
    assert [(source.text[u.start : u.end], u.headings) for u in source.units] == [
        ("In B.", ("A", "B")),
        ("In A.", ("A",)),
        ("Out.", ()),
    ]


def test_blocks_that_are_not_known_keep_their_words():
    body = "<strange><p>One.</p><p>Two.</p></strange><stranger>Three.</stranger><disp-quote><p>Four.</p></disp-quote>"
    assert text_of(body) == "One.\n\nTwo.\n\nThree.\n\nFour."


def test_an_article_of_the_old_tag_set_is_read():
    old = """<article article-type="review-article"><front><journal-meta><journal-title>Old Invented</journal-title>
    </journal-meta><article-meta><article-id pub-id-type="doi">10.1000/old</article-id><title-group>
    <article-title>An old invented title</article-title></title-group><contrib-group><contrib><name>
    <surname>Old</surname>    <given-names>TGJ</given-names></name></contrib></contrib-group>
    <pub-date pub-type="ppub"><season>Fall</season>    <year>1999</year></pub-date><fpage>e5</fpage>
    <copyright-statement>© Old. All rights reserved.</copyright-statement>
    <abstract>Only words, no paragraph.</abstract></article-meta></front></article>"""
    source = draft(old).source
    assert (source.id, source.publisher, source.date, source.issue) == (
        "doi:10.1000/old",
        "Old Invented",
        "1999",
        "1999;:e5",
    )
    assert (source.authors, source.licence.name, source.kind) == (
        ("Old TGJ",),
        "all rights reserved",
        Kind.NARRATIVE_REVIEW,
    )
    assert source.text.startswith("Abstract\n\nOnly words, no paragraph.")


def test_several_articles_in_a_wrapper_are_several_sources():
    one = article("<p>First.</p>", meta="<article-id pub-id-type='pmid'>1</article-id>")
    two = one.replace("First", "Second").replace(">1<", ">2<")
    raw = f"<pmc-articleset>{one}{two}<Reply Id='3' error='not open'/></pmc-articleset>"
    results = found(raw)
    assert [f.source.id for f in results if isinstance(f, Draft)] == ["pmid:1", "pmid:2"]
    assert results[2] == Rejected("invented.nxml, article 3", "was not delivered: not open")
    assert len({f.source.raw_hash for f in results if isinstance(f, Draft)}) == 2


def test_an_oai_answer_with_namespaces_is_read():
    inner = article("<p>Open.</p>").replace("<article ", '<article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/" ')
    raw = (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><GetRecord><record><metadata>'
        f"{inner}</metadata></record></GetRecord></OAI-PMH>"
    )
    assert JatsReader().accepts("oai.xml", raw.encode())
    assert draft(raw).source.text == "Open."


NOTICE = (
    "<related-article related-article-type='{0}' ext-link-type='{1}' xlink:href='{2}'>"
    "Invented 2019;1:1</related-article>"
)


@pytest.mark.parametrize(
    ("kind", "link", "relation", "state"),
    [
        ("retraction", "retracted-article", "RetractionOf", State.RETRACTED),
        ("retraction", "corrected-article", "RetractionOf", State.RETRACTED),
        ("correction", "corrected-article", "ErratumFor", State.CORRECTION),
        ("expression-of-concern", "object-of-concern", "ExpressionOfConcernFor", State.CONCERN),
        ("partial-retraction", "retracted-article", "PartialRetractionOf", State.CONCERN),
        ("retraction", "companion", "companion", None),
        ("research-article", "corrected-article", "ErratumFor", None),
    ],
)
def test_a_notice_marks_the_article_that_it_names(kind, link, relation, state):
    meta = "<article-id pub-id-type='pmid'>5</article-id>" + NOTICE.format(link, "doi", "10.1000/Bad")
    results = found(article("<p>Notice.</p>", meta=meta, attributes=f"article-type='{kind}'"))
    source = results[-1].source
    assert source.related == (Related(relation, (Identifier("doi", "10.1000/bad"),), "Invented 2019;1:1"),)
    assert source.status.state is State.UNKNOWN
    marks = [m for m in results if isinstance(m, Mark)]
    assert [(m.identifier.value, m.status.state, m.said_by) for m in marks] == (
        [("10.1000/bad", state, "pmid:5")] if state else []
    )


def test_a_notice_without_text_still_marks():
    raw = article("", meta=NOTICE.format("retracted-article", "pmid", "77"), attributes="article-type='retraction'")
    mark, rejected = found(raw)
    assert (mark.identifier, mark.status.state) == (Identifier("pmid", "77"), State.RETRACTED)
    assert isinstance(rejected, Rejected)


def test_an_article_tells_its_own_retraction():
    meta = NOTICE.format("retraction-forward", "pmid", "78")
    status = draft(article("<p>Text.</p>", meta=meta)).source.status
    assert (status.state, status.by) == (State.RETRACTED, "pmid:78")
    titled = article("<p>Text.</p>").replace("Invented title", "RETRACTED: Invented title")
    assert draft(titled).source.status.state is State.RETRACTED
    about = article("<p>Text.</p>").replace("Invented title", "Retracted papers: a survey")
    assert draft(about).source.status.state is State.UNKNOWN


def test_what_is_missing_is_missing():
    source = draft(article("<p>Text.</p>")).source
    assert source.id.startswith("file:")
    assert (source.date, source.issue, source.publisher, source.authors, source.keywords) == (None, None, None, (), ())
    assert source.licence.name is None
    assert "the article does not say its language; English is assumed" in source.remarks
    untitled = article("<p>Text.</p>").replace("<article-title>Invented title</article-title>", "")
    assert "the article has no title" in draft(untitled).source.remarks


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (article("<p>Cut.</p>").partition("<back>")[0], "ends too early"),
        ("<article><front/><body></body></article>", None),
        ("<nothing/>", "holds no article"),
        ('<!DOCTYPE article SYSTEM "JATS.dtd">' + article("<p>&unknown;</p>"), "&unknown;"),
        (article("<sec>" * 120 + "<p>Deep.</p>" + "</sec>" * 120), "elements more than 100 deep"),
    ],
)
def test_what_cannot_be_read_says_why(raw, reason):
    try:
        said = [f.reason for f in found(raw) if isinstance(f, Rejected)]
    except InputError as error:
        said = [error.reason]
    assert len(said) == 1
    assert reason is None or reason in said[0]


def test_external_entities_are_not_read():
    raw = '<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + article("<p>A &x; B</p>")
    try:
        assert all(isinstance(f, Rejected) for f in found(raw))
    except InputError as error:
        assert "x" in error.reason  # noqa: PT017 - either way it is told


def test_only_articles_are_accepted():
    reader = JatsReader()
    assert reader.accepts("x", ARTICLE.encode())
    assert reader.accepts("x.xml", ARTICLE.replace("UTF-8", "UTF-16").encode("utf-16"))
    for other in ("<html><article>x</article></html>", "<PubmedArticleSet/>", "<article><p>x</p></article>", "", "{}"):
        assert not reader.accepts("x.nxml", other.encode())
    docbook = '<!DOCTYPE article PUBLIC "-//OASIS//DTD DocBook XML V4.5//EN" "x"><article dtd-version="1"/>'
    assert not reader.accepts("x.xml", docbook.encode())


def test_an_independent_count_of_the_xml_agrees():
    results, rejected, _ = compared(ARTICLE.encode(), "invented")
    assert not rejected
    assert results[0].missing == ()
    assert [c for c in results[0].counts if c.expected != c.found] == []
    assert {c.what: c.found for c in results[0].counts}["rows"] == 5


@pytest.mark.parametrize("lost", ["Inventol is invented.", "| 18 or over | 5 mg [1] | 10 mg |", "Stop after a week."])
def test_the_independent_count_tells_what_is_missing(lost):
    made = draft()
    assert lost in made.source.text
    less = replace(made, source=replace(made.source, text=made.source.text.replace(lost, "")))
    result = compare(Article(ET.fromstring(ARTICLE)), less, "invented")
    assert result.missing
    assert result.share < 1
    assert not result.agrees


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=20)
INLINE = st.sampled_from(
    ["p", "bold", "sup", "sub", "xref", "list", "list-item", "fig", "table-wrap", "fn", "sec", "label"]
)
TREES = st.recursive(
    WORDS.map(lambda text: re.sub(r"[<&>\]]", " ", text)),
    lambda inner: st.tuples(INLINE, st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=15,
)


@settings(max_examples=150)
@given(TREES)
def test_any_nesting_is_read_with_units_in_the_text(body):
    for one in found(article(f"<p>Start.</p>{body}")):
        source = finished(one) if isinstance(one, Draft) else one
        assert isinstance(source, Source)
        for unit in source.units:
            assert source.text[unit.start : unit.end].strip() == source.text[unit.start : unit.end] != ""
        assert "\ufdd0" not in source.text


@settings(max_examples=150)
@given(st.integers(0, len(ARTICLE) - 1), st.sampled_from([b"<", b">", b"&", b"\0", b"\xff", b"]]>", b""]))
def test_damaged_bytes_are_read_or_told(place, instead):
    raw = ARTICLE.encode()
    try:
        for one in found(raw[:place] + instead + raw[place + 1 :]):
            assert isinstance(one, Draft | Mark | Rejected)
    except InputError as error:
        assert error.reason  # noqa: PT017 - a sentence is all that is asked


@given(
    st.lists(st.sampled_from(["5 mg", "<xref rid='r1'>12</xref>", "<sup>", "daily", " ", ",", "[", "]"]), max_size=8)
)
def test_a_linked_citation_never_adds_to_a_dose(parts):
    body = "".join(p for p in parts if p != "<sup>")
    text = text_of(f"<p>Start. {body}</p>")
    assert "mg12" not in text
    assert "mg¹²" not in text
    assert not re.search(r"(?<![\[\d])12(?!\])", text)
    assert ITEM not in text
