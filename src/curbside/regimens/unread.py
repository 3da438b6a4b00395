"""What looks like a dose and stands in no phase: it is told as not understood, never left out in silence.

An amount in a dose's unit after a named drug counts, unless it is a strength, a threshold, a dilution, advised against
or told of as a fact. A number that is written in two ways across countries ("7,5 mg", "5.000 IU") makes its whole
sentence unread, since a thousandfold dose could come out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from curbside.language import lexicon
from curbside.language.measures import Measure
from curbside.language.units import TIME_UNITS
from curbside.regimens import naming, unlisted
from curbside.regimens.amounts import DOSE_UNITS, in_brackets, plain_unit, quantities
from curbside.regimens.clauses import Step
from curbside.regimens.doses import is_set_aside, is_strength, is_supplied
from curbside.regimens.facts import is_advised_against, is_fact
from curbside.types import Phase

_UNIT: Final = r"(?:mg|g|micrograms?|mcg|[µμ]g|ng|units?|IU|mmol|mEq|ml|tablets?|capsules?)(?!\w)(?!\s?/\s?d?l\b)"
_UNCLEAR_NUMBER: Final = re.compile(
    rf"(?<![\w.,])(?:[0-9]+,[0-9]{{1,2}}|[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+)(?![0-9.,])\s?{_UNIT}", re.IGNORECASE
)
_ARROW: Final = re.compile(r"[↑↓]\s*(?:dose\s+)?(?:by|to)\s+(?=[0-9])", re.IGNORECASE)
_UNITS: Final = DOSE_UNITS - {"mL", "L", "kcal"}
_CLAUSE: Final = re.compile(r";|\.(?=\s|\Z)")
_JOINED: Final = re.compile(r"(?:[,(]|\b(?:or|and))\s*(?:[a-z]+\s+){0,3}\Z", re.IGNORECASE)
_SAID_OF: Final = re.compile(r"\s+(?:\w+\s+){0,2}(?:is|are|was|has|have|does|fails?|proves?)\b", re.IGNORECASE)
_WHOM: Final = re.compile(r"\s+(?:in|for)\s+[^,;.()]+", re.IGNORECASE)
_BRACKET: Final = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_RESTATED: Final = re.compile(
    r"\s*(?:(?:in\s+)?total|daily|(?:a|per|each)\s+(?:day|dose)|in\s+24\s+hours|/\s?(?:d|day|24\s?h))?\s*\)",
    re.IGNORECASE,
)


def is_unclear(text: str, start: int, end: int) -> bool:
    """Whether [start, end) has an amount whose comma or point may be a decimal or a thousands mark, or an arrow for a
    step of titration."""
    return bool(_UNCLEAR_NUMBER.search(text, start, end) or _ARROW.search(text, start, end))


def unread(text: str, start: int, end: int, phases: Sequence[Phase], missed: Sequence[str], known: bool) -> list[str]:
    """The parts of the sentence at [start, end) that look like a dose and stand neither in a phase nor in `missed`.

    known: whether the context names the drug.
    """
    held = _held(phases, "condition")
    held += [(at, at + len(part)) for part in missed if (at := text.find(part, start, end)) >= 0]
    barred = [p.spans["condition"] for p in phases if "condition" in p.spans]
    found: list[tuple[int, int]] = []
    for measure in quantities(text, start, end):
        place = _part(text, measure, start, end)
        if any(s < measure.end and measure.start < e for s, e in (*held, *found)):
            continue
        if measure.unit in TIME_UNITS:
            whom = _other_length(text, measure, start, end, phases)
            found += [(measure.start, whom)] if whom else []
        elif _is_amount(text, measure) and not _in_condition(text, measure, barred):
            named = known or any(p.drug for p in phases) or _names(text, measure, start, end)
            found += [place] if named and not _is_told(text, measure, start, end) else []
    return [text[s:e].strip(" ,;") for s, e in found]


def _held(phases: Sequence[Phase], but: str) -> list[tuple[int, int]]:
    return [span for p in phases for key, span in p.spans.items() if key != but and not key.startswith("context:")]


def _part(text: str, measure: Measure, start: int, end: int) -> tuple[int, int]:
    """The brackets around an amount, else the amount with what follows up to the next comma."""
    for match in _BRACKET.finditer(text, start, end):
        if match.start() <= measure.start < match.end():
            return match.span()
    stop = re.compile(r",\s|[;()]").search(text, measure.end, end)
    return measure.start, stop.start() if stop else end


def _is_amount(text: str, measure: Measure) -> bool:
    value = measure.low if measure.low is not None else measure.high
    if value is None or value <= 0 or measure.comparator in ("<", ">") or plain_unit(measure) not in _UNITS:
        return False
    if is_set_aside(text, measure) or is_supplied(text) or _is_restated(text, measure):
        return False
    return not is_strength(text, measure) or measure.per == "h"


def _is_restated(text: str, measure: Measure) -> bool:
    """Whether an amount alone in brackets says the one before it in another way ("(1500 mg daily)")."""
    return text[: measure.start].endswith("(") and _RESTATED.match(text, measure.end) is not None


def _in_condition(text: str, measure: Measure, barred: Sequence[tuple[int, int]]) -> bool:
    """Whether an amount belongs to the words of a condition ("if 5 mg is not enough"), and is no dose after it."""
    for begin, stop in barred:
        if begin <= measure.start < stop:
            return not _JOINED.search(text, begin, measure.start) or bool(_SAID_OF.match(text, measure.end))
    return False


def _names(text: str, measure: Measure, start: int, end: int) -> bool:
    """Whether a drug is named: one that a list knows before the amount, or another by its place."""
    if naming.drug_mentions(text, start, measure.start):
        return True
    return unlisted.unlisted(text, Step(start, end, "", (measure,)), measure) is not None


def _is_told(text: str, measure: Measure, start: int, end: int) -> bool:
    """Whether the clause around an amount advises against it or tells a fact."""
    begin = max((m.end() for m in _CLAUSE.finditer(text, start, measure.start)), default=start)
    stop = _CLAUSE.search(text, measure.end, end)
    clause = text[begin : stop.start() if stop else end]
    body = clause if in_brackets(text, measure.start) else _BRACKET.sub(" ", clause)
    return is_advised_against(body) or is_fact(body)


def _other_length(text: str, measure: Measure, start: int, end: int, phases: Sequence[Phase]) -> int | None:
    """Where a second length of treatment for other people ends ("for 3 days in women, 7 days in men")."""
    whom = _WHOM.match(text, measure.end, end)
    lasting = [p.spans["duration"][1] for p in phases if p.duration and "duration" in p.spans]
    joined = _JOINED.search(text, start, measure.start)
    if whom and joined and any(stop <= measure.start for stop in lasting) and lexicon.find(whom[0], "population"):
        return whom.end()
    return None
