"""An answer as one FHIR bundle, R5 or R4B: a pure function from the answer and its quotes to a JSON object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from curbside.errors import InputError, UsageError
from curbside.interop.approval import NOBODY
from curbside.interop.fhir.articles import article, assessment
from curbside.interop.fhir.citations import citation
from curbside.interop.fhir.invariants import violations
from curbside.interop.fhir.making import Making
from curbside.interop.fhir.plans import plan
from curbside.types import Answer, Span, State

Json = dict[str, Any]
RELEASES: Final = ("R5", "R4B")
_GONE: Final = (State.RETRACTED, State.WITHDRAWN)


def bundle(answer: Answer, read: Callable[[Span], str], *, release: str = "R5", review: str = NOBODY) -> Json:
    """The bundle of an answer: a Library with the article, a PlanDefinition for each regimen and an ActivityDefinition
    for each phase; in R5 a Citation for each reference and an ArtifactAssessment for what is judged of a regimen.

    read: the quote of a span, read again from the stored text. review: who has reviewed it, in a sentence.
    Raises UsageError for another release; InputError where a source of the answer is retracted or withdrawn
    (`curbside.interop.saved.answer_of` takes out what rests on one), or where an invariant does not hold.
    """
    if release not in RELEASES:
        raise UsageError(f"There is no FHIR release {release!r} here; it is one of {', '.join(RELEASES)}.")
    gone = [f"[{r.ref}] is {r.source.status.state}" for r in answer.references if r.source.status.state in _GONE]
    if gone:
        raise InputError("the answer", f"{'; '.join(gone)}, and what rests on it may not leave; ask the question again")
    making = Making(answer, read, release, review)
    resources = [article(making)]
    for regimen in answer.regimens:
        resources += plan(making, regimen)
    if release == "R5":
        resources += [citation(making, r) for r in answer.references]
        resources += [made for r in answer.regimens if (made := assessment(making, r))]
    entries = [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in resources]
    made = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    wrong = violations(made, release)
    if wrong:
        raise InputError("the FHIR bundle", wrong[0])
    return made
