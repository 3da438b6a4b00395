"""A patient's values against a rule: met, not met or not given; fulfilled, not fulfilled or open.

A value is compared after conversion of units, in the unit that the source itself gives where it gives the patient's
one. A bound as a value ("eGFR under 30") decides only where it decides for every value within it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from curbside.language import lexicon
from curbside.language.patient_measures import AGE, table
from curbside.regimens.criteria.atoms import BETWEEN, INDICATION, IS, SEX, VALVULAR, WORDS, Atom
from curbside.regimens.criteria.filling import Filled, filled
from curbside.regimens.criteria.reading import Rule
from curbside.types import Member, Met, Patient, Reading, Result, Span

_VERDICTS: Final = {True: Met.MET, False: Met.NOT_MET, None: Met.NOT_GIVEN}
_MONTHS: Final = {"a": 12, "mo": 1}
_DAYS: Final = {"wk": 7, "d": 1}
# The fewest and the most days of a month, since weeks are no fixed part of one.
_LEAST_DAYS, _MOST_DAYS = 28, 31


@dataclass(frozen=True, slots=True)
class Judged:
    """needed, of: counted members, a range being two. members: those that are counted, then those required besides."""

    needed: int
    of: int
    members: tuple[Member, ...]
    result: Result


def judged(rule: Rule, patient: Patient, source: str, content_hash: str) -> Judged:
    """What a patient's values make of a rule; places are of the version of the source."""

    def member(atom: Atom, required: bool) -> Member:
        span = Span(source, content_hash, atom.start, atom.end)
        return _member(atom, patient, span, required)

    every = rule.needed == len(rule.members)
    counted = [a for atom in rule.members for a in (_ends(atom) if every else (atom,))]
    required = [a for atom in rule.required for a in (_ends(atom))]
    members = tuple(member(a, False) for a in counted)
    besides = tuple(member(a, True) for a in required)
    needed = len(counted) if every else rule.needed
    result = Result.OPEN if rule.note else _result(needed, members, besides)
    return Judged(needed, len(counted), (*besides, *members), result)


def _ends(atom: Atom) -> tuple[Atom, ...]:
    """A range as its two ends, both included."""
    if atom.comparator != BETWEEN:
        return (atom,)
    low = replace(atom, comparator=">=", high=None, also=tuple((x, None, u) for x, _, u in atom.also))
    return (low, replace(atom, comparator="<=", low=None, also=tuple((None, y, u) for _, y, u in atom.also)))


def _result(needed: int, counted: Sequence[Member], besides: Sequence[Member]) -> Result:
    met = sum(m.verdict is Met.MET for m in counted)
    may_be = sum(m.verdict is not Met.NOT_MET for m in counted)
    if may_be < needed or any(m.verdict is Met.NOT_MET for m in besides):
        return Result.NOT_FULFILLED
    if met >= needed and all(m.verdict is Met.MET for m in besides):
        return Result.FULFILLED
    return Result.OPEN


def _member(atom: Atom, patient: Patient, span: Span, required: bool) -> Member:
    made = Member(
        quantity=atom.quantity,
        comparator=atom.comparator,
        threshold=_threshold(atom),
        unit=atom.unit,
        span=span,
        verdict=Met.NOT_GIVEN,
        required=required,
    )
    return _by_number(made, atom, patient) if atom.is_threshold else _by_words(made, atom, patient)


def _threshold(atom: Atom) -> str:
    if not atom.is_threshold:
        return atom.words
    if atom.comparator == BETWEEN:
        return f"{_plain(atom.low)}-{_plain(atom.high)}"
    return _plain(atom.low if atom.low is not None else atom.high)


def _plain(value: Decimal | None) -> str:
    said = format(value or Decimal(0), "f")
    return said.rstrip("0").rstrip(".") if "." in said else said


