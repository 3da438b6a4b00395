"""What a source leaves open beside a value: more or less may be needed, more or less often; read by fixed words."""

from __future__ import annotations

import re
from typing import Final

_MORE: Final = re.compile(
    r"\b(?:higher|larger|greater|increased|additional|further)\s+(?:single\s+|daily\s+)?doses?\s+(?:may|might|can|could|are|is)\b"
    r"|\bmore\s+(?:may|might)\s+be\s+(?:needed|required|given)|\bor\s+more\b|\bmay\s+(?:then\s+)?be\s+(?:increased|doubled|raised)"
    r"|\b(?:can|could|might)\s+be\s+(?:increased|doubled|raised)|\b(?:may|might)\s+(?:need|require)\s+(?:higher|larger|more)"
    r"|\bat\s+least\b",
    re.IGNORECASE,
)
_LESS: Final = re.compile(
    r"\b(?:lower|smaller|reduced)\s+doses?\s+(?:may|might|can)\b|\bmay\s+be\s+(?:reduced|halved|lowered)|\bor\s+less\b",
    re.IGNORECASE,
)
_ADJUSTED: Final = re.compile(
    r"\badjust(?:ed|able)\s+(?:for|to|according|by|depending|individually)\b|\b(?:individualised|individualized|titrated)\b"
    r"|\baccording\s+to\s+(?:the\s+)?(?:\w+\s+)?(?:response|age|symptoms|severity|need)",
    re.IGNORECASE,
)
_LONGER: Final = re.compile(
    r"\bat\s+least\b|\bminimum\s+of\b|\bor\s+(?:longer|more)\b|\blonger\s+(?:courses?|treatment|therapy|durations?)\b"
    r"|\b(?:may|might|can|could)\s+be\s+(?:extended|prolonged|continued)\b",
    re.IGNORECASE,
)
_OFTENER: Final = re.compile(
    r"\bmore\s+(?:frequent(?:ly)?|often)\b|\bshorter\s+(?:[\w-]+\s+)?intervals?\b|\b(?:increased|higher|greater)\s+frequency\b"
    r"|\bintervals?\b[^.;]{0,40}\b(?:shortened|reduced|decreased)\b",
    re.IGNORECASE,
)
_SELDOMER: Final = re.compile(
    r"\bless\s+(?:frequent(?:ly)?|often)\b|\blonger\s+(?:[\w-]+\s+)?intervals?\b|\b(?:reduced|decreased|lower)\s+frequency\b"
    r"|\bintervals?\b[^.;]{0,40}\b(?:lengthened|extended|prolonged|increased)\b",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(
    r"\b(?:may|might|can|could|some|sometimes|occasionally|needs?|needed|requires?|required|necessary)\b", re.IGNORECASE
)
_SHUT: Final = re.compile(r"\b(?:not|no|never|neither|nor|without|avoid)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.;])\s+")


def of_amount(told: str) -> tuple[bool, bool]:
    """Whether a larger amount, and whether a smaller one, may be needed."""
    adjusted = bool(_ADJUSTED.search(told))
    return adjusted or bool(_MORE.search(told)), adjusted or bool(_LESS.search(told))


def of_length(told: str) -> bool:
    """Whether a longer course may be given."""
    return bool(_LONGER.search(told))


def of_rhythm(told: str) -> tuple[bool, bool]:
    """Whether it may be needed more often, and whether less often; "not more often" leaves nothing open."""
    sentences = [s for s in _SENTENCE.split(told) if _OPEN.search(s) and not _SHUT.search(s)]
    return any(_OFTENER.search(s) for s in sentences), any(_SELDOMER.search(s) for s in sentences)
