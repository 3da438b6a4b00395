"""Features of a study that its own words tell: blinding, control, what a review is of, and whether it is a preprint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curbside.types import Feature, Kind, Source, Words
from curbside.types.appraisals import PUBLICATION_TYPES, PUBLISHER, SUBJECTS, TEXT, TITLE

OPEN: Final = "open label"
BLINDED: Final = "blinded"
UNCONTROLLED: Final = "uncontrolled"
CONTROLLED: Final = "controlled"
PREPRINT: Final = "preprint"
OF_TRIALS: Final = "of randomised trials"
OF_OBSERVATIONAL: Final = "of observational studies"
OF_REPORTS: Final = "of case reports"


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_TOLD: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        OPEN,
        _pattern(
            r"\bopen[- ]?label(?:l?ed)?\b(?!,? (?:extension|follow[- ]up|phase))",
            r"\b(?:un|non-?)blinded\b",
            r"\bnot (?:blinded|masked)\b",
            r"\bwithout (?:blinding|masking)\b",
            r"\bunmasked\b|\bcould not be (?:blinded|masked)\b|\b(?:blinding"
            r"|masking) (?:of [\w ]{3,30} )?was (?:not|im)",
            r"\b(?:blinded|masked),? but (?:the )?(?:participants|patients|residents|women|children) (?:were"
            r"|could) not\b",
            r"\bopen,? (?:randomi[sz]ed|prospective|uncontrolled|controlled|parallel)",
            r"\bopen (?:trial|study)\b",
        ),
    ),
    (
        BLINDED,
        _pattern(
            r"\b(?:single|double|triple|quadruple)[- ](?:blind|mask)(?:ed|ing)?\b|\bdouble-dummy\b",
            r"\b(?:assessor|observer|evaluator|investigator)s?[- ](?:blind|mask)(?:ed)?\b",
            r"\b(?:participants|patients|assessors|investigators|clinicians)(?: and [\w ]{3,20})? were (?:blinded"
            r"|masked)\b",
        ),
    ),
    (
        UNCONTROLLED,
        _pattern(
            r"\buncontrolled (?=(?:[\w-]+ ){0,3}(?:trial|study|series|pilot|observation|cohort|design|phase|case))",
            r"\b(?:was|were) uncontrolled\b",
            r"\bsingle[- ](?:arm|group)\b",
            r"\bone[- ](?:arm|group)\b",
            r"\b(?:no|without an?|lack(?:ed|ing|s)? (?:of )?an?|absence of an?) (?:control|comparison|comparator"
            r"|placebo)"
            r"(?: (?:group|arm))?\b",
            r"\bnon-?controlled\b",
            r"\bbefore[- ](?:and[- ])?after (?:study|design|trial|comparison)",
            r"\bbefore and after (?:the )?(?:introduction|implementation|start|treatment)\b",
            r"\bpre[-–/]post (?:study|design|trial)|\bpretest[-–/ ]posttest\b",
        ),
    ),
    (
        CONTROLLED,
        _pattern(
            r"\b(?:placebo|sham|active)[- ]controlled\b",
            r"(?<!non-)(?<!un)\bcontrolled (?:trial|study|cohort|clinical)\b",
            r"\bcompared with (?:placebo|controls?|usual care|standard care|no treatment|untreated)\b",
            r"(?<!\bno )(?<!\ba )\b(?:control|comparison|placebo) (?:groups?|arms?)\b"
            r"|(?<!without )(?<!of )\ba (?:control|comparison|placebo) (?:group|arm)\b",
            r"\bmatched (?:controls?|cohort)\b",
        ),
    ),
)
_TRIALS: Final = _pattern(
    r"(?<!non-)(?<!non)(?<!non )\brandomi[sz]ed(?:,? (?!and\b|or\b)[\w-]+){0,4} (?:trials|studies)\b",
    r"(?<!non-)\bRCTs\b",
    r"\brandomi[sz]ed (?:data|evidence)\b",
    r"\bplacebo-controlled (?:trials|studies)\b",
    r"\b(?:meta-analysis|review) of (?:\w+ ){0,4}(?:randomi[sz]ed|RCTs)\b",
)
_OBSERVATIONAL: Final = _pattern(
    r"\b(?:observational|cohort|case[- ]control|cross[- ]sectional|non-?randomi[sz]ed|prospective|retrospective"
    r"|epidemiological)"
    r"(?:,? (?:and |or )?[\w-]+){0,3} (?:studies|trials|evidence)\b",
    r"\bcohorts\b",
)
_REPORTS: Final = _pattern(
    r"\bcase (?:reports|series)\b", r"\bpublished (?:reports|cases)\b", r"\breported (?:cases|people|patients)\b"
)
_REVIEWED: Final = ((OF_TRIALS, _TRIALS), (OF_OBSERVATIONAL, _OBSERVATIONAL), (OF_REPORTS, _REPORTS))
_INDEXED: Final = (
    (OF_TRIALS, re.compile(r"randomized controlled trials as topic", re.IGNORECASE)),
    (OF_OBSERVATIONAL, re.compile(r"(?:observational|cohort|case-control) studies as topic", re.IGNORECASE)),
)
LONGEST: Final = 60_000
"""How far a text is read for features, in code points: beyond that a paper speaks of its results and of others."""
_SERVERS: Final = re.compile(r"\b(?:med|bio)rxiv\b|\bresearch square\b|\bpreprints?\b|\bSSRN\b", re.IGNORECASE)
_NO_STUDIES: Final = frozenset(
    {
        Kind.GUIDELINE,
        Kind.PROTOCOL,
        Kind.LABEL,
        Kind.FORMULARY,
        Kind.SAFETY_ALERT,
        Kind.FACT_SHEET,
        Kind.PATIENT_LEAFLET,
    }
)
_ELSEWHERE: Final = re.compile(
    r"\b(?:previous(?:ly)?|prior|earlier|other (?:trials|studies)|future|further"
    r"|needed)\b",
    re.I,
)
_ABOUT_OTHERS: Final = re.compile(r"\b(?:background|introduction|discussion|references|conclusions?|related)\b", re.I)


_BOTH: Final = _pattern(r"double|triple|quadruple", r"\b(?:participants|patients)\b")


def hides_from_those_asked(blinded: Words | None) -> bool:
    """Whether words of blinding tell that those who report how they feel did not know; an assessor alone may not."""
    return blinded is not None and bool(_BOTH.search(blinded.text))


def features(source: Source) -> tuple[Feature, ...]:
    """What a study says of itself, each feature once, by the first words that say it: its title's, else its text's."""
    found = dict[str, Words]()
    for words, text in _own(source) if source.kind not in _NO_STUDIES else ():
        for name, pattern in _TOLD:
            told = None if name in found else pattern.search(text)
            if told and not _of_others(text, told):
                found[name] = within(told, words)
    found.update(_preprint(source))
    return tuple(Feature(name, words) for name, words in found.items())


def reviewed(source: Source) -> tuple[Feature, ...]:
    """What studies a review is of, by its title, its text and its subject headings."""
    found = dict[str, Words]()
    for words, text in _own(source):
        for feature in in_sentence(text, words):
            found.setdefault(feature.name, feature.words)
    for name, pattern in _INDEXED:
        heading = next((s for s in source.subjects if pattern.search(s)), None)
        if heading:
            found.setdefault(name, Words(heading, 0, len(heading), SUBJECTS))
    return tuple(Feature(name, words) for name, words in found.items())


def in_sentence(text: str, place: Words) -> tuple[Feature, ...]:
    """What studies one sentence of a review speaks of. place: where `text` stands."""
    told = ((name, m) for name, p in _REVIEWED for m in p.finditer(text) if not _negated(text, m))
    found = dict[str, Words]()
    for name, m in told:
        found.setdefault(name, within(m, place))
    return tuple(Feature(name, words) for name, words in found.items())


def told_in(name: str, text: str, place: Words) -> Words | None:
    """The words of one sentence that say it has a feature, or None."""
    pattern = next(p for n, p in _TOLD if n == name)
    told = pattern.search(text)
    return within(told, place) if told else None


def within(found: re.Match[str], place: Words) -> Words:
    """What was found in the words of a place, as words of the source."""
    return Words(found[0], place.start + found.start(), place.start + found.end(), place.where)


def _own(source: Source) -> Iterator[tuple[Words, str]]:
    """The title, and the units that tell of the study itself, or all where every heading is of another matter."""
    yield Words(source.title, 0, len(source.title), TITLE), source.title
    early = [u for u in source.units if u.start < LONGEST]
    own = [u for u in early if not any(_ABOUT_OTHERS.search(h) for h in u.headings)]
    for unit in own or early:
        text = source.text[unit.start : unit.end]
        yield Words(text, unit.start, unit.end, TEXT), text


def _of_others(text: str, found: re.Match[str]) -> bool:
    return bool(_ELSEWHERE.search(text, max(0, found.start() - 60), found.start()))


def _negated(text: str, found: re.Match[str]) -> bool:
    return bool(re.search(r"\b(?:no|lack of|without|absence of|few) (?:\w+ ){0,2}$", text[: found.start()], re.I))


def _preprint(source: Source) -> dict[str, Words]:
    named = next((t for t in source.publication_types if re.search(r"\bpre-?print\b", t, re.I)), None)
    if named:
        return {PREPRINT: Words(named, 0, len(named), PUBLICATION_TYPES)}
    publisher = _SERVERS.search(source.publisher or "")
    return {PREPRINT: Words(publisher[0], *publisher.span(), PUBLISHER)} if publisher else {}
