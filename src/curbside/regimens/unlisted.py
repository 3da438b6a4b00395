"""The name of a drug that no list knows, told by its place in the sentence that doses it.

A name is taken where the amount stands beside it ("zorbitan 5 mg", "5 mg of zorbitan"), where it is what is given
("give zorbitan ..."), where the dose is said to be its ("the dose of zorbitan is ...") or where it is the subject of
the sentence ("zorbitan is started at ..."). Where the places name two, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from curbside.language import lexicon
from curbside.language.measures import Measure
from curbside.regimens.amounts import quantities
from curbside.regimens.asides import Condition
from curbside.regimens.clauses import Step
from curbside.regimens.names import NAME, SALTS, is_name
from curbside.regimens.naming import Range, Read

_GIVEN_AS: Final = r"(?:(?:oral|intravenous|intramuscular|subcutaneous|topical|parenteral|inhaled|rectal|IV|IM)\s+)?"
_PLACES: Final = (
    rf"(?:dose|doses|dosage|course|courses|infusion|injection|injections|bolus|layer|film|tablets?|capsules?|treatment|therapy|amount|drops|cream)"
    rf"\s+(?:of|for|with)\s+{_GIVEN_AS}(?P<name>{NAME}(?:\s+acid\b)?)\b",
    rf"\b(?:give|administer|take|start|begin|initiate|prescribe|use|offer|inject|infuse|instil|insert|apply|rub|massage|smear|swallow|chew|add|continue|consider|inhale|limit|cap|(?:treat|treated|treatment|therapy|begun|initiated)\s+with"
    rf"|receives?|given|increase|reduce|titrate|started\s+on)\s+{_GIVEN_AS}(?P<name>{NAME}(?:\s+acid\b)?)\b",
    rf"(?:\A|[.;:,]\s+|\n)\W*{_GIVEN_AS}(?P<name>{NAME}(?:\s+acid\b)?)\s+(?:[A-Za-z-]+\s+)?(?:(?:oral\s+)?(?:tablets?|capsules?|injection|cream|drops|patch(?:es)?|solution)\s+)?"
    rf"(?:is|are|should|may|can|must|has|have|dose|dosage|dosing|therapy)\b",
    rf"(?:\A|\n)\W*{_GIVEN_AS}(?P<name>{NAME}(?:\s+acid\b)?)(?:\s+for\s+[^:;.0-9]{{3,60}})?\s*:",
    rf"(?:\A|[.;:,]\s+|\n)\W*{_GIVEN_AS}(?P<name>{NAME}(?:\s+acid\b)?)\s+(?:(?:[a-z]+-release|tablets?|capsules?|cream|ointment|gel|injection)\s+)?(?:or\s+)?"
    rf"(?:start|initiat|increas|rais|titrat|reduc|decreas|lower|taper|repeat)(?:e?d|ing)\b",
)
_BY_PLACE: Final = tuple(re.compile(p, re.IGNORECASE) for p in _PLACES)
_OF: Final = re.compile(
    rf"(?:\s*\([^()]*\))?\s+(?:(?:single\s+)?(?:dose|bolus|infusion|injection)\s+)?(?:(?:a|per)\s+day\s+|daily\s+)?of\s+(?:the\s+)?{_GIVEN_AS}(?P<name>{NAME}(?:\s+acid\b)?)\b",
    re.IGNORECASE,
)
_NEXT: Final = re.compile(
    rf"\s+(?P<name>{NAME}(?:\s+acid\b)?)(?=\s+(?:once|twice|daily|weekly|every|by|for|per|in|as|is|should|[0-9a-z]+\s+times)\b|[.,;]|\s*\Z)",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"(?:\s*(?:\([^()]*\)|[0-9][0-9.,]*\s?(?:%|(?:mg|g|micrograms?|mcg|units|mL)(?:\s?/\s?(?:[0-9.]+\s?)?(?:ml|g|h|hour|actuation|dose))?\b)|1\s?:\s?[0-9,]+|(?:\s|\A)(?:is|are|be|at|of|dose|doses|tablets?|capsules?|injection|infusion|bolus|cream|gel|ointment|"
    r"lotion|drops?|eye|ear|nasal|spray|solution|suspension|patch|patches|suppository|suppositories|pessary|pessaries|lozenges?|sachets?|granules|syrup|apply|use|take|give|inhale|instil|oral|orally|intravenous|intravenously|intramuscular|intramuscularly|"
    r"subcutaneous|subcutaneously|iv|im|sc|po|by|mouth|modified-release|extended-release|immediate-release|prolonged-release|"
    r"initially|initial|usual|starting|a|an|the|single|loading|maintenance|daily|inhaler|should|given|started|taken|applied|in|adults?|children)"
    r"(?=\s|,|:|\Z))|[\s:,])*\Z",
    re.IGNORECASE,
)
_LAST: Final = re.compile(rf"(?:(?P<first>{NAME})\s+)??(?P<name>{NAME}(?:\s+acid\b)?)\s*\Z")
_TAKEN_BESIDE: Final = re.compile(
    r"\b(?:taking|on|receiving|instead\s+of|after|than|from)\s+(?:oral\s+)?\Z", re.IGNORECASE
)
_METAL: Final = re.compile(
    r"\b(?P<name>(?:sodium|potassium|calcium|magnesium|ferrous|ferric|zinc|aluminium|lithium|silver|bismuth)\s+(?!tablets?|capsules?)[a-z]{5,}(?:ate|ide|ite))\s*\Z",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(r"(?:\b(?:or|and|plus)|[/+&])\s*\Z", re.IGNORECASE)
_HEADING: Final = re.compile(
    rf"\A\W*{_GIVEN_AS}(?P<name>{NAME}(?:\s+acid\b)?)\s+(?:[0-9.]+\s?(?:mg|g|micrograms?|%)\s+)?(?:tablets?|capsules?|injection|cream|ointment|gel|patch(?:es)?|oral|"
    rf"dose|doses|dosage|dosing|is\s+given|by\s+mouth|drops|suspension|solution|infusion|for|in\s+(?:adults|children))\b",
    re.IGNORECASE,
)


def unlisted(text: str, step: Step, dose: Measure | None, bars: Sequence[Condition] = ()) -> Read | None:
    """The drug of a step by its place; None where no place names one or two places name two.

    bars: the conditions of the step; what they name is not what is given.
    """
    anchor = dose.start if dose else _anchor(text, step)
    found: dict[str, Range] = {}
    for name, span in _candidates(text, step, anchor, dose):
        if span is None:
            return None
        beside = any(b.start <= span[0] < b.end for b in bars) or _TAKEN_BESIDE.search(text[step.start : span[0]])
        if not beside and not lexicon.drugs_in(name):
            found.setdefault(name, span)
    if len(found) != 1:
        return None
    ((name, span),) = found.items()
    return Read(name, span)


def in_heading(text: str) -> Read | None:
    """The drug that a heading or lead-in names ("Zorbitan tablets", "The dose of zorbitan is:")."""
    places = [_HEADING, *_BY_PLACE[:3]]
    found: dict[str, Range] = {}
    for match in (m for pattern in places for m in pattern.finditer(text)):
        name = match["name"].lower()
        if is_name(name.split()[0]):
            found.setdefault(name, match.span("name"))
    if len(found) != 1:
        return None
    ((name, span),) = found.items()
    return Read(name, span)


def kind_of(text: str, drug: Read, anchor: int) -> Read:
    """The drug with the word that belongs to its name: "insulin glargine" before the amount, "... acid"."""
    acid = re.compile(r"\s+acid\b", re.IGNORECASE).match(text, drug.span[1])
    if acid and drug.value.endswith("ic"):
        return Read(f"{drug.value} acid", (drug.span[0], acid.end()))
    if drug.value != "insulin":
        return drug
    word = re.compile(rf"\s+(?P<name>{NAME})(?![\w-])").match(text, drug.span[1], anchor)
    if word is None or not is_name(word["name"].lower()):
        return drug
    return Read(f"insulin {word['name'].lower()}", (drug.span[0], word.end()))


def _candidates(text: str, step: Step, anchor: int, dose: Measure | None) -> Iterator[tuple[str, Range | None]]:
    beside = _before(text, step.start, anchor)
    if beside:
        yield beside
    after = (_OF.match(text, dose.end) or (None if beside else _NEXT.match(text, dose.end))) if dose else None
    after = after if after and is_name(after["name"].lower().split()[0]) else None
    if after:
        yield after["name"].lower(), after.span("name")
    if beside or after:
        return
    for pattern in _BY_PLACE:
        for match in pattern.finditer(text, step.start, anchor):
            if is_name(match["name"].lower().split()[0]):
                yield match["name"].lower(), match.span("name")


def _before(text: str, start: int, anchor: int) -> tuple[str, Range | None] | None:
    """The name that stands before the amount, one word or two; with no span where it is one of several alternatives."""
    tail = _TAIL.search(text, start, anchor)
    stop = tail.start() if tail else anchor
    stop_of_salts = stop
    while (salt := re.search(r"\s+([A-Za-z]+)\s*\Z", text[start:stop])) and salt[1].lower() in SALTS:
        stop = start + salt.start()
    metal = _METAL.search(text[start:stop_of_salts])
    if metal:
        span = (start + metal.start("name"), start + metal.end("name"))
        return " ".join(metal["name"].lower().split()), span
    match = _LAST.search(text[start:stop])
    if match is None or not is_name(match["name"].lower().split()[0]):
        return None
    first = match["first"]
    begin = start + match.start("first" if first and is_name(first.lower()) else "name")
    if _JOINED.search(text[start:begin]):
        word = re.search(rf"({NAME})\s*(?:\b(?:or|and|plus)|[/+&])\s*\Z", text[start:begin], re.IGNORECASE)
        if word and is_name(word[1].lower()):
            return "", None
    span = (begin, start + match.end("name"))
    return " ".join(text[slice(*span)].lower().split()), span


def _anchor(text: str, step: Step) -> int:
    held = quantities(text, step.start, step.end)
    return held[0].start if held else step.end
