"""The ids of the resources of a bundle, which are the same for the same answer on the same sources.

They need the question and how the answer was made, so that a server finds the answer of a resource without making the
bundles of all.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Final

NAMESPACE: Final = uuid.UUID("5b0f3f6a-2b5f-58a3-8a55-7f2d3f9f8a11")
ARTICLE: Final = "article"


def identity(text: str, version: str, settings_hash: str, library_hash: str, release: str, key: str) -> str:
    """The id of the resource of that key. text: of the question; release: "R5" or "R4B"."""
    seed = (text, version, settings_hash, library_hash, release, key)
    return str(uuid.uuid5(NAMESPACE, chr(10).join(seed)))


def plan_key(regimen: str) -> str:
    """The key of the plan of a regimen, by its id."""
    return f"plan {regimen}"


def activity_key(regimen: str, number: int) -> str:
    """The key of a phase of a regimen, counted from 1 in the order of the plan."""
    return f"activity {regimen} {number}"


def assessment_key(regimen: str) -> str:
    """The key of what is judged of a regimen."""
    return f"assessment {regimen}"


def citation_key(ref: int) -> str:
    """The key of a reference, by its number."""
    return f"citation {ref}"


def identities(body: Mapping[str, Any], release: str) -> dict[str, str]:
    """The resource types by id that a bundle of the answer may hold. body: the object of `ask --json`."""
    made = body["made"]
    seed = (body["question"]["text"], made["version"], made["settings_hash"], made["library_hash"], release)
    return {identity(*seed, key): kind for kind, key in _keys(body, release)}


def _keys(body: Mapping[str, Any], release: str) -> Iterator[tuple[str, str]]:
    yield "Library", ARTICLE
    for regimen in body["regimens"]:
        yield "PlanDefinition", plan_key(regimen["id"])
        for number, _ in enumerate(regimen["phases"], 1):
            yield "ActivityDefinition", activity_key(regimen["id"], number)
    if release == "R5":
        for reference in body["references"]:
            yield "Citation", citation_key(reference["ref"])
        for regimen in body["regimens"]:
            yield "ArtifactAssessment", assessment_key(regimen["id"])
