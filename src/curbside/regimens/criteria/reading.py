"""Rules read from a unit: which conditions count, how many must hold, and what must hold besides.

A rule is a run of conditions in one clause, joined by "and" or "or", or a list that says how many of it must hold.
What could be read in two ways ("A or B and C") is kept with a note and is not worked out. Reports of studies state no
rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from curbside.language.patient_measures import AGE, named
from curbside.regimens.criteria.atoms import INDICATION, WORDS, Atom, classes, groups, thresholds
from curbside.regimens.criteria.clauses import (
    ACTS,
    ONLY_IN,
    UNLESS,
    Rule,
    Segment,
    moved,
    plain_rules,
    prefixed_thresholds,
)
from curbside.regimens.criteria.counting import Cue, cue
from curbside.regimens.criteria.indications import indications

_REPORTED: Final = re.compile(
    r"\b(?:were|was)\s+(?:\w+ly\s+)?(?:randomi[sz]ed|included|excluded|enrolled|recruited|assigned|allocated|eligible|observed|reported|seen|associated"
    r"|compared|treated|followed)\b|\b(?:mean|median)\s+age\b|\bparticipants\b|\bp\s*[<=]\s*0|\bn\s*=\s*\d"
    r"|\bconfidence interval\b|\b95\s*%\s*CI\b|\bhazard ratio\b|\bsubjects\b|\bvolunteers\b|\bincidence\b|\bendpoint"
    r"|\bpharmacokinetics\b|\b(?:plasma|serum)\s+levels?\s+of\b|\b(?:has|have)\s+(?:not\s+)?been\s+(?:studied|established|evaluated|reported|found)\b"
    r"|\bnot\s+known\s+(?:if|whether)\b|\b(?:clinical|controlled|limited)\s+(?:study|studies|trials?)\b|\d\s*%\)?\s+were\b|\bstored?\s+(?:at|below|in)\b"
    r"|\bcompared\s+(?:with|to)\s+placebo\b|\bincluded\s+\d+|\bimproved\b|\bpatients\s+had\b|\bassociated\s+with\s+(?:increased|decreased|higher|lower)\b",
    re.IGNORECASE,
)
_GROWN: Final = (16, 18)
_DIRECTS: Final = re.compile(
    r"\b(?:contra-?indicated|recommend\w*|should|must|may\s+be|can\s+be|do\s+not|not\s+be|avoid\w*|stop\w*|start\w*|give\w*|reduc\w*|dos(?:e|es|ed|age|ing)|maximum"
    r"|indicat\w*|consider\w*|offer\w*|review\w*|refer\w*|arrang\w*|treat\w*|use[ds]?|halv\w*|doubl\w*|caution\w*|need\w*|diagnos\w*|confirm\w*|suggest\w*|likely|unlikely"
    r"|admi(?:t|nister)\w*|monitor\w*|measur\w*|check\w*|withh\w+|discontinu\w*|increas\w*|adjust\w*|repeat\w*|require\w*|continu\w*|switch\w*|take\w*|prescrib\w*"
    r"|eligib\w*|permitted|allowed|unsuitable|suitable|safe|posology|precautions?|warnings?|management|referral|severity|anaemia|normal|low|high|raised|means|defined)\b"
    r"|\d\s*(?:mg|micrograms?|mcg|g|units?|IU|mL|tablets?|capsules?|puffs?|drops?|teaspoon\w*)\b",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\s*(?:[,;]\s+(?:and\s+|or\s+|and/or\s+)?|\s(?:and/or|or|and)\s)\s*")
_TRAILING: Final = re.compile(r"(?:[\s,;.]|\b(?:and|or|and/or)\b)+\Z", re.IGNORECASE)
_ODD: Final = "the sentence sets a number that must not be reached, which is not worked out"
_PART: Final = "one item of the list holds several conditions, which is not worked out"


def rules_of(
    unit: Segment, lead: Sequence[Segment] = (), heads: Sequence[str] = (), over: str = ""
) -> tuple[Rule, ...]:
    """The rules that a unit states: not what it reports, nor what leads to nothing.

    lead: its lead-in, whose indication holds for it. heads: headers of its cells. over: its headings.
    """
    if _REPORTED.search(unit.text) or not _DIRECTS.search(" ".join((unit.text, *(s.text for s in lead), *heads, over))):
        return ()
    above = tuple(moved(a, s.start) for s in lead for a in indications(s.text))
    prefix = _prefix(unit.text, [s.text for s in lead], heads)
    found: list[Rule] = []
    counted = cue(unit.text)
    if counted is not None:
        rule, end = _counted(unit, counted, above)
        found += [rule] if rule else []
        above = tuple(a for a in (rule.required if rule else ()) if a.quantity == INDICATION) or above
        rest = Segment(unit.text[end:], unit.start + end)
    else:
        rest = unit
    for clause in _clauses(rest):
        own = tuple(moved(a, clause.start) for a in indications(clause.text))
        above = own or above
        found += plain_rules(clause, above, prefix if clause.start == unit.start else "")
    return tuple(r for r in found if not _is_for_adults(r))


def _is_for_adults(rule: Rule) -> bool:
    """Whether a rule says no more than that it is for adults ("people aged 16 and over")."""
    only = rule.members[0] if len(rule.members) == 1 else None
    grown = only is not None and only.quantity == AGE and only.comparator == ">=" and only.unit == "a"
    return grown and only is not None and only.low in _GROWN


def rule_of_list(lead: Segment, items: Sequence[Segment]) -> Rule | None:
    """The rule of a list whose lead-in says how many of its items must hold; None where it does not."""
    counted = cue(lead.text)
    if counted is None:
        return None
    prefix = _prefix("", [lead.text], ())
    members, notes = [], []
    for item in items:
        atom, note = _member(item.text, prefix)
        members.append(moved(atom, item.start))
        notes += [note] if note else []
    required = tuple(moved(a, lead.start) for a in _before(lead.text[: counted.start]))
    after = tuple(moved(a, lead.start) for a in indications(lead.text) if a.start > counted.start)
    required = required if any(a.quantity == INDICATION for a in required) else (*required, *after)
    return _made(tuple(members), required, counted, next(iter(notes), None), lead.text[: counted.start])


def _made(members: tuple[Atom, ...], required: tuple[Atom, ...], counted: Cue, note: str | None, before: str) -> Rule:
    needed = counted.needed or len(members)
    if needed > len(members):
        note = f"{needed} of {len(members)} are asked for, so that part of the list was not read"
    note = _ODD if counted.odd else note
    return Rule(members, required, needed, bool(UNLESS.search(before)), note)


def _counted(unit: Segment, counted: Cue, above: tuple[Atom, ...]) -> tuple[Rule | None, int]:
    """The rule of a list within a sentence, and where the list ends."""
    text = unit.text
    pieces, end = _pieces(text, counted.end)
    read = [(start, _member(text[start:stop], "")) for start, stop in pieces]
    members = tuple(moved(atom, unit.start + start) for start, (atom, _) in read)
    if not any(a.is_threshold or a.concepts for a in members):
        return None, end
    required = tuple(moved(a, unit.start) for a in _before(text[: counted.start]))
    if not any(a.quantity == INDICATION for a in required):
        required = (*above, *required)
    note = next((n for _, (_, n) in read if n), None)
    return _made(members, required, counted, note, text[: counted.start]), end


def _before(text: str) -> list[Atom]:
    """What must hold besides: what the sentence is for, and bounds that stand before the list."""
    last = re.split(r"[.;]\s", text)[-1]
    offset = len(text) - len(last)
    return [
        *indications(text),
        *(moved(a, offset) for a in (*thresholds(last), *classes(last)) if ONLY_IN.search(last[: a.start])),
    ]


def _pieces(text: str, start: int) -> tuple[list[tuple[int, int]], int]:
    """The members of a list that begins at `start`, and where it ends.

    Where its members stand between commas it ends at the first semicolon; at a full stop always, and before words that
    say what to do.
    """
    stop = re.search(r"\.(?:\s|\Z)", text[start:])
    whole = start + stop.start() if stop else len(text)
    first = text.find(";", start, whole)
    if first > 0 and len(thresholds(text[start:first])) > 1:
        whole = first
    pieces: list[tuple[int, int]] = []
    at = start
    for match in [*_outside_brackets(text, start, whole), None]:
        end = match.start() if match else whole
        said = text[at:end]
        if said.strip(" ,;:.") and ACTS.search(said) and not thresholds(said):
            return pieces, at
        body = said.strip(" ,;:.\u2013-")
        if body:
            lead = at + said.index(body)
            pieces.append((lead, lead + len(body)))
        at = match.end() if match else whole
    return pieces, whole


def _outside_brackets(text: str, start: int, end: int) -> Iterable[re.Match[str]]:
    """Where members are parted; "or more" and what stands in brackets part none."""
    for match in _SPLIT.finditer(text, start, end):
        depth = text.count("(", start, match.start()) - text.count(")", start, match.start())
        follows = re.match(
            r"(?:more|less|over|above|under|below|older|younger|higher|lower|greater|fewer|longer|equal)\b",
            text[match.end() :],
        )
        ranged = re.search(r"\bbetween\s+[\d.,]+\s*\S*\Z", text[start : match.start()])
        if depth <= 0 and not follows and not ranged:
            yield match


def _member(text: str, prefix: str) -> tuple[Atom, str | None]:
    """The condition that a member of a list is, and why it is not to be worked out, if so."""
    said = _TRAILING.sub("", text)
    found = [*prefixed_thresholds(prefix, said), *classes(said)]
    if len(found) == 1:
        return found[0], None
    if found:
        return replace(
            found[0], quantity=WORDS, comparator="is", words=said, end=len(said), concepts=frozenset()
        ), _PART
    named_ = list(groups(said)) or list(indications(f"with {said}"))
    if named_:
        first = named_[0]
        words = said if first.quantity == INDICATION else first.words
        quantity = "condition" if first.quantity == INDICATION else first.quantity
        return Atom(quantity, "is", 0, len(said), words=words, concepts=first.concepts), None
    return Atom(WORDS, "is", 0, len(said), words=said), None


def _clauses(unit: Segment) -> Iterable[Segment]:
    start = 0
    for match in [*re.finditer(r"[;.]\s+", unit.text), None]:
        end = match.start() if match else len(unit.text)
        if unit.text[start:end].strip():
            yield Segment(unit.text[start:end], unit.start + start)
        start = match.end() if match else end


def _prefix(text: str, leads: Sequence[str], heads: Sequence[str]) -> str:
    """The measure that a lead-in or a header names for bounds that have none of their own, as "body weight: "."""
    above = [n for said in (*heads, *leads) for n in named(said)]
    own = named(text)
    if not above or (own and own[0].start < 3):
        return ""
    return f"{above[-1].measured.names[0]}: "
