from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.sources.design import METHODS, TITLE, TYPES, design_of, kind_of
from curbside.sources.languages import two_letters
from curbside.types import Kind

# Titles and abstracts are invented.

ARTICLE = ("Journal Article",)


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (("Journal Article", "Randomized Controlled Trial"), Kind.RANDOMISED_TRIAL),
        (("Meta-Analysis", "Randomized Controlled Trial"), Kind.SYSTEMATIC_REVIEW),
        (("Systematic Review", "Review"), Kind.SYSTEMATIC_REVIEW),
        (("Practice Guideline", "Systematic Review"), Kind.GUIDELINE),
        (("Consensus Development Conference, NIH",), Kind.GUIDELINE),
        (("Journal Article", "Review"), Kind.NARRATIVE_REVIEW),
        (("Case Reports",), Kind.CASE_REPORT),
        (("Observational Study",), Kind.COHORT),
        (("Clinical Trial, Phase III",), Kind.COHORT),
        (("Patient Education Handout",), Kind.PATIENT_LEAFLET),
        (("Letter", "Comment"), Kind.UNKNOWN),
        (("Letter", "Randomized Controlled Trial"), Kind.RANDOMISED_TRIAL),
        (("Retraction Notice",), Kind.UNKNOWN),
    ],
)
def test_publication_types_decide_first(types: tuple[str, ...], kind: Kind) -> None:
    found = design_of(types, "Inventium in made-up pain", "")
    assert (found.kind, found.by) == (kind, TYPES)


@pytest.mark.parametrize(
    ("types", "title"),
    [
        (("Letter",), "A randomised trial of inventium"),
        (("Comment", "Editorial"), "Systematic review of inventium"),
        (("Clinical Trial Protocol",), "Inventium: a randomised controlled trial"),
        (("Randomized Controlled Trial, Veterinary",), "A randomised trial of inventium"),
        (ARTICLE, "Inventium for pain: protocol for a randomised controlled trial"),
        (ARTICLE, "Comment on: a randomised trial of inventium"),
        (ARTICLE, "Retraction: A randomised trial of inventium"),
        (ARTICLE, "Post hoc analysis of a randomised trial of inventium"),
        (ARTICLE, "A randomised study of inventium in rats"),
        (ARTICLE, "Genome-wide meta-analysis of made-up pain"),
    ],
)
def test_what_is_about_a_study_is_not_that_study(types: tuple[str, ...], title: str) -> None:
    assert kind_of(types, title, "We did a randomised trial.") is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Inventium: a randomised, double-blind, placebo-controlled trial.", Kind.RANDOMISED_TRIAL),
        ("A randomized cross-over study of inventium", Kind.RANDOMISED_TRIAL),
        ("Non-randomised study of inventium", Kind.UNKNOWN),
        ("Quasi-randomised trial of inventium", Kind.UNKNOWN),
        ("A Mendelian randomization study", Kind.UNKNOWN),
        ("Inventium: systematic review and meta-analysis of randomised trials", Kind.SYSTEMATIC_REVIEW),
        ("Review of randomised trials of inventium", Kind.NARRATIVE_REVIEW),
        ("Inventium: a narrative review", Kind.NARRATIVE_REVIEW),
        ("Inventium poisoning: a case report", Kind.CASE_REPORT),
        ("Inventium poisoning: a report of three cases", Kind.CASE_SERIES),
        ("Inventium poisoning: a case series", Kind.CASE_SERIES),
        ("Inventium and falls: a retrospective cohort study", Kind.COHORT),
        ("Inventium and falls: a case-control study", Kind.UNKNOWN),
        ("Guidelines for the use of inventium", Kind.GUIDELINE),
        ("Adherence to guidelines for inventium", Kind.UNKNOWN),
        ("Inventium: a clinical practice guideline", Kind.GUIDELINE),
    ],
)
def test_the_title_decides_next(title: str, kind: Kind) -> None:
    assert kind_of(ARTICLE, title, "") is kind


@pytest.mark.parametrize(
    ("abstract", "kind"),
    [
        ("We conducted a retrospective cohort study of 20 people.", Kind.COHORT),
        (
            "BACKGROUND\n\nPain is common.\n\nDESIGN\n\nDouble-blind randomised trial.\n\nRESULTS\n\nNone.",
            Kind.RANDOMISED_TRIAL,
        ),
        ("METHODS\n\nPatients were randomly assigned to inventium or placebo.", Kind.RANDOMISED_TRIAL),
        ("In earlier trials patients were randomly assigned to inventium.", Kind.UNKNOWN),
        ("A previous randomised trial found no difference. We gave inventium.", Kind.UNKNOWN),
        ("We searched MEDLINE and Embase. This systematic review found none.", Kind.SYSTEMATIC_REVIEW),
        ("We searched MEDLINE for papers.", Kind.NARRATIVE_REVIEW),
        ("We report a 45-year-old patient with pain.", Kind.CASE_REPORT),
        ("We report 12 patients with pain.", Kind.CASE_SERIES),
        ("This is a secondary analysis of a trial. Patients were randomly assigned to it.", Kind.UNKNOWN),
        ("This was a cross-sectional study.", Kind.UNKNOWN),
        ("", Kind.UNKNOWN),
    ],
)
def test_what_the_abstract_says_of_its_own_study_decides_last(abstract: str, kind: Kind) -> None:
    found = design_of(ARTICLE, "Inventium in made-up pain", abstract)
    assert found.kind is kind
    assert found.by in (None, METHODS)


@pytest.mark.parametrize(
    ("types", "title", "abstract", "kind", "by"),
    [
        (("Review",), "Inventium: a systematic review", "", Kind.SYSTEMATIC_REVIEW, TITLE),
        (("Case Reports",), "Inventium poisoning: a case series", "", Kind.CASE_SERIES, TITLE),
        (("Case Reports",), "A randomised trial", "", Kind.CASE_REPORT, TYPES),
        (("Clinical Trial",), "Inventium: a randomised trial", "", Kind.RANDOMISED_TRIAL, TITLE),
        (("Clinical Trial",), "Inventium", "Patients were randomised to it.", Kind.RANDOMISED_TRIAL, METHODS),
        (("Clinical Trial",), "Inventium", "We gave it to all.", Kind.COHORT, TYPES),
        (("Observational Study",), "Inventium: a case-control study", "", Kind.UNKNOWN, TITLE),
    ],
)
def test_a_type_that_leaves_the_design_open_is_made_more_exact(
    types: tuple[str, ...], title: str, abstract: str, kind: Kind, by: str
) -> None:
    found = design_of(types, title, abstract)
    assert (found.kind, found.by) == (kind, by)


@given(st.lists(st.text(max_size=20), max_size=3), st.text(max_size=80), st.text(max_size=200))
def test_any_text_has_a_kind_with_what_decided_it(types: list[str], title: str, abstract: str) -> None:
    found = design_of(types, title, abstract)
    assert (found.by is None) == (found.found is None)


def test_a_long_abstract_is_searched_in_time() -> None:
    begun = time.perf_counter()
    for text in ("we report that patients were not and in this review of case of cohort ", "randomised", "-a", "a,"):
        assert kind_of(ARTICLE, f"randomised {text * 500}", f"we did a randomised {text * 4_000}") in Kind
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("code", "found"),
    [("eng", "en"), ("ger", "de"), ("deu", "de"), ("scr", "hr"), ("mul", "mul"), ("", None), ("e1", None)],
)
def test_a_language_has_two_letters_where_there_are_any(code: str, found: str | None) -> None:
    assert two_letters(code) == found
