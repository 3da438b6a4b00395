"""Labels in SPL. Every label here is invented: its drugs, doses and makers do not exist."""

import io
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from evals import formats_spl
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.sources.base import HEAD, Draft, Input, Rejected, finished
from curbside.sources.spl import SplReader
from curbside.types import Identifier, Kind, Licence, Source, State, UnitKind

SET_ID = "0A0A0A0A-1111-2222-3333-0123456789AB"
PRODUCT = """
<subject><manufacturedProduct><manufacturedProduct>
  <code code="99999-123" codeSystem="2.16.840.1.113883.6.69"/>
  <name>INVENTIX<suffix>Depot</suffix></name>
  <formCode code="C42945" displayName="INJECTION, SOLUTION"/>
  <asEntityWithGeneric><genericMedicine><name>inventabine</name></genericMedicine></asEntityWithGeneric>
  <ingredient classCode="ACTIM">
    <quantity><numerator value="1000" unit="ug"/><denominator value="1" unit="mL"/></quantity>
    <ingredientSubstance><name>INVENTABINE ACETATE</name>
      <activeMoiety><activeMoiety><name>INVENTABINE</name></activeMoiety></activeMoiety></ingredientSubstance></ingredient>
  <ingredient classCode="IACT"><ingredientSubstance><name>WATER</name></ingredientSubstance></ingredient>
</manufacturedProduct>
<consumedIn><substanceAdministration><routeCode displayName="INTRAMUSCULAR"/></substanceAdministration></consumedIn>
</manufacturedProduct></subject>
"""


def section(text: str = "", code: str = "", title: str = "", rest: str = "") -> str:
    """One section of an invented label."""
    coded = f'<code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>' if code else ""
    titled = f"<title>{title}</title>" if title else ""
    return f"<component><section>{coded}{titled}{f'<text>{text}</text>' if text else ''}{rest}</section></component>"


def label(*sections: str, title: str = "INVENTIX label", code: str = "34391-3", head: str = "") -> bytes:
    """An invented label."""
    kind = f'<code code="{code}" codeSystem="2.16.840.1.113883.6.1" displayName="HUMAN PRESCRIPTION DRUG LABEL"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><document xmlns="urn:hl7-org:v3"><id root="F00D"/>{kind}'
        f'<title>{title}</title><effectiveTime value="20240229"/><setId root="{SET_ID}"/><versionNumber value="7"/>'
        "<author><assignedEntity><representedOrganization><name>Invented Works, Inc.</name></representedOrganization>"
        f"</assignedEntity></author>{head}<component><structuredBody>{''.join(sections)}</structuredBody></component>"
        "</document>"
    ).encode()


def read(raw: bytes) -> Source:
    """The source of the one label in `raw`."""
    (record,) = records(raw)
    assert isinstance(record, Draft), record
    found = finished(record)
    assert isinstance(found, Source)
    return found


def records(raw: bytes, name: str = "invented.dat") -> list[object]:
    """All that the reader yields."""
    return list(SplReader().read(Input(name, name, raw[:HEAD], lambda: io.BytesIO(raw))))


def at(source: Source, words: str) -> Iterator[tuple[UnitKind, str, tuple[str, ...], tuple[str, ...]]]:
    """Kind, text, headings and context of the units that contain `words`."""
    for unit in source.units:
        if words in (text := source.text[unit.start : unit.end]):
            yield unit.kind, text, unit.headings, tuple(source.text[c.start : c.end] for c in unit.context)


def refused(raw: bytes) -> str:
    """The reason for which nothing of `raw` was taken."""
    try:
        (record,) = records(raw)
    except InputError as error:
        return error.reason
    assert isinstance(record, Rejected), record
    return record.reason


DOSE = section("<paragraph>Give 5 mg once daily.</paragraph>", "34068-7", "2\tDOSAGE AND\n ADMINISTRATION")


