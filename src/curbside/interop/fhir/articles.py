"""The answer itself: a Library that bundles its plans and references, and what is judged of a statement (R5).

The Library holds the article as its narrative, with everything that the answer says: no conflict, no gap, no notice is
left out. An ArtifactAssessment holds what the answer judges of a regimen: how strongly its source says it, its flags,
the other sides of a dispute.
"""

from __future__ import annotations

from typing import Any, Final

from curbside.interop.beside import cited, may_leave, quoted, told
from curbside.interop.fhir.identities import ARTICLE, assessment_key, plan_key
from curbside.interop.fhir.making import Making, places
from curbside.interop.fhir.narrative import clean, narrative
from curbside.interop.fhir.plans import title_of
from curbside.interop.wording import asides, marks, place, strength
from curbside.types import Flag, Regimen, Statement, Strength

Json = dict[str, Any]
_LIBRARY_TYPE: Final = "http://terminology.hl7.org/CodeSystem/library-type"


def article(making: Making) -> Json:
    """The Library of an answer: the article as its narrative, the plans and the references that belong to it."""
    answer, urn = making.answer, making.urn(ARTICLE)
    title = clean(answer.title)
    asked = answer.question.understood
    plans = [
        {"type": "composed-of", "display": title_of(r), "resource": making.urn(plan_key(r.id))} for r in answer.regimens
    ]
    return {
        "resourceType": "Library",
        "id": urn.removeprefix("urn:uuid:"),
        "url": urn,
        "title": title,
        "status": "draft",
        "experimental": True,
        "type": {"coding": [{"system": _LIBRARY_TYPE, "code": "asset-collection"}]},
        "text": narrative(title, _parts(making)),
        "description": clean(answer.question.text),
        "usage": making.use,
        **({"jurisdiction": places(asked.jurisdiction)} if asked.jurisdiction and places(asked.jurisdiction) else {}),
        **({"relatedArtifact": found} if (found := [*plans, *(making.cite(r) for r in answer.references)]) else {}),
    }


def _parts(making: Making) -> list[tuple[str, list[str]]]:
    answer = making.answer
    said = {s.id: _line(making, s) for s in answer.statements}
    first = [said[key] for key in answer.bottom_line]
    parts = [("Notices", list(answer.notices[:-1]))]
    parts.append(("Bottom line", first or ["No single sentence of the library may stand here."]))
    parts += [(clean(s.heading), [said[key] for key in s.statements]) for s in answer.sections]
    parts.append(("Where the sources disagree", [_disputed(c.about, c.members) for c in answer.conflicts]))
    parts.append(("Not found in the library", list(answer.not_found)))
    parts.append(
        ("References", [f"[{r.ref}] {told(r.source)}; status {r.source.status.state}" for r in answer.references])
    )
    made = answer.made
    how = f"Curbside {made.version}, {made.composer} composer, library {made.library_hash[:12]}."
    return [*parts, ("", [making.use, making.review, how])]


def _disputed(about: str, members: Any) -> str:
    sides = "; ".join(
        f"{m.value} ({m.publisher or m.source}, {place(m.jurisdiction)}, {m.date or 'no date'})" for m in members
    )
    return f"{about}: {sides}"


def _line(making: Making, statement: Statement) -> str:
    references = making.answer.references
    if not may_leave(cited(statement, references)):
        return quoted(statement, references)
    more = asides(statement, references)
    return f"{statement.text} {marks(statement)}{f' ({chr(59).join(more)})' if more else ''}"


def assessment(making: Making, regimen: Regimen) -> Json | None:
    """What the answer judges of a regimen; None where it judges nothing."""
    answer = making.answer
    statement = next((s for s in answer.statements if s.id == regimen.statement), None)
    if statement is None:
        return None
    contents = []
    if statement.strength is not Strength.NOT_STATED:
        contents.append(_content("classifier", "how strongly the source says it", strength(statement)))
    contents += [_content("classifier", "flag", str(flag)) for flag in statement.flags if flag is not Flag.CONFLICT]
    for conflict in answer.conflicts:
        if any(m.statement == statement.id for m in conflict.members):
            contents.append(_content("comment", "sources disagree", _disputed(conflict.about, conflict.members)))
    if not contents:
        return None
    urn, title = making.urn(assessment_key(regimen.id)), clean(f"What the answer says of: {title_of(regimen)}")
    return {
        "resourceType": "ArtifactAssessment",
        "id": urn.removeprefix("urn:uuid:"),
        "title": title,
        "text": narrative(title, (("", [c["summary"] for c in contents]), ("", [making.use]))),
        "artifactReference": {"reference": making.urn(plan_key(regimen.id)), "display": title_of(regimen)},
        "content": contents,
    }


def _content(kind: str, what: str, words: str) -> Json:
    words = clean(words)
    made: Json = {"informationType": kind, "type": {"text": what}, "summary": f"{what}: {words}"}
    return {**made, **({"classifier": [{"text": words}]} if kind == "classifier" else {})}
