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
from curbside.language.numbers import plain
from curbside.regimens.criteria.atoms import BETWEEN, INDICATION, IS, SEX, WORDS, Atom
from curbside.regimens.criteria.clauses import Rule
from curbside.regimens.criteria.comparing import holds
from curbside.regimens.criteria.filling import Filled, filled, sentence_start
from curbside.regimens.criteria.indications import VALVULAR
from curbside.regimens.criteria.plausible import plausible
from curbside.types import Member, Met, Patient, Result, Span

_VERDICTS: Final = {True: Met.MET, False: Met.NOT_MET, None: Met.NOT_GIVEN}


@dataclass(frozen=True, slots=True)
class Judged:
    """needed, of: counted members, a range being two. members: those that are counted, then those required besides."""

    needed: int
    of: int
    members: tuple[Member, ...]
    result: Result


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of a rule, each end of a range one of them: those required besides, and those that are counted."""

    required: tuple[Atom, ...]
    counted: tuple[Atom, ...]
    needed: int


def conditions(rule: Rule) -> Conditions:
    """What a rule asks for, in the order of the members of its criterion: first what is required."""
    every = rule.needed == len(rule.members)
    counted = tuple(a for atom in rule.members for a in (_ends(atom) if every else (atom,)))
    required = tuple(a for atom in rule.required for a in _ends(atom))
    return Conditions(required, counted, len(counted) if every else rule.needed)


def judged(rule: Rule, patient: Patient, source: str, content_hash: str) -> Judged:
    """What a patient's values make of a rule; places are of the version of the source."""
    asked, patient = conditions(rule), plausible(patient)
    besides, counted = (
        tuple(replace(member(a, patient, Span(source, content_hash, a.start, a.end)), required=needed) for a in atoms)
        for atoms, needed in ((asked.required, True), (asked.counted, False))
    )
    members = (*besides, *counted)
    return Judged(asked.needed, len(asked.counted), members, result(rule, members))


def result(rule: Rule, members: Sequence[Member]) -> Result:
    """What the verdicts of its members make of a rule."""
    besides, counted = [m for m in members if m.required], [m for m in members if not m.required]
    found = _loose(counted, besides) if rule.loose else _result(conditions(rule).needed, counted, besides)
    if rule.partial:
        return found if found is Result.FULFILLED else Result.OPEN
    if rule.limited:
        return Result.OPEN if found is Result.FULFILLED else found
    return Result.OPEN if rule.note and not rule.loose else found


def _ends(atom: Atom) -> tuple[Atom, ...]:
    """A range as its two ends, both included."""
    ranged = atom.comparator in (">", ">=") and atom.high is not None
    if atom.comparator != BETWEEN and not ranged:
        return (atom,)
    low = replace(
        atom,
        comparator=atom.comparator if ranged else ">=",
        high=None,
        also=tuple((x, None, u) for x, _, u in atom.also),
    )
    return (low, replace(atom, comparator="<=", low=None, also=tuple((None, y, u) for _, y, u in atom.also)))


def _result(needed: int, counted: Sequence[Member], besides: Sequence[Member]) -> Result:
    met = sum(m.verdict is Met.MET for m in counted)
    may_be = sum(m.verdict is not Met.NOT_MET for m in counted)
    if may_be < needed or any(m.verdict is Met.NOT_MET for m in besides):
        return Result.NOT_FULFILLED
    if met >= needed and all(m.verdict is Met.MET for m in besides):
        return Result.FULFILLED
    return Result.OPEN


def _loose(counted: Sequence[Member], besides: Sequence[Member]) -> Result:
    """Of conditions joined in a way that is not certain: however they are, all that hold fulfil and none do not."""
    alike = {m.verdict for m in counted}
    return _result(len(counted), counted, besides) if alike in ({Met.MET}, {Met.NOT_MET}) else Result.OPEN


def member(atom: Atom, patient: Patient, span: Span) -> Member:
    """What a patient's values make of one condition, which stands at `span`."""
    made = Member(
        quantity=atom.quantity,
        comparator=atom.comparator,
        threshold=_threshold(atom),
        unit=atom.unit,
        span=span,
        verdict=Met.NOT_GIVEN,
    )
    return _by_number(made, atom, patient) if atom.is_threshold else _by_words(made, atom, patient)


def _threshold(atom: Atom) -> str:
    if not atom.is_threshold:
        return atom.words
    if atom.comparator == BETWEEN:
        return f"{plain(atom.low or Decimal(0))}-{plain(atom.high or Decimal(0))}"
    return plain((atom.low if atom.low is not None else atom.high) or Decimal(0))


def _by_number(member: Member, atom: Atom, patient: Patient) -> Member:
    reading = patient.reading(atom.quantity)
    if reading is None:
        found = filled(atom.quantity, patient)
        return (
            _calculated(member, atom, found) if found.reading else replace(member, note=found.note, needs=found.needs)
        )
    if reading.note:
        return replace(member, note=f"{sentence_start(reading.note)}.", needs=(atom.quantity,))
    decided = holds(atom, reading)
    if decided is None:
        return replace(
            member,
            value=reading.shown,
            value_unit=reading.unit,
            note=f"{reading.shown} {reading.unit} cannot be compared with this threshold.",
            needs=(atom.quantity,),
        )
    return replace(member, value=reading.shown, value_unit=reading.unit, verdict=_VERDICTS[decided])


def _calculated(member: Member, atom: Atom, found: Filled) -> Member:
    reading = found.reading
    assert reading is not None
    decided = holds(atom, reading)
    return replace(
        member,
        value=reading.shown,
        value_unit=reading.unit,
        verdict=_VERDICTS[decided],
        calculated=found.how,
        note=found.note,
    )


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


def _said(member: Member, value: str | None, decided: bool | None) -> Member:
    if value is None:
        return replace(member, needs=(member.quantity,))
    return replace(member, value=value, verdict=_VERDICTS[decided])


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
