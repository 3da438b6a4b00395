"""What a step gives: its drug, route and form, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from curbside.language import lexicon
from curbside.language.lexicon import Mention
from curbside.language.measures import Measure
from curbside.regimens.amounts import quantities
from curbside.regimens.asides import Condition
from curbside.regimens.clauses import Step
from curbside.regimens.conditions import comma_after, comma_before

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Read:
    """A value and where it stands."""

    value: str
    span: Range


@dataclass(frozen=True, slots=True)
class Routes:
    """Routes between which the text leaves the choice; unclear where several are named that are no alternatives."""

    names: tuple[str, ...]
    span: Range
    unclear: bool = False


_CLOSES: Final = re.compile(r",\s*(?:(?:all|both|given|always)\s+)*(?:by\s+)?(?:an?\s+)?\Z", re.IGNORECASE)
_ROUTES_JOINED: Final = re.compile(r"\.?\s*(?:,|/|\bor\b)\s*(?:or\s+)?(?:by\s+)?(?:an?\s+)?", re.IGNORECASE)
_NOT_A_DRUG: Final = re.compile(
    r"[\s-]+(?:deficien|level|assay|status|toxicity|concentration|test|result|overload|measure|intake|stores?|antagonist|"
    r"replacement\s+(?:therapy\s+)?is|treated|resistant|naive|sensitive|induced|syringe|needle|associated|allerg|intolerant|hypersensitiv)",
    re.IGNORECASE,
)
_OF: Final = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:(?:(?:once|twice|three\s+times|four\s+times)\s+)?(?:daily|weekly|monthly|an?\s+day|an?\s+week)\s+"
    r"(?=of\b))?(?:(?:IM|IV|SC|oral|intramuscular|intravenous|subcutaneous)\s+)?(?:(?:of|as)\s+)?"
    r"(?:(?:oral|intramuscular|intravenous|subcutaneous)\s+)?",
    re.IGNORECASE,
)
_FILLERS: Final = frozenset(
    "is are be given at in a an the of dose doses usual recommended oral orally intramuscular intramuscularly "
    "intravenous intravenously subcutaneous subcutaneously by mouth injection tablet tablets capsule capsules solution "
    "should may usually taken started for adults adult children people initially then with modified "
    "release 1 1000 10000".split()
)
_LED_BY: Final = re.compile(
    r"\b(?:in|for|when|if|with)\s[^,;.]*?\b(?:taking|receiving|treated\s+with|using|concomitant(?:ly)?|co-?administ\w*|together\s+with|combined\s+with|"
    r"already\s+on)\b",
    re.IGNORECASE,
)
_CLASS: Final = re.compile(r"\b(?:inhibitors?|inducers?|interacting)\b", re.IGNORECASE)
_TAKEN_BESIDE: Final = re.compile(
    r"\b(?:with|plus|taking|on|after|than|from|by|receiving|instead\s+of)\s+(?:(?:oral|parenteral|intramuscular)\s+)?\Z",
    re.IGNORECASE,
)
SET_ASIDE: Final = re.compile(
    r"\b(?:without|except|not|no|other\s+than|excluding|unless)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE
)
_BETWEEN: Final = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:(?:acetate|butyrate|valerate|dipropionate|propionate|hydrochloride|sodium|potassium|phosphate|furoate|fumarate|maleate|mesilate)\s+)*(?:[0-9][0-9.,]*\s?(?:%|mg|g|micrograms?|mcg|units)(?:\s?/\s?(?:[0-9.]+\s?)?(?:ml|g|h|hour|actuation|dose))?\s*(?:w/[wv]\s*)?)?"
    r"(?:(?:acetate|butyrate|valerate|propionate|hydrochloride|sodium|phosphate|of|transdermal|oral|topical|nasal|eye)\s+)*",
    re.IGNORECASE,
)
_STRENGTH_IN: Final = re.compile(r"[0-9]\s?(?:mg|g|micrograms?|mcg|ng|units|IU|mmol)\b", re.IGNORECASE)
_FORM_AFTER: Final = re.compile(
    r"\s+(?:(?:via|by|using|from|with)\s+(?:an?\s+|the\s+)?)?(?:metered[-\s]dose\s+|dry[-\s]powder\s+)?", re.IGNORECASE
)
_STRENGTH_RATIO: Final = re.compile(r"\b1\s?:\s?[0-9]{1,3}(?:[, \u2009\u202f]?000)+\b")


def clear(mentions: Sequence[Mention], bars: Sequence[Condition]) -> list[Mention]:
    """The mentions that stand in no condition."""
    return [m for m in mentions if not any(c.start <= m.start < c.end for c in bars)]


def within(text: str, kind: str, start: int, end: int) -> list[Mention]:
    """The lexicon's mentions of `kind` in [start, end) of the text, with offsets of the text."""
    found = lexicon.drugs_in(text) if kind == "drug" else lexicon.find(text, kind)
    return [m for m in found if start <= m.start and m.end <= end]


