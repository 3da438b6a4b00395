"""Estimate, own grade and strength of the statements of an answer. Drugs, findings and sources are invented."""

from __future__ import annotations

from dataclasses import replace

from curbside.composing.weighing import weighed
from curbside.retrieval.understanding import understand
from curbside.testing.homes import invented_document
from curbside.types import Citation, Estimate, Facet, Flag, Kind, Relation, Source, Span, Statement, Strength
from curbside.types.appraisals import UNSTATED

SAID = "Fictoprolol 6 mg reduced stroke in 240 adults with hypertension."
QUESTION = understand("Does fictoprolol prevent stroke in hypertension?")
TRIAL = invented_document("test:trial", f"# Invented\n\n## Results\n\n{SAID}\n", kind=Kind.RANDOMISED_TRIAL)
COHORT = invented_document("test:cohort", f"# Invented\n\n## Results\n\n{SAID}\n", kind=Kind.COHORT)
CASE = invented_document("test:case", f"# Invented\n\n## Course\n\n{SAID}\n", kind=Kind.CASE_REPORT)
GUIDELINE = invented_document("test:guide", f"# Invented\n\n## Strong recommendations\n\n{SAID}\n")
HELD = {s.id: s for s in (TRIAL, COHORT, CASE, GUIDELINE)}


def find(name: str, content_hash: str) -> Source:
    return HELD[name]


def citing(*sources: Source, flags: tuple[Flag, ...] = ()) -> Statement:
    def cited(source: Source) -> Citation:
        start = source.text.index(SAID)
        return Citation(source.id, (Span(source.id, source.content_hash, start, start + len(SAID)),), Relation.SUPPORTS)

    return Statement("s1", SAID, Facet.EVIDENCE, tuple(map(cited, sources)), flags=flags)


def one(*sources: Source, flags: tuple[Flag, ...] = ()) -> Statement:
    (found,) = weighed(QUESTION, [citing(*sources, flags=flags)], find)
    return found


def test_a_finding_of_a_trial_has_the_estimate_of_the_trial() -> None:
    assert (one(TRIAL).estimate.level, one(TRIAL).estimate.of) == ("High", "test:trial")
    assert (one(COHORT).estimate.level, one(COHORT).strength) == ("Low", Strength.LIMITED)


def test_of_several_sources_the_estimate_is_the_highest() -> None:
    assert one(COHORT, TRIAL).estimate.of == "test:trial"
    assert one(TRIAL, COHORT).estimate.of == "test:trial"


def test_a_guideline_keeps_its_own_grade_and_has_no_estimate() -> None:
    found = one(GUIDELINE)

    assert found.estimate == UNSTATED
    assert found.own_grade is not None
    assert (found.own_grade.text, found.own_grade.system) == ("Strong recommendations", "GRADE")
    assert found.strength is Strength.RECOMMENDED


def test_one_case_has_been_reported() -> None:
    assert one(CASE).strength is Strength.REPORTED
    assert one(CASE).estimate.level == "Very low"


def test_a_conflict_and_another_population_take_steps() -> None:
    found = one(TRIAL, flags=(Flag.CONFLICT, Flag.OTHER_POPULATION)).estimate

    assert (found.level, found.lowered) == ("Low", ("indirect", "inconsistent"))


def test_a_composer_says_nothing_of_how_sure_something_is() -> None:
    boasting = replace(citing(COHORT), strength=Strength.RECOMMENDED, estimate=Estimate("High", "High", "invented"))

    (found,) = weighed(QUESTION, [boasting], find)

    assert (found.strength, found.estimate.level) == (Strength.LIMITED, "Low")
