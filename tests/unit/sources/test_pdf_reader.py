"""Reading PDFs that are as they should be. All drugs, doses and institutes in them are invented."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from io import BytesIO

import pytest
from tests.fixtures import pdfs
from tests.fixtures.pdfs import Page

from curbside.errors import InputError
from curbside.sources.base import Input, finished
from curbside.sources.pdf import PdfReader
from curbside.types import Kind, Source, State, UnitKind

REST = "All of this is invented and nothing of it may be taken for true by anybody at all."


def read(raw: bytes, name: str = "invented.pdf") -> Source:
    """The source of a file."""
    (draft,) = PdfReader().read(Input(name, name, raw[:4096], lambda: BytesIO(raw)))
    source = finished(draft)
    assert isinstance(source, Source), source
    return source


@cache
def guideline() -> Source:
    return read(pdfs.guideline())


def units(source: Source) -> list[str]:
    return [source.text[u.start : u.end] for u in source.units]


def place(source: Source, words: str) -> list[tuple[str, str, bool]]:
    at = source.text.index(words)
    return [(p.kind, p.name, p.certain) for p in source.places if p.start <= at < p.end]


def told(source: Source, words: str) -> bool:
    return any(words in remark for remark in source.remarks)


def test_a_pdf_is_told_by_its_first_bytes_and_not_by_its_name() -> None:
    reader = PdfReader()
    assert reader.accepts("leaflet", b"%PDF-1.4\n")
    assert reader.accepts("leaflet.pdf", b"\r\n%PDF-1.4\n")
    assert not reader.accepts("leaflet.pdf", b"<html>")


def test_what_a_pdf_does_not_say_of_itself_is_unknown() -> None:
    source = guideline()

    assert source.id.startswith("file:")
    assert len(source.id) == len("file:") + 16
    assert source.raw_hash.startswith(source.id.removeprefix("file:"))
    assert source.extractor == "pdf/1"
    assert (source.kind, source.publisher, source.date, source.jurisdiction) == (Kind.UNKNOWN, None, None, "unknown")
    assert source.status.state is State.UNKNOWN
    assert source.authors == ()


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Use of fictoprolol in adults", "Use of fictoprolol in adults"),
        ("Microsoft Word - final3.doc", "Largest words of the page"),
        ("guideline_v3.indd", "Largest words of the page"),
        ("", "Largest words of the page"),
        ("Untitled", "Largest words of the page"),
        ("123", "Largest words of the page"),
    ],
)
def test_the_title_is_that_of_the_description_only_where_a_person_wrote_it(given: str, title: str) -> None:
    page = Page(title=given).put(72, 80, "Largest words of the page", size=20)
    assert read(page.lines(72, 120, PROSE_LINES[0], PROSE_LINES[1]).bytes()).title == title


def test_with_no_heading_the_title_is_the_name_of_the_file() -> None:
    assert read(pdfs.text_page(*PROSE_LINES), "ward-7.pdf").title == "ward-7.pdf"


PROSE_LINES = (
    "Fictoprolol is an invented medicine that lowers an invented pressure in adults, and",
    "it is taken with water in the morning before anything else is eaten or drunk there.",
    "The pressure is then measured again.",
)


def test_lines_of_a_paragraph_are_one_text() -> None:
    assert read(pdfs.text_page(*PROSE_LINES)).text == " ".join(PROSE_LINES)


def test_headings_stand_over_what_is_under_them() -> None:
    source = guideline()
    unit = next(u for u in source.units if "both arms" in source.text[u.start : u.end])

    assert unit.headings == ("Invented guideline on fictoprolol", "1 Background", "1.1 Before treatment")
    dose = next(u for u in source.units if "is halved" in source.text[u.start : u.end])
    assert dose.headings == ("Invented guideline on fictoprolol", "2 Dose")


def test_list_items_are_items_with_their_lead_in() -> None:
    source = guideline()
    items = [u for u in source.units if u.kind is UnitKind.LIST_ITEM]

    assert [source.text[u.start : u.end] for u in items] == [
        "measure the pressure in both arms and write the higher of the two into the record of the patient on the same "
        "day",
        "ask about allergies.",
    ]
    assert all(source.text[u.context[0].start : u.context[0].end] == "Before treatment:" for u in items)


def test_a_raised_number_is_never_run_together_with_the_one_before_it() -> None:
    assert "above 10⁹ units" in guideline().text


def test_a_table_with_lines_is_a_table_that_is_not_certain() -> None:
    source = guideline()
    rows = [u for u in source.units if u.kind is UnitKind.TABLE_ROW]

    assert [source.text[u.start : u.end].strip("| ") for u in rows] == [
        "Adults | 5 mg once daily | 20 mg a day",
        "Adults with invented kidney disease who are older than 65 | 2.5 mg once daily | 10 mg a day",
    ]
    header = " ".join(source.text[r.start : r.end] for r in rows[0].context)
    assert "Table 1. Doses of fictoprolol" in header
    assert "Patients | First dose | Highest dose" in header
    assert place(source, "2.5 mg") == [("page", "2", True), ("table", "Table 1", False)]
    assert source.text.count("2.5 mg") == 1
    assert told(source, "Tables on page 2 were put together from the places of their words")


def test_columns_are_read_one_after_the_other() -> None:
    text = guideline().text
    order = [text.index(f"Paragraph {n} of") for n in "one two three four five six seven eight nine".split()]

    assert order == sorted(order)
    assert text.count("are invented") == 0
    assert all(
        text[at:].startswith(f"Paragraph {n} of two columns. {pdfs.PROSE}")
        for at, n in zip(order, "one two three four five six seven eight nine".split(), strict=True)
    )


def test_running_headers_footers_and_page_numbers_are_left_out_and_told() -> None:
    source = guideline()

    assert "Invented Institute" not in source.text
    assert "Page 3" not in source.text
    assert told(source, "running headers and footers were left out: “Invented Institute: fictoprolol”; “Page 1 of 4”.")


def test_places_say_the_page() -> None:
    assert place(guideline(), "3 Monitoring") == [("page", "3", True)]
    assert place(guideline(), "A platelet") == [("page", "1", True)]


def test_a_dose_at_the_foot_of_several_pages_is_no_page_number() -> None:
    page = Page()
    for number, dose in enumerate((10, 25, 40), 1):
        page.lines(72, 100, *PROSE_LINES).put(72, 780, f"Give {dose} mg of fictoprolol daily.").put(
            290, 810, str(number)
        )
        page.next()
    text = read(page.bytes()).text

    assert all(f"Give {dose} mg" in text for dose in (10, 25, 40))
    assert "\n\n1" not in text


def test_a_paragraph_goes_on_over_a_page_and_belongs_to_both() -> None:
    first = "The first dose of fictoprolol is given in the evening and the second is given on the"
    page = Page().lines(72, 100, *PROSE_LINES).put(72, 400, first).next()
    source = read(page.lines(72, 100, "next day, unless the pressure is low.").bytes())

    assert f"{first} next day, unless the pressure is low." in units(source)
    assert place(source, first) == [("page", "1", True), ("page", "2", True)]


def test_paragraphs_of_one_column_are_never_run_together() -> None:
    page = Page().lines(72, 100, *PROSE_LINES).put(72, 170, "Adults").put(72, 200, "take 5 mg of it once daily.")
    assert "Adults\n\ntake 5 mg" in read(page.bytes()).text


def test_a_footnote_does_not_interrupt_the_paragraph_that_goes_on() -> None:
    first = "The first dose of fictoprolol is given in the evening and the second is given on the"
    page = Page().lines(72, 100, *PROSE_LINES).put(72, 700, first).put(72, 740, "* In invented trials.", size=7).next()
    text = read(page.lines(72, 100, "next day, unless the pressure is low.", *PROSE_LINES).bytes()).text

    assert "given on the next day" in text
    assert "* In invented trials." in text


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (
            "Patients who are allergic to other penicillins must never be given any co-",
            "invented at all.",
            "co-invented",
        ),
        ("The usual dose that was given to all the adults in the invented trial was 10-", "20 mg daily.", "10-20 mg"),
        ("The usual dose that was given to the adults of the invented trial was 10–", "20 mg daily.", "10–20 mg daily"),
        ("This was an invented trial that compared the pressure in all adults and medica-", "tion.", "medication."),
        ("This was an invented trial in which fictoprolol was used for long-", "term and short-term.", "long-term and"),
        (
            "This was an invented trial in which the adults were watched both pre- ",
            "and post-dose.",
            "pre- and post-dose",
        ),
        (
            "This was an invented trial in which all of the adults were given 5-",
            "fictouracil at night.",
            "5-fictouracil",
        ),
        (
            "Treatment as usual, that is treatment at home, was the other arm and this treat-",
            "ment.",
            "this treatment.",
        ),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_only_where_that_is_safe(above: str, below: str, joined: str) -> None:
    assert joined in read(pdfs.text_page(PROSE_LINES[0], above, below)).text


def test_numbers_that_begin_a_wrapped_line_are_no_list() -> None:
    source = read(
        pdfs.text_page(
            "The dose of fictoprolol in invented adults with an invented kidney disease is 5 to",
            "10. mg is not a list mark here, and neither is what stands at the start of the line",
            "- 20 mg in others.",
        )
    )
    assert [u.kind for u in source.units if u.kind is UnitKind.LIST_ITEM] == []


def test_lists_are_nested_and_numbered_steps_keep_their_numbers() -> None:
    page = Page().put(72, 100, "Do this in order, and nothing else before the doctor has come to see the patient:")
    page.put(82, 116, "1.").put(100, 116, "Measure the pressure.").put(82, 132, "2.").put(100, 132, "Then do both of:")
    page.put(102, 148, "•").put(114, 148, "call for help").put(102, 164, "•").put(114, 164, "write it down.")
    text = read(page.bytes()).text

    assert "\n\n- 1. Measure the pressure.\n- 2. Then do both of:\n  - call for help\n  - write it down." in text


def test_a_table_without_lines_whose_every_cell_is_filled_has_its_header() -> None:
    page = Page().lines(72, 100, *PROSE_LINES)
    for row, cells in enumerate((("Patients", "Dose"), ("Adults", "5 mg"), ("Others", "2.5 mg"), ("Dogs", "1 mg"))):
        for column, cell in enumerate(cells):
            page.put(72 + 150 * column, 170 + 14 * row, cell, font="Helvetica-Bold" if row == 0 else "Helvetica")
    source = read(page.bytes())
    rows = [u for u in source.units if u.kind is UnitKind.TABLE_ROW]

    assert [source.text[u.start : u.end].strip("| ") for u in rows] == [
        "Adults | 5 mg",
        "Others | 2.5 mg",
        "Dogs | 1 mg",
    ]
    assert place(source, "2.5 mg")[1] == ("table", "page 1, table 1", False)
    assert all("Dose" in source.text[r.start : r.end] for u in rows for r in u.context[-1:])


def test_a_table_whose_rows_cannot_be_told_is_kept_without_a_header_so_that_no_row_is_quoted() -> None:
    from curbside.selecting.quotable import quotable

    page = Page().lines(72, 100, *PROSE_LINES)
    rows = (("Patients", "Dose"), ("Adults", "5 mg once"), ("", "daily"), ("Others", "2.5 mg"), ("", "twice daily"))
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            page.put(72 + 150 * column, 170 + 14 * number, cell, font="Helvetica-Bold" if number == 0 else "Helvetica")
    source = read(page.bytes())

    assert "2.5 mg" in source.text
    assert not any(quotable(source, u) for u in source.units if u.kind is UnitKind.TABLE_ROW)


def test_letters_drawn_twice_to_look_bold_are_read_once() -> None:
    page = Page().lines(72, 100, *PROSE_LINES).put(72, 160, "Give 10 mg of it.").put(72.3, 160, "Give 10 mg of it.")
    assert "Give 10 mg of it." in read(page.bytes()).text


def test_micrograms_in_the_font_symbol_are_not_milligrams() -> None:
    content = b"BT /F1 10 Tf 72 700 Td (Give at most 5 ) Tj /S1 10 Tf (m) Tj /F1 10 Tf (g where the rate is ) Tj "
    content += b"/S1 10 Tf <B3> Tj /F1 10 Tf ( 30, and stop below that.) Tj ET"
    text = read(pdfs.by_hand(content)).text
    assert text in {f"Give at most 5 {mu}g where the rate is ≥ 30, and stop below that." for mu in "µμ"}


def test_the_second_hyphen_of_windows_is_a_hyphen_and_signs_of_the_mac_are_read() -> None:
    content = b"BT /F1 10 Tf 72 700 Td (Give 10\xad20 mg of fictoprolol.) Tj ET"
    assert read(pdfs.by_hand(content, encoding=b"/WinAnsiEncoding")).text == "Give 10-20 mg of fictoprolol."
    content = b"BT /F1 10 Tf 72 700 Td (Give it where the rate is \xb3 30 and \xb2 60.) Tj ET"
    text = read(pdfs.by_hand(content, encoding=b"/MacRomanEncoding")).text
    assert text == "Give it where the rate is ≥ 30 and ≤ 60."


def test_ligatures_are_taken_apart_and_nothing_else_is_changed() -> None:
    from curbside.sources.pdf.letters import character

    assert character("\ufb01", "Any") + character("\ufb04", "Any") == "fiffl"
    assert [character(c, "Any") for c in "²½µ①"] == list("²½µ①")
    assert character("\uf0b3", "ABCDEF+SymbolMT") == "≥"
    assert character("\uf0b3", "Arial") == "\ufffd"
    assert character("\x07", "Arial") == "\ufffd"


def test_a_page_written_sideways_is_turned() -> None:
    page = Page()
    page.canvas.rotate(90)
    page.canvas.translate(0, -pdfs.WIDTH)
    for number, line in enumerate(PROSE_LINES):
        page.canvas.drawString(72, pdfs.WIDTH - 100 - 13 * number, line)
    assert read(page.bytes()).text == " ".join(PROSE_LINES)


def test_text_at_an_angle_is_left_out_and_told() -> None:
    page = Page().lines(72, 100, *PROSE_LINES)
    page.canvas.rotate(45)
    page.canvas.drawString(300, 100, "DRAFT of nobody")
    source = read(page.bytes())

    assert "DRAFT" not in source.text
    assert told(source, "Text that is turned on page 1 was left out: “DRAFT of nobody”.")


def test_the_reader_is_imported_without_its_libraries() -> None:
    script = (
        "import sys; import curbside.sources.pdf, curbside.sources.pdf.pictures; "
        "bad = {m.partition('.')[0] for m in sys.modules} & {'pdfminer', 'pypdfium2', 'PIL', 'pdfplumber'}; "
        "sys.exit(str(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_without_the_extra_the_reader_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [m for m in sys.modules if m.startswith(("pdfminer", "curbside.sources.pdf.opening"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("curbside.sources.pdf.opening", raising=False)
    monkeypatch.setitem(sys.modules, "pdfminer", None)

    with pytest.raises(InputError, match=r'pip install "curbside\[documents\]"'):
        read(pdfs.text_page(*PROSE_LINES))
