"""What a leaflet or an alert says to "you" is no answer for who treats, where a source for professionals speaks too."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from curbside.language.notices import PATIENT
from curbside.selecting.candidates import Candidate
from curbside.selecting.leave import PUBLIC
from curbside.types import Question

_YOU: Final = re.compile(r"\byou(?:r|rs|rself|['’](?:re|ll|ve))?\b", re.IGNORECASE)
_OWN: Final = 0.9


def without_public_advice(question: Question, found: Iterable[Candidate]) -> list[Candidate]:
    """`found` without what is said to patients, where a sentence for professionals is on the same drug and condition.

    It stays for patients, where it forbids, and where it has words of the question that no such sentence has ("how
    many pens").
    """
    kept = list(found)
    if question.audience == PATIENT:
        return kept
    near = [c for c in kept if c.match.drug >= _OWN and c.match.condition >= _OWN and not _speaks_to_patients(c)]
    most = max((c.match.words for c in near), default=0.0)
    return [c for c in kept if not near or not _speaks_to_patients(c) or c.warns or c.match.words > most]


def _speaks_to_patients(c: Candidate) -> bool:
    return c.evidence.source.kind in PUBLIC and bool(_YOU.search(c.text))
