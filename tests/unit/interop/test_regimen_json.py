"""Lines of `curbside regimens --json` read back. Drugs and doses are invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.interop import contract
from curbside.interop.regimen_json import regimen_of_line
from curbside.regimens.grammar import parse
from curbside.types import Phase

TEXT = (
    "Fictovarin 5 to 10 mg orally twice daily for 7 days (maximum 40 mg daily), then 20 mg every 2 to 3 weeks until "
    "better."
)


def line(**more: Any) -> dict[str, Any]:
    phases = [contract.phase(p) for p in parse(TEXT).phases]
    assert phases
    return {"id": "line 1", "phases": phases, "not_understood": [], **more}


def test_a_phase_comes_back_as_it_was() -> None:
    made = regimen_of_line(line(), "a line")

    assert made.id == "line 1"
    assert made.phases == tuple(replace(p, spans={}) for p in parse(TEXT).phases)


@pytest.mark.parametrize("name", [f for f in contract.phase(Phase()) if f not in ("as_needed", "spans")])
@pytest.mark.parametrize("value", [1, 1.5, True, [], {}, "", " ", "a\nb", "x" * 3000, {"low": "1"}])
def test_a_field_of_another_kind_is_refused_in_a_sentence_with_its_place(name, value) -> None:
    changed = line()
    changed["phases"][0][name] = value

    with pytest.raises(InputError, match=r"^a line, phases\[0\]"):
        regimen_of_line(changed, "a line")


@pytest.mark.parametrize(
    "amount",
    [
        {"low": "-1", "high": "1", "unit": "mg"},
        {"low": "1", "high": "1e3", "unit": "mg"},
        {"low": "01", "high": "1", "unit": "mg"},
        {"low": "1.0", "high": "1", "unit": "mg"},
        {"low": "NaN", "high": "1", "unit": "mg"},
        {"low": None, "high": None, "unit": "mg"},
        {"low": "1", "high": "1", "unit": None},
        {"low": 1, "high": "1", "unit": "mg"},
    ],
)
def test_an_amount_that_is_none_is_refused(amount) -> None:
    changed = line()
    changed["phases"][0]["amount"] = amount

    with pytest.raises(InputError):
        regimen_of_line(changed, "a line")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"not_understood": ["and more"]}, "not understood"),
        ({"phases": []}, "no dose"),
        ({"phases": {}}, "not a list"),
        ({"phases": [1]}, "no JSON object"),
    ],
)
def test_a_line_that_may_not_say_all_is_refused(changes, said) -> None:
    with pytest.raises(InputError, match=said):
        regimen_of_line(line(**changes), "a line")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda i: st.lists(i) | st.dictionaries(st.text(), i)
    )
)
def test_whatever_is_given_is_refused_and_not_mended(given_: object) -> None:
    with pytest.raises(InputError):
        regimen_of_line(given_, "a line")
