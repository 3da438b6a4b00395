"""The parts of an overview: which statements stand together, under what heading, in what order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curbside.evidence.grades import stated
from curbside.selecting import chapters
from curbside.selecting.candidates import Candidate
from curbside.selecting.chapters import CONCLUDES, STUDIES
from curbside.types import Facet, Kind


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the facets under it, in order."""

    heading: str
    facets: tuple[Facet, ...]


FOR_WHOM: Final = Part("Whom it is for", (Facet.INDICATION,))
RECOMMENDED: Final = Part("Key recommendations", (Facet.INDICATION,))
FOUND: Final = Part("Conclusions", (Facet.EVIDENCE,))
SAID: Final = Part("Also said", (Facet.OTHER, Facet.INDICATION))
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
    SAID,
)
MAIN: Final = {RECOMMENDED.heading: 3, "Doses": 2, FOUND.heading: 3}
LATER: Final = frozenset({"Giving it", "Adjuncts", "Causes and course", SAID.heading})
_SCOPE: Final = re.compile(
    r"\bscope\b|\bindications?\b|\bwho\b|\bpopulation|\bintended (?:for|users?|audience)|\btarget (?:group|audience"
    r"|user)|\bapplicab|\beligib",
    re.IGNORECASE,
)
_FOR: Final = re.compile(
    r"\b(?:guideline|guidance|pathway|protocol|recommendations?|statement|leaflet|advice) (?:is|are) (?:intended "
    r"|meant )?for\b|\b(?:guideline|guidance|pathway|protocol|statement) (?:applies|covers|addresses)\b"
    r"|\b(?:is|are) indicated (?:for|in|as)\b",
    re.IGNORECASE,
)
_RECOMMENDS: Final = re.compile(r"\b(?:should|must|is recommended|are recommended)\b", re.IGNORECASE)
_ADVISES: Final = re.compile(
    r"\b(?:should|must|recommend\w*|suggests?|suggested|first[- ]line|first choice|indicated|offer(?:ed)?"
    r"|consider(?:ed)?"
    r"|advis\w+|reasonable|preferred|is given|are given|treated with|treatment (?:of|for|is)|start(?:ed)?|stop(?:ped)?"
    r"|approved|licensed|avoid(?:ed)?|need(?:s|ed)?|can be|may be)\b",
    re.IGNORECASE,
)


def part_of(c: Candidate) -> Part:
    """Where a candidate stands."""
    source = c.evidence.source
    own = chapters.chapters(source, c.unit)
    study = source.kind in STUDIES
    if study and any(CONCLUDES.search(h) for h in own):
        return FOUND
    if c.facet is Facet.INDICATION and not study and (_FOR.search(c.text) or any(_SCOPE.search(h) for h in own)):
        return FOR_WHOM
    if c.facet is Facet.OTHER and _FOR.search(c.text):
        return FOR_WHOM
    if c.facet is Facet.INDICATION:
        advises = _RECOMMENDS if study else _ADVISES
        return RECOMMENDED if advises.search(c.text) and source.kind is not Kind.UNKNOWN else SAID
    if c.facet is Facet.OTHER and stated(c.text):
        return RECOMMENDED
    return next((p for p in PARTS[3:] if c.facet in p.facets), SAID)


def heading(c: Candidate, alone: bool) -> str:
    """What stands over a candidate; whom a document is for, and what one study concludes, is of one source alone."""
    part = part_of(c)
    if alone or part not in (FOR_WHOM, FOUND):
        return part.heading
    return "Indications" if part is FOR_WHOM else "Conclusions of studies"


def depth(c: Candidate) -> int:
    """How far from practice its chapter is, as `chapters.depth`."""
    return chapters.depth(c.evidence.source, c.unit)
