"""Word documents. All of them are made here, and everything that they say is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from curbside.sources.base import HEAD, Draft, Input, Rejected, finished
from curbside.sources.docx import DocxReader
from curbside.types import Source, UnitKind

NAMES = nsdecls("w") + (
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def element(xml: str) -> Any:
    """The element that `xml` writes, whose first tag gets the namespaces."""
    end = min(i for i in (xml.find(" "), xml.find(">"), xml.find("/>")) if i > 0)
    return parse_xml(f"{xml[:end]} {NAMES}{xml[end:]}")


def para(inner: str) -> Any:
    return element(f"<w:p>{inner}</w:p>")


def text_run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_body(*blocks: Any) -> bytes:
    document = docx.Document()
    for block in blocks:
        document.element.body.insert(len(document.element.body) - 1, block)
    return saved(document)


def found(raw: bytes, name: str = "protocol.docx") -> Draft | Rejected:
    (one,) = DocxReader().read(Input(name, name, raw[:HEAD], lambda: io.BytesIO(raw)))
    assert isinstance(one, Draft | Rejected)
    return one


def source(raw: bytes, name: str = "protocol.docx") -> Source:
    draft = found(raw, name)
    assert isinstance(draft, Draft), draft
    made = finished(draft)
    assert isinstance(made, Source), made
    return made


def of(*inner: str) -> Source:
    """The source of paragraphs with this content."""
    return source(with_body(*(para(one) for one in inner)))


def built(make: Callable[[Any], object]) -> Source:
    document = docx.Document()
    make(document)
    return source(saved(document))


def context(made: Source, words: str) -> list[str]:
    unit = next(u for u in made.units if words in made.text[u.start : u.end])
    return [made.text[r.start : r.end] for r in unit.context]


def told(made: Source) -> str:
    return " | ".join(made.remarks)


def test_headings_paragraphs_lists_and_tables_come_in_the_order_of_the_body() -> None:
    def make(d: Any) -> None:
        d.add_heading("Invented protocol", 0)
        d.add_heading("Who", 1)
        d.add_paragraph("Do not give to people with:")
        d.add_paragraph("heart failure", style="List Bullet")
        d.add_paragraph("of class IV", style="List Bullet 2")
        d.add_paragraph("gout", style="List Bullet")
        d.add_heading("Dose", 2)
        table = d.add_table(2, 2)
        for cell, words in zip(table._cells, ("Group", "Dose", "Adults", "5 mg"), strict=True):
            cell.text = words
        d.add_paragraph("Stop then.")

    made = built(make)
    assert made.title == "Invented protocol"
    assert context(made, "class IV") == ["Do not give to people with:", "heart failure"]
    assert context(made, "gout") == ["Do not give to people with:"]
    assert "Dose" in context(made, "5 mg")
    assert made.units[-1].headings == ("Invented protocol", "Who", "Dose")
    kinds = [u.kind for u in made.units]
    assert kinds == [UnitKind.SENTENCE, *[UnitKind.LIST_ITEM] * 3, UnitKind.TABLE_ROW, UnitKind.SENTENCE]


def test_numbering_by_levels_nests_and_a_format_of_none_is_no_list() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="{f}"/></w:lvl>' for n, f in enumerate(("decimal", "bullet", "none"))
    )
    numbering.insert(0, element(f'<w:abstractNum w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(element('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, words in ((0, "First."), (1, "Inner."), (2, "Plain."), (0, "Second.")):
        mark = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr></w:pPr>'
        document.element.body.insert(-1, para(mark + text_run(words)))
    made = source(saved(document))
    assert [u.kind for u in made.units] == [
        UnitKind.LIST_ITEM,
        UnitKind.LIST_ITEM,
        UnitKind.SENTENCE,
        UnitKind.LIST_ITEM,
    ]
    assert context(made, "Inner.") == ["First."]


def test_an_outline_level_makes_a_heading_in_a_style_of_ones_own() -> None:
    document = docx.Document()
    style = document.styles.add_style("House", 1)
    style.element.get_or_add_pPr().append(element('<w:outlineLvl w:val="0"/>'))
    document.add_paragraph("House heading", style="House")
    document.add_paragraph("Give 5 mg.")
    made = source(saved(document))
    assert made.units[0].headings == ("House heading",)
    assert made.title == "House heading"


def test_powers_indices_and_footnote_marks_never_run_into_a_number() -> None:
    up, down, high = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>', '<w:position w:val="6"/>'
    made = of(
        text_run("Platelets 100 x 10")
        + text_run("9", up)
        + text_run("/L, 1.73 m")
        + text_run("2", high)
        + text_run(", B")
        + text_run("1", down)
        + text_run("2", down)
        + text_run(" and 5 mg")
        + text_run("a", up)
    )
    assert made.text == "Platelets 100 x 10⁹/L, 1.73 m², B₁₂ and 5 mg^(a)"


def test_symbols_are_what_they_show() -> None:
    font = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    made = of(
        text_run("Creatinine ")
        + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
        + text_run(" 30, ")
        + '<w:r><w:sym w:font="Symbol" w:char="00A3"/></w:r>'
        + text_run(" 2 ")
        + text_run("m", font)
        + text_run("g ")
        + text_run("\uf0b1", font)
        + text_run(" 1 ")
        + '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
        + text_run(" stop.")
    )
    assert made.text == "Creatinine ≥ 30, ≤ 2 µg ± 1 → stop."
    assert "U+FFFD" not in told(made)


def test_a_symbol_that_is_not_known_is_seen_to_be_missing_and_told() -> None:
    made = of(text_run("Dose ") + '<w:r><w:sym w:font="Webdings" w:char="F041"/></w:r>' + text_run(" 5 mg \uf0b3 4."))
    assert made.text == "Dose \ufffd 5 mg \ufffd 4."
    assert "1 characters of the font Webdings are not known" in told(made)


def test_a_symbol_field_is_its_character() -> None:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
    field = f'{marks[0]}<w:r><w:instrText> SYMBOL 179 \\f "Symbol" \\s 11 </w:instrText></w:r>{marks[1]}'
    assert of(text_run("Give if ") + field + text_run(" 30.")).text == "Give if ≥ 30."


def test_tracked_changes_are_read_as_accepted_and_told() -> None:
    made = of(
        text_run("Give ")
        + '<w:del w:id="1" w:author="x"><w:r><w:delText>50 mg</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2" w:author="x">{text_run("5 mg")}</w:ins>'
        + text_run(" daily.")
        + f'<w:moveFrom w:id="3">{text_run("Moved.")}</w:moveFrom>',
        f'<w:moveTo w:id="3">{text_run("Moved.")}</w:moveTo>',
    )
    assert made.text == "Give 5 mg daily.\n\nMoved."
    assert "has 4 unaccepted changes; they were read as accepted" in made.remarks
    assert '"50 mg"' in told(made)


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="x"/></w:rPr></w:pPr>'
    made = of(mark + text_run("Do not give "), text_run("5 mg."))
    assert made.text == "Do not give 5 mg."


def test_a_deleted_row_is_left_out() -> None:
    row = "<w:tr>{}<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
    gone = '<w:trPr><w:del w:id="1" w:author="x"/></w:trPr>'
    made = source(
        with_body(element(f"<w:tbl>{row.format('', 'A')}{row.format(gone, 'B')}{row.format('', 'C')}</w:tbl>"))
    )
    assert "| B" not in made.text
    assert "1 unaccepted change" in told(made)


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:val="FEFEFE"/>',
        '<w:sz w:val="2"/>',
        "<w:strike/>",
        "<w:dstrike/>",
        '<w:color w:val="1F3864"/><w:shd w:val="clear" w:fill="1F3864"/>',
    ],
)
def test_text_that_is_hidden_or_struck_through_is_left_out_and_told(properties: str) -> None:
    made = of(text_run("Give 5 mg.") + text_run(" Give 500 mg.", properties))
    assert made.text == "Give 5 mg."
    assert '"Give 500 mg."' in told(made)


@pytest.mark.parametrize(
    "properties",
    [
        '<w:vanish w:val="0"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="003087"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
        '<w:color w:val="FF0000"/>',
        '<w:color w:val="auto"/>',
        '<w:sz w:val="14"/>',
        '<w:strike w:val="false"/>',
    ],
)
def test_text_that_is_seen_is_kept(properties: str) -> None:
    assert of(text_run("Give 5 mg.", properties)).text == "Give 5 mg."


def test_text_that_a_style_hides_is_left_out() -> None:
    document = docx.Document()
    document.styles.add_style("Secret", 1).font.hidden = True
    document.add_paragraph("Give 5 mg.")
    document.add_paragraph("Give 500 mg.", style="Secret")
    made = source(saved(document))
    assert made.text == "Give 5 mg."
    assert "Give 500 mg." in told(made)


def test_white_headers_on_a_filled_cell_are_kept() -> None:
    cell = '<w:tc><w:tcPr><w:shd w:val="clear" w:fill="003087"/></w:tcPr><w:p>{}</w:p></w:tc>'
    white = '<w:color w:val="FFFFFF"/>'
    head = f"<w:tr>{cell.format(text_run('Group', white))}{cell.format(text_run('Dose', white))}</w:tr>"
    row = (
        "<w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5 mg</w:t></w:r></w:p></w:tc></w:tr>"
    )
    assert source(with_body(element(f"<w:tbl>{head}{row}</w:tbl>"))).text == "| Group | Dose |\n| A | 5 mg |"


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"


def test_merged_cells_are_repeated_and_header_rows_marked() -> None:
    across, begin, go_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    header = "<w:trPr><w:tblHeader/></w:trPr>"
    rows = [
        header + cell("Group", begin) + cell("Dose", across),
        header + cell("", go_on) + cell("Day 1") + cell("Day 2"),
        cell("Children", '<w:gridSpan w:val="3"/>'),
        cell("Under 60 kg", begin) + cell("5 mg") + cell("10 mg"),
        cell("", go_on) + cell("6 mg") + cell("12 mg"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("7 mg") + cell("14 mg"),
    ]
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    made = source(with_body(element(f"<w:tbl>{table}</w:tbl>")))
    assert made.text.split("\n") == [
        "| Group | Dose | Dose |",
        "| Group | Day 1 | Day 2 |",
        "| Children |",
        "| Under 60 kg | 5 mg | 10 mg |",
        "| Under 60 kg | 6 mg | 12 mg |",
        "|  | 7 mg | 14 mg |",
    ]
    assert {"Children", "Dose", "Day 2"} <= set(context(made, "12 mg"))


def test_a_table_whose_look_has_no_first_row_has_no_header() -> None:
    look = '<w:tblPr><w:tblLook w:firstRow="0"/></w:tblPr>'
    rows = f"<w:tr>{cell('A')}{cell('1 mg')}</w:tr><w:tr>{cell('B')}{cell('2 mg')}</w:tr>"
    assert len(source(with_body(element(f"<w:tbl>{look}{rows}</w:tbl>"))).units) == 2
    assert len(source(with_body(element(f"<w:tbl>{rows}</w:tbl>"))).units) == 1


def test_a_box_of_one_cell_is_read_as_paragraphs_and_a_table_in_a_cell_after_its_table() -> None:
    box = element(f"<w:tbl><w:tr>{cell('Warning: not in gout.')}</w:tr></w:tbl>")
    inner = f"<w:tbl><w:tr>{cell('C')}{cell('D')}</w:tr><w:tr>{cell('3')}{cell('4')}</w:tr></w:tbl>"
    outer = f"<w:tr>{cell('A')}{cell('B')}</w:tr><w:tr>{cell('1')}<w:tc>{inner}<w:p/></w:tc></w:tr>"
    made = source(with_body(box, element(f"<w:tbl>{outer}</w:tbl>")))
    assert made.text == "Warning: not in gout.\n| A | B |\n| 1 |  |\n| C | D |\n| 3 | 4 |"
    assert "tables in its cells" in told(made)


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    content = f"<w:txbxContent><w:p>{text_run('In a box: 5 mg.')}</w:p></w:txbxContent>"
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    made = of(text_run("Before.") + shape, text_run("After."))
    assert made.text == "Before.\n\nIn a box: 5 mg.\n\nAfter."


def test_images_are_told_with_their_descriptions() -> None:
    drawing = (
        "<w:r><w:drawing><wp:inline><wp:docPr id='1' name='p' descr='A dose chart'/></wp:inline></w:drawing></w:r>"
    )
    assert "A dose chart" in told(of(text_run("Give 5 mg.") + drawing))


def field(instruction: str, result: str) -> str:
    begin, apart, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{apart}{text_run(result)}{end}"


def test_a_table_of_contents_is_left_out_and_the_result_of_other_fields_kept() -> None:
    made = of(field(" TOC \\o 1-3 ", "Dose ... 3"), text_run("See ") + field(" REF _1 ", "Table 2") + text_run("."))
    assert made.text == "See Table 2."
    assert "tables of contents" in told(made)


def test_a_table_of_contents_that_never_ends_takes_nothing_with_it() -> None:
    begin, apart = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate"))
    made = of(f"{begin}<w:r><w:instrText>TOC</w:instrText></w:r>{apart}", text_run("Give 5 mg."))
    assert made.text == "Give 5 mg."


def test_breaks_tabs_hyphens_and_spaces() -> None:
    made = of(
        "<w:r><w:t>Dose:</w:t><w:tab/><w:t>5 mg</w:t><w:noBreakHyphen/><w:t>10 mg, exam</w:t><w:softHyphen/>"
        "<w:t>plamab,\u00a0not</w:t><w:br/><w:t>more.</w:t></w:r>"
    )
    assert made.text == "Dose: 5 mg\u201110 mg, examplamab, not more."


def test_formulas_keep_powers_and_fractions() -> None:
    formula = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>9</m:t></m:r></m:sup></m:sSup>"
        "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    )
    assert of(text_run("Use ") + formula).text == "Use 10⁹ (a+b)/2"


def test_content_controls_links_and_smart_tags_are_transparent() -> None:
    made = source(
        with_body(
            element(f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{text_run('In a control.')}</w:p></w:sdtContent></w:sdt>"),
            para(f"<w:hyperlink>{text_run('A link.')}</w:hyperlink><w:smartTag>{text_run(' A tag.')}</w:smartTag>"),
        )
    )
    assert made.text == "In a control.\n\nA link. A tag."


def part(raw: bytes, name: str, kind: str, xml: str) -> bytes:
    """The document with a part more, under the relationship of this kind."""
    made = io.BytesIO()
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = f'<Override PartName="/word/{name}" ContentType="application/vnd.x.{kind}+xml"/></Types>'
    relation = f'<Relationship Id="rIdX{kind}" Type="{base}/{kind}" Target="{name}"/></Relationships>'
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "[Content_Types].xml":
                content = content.replace(b"</Types>", types.encode())
            elif entry == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", relation.encode())
            new.writestr(entry, content)
        new.writestr(f"word/{name}", xml)
    return made.getvalue()


def test_footnotes_are_notes_after_what_refers_to_them_and_break_no_list() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    item = '<w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>'
    raw = with_body(para(text_run("Do not give with:") + mark), para(item + text_run("gout")), para(text_run("End.")))
    notes = (
        f'<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="0"><w:p>{text_run("----")}</w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p>{text_run("An invented note.")}</w:p></w:footnote></w:footnotes>'
    )
    made = source(part(raw, "footnotes.xml", "footnotes", notes))
    assert made.text == "Do not give with:\n\n- gout\n\nAn invented note.\n\nEnd."
    assert context(made, "gout") == ["Do not give with:"]
    assert [u.kind for u in made.units][2] is UnitKind.NOTE


def test_comments_headers_and_footers_are_told_and_not_read() -> None:
    document = docx.Document()
    document.add_paragraph("Give 5 mg.")
    document.sections[0].header.paragraphs[0].text = "Invented trust"
    document.sections[0].footer.paragraphs[0].text = "Draft of May"
    comments = (
        f'<w:comments {NAMES}><w:comment w:id="1"><w:p>{text_run("Is this right?")}</w:p></w:comment></w:comments>'
    )
    made = source(part(saved(document), "comments.xml", "comments", comments))
    assert made.text == "Give 5 mg."
    for words in ("Invented trust", "Draft of May", "Is this right?"):
        assert words in told(made)


def test_the_title_is_that_of_the_properties_where_it_is_one() -> None:
    document = docx.Document()
    document.add_paragraph("Give 5 mg.")
    document.core_properties.title = "Microsoft Word - draft3.doc"
    assert source(saved(document)).title == "protocol"
    document.core_properties.title = "Invented protocol for gout"
    made = source(saved(document))
    assert made.title == "Invented protocol for gout"
    assert (made.date, made.publisher, made.authors) == (None, None, ())
    assert "they were not taken as facts" in told(made)


def test_merged_cells_are_not_repeated_without_measure() -> None:
    begin = '<w:vMerge w:val="restart"/>'
    first = f"<w:tr>{cell('x' * 50_000, begin)}{cell('a')}</w:tr>"
    more = f"<w:tr>{cell('', '<w:vMerge/>')}{cell('b')}</w:tr>" * 300
    made = source(with_body(element(f"<w:tbl>{first}{more}</w:tbl>")))
    assert len(made.text) < 6_000_000
    assert "table 1 has more merged cells than can be repeated" in made.remarks
