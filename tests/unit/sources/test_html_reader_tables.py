"""Tables of pages. All of them are invented."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from curbside.sources.base import Draft, Input, finished
from curbside.sources.html import HtmlReader
from curbside.types import Source


def source(inner: str) -> Source:
    raw = f"<!doctype html><meta charset=utf-8><p>Doses are these:</p>{inner}".encode()
    (found,) = HtmlReader().read(Input("page.html", "page.html", raw[:4096], lambda: io.BytesIO(raw)))
    assert isinstance(found, Draft), found
    made = finished(found)
    assert isinstance(made, Source)
    return made


def rows(made: Source) -> list[str]:
    return [line for line in made.text.split("\n") if line.startswith("|")]


def context(made: Source, words: str) -> list[str]:
    unit = next(u for u in made.units if words in made.text[u.start : u.end])
    return [made.text[r.start : r.end] for r in unit.context]


def test_spans_are_written_out_and_headers_go_with_each_row() -> None:
    made = source(
        "<table><caption>Doses of examplamab</caption><thead><tr><th rowspan=2>Group<th colspan=2>Dose"
        "<tr><th>Day 1<th>Day 2</thead><tbody><tr><td rowspan=2>Under 60 kg<td>5 mg<td>10 mg<tr><td>6 mg<td>12 mg"
        "<tr><td>Over 60 kg<td colspan=2>15 mg</table>"
    )
    assert rows(made) == [
        "| Group | Dose | Dose |",
        "| Group | Day 1 | Day 2 |",
        "| Under 60 kg | 5 mg | 10 mg |",
        "| Under 60 kg | 6 mg | 12 mg |",
        "| Over 60 kg | 15 mg | 15 mg |",
    ]
    assert {"Doses of examplamab", "Day 1", "Day 2"} <= set(context(made, "12 mg"))


def test_a_row_of_one_cell_names_the_rows_under_it() -> None:
    made = source(
        "<table><tr><th>Drug<th>Dose<tr><td colspan=2>Children<tr><td>A<td>1 mg<tr><td colspan=2>Adults"
        "<tr><td>B<td>2 mg</table>"
    )
    assert "Children" in context(made, "1 mg")
    assert "Adults" in context(made, "2 mg")
    assert "Children" not in context(made, "2 mg")


def test_headers_that_come_again_begin_a_new_table() -> None:
    made = source("<table><tr><th>Drug<th>Dose<tr><td>A<td>1 mg<tr><th>Drug<th>Interval<tr><td>B<td>2 weeks</table>")
    assert "Dose" in context(made, "1 mg")
    assert "Dose" not in context(made, "2 weeks")
    assert "Interval" in context(made, "2 weeks")


def test_a_table_without_header_cells_has_a_header_where_its_first_row_is_one() -> None:
    bold = source("<table><tr><td><b>Drug</b><td><b>Dose</b><tr><td>A<td>1 mg</table>")
    assert "Dose" in context(bold, "1 mg")
    plain = source("<table><tr><td>A<td>1 mg<tr><td>B<td>2 mg</table>")
    assert [plain.text[u.start : u.end] for u in plain.units][1:] == ["A | 1 mg", "B | 2 mg"]


def test_a_table_that_only_places_things_is_read_as_blocks() -> None:
    made = source("<table><tr><td><h2>Dose</h2><p>Give 5 mg.</p></td><td><p>Stop then.</p></td></tr></table>")
    assert rows(made) == []
    assert made.units[-1].headings == ("Dose",)
    box = source("<table><tr><td><p>Warning: not in pregnancy.</p><ul><li>Nor in gout.</ul></td></tr></table>")
    assert rows(box) == []


def test_lists_breaks_and_powers_in_a_cell_stay_apart() -> None:
    made = source("<table><tr><th>A<th>B<tr><td>x<td><ul><li>5 mg<li>10 mg</ul>1<br>2 × 10<sup>9</sup></table>")
    assert "| x | • 5 mg • 10 mg 1 2 × 10⁹ |" in made.text


def test_a_table_in_a_cell_stands_after_the_table_and_is_told() -> None:
    made = source("<table><tr><th>A<th>B<tr><td>1 mg<td>x<table><tr><th>C<th>D<tr><td>3<td>4</table></td></tr></table>")
    assert "| 1 mg | x |" in made.text
    assert "| 3 | 4 |" in made.text
    assert any("tables in its cells" in r for r in made.remarks)


def test_the_foot_of_a_table_comes_last() -> None:
    made = source("<table><tfoot><tr><td>Foot<td>f</tfoot><thead><tr><th>A<th>B</thead><tr><td>1<td>2</table>")
    assert rows(made)[-1] == "| Foot | f |"


def test_spans_without_measure_do_not_exhaust_memory() -> None:
    wide = "<td colspan=1000 rowspan=65534>" + "x" * 5_000
    made = source(f"<table><tr>{wide}<td>5 mg</tr>{'<tr><td>y<td>z</tr>' * 300}</table>")
    assert len(made.text) < 100_000
    assert any("spans were not written out" in r for r in made.remarks)


CELLS = st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["td", "th"]), st.text("ab 1|", max_size=5))


@given(st.lists(st.lists(CELLS, max_size=4), min_size=1, max_size=5))
def test_no_cell_of_any_table_is_lost(table: list[list[tuple[int, int, str, str]]]) -> None:
    written = "".join(
        "<tr>" + "".join(f"<{t} colspan={a} rowspan={d}>{w}</{t}>" for a, d, t, w in row) + "</tr>" for row in table
    )
    text = source(f"<table>{written}</table>").text
    for _, _, _, words in (cell for row in table for cell in row):
        assert " ".join(words.split()).replace("|", "\\|") in text or " ".join(words.split()) in text
