"""What a bundle of Curbside's must be, beyond what FHIR asks: each violation is a sentence that says where.

FHIR's own rules let a period in "fortnights", a period without a unit, and a negative dose in a made-up unit pass
fhir.resources. Here every unit is a UCUM code of a closed table, every number is above 0, every coded dose stands in
the words beside it, every reference leads to a resource of the bundle, and nothing is an order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from curbside.interop.fhir.invariants_dose import QUANTITIES, dosage_faults, quantity_faults
from curbside.interop.fhir.invariants_text import narrative_faults

Json = Mapping[str, Any]
_KINDS: Final = {
    "R5": frozenset({"Library", "PlanDefinition", "ActivityDefinition", "Citation", "ArtifactAssessment"}),
    "R4B": frozenset({"Library", "PlanDefinition", "ActivityDefinition"}),
}
_DRAFTS: Final = frozenset({"Library", "PlanDefinition", "ActivityDefinition", "Citation"})
# What could turn a definition into something else without a reader noticing (FHIR R5, "Extensibility"; Resource).
_FORBIDDEN: Final = frozenset(
    {"modifierExtension", "extension", "contained", "implicitRules", "doNotPerform", "kind", "intent"}
)
_LEADS_TO: Final = {"definitionCanonical": "ActivityDefinition", "resource": "PlanDefinition"}
_LINKS: Final = frozenset({"reference", "definitionCanonical", "resource", "artifactCanonical", "library"})


def violations(bundle: Json, release: str = "R5") -> tuple[str, ...]:
    """The invariants that `bundle` does not keep, each as a sentence; empty where it keeps all."""
    entries = bundle.get("entry")
    if bundle.get("resourceType") != "Bundle" or bundle.get("type") != "collection" or not isinstance(entries, list):
        return ("It is not a Bundle of the type collection.",)
    found = list(_entry_faults(entries, release))
    resources = [e["resource"] for e in entries if isinstance(e, Mapping) and isinstance(e.get("resource"), Mapping)]
    for resource in resources:
        where = f"{resource.get('resourceType')}/{resource.get('id')}"
        found += [f"{where}: {fault}" for fault in _resource_faults(resource)]
    return (*found, *_link_faults(entries, resources))


def _entry_faults(entries: list[Any], release: str) -> Iterator[str]:
    seen: set[object] = set()
    libraries = 0
    for n, entry in enumerate(entries, 1):
        resource = entry.get("resource") if isinstance(entry, Mapping) else None
        if not isinstance(resource, Mapping):
            yield f"Entry {n} has no resource."
            continue
        kind, urn = resource.get("resourceType"), entry.get("fullUrl")
        libraries += kind == "Library"
        if kind not in _KINDS.get(release, frozenset()):
            yield f"Entry {n} is a {kind}, which a bundle of {release} does not hold here."
        if urn != f"urn:uuid:{resource.get('id')}" or urn in seen:
            yield f"Entry {n} has no address of its own that fits its id."
        if set(entry) != {"fullUrl", "resource"}:
            yield f"Entry {n} has more than an address and a resource."
        seen.add(urn)
    if libraries != 1:
        yield f"It holds {libraries} Libraries; one holds the article."


def _resource_faults(resource: Json) -> Iterator[str]:
    kind = resource.get("resourceType")
    if kind in _DRAFTS and (resource.get("status") != "draft" or resource.get("experimental") is not True):
        yield "it is not an experimental draft."
    if kind in _DRAFTS and resource.get("url") != f"urn:uuid:{resource.get('id')}":
        yield "its url is not its address."
    yield from narrative_faults(resource.get("text"))
    for path, name, value in _walked(resource, ""):
        if name in _FORBIDDEN and not (name == "kind" and path.endswith("condition.kind")):
            yield f"{path} is not used here."
        if name == "resourceType" and path != "resourceType":
            yield f"{path} puts one resource into another."
        if value in (None, "", [], {}):
            yield f"{path} is empty."
        if name in QUANTITIES or (isinstance(value, Mapping) and "unit" in value):
            yield from quantity_faults(value, path)
    yield from _kind_faults(resource)


def _kind_faults(resource: Json) -> Iterator[str]:
    kind = resource.get("resourceType")
    if kind == "PlanDefinition":
        if not resource.get("action"):
            yield "a plan without an action."
        for action in _actions(resource.get("action")):
            if not (action.get("definitionCanonical") or action.get("action")):
                yield f"the action {action.get('id')} leads to no dose."
    if kind == "ActivityDefinition":
        given = resource.get("dosage")
        dosages = given if isinstance(given, list) else []
        if not dosages or not isinstance(resource.get("productCodeableConcept"), Mapping):
            yield "an activity without a product or a dosage."
        for dosage in dosages:
            yield from dosage_faults(dosage)


def _walked(value: object, path: str) -> Iterator[tuple[str, str, object]]:
    """Every field below a value with its path; indices are left out of it."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            here = f"{path}.{name}" if path else str(name)
            yield here, str(name), inner
            yield from _walked(inner, here)
    elif isinstance(value, list):
        for inner in value:
            yield from _walked(inner, path)


def _actions(given: object) -> Iterator[Json]:
    for action in given if isinstance(given, list) else []:
        if isinstance(action, Mapping):
            yield action
            yield from _actions(action.get("action"))


def _link_faults(entries: list[Any], resources: list[Json]) -> Iterator[str]:
    """Links to nowhere, doses that no plan leads to, plans that the article does not list."""
    known = {e.get("fullUrl"): e.get("resource") for e in entries if isinstance(e, Mapping)}
    kinds = {urn: r.get("resourceType") for urn, r in known.items() if isinstance(r, Mapping)}
    reached = {"definitionCanonical": set[str](), "resource": set[str]()}
    for resource in resources:
        for path, name, value in _walked(resource, str(resource.get("resourceType"))):
            if name not in _LINKS or not isinstance(value, str):
                continue
            if value not in kinds:
                yield f"{path} leads to {value}, which the bundle does not hold."
            elif kinds[value] != _LEADS_TO.get(name, kinds[value]):
                yield f"{path} leads to a {kinds[value]}."
            reached.setdefault(name, set()).add(value)
        yield from _relation_faults(resource)
    for urn, kind in kinds.items():
        if kind == "ActivityDefinition" and urn not in reached["definitionCanonical"]:
            yield f"{urn} is a dose that no plan leads to."
        if kind == "PlanDefinition" and urn not in reached["resource"]:
            yield f"{urn} is a plan that the article does not list."


def _relation_faults(resource: Json) -> Iterator[str]:
    ids = [action.get("id") for action in _actions(resource.get("action"))]
    if len(set(ids)) != len(ids):
        yield f"{resource.get('id')}: two actions have one id."
    for action in _actions(resource.get("action")):
        for relation in action.get("relatedAction") or []:
            target = relation.get("targetId", relation.get("actionId"))
            if target not in ids or target == action.get("id"):
                yield f"{resource.get('id')}: the action {action.get('id')} relates to {target}, which is not there."
