"""An answer as FHIR. Drugs, doses and sources are invented."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from lxml import etree

from curbside.errors import InputError, UsageError
from curbside.interop.fhir import RELEASES, bundle, validated, violations
from curbside.testing.homes import invented_document
from curbside.types import Answer, Identifier, Kind, Licence, Reference, Span, State, Status

DOSE = (
    "For invented hypertension, adults are given fictoprolol 6 mg by mouth on alternate days until the pressure is "
    "normal, then 3 mg every 2 to 3 months as maintenance."
)
WARNING = "Fictoprolol is contraindicated in asthma."
MORE = (
    "Adults with hypertension take fictoprolol 2 mg/kg by mouth three times a week for 7 to 10 days (maximum 300 mg)."
)
LABEL = invented_document(
    "test:label",
    f"# Invented\n\n## Dose\n\n{DOSE}\n\n{MORE}\n\n## Contraindications\n\n{WARNING}\n",
    kind=Kind.LABEL,
    title="Invented label of fictoprolol <script>alert(1)</script> & more",
    jurisdiction="uk",
    publisher="An invented publisher",
    date="2024-05-06",
    identifiers=(Identifier("pmid", "1"), Identifier("url", "https://example.org/label")),
    status=Status(State.CURRENT),
)


def read(span: Span) -> str:
    return LABEL.text[span.start : span.end]


@pytest.fixture
def answer(ask) -> Answer:
    made = ask([LABEL], "dose of fictoprolol in hypertension")
    assert isinstance(made, Answer)
    assert len(made.regimens) == 2
    return made


def of(made, kind: str) -> list[dict]:
    return [e["resource"] for e in made["entry"] if e["resource"]["resourceType"] == kind]


@pytest.mark.parametrize("release", RELEASES)
def test_fhir_resources_reads_it(answer, release) -> None:
    pytest.importorskip("fhir.resources")

    assert validated(bundle(answer, read, release=release), release)


@pytest.mark.parametrize("release", RELEASES)
def test_it_is_plain_json_and_the_same_each_time(answer, release) -> None:
    made = bundle(answer, read, release=release)

    assert json.loads(json.dumps(made)) == made == bundle(answer, read, release=release)


@pytest.mark.parametrize("release", RELEASES)
def test_every_phase_is_an_action_that_leads_to_its_dose(answer, release) -> None:
    made = bundle(answer, read, release=release)
    doses = {a["url"]: a for a in of(made, "ActivityDefinition")}

    plans = of(made, "PlanDefinition")
    assert [len(p["action"]) for p in plans] == [len(r.phases) for r in answer.regimens]
    assert {a["definitionCanonical"] for p in plans for a in p["action"]} == set(doses)


def test_no_resource_is_an_order_and_all_are_experimental_drafts(answer) -> None:
    made = bundle(answer, read)

    assert "MedicationRequest" not in json.dumps(made)
    for resource in (*of(made, "PlanDefinition"), *of(made, "ActivityDefinition"), *of(made, "Library")):
        assert (resource["status"], resource["experimental"]) == ("draft", True)
        assert "not approved as a medical device" in resource["usage"]


def test_a_condition_is_a_condition_of_an_action_and_bounds_no_timing(answer) -> None:
    first = next(a for a in of(bundle(answer, read), "ActivityDefinition") if a["title"].endswith("phase 1"))
    action = of(bundle(answer, read), "PlanDefinition")[0]["action"][0]

    assert first["dosage"][0]["timing"] == {"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}}
    assert [(c["kind"], c["expression"]["expression"]) for c in action["condition"]] == [
        ("stop", "until the pressure is normal"),
    ]


@pytest.mark.parametrize(("release", "target"), [("R5", "targetId"), ("R4B", "actionId")])
def test_the_next_phase_begins_after_the_one_before_it(answer, release, target) -> None:
    action = of(bundle(answer, read, release=release), "PlanDefinition")[0]["action"][1]

    assert action["relatedAction"] == [{target: "phase-1", "relationship": "after-end"}]


def test_a_dose_is_coded_in_ucum_with_its_range_and_basis(answer) -> None:
    dosages = [a["dosage"][0] for a in of(bundle(answer, read), "ActivityDefinition")]
    by_weight = dosages[2]

    assert dosages[0]["doseAndRate"] == [
        {"doseQuantity": {"value": 6, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}}
    ]
    assert dosages[1]["timing"]["repeat"] == {"frequency": 1, "period": 2, "periodMax": 3, "periodUnit": "mo"}
    assert by_weight["doseAndRate"][0]["doseQuantity"]["code"] == "mg/kg"
    assert by_weight["maxDosePerAdministration"]["value"] == 300
    bounds = by_weight["timing"]["repeat"]["boundsRange"]
    assert (bounds["low"]["value"], bounds["high"]["value"], bounds["low"]["code"]) == (7, 10, "d")


def test_the_words_of_a_dosage_are_the_quote(answer) -> None:
    assert {a["dosage"][0]["text"] for a in of(bundle(answer, read), "ActivityDefinition")} == {DOSE, MORE}


def test_contraindications_stand_beside_every_dose_and_are_escaped(answer) -> None:
    made = bundle(answer, read)

    for resource in (*of(made, "PlanDefinition"), *of(made, "ActivityDefinition")):
        assert "contraindicated in asthma" in resource["purpose"]
    for resource in (e["resource"] for e in made["entry"]):
        root = etree.fromstring(resource["text"]["div"])
        assert {etree.QName(e).localname for e in root.iter()} <= {"div", "p", "b", "ul", "li"}
    told = "".join(etree.fromstring(of(made, "PlanDefinition")[0]["text"]["div"]).itertext())
    assert "<script>" in told


def test_a_citation_says_where_the_source_is_and_holds_nothing_of_its_text(answer) -> None:
    (citation,) = of(bundle(answer, read), "Citation")
    artifact = citation["citedArtifact"]

    assert artifact["identifier"] == [{"system": "https://pubmed.ncbi.nlm.nih.gov", "value": "1"}]
    assert artifact["webLocation"] == [{"url": "https://example.org/label"}]
    assert artifact["publicationForm"][0]["articleDate"] == "2024-05-06"
    assert "6 mg" not in json.dumps(citation)


def test_r4b_names_its_references_in_words(answer) -> None:
    made = bundle(answer, read, release="R4B")

    assert not of(made, "Citation")
    assert "Invented label of fictoprolol" in of(made, "PlanDefinition")[0]["relatedArtifact"][0]["citation"]


def test_the_article_says_all_that_the_answer_says(answer) -> None:
    (library,) = of(bundle(answer, read), "Library")
    told = " ".join("".join(etree.fromstring(library["text"]["div"]).itertext()).split())

    for statement in answer.statements:
        assert " ".join(statement.text.split()) in told
    assert "Nobody has reviewed this answer." in told


def with_source(answer: Answer, **changes) -> Answer:
    return replace(answer, references=tuple(Reference(r.ref, replace(r.source, **changes)) for r in answer.references))


@pytest.mark.parametrize("release", RELEASES)
def test_a_licence_that_forbids_export_lets_no_quote_out(answer, release) -> None:
    made = bundle(with_source(answer, licence=Licence("ours alone", True, True, False, False)), read, release=release)

    text = json.dumps(made)
    assert DOSE not in text
    assert "does not allow its text to be exported" in text
    assert of(made, "ActivityDefinition")[0]["dosage"][0]["text"].startswith("fictoprolol 6 mg")


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("state", [State.RETRACTED, State.WITHDRAWN])
def test_nothing_that_rests_on_a_retracted_source_leaves(answer, state, release) -> None:
    with pytest.raises(InputError, match=str(state)):
        bundle(with_source(answer, status=Status(state)), read, release=release)


def test_another_release_is_bad_usage(answer) -> None:
    with pytest.raises(UsageError, match="R5, R4B"):
        bundle(answer, read, release="R4")


def test_a_quote_that_does_not_say_the_dose_is_refused(answer) -> None:
    with pytest.raises(InputError, match="does not stand in its words"):
        bundle(answer, lambda span: "Something else is said here.")


def test_an_answer_without_a_regimen_is_an_article_with_its_references(ask) -> None:
    source = invented_document(
        "test:b", "# Invented\n\n## Cause\n\nFictitis is caused by fictovirus.\n", title="Invented"
    )
    made = ask([source], "What causes fictitis?")
    assert isinstance(made, Answer)

    found = bundle(made, lambda span: source.text[span.start : span.end])

    assert [e["resource"]["resourceType"] for e in found["entry"]] == ["Library", "Citation"]
    assert violations(found) == ()
