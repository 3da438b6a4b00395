"""Labels as openFDA gives them. Every label here is invented: its drugs, doses and makers do not exist."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.sources.base import HEAD, Draft, Input, Rejected, finished
from curbside.sources.openfda import CC0, OpenFdaReader
from curbside.sources.spl.fields import FIELDS
from curbside.types import Identifier, Kind, Licence, Source, State, UnitKind

SET_ID = "0A0A0A0A-1111-2222-3333-0123456789AB"
TABLE = "<table><thead><tr><th>Age</th><th>Dose</th></tr></thead><tr><td>adults</td><td>5 mg</td></tr></table>"
NURSING = "8.3 Nursing Mothers It is not known whether inventabine is excreted in human milk."
LABEL: dict[str, Any] = {
    "set_id": SET_ID,
    "id": "F00D",
    "version": "7",
    "effective_time": "20240229",
    "nursing_mothers": [NURSING],
    "use_in_specific_populations": [f"8 USE IN SPECIFIC POPULATIONS {NURSING} 8.6 Renal Impairment Halve the dose."],
    "dosage_and_administration": ["2 DOSAGE Once daily. Age Dose adults 5 mg Take with food."],
    "dosage_and_administration_table": [TABLE],
    "boxed_warning": ["WARNING: may stop the heart."],
    "spl_product_data_elements": ["Inventix inventabine WATER"],
    "openfda": {
        "brand_name": ["Inventix"],
        "generic_name": ["INVENTABINE"],
        "manufacturer_name": ["Invented Works, Inc."],
        "product_type": ["HUMAN PRESCRIPTION DRUG"],
        "substance_name": ["INVENTABINE ACETATE"],
        "pharm_class_epc": ["Invented Agent [EPC]"],
    },
}
META = {"disclaimer": "invented", "license": "https://open.fda.gov/license/", "results": {"skip": 0, "total": 2}}


def records(raw: bytes) -> list[object]:
    """All that the reader yields."""
    return list(OpenFdaReader().read(Input("invented", "invented", raw[:HEAD], lambda: io.BytesIO(raw))))


def dumped(value: object, indent: int | None = None) -> bytes:
    """`value` as JSON."""
    return json.dumps(value, indent=indent).encode()


def read(raw: bytes) -> Source:
    """The source of the one label in `raw`."""
    (record,) = records(raw)
    assert isinstance(record, Draft), record
    found = finished(record)
    assert isinstance(found, Source)
    return found


def units(source: Source, words: str) -> list[tuple[UnitKind, str, tuple[str, ...]]]:
    """Kind, text and headings of the units that contain `words`."""
    texts = [(u, source.text[u.start : u.end]) for u in source.units]
    return [(u.kind, text, u.headings) for u, text in texts if words in text]


def test_the_fields_of_the_header_are_mapped() -> None:
    source = read(dumped(LABEL))
    assert source.id == f"spl:{SET_ID.lower()}"
    assert (source.title, source.publisher) == ("Inventix (INVENTABINE)", "Invented Works, Inc.")
    assert (source.date, source.issue, source.jurisdiction) == ("2024-02-29", "version 7", "us")
    assert (source.kind, source.status.state, source.licence) == (Kind.LABEL, State.UNKNOWN, Licence())
    assert source.identifiers == (Identifier("setid", SET_ID.lower()), Identifier("other", "SPL document f00d"))
    assert source.substances == ("INVENTABINE ACETATE",)
    assert source.keywords == ("Invented Agent [EPC]",)
    assert source.other_titles == ("Inventix", "INVENTABINE")


@pytest.mark.parametrize(
    "raw",
    [
        dumped({"meta": META, "results": [LABEL, LABEL]}),
        dumped({"meta": META, "results": [LABEL, LABEL]}, indent=2),
        dumped({"results": [LABEL, LABEL], "meta": {"results": []}}),
        dumped([LABEL, LABEL]),
        dumped(LABEL) + b"\n\n" + dumped(LABEL) + b"\n",
        b"\xef\xbb\xbf" + dumped({"meta": {"a": 'results": ["'}, "results": [LABEL, LABEL]}),
    ],
)
def test_an_answer_a_list_and_lines_give_the_same(raw: bytes) -> None:
    first, second = records(raw)
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert first.source.text == second.source.text == read(dumped(LABEL)).text
    assert first.source.where != second.source.where


def test_one_result_over_many_lines_is_read() -> None:
    assert read(dumped(LABEL, indent=4)).text == read(dumped(LABEL)).text


def test_the_licence_is_taken_where_the_file_names_its_terms() -> None:
    assert read(dumped({"meta": META, "results": [LABEL]})).licence == CC0


def test_sections_stand_in_the_order_of_a_label_with_their_code_as_place() -> None:
    source = read(dumped(LABEL))
    assert units(source, "stop the heart")[0][2] == ("BOXED WARNING",)
    names = [p.name for p in source.places if p.kind == "section"]
    assert names == ["34066-1", "34068-7", "43684-0", "34080-2", "48780-1"]


def test_a_subsection_is_written_once_within_its_parent() -> None:
    source = read(dumped(LABEL))
    assert [headings for _, _, headings in units(source, "human milk")] == [
        ("USE IN SPECIFIC POPULATIONS", "NURSING MOTHERS")
    ]
    assert [headings for _, _, headings in units(source, "Halve")] == [("USE IN SPECIFIC POPULATIONS",)]


def test_a_table_stands_once_at_its_place() -> None:
    source = read(dumped(LABEL))
    assert [kind for kind, _, _ in units(source, "5 mg")] == [UnitKind.TABLE_ROW]
    assert source.text.index("Once daily") < source.text.index("| adults | 5 mg |") < source.text.index("Take with")


def test_a_table_that_the_text_does_not_have_stands_after_it() -> None:
    source = read(dumped({**LABEL, "dosage_and_administration": ["Once daily, see below."]}))
    assert "Once daily, see below.\n| Age | Dose |" in source.text
    assert any("could not be found" in remark for remark in source.remarks)


def test_a_table_of_careless_html_is_read() -> None:
    html = "<TABLE><TR><TD>adults&nbsp;<br>only<TD ROWSPAN=2>5 mg<SCRIPT>1</SCRIPT></TABLE>"
    source = read(dumped({**LABEL, "dosage_and_administration_table": [html]}))
    assert "| adults only | 5 mg" in source.text


def test_a_table_field_without_a_table_hides_nothing_else() -> None:
    source = read(
        dumped({**LABEL, "dosage_and_administration_table": ["not a table", "<!DOCTYPE a [<!ENTITY b 'c'>]>"]})
    )
    assert units(source, "Take with food")


def test_coded_words_are_notes() -> None:
    assert [kind for kind, _, _ in units(read(dumped(LABEL)), "WATER")] == [UnitKind.NOTE]


def test_a_field_that_is_not_known_is_kept_under_its_name() -> None:
    source = read(dumped({**LABEL, "lunar_use": ["Not studied."], "count": [3]}))
    assert units(source, "Not studied")[0][2] == ("Lunar use",)
    assert "The field 'count' holds no text and is left out." in source.remarks


def test_half_a_character_in_a_name_or_text_is_marked() -> None:
    source = read(b'{"set_id": "%s", "lunar\\ud800use": ["Not \\udc00studied."]}' % SET_ID.encode())
    assert source.text == "Lunar\ufffduse\n\nNot \ufffdstudied."


def test_a_record_without_end_is_not_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            Endless.given += len(buffer)
            buffer[:] = b"a " * (len(buffer) // 2) + b"a" * (len(buffer) % 2)
            return len(buffer)

    class Begun(io.BufferedReader):
        def read(self, size: int | None = -1) -> bytes:
            begun = b'{"results": [{"set_id": "' if not Endless.given else b""
            return begun + super().read(size)

    start = b'{"results": [{"set_id": "'
    with pytest.raises(InputError) as refused:
        list(OpenFdaReader().read(Input("a", "a", start, lambda: Begun(Endless()))))
    assert "has a record longer than 10 MB" in refused.value.reason
    assert Endless.given < 12_000_000


def test_what_is_not_sure_is_told() -> None:
    (said,) = [r for r in read(dumped(LABEL)).remarks if "109" in r]
    assert "run together" in said


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"set_id": None}, "has no set id"),
        ({"set_id": "x"}, "which is no UUID"),
        ({"openfda": {"product_type": ["OTC ANIMAL DRUG"]}}, "is a label of a drug for animals"),
    ],
)
def test_a_record_that_is_no_label_does_not_end_the_file(changed: dict[str, object], reason: str) -> None:
    first, second = records(dumped({"results": [{**LABEL, **changed}, LABEL]}))
    assert isinstance(first, Rejected)
    assert reason in first.reason
    assert isinstance(second, Draft)


def test_the_set_id_may_stand_among_the_names() -> None:
    bare = {k: v for k, v in LABEL.items() if k != "set_id"}
    assert read(dumped({**bare, "openfda": {"spl_set_id": [SET_ID]}})).id == f"spl:{SET_ID.lower()}"


def test_a_bad_line_is_told_by_its_number() -> None:
    first, second = records(dumped(LABEL) + b"\n{broken\n")
    assert isinstance(first, Draft)
    assert isinstance(second, Rejected)
    assert second.where == "invented, line 2"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (dumped({"meta": META, "results": [LABEL]})[:-40], "is cut off"),
        (dumped({"meta": META, "results": {"skip": 1}}), "has no list of results"),
    ],
)
def test_a_file_that_is_broken_off_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(InputError) as refused:
        records(raw)
    assert reason in refused.value.reason


def test_other_answers_of_openfda_are_refused_record_by_record() -> None:
    (record,) = records(dumped({"meta": META, "results": [{"safetyreportid": "1", "patient": {}}]}))
    assert isinstance(record, Rejected)
    assert "is no drug label" in record.reason


def test_labels_are_known_by_their_content() -> None:
    reader = OpenFdaReader()
    assert reader.accepts("x", dumped({"meta": META, "results": [LABEL]})[:HEAD])
    assert reader.accepts("x.jsonl", dumped(LABEL)[:HEAD])
    assert reader.accepts("x", dumped([LABEL], indent=1)[:HEAD])
    assert not reader.accepts("x.json", b'{"kind": "label", "title": "Invented"}')
    assert not reader.accepts("x.json", b'{"results": [{"a": 1}]}')
    assert not reader.accepts("x.json", b"[1, 2]")


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.lists(st.text(max_size=9), max_size=3)
)


@settings(max_examples=80)
@given(st.dictionaries(st.sampled_from([*LABEL, *FIELDS, "a_table", "risks_table"]), JUNK, max_size=6))
def test_any_values_are_read_or_refused(values: dict[str, object]) -> None:
    _read_or_refused(dumped({**LABEL, **values}))


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_with_a_sentence(data: st.DataObject) -> None:
    raw = bytearray(dumped({"meta": META, "results": [LABEL, LABEL]}))
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(raw) - 1))
        piece = data.draw(st.one_of(st.binary(max_size=6), st.sampled_from([b"[[", b'"', b"\\ud800", b"]", b"}"])))
        raw[begin : begin + data.draw(st.integers(0, 50))] = piece
    _read_or_refused(bytes(raw))


WORDS = st.lists(st.sampled_from(["adults", "take", "5", "mg", "daily."]), min_size=1, max_size=30).map(" ".join)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(sorted(FIELDS)), st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=6)
)
def test_every_section_is_in_the_text_whatever_contains_it(values: dict[str, list[str]]) -> None:
    coded = ("spl_product_data_elements", "spl_indexing_data_elements")
    if set(values) <= set(coded):
        return
    source = read(dumped({"set_id": SET_ID, **values}))
    headings = {heading for unit in source.units for heading in unit.headings}
    whole = "".join("".join(line for line in source.text.split("\n") if line not in headings).split())
    assert all("".join(text.split()) in whole for texts in values.values() for text in texts)


def _read_or_refused(raw: bytes) -> None:
    try:
        found = records(raw)
    except InputError:
        return
    for record in found:
        assert isinstance(record, Draft | Rejected)
        if isinstance(record, Draft):
            finished(record)
