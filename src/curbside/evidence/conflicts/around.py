"""Whether a drug goes on or is stopped before an operation or another procedure.

The procedure is told by the end of its name ("-oscopy", "-ectomy") or by a plain word ("surgery", "extraction"); how
long before it a drug is stopped is not compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curbside.evidence.conflicts.sayings import Range
from curbside.evidence.conflicts.unlisted import object_of, subject_of
from curbside.language import lexicon
from curbside.language.patterns import Lazy
from curbside.language.tokens import content_stems
from curbside.regimens.naming import drug_mentions

_HEAD: Final = (
    r"(?:[a-z]+(?:oscopy|ectomy|otomy|ostomy|plasty|centesis|version)|surgery|neurosurgery|operations?|procedures?|extractions?|"
    r"an(?:ae|e)sthesia|biopsy|implantation|(?:[a-z]+)?angiography|ablation|punctures?|transplantation|intervention|"
    r"contrast|grafting|bypass|replacement|delivery|caesarean(?:\s+section)?)"
)
_LENGTH: Final = (
    r"(?:(?:at\s+least\s+|about\s+)?(?:\d+(?:\s+(?:to|or)\s+\d+)?|an?|one|two|three|four|five|six|seven|ten)\s+"
    r"(?:hours?|days?|weeks?|months?)\s+)?"
)
_PROCEDURE: Final = Lazy(
    rf"{_LENGTH}\b(?:(?:before|prior\s+to|ahead\s+of|around|at\s+the\s+time\s+of|through(?:out)?|during|undergoing|having|"
    rf"(?:until|up\s+to|on)\s+the\s+(?:day|morning|evening)\s+(?:of|before)|until|up\s+to)\s+)(?:(?:an?|the|any)\s+)?"
    rf"(?P<name>(?:(?!(?:of|the|and|or|day|morning|is|are|in)\b)[a-z-]+\s+){{0,3}}?{_HEAD})\b",
    re.IGNORECASE,
    (
        tuple(
            "oscopy ectomy otomy ostomy plasty centesis version surgery operation procedure extraction sthesia biopsy "
            "implantation angiography ablation puncture transplantation intervention contrast grafting bypass "
            "replacement delivery caesarean".split()
        ),
    ),
)
_STOPPING: Final = (
    r"(?:stop(?:s|ped|ping)?|with(?:hold|holds|held|holding)|discontinu(?:e|es|ed|ing)|omit(?:s|ted|ting)?|"
    r"interrupt(?:s|ed|ing|ion)?|suspend(?:s|ed|ing)?|paus(?:e|es|ed|ing)|ceas(?:e|es|ed|ing)|held)"
)
_GOES_ON: Final = re.compile(
    rf"\b(?:do|does|should|must|need|is|are|be)\s+not\s+(?:need\s+to\s+|have\s+to\s+)?(?:be\s+)?{_STOPPING}\b|\bwithout\s+{_STOPPING}\w*"
    rf"|\bno\s+need\s+to\s+{_STOPPING}\b|\buninterrupted\b|\b(?:keep|keeps|carry|carries|go|goes)\s+(?:on\s+)?(?:with\s+)?(?:taking|using|on)\b",
    re.IGNORECASE,
)
_NOT_ON: Final = re.compile(r"\b(?:not|never)\s+(?:be\s+)?continu(?:e|ed)\b", re.IGNORECASE)
_CONTINUE: Final = re.compile(r"\bcontinu(?:e|es|ed|ing|ation)\b", re.IGNORECASE)
_STOP: Final = re.compile(rf"\b{_STOPPING}\b", re.IGNORECASE)
_ON_THE_DAY: Final = re.compile(r"\bon\s+the\s+(?:day|morning|evening)\s+of\b", re.IGNORECASE)
_SAME: Final = {"oper": "surgeri"}


@dataclass(frozen=True, slots=True)
class Around:
    """drugs: what goes on or is stopped. word: "continued" or "stopped", at `at`. rest: what else it says."""

    drugs: tuple[str, ...]
    procedure: str
    stems: tuple[str, ...]
    word: str
    at: Range
    rest: str


def around(clause: str) -> Around | None:
    """What a clause lays down for a drug before a procedure; None where it says both or neither."""
    found = _PROCEDURE.search(clause)
    said = _word(clause) if found else None
    if found is None or said is None:
        return None
    named = lexicon.concepts(drug_mentions(clause, 0, len(clause)))
    other = None if named else object_of(clause) or subject_of(clause)
    drugs = named or ((other,) if other else ())
    stems = tuple(sorted(_SAME.get(s, s) for s in content_stems(found["name"])))
    if stems and _ON_THE_DAY.search(found[0]):
        # "Stopped on the day" and "continued until the day before" are one piece of advice.
        stems = (*stems, "on the day")
    if not drugs or not stems:
        return None
    rest = _without(clause, found.span(), said[1])
    return Around(tuple(drugs), " ".join(found["name"].lower().split()), stems, *said, rest)


def _without(clause: str, *cut: Range) -> str:
    """A clause with the ranges left out."""
    for start, end in sorted(cut, reverse=True):
        clause = f"{clause[:start]} {clause[end:]}"
    return clause


def _word(clause: str) -> tuple[str, Range] | None:
    on, off = _GOES_ON.search(clause), _NOT_ON.search(clause)
    if on or off:
        return None if on and off else ("continued", on.span()) if on else ("stopped", off.span()) if off else None
    on, off = _CONTINUE.search(clause), _STOP.search(clause)
    if (on is None) == (off is None):
        return None
    return ("continued", on.span()) if on else ("stopped", off.span()) if off else None