def test_the_header_is_mapped() -> None:
    source = read(label(section(code="48780-1", rest=PRODUCT), DOSE))
    assert source.id == f"spl:{SET_ID.lower()}"
    assert (source.publisher, source.date, source.issue) == ("Invented Works, Inc.", "2024-02-29", "version 7")
    assert (source.kind, source.jurisdiction, source.status.state) == (Kind.LABEL, "us", State.UNKNOWN)
    assert source.identifiers == (Identifier("setid", SET_ID.lower()), Identifier("other", "SPL document f00d"))
    assert source.publication_types == ("HUMAN PRESCRIPTION DRUG LABEL",)
    assert source.substances == ("INVENTABINE ACETATE", "INVENTABINE")
    assert source.licence == Licence()
    assert source.title == "INVENTIX label"
    assert source.other_titles[:2] == ("INVENTIX Depot", "inventabine")


def test_a_section_stands_under_its_title_and_its_code_is_its_place() -> None:
    source = read(label(DOSE))
    assert list(at(source, "5 mg")) == [
        (UnitKind.SENTENCE, "Give 5 mg once daily.", ("2 DOSAGE AND ADMINISTRATION",), ())
    ]
    (place,) = [p for p in source.places if p.name == "34068-7"]
    assert "Give 5 mg" in source.text[place.start : place.end]


def test_a_boxed_warning_without_a_title_is_headed_so() -> None:
    source = read(label(section("<paragraph>May stop the heart.</paragraph>", "34066-1"), DOSE))
    assert [headings for _, _, headings, _ in at(source, "heart")] == [("BOXED WARNING",)]
    assert [headings for _, _, headings, _ in at(source, "5 mg")] == [("2 DOSAGE AND ADMINISTRATION",)]
    assert "1 section without a title stand under the name of the LOINC code." in source.remarks


def test_an_unclassified_section_without_a_title_stands_under_its_parent_alone() -> None:
    inner = section("<paragraph>First.</paragraph>", "42229-5", "2.1 Inner") + section(
        "<paragraph>Second.</paragraph>", "42229-5"
    )
    source = read(label(section(code="34068-7", title="2 DOSE", rest=inner)))
    assert [headings for _, _, headings, _ in at(source, "Second")] == [("2 DOSE",)]


def test_a_title_with_nothing_under_it_is_text() -> None:
    inner = section(code="42229-5", title="4.1 Active invented disease")
    source = read(label(section(code="34070-3", title="4 CONTRAINDICATIONS", rest=inner)))
    found = [(text, headings) for _, text, headings, _ in at(source, "invented")]
    assert found == [("4.1 Active invented disease", ("4 CONTRAINDICATIONS",))]


def test_highlights_are_a_part_of_their_own() -> None:
    high = "<excerpt><highlight><text><paragraph>Range 5 to 9 mg.</paragraph></text></highlight></excerpt>"
    source = read(label(section("<paragraph>Full 5 mg.</paragraph>", "34068-7", "2 DOSE", high)))
    assert [h for _, _, h, _ in at(source, "Range")] == [("HIGHLIGHTS OF PRESCRIBING INFORMATION", "2 DOSE")]
    assert [h for _, _, h, _ in at(source, "Full")] == [("2 DOSE",)]
    assert [p.name for p in source.places if p.kind == "element"] == ["highlight"]


def test_products_are_notes_written_from_coded_fields() -> None:
    source = read(label(section(code="48780-1", rest=PRODUCT), DOSE))
    (kind, text, _, _), *_ = at(source, "INVENTABINE ACETATE")
    assert kind is UnitKind.NOTE
    assert text == (
        "INVENTIX Depot (inventabine), INJECTION, SOLUTION; INVENTABINE ACETATE 1000 ug in 1 mL (as INVENTABINE); "
        "route: INTRAMUSCULAR; NDC 99999-123"
    )


def test_a_title_of_highlights_is_shortened_and_kept() -> None:
    long = (
        "These highlights do not include all the information needed to use INVENTIX safely and effectively. See full "
        "prescribing information for INVENTIX.<br/> <br/>INVENTIX<sup>®</sup> (inventabine) injection<br/>Initial U.S. "
        "Approval: 1999"
    )
    source = read(label(DOSE, title=long))
    assert source.title == "INVENTIX® (inventabine) injection"
    assert "Initial U.S. Approval: 1999" in source.text