def _by_number(member: Member, atom: Atom, patient: Patient) -> Member:
    reading = patient.reading(atom.quantity)
    if reading is None:
        found = filled(atom.quantity, patient)
        return (
            _calculated(member, atom, found) if found.reading else replace(member, note=found.note, needs=found.needs)
        )
    if reading.note:
        return replace(member, note=f"{reading.note[0].upper()}{reading.note[1:]}.", needs=(atom.quantity,))
    holds = _holds(atom, reading)
    if holds is None:
        return replace(
            member,
            value=reading.shown,
            value_unit=reading.unit,
            note=f"{reading.shown} {reading.unit} cannot be compared with this threshold.",
            needs=(atom.quantity,),
        )
    return replace(member, value=reading.shown, value_unit=reading.unit, verdict=_VERDICTS[holds])


def _calculated(member: Member, atom: Atom, found: Filled) -> Member:
    reading = found.reading
    assert reading is not None
    holds = _holds(atom, reading)
    return replace(
        member,
        value=reading.shown,
        value_unit=reading.unit,
        verdict=_VERDICTS[holds],
        calculated=found.how,
        note=found.note,
    )


def _holds(atom: Atom, reading: Reading) -> bool | None:
    """Whether every value of the reading meets the bound (True), or none does (False)."""
    bounds = [(atom.low, atom.high, atom.unit), *atom.also]
    own = [b for b in bounds if b[2] == reading.unit] or bounds
    verdicts = {_against(atom, low, high, unit, reading) for low, high, unit in own}
    return verdicts.pop() if len(verdicts) == 1 else None


def _against(atom: Atom, low: Decimal | None, high: Decimal | None, unit: str, reading: Reading) -> bool | None:
    ends = _converted(atom.quantity, reading, unit)
    if ends is None:
        return None
    least, most = ends
    tests = {
        ">=": ([(low, True)], []),
        ">": ([(low, False)], []),
        "<=": ([], [(high, True)]),
        "<": ([], [(high, False)]),
        "=": ([(low, True)], [(high, True)]),
        BETWEEN: ([(low, True)], [(high, True)]),
    }[atom.comparator]
    found = [_above(least, most, reading.strict, edge, within) for edge, within in tests[0]]
    found += [_below(least, most, reading.strict, edge, within) for edge, within in tests[1]]
    if False in found:
        return False
    return None if None in found else True


def _above(
    least: Decimal | None, most: Decimal | None, strict: bool, edge: Decimal | None, within: bool
) -> bool | None:
    """Whether a value from `least` to `most` is above `edge` (`within`: or at it)."""
    if edge is None:
        return None
    if least is not None and (least > edge or (least == edge and (within or strict))):
        return True
    if most is not None and (most < edge or (most == edge and (not within or (strict and least != most)))):
        return False
    return None


def _below(
    least: Decimal | None, most: Decimal | None, strict: bool, edge: Decimal | None, within: bool
) -> bool | None:
    above = _above(
        None if most is None else -most,
        None if least is None else -least,
        strict,
        None if edge is None else -edge,
        within,
    )
    return above


def _converted(quantity: str, reading: Reading, unit: str) -> tuple[Decimal | None, Decimal | None] | None:
    """The ends of a reading in another unit; of an age between months and days, the widest that it may be."""
    low = None if reading.low is None else Decimal(reading.low)
    high = None if reading.high is None else Decimal(reading.high)
    if quantity == AGE:
        return _age(low, high, reading.unit, unit)
    measured, own = table()[quantity], reading.unit or "1"
    ends = [None if e is None else measured.converted(e, own, unit or "1") for e in (low, high)]
    if (low is not None and ends[0] is None) or (high is not None and ends[1] is None):
        return None
    return ends[0], ends[1]


