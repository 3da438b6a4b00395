"""What a sentence is for: the conditions that its patients have or are treated for, with what qualifies them.

Not the outcome that a drug prevents, nor a condition that a number beside it says ("hyperkalaemia (above 5.5)").
"""

from __future__ import annotations

import re
from typing import Final

from curbside.language import lexicon
from curbside.language.lexicon import Mention
from curbside.regimens.criteria.atoms import GOVERNS, INDICATION, IS, Atom, said_by_numbers, thresholds

_PREVENTS: Final = re.compile(r"\s+(?:prevention|prophylaxis|risk|rates?|deaths?|events?|mortality)\b", re.IGNORECASE)
_BEFORE_IT: Final = re.compile(
    r"\b(?:risk|prevention|prophylaxis|incidence|rate|reduction|cause|history)\s+of\b|\b(?:prevent|avoid|caus)\w*\b",
    re.I,
)
_PEOPLE_WITH: Final = re.compile(
    r"\b(?:adults?|people|persons?|patients?|children|those|women|men|individuals?|infants?|adolescents?)\s+(?:aged\s+[^,;.]{1,40}?\s+)?(?:with|who\s+have|having)\s+"
    r"(?P<x>[A-Za-z][\w\s'\u2019-]{3,60}?)(?=\s+(?:and|or|who|whose|if|where|when|is|are|should|must|may|in\s+whom|but|unless|only)\b|\s*[,;:.()]|\s*\Z)",
    re.IGNORECASE,
)
_OF_DISEASE: Final = re.compile(
    r"(?:(?<=^)|(?<=[.;:] ))(?:In|For)\s+(?P<x>"
    r"(?!adults?|people|patients?|children|those|women|men|infants?|each|all|most|any|some|the\b|whom|use|who)"
    r"[a-z][\w\s'\u2019-]{3,50}?)"
    r"(?=\s+in\s+(?:adults?|people|patients?|children|women|men)\b|,)",
)
_NO_PART: Final = re.compile(
    r"\b(?:and|or|with|an?|the|any|known|established|documented|existing|who|are|is|adults?|people|patients?|children"
    r"|women|men|I{1,3}|IV|class|stage)\s+"
)
_NO_DISEASE: Final = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|addition|general|total|cases?|order|combination|contrast|particular|doubt|groups?|example"
    r"|instance|practice|such|this|these|that|each|both|some|other)\b",
    re.IGNORECASE,
)
_MEASURED: Final = re.compile(
    r"\b(?:weight|age|clearance|egfr|creatinine|potassium|function|impairment|count|level|score|risk|estimated|interval"
    r"|pressure|rate)\b",
    re.IGNORECASE,
)
_LOOKED_FOR: Final = re.compile(
    r"\b(?:screen\w*|test(?:s|ed|ing)?|check(?:s|ed|ing)?|investigat\w*|assess\w*|evaluat\w*|monitor\w*|look\w*|case[-\s]finding"
    r"|surveillance|examin\w*)\s+(?:[\w'\u2019-]+\s+){0,6}?for\s+(?:[\w'\u2019-]+\s+){0,3}\Z",
    re.IGNORECASE,
)
"""Words before what a patient is screened for, who need not have it."""
VALVULAR: Final = re.compile(r"\bnon-?valvular\b|\bNVAF\b", re.IGNORECASE)
"""What a listed name of atrial fibrillation may add to it."""


def indications(text: str) -> tuple[Atom, ...]:
    """What the sentence is for: conditions that patients have or are treated for, with what qualifies them.

    Not the outcome that a drug prevents, nor a condition that a number beside it says.
    """
    found = [a for m in lexicon.find(text, "condition") if (a := _indication(text, m)) is not None]
    if not found:
        found = [_unlisted(m) for p in (_PEOPLE_WITH, _OF_DISEASE) for m in p.finditer(text) if _is_disease(m["x"])]
    return _alternatives(text, found)


def _alternatives(text: str, found: list[Atom]) -> tuple[Atom, ...]:
    """Conditions that "or" joins as one, of which any is enough ("heart failure or hypertension")."""
    made: list[Atom] = []
    for atom in sorted(found, key=lambda a: a.start):
        last = made[-1] if made else None
        if last is not None and re.fullmatch(
            r"\s*(?:,\s*)?or\s+(?:with\s+|in\s+|an?\s+)?", text[last.end : atom.start]
        ):
            words = " ".join(text[last.start : atom.end].split())
            concepts = last.concepts | atom.concepts if last.concepts and atom.concepts else frozenset()
            made[-1] = Atom(INDICATION, IS, last.start, atom.end, words=words, concepts=concepts)
        else:
            made.append(atom)
    return tuple(made)


def _indication(text: str, mention: Mention) -> Atom | None:
    governor = GOVERNS.search(text[: mention.start])
    if governor is None or _by_number(mention) or _PREVENTS.match(text, mention.end):
        return None
    if re.search(r"\d", governor["between"]):
        return None
    clause = re.split(r"[.;:]\s", text[: mention.start])[-1]
    if _LOOKED_FOR.search(clause):
        return None
    near = clause[-60:]
    if _BEFORE_IT.search(near) and not re.search(r"\b(?:in|with|for)\s+(?:[\w'\u2019-]+\s+){0,4}\Z", near):
        return None
    own = _NO_PART.split(governor["between"])[-1]
    start = mention.start - len(own)
    words = " ".join(text[start : mention.end].split())
    return Atom(INDICATION, IS, start, mention.end, words=words, concepts=frozenset({mention.concept}))


def _by_number(mention: Mention) -> bool:
    return mention.concept != "hypertension" and said_by_numbers(frozenset({mention.concept}))


def _unlisted(match: re.Match[str]) -> Atom:
    words = " ".join(match["x"].split())
    return Atom(INDICATION, IS, match.start("x"), match.end("x"), words=words)


def _is_disease(words: str) -> bool:
    """Whether the words after "people with" are no measure, class, group or drug."""
    if thresholds(f"people with {words}") or re.search(r"\d", words) or lexicon.drugs_in(words):
        return False
    if lexicon.find(words, "population") or _NO_DISEASE.search(words):
        return False
    return not _MEASURED.search(words)