@pytest.mark.parametrize(
    "title",
    [
        "Drug Facts",
        "",
        "These highlights do not include all the information needed to use INVENTIX safely and effectively.",
    ],
)
def test_a_title_that_says_nothing_gives_way_to_the_product(title: str) -> None:
    source = read(label(section(code="48780-1", rest=PRODUCT), DOSE, title=title))
    assert source.title == "INVENTIX Depot (inventabine)"


def test_raised_and_lowered_digits_stay_apart() -> None:
    source = read(label(section("<paragraph>Above 10<sup>9</sup>/L, B<sub>12</sub>, C<sub>max</sub>.</paragraph>")))
    assert "Above 10⁹/L, B₁₂, Cmax." in source.text


def test_a_line_break_parts_sentences_and_never_cuts_one() -> None:
    source = read(label(section("<paragraph>Do not<br/>exceed 5 mg.<br/>Take with food.</paragraph>")))
    assert "Do not exceed 5 mg.\n\nTake with food." in source.text


def test_items_have_their_lead_in_and_their_parents() -> None:
    text = (
        "<paragraph>Do not give to people with:</paragraph><list><item>liver disease<list><item>acute</item></list>"
        "</item><item><caption>b.</caption>gout</item></list>"
    )
    source = read(label(section(text)))
    (kind, _, _, context), *_ = at(source, "acute")
    assert kind is UnitKind.LIST_ITEM
    assert context == ("Do not give to people with:", "liver disease")
    assert "- b. gout" in source.text


def test_the_caption_of_a_list_leads_it_in() -> None:
    source = read(label(section("<list><caption>Adults:</caption><item>5 mg</item></list>")))
    assert [context for _, _, _, context in at(source, "5 mg")] == [("Adults:",)]


def test_numbers_of_ordered_lists_are_not_written_and_that_is_told() -> None:
    source = read(label(section('<list listType="ordered"><item>5 mg daily</item></list>')))
    assert "- 5 mg daily" in source.text
    assert "The numbers of 1 ordered list are not written." in source.remarks


TABLE = """<table ID="T1"><caption>Doses</caption><col/><thead><tr><th>Weight</th><th colspan="2">Dose</th></tr></thead>
<tfoot><tr><td colspan="3">Round down.</td></tr></tfoot>
<tbody><tr><td rowspan="2">under 50 kg</td><td>5 mg<footnote ID="f">Once only.</footnote></td><td>a</td></tr>
<tr><td>6 mg<footnoteRef IDREF="f"/></td><td>b</td></tr></tbody></table>"""


def test_cells_that_span_are_repeated_and_footnotes_follow() -> None:
    source = read(label(section(TABLE)))
    assert "| under 50 kg | 6 mg* | b |" in source.text
    assert "Doses\n| Weight | Dose | Dose |" in source.text
    (kind, _, _, context), *_ = at(source, "6 mg")
    assert kind is UnitKind.TABLE_ROW
    assert {"Doses", "Weight", "Dose"} <= set(context)
    assert list(at(source, "* Once only."))
    assert list(at(source, "Round down."))
    assert [(p.name, p.certain) for p in source.places if p.kind == "table"] == [("T1", True)]


def test_a_first_row_of_plain_cells_is_not_taken_for_headings() -> None:
    rows = "<table><tr><td>adults</td><td>do not use</td></tr><tr><td>children</td><td>5 mg</td></tr></table>"
    (found,) = at(read(label(section(rows))), "5 mg")
    assert found[3] == ()


def test_a_first_row_in_bold_is_headings() -> None:
    bold = '<td><content styleCode="bold">{}</content></td>'
    rows = f"<table><tr>{bold.format('Age')}{bold.format('Dose')}</tr><tr><td>children</td><td>5 mg</td></tr></table>"
    (found,) = at(read(label(section(rows))), "5 mg")
    assert {"Age", "Dose"} <= set(found[3])


def test_a_table_with_lines_within_cells_is_not_certain() -> None:
    rows = "<table><tr><td>drug A<br/>drug B</td><td>5 mg<br/>9 mg</td></tr><tr><td>c</td><td>d</td></tr></table>"
    source = read(label(section(rows)))
    assert [p.certain for p in source.places if p.kind == "table"] == [False]