def _age(
    low: Decimal | None, high: Decimal | None, own: str, unit: str
) -> tuple[Decimal | None, Decimal | None] | None:
    for known in (_MONTHS, _DAYS):
        if own in known and unit in known:
            factor = Decimal(known[own]) / known[unit]
            return None if low is None else low * factor, None if high is None else high * factor
    if own in _MONTHS and unit in _DAYS:
        least, most = (
            Decimal(_MONTHS[own] * _LEAST_DAYS) / _DAYS[unit],
            Decimal(_MONTHS[own] * _MOST_DAYS) / _DAYS[unit],
        )
    elif own in _DAYS and unit in _MONTHS:
        least, most = (
            Decimal(_DAYS[own]) / (_MONTHS[unit] * _MOST_DAYS),
            Decimal(_DAYS[own]) / (_MONTHS[unit] * _LEAST_DAYS),
        )
    else:
        return None
    return None if low is None else low * least, None if high is None else high * most


def _by_words(member: Member, atom: Atom, patient: Patient) -> Member:
    if atom.quantity == SEX:
        return _said(member, patient.sex, None if patient.sex is None else patient.sex == atom.words)
    found = dict(patient.classes).get(atom.quantity)
    if atom.quantity.endswith(" class"):
        return _said(member, found, None if found is None else found in atom.concepts)
    if atom.quantity == WORDS or not atom.concepts:
        words = " ".join(atom.words.lower().split())
        return (
            _said(member, atom.words, True) if _phrase(words, patient.words) else replace(member, needs=(atom.words,))
        )
    return _by_concept(member, atom, patient)


def _said(member: Member, value: str | None, holds: bool | None) -> Member:
    if value is None:
        return replace(member, needs=(member.quantity,))
    return replace(member, value=value, verdict=_VERDICTS[holds])


def _by_concept(member: Member, atom: Atom, patient: Patient) -> Member:
    kind = "population" if atom.quantity in lexicon.names("population") else "condition"
    has = {
        c
        for c in patient.given
        if atom.concepts & {c, *lexicon.broader("condition", c), *lexicon.broader("population", c)}
    }
    needs = (f"{INDICATION} ({atom.words})" if atom.quantity == INDICATION else atom.words,)
    if has:
        lacking = [w for w in _qualifiers(atom) if not _phrase(w, _spelt(patient.words))]
        if not lacking:
            return replace(member, value=", ".join(sorted(has)), verdict=Met.MET)
        note = f"{', '.join(sorted(has)).capitalize()} is given; whether it is {' '.join(lacking)} is not."
        return replace(member, note=note, needs=needs)
    if atom.concepts & patient.absent and not _qualifiers(atom):
        return replace(member, value=f"no {atom.words}", verdict=Met.NOT_MET)
    return replace(member, needs=needs if kind == "condition" else (atom.words,))


def _qualifiers(atom: Atom) -> tuple[str, ...]:
    """The words of an "is" that its concept alone does not say: "suspected", "non-valvular"."""
    words = _spelt(atom.words.lower())
    listed = max(
        (m for k in ("condition", "population") for m in lexicon.find(words, k)),
        key=lambda m: len(m.text),
        default=None,
    )
    more = words if listed is None else f"{words[: listed.start]} {words[listed.end :]}"
    found = [
        w for w in re.findall(r"[\w-]+", more) if w not in ("in", "on", "with", "of", "the", "a", "an", "by", "for")
    ]
    valvular = ["non-valvular"] if listed is not None and VALVULAR.search(listed.text) else []
    return tuple(dict.fromkeys((*found, *valvular)))


def _spelt(words: str) -> str:
    return re.sub(
        r"\bnonvalvular\b|\bnvaf\b", lambda m: "non-valvular" if m[0] == "nonvalvular" else "non-valvular af", words
    )


def _phrase(words: str, text: str) -> bool:
    return bool(words) and bool(re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text))


def missing(members: Iterable[Member]) -> tuple[str, ...]:
    """What is not given, by name, each once."""
    return tuple(
        dict.fromkeys(
            m.quantity if m.comparator != IS else next(iter(m.needs), m.threshold)
            for m in members
            if m.verdict is Met.NOT_GIVEN
        )
    )
