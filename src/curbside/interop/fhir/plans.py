"""A regimen as a PlanDefinition whose actions are its phases, each with the ActivityDefinition of its dose.

Both are drafts, experimental, and name no kind of request: nothing here is an order, and none can be made of it without
somebody who decides so. A condition ("as long as improvement continues") is a condition of an action in words, since no
timing can hold it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from curbside.interop.beside import beside, may_leave, told
from curbside.interop.fhir.dosage import dosage, is_step
from curbside.interop.fhir.identities import activity_key, plan_key
from curbside.interop.fhir.making import Making, places
from curbside.interop.fhir.narrative import clean, narrative
from curbside.interop.wording import asides, place
from curbside.regimens import printing
from curbside.regimens.roles import is_alternative
from curbside.regimens.schedule.conditions import read as read_condition
from curbside.regimens.table import ordered, rows
from curbside.types import Phase, Regimen

Json = dict[str, Any]
_PLAN_TYPE: Final = "http://terminology.hl7.org/CodeSystem/plan-definition-type"
_CONTEXT: Final = "http://terminology.hl7.org/CodeSystem/usage-context-type"


def plan(making: Making, regimen: Regimen) -> list[Json]:
    """The PlanDefinition of a regimen, and an ActivityDefinition for each of its phases."""
    names = [row[0] for row in rows(regimen)]
    phases = ordered(regimen.phases)
    activities = [_activity(making, regimen, n, phase) for n, phase in enumerate(phases, 1)]
    actions = [_action(making, regimen, n, phase, names[n - 1]) for n, phase in enumerate(phases, 1)]
    return [_definition(making, regimen, _grouped(actions, phases)), *activities]


def title_of(regimen: Regimen) -> str:
    """ "hydroxocobalamin for pernicious anaemia (UK)"."""
    return clean(
        f"{regimen.drug} for {regimen.indication or 'an indication that is not stated'} ({place(regimen.jurisdiction)})"
    )


def _shared(making: Making, kind: str, key: str, title: str, regimen: Regimen) -> Json:
    urn = making.urn(key)
    return {
        "resourceType": kind,
        "id": urn.removeprefix("urn:uuid:"),
        "url": urn,
        "title": title,
        "status": "draft",
        "experimental": True,
        "usage": making.use,
        **({"jurisdiction": places(regimen.jurisdiction)} if places(regimen.jurisdiction) else {}),
    }


def _definition(making: Making, regimen: Regimen, actions: list[Json]) -> Json:
    title = title_of(regimen)
    reference = making.reference(regimen.span)
    quote = making.quote(regimen.span)
    warnings, known = [clean(line) for line in beside(making.answer, regimen)], _known(making, regimen)
    doses = [_words(phase) for phase in ordered(regimen.phases)]
    sources = [(told(r.source)) for r in _cited(making, regimen)]
    return {
        **_shared(making, "PlanDefinition", plan_key(regimen.id), title, regimen),
        "text": narrative(
            title,
            (
                ("", [quote] if quote else []),
                ("Doses, as read from it", doses),
                ("Beside the dose", warnings),
                ("To know of it", known),
                ("Sources", sources),
                ("", [making.use, making.review]),
            ),
        ),
        "type": {"coding": [{"system": _PLAN_TYPE, "code": "clinical-protocol"}]},
        **_context(regimen),
        "description": "\n\n".join([*([quote] if quote else doses), *known, making.review]),
        "purpose": "\n\n".join(warnings),
        "relatedArtifact": [
            making.cite(reference),
            *(making.cite(r) for r in _cited(making, regimen) if r is not reference),
        ],
        "action": actions,
    }


def _cited(making: Making, regimen: Regimen) -> list[Any]:
    """The references of the regimen and of what stands beside it, each once."""
    keys = {regimen.statement, *(i for ids in regimen.beside.values() for i in ids)}
    refs = {c.ref for s in making.answer.statements if s.id in keys for c in s.citations}
    own = making.reference(regimen.span)
    return [r for r in making.answer.references if r.ref in refs or r is own]


def _known(making: Making, regimen: Regimen) -> list[str]:
    """What a reader must know of the dose: the flags of its statement, its population, where sources disagree."""
    statement = next((s for s in making.answer.statements if s.id == regimen.statement), None)
    known = [f"Population: {clean(regimen.population)}."] if regimen.population else []
    flags = asides(statement, making.answer.references) if statement else []
    known += [f"{line[:1].upper()}{line[1:]}." for line in flags]
    for conflict in making.answer.conflicts:
        if any(m.statement == regimen.statement for m in conflict.members):
            sides = "; ".join(
                f"{m.value} ({m.publisher or m.source}, {place(m.jurisdiction)})" for m in conflict.members
            )
            known.append(clean(f"Sources disagree on {conflict.about}: {sides}."))
    return known


def _context(regimen: Regimen) -> Json:
    if not regimen.indication:
        return {}
    focus = {"system": _CONTEXT, "code": "focus"}
    return {"useContext": [{"code": focus, "valueCodeableConcept": {"text": clean(regimen.indication)}}]}


def _action(making: Making, regimen: Regimen, number: int, phase: Phase, name: str) -> Json:
    key = f"phase-{number}"
    quote = making.quote(regimen.span)
    made: Json = {
        "id": key,
        **({"linkId": key} if making.release == "R5" else {}),
        "title": clean(name),
        "description": _words(phase),
        **({"textEquivalent": quote} if quote else {}),
        "documentation": [making.cite(making.reference(regimen.span))],
        "definitionCanonical": making.urn(activity_key(regimen.id, number)),
    }
    conditions = [_condition(kind, words) for kind, words in _conditions(phase)]
    return {**made, **({"condition": conditions} if conditions else {})}


def _conditions(phase: Phase) -> Iterator[tuple[str, str]]:
    """("applicability" | "start" | "stop", the source's words)."""
    read = read_condition(phase)
    if read.until:
        yield "stop", clean(read.until)
    if read.after or read.days:
        yield "start", clean(phase.condition or "")
    for words in read.open:
        yield "applicability", clean(words)


def _condition(kind: str, words: str) -> Json:
    return {"kind": kind, "expression": {"description": words, "language": "text/plain", "expression": words}}


def _words(phase: Phase) -> str:
    return clean(printing.phrase(phase))


def _grouped(actions: list[Json], phases: tuple[Phase, ...]) -> list[Json]:
    """The actions in order: alternatives as one group of which one is chosen, each after the one before it."""
    groups: list[list[Json]] = []
    for action, phase in zip(actions, phases, strict=True):
        if groups and is_alternative(phase.role):
            groups[-1].append(action)
        else:
            groups.append([action])
    made = [_one_of(group, n) for n, group in enumerate(groups, 1)]
    firsts = [phases[actions.index(group[0])] for group in groups]
    for n, phase in enumerate(firsts):
        if n and phase.role in ("then", "maintenance", "increase", "reduced"):
            target = "targetId" if "linkId" in actions[0] else "actionId"
            made[n] = {**made[n], "relatedAction": [{target: made[n - 1]["id"], "relationship": "after-end"}]}
    return made


def _one_of(group: list[Json], number: int) -> Json:
    if len(group) == 1:
        return group[0]
    key = f"choice-{number}"
    return {
        "id": key,
        **({"linkId": key} if "linkId" in group[0] else {}),
        "title": "one of these doses",
        "groupingBehavior": "logical-group",
        "selectionBehavior": "exactly-one",
        "action": group,
    }


def _activity(making: Making, regimen: Regimen, number: int, phase: Phase) -> Json:
    reference = making.reference(regimen.span)
    quote = making.quote(regimen.span) if may_leave([reference.source]) else None
    words = quote or _words(phase)
    title = clean(f"{title_of(regimen)}: phase {number}")
    step = ["The amount is a step by which the dose changes, not a dose."] if is_step(phase) else []
    product = " ".join(p for p in (phase.drug or regimen.drug, phase.form) if p)
    return {
        **_shared(making, "ActivityDefinition", activity_key(regimen.id, number), title, regimen),
        "text": narrative(
            title, (("", [_words(phase), words, *step, told(reference.source), making.use, making.review]),)
        ),
        "description": _words(phase),
        "purpose": "\n\n".join(clean(line) for line in beside(making.answer, regimen)),
        "relatedArtifact": [making.cite(reference)],
        "productCodeableConcept": {"text": clean(product)},
        "dosage": [dosage(phase, words, making.release)],
    }