def drug_mentions(text: str, start: int, end: int) -> list[Mention]:
    """The drugs named as drugs in [start, end): not those of "vitamin B12 deficiency" or "without metformin"."""
    named = within(text, "condition", start, end)
    return [
        m
        for m in within(text, "drug", start, end)
        if not any(c.start <= m.start < c.end for c in named)
        and not _NOT_A_DRUG.match(text, m.end)
        and not SET_ASIDE.search(text[start : m.start])
    ]


def drugs(text: str, step: Step, dose: Measure | None) -> list[Read] | None:
    """The drug of a step's amount: one, several where they are alternatives, [] for none, None where it is unclear."""
    anchor = dose.start if dose else step.end
    found = [m for m in drug_mentions(text, step.start, step.end) if not _of_others(text, step, m, anchor)]
    following = next(
        (m for m in found if dose and m.start >= dose.end and _OF.fullmatch(text[dose.end : m.start])), None
    )
    if following:
        return _reads([following])
    before = [m for m in found if m.end <= anchor and not _beside(text, step, m, anchor)]
    core = comma_before(text, step.start, anchor)
    inner = [m for m in before if m.start > core]
    for level in (inner, before):
        if len({m.concept for m in level}) == 1:
            return _reads(level[-1:])
    if not before:
        return []
    listed = _listed(text, before)
    return _reads(_distinct(listed)) if _only_fillers(text[listed[-1].end : anchor]) else None


def _of_others(text: str, step: Step, mention: Mention, anchor: int) -> bool:
    """Whether a drug is one that a group of people takes ("in patients taking nelfinavir, ...") or one of a class that
    the step speaks of ("strong inhibitors (ketoconazole): ...")."""
    if mention.end > anchor:
        return False
    led = _LED_BY.search(text, step.start, mention.start)
    if led and "," in text[mention.end : anchor]:
        return True
    classed = _CLASS.search(text, step.start, anchor)
    return classed is not None and not _only_fillers(text[mention.end : anchor])


def _beside(text: str, step: Step, mention: Mention, anchor: int) -> bool:
    """Whether the drug is one that people take besides ("in people taking metformin, ...")."""
    beside = _TAKEN_BESIDE.search(text[step.start : mention.start])
    between = text[mention.end : anchor]
    return bool(beside) and ("," in between or not _only_fillers(between))


def _only_fillers(between: str) -> bool:
    words = re.findall(r"\w+", re.sub(r"\([^)]*\)", " ", between.lower()))
    return ";" not in between and all(word in _FILLERS for word in words)