def test_a_table_of_one_cell_is_only_a_box() -> None:
    box = (
        "<table><tr><td><paragraph>May stop the heart.</paragraph><list><item>Watch it.</item></list></td></tr></table>"
    )
    kinds = [kind for words in ("heart", "Watch") for kind, *_ in at(read(label(section(box))), words)]
    assert kinds == [UnitKind.SENTENCE, UnitKind.LIST_ITEM]


def test_pictures_are_counted_and_their_description_is_a_note() -> None:
    media = '<component><observationMedia ID="MM1"><text>Curve of levels</text></observationMedia></component>'
    text = '<paragraph>See <renderMultiMedia referencedObject="MM1"/> here.</paragraph>'
    source = read(label(section(text, rest=media)))
    assert [kind for kind, *_ in at(source, "Curve of levels")] == [UnitKind.NOTE]
    assert [p.name for p in source.places if p.kind == "figure"] == ["MM1"]
    assert any(r.startswith("1 picture left out") for r in source.remarks)


def test_the_text_of_unknown_elements_is_kept_and_told() -> None:
    source = read(label(section("<paragraph>Not <blink>above</blink> 5 mg.</paragraph><marquee>Slow.</marquee>")))
    assert "Not above 5 mg." in source.text
    assert "Slow." in source.text
    assert "The element <blink> is not known in labels; its text is kept." in source.remarks


def test_patient_leaflets_are_told_by_their_place() -> None:
    source = read(label(DOSE, section("<paragraph>Keep cool.</paragraph>", "42230-3", "Leaflet")))
    (place,) = [p for p in source.places if p.name == "42230-3"]
    assert "Keep cool." in source.text[place.start : place.end]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b" ", "is empty"),
        (b"<barcodes xmlns='http://x'><source/></barcodes>", "is no drug label: its first element is <barcodes>"),
        (b"<document/>", "is no drug label: its first element is <document>, not"),
        (b"<html><body>503</body></html>", "is no drug label: its first element is <html>"),
        (label(DOSE)[:-60], "ends too early"),
        (label(DOSE).replace(SET_ID.encode(), b"none"), "has the set id 'none', which is no UUID"),
        (label(DOSE).replace(b"setId", b"otherId"), "has no set id"),
        (label(DOSE, code="50578-4"), "is a label of a drug for animals"),
        (label(), "has no section"),
        (label(section(code="48780-1", rest=PRODUCT)), "has coded fields but no text of a label"),
        (label(section("<content>" * 200 + "x" + "</content>" * 200)), "is nested deeper than"),
    ],
)
def test_what_is_no_label_is_refused_with_the_reason(raw: bytes, reason: str) -> None:
    assert reason in refused(raw)


def test_a_label_that_is_not_the_fdas_has_no_jurisdiction() -> None:
    source = read(label(DOSE).replace(b"2.16.840.1.113883.6.1", b"1.2.3"))
    assert (source.kind, source.jurisdiction) == (Kind.UNKNOWN, "unknown")


@pytest.mark.parametrize(
    ("value", "date"), [("20241332", None), ("2024", "2024"), ("20240229120000-0500", "2024-02-29")]
)
def test_a_date_is_as_precise_as_given(value: str, date: str | None) -> None:
    assert read(label(DOSE).replace(b"20240229", value.encode())).date == date


