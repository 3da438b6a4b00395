"""An answer as one FHIR bundle, R5 or R4B: a pure function from the answer and its quotes to a JSON object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from curbside.errors import InputError, UsageError
from curbside.interop.fhir.articles import article, assessment
from curbside.interop.fhir.citations import citation
from curbside.interop.fhir.invariants import violations
from curbside.interop.fhir.making import Making
from curbside.interop.fhir.plans import plan
from curbside.types import Answer, Regimen, Span, State

Json = dict[str, Any]
RELEASES: Final = ("R5", "R4B")
_GONE: Final = (State.RETRACTED, State.WITHDRAWN)


def bundle(answer: Answer, read: Callable[[Span], str], *, release: str = "R5") -> Json:
    """The bundle of an answer: a Library with the article, a PlanDefinition for each regimen and an ActivityDefinition
    for each phase; in R5 a Citation for each reference and an ArtifactAssessment for what is judged of a regimen.

    read: the quote of a span, read again from the stored text. A dose whose source is retracted or withdrawn is not in
    it, and the article says so. Raises UsageError for another release, InputError where an invariant does not hold.
    """
    if release not in RELEASES:
        raise UsageError(f"There is no FHIR release {release!r} here; it is one of {', '.join(RELEASES)}.")
    making = Making(answer, read, release)
    shown = tuple(r for r in answer.regimens if making.reference(r.span).source.status.state not in _GONE)
    resources = [article(making, shown, _withheld(making, shown))]
    for regimen in shown:
        resources += plan(making, regimen)
    if release == "R5":
        resources += [citation(making, r) for r in answer.references]
        resources += [made for r in shown if (made := assessment(making, r))]
    entries = [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in resources]
    made = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    wrong = violations(made, release)
    if wrong:
        raise InputError("the FHIR bundle", wrong[0])
    return made


def _withheld(making: Making, shown: tuple[Regimen, ...]) -> list[str]:
    hidden = [r for r in making.answer.regimens if r not in shown]
    names = {r.drug: making.reference(r.span).source for r in hidden}
    return [f"A dose of {drug} is withheld: its source is {s.status.state}." for drug, s in names.items()]