def _listed(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The run of mentions at the end that are joined as alternatives ("a, b or c")."""
    run = [mentions[-1]]
    for earlier, later in reversed(list(pairwise(mentions))):
        between = text[earlier.end : later.start]
        if earlier.concept == later.concept or (
            re.search(r"\bor\b|,", between) and re.fullmatch(r"[\s,]*(?:or\s+)?", between)
        ):
            run.insert(0, earlier)
        else:
            break
    return run


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.concept, mention)
    return list(seen.values())


def _reads(mentions: Sequence[Mention]) -> list[Read]:
    return [Read(m.concept, (m.start, m.end)) for m in mentions]


def routes(text: str, start: int, anchor: int, end: int, bars: Sequence[Condition]) -> Routes | None:
    """The routes of a step; None where none is stated.

    What stands in the clause of the amount at `anchor` counts before what stands earlier in the step; words of a
    condition count only where there are no others.
    """
    core_start = max(start, comma_before(text, start, anchor) + 1)
    core_end = comma_after(text, anchor, end)
    named = [m for m in within(text, "route", start, end) if not SET_ASIDE.search(text[start : m.start])]
    found = clear(named, bars)
    inner = [m for m in found if core_start <= m.start < core_end]
    for mention in (m for m in found if inner and m.start >= core_end):
        if _ROUTES_JOINED.fullmatch(text[inner[-1].end : mention.start]):
            inner.append(mention)
    trailing = [m for m in found if m.start >= core_end and _CLOSES.search(text[start : m.start])]
    earlier = [m for m in found if m.start < core_start]
    behind = [m for m in named if m.start < anchor and m not in found]
    return next((_one_route(text, level) for level in (inner, trailing, earlier, behind) if level), None)


def _one_route(text: str, found: Sequence[Mention]) -> Routes:
    concepts = tuple(dict.fromkeys(m.concept for m in found))
    span = (found[0].start, found[-1].end)
    if len(concepts) == 1:
        return Routes(concepts, (found[-1].start, found[-1].end))
    joined = all(_ROUTES_JOINED.fullmatch(text[a.end : b.start]) for a, b in pairwise(found))
    return Routes(concepts, span, unclear=not joined)


def trailing_route(text: str, start: int, end: int) -> Routes | None:
    """The route that closes a sentence for all of its steps (", by intramuscular injection only")."""
    for mention in within(text, "route", start, end):
        if _CLOSES.search(text[start : mention.start]):
            return Routes((mention.concept,), (mention.start, mention.end))
    return None


def form(text: str, drug: Range, start: int, end: int) -> Read | None:
    """The form that stands beside the drug's name ("extended-release nifedipine", "hydrocortisone 1% cream")."""
    amounts = quantities(text, start, end)
    for mention in within(text, "form", start, end):
        if any(m.start <= mention.start < m.end for m in amounts):
            continue
        if mention.end < drug[0] and re.fullmatch(r"\s*:\s+.*", text[mention.end : drug[0]], re.DOTALL):
            return Read(mention.concept, (mention.start, mention.end))
        beside = text[mention.end : drug[0]] if mention.end <= drug[0] else text[drug[1] : mention.start]
        if _BETWEEN.fullmatch(beside) and (mention.start >= drug[1] or mention.end <= drug[0]):
            return Read(mention.concept, (mention.start, mention.end))
    ratio = _STRENGTH_RATIO.search(text, start, end)
    if ratio and re.fullmatch(r"\s*(?:\([^()]*\)\s*)?", text[drug[1] : ratio.start()]):
        return Read(re.sub(r"[\s,\u2009\u202f]", "", ratio[0]), ratio.span())
    return None


def form_of_dose(text: str, dose: Measure, end: int) -> Read | None:
    """The form that an amount says ("one 2.5 mg tablet", "80 mg modified-release", "3 puffs via inhaler")."""
    ratio = ratio_after(text, dose.end)
    if ratio:
        return ratio
    for mention in within(text, "form", dose.start, end):
        counted = mention.end <= dose.end and bool(_STRENGTH_IN.search(dose.text))
        if counted or (mention.start >= dose.end and _FORM_AFTER.fullmatch(text[dose.end : mention.start])):
            return Read(mention.concept, (mention.start, mention.end))
    return None


def ratio_after(text: str, place: int) -> Read | None:
    """The dilution of a volume ("0.5 ml of 1:1000")."""
    match = re.compile(rf"\s+of\s+(?={_STRENGTH_RATIO.pattern})").match(text, place)
    ratio = _STRENGTH_RATIO.match(text, match.end()) if match else None
    return Read(re.sub(r"[\s,\u2009\u202f]", "", ratio[0]), ratio.span()) if ratio else None
