"""Tampered bundles are refused, whatever was tampered with. Drugs, doses and sources are invented."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from curbside.interop.fhir import RELEASES, bundle, validated, violations
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer, Kind

Json = dict[str, Any]
DOSES = (
    "For invented hypertension, adults are given fictoprolol 6 mg by mouth on alternate days until the pressure is "
    "normal, then 3 mg every 2 to 3 months as maintenance.",
    "Adults with hypertension take fictoprolol 2 mg/kg by mouth three times a week for 7 to 10 days (maximum 300 mg).",
    "Adults with severe hypertension take fictoprolol 5 to 10 mg by mouth twice daily for 4 weeks (maximum 40 mg "
    "daily).",
)
SOURCE = invented_document("test:label", "# Invented\n\n## Dose\n\n" + "\n\n".join(DOSES) + "\n", kind=Kind.LABEL)


@cache
def made(release: str) -> Json:
    with tempfile.TemporaryDirectory() as folder, invented_engine(Path(folder) / "home", [SOURCE], "uk") as engine:
        answer = engine.ask("dose of fictoprolol in hypertension", length="full")
    assert isinstance(answer, Answer)
    assert len(answer.regimens) == 3
    return bundle(answer, lambda span: SOURCE.text[span.start : span.end], release=release)


def places(value: object, name: str) -> Iterator[Any]:
    """Every object below `value` that has a field `name`."""
    if isinstance(value, dict):
        if name in value:
            yield value
        for inner in value.values():
            yield from places(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner, name)


def resources(found: Json, kind: str) -> list[Json]:
    return [e["resource"] for e in found["entry"] if e["resource"]["resourceType"] == kind]


def setting(name: str, value: object) -> Callable[[Any], None]:
    def tamper(held: Any) -> None:
        held[name] = value

    return tamper


def losing(name: str) -> Callable[[Any], None]:
    def tamper(held: Any) -> None:
        del held[name]

    return tamper


UNITS = ("fortnight", "days", "", "W", "hour", None, 1)
NUMBERS = (0, -1, -0.5, True, "6", None, float("nan"), float("inf"))
CODES = ("zzz", "mcg", "µg", "MG", "", None, "mg/fortnight", "kg/mg")
TAMPERED = {
    "periodUnit": [*(setting("periodUnit", u) for u in UNITS), losing("periodUnit")],
    "period": [*(setting("period", n) for n in NUMBERS), losing("period")],
    "frequency": [*(setting("frequency", n) for n in (0, -2, 1.5, "1", None)), losing("frequency")],
    "periodMax": [setting("periodMax", n) for n in (0, -1, 1, "3")],
    "code": [setting("code", c) for c in CODES],
    "system": [setting("system", s) for s in ("http://example.org/units", "", None)],
    "experimental": [setting("experimental", v) for v in (False, "true", None)] + [losing("experimental")],
    "status": [setting("status", v) for v in ("active", "retired", None)] + [losing("status")],
    "div": [
        setting("div", '<div xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></div>'),
        setting("div", '<div xmlns="http://www.w3.org/1999/xhtml"><p onclick="x()">a</p></div>'),
        setting("div", '<div xmlns="http://www.w3.org/1999/xhtml"><img src="https://example.org/x.png"/></div>'),
        setting("div", '<div xmlns="http://www.w3.org/1999/xhtml"><a href="javascript:x()">a</a></div>'),
        setting("div", "<div>no namespace</div>"),
        setting("div", "<p"),
        setting("div", '<div xmlns="http://www.w3.org/1999/xhtml"> </div>'),
    ],
    "text": [losing("text"), setting("text", ""), setting("text", "another dose")],
    "definitionCanonical": [setting("definitionCanonical", "urn:uuid:00000000-0000-0000-0000-000000000000")],
    "dosage": [
        setting("doNotPerform", True),
        setting("kind", "MedicationRequest"),
        setting("intent", "order"),
        setting("extension", [{"url": "https://example.org", "valueBoolean": True}]),
        setting("modifierExtension", [{"url": "https://example.org", "valueBoolean": True}]),
        setting("contained", [{"resourceType": "MedicationRequest", "id": "x"}]),
        setting("dosage", []),
        losing("dosage"),
        losing("productCodeableConcept"),
        setting("resourceType", "MedicationRequest"),
        setting("id", "another"),
        setting("url", "urn:uuid:00000000-0000-0000-0000-000000000000"),
    ],
    "relatedAction": [setting("relatedAction", [{"targetId": "phase-9", "relationship": "after-end"}])],
    "doseRange": [
        setting("doseRange", {}),
        setting("doseRange", {"low": {"value": 1}}),
        lambda held: held["doseRange"].update(low=held["doseRange"]["high"], high=held["doseRange"]["low"]),
    ],
    "doseAndRate": [
        lambda held: held["doseAndRate"].append(held["doseAndRate"][0]),
        lambda held: held["doseAndRate"][0].update(rateQuantity={"value": 6, "unit": "mg/h"}),
        lambda held: held.update(maxDosePerLifetime={"value": 6, "unit": "mg"}),
        lambda held: held.update(asNeeded=False),
    ],
    "fullUrl": [
        setting("fullUrl", "https://example.org/1"),
        setting("fullUrl", None),
        setting("search", {"mode": "match"}),
    ],
}
# Places that hold something else under the same name.
_ELSEWHERE = {"code": "unit", "system": "unit", "status": "url", "text": "timing"}


@pytest.mark.parametrize("release", RELEASES)
def test_a_bundle_as_it_was_made_keeps_all(release) -> None:
    assert violations(made(release), release) == ()


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("name", TAMPERED)
def test_every_tampered_place_is_found(name, release) -> None:
    tried = 0
    for tamper in TAMPERED[name]:
        for n in range(len([p for p in places(made(release), name) if _ELSEWHERE.get(name, name) in p])):
            changed = copy.deepcopy(made(release))
            held = [p for p in places(changed, name) if _ELSEWHERE.get(name, name) in p][n]
            before = copy.deepcopy(changed)
            tamper(held)
            if changed != before:
                tried += 1
                assert violations(changed, release), (name, n, held)
    assert tried


WRONG = st.floats(0.001, 10_000).map(lambda n: round(n, 3)) | st.integers(1, 100_000)


@given(st.sampled_from(RELEASES), st.data())
def test_another_dose_than_that_of_the_words_is_found(release: str, data: st.DataObject) -> None:
    changed = copy.deepcopy(made(release))
    held = data.draw(st.sampled_from([p for p in places(changed, "value") if "unit" in p and p["unit"] != "day"]))
    value = data.draw(WRONG)
    assume(value not in (2, 3, 4, 5, 6, 7, 10, 40, 300))

    held["value"] = value

    assert violations(changed, release)


@given(st.sampled_from(RELEASES), st.data())
def test_another_unit_of_the_table_than_that_of_the_words_is_found(release: str, data: st.DataObject) -> None:
    changed = copy.deepcopy(made(release))
    held = data.draw(st.sampled_from([p for p in places(changed, "value") if "unit" in p and p["unit"] != "day"]))
    code = data.draw(
        st.sampled_from(["mg", "mg/kg", "mg/m2", "ug", "g", "mL", "{tablet}", "[IU]", "wk", "mo", "h", "%"])
    )
    assume(code != held["code"])

    held["code"] = code

    assert violations(changed, release)


@given(st.sampled_from(RELEASES), st.data())
def test_another_frequency_than_that_of_the_words_is_found(release: str, data: st.DataObject) -> None:
    changed = copy.deepcopy(made(release))
    held = data.draw(st.sampled_from(list(places(changed, "periodUnit"))))
    before = dict(held)
    held["frequency"] = data.draw(st.integers(1, 30))
    held["periodUnit"] = data.draw(st.sampled_from(["h", "d", "wk", "mo"]))
    assume(held != before)

    assert violations(changed, release)


@given(st.sampled_from(RELEASES), st.data())
def test_no_resource_can_be_taken_out(release: str, data: st.DataObject) -> None:
    changed = copy.deepcopy(made(release))
    changed["entry"].pop(data.draw(st.integers(0, len(changed["entry"]) - 1)))
    lost = {r["url"] for r in resources(made(release), "ArtifactAssessment") if "url" in r}
    kinds = [e["resource"]["resourceType"] for e in changed["entry"]]
    assume(kinds.count("ArtifactAssessment") == len(resources(made(release), "ArtifactAssessment")) or lost)

    assert violations(changed, release)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["entry", "resource", "type", "resourceType", "text", "value"]), inner)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(["resourceType", "type", "entry"]), JSON))
def test_whatever_is_given_is_told_and_not_raised(given_: Json) -> None:
    assert violations(given_)
    assert violations({"resourceType": "Bundle", "type": "collection", "entry": [given_]})


@given(st.sampled_from(["doseAndRate", "timing", "dosage", "action", "relatedArtifact", "text", "route"]), JSON)
def test_whatever_stands_in_a_field_is_told_and_not_raised(name: str, value: object) -> None:
    changed = copy.deepcopy(made("R5"))
    for held in list(places(changed, name)):
        held[name] = value

    violations(changed)


@pytest.mark.parametrize(("name", "value"), [("periodUnit", "fortnight"), ("value", -6), ("code", "zzz")])
def test_fhir_resources_alone_accepts_what_the_invariants_refuse(name, value) -> None:
    """Why there are invariants of our own: should this fail, FHIR's reader has become stricter."""
    pytest.importorskip("fhir.resources")
    changed = copy.deepcopy(made("R5"))
    held = next(p for p in places(changed, name) if "unit" in p or "periodUnit" in p)
    held[name] = value

    assert validated(changed, "R5")
    assert violations(changed)
