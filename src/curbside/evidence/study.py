"""A source as a study: its design from the record, the title and the methods sentence, and how many took part.

The order is that of the clinical rules, section 2: publication types first, then the title, then the methods sentence;
last the kind that a description gives it, since a summary need not say what its study did.
"""

from __future__ import annotations

import re
from typing import Final

from curbside.evidence import features, sizes
from curbside.sources import design as designs
from curbside.types import Design, Kind, SampleSize, Source, Study, Words
from curbside.types.appraisals import KIND, PUBLICATION_TYPES, SUBJECTS, TEXT, TITLE

NON_RANDOMISED: Final = "non-randomised trial"
OPINION: Final = "opinion"
MECHANISM: Final = "mechanism"
PROTOCOL: Final = "protocol"
SECONDARY: Final = "secondary analysis"
CASE_CONTROL: Final = "case-control"
CROSS_SECTIONAL: Final = "cross-sectional"
REVIEWS: Final = frozenset({str(Kind.SYSTEMATIC_REVIEW), str(Kind.EVIDENCE_REVIEW)})

_STUDIES: Final = frozenset(
    {
        Kind.SYSTEMATIC_REVIEW,
        Kind.EVIDENCE_REVIEW,
        Kind.RANDOMISED_TRIAL,
        Kind.COHORT,
        Kind.CASE_SERIES,
        Kind.CASE_REPORT,
        Kind.NARRATIVE_REVIEW,
    }
)
_FINER: Final = (
    (CASE_CONTROL, re.compile(r"case[- –]control", re.IGNORECASE)),
    (str(Kind.COHORT), re.compile(r"mendelian randomi[sz]ation", re.IGNORECASE)),
    (CROSS_SECTIONAL, re.compile(r"cross[- –]sectional|survey", re.IGNORECASE)),
    (PROTOCOL, re.compile(r"protocol|rationale and design|statistical analysis plan", re.IGNORECASE)),
    (SECONDARY, re.compile(r"(?:post[- ]hoc|secondary|exploratory|subgroup) analys", re.IGNORECASE)),
    (OPINION, re.compile(r"comment|editorial|letter|viewpoint|perspective|opinion", re.IGNORECASE)),
    (
        MECHANISM,
        re.compile(
            r"(?:in|of) (?:rats?|mice|mouse|dogs?|cats?|pigs?|rabbits?|zebrafish)"
            r"|veterinary| models?$",
            re.IGNORECASE,
        ),
    ),
)
_TRIED: Final = re.compile(
    r"\b(?:quasi|non)-?\s?randomi[sz]ed (?:[\w-]+ ){0,3}(?:trial|study)"
    r"|\b(?:controlled )?(?:before[- ]and[- ]after|pre[-–/]post"
    r"|interrupted time[- ]series) (?:[\w-]+ ){0,2}(?:study|trial|design|analysis)"
    r"|\bbefore and after (?:the )?(?:introduction|implementation|start|treatment)\b"
    r"|\b(?:uncontrolled|single[- ](?:arm|group)|open[- ]label|phase (?:I|II|1|2)(?:[ab]"
    r"|/II)?)\b(?:,? [\w-]+){0,3} (?:trial|study|pilot)",
    re.IGNORECASE,
)
_HEADINGS: Final = (
    (CASE_CONTROL, re.compile(r"case-control studies\b", re.IGNORECASE)),
    (
        str(Kind.COHORT),
        re.compile(
            r"(?:cohort|prospective|retrospective|longitudinal"
            r"|follow-up) studies\b",
            re.IGNORECASE,
        ),
    ),
    (CROSS_SECTIONAL, re.compile(r"cross-sectional studies\b", re.IGNORECASE)),
)
_IN_VITRO: Final = re.compile(
    r"\bin[- ]vitro\b|\b(?:cultured|primary) (?:\w+ )?cells\b|\bcell lines?\b|\b(?:rat|mouse|murine|animal) models?\b"
    r"|\b(?:wistar|sprague[- ]dawley|c57bl/6)\b|\bin (?:\w+ )?(?:rats|mice)\b",
    re.IGNORECASE,
)
_ANIMALS: Final = re.compile(r"^(?:animals|rats|mice|in vitro techniques)\b", re.IGNORECASE)
_HUMANS: Final = re.compile(r"^humans\b", re.IGNORECASE)
_TRIAL: Final = re.compile(r"\b(?:clinical )?trial\b", re.IGNORECASE)
_LONGEST: Final = 20_000
_KEEP: Final = 512


