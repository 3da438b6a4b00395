"""Two labels that are never merged: the grade that a source gives itself, and the engine's estimate (section 3).

The estimate is not a GRADE rating. It starts from the study design and goes down only; a guideline or a label gets
none ("not stated") unless the evidence under it is in the library.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from curbside.types import Flag, Kind, Source, Strength

OWN_GRADE = re.compile(r"\(graded by the source: (?P<grade>[^()]+(?:\([^()]*\)[^()]*)*)\)")
_LEVELS = ("Very low", "Low", "Moderate", "High")
_START: Mapping[Kind, tuple[int, str]] = {
    Kind.SYSTEMATIC_REVIEW: (3, "systematic review"),
    Kind.EVIDENCE_REVIEW: (3, "evidence review"),
    Kind.RANDOMISED_TRIAL: (3, "randomised trial"),
    Kind.COHORT: (1, "observational study"),
    Kind.CASE_SERIES: (1, "uncontrolled or observational series"),
    Kind.CASE_REPORT: (0, "case report"),
    Kind.NARRATIVE_REVIEW: (0, "narrative review (opinion)"),
}
_NUMBER = r"\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_SMALL = re.compile(
    rf"(?<![\d.,])\b(?P<n>{_NUMBER}) (?:people|patients|participants|persons?|adults|children|women|men)\b"
    r"|\bn\s?=\s?(?P<given>\d+)\b(?![.,]\d)",
    re.IGNORECASE,
)
_NULL = re.compile(r"no (?:clinically relevant |significant )?difference|were similar|did not (?:improve|differ)", re.I)
_PREPRINT = re.compile(r"\bpre-?print\b", re.IGNORECASE)
_PREPRINT_AT_MOST = 1
_OPEN = re.compile(r"open[- ]label", re.IGNORECASE)
_UNCONTROLLED = re.compile(r"uncontrolled|case series|\bseries of\b", re.IGNORECASE)
_SUBJECTIVE = re.compile(r"\bpain|\bquality of life|\bsymptom|\bLANSS\b|\bDN4\b", re.IGNORECASE)
_SURROGATE = re.compile(r"\bserum\b|\bplasma\b|\blevels?\b|conduction velocity|biomarker", re.IGNORECASE)


def own_grade(text: str) -> str | None:
    """The source's own grade in a unit of the starter format, word for word, or None."""
    found = OWN_GRADE.search(text)
    return found["grade"].strip() if found else None


def estimate(source: Source, text: str, step: int = 0) -> tuple[str, tuple[str, ...]]:
    """The engine's estimate for one sentence of a study, with its reasons; ("not stated", ()) where there is none.

    step: steps down for an expression of concern. A sample below 100, an open label with a subjective outcome, no
    control and a surrogate outcome each take one step (section 3); a preprint is Low at most (section 1).
    """
    if source.kind not in _START:
        return "not stated", ()
    level, design = _START[source.kind]
    reasons = [f"starts {_LEVELS[level]}: {design}"]
    for lowered, reason in _steps(source, text):
        if lowered:
            level -= 1
            reasons.append(reason)
    if step:
        level -= step
        reasons.append("expression of concern about the source")
    if level > _PREPRINT_AT_MOST and any(_PREPRINT.search(t) for t in source.publication_types):
        level = _PREPRINT_AT_MOST
        reasons.append("preprint: Low at most")
    return _LEVELS[max(level, 0)], tuple(reasons)


def _steps(source: Source, text: str) -> tuple[tuple[bool, str], ...]:
    whole = f"{source.title} {text}"
    return (
        (_is_small(text), "imprecise: fewer than 100 people"),
        (_is_small(text) and bool(_NULL.search(text)), "imprecise: no difference found in so few"),
        (bool(_OPEN.search(whole) and _SUBJECTIVE.search(text)), "bias: open label with a subjective outcome"),
        (
            bool(_UNCONTROLLED.search(whole)) and source.kind is not Kind.RANDOMISED_TRIAL,
            "bias: no control group",
        ),
        (bool(_SURROGATE.search(text)), "indirect: surrogate outcome"),
    )


def _is_small(text: str) -> bool:
    found = _SMALL.search(text)
    if found is None:
        return False
    number = found["n"] or found["given"]
    return not number.isdigit() or int(number) < 100


_STRONG = re.compile(r"\bCOR 1\b|\bCOR 3: ?Harm|\bstrong\b(?! evidence)|Class I\b", re.IGNORECASE)
_WEAK = re.compile(r"\bCOR 2[ab]?\b|\bconditional\b|\bweak\b(?! evidence)|Class II", re.IGNORECASE)
_RECOMMENDS = re.compile(
    r"\bshould\b|\bmust\b|\b(?:is|are|not) recommended\b|\brecommends\b|\bcontraindicated\b", re.IGNORECASE
)
_SUGGESTS = re.compile(
    r"\bsuggests?\b|\bmay be (?:considered|given|used)\b|\bconsider(?:ed)?\b|\badvisable\b|\breasonable\b|\bcan be\b",
    re.IGNORECASE,
)


def strength(source: Source, text: str, flags: tuple[Flag, ...], level: str) -> Strength:
    """The label beside a quotation (section 4): by the source's own grade, else the estimate, else its modal words."""
    if Flag.SINGLE_CASE in flags or source.kind is Kind.CASE_REPORT:
        return Strength.REPORTED
    grade = own_grade(text)
    if grade and _STRONG.search(grade):
        return Strength.RECOMMENDED
    if grade and _WEAK.search(grade):
        return Strength.SUGGESTED
    if level in ("Low", "Very low"):
        return Strength.LIMITED
    if source.kind not in (Kind.GUIDELINE, Kind.PROTOCOL, Kind.SAFETY_ALERT, Kind.LABEL, Kind.FORMULARY, Kind.SUMMARY):
        return Strength.NOT_STATED
    if _SUGGESTS.search(text):
        return Strength.SUGGESTED
    return Strength.RECOMMENDED if _RECOMMENDS.search(text) else Strength.NOT_STATED
