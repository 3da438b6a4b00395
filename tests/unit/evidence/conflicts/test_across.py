"""The differences over a library. All documents are invented."""

from __future__ import annotations

from curbside.evidence.conflicts.across import across
from curbside.testing.homes import invented_document
from curbside.types import ConflictKind, Kind, Source, State, Status

TEN = "Adults with gout are given exemplolol 10 mg by mouth once daily."


def document(name: str, *lines: str, heading: str = "Dose", **fields: object) -> Source:
    return invented_document(f"local:{name}", f"# Invented {name}\n\n## {heading}\n\n{' '.join(lines)}\n", **fields)


def test_a_shared_drug_brings_two_sources_together() -> None:
    forty = document("b", "Nothing is said here.", TEN.replace("10", "40"))

    (found,) = across([document("a", TEN), forty, document("c", TEN.replace("exemplolol 10", "inventopril 40"))])

    assert found.kind is ConflictKind.REAL
    assert [(s.saying.source.id, s.value) for s in found.sides] == [("local:a", "10 mg"), ("local:b", "40 mg")]
    for side in found.sides:
        start = side.saying.start
        assert side.saying.source.text[start : start + len(side.saying.text)] == side.saying.text


def test_a_label_that_names_no_drug_is_on_that_of_its_title() -> None:
    label = document(
        "b", "Adults with gout are given 40 mg by mouth once daily.", title="Exemplolol tablets", kind=Kind.LABEL
    )

    assert [d.drug for d in across([document("a", TEN), label])] == ["exemplolol"]


def test_what_stands_under_experiments_or_packaging_is_left_out() -> None:
    for heading in ("Clinical studies", "How supplied", "References", "Clinical pharmacology"):
        assert across([document("a", TEN), document("b", TEN.replace("10", "40"), heading=heading)]) == ()


def test_only_one_drug_or_its_group() -> None:
    both = [
        document("a", TEN, "Adults with gout are given metoprolol 10 mg by mouth once daily."),
        document("b", TEN.replace("10", "40"), "Adults with gout are given metoprolol 40 mg by mouth once daily."),
    ]

    assert len(across(both)) == 2
    assert [d.drug for d in across(both, drug="exemplolol")] == ["exemplolol"]
    assert [d.drug for d in across(both, drug="beta blocker")] == ["metoprolol"]
    assert across(both, drug="aspirin") == ()


def test_only_one_topic_or_condition() -> None:
    both = [document("a", TEN, topics=("joints",)), document("b", TEN.replace("10", "40"), topics=("joints",))]

    assert len(across(both, topic="joints")) == len(across(both, topic="gout")) == 1
    assert across(both, topic="asthma") == ()


def test_retracted_sources_and_overviews_made_here_take_no_part() -> None:
    retracted = document("b", TEN.replace("10", "40"), status=Status(State.RETRACTED))
    own = document("c", TEN.replace("10", "40"), derived_from=("curbside:answer:1",))

    assert across([document("a", TEN), retracted, own]) == ()


def test_first_lines_are_compared_by_condition_alone() -> None:
    first = "The first-line treatment of hypertension in adults is {}."

    (found,) = across([document("a", first.format("exemplolol")), document("b", first.format("inventopril"))])

    assert found.about == "first-line treatment for hypertension"
    assert [s.value for s in found.sides] == ["exemplolol", "inventopril"]


def test_what_no_list_has_is_found_by_its_words() -> None:
    pairs = [
        ("Routine chest radiography is recommended in adults with pneumonia.", "is recommended", "is not recommended"),
        ("Mockumab is the treatment of choice for adults with psoriasis.", "Mockumab", "Fakumab"),
        ("Admission of adults with pneumonia rests on the severity index.", "severity index", "CURB-65 score"),
        (
            "We suggest mockolol over fakeolol for adults with angina.",
            "mockolol over fakeolol",
            "fakeolol over mockolol",
        ),
    ]
    for text, old, new in pairs:
        found = across([document("a", text), document("b", text.replace(old, new))])

        assert [d.kind for d in found] == [ConflictKind.REAL], text


def test_a_maximum_beside_another_drug_is_for_those_who_take_it() -> None:
    most = "In adults with gout taking {}, the dose of exemplolol should not exceed {} mg."

    found = across([document("a", most.format("warfarin", 40)), document("b", most.format("ibuprofen", 20))])

    assert [d.kind for d in found] != []
    assert all(d.kind is not ConflictKind.REAL for d in found)
