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
    assert first == ("dose", "0.02 mg/kg, maximum 0.6 mg", "intramuscularly", "not stated", "not stated")
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
    assert names == ["over 12 years", "6 to 12 years"]


def test_lengths_counts_and_no_end_are_told() -> None:
    endings = [
        r[4]
        for r in table(
            "Imagigrel 300 mg as a single dose, then 75 mg daily for 2 weeks, then 50 mg daily indefinitely."
        )
    ]
    assert endings == ["after a single dose", "after 2 weeks", "lifelong"]


def names(text: str, context: str = "") -> list[str]:
    return [r[0] for r in table(text, context)]


def test_a_start_that_is_told_after_its_dose_stands_before_it_and_keeps_the_time_of_day() -> None:
    shown = table(
        "The dose of testolol for adults is 30 mg to 60 mg daily by mouth in the evening, started at 5 mg in the "
        "evening and increased by 5 mg every 3 days."
    )
    assert [r[0] for r in shown] == ["start", "increase by", "dose"]
    assert [r[3] for r in shown] == ["daily, in the evening", "every 3 days", "daily, in the evening"]


def test_conditional_alternatives_are_named_by_their_condition_and_are_no_steps() -> None:
    text = (
        "Fictoxaban 6 mg is taken twice daily, reduced to 3 mg twice daily if body weight is 60 kg or less; it is also "
        "3 mg twice daily if creatinine clearance is 15 to 29 mL/min."
    )
    reduced, other = "reduced, if body weight is 60 kg or less", "or, if creatinine clearance is 15 to 29 mL/min"
    assert names(text) == ["dose", reduced, other]
    assert [r[3] for r in table(text)] == ["twice daily"] * 3


def test_days_are_named_and_another_way_to_start_says_or() -> None:
    text = (
        "Fictogabalin is given as 100 mg once on day 1 and 100 mg twice on day 2, or started at 300 mg a day in three "
        "doses, then increased by 100 mg a day every 2 days."
    )
    assert names(text) == ["day 1", "day 2", "or start", "increase by"]
    assert [r[3] for r in table(text)][:2] == ["once", "twice daily"]


def test_steps_are_numbered_only_where_the_source_says_then() -> None:
    assert names("Testolol 5 mg daily for 1 week, then 10 mg daily for 1 week, then 20 mg daily as maintenance.") == [
        "step 1",
        "step 2",
        "maintenance",
    ]
    assert names("A loading dose of testolol 50 mg, then 5 mg daily.") == ["loading", "then"]
    assert names("Testolol 20 mg or 40 mg by mouth daily.") == ["dose", "or"]
    assert names("The usual dose of testolol is 20 mg by mouth daily.") == ["usual dose"]


def test_a_condition_after_a_course_is_no_alternative_to_it() -> None:
    assert names("Testolol 20 mg daily for 4 weeks; if symptoms persist, 40 mg daily for a further 4 weeks.") == [
        "dose",
        "if symptoms persist",
    ]


def test_a_maximum_alone_is_named_so() -> None:
    assert table("The maximum single dose of testolol is 2 g.")[0][:2] == ("maximum", "maximum 2 g")