def test_labels_are_known_by_their_content() -> None:
    reader = SplReader()
    assert reader.accepts("noname", label(DOSE)[:HEAD])
    assert reader.accepts("x.txt", label(DOSE).decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    assert not reader.accepts("label.xml", b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>')
    assert not reader.accepts("label.xml", b"<document/>")


def test_a_table_that_spans_without_end_stays_small() -> None:
    cell = f'<td rowspan="999999999" colspan="999999999">{"word " * 2000}</td>'
    rows = f"<table>{f'<tr>{cell}<td>5 mg</td></tr>' * 50}</table>"
    source = read(label(section(rows)))
    assert len(source.text) < 3_000_000
    assert any("too wide to be repeated" in remark for remark in source.remarks)


FULL = label(
    section(code="48780-1", rest=PRODUCT),
    section("<paragraph>May stop the heart<sup>1</sup>.</paragraph>", "34066-1"),
    section(TABLE + "<list><item>one<list><item>two</item></list>tail</item></list>loose text", "34068-7", "2 DOSE"),
    section(code="34070-3", title="4 NOT", rest=section(code="42229-5", title="4.1 Gout")),
    section("<paragraph>See<footnote>Below.</footnote> it.</paragraph>", "42229-5"),
)


def test_an_independent_count_finds_everything(tmp_path: Path) -> None:
    path = tmp_path / "invented.xml"
    path.write_bytes(FULL)
    counted = formats_spl.compare(path)
    assert counted.faults == []
    assert counted.there == counted.found
    assert counted.there["rows"] == 4


@pytest.mark.parametrize("lost", ["footnote", "item", "td", "paragraph"])
def test_the_independent_count_notices_what_is_lost(lost: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "invented.xml"
    path.write_bytes(FULL)
    cut = FULL.replace(f"</{lost}>".encode(), f" unread{lost}</{lost}>".encode(), 1)
    monkeypatch.setattr(formats_spl, "_root", lambda raw: formats_spl.ET.fromstring(cut))
    assert formats_spl.compare(path).faults


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_label_is_read_or_refused_with_a_sentence(data: st.DataObject) -> None:
    raw = bytearray(FULL)
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(raw) - 1))
        piece = data.draw(
            st.one_of(st.binary(max_size=6), st.sampled_from([b"<td>", b"</section>", b"&a;", b'"', b""]))
        )
        raw[begin : begin + data.draw(st.integers(0, 60))] = piece
    _read_or_refused(bytes(raw))


NAMES = (
    "paragraph list item caption table thead tbody tfoot tr td th content br sup sub footnote footnoteRef linkHtml "
    "renderMultiMedia text section component excerpt title subject blink math ul li p"
).split()
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["rowspan", "colspan", "styleCode", "ID", "IDREF", "listType", "referencedObject", "code"]),
    st.sampled_from(["0", "2", "-1", "99999999999", "bold", "f1", "ordered", "٣"]),
    max_size=2,
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> str:
    """Elements of SPL in any order and nesting, each with text of its own."""
    name = draw(st.sampled_from(NAMES))
    given = "".join(f' {k}="{v}"' for k, v in draw(ATTRIBUTES).items())
    inner = draw(st.lists(trees(depth - 1), max_size=3)) if depth else []  # type: ignore[call-arg]
    words = [escape(draw(st.text("abc 5.<&|*•\u200b", max_size=6))) for _ in range(len(inner) + 1)]
    body = words[0] + "".join(f"{child}{word}" for child, word in zip(inner, words[1:], strict=True))
    return f"<{name}{given}>{body}</{name}>"


@settings(max_examples=80)
@given(st.lists(trees(), min_size=1, max_size=3))  # type: ignore[call-arg]
def test_any_nesting_of_elements_is_read_or_refused(parts: list[str]) -> None:
    _read_or_refused(label(section("".join(parts) + "<paragraph>End.</paragraph>")))


BLOCKS = st.recursive(
    st.sampled_from(["WORD"]),
    lambda inner: st.builds(
        lambda name, children: f"<{name}>WORD{'WORD'.join(children)}WORD</{name}>",
        st.sampled_from(
            "paragraph list item caption table tbody tr td th content sup linkHtml footnote blink p".split()
        ),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@settings(max_examples=80)
@given(st.lists(BLOCKS, min_size=1, max_size=3))
def test_no_word_is_lost_whatever_the_nesting(parts: list[str]) -> None:
    pieces = "".join(parts).split("WORD")
    text = "".join(f"{piece} w{n}x " for n, piece in enumerate(pieces[:-1])) + pieces[-1]
    source = read(label(section(f"{text}<paragraph>End.</paragraph>")))
    assert [n for n in range(len(pieces) - 1) if f"w{n}x" not in source.text] == []


def _read_or_refused(raw: bytes) -> None:
    try:
        found = records(raw)
    except InputError:
        return
    for record in found:
        assert isinstance(record, Draft | Rejected)
        if isinstance(record, Draft):
            whole = finished(record)
            assert isinstance(whole, Rejected) or all(0 <= u.start < u.end <= len(whole.text) for u in whole.units)
