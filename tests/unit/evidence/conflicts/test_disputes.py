"""Conflict sets. All labels, drugs and doses here are invented; no such drug as exemplolol exists."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curbside.evidence.conflicts import Dispute, Saying, disputes
from curbside.regimens.grammar import parse
from curbside.testing.records import invented_source
from curbside.types import Kind

TWO = "For maintenance in adults with gout, exemplolol 5 mg is given intramuscularly every two months."
TWO_TO_THREE = (
    "For maintenance in adults with gout, exemplolol 5 mg is given intramuscularly every two to three months."
)
DAILY = "Adults with gout are given exemplolol 10 mg by mouth once daily."


def label(name: str, text: str, **fields: object) -> Saying:
    """An invented UK label that says one thing."""
    given_ = {"kind": Kind.LABEL, "jurisdiction": "uk", **fields}
    source = invented_source(f"file:{name}", [("Dose", [text])], **given_)
    return Saying(name, source, text, parse(text).phases)


def between(*texts: str) -> tuple[Dispute, ...]:
    return disputes(label(f"label-{n}", text) for n, text in enumerate(texts))


def values(dispute: Dispute) -> list[str]:
    return [side.value for side in dispute.sides]


def test_an_interval_inside_a_wider_one_is_a_conflict_with_both_sides_shown() -> None:
    (found,) = between(TWO, TWO_TO_THREE)

    assert found.about == "maintenance interval of exemplolol for gout"
    assert values(found) == ["every two months", "every two to three months"]
    assert [side.saying.source.id for side in found.sides] == ["file:label-0", "file:label-1"]


def test_no_side_of_a_conflict_is_dropped() -> None:
    third = "For maintenance in adults with gout, exemplolol 5 mg is given intramuscularly every six months."

    (found,) = between(TWO, TWO_TO_THREE, third)

    assert len(found.sides) == 3


def test_another_amount_at_the_same_interval_is_a_conflict() -> None:
    (found,) = between(DAILY, DAILY.replace("10 mg", "40 mg"))

    assert found.about == "dose of exemplolol for gout"
    assert values(found) == ["10 mg", "40 mg"]


def test_amounts_are_compared_after_conversion_of_their_units() -> None:
    assert between(DAILY, DAILY.replace("10 mg", "10 000 micrograms")) == ()
    assert len(between(DAILY, DAILY.replace("10 mg", "10 micrograms"))) == 1


def test_amounts_in_units_of_the_same_activity_are_compared_and_never_with_masses() -> None:
    units = "Adults with gout are given exemplolol 50 units subcutaneously once daily."

    assert len(between(units, units.replace("50 units", "500 units"))) == 1
    assert between(units, units.replace("50 units", "50 mg")) == ()


def test_intervals_are_compared_after_conversion_of_their_units() -> None:
    weekly = DAILY.replace("once daily", "every week")

    assert between(weekly, DAILY.replace("once daily", "every 7 days")) == ()
    assert len(between(weekly, DAILY.replace("once daily", "every 14 days"))) == 1


def test_twice_daily_and_every_12_hours_do_not_disagree() -> None:
    assert between(DAILY.replace("once daily", "twice daily"), DAILY.replace("once daily", "every 12 hours")) == ()
    assert len(between(DAILY.replace("once daily", "twice daily"), DAILY.replace("once daily", "every 8 hours"))) == 1


def test_an_amount_within_the_others_range_is_no_conflict() -> None:
    assert between(DAILY, DAILY.replace("10 mg", "5 mg to 20 mg")) == ()


def test_another_population_is_no_conflict() -> None:
    assert between(DAILY, DAILY.replace("Adults", "Children").replace("10 mg", "2 mg")) == ()


def test_a_dose_for_children_does_not_conflict_with_one_that_names_no_population() -> None:
    nobody = "In gout, exemplolol 10 mg by mouth is given once daily."

    assert between(nobody, DAILY.replace("Adults", "Children").replace("10 mg", "2 mg")) == ()


def test_another_indication_is_no_conflict() -> None:
    assert between(DAILY, DAILY.replace("gout", "asthma").replace("10 mg", "40 mg")) == ()


def test_with_and_without_a_condition_are_two_indications() -> None:
    with_ = "Adults with gout and neuropathy are given exemplolol 10 mg by mouth once daily."
    without = "Adults with gout without neuropathy are given exemplolol 40 mg by mouth once daily."

    assert between(with_, without) == ()


def test_another_route_is_no_conflict() -> None:
    assert between(DAILY, DAILY.replace("by mouth", "intravenously").replace("10 mg", "40 mg")) == ()


def test_another_drug_is_no_conflict() -> None:
    assert between(DAILY, DAILY.replace("exemplolol", "inventolol").replace("10 mg", "40 mg")) == ()


def test_a_loading_phase_does_not_conflict_with_a_maintenance_phase() -> None:
    loading = "Adults with gout are given exemplolol 5 mg intramuscularly every month."

    assert between(loading, TWO) == ()


def test_a_label_that_says_that_more_may_be_needed_is_in_no_conflict() -> None:
    assert between(DAILY + " Higher doses may be indicated.", DAILY.replace("10 mg", "40 mg")) == ()
    assert between(DAILY.replace("10 mg", "10 mg or more"), DAILY.replace("10 mg", "40 mg")) == ()


def test_one_source_is_never_in_conflict_with_itself() -> None:
    texts = (TWO, TWO_TO_THREE)
    source = invented_source("file:one", [("Dose", texts)], kind=Kind.LABEL)

    assert disputes(Saying(t, source, t, parse(t).phases) for t in texts) == ()


ASSERTED = "Exemplolol may mask gout and precipitate neuropathy."
DENIED = "A review found no evidence that exemplolol masks gout or worsens neuropathy."


def test_a_harm_that_one_source_asserts_and_another_denies_is_a_conflict() -> None:
    (found,) = between(ASSERTED, DENIED)

    assert found.about.startswith("whether exemplolol masks or worsens")
    assert values(found) == ["asserted", "denied or not supported"]


def test_two_sources_that_assert_the_same_harm_do_not_disagree() -> None:
    assert between(ASSERTED, "Exemplolol can worsen gout.") == ()


def test_a_harm_of_another_drug_or_to_another_condition_is_no_conflict() -> None:
    assert between(ASSERTED, DENIED.replace("exemplolol", "inventolol")) == ()
    assert between(ASSERTED, "There is no evidence that exemplolol worsens asthma.") == ()


@given(st.integers(1, 400), st.integers(1, 400))
def test_two_single_amounts_conflict_exactly_where_they_differ(a: int, b: int) -> None:
    found = between(DAILY.replace("10 mg", f"{a} mg"), DAILY.replace("10 mg", f"{b} mg"))

    assert bool(found) == (a != b)


@given(st.permutations([TWO, TWO_TO_THREE, DAILY, DAILY.replace("10 mg", "40 mg"), ASSERTED, DENIED]))
def test_the_order_of_the_sources_changes_no_conflict(texts: list[str]) -> None:
    found = {frozenset(side.saying.text for side in d.sides) for d in between(*texts)}

    assert found == {
        frozenset({TWO, TWO_TO_THREE}),
        frozenset({DAILY, DAILY.replace("10 mg", "40 mg")}),
        frozenset({ASSERTED, DENIED}),
    }
