from __future__ import annotations

from curbside.regimens.grammar import parse
from curbside.regimens.table import HEADERS, rows
from curbside.types import Regimen, Span


def table(text: str, context: str = "") -> list[tuple[str, str, str, str, str]]:
    phases = parse(text, context).phases
    return rows(Regimen("r1", phases[0].drug or "", phases, Span("invented", "0" * 64, 0, len(text)), "uk"))


def test_a_regimen_is_a_row_a_phase() -> None:
    text = (
        "Fablocobalamin 1000 micrograms is given intramuscularly on alternate days until there is no further "
        "improvement, then 1000 micrograms every two months as maintenance."
    )
    assert len(HEADERS) == 5
    assert table(text) == [
        ("step 1", "1000 micrograms", "intramuscularly", "on alternate days", "until there is no further improvement"),
        ("maintenance", "1000 micrograms", "intramuscularly", "every 2 months", "not stated"),
    ]


def test_what_is_not_stated_says_so() -> None:
    assert table("Testolol 5 mg is given.") == [("dose", "5 mg", "not stated", "not stated", "not stated")]


def test_a_maximum_a_condition_and_as_needed_stand_beside_the_dose() -> None:
    first, second = table(
        "Testolol 0.02 mg/kg to a maximum of 0.6 mg is injected intramuscularly, repeated every 5 minutes as needed."
    )
    assert first == ("step 1", "0.02 mg/kg, maximum 0.6 mg", "intramuscularly", "not stated", "not stated")
    assert second[3] == "every 5 minutes, as needed"


def test_a_step_of_titration_does_not_look_like_a_dose() -> None:
    rows_ = table("Testolol is started at 25 mg daily and increased by 25 mg every week to a maximum of 100 mg a day.")
    assert rows_[1][:2] == ("increase by", "25 mg more, maximum 100 mg a day")


def test_groups_are_named_where_they_differ() -> None:
    names = [
        r[0]
        for r in table(
            "0.4 mg over 12 years, 0.2 mg at 6 to 12 years.", "Fictoterol is given subcutaneously to children:"
        )
    ]
    assert names == ["step 1 (over 12 years)", "step 2 (6 to 12 years)"]


def test_lengths_counts_and_no_end_are_told() -> None:
    endings = [
        r[4]
        for r in table(
            "Imagigrel 300 mg as a single dose, then 75 mg daily for 2 weeks, then 50 mg daily indefinitely."
        )
    ]
    assert endings == ["after a single dose", "after 2 weeks", "lifelong"]
