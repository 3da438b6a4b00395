"""What the chapters of a label or of a study say of the units in them, for an overview.

A label has the chapters that its regulator sets (21 CFR 201.57; the SPL section names), whatever a sentence in one
speaks of: what stands under "Contraindications" is a contraindication, of pregnancy too. A study has its usual parts:
what it concludes and finds is told, how it went about it is not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from curbside.selecting.candidates import Candidate
from curbside.types import Facet, Kind, Source, Unit, UnitKind

FAR: Final = 3
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
_LABEL: Final = tuple(
    (re.compile(words, re.IGNORECASE), facet)
    for words, facet in (
        (r"\bboxed warning|^warning:", Facet.CONTRAINDICATIONS),
        (r"\bcontra-?indications?\b|\bdo not use\b", Facet.CONTRAINDICATIONS),
        (r"\bindications?\b|^\W*uses?\b|\bpurpose\b", Facet.INDICATION),
        (r"\bdosage and administration|\bdirections\b|\bposology", Facet.REGIMEN),
        (r"\binteractions?\b", Facet.INTERACTIONS),
        (r"\badverse reactions?|\bundesirable effects|\bside effects", Facet.ADVERSE_EFFECTS),
        (r"\bwarnings?\b|\bprecautions?\b", Facet.PITFALLS),
    )
)
AGAINST: Final = re.compile(r"\bboxed warning\b|^warning:|\bcontra-?indications?\b|\bdo not use\b", re.IGNORECASE)
_DO_NOT: Final = re.compile(r"\bdo not use\b", re.IGNORECASE)
_HIGHLIGHTS: Final = re.compile(r"highlights of prescribing information", re.IGNORECASE)
_GROUPS: Final = re.compile(r"\buse in specific populations", re.IGNORECASE)
_FINDINGS: Final = re.compile(r"\bresults?\b|\bfindings?\b|\bdiscussion\b|\babstract\b|\bsummary\b", re.IGNORECASE)
_KEEP: Final = 512
_FORBIDS: Final = re.compile(
    r"contra-?indicat|\b(?:should|must|do|may|can) ?not\b|\bnever\b|\bavoid|hypersensitiv|\ballerg"
    r"|\bwarning",
    re.IGNORECASE,
)
CONCLUDES: Final = re.compile(
    r"\bconclu(?:sion|ding)|\binterpretation\b|\bimplications for practice|\bkey (?:points|messages)", re.IGNORECASE
)
_LIMITS: Final = re.compile(r"\blimitations?\b|\blimited by\b|\bcannot (?:exclude|rule out)\b", re.IGNORECASE)
_METHODS: Final = re.compile(
    r"\bmethods?\b|\bmaterials?\b|\bstatistic|\bparticipants\b|\bsubjects\b|\bdata (?:collection|extraction|analysis"
    r"|sources?)|\bsearch strateg|\bstudy (?:design|selection|population|setting)|\bethic|\backnowledg|\bfunding"
    r"|\bcompeting|\bconflicts? of interest|\bcontribut|\bsupplement|\babbreviation|\breferences\b|\bpackage label"
    r"|\bhow supplied|\bstorage\b|\bprincipal display|\binactive ingredient|\bclinical studies\b|\bdosage forms"
    r"|\bdescription\b|\bnonclinical|\bclinical pharmacology|\bpharmacokinetics?|\bmechanism of action"
    r"|\bpharmacodynamic"
    r"|\bpatient (?:counsel|information)|\bmedication guide|\bcarcinogenesis|\bmajor changes|\boverdosage"
    r"|\bother information|\bquestions\b"
    r"|\bfigure legend|\bpre-publication",
    re.IGNORECASE,
)
_BACKGROUND: Final = re.compile(r"\bbackground\b|\bintroduction\b|\baims?\b|\bobjectives?\b", re.IGNORECASE)
_RECOMMENDS: Final = re.compile(r"recommend", re.IGNORECASE)


_TITLED: dict[tuple[str, str], bool] = {}


def _titled(source: Source) -> bool:
    """Whether every unit stands under one outermost heading: then it is the title and says nothing of the chapter."""
    # By id and hash: to hash a whole source, as a cache of this function would, takes longer than to look.
    key = (source.id, source.content_hash)
    if key not in _TITLED:
        if len(_TITLED) >= _KEEP:
            _TITLED.clear()
        _TITLED[key] = len({u.headings[0] if u.headings else "" for u in source.units}) == 1
    return _TITLED[key]


def chapters(source: Source, unit: Unit) -> tuple[str, ...]:
    """The headings over a unit without the title, outermost first."""
    return without_title(source, unit.headings)


def without_title(source: Source, headings: tuple[str, ...]) -> tuple[str, ...]:
    """A heading path without the title, and without that of a label's highlights, which have its chapters in short."""
    told = headings[1:] if _titled(source) else headings
    return told[1:] if told and _HIGHLIGHTS.match(told[0]) else told


def placed(c: Candidate) -> Candidate:
    """The candidate with the facet of its chapter, where the chapter of a label or of a study decides."""
    facet = _facet(c)
    return c if facet is None or facet is c.facet else replace(c, facet=facet)


def _facet(c: Candidate) -> Facet | None:
    source = c.evidence.source
    over = chapters(source, c.unit)
    if source.kind is Kind.LABEL and over:
        if _DO_NOT.search(over[-1]):
            return Facet.CONTRAINDICATIONS
        if _GROUPS.search(over[0]):
            return c.facet if c.facet in (Facet.CHILDREN, Facet.PREGNANCY, Facet.RENAL_HEPATIC) else Facet.RENAL_HEPATIC
        found = next((facet for words, facet in _LABEL if words.search(over[0])), None)
        if found is Facet.CONTRAINDICATIONS and len(over) > 1 and not _FORBIDS.search(c.text):
            return c.facet if c.facet is not Facet.CONTRAINDICATIONS else Facet.PITFALLS
        return Facet.MONITORING if found is Facet.PITFALLS and c.facet is Facet.MONITORING else found
    if source.kind in STUDIES and any(_FINDINGS.search(h) or CONCLUDES.search(h) for h in over):
        return Facet.PITFALLS if _LIMITS.search(c.text) else Facet.EVIDENCE
    return None


def against(over: tuple[str, ...]) -> bool:
    """Whether chapters say when a drug must not be given; over the counter, deeper ones do ("Do not use")."""
    return bool(over) and bool(AGAINST.search(over[0]) or _DO_NOT.search(over[-1]))


def cautions(source: Source) -> tuple[Unit, ...]:
    """The units of a label's boxed warning and contraindications, those that only explain them left out."""
    found = []
    for unit in source.units:
        over = chapters(source, unit)
        if against(over) and unit.kind is not UnitKind.NOTE:
            said = source.text[unit.start : unit.end]
            found += [unit] if AGAINST.search(over[-1]) or _FORBIDS.search(said) else []
    return tuple(found)


def depth(source: Source, unit: Unit) -> int:
    """How far from practice its chapter is: 0 recommendations and conclusions, 1 the rest, 2 background, 3 methods."""
    return depth_of(chapters(source, unit))


def depth_of(over: tuple[str, ...]) -> int:
    """As `depth`, of the headings."""
    if any(CONCLUDES.search(h) or _RECOMMENDS.search(h) for h in over):
        return 0
    if any(_METHODS.search(h) for h in over):
        return FAR
    return 2 if any(_BACKGROUND.search(h) for h in over) else 1
