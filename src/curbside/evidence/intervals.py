"""Intervals round an effect in a sentence, and whether they include no effect: 1 for a ratio, 0 for a difference.

An interval with no measure before it is read only where it goes from below 0 to above it, since a share of people
("74%, 95% CI 60 to 85") has an interval too and is no effect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_MINUS: Final = "-\u2212\u2013\u2010\u2011"
_VALUE: Final = rf"[{_MINUS}+]?(?:\d+(?:[.·]\d+)?|[.·]\d+)"
_BETWEEN: Final = rf"\s*%?\s*(?:to|through|and|,|;|[{_MINUS}\u2014])\s*"
_NAMED: Final = re.compile(
    rf"(?:\b(?:CIs?|CrI|confidence (?:interval|limits?)s?|credible intervals?))"
    rf"[^{_MINUS}\w+.·]{{0,4}}(?:(?:of|was|from|were)\s)?\s*"
    rf"(?P<low>{_VALUE}){_BETWEEN}(?P<high>{_VALUE})",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(rf"(?<=[(\[])(?P<low>{_VALUE}){_BETWEEN}(?P<high>{_VALUE})(?=[)\]])")
_RATIO: Final = re.compile(
    r"\b(?i:(?:odds|risk|hazards?|rate|prevalence|incidence|likelihood|mortality) ratios?|relative (?:risk|rate|odds)s?"
    r"|standardi[sz]ed (?:incidence|mortality) ratios?)\b|\b(?:[as]?(?:OR|RR|HR)|IRR|PR|SIR|SMR|SHR|aHRs?|ORs|RRs"
    r"|HRs)\b(?![a-z])"
)
_DIFFERENCE: Final = re.compile(
    r"\b(?i:(?:mean|risk|rate|absolute|adjusted|weighted|treatment|between[- ]group|median"
    r"|estimated)\W(?:\w+ ){0,2}differences?"
    r"|differences?|effect sizes?|coefficients?|beta)\b|\b(?:MD|SMD|WMD|RD|ARR|LSMD)\b|\u03b2"
)
_WHICH: Final = 110


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval at [start, end) of a text. ratio: None where no measure stands before it."""

    low: Decimal
    high: Decimal
    ratio: bool | None
    start: int
    end: int

    @property
    def includes_no_effect(self) -> bool:
        """Whether no effect is inside it or at its edge; never for one whose measure is not known and has one sign."""
        if self.ratio is None:
            return self.low < 0 < self.high
        nothing = Decimal(1) if self.ratio else Decimal(0)
        return self.low <= nothing <= self.high


def intervals(text: str) -> tuple[Interval, ...]:
    """The intervals of `text` in order; one in brackets with no name of its own only after a measure and its value."""
    found = {i.start: i for i in _named(text)}
    for one in _bracketed(text):
        if not any(i.start < one.end and one.start < i.end for i in found.values()):
            found[one.start] = one
    return tuple(found[start] for start in sorted(found))


def _named(text: str) -> Iterator[Interval]:
    for m in _NAMED.finditer(text):
        made = _interval(m, _is_ratio(text[max(0, m.start() - _WHICH) : m.start()]), m.start())
        if made:
            yield made


def _bracketed(text: str) -> Iterator[Interval]:
    for m in _BRACKETED.finditer(text):
        before = text[max(0, m.start() - _WHICH) : m.start()]
        ratio = _is_ratio(before)
        valued = re.search(rf"{_VALUE}%?\s*[(\[]$", before)
        made = _interval(m, ratio, m.start("low")) if ratio is not None and valued else None
        if made:
            yield made


def _interval(m: re.Match[str], ratio: bool | None, start: int) -> Interval | None:
    low, high = _decimal(m["low"]), _decimal(m["high"])
    return Interval(low, high, ratio, start, m.end("high")) if low <= high else None


def _is_ratio(before: str) -> bool | None:
    """Of the last measure named before an interval; None where none is."""
    ratios = [m.end() for m in _RATIO.finditer(before)]
    differences = [m.end() for m in _DIFFERENCE.finditer(before)]
    if not ratios and not differences:
        return None
    return max(ratios, default=-1) > max(differences, default=-1)


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub(rf"^[{_MINUS}]", "-", text).replace("·", "."))
