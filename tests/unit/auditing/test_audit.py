"""The audit as a whole, over the starter library."""

from __future__ import annotations

import time

import pytest
from evals.edit_rules import DANGEROUS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.types import Outcome, Relation, UnitKind


def units(starter) -> list[str]:
    sources = [starter.stock.find(s.id, None) for s in starter.sources]
    return [s.text[u.start : u.end] for s in sources for u in s.units if u.kind is UnitKind.SENTENCE]


def test_a_sentence_of_a_source_is_supported_by_it(starter) -> None:
    sentence = next(u for u in units(starter) if u.startswith("Adult outpatients with community-acquired pneumonia"))
    (audited,) = starter.audit(sentence).claims
    assert audited.verdict is Outcome.SUPPORTED
    assert audited.evidence[0].relation is Relation.SUPPORTS
    assert starter.library.read_span(audited.evidence[0].spans[0]) == sentence


def test_the_wrong_drug_at_the_right_dose_is_contradicted_with_the_sentence_beside_it(starter) -> None:
    text = "Methylcobalamin 1 mg is given IM on alternate days in B12 deficiency with neurological involvement."
    (audited,) = starter.audit(text).claims
    assert audited.verdict is Outcome.CONTRADICTED
    assert [str(f.kind) for f in audited.faults] == ["drug_swapped"]
    cited = audited.evidence[0]
    assert cited.relation is Relation.CONTRADICTS
    assert "hydroxocobalamin" in starter.library.read_span(cited.spans[0])


def test_a_claim_outside_the_library_is_not_enough_and_says_so(starter) -> None:
    (audited,) = starter.audit("Vancomycin is dosed by trough concentrations in neonatal sepsis.").claims
    assert audited.verdict is Outcome.NOT_ENOUGH
    assert audited.reasons


def test_faults_stand_in_the_order_of_danger(starter) -> None:
    claim = "Adults with anaphylaxis are always given adrenaline 500 mg intramuscularly.[9]"
    text = f"{claim}\n\nReferences\n\n1. Invented. 2019.\n"
    (audited,) = starter.audit(text).claims
    kinds = [str(f.kind) for f in audited.faults]
    assert kinds == ["number_or_unit", "modality_strengthened", "mark_without_entry"]


def test_citations_are_numbered_by_first_use(starter) -> None:
    audit = starter.audit("Labetalol is avoided in asthma. Apixaban is not recommended in people on dialysis.")
    seen = [c.ref for claim in audit.claims for c in claim.evidence] + [o.citation.ref for o in audit.left_out]
    assert list(dict.fromkeys(seen)) == list(range(1, len(audit.sources) + 1))
    for claim in audit.claims:
        assert all(audit.sources[c.ref - 1].id == c.source for c in claim.evidence)


def test_a_dose_without_its_contraindication_is_told(starter) -> None:
    dose = "Hydroxocobalamin 1 mg is given IM on alternate days in B12 deficiency with neurological involvement."
    told = [o for o in starter.audit(dose).left_out if o.why == "contraindication"]
    assert any("ypersensitivity" in o.text for o in told)
    both = (
        dose
        + " Hydroxocobalamin is contraindicated in people with hypersensitivity to hydroxocobalamin or its excipients."
    )
    texts = [o.text for o in starter.audit(both).left_out]
    assert not any(t.startswith("Hypersensitivity to hydroxocobalamin") for t in texts)


def test_at_most_eight_things_are_left_out(starter) -> None:
    text = " ".join(u for u in units(starter) if " mg" in u or "micrograms" in u)
    assert len(starter.audit(text).left_out) <= 8


@pytest.mark.parametrize("text", ["", "\n\n", "## Only a heading", "?"])
def test_a_text_that_claims_nothing_has_no_claims(starter, text: str) -> None:
    assert starter.audit(text).claims == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_sentence_of_the_library_is_never_contradicted(starter, data) -> None:
    sentence = data.draw(st.sampled_from(units(starter)))
    for audited in starter.audit(sentence).claims:
        assert audited.verdict is not Outcome.CONTRADICTED


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_dangerous_edit_of_a_sentence_of_the_library_is_supported(starter, data) -> None:
    sentence = data.draw(st.sampled_from(units(starter)))
    edits = [edited for rule in DANGEROUS.values() for edited in rule(sentence)]
    if edits:
        claims = starter.audit(data.draw(st.sampled_from(edits))).claims
        assert not claims or any(c.verdict is not Outcome.SUPPORTED for c in claims)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="Labetalol 5 mg [1].\n#-*|()&<>", max_size=100))
def test_any_text_can_be_audited(starter, text: str) -> None:
    audit = starter.audit(text)
    assert sum(audit.count(o) for o in Outcome) == len(audit.claims)


def test_forty_claims_take_under_three_seconds_of_the_processor(starter) -> None:
    text = "\n\n".join(units(starter)[:40])
    begun = time.process_time()
    audit = starter.audit(text)
    assert len(audit.claims) >= 40
    assert time.process_time() - begun < 3
