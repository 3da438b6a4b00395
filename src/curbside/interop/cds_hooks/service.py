"""The two services: what is discovered of them, and the cards of a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from curbside.interop.cds_hooks.approved import Code, Shelf
from curbside.interop.cds_hooks.request import BadRequest, Concept, concept_of, fault, medicines, prefetched, selected
from curbside.language import lexicon
from curbside.settings import Settings

Json = dict[str, Any]
PATIENT_VIEW: Final = "curbside-patient-view"
ORDER_SELECT: Final = "curbside-order-select"
_HOOKS: Final = {PATIENT_VIEW: "patient-view", ORDER_SELECT: "order-select"}
_PREFETCH: Final = {
    "conditions": "Condition?patient={{context.patientId}}&clinical-status=active",
    "medications": "MedicationRequest?patient={{context.patientId}}&status=active",
}
_INACTIVE: Final = frozenset({"inactive", "remission", "resolved", "refuted", "entered-in-error"})
_MOST_CARDS: Final = 10


def discovery(settings: Settings) -> Json:
    """The answer to GET {base}/cds-services; without services until cards are switched on."""
    if not settings.allowed("cards"):
        return {"services": []}
    return {
        "services": [
            {
                "id": PATIENT_VIEW,
                "hook": "patient-view",
                "title": "Curbside: approved articles for this patient's problems",
                "description": "Shows approved articles on the active problems and medicines of the opened record.",
                "prefetch": dict(_PREFETCH),
            },
            {
                "id": ORDER_SELECT,
                "hook": "order-select",
                "title": "Curbside: approved articles on the medicine that is ordered",
                "description": "Shows approved articles on the medicine of a selected draft order.",
            },
        ]
    }


def respond(service: str, body: object, shelf: Shelf, settings: Settings) -> Json | BadRequest:
    """The answer to POST {base}/cds-services/{service}: cards, none where no article is about it; or why it is bad.

    body: the parsed JSON. A patient's data in it is matched and forgotten.
    """
    hook = _HOOKS.get(service)
    if hook is None or not settings.allowed("cards"):
        return BadRequest(404, "There is no such service.")
    wrong = fault(body, hook)
    if wrong or not isinstance(body, Mapping):
        return BadRequest(400, wrong or "The body is no JSON object.")
    found = _of_orders(body, shelf) if hook == "order-select" else _of_record(body, shelf)
    places = list(dict.fromkeys(found))[:_MOST_CARDS]
    return {"cards": [dict(shelf.cards[n]) for n in places]}


def _of_orders(body: Mapping[str, Any], shelf: Shelf) -> Iterator[int]:
    for concept in selected(body):
        yield from _about_drug(concept, shelf)


def _of_record(body: Mapping[str, Any], shelf: Shelf) -> Iterator[int]:
    for resource in prefetched(body, "conditions"):
        code = resource.get("code")
        if resource.get("resourceType") == "Condition" and isinstance(code, Mapping) and _active(resource):
            yield from _about_condition(concept_of(code), shelf)
    resources = list(prefetched(body, "medications"))
    for resource in resources:
        if resource.get("resourceType") == "MedicationRequest" and resource.get("doNotPerform") is not True:
            for concept in medicines(resource, resources):
                yield from _about_drug(concept, shelf)


def _active(condition: Mapping[str, Any]) -> bool:
    """Whether a problem is neither over nor refuted."""
    for name in ("clinicalStatus", "verificationStatus"):
        given = condition.get(name)
        told = concept_of(given) if isinstance(given, Mapping) else Concept((), ())
        plain = (given,) if isinstance(given, str) else ()
        if _INACTIVE & {*plain, *told.words, *(code for _, code in told.codes)}:
            return False
    return True


def _about_drug(concept: Concept, shelf: Shelf) -> Iterator[int]:
    """Articles on the coded drug, or on all drugs that one of its names names: one of a combination is not enough."""
    yield from _coded(concept, shelf)
    for words in concept.words:
        named = {m.concept.casefold() for m in lexicon.drugs_in(words)}
        sets = [set(shelf.drugs.get(name, ())) for name in sorted(named or {words.casefold().strip()})]
        yield from sorted(set.intersection(*sets)) if sets else ()


def _about_condition(concept: Concept, shelf: Shelf) -> Iterator[int]:
    yield from _coded(concept, shelf)
    for words in concept.words:
        named = {m.concept.casefold() for m in lexicon.find(words, "condition")} or {words.casefold().strip()}
        for name in sorted(named):
            yield from shelf.conditions.get(name, ())


def _coded(concept: Concept, shelf: Shelf) -> Iterable[int]:
    return (n for system, code in concept.codes for n in shelf.codes.get(Code(system, code), ()))
