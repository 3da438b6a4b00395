"""Sentences that tell of doses and give none: trials, kinetics, animals, what a product contains, how it is packed."""

from __future__ import annotations

import re
from typing import Final

_TRIAL: Final = (
    r"\b(?:we\s+(?:[a-z]{3,}ed|gave|found)|trials?|randomi[sz]ed|placebo|versus|vs|double-blind|open-label|(?:uncontrolled|retrospective|case)\s+series|"
    r"series\s+of|cohort|participants|volunteers|subjects|responders|(?:randomly\s+)?assigned|review\s+(?:of|found)|stud(?:y|ies)|compared|"
    r"(?:was|were)\s+followed|odds\s+ratio|relative\s+risk|confidence\s+interval|[0-9]+\s+of\s+[0-9]+|(?:[0-9]+|two|three|four|five|six)\s+(?:of|in|out\s+of)\s+(?:(?:ten|every)\s+)?(?:[0-9]+\s+)?(?:people|patients|users)|meta-analysis|hypothes\w+|"
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

# What stands before the reason of a dose is the dose; the reason may well tell of a study.
_REASON: Final = re.compile(r"(?<=\s)(?:because|given\s+that|in\s+view\s+of)\b(?!\s+of\b)", re.IGNORECASE)

_TURN: Final = r"increas|rais|titrat|reduc|lower|decreas|taper|halv|doubl"
_DOSE_DID: Final = re.compile(
    r"\b(?:mg|micrograms?|mcg|g|ml|units?|daily|nightly|weekly|monthly|hours|times\s+a\s+day|a\s+day|a\s+week|tablets?|capsules?)"
    rf"\s+(?:(?P<turn>(?:{_TURN})ed)|brought|led|gave|had|fell|rose|showed|improved|prevented|delayed|relieved|shortened|prolonged|caused|produced|"
    r"suppressed|inhibited|induced|abolished|failed|worked|provided|slowed|worsened|tended|resulted|proved|eradicated|cured|healed)\b",
    re.IGNORECASE,
)
_TURNED: Final = re.compile(r"\s+(?:to|by|gradually|in|if|when|after|every|over|as|until|slowly|at)\b", re.IGNORECASE)
_LED: Final = re.compile(r"\b(?:if|when|where|unless|once|after|until|who|whom|which|that)\b[^,;.]*\Z", re.IGNORECASE)


def before_reason(text: str, start: int, end: int) -> int:
    """Where the reason begins that the sentence at [start, end) gives for its dose ("because ..."), or `end`."""
    reason = _REASON.search(text, start, end)
    return start + len(text[start : reason.start()].rstrip(" ,")) if reason else end


def is_report(text: str, start: int, end: int) -> bool:
    """Whether the sentence at [start, end) reports something past or describes a product, and so gives no dose."""
    return _REPORT.search(text, start, end) is not None or _says_of_dose(text, start, end)


def _says_of_dose(text: str, start: int, end: int) -> bool:
    """Whether a sentence tells what a dose did ("20 mg daily lowered ..."), outside of conditions."""
    return any(
        not (m["turn"] and _TURNED.match(text, m.end())) and not _LED.search(text, start, m.start())
        for m in _DOSE_DID.finditer(text, start, end)
    )
