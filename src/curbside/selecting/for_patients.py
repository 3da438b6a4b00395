"""What may be shown to a patient: no dose, no instruction to inject or change a dose (section 8), nothing hard to read.

What to do at once in an emergency comes before all of these.
"""

from __future__ import annotations

import re

from curbside.language.notices import PATIENT
from curbside.language.readability import is_easy
from curbside.selecting.candidates import Candidate
from curbside.selecting.leave import PUBLIC, for_the_moment
from curbside.selecting.matching import states_dose
from curbside.selecting.stops import stops
from curbside.types import Facet, Question

_DOSING = frozenset({Facet.REGIMEN, Facet.MAINTENANCE, Facet.ADMINISTRATION})
_INSTRUCTS = re.compile(
    r"\b(?:is|are|be|being) (?:\w+ ){0,3}(?:injected|infused)\b|(?:^|[.;:] )inject\b|"
    r"\binject (?:it|into|the|one|half)\b|"
    r"\bgiven (?:\w+ ){0,4}(?:intramuscularly|intravenously|subcutaneously|by (?:\w+ ){0,2}injection|"
    r"into (?:an?|the) (?:\w+ )?(?:muscle|vein|thigh))|"
    r"\b(?:increase|reduce|double|halve|change|adjust|stop)[sd]? (?:the|your|its) dose|"
    r"\bdose (?:\w+ ){0,2}(?:increased|reduced|doubled|halved|changed|adjusted|stopped)\b",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r"\b(?:not|never)\s+(?:be\s+)?(?:given|injected|infused|give|inject)\b", re.IGNORECASE)


def may_be_shown(question: Question, c: Candidate) -> bool:
    """Whether the asker may see it; a patient sees doses only of a leaflet or a regulator's advice for the public."""
    if question.audience != PATIENT or for_the_moment(question, c.evidence.source, c.text):
        return True
    if not is_easy(c.text):
        return False
    if c.evidence.source.kind in PUBLIC:
        return True
    if c.phases or states_dose(c.text) or _INSTRUCTS.search(_FORBIDDEN.sub("", c.text)):
        return False
    return c.facet not in _DOSING or stops(question, c)
