"""What a question tells without its name: a drug that is only measured, signs in everyday words, a value that is low.

"B12 of 130 ng/L and numb toes" asks for no drug called B12: it tells of vitamin B12 deficiency and of nerves. Read in
questions alone; what a source speaks of is never widened. The table is `language/data/signs.toml`, with the source of
every line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from curbside.language.bound_measures import Bound, bound_measures
from curbside.language.lexicon import Mention
from curbside.language.measured import measured
from curbside.language.notices import load
from curbside.language.patient_measures import named as named_measures
from curbside.language.patient_measures import spoken
from curbside.language.subject import says_absent

_TESTED_BEFORE: Final = re.compile(
    r"\b(?:serum|plasma|(?:re-?)?check(?:s|ed|ing)?|test(?:s|ed|ing)?(?: for)?|measur(?:e|es|ed|ing)"
    r"|monitor(?:s|ed|ing)?|(?:levels?|concentrations?) of|normal)\s+(?:(?:the|my|his|her|their|a|serum|plasma)\s+)*$",
    re.IGNORECASE,
)
_TESTED_AFTER: Final = re.compile(
    r"\s+(?:(?:blood\s+)?(?:levels?|concentrations?|results?|assays?|tests?|testing|status)\b"
    r"|(?:(?:is|was|are|were|came back|still|back)\s+)?(?:normal|low(?!er)|borderline)\b(?!\s+dos)"
    r"|(?:should\s+|to\s+|must\s+)?be\s+(?:re)?(?:checked|tested|measured|monitored)\b)",
    re.IGNORECASE,
)
_FOUND_LOW: Final = re.compile(
    r"\s+(?:levels?\s+)?(?:(?:is|was|are|were|came back|still|back|very|quite|rather)\s+)+low\b(?!\s+(?:normal|dos))",
    re.IGNORECASE,
)
_TAKES: Final = re.compile(
    r"\b(?:on|takes|taking|receiving|receives|uses|using|treated\s+with)\s+"
    r"(?:(?:long-?\s?term|regular|daily|oral|high-?\s?dose|low-?\s?dose|his|her|their|my)\s+)*$",
    re.IGNORECASE,
)
_AND_TAKES: Final = re.compile(r"\s*(?:,|and|plus|\+|&)(?:\s+and)?\s*\Z", re.IGNORECASE)
_OTHER_WORD: Final = r"(?!(?:but|and|with|though|although|only|just|yet|because)\b)[\w-]+"
_DENIED: Final = re.compile(
    rf"\b(?:no|not|without|never|nor)\s+(?:(?:{_OTHER_WORD}\s+){{0,3}}|(?:{_OTHER_WORD},?\s+){{0,5}}(?:or|nor)\s+)$"
    r"|\b(?:denies|denied)\b[^.;]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A condition that a question tells of: in which words, and by which threshold of which source, if by a value."""

    condition: str
    words: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Threshold:
    condition: str
    measure: str
    below: Decimal
    unit: str
    source: str


@cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["condition"], re.compile(row["says"], re.IGNORECASE)) for row in load("signs.toml")["sign"])


@cache
def _thresholds() -> tuple[_Threshold, ...]:
    rows = load("signs.toml")["value"]
    return tuple(
        _Threshold(row["condition"], row["measure"], Decimal(row["below"]), row["unit"], row["source"]) for row in rows
    )


def only_measured(text: str, drugs: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions of what is also a drug that name a blood test: "a B12 of 130 ng/L", "check B12", "potassium 2.9"."""
    names = test_places(text)
    values = [(b.start, b.end) for b in _single_values(text)]

    def is_test(m: Mention) -> bool:
        if any(start <= m.start < end for start, end in values):
            return True
        named = any(start <= m.start and m.end <= end for start, end in names)
        return named and bool(_TESTED_BEFORE.search(text[: m.start]) or _TESTED_AFTER.match(text, m.end))

    return tuple(m for m in drugs if is_test(m))


def taken(text: str, drugs: Iterable[Mention]) -> tuple[Mention, ...]:
    """Of the mentions of drugs those that a patient takes ("on metformin and ramipril"), in order."""
    found: list[Mention] = []
    for m in drugs:
        follows = found and _AND_TAKES.match(text[found[-1].end : m.start])
        if follows or _TAKES.search(text[: m.start]):
            found.append(m)
    return tuple(found)


def test_places(text: str) -> list[tuple[int, int]]:
    """Where `text` names what can be measured."""
    return [*((m.start, m.end) for m in measured(text)), *((m.start, m.end) for m in named_measures(text))]


def told(text: str) -> tuple[Told, ...]:
    """The conditions that the question tells of without their names, each once, those by values first."""
    found: dict[str, Told] = {}
    for one in (*_by_values(text), *_by_low(text), *_by_signs(text)):
        found.setdefault(one.condition, one)
    return tuple(found.values())


def _by_signs(text: str) -> Iterator[Told]:
    for condition, pattern in _signs():
        for m in pattern.finditer(text):
            if not says_absent(text, m.start(), m.end()) and not _DENIED.search(text[: m.start()]):
                yield Told(condition, m[0])


def _by_values(text: str) -> Iterator[Told]:
    for bound in _single_values(text):
        for row in _thresholds():
            number = bound.measure.low
            if row.measure != bound.measured.name or number is None:
                continue
            value = bound.measured.converted(number, bound.measure.unit, row.unit)
            if value is not None and value < row.below:
                why = f"below {row.below} {spoken(row.unit)}: {row.source}"
                yield Told(row.condition, text[bound.start : bound.end].strip(), why)


def _by_low(text: str) -> Iterator[Told]:
    """ "Her B12 came back low": as the question judges it, without a number."""
    by_measure = {row.measure: row for row in _thresholds()}
    for m in named_measures(text):
        low = _FOUND_LOW.match(text, m.end)
        if low and (row := by_measure.get(m.measured.name)):
            yield Told(row.condition, text[m.start : low.end()])


def _single_values(text: str) -> Iterator[Bound]:
    """Values with a unit of concentration, of what is measured in such units."""
    for bound in bound_measures(text, True):
        measure = bound.measure
        single = measure.low is not None and measure.low == measure.high and measure.comparator is None
        if single and "/" in measure.unit:
            yield bound
