"""A source as a study: design, size and features, each with the words that say it. All records are invented."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.evidence.studies import TRIAL, invented_study, reread

from curbside.evidence.study import study
from curbside.types import Kind

DESIGNS: list[tuple[str, dict[str, Any]]] = [
    ("randomised trial", {"types": (TRIAL,)}),
    ("randomised trial", {"title": "A randomised trial of exemplolol (invented)"}),
    ("randomised trial", {"methods": "This prospective randomised study was carried out with 100 patients."}),
    ("non-randomised trial", {"types": ("Clinical Trial",)}),
    ("non-randomised trial", {"methods": "This was a quasi-randomised controlled study of 210 women."}),
    ("non-randomised trial", {"title": "A single-arm, open-label study (invented)"}),
    ("non-randomised trial", {"title": "Exemplolol in gout: before-and-after study (invented)"}),
    ("cohort", {"types": ("Observational Study",)}),
    ("cohort", {"methods": "Records were retrospectively reviewed."}),
    ("cohort", {"methods": "Using a national registry we found 900 adults."}),
    ("cohort", {"subjects": ("Humans", "Retrospective Studies")}),
    ("cohort", {"title": "Exemplolol and gout: a Mendelian randomisation study (invented)"}),
    ("case-control", {"title": "Exemplolol and gout: a case-control study (invented)"}),
    ("cross-sectional", {"methods": "In a cross-sectional survey, 1,500 randomly selected adults answered."}),
    ("case series", {"types": ("Case Reports",), "methods": "We report 18 patients who were given exemplolol."}),
    ("case series", {"title": "Exemplolol in gout: a case series (invented)"}),
    ("case report", {"types": ("Case Reports",)}),
    ("narrative review", {"types": ("Review",)}),
    ("systematic review", {"types": ("Meta-Analysis",)}),
    ("opinion", {"types": ("Letter",), "title": "The randomised trial of exemplolol (invented)"}),
    ("opinion", {"types": ("Editorial",)}),
    ("protocol", {"types": ("Clinical Trial Protocol",)}),
    ("secondary analysis", {"title": "Post hoc analysis of an invented trial"}),
    ("mechanism", {"title": "Exemplolol in a mouse model of gout (invented)"}),
    ("mechanism", {"subjects": ("Animals", "Mice")}),
    ("guideline", {"types": ("Practice Guideline",)}),
    ("label", {"kind": Kind.LABEL}),
]


@pytest.mark.parametrize(("name", "fields"), DESIGNS)
def test_the_design_is_told_from_the_record_the_title_or_the_methods(name: str, fields: dict[str, Any]) -> None:
    source = invented_study("Fewer fell ill.", **fields)
    found = study(source).design

    assert found is not None
    assert found.name == name
    assert reread(source, found.words) == found.words.text


def test_publication_types_come_before_the_title() -> None:
    source = invented_study("Fewer fell ill.", types=("Letter",), title="A randomised trial of exemplolol (invented)")

    found = study(source).design

    assert found is not None
    assert (found.name, found.by) == ("opinion", "publication types")


def test_mice_that_are_allocated_at_random_make_no_randomised_trial() -> None:
    source = invented_study(
        "Swelling was less.",
        title="Exemplolol and swelling (invented)",
        methods="A prospective, randomised trial with a canine model of gout was performed.",
    )
    found = study(source).design

    assert found is None or found.name == "mechanism"


def test_the_kind_of_a_description_is_taken_where_nothing_else_tells() -> None:
    found = study(invented_study("Fewer fell ill.", kind=Kind.COHORT)).design

    assert found is not None
    assert (found.name, found.by) == ("cohort", "kind")


def test_nothing_is_told_of_what_tells_nothing() -> None:
    assert study(invented_study("Fewer fell ill.")).design is None


@pytest.mark.parametrize(
    ("name", "methods"),
    [
        ("open label", "This was an open-label trial."),
        ("open label", "The trial was not blinded."),
        ("blinded", "Patients were given exemplolol or placebo, double blind."),
        ("uncontrolled", "Exemplolol was given in an uncontrolled pilot study."),
        ("uncontrolled", "There was no control group."),
        ("controlled", "Exemplolol was compared with placebo."),
    ],
)
def test_features_are_told_with_their_words(name: str, methods: str) -> None:
    source = invented_study("Fewer fell ill.", methods=methods)
    words = study(source).feature(name)

    assert words is not None
    assert reread(source, words) == words.text


@pytest.mark.parametrize(
    ("name", "methods"),
    [
        ("uncontrolled", "Adults with uncontrolled hypertension were enrolled."),
        ("open label", "A double-blind trial was followed by an open-label extension."),
        ("open label", "Previous open-label trials had been small."),
    ],
)
def test_a_disease_an_extension_or_another_trial_is_no_feature(name: str, methods: str) -> None:
    assert study(invented_study("Fewer fell ill.", methods=methods)).feature(name) is None


def test_a_preprint_is_told_by_its_type_or_its_server() -> None:
    assert study(invented_study("Fewer fell ill.", types=("Preprint",))).feature("preprint")
    assert study(invented_study("Fewer fell ill.", publisher="medRxiv")).feature("preprint")
    assert not study(invented_study("Fewer fell ill.")).feature("preprint")


@given(
    st.sampled_from(DESIGNS),
    st.lists(st.sampled_from(["open-label", "double-blind", "24 people", "n = 30", "RCTs", "cohorts", ". ", " "])),
)
def test_no_claim_stands_without_words_of_the_source(design: tuple[str, dict[str, Any]], pieces: list[str]) -> None:
    source = invented_study("".join(pieces) or "Nothing.", **design[1])
    found = study(source)

    words = [f.words for f in found.features]
    words += [found.design.words] if found.design else []
    words += [w for size in (found.sample, found.studies) if size for w in size.words]
    assert all(w.text and reread(source, w) == w.text for w in words)
