"""The body of a call, checked before anything in it is looked at (CDS Hooks 2.0, "Calling a CDS Service").

Nothing in it is stored or logged, and no address in it is called: what is not in the body is not known.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Json = Mapping[str, Any]
_MOST: Final = 500
_LONGEST: Final = 1_000
_ORDERS: Final = frozenset(
    {
        *("MedicationRequest", "MedicationOrder", "ServiceRequest", "DeviceRequest", "NutritionOrder"),
        *("VisionPrescription", "ReferralRequest", "ProcedureRequest", "CommunicationRequest", "Task", "SupplyRequest"),
        *("DiagnosticOrder", "DeviceUseRequest", "RequestOrchestration", "RequestGroup"),
    }
)


@dataclass(frozen=True, slots=True)
class BadRequest:
    """A call that is not answered. status: of HTTP; message: one sentence that names no patient."""

    status: int
    message: str


@dataclass(frozen=True, slots=True)
class Concept:
    """What an order or a problem is of: its words and its codes as (system, code)."""

    words: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]


def fault(body: object, hook: str) -> str | None:
    """What is wrong with the body of a call of `hook`; None where nothing is."""
    if not isinstance(body, Mapping):
        return "The body is no JSON object."
    if body.get("hook") != hook:
        return f"The hook is not {hook}."
    if not _is_uuid(body.get("hookInstance")):
        return "hookInstance is no UUID."
    if "fhirAuthorization" in body and not isinstance(body.get("fhirServer"), str):
        return "fhirAuthorization is given without fhirServer."
    context = body.get("context")
    if not isinstance(context, Mapping):
        return "context is no object."
    if not isinstance(body.get("prefetch", {}), Mapping):
        return "prefetch is no object."
    for name in ("userId", "patientId"):
        if not _is_word(context.get(name)):
            return f"context.{name} is no text."
    if "encounterId" in context and not _is_word(context["encounterId"]):
        return "context.encounterId is no text."
    return _fault_of_orders(context) if hook == "order-select" else None


def _fault_of_orders(context: Json) -> str | None:
    selections, drafts = context.get("selections"), context.get("draftOrders")
    if not isinstance(selections, list) or not selections or not all(map(_is_word, selections)):
        return "context.selections is no list of ids."
    if not isinstance(drafts, Mapping) or drafts.get("resourceType") != "Bundle":
        return "context.draftOrders is no Bundle."
    entries = drafts.get("entry", [])
    if not isinstance(entries, list) or len(entries) > _MOST or len(selections) > _MOST:
        return f"context.draftOrders or selections is no list of at most {_MOST}."
    if not all(isinstance(e, Mapping) and isinstance(e.get("resource"), Mapping) for e in entries):
        return "An entry of context.draftOrders has no resource."
    known = {_id(e["resource"]) for e in entries}
    if not all(_matches(one, known) for one in selections):
        return "A selection is not among context.draftOrders."
    return None


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= _LONGEST


def _is_uuid(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(uuid.UUID(value))
    except ValueError:
        return False


def _id(resource: Json) -> tuple[str, str]:
    return str(resource.get("resourceType")), str(resource.get("id"))


def _matches(selection: str, known: set[tuple[str, str]]) -> bool:
    kind, slash, key = selection.rpartition("/")
    return (kind, key) in known if slash else any(key == k for _, k in known)


def selected(body: Json) -> Iterator[Concept]:
    """The medicines of the selected draft orders. Orders that say not to give something are left out."""
    context = body["context"]
    resources = [e["resource"] for e in context["draftOrders"].get("entry", [])]
    wanted = set(context["selections"])
    for resource in resources:
        kind, key = _id(resource)
        chosen = bool({key, f"{kind}/{key}"} & wanted)
        if chosen and kind in _ORDERS and resource.get("doNotPerform") is not True:
            yield from medicines(resource, resources)


def medicines(order: Json, resources: list[Any]) -> Iterator[Concept]:
    """The medicine of an order of DSTU2 to R5: a concept, or a Medication in the order or in the bundle."""
    medication = order.get("medication")
    inner = medication if isinstance(medication, Mapping) else {}
    for concept in (order.get("medicationCodeableConcept"), inner.get("concept")):
        if isinstance(concept, Mapping):
            yield concept_of(concept)
    reference = order.get("medicationReference", inner.get("reference"))
    target = reference.get("reference") if isinstance(reference, Mapping) else None
    if isinstance(reference, Mapping) and _is_word(reference.get("display")):
        yield Concept((reference["display"],), ())
    contained = order.get("contained")
    for resource in [*(contained if isinstance(contained, list) else []), *resources]:
        if not isinstance(resource, Mapping) or resource.get("resourceType") != "Medication":
            continue
        if target in (f"#{resource.get('id')}", f"Medication/{resource.get('id')}") and isinstance(
            resource.get("code"), Mapping
        ):
            yield concept_of(resource["code"])


def concept_of(given: Json) -> Concept:
    """The words and codes of a CodeableConcept; what is of another type is passed over."""
    coding = given.get("coding")
    codings = [c for c in coding[:_MOST] if isinstance(c, Mapping)] if isinstance(coding, list) else []
    words = [given.get("text"), *(c.get("display") for c in codings)]
    codes = [(c["system"], c["code"]) for c in codings if _is_word(c.get("system")) and _is_word(c.get("code"))]
    return Concept(tuple(w for w in words if isinstance(w, str) and _is_word(w)), tuple(codes))


def prefetched(body: Json, key: str) -> Iterator[Json]:
    """The resources that were prefetched under a key; none where the client had none."""
    given = body.get("prefetch", {}).get(key)
    if not isinstance(given, Mapping):
        return
    entries = given.get("entry", []) if given.get("resourceType") == "Bundle" else [{"resource": given}]
    for entry in entries[:_MOST] if isinstance(entries, list) else []:
        resource = entry.get("resource") if isinstance(entry, Mapping) else None
        if isinstance(resource, Mapping):
            yield resource
