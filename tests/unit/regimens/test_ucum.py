"""Our table of units against ucumvert, which reads UCUM by its official grammar and converts with pint."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from curbside.language.units import BASES, DENOMINATORS, UNITS
from curbside.regimens.amounts import BOUND_UNITS

ucumvert = pytest.importorskip("ucumvert", reason="the extra dev has it: pip install 'curbside[dev]'")
TIMES = ("min", "h", "d", "wk", "mo", "a")
BASIS = ("kg", "m2", "kg/min", "kg/h", "min", "h")
CONVERTED = [(unit, factor, base) for table, base in BASES for unit, factor in table.items()]
SPOKEN = ("fortnight", "megaunit", "megaiu")
"""Words that are brought to a unit where they are read (2 weeks, a million units) and never come out."""


@pytest.fixture(scope="session")
def registry() -> Any:
    return ucumvert.PintUcumRegistry()


@pytest.fixture(scope="session")
def grammar() -> Any:
    return ucumvert.get_ucum_parser()


@pytest.mark.parametrize("code", sorted({*BOUND_UNITS, *TIMES, "%"}))
def test_every_unit_of_a_phase_is_ucum_alone_on_its_basis_and_for_a_period(code: str, grammar: Any) -> None:
    for written in (code, *(f"{code}/{b}" for b in BASIS), *(f"{code}/{t}" for t in TIMES), f"{code}/kg/d"):
        grammar.parse(written)


@pytest.mark.parametrize("code", sorted({c for _, c in (*UNITS, *DENOMINATORS)} - set(SPOKEN)))
def test_every_unit_that_is_read_is_ucum(code: str, grammar: Any) -> None:
    grammar.parse(code)


@pytest.mark.parametrize(("unit", "factor", "base"), CONVERTED, ids=[u for u, _, _ in CONVERTED])
def test_a_unit_converts_as_in_our_table(unit: str, factor: str, base: str, registry: Any) -> None:
    got = registry.from_ucum(unit).to(registry.from_ucum(base).units).magnitude
    assert Fraction(Decimal(factor)) == pytest.approx(Fraction(got), rel=1e-12)


@pytest.mark.parametrize("written", ["fortnight", "micrograms", "zzz", "mcg"])
def test_what_is_no_ucum_is_refused_by_the_check(written: str, grammar: Any) -> None:
    with pytest.raises(Exception, match=r".+"):
        grammar.parse(written)
