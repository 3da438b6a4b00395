"""Sentences that tell of doses and give none: trials, kinetics, animals, what a product contains, how it is packed."""

from __future__ import annotations

import re
from typing import Final

_TRIAL: Final = (
    r"\b(?:trials?|randomi[sz]ed|placebo|versus|vs|double-blind|open-label|(?:uncontrolled|retrospective|case)\s+series|"
    r"series\s+of|cohort|participants|volunteers|subjects|responders|(?:randomly\s+)?assigned|review\s+(?:of|found)|stud(?:y|ies)|compared|"
    r"(?:was|were)\s+followed|odds\s+ratio|relative\s+risk|confidence\s+interval|[0-9]+\s+of\s+[0-9]+|meta-analysis|hypothes\w+|"
    r"approved|(?:has|have)\s+been\s+reported|(?:was|were)\s+given\s+to|received|gave\s+(?:an?|higher|lower)|case\s+report|"
    r"significantly|pooled|secondary\s+endpoints?|dos(?:e|age)\b[^.;]{0,40}\bwas)\b|\bP\s*[=<]"
)
_KINETICS: Final = (
    r"\b(?:(?:lowered|raised|increased|decreased|reduced)\s+(?:its|the|plasma|serum|mean)\s+(?:\w+\s+)?(?:absorption|exposure|"
    r"concentrations?|levels?|AUC|clearance|bioavailability)|AUC|Cmax|half-life|fold|after\s+(?:\w+\s+)?administration\s+of|"
    r"(?:was|were|been)\s+(?:detected|measured|observed)|measured\s+after|produced|caused\s+no|effects?\s+of|"
    r"(?:halve|double|treble)[sd]?\s+(?:the|its)\s+(?:exposure|clearance|concentrations?|levels?|half-life)|"
    r"(?:daily|day|mg|dose|hours|weekly|monthly|night)\s+(?:lowers|reduces|raises|increases|decreases|halves|doubles)|number\s+needed\s+to|"
    r"(?:more|less)\s+(?:common|frequent|often|likely)\b[^.;]*\bthan\s+(?:with|in|after)\s+[0-9])\b|[↑↓]"
)
_ANIMALS: Final = r"\b(?:rats?|mice|mouse|rabbits?|dogs?|monkeys?|guinea\s+pigs?|teratogenic|carcinogen\w*)\b"
_PACKED: Final = (
    r"\b(?:NDC|bottles?\s+of\s+[0-9]|formulated\s+as|contain(?:s|ing)?\s+(?:the\s+equivalent\s+of\s+)?[0-9]|blisters?|"
    r"refrigerat\w*|unopened|within\s+\w+\s+(?:hours?|days?|minutes?)\s+of\s+(?:mixing|reconstitution|preparation|dilution|opening|removal)\b)"
)
_ELSEWHERE: Final = r"(?:\A|(?<=\.\s))\W*see\s+(?:also\s+)?(?:section|table|chapter|appendix|page|under)\b"
_REPORT: Final = re.compile("|".join((_TRIAL, _KINETICS, _ANIMALS, _PACKED, _ELSEWHERE)), re.IGNORECASE)


def is_report(text: str, start: int, end: int) -> bool:
    """Whether the sentence at [start, end) reports something past or describes a product, and so gives no dose."""
    return _REPORT.search(text, start, end) is not None