class _Kept:
    """Studies that were read, by all that they are read from: a text of a million characters is not read twice."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Study] = {}

    def study(self, source: Source) -> Study:
        named = (source.kind, source.title, source.publisher, source.publication_types, source.subjects)
        key = (source.id, source.content_hash, *named)
        if key not in self._found:
            if len(self._found) >= _KEEP:
                self._found.clear()
            self._found[key] = _study(source)
        return self._found[key]


_kept: Final = _Kept()


def study(source: Source) -> Study:
    """`source` as a study; a guideline, label or the like has a design of that name and no sample."""
    return _kept.study(source)


def _study(source: Source) -> Study:
    design = _design(source)
    told = features.features(source)
    if design is not None and design.name not in (*REVIEWS, *_OF_PEOPLE):
        return Study(design, features=told)
    if design is not None and design.name in REVIEWS:
        return Study(design, _sample(source), _studies(source), (*told, *features.reviewed(source)))
    return Study(design, _sample(source), None, told)


_OF_PEOPLE: Final = frozenset(
    {*(str(k) for k in _STUDIES), NON_RANDOMISED, SECONDARY, MECHANISM, CASE_CONTROL, CROSS_SECTIONAL}
    - {str(Kind.NARRATIVE_REVIEW)}
)


def _design(source: Source) -> Design | None:
    told = designs.design_of(source.publication_types, source.title, source.text[:_LONGEST])
    words = _words(source, told)
    if words is not None and told.by is not None and (source.kind in (told.kind, Kind.UNKNOWN)):
        name = _finer(told) if told.kind is Kind.UNKNOWN else str(told.kind)
        if told.kind is Kind.COHORT and told.by == designs.TYPES and _TRIAL.search(words.text):
            name = NON_RANDOMISED
        if name:
            return Design(name, told.by, words)
    if source.kind is Kind.UNKNOWN:
        return _mechanism(source) or _tried(source) or _indexed(source)
    kind = str(source.kind)
    return Design(kind, KIND, Words(kind, 0, len(kind), KIND))


def _finer(told: designs.Design) -> str | None:
    return next((name for name, pattern in _FINER if pattern.search(told.found or "")), None)


def _words(source: Source, told: designs.Design) -> Words | None:
    """The words that told a design, found again where they stand."""
    if told.found is None:
        return None
    if told.by == designs.TYPES:
        named = next((t for t in source.publication_types if t.lower() == told.found), None)
        return Words(named, 0, len(named), PUBLICATION_TYPES) if named else None
    text, where = (source.title, TITLE) if told.by == designs.TITLE else (source.text, TEXT)
    at = text.find(told.found)
    return Words(told.found, at, at + len(told.found), where) if at >= 0 else None


def _mechanism(source: Source) -> Design | None:
    """A study of animals or cells: by its subject headings, where it has none of people, else by its title."""
    animal = next((s for s in source.subjects if _ANIMALS.search(s)), None)
    if animal and not any(_HUMANS.search(s) for s in source.subjects):
        return Design(MECHANISM, SUBJECTS, Words(animal, 0, len(animal), SUBJECTS))
    titled = _IN_VITRO.search(source.title)
    return Design(MECHANISM, TITLE, Words(titled[0], *titled.span(), TITLE)) if titled else None


def _tried(source: Source) -> Design | None:
    """A further analysis of a trial, or a treatment that was tried without randomisation, as title or text says."""
    further = next((m for name, p in _FINER if name == SECONDARY and (m := p.search(source.title))), None)
    if further:
        return Design(SECONDARY, designs.TITLE, Words(further[0], *further.span(), TITLE))
    for text, where, by in ((source.title, TITLE, designs.TITLE), (source.text[:_LONGEST], TEXT, designs.METHODS)):
        found = _TRIED.search(text)
        if found:
            return Design(NON_RANDOMISED, by, Words(found[0], *found.span(), where))
    return None


def _indexed(source: Source) -> Design | None:
    """By the subject headings that PubMed's indexers give for a design; the first of the list that it has."""
    for name, pattern in _HEADINGS:
        heading = next((s for s in source.subjects if pattern.match(s)), None)
        if heading:
            return Design(name, SUBJECTS, Words(heading, 0, len(heading), SUBJECTS))
    return None


def _sample(source: Source) -> SampleSize | None:
    text = source.text[:_LONGEST]
    return sizes.of_study(text) or sizes.of_study(source.title, 0, TITLE)


def _studies(source: Source) -> SampleSize | None:
    text = source.text[:_LONGEST]
    return sizes.of_review(text) or sizes.of_review(source.title, 0, TITLE)
