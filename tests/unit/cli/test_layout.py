"""How phases are set out. Drugs and doses are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.cli.layout import COLUMNS, GAP, drug, fields, lines, table, widths, wrapped
from curbside.regimens.grammar import parse
from curbside.types import Regimen, Span

WORDS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=16)
CELLS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=5)


def regimen(text: str) -> Regimen:
    phases = parse(text).phases
    return Regimen("r1", phases[0].drug or "", phases, Span("invented", "0" * 64, 0, len(text)), "uk")


@given(ROWS, st.integers(20, 120))
def test_columns_fit_and_break_no_word(found: list[tuple[str, ...]], width: int) -> None:
    sizes = widths(found, width)
    if sizes is None:
        assert sum(max(len(w) for c in column for w in c.split()) for column in zip(*found, strict=True)) > width - 6
        return
    assert sum(sizes) + GAP * 3 <= width
    assert all(len(w) <= size for row in found for c, size in zip(row, sizes, strict=True) for w in c.split())


@given(CELLS, st.integers(16, 80))
def test_wrapping_keeps_every_word(text: str, width: int) -> None:
    found = wrapped(text, width)
    assert " ".join(found) == text
    assert all(len(line) <= width for line in found)


def test_the_route_stands_with_the_dose_and_the_maximum_after_it() -> None:
    (row,) = fields(regimen("Testolol 5 mg by mouth daily to a maximum of 20 mg."))
    assert row == ("dose", "5 mg by mouth, maximum 20 mg", "daily", "not stated")
    (row,) = fields(regimen("Testolol 5 mg is given."))
    assert row[1] == "5 mg, route not stated"


def test_the_dilution_stands_with_the_drug() -> None:
    assert drug(regimen("Adrenaline 1:1000 0.5 ml is given intramuscularly.")) == "adrenaline 1:1000"
    assert drug(regimen("Testolol 5 mg by mouth daily.")) == "testolol"


@pytest.mark.parametrize("width", [36, 56])
def test_a_narrow_terminal_has_no_columns(width: int) -> None:
    rows = fields(regimen("Testolol 5 mg by mouth daily."))
    assert table(rows, width) is None
    assert [label for label, _ in lines(rows[0])] == ["", *("dose", "how often", "ends")]


def test_a_wide_one_has_four() -> None:
    shown = table(fields(regimen("Testolol 1000 micrograms intramuscularly for 5 days.")), 76)
    assert shown is not None
    assert tuple(c.header for c in shown.columns) == COLUMNS
