"""The parts of an overview: which statements stand together, under what heading, in what order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curbside.selecting.candidates import Candidate
from curbside.types import Facet, Kind


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the facets under it, in order."""

    heading: str
    facets: tuple[Facet, ...]


FOR_WHOM: Final = Part("Whom it is for", (Facet.INDICATION,))
RECOMMENDED: Final = Part("Key recommendations", (Facet.INDICATION,))
FOUND: Final = Part("Conclusions", (Facet.EVIDENCE,))
PARTS: Final = (
    FOR_WHOM,
    FOUND,
    RECOMMENDED,
    Part("Doses", (Facet.REGIMEN, Facet.MAINTENANCE)),
    Part("Contraindications", (Facet.CONTRAINDICATIONS,)),
    Part("Giving it", (Facet.ADMINISTRATION, Facet.FORMULATION)),
    Part("Special groups", (Facet.CHILDREN, Facet.PREGNANCY, Facet.RENAL_HEPATIC)),
    Part("Interactions and adverse effects", (Facet.INTERACTIONS, Facet.ADVERSE_EFFECTS)),
    Part("Monitoring", (Facet.MONITORING,)),
    Part("Pitfalls", (Facet.PITFALLS,)),
    Part("Diagnosis and tests", (Facet.DISTINCTION,)),
    Part("When to escalate", (Facet.ESCALATION,)),
    Part("Adjuncts", (Facet.ADJUNCTS,)),
    Part("Causes and course", (Facet.CAUSES, Facet.COURSE)),
    Part("Evidence", (Facet.EVIDENCE,)),
    Part("Also said", (Facet.OTHER,)),
)
MAIN: Final = {RECOMMENDED.heading: 3, "Doses": 2}
LATER: Final = frozenset({"Giving it", "Adjuncts", "Causes and course", "Evidence", "Also said"})
STUDIES: Final = frozenset(
    {
        Kind.EVIDENCE_REVIEW,
        Kind.SYSTEMATIC_REVIEW,
        Kind.RANDOMISED_TRIAL,
        Kind.COHORT,
        Kind.CASE_SERIES,
        Kind.CASE_REPORT,
        Kind.NARRATIVE_REVIEW,
        Kind.UNKNOWN,
    }
)
_SCOPE: Final = re.compile(
    r"\bscope\b|\bindications?\b|\bwho\b|\bpopulation|\bintended (?:for|users?|audience)|\btarget (?:group"
    r"|audience|user)"
    r"|\bapplicab|\beligib",
    re.IGNORECASE,
)
_FOR: Final = re.compile(
    r"\b(?:guideline|guidance|pathway|protocol|recommendations?|statement|leaflet|advice) (?:is"
    r"|are) (?:intended |meant )?for\b"
    r"|\b(?:guideline|guidance|pathway|protocol|statement) (?:applies|covers|addresses)\b|\b(?:is"
    r"|are) indicated (?:for|in|as)\b",
    re.IGNORECASE,
)
_CONCLUDES: Final = re.compile(
    r"\bconclu(?:sion|ding)|\bimplications for practice|\bkey (?:points|messages)", re.IGNORECASE
)
_METHODS: Final = re.compile(
    r"\bmethods?\b|\bmaterials?\b|\bstatistic|\bprocedures?\b|\bparticipants\b|\bsubjects\b"
    r"|\bdata (?:collection|extraction"
    r"|analysis|sources?)|\bsearch strateg|\bstudy (?:design|selection|population)|\bethic|\backnowledg"
    r"|\bfunding|\bcompeting"
    r"|\bconflicts? of interest|\bcontribut|\bsupplement|\babbreviation|\breferences\b|\bpackage label|\bhow supplied"
    r"|\bprincipal display|\binactive ingredient|\bclinical studies\b",
    re.IGNORECASE,
)
_BACKGROUND: Final = re.compile(
    r"\bbackground\b|\bintroduction\b|\bdescription\b|\bclinical pharmacology|\bpharmacokinetics?|\bmechanism"
    r"|\btoxicology",
    re.IGNORECASE,
)


def part_of(c: Candidate) -> Part:
    """Where a candidate stands."""
    own = c.unit.headings[1:] if len(c.unit.headings) > 1 else c.unit.headings
    study = c.evidence.source.kind in STUDIES
    if study and any(_CONCLUDES.search(h) for h in own):
        return FOUND
    if c.facet is Facet.INDICATION and not study and (_FOR.search(c.text) or any(_SCOPE.search(h) for h in own)):
        return FOR_WHOM
    if c.facet is Facet.OTHER and _FOR.search(c.text):
        return FOR_WHOM
    if c.facet is Facet.INDICATION:
        return RECOMMENDED
    return next((p for p in PARTS[3:] if c.facet in p.facets), RECOMMENDED)


def heading(c: Candidate, alone: bool) -> str:
    """What stands over a candidate; whom a document is for, and what one study concludes, is of one source alone."""
    part = part_of(c)
    if alone or part not in (FOR_WHOM, FOUND):
        return part.heading
    return "Indications" if part is FOR_WHOM else "Conclusions of studies"


def depth(c: Candidate) -> int:
    """How far from practice its heading is: 0 recommendations and conclusions, 1 the rest, 2 background, 3 methods."""
    own = c.unit.headings[1:] if len(c.unit.headings) > 1 else ()
    if any(_METHODS.search(h) for h in own):
        return 3
    if any(_BACKGROUND.search(h) for h in own):
        return 2
    return 0 if any(_CONCLUDES.search(h) or re.search(r"recommend", h, re.IGNORECASE) for h in own) else 1
