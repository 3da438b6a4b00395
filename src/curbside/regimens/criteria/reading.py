"""Rules read from a unit: which conditions count, how many must hold, and what must hold besides.

A rule is a run of conditions in one clause, joined by "and" or "or", or a list that says how many of it must hold.
What could be read in two ways ("A or B and C") is kept with a note and is not worked out. Reports of studies state no
rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from curbside.language.patient_measures import named
from curbside.regimens.criteria.atoms import (
    INDICATION,
    SEX,
    WORDS,
    Atom,
    classes,
    groups,
    indications,
    said_by_numbers,
    thresholds,
)
from curbside.regimens.criteria.counting import Cue, cue

_REPORTED: Final = re.compile(
    r"\b(?:were|was)\s+(?:\w+ly\s+)?(?:randomi[sz]ed|included|excluded|enrolled|recruited|assigned|allocated|eligible|observed|reported|seen|associated"
    r"|compared|treated|followed)\b|\b(?:mean|median)\s+age\b|\bparticipants\b|\bp\s*[<=]\s*0|\bn\s*=\s*\d|\bconfidence interval\b|\b95\s*%\s*CI\b|\bhazard ratio\b",
    re.IGNORECASE,
)
_FORBIDS: Final = re.compile(
    r"\b(?:contra-?indicated|not\s+(?:be\s+)?(?:recommended|used|given|taken|indicated)|do\s+not|should\s+not|must\s+not|avoid(?:ed)?|never)\b",
    re.I,
)
_UNLESS: Final = re.compile(
    r"\b(?:unless|except(?:\s+(?:if|when|where|in|for))?|other\s+than|excluding|apart\s+from)\b[^,;.]{0,60}\Z",
    re.IGNORECASE,
)
_ONLY_IN: Final = re.compile(r"(?:\A|[.;:]\s)\s*(?:in|for|among)\b[^.;]*\Z", re.IGNORECASE)
_OPENS: Final = re.compile(r"\b(?:if|when|where|whenever|unless|provided|whose|with)\b[^.;]*\Z", re.IGNORECASE)
_FILLERS: Final = re.compile(
    r"\b(?:an?|the|and|or|either|both|with|who|have|has|having|is|are|in|on|of|if|when|where|whose|patients?|people|adults?|those|body|serum|plasma|also"
    r"|level|score|at|least|as|well|for|example|by|cockcroft[-\s]?gault|ckd-?epi|estimated|baseline|resting|persistently|to|be|their|not)\b",
    re.IGNORECASE,
)
_ACTS: Final = re.compile(
    r"\b(?:should|must|may|can|will|reduce[ds]?|reducing|give[ns]?|stop(?:ped)?|start(?:ed)?|use[ds]?|dose[ds]?|contra-?indicated|recommended|avoid(?:ed)?|consider(?:ed)?"
    r"|offer(?:ed)?|increase[ds]?|maximum|withhold|withheld|monitor(?:ed)?|refer(?:red)?|diagnosed|likely|confirms?|adjust(?:ed|ment)?|halve[ds]?)\b|\d\s*(?:mg|micrograms?|mcg|g|units?|mL|tablets?)\b",
    re.IGNORECASE,
)
_LONGEST_LINK: Final = 4
_SPLIT: Final = re.compile(r"\s*(?:[,;]\s+(?:and\s+|or\s+|and/or\s+)?|\s(?:and/or|or|and)\s)\s*")
_TRAILING: Final = re.compile(r"(?:[\s,;.]|\b(?:and|or|and/or)\b)+\Z", re.IGNORECASE)
_MIXED: Final = "the sentence joins its conditions by \u201cand\u201d and \u201cor\u201d, which is not worked out"
_UNJOINED: Final = "the sentence does not say how its conditions are joined"
_ODD: Final = "the sentence sets a number that must not be reached, which is not worked out"
_PART: Final = "one item of the list holds several conditions, which is not worked out"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a source's text that begins at `start` there."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions of which `needed` must hold, and those that must hold besides; places count from the source's start.

    note: why it is not worked out, where it is not. plain: it is made of groups and conditions alone, without a number
    or a class.
    """

    members: tuple[Atom, ...]
    required: tuple[Atom, ...]
    needed: int
    unless: bool = False
    note: str | None = None
    plain: bool = False


def rules_of(unit: Segment, lead: Sequence[Segment] = (), heads: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules that a unit states. lead: its lead-in, whose indication holds for it. heads: headers of its cells."""
    if _REPORTED.search(unit.text):
        return ()
    above = tuple(_moved(a, s.start) for s in lead for a in indications(s.text))
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
        own = tuple(_moved(a, clause.start) for a in indications(clause.text))
        above = own or above
        found += _plain_rules(clause, above, prefix if clause.start == unit.start else "")
    return tuple(found)


def rule_of_list(lead: Segment, items: Sequence[Segment]) -> Rule | None:
    """The rule of a list whose lead-in says how many of its items must hold; None where it does not."""
    counted = cue(lead.text)
    if counted is None:
        return None
    prefix = _prefix("", [lead.text], ())
    members, notes = [], []
    for item in items:
        atom, note = _member(item.text, prefix)
        members.append(_moved(atom, item.start))
        notes += [note] if note else []
    required = tuple(_moved(a, lead.start) for a in _before(lead.text[: counted.start]))
    after = tuple(_moved(a, lead.start) for a in indications(lead.text) if a.start > counted.start)
    required = required if any(a.quantity == INDICATION for a in required) else (*required, *after)
    return _made(tuple(members), required, counted, next(iter(notes), None), lead.text[: counted.start])


def _made(members: tuple[Atom, ...], required: tuple[Atom, ...], counted: Cue, note: str | None, before: str) -> Rule:
    needed = counted.needed or len(members)
    if needed > len(members):
        note = f"{needed} of {len(members)} are asked for, so that part of the list was not read"
    note = _ODD if counted.odd else note
    return Rule(members, required, needed, bool(_UNLESS.search(before)), note)


def _counted(unit: Segment, counted: Cue, above: tuple[Atom, ...]) -> tuple[Rule | None, int]:
    """The rule of a list within a sentence, and where the list ends."""
    text = unit.text
    pieces, end = _pieces(text, counted.end)
    read = [(start, _member(text[start:stop], "")) for start, stop in pieces]
    members = tuple(_moved(atom, unit.start + start) for start, (atom, _) in read)
    if not any(a.is_threshold or a.concepts for a in members):
        return None, end
    required = tuple(_moved(a, unit.start) for a in _before(text[: counted.start]))
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
        *(_moved(a, offset) for a in (*thresholds(last), *classes(last)) if _ONLY_IN.search(last[: a.start])),
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
        if said.strip(" ,;:.") and _ACTS.search(said) and not thresholds(said):
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
    found = [*_thresholds(prefix, said), *classes(said)]
    if len(found) == 1:
        return found[0], None
    if found:
        return replace(
            found[0], quantity=WORDS, comparator="is", words=said, end=len(said), concepts=frozenset()
        ), _PART
    named_ = [a for a in groups(said)] or [a for a in indications(f"with {said}")]
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


def _plain_rules(clause: Segment, above: tuple[Atom, ...], prefix: str) -> list[Rule]:
    text = clause.text
    bounds = sorted((*_thresholds(prefix, text), *classes(text)), key=lambda a: a.start)
    around = [a for a in groups(text) if not any(b.start <= a.start < b.end for b in bounds)]
    if not bounds:
        return _forbidden(clause, around)
    around = [a for a in around if not said_by_numbers(a.concepts)]
    runs = _runs(text, sorted((*bounds, *around), key=lambda a: a.start))
    own: list[Rule] = []
    waiting: tuple[Atom, ...] = ()
    for i, run in enumerate(runs):
        if not any(a in bounds for a in run):
            waiting = (*waiting, *(a for a in run if a.quantity != SEX))
            continue
        later = any(any(a in bounds for a in other) for other in runs[i + 1 :])
        if later and _is_for_whom(text, run, runs[i + 1]):
            waiting = (*waiting, *run)
            continue
        own.append(_rule_of(clause, run, above, waiting))
    return own


def _is_for_whom(text: str, run: Sequence[Atom], after: Sequence[Atom]) -> bool:
    """Whether a run says who a later one is about: "In adults aged 65 and over, halve the dose if ..."."""
    between = text[run[-1].end : after[0].start]
    return bool(_ONLY_IN.search(text[: run[0].start]) and between.lstrip().startswith(",") and _OPENS.search(between))


def _rule_of(clause: Segment, run: Sequence[Atom], above: tuple[Atom, ...], waiting: tuple[Atom, ...]) -> Rule:
    text = clause.text
    joints = [_joint(text[a.end : b.start], b) for a, b in pairwise(run)]
    note = None
    needed = 1 if joints and set(joints) == {"or"} else len(run)
    if "or" in joints and "and" in joints:
        note = _MIXED
    elif joints and set(joints) == {","}:
        note = _UNJOINED
    elif joints and "," in joints:
        needed = 1 if "or" in joints else len(run)
    unless = bool(_UNLESS.search(text[: run[0].start]))
    placed = tuple(_moved(a, clause.start) for a in run)
    besides = (*above, *(_moved(a, clause.start) for a in waiting))
    return Rule(placed, besides, needed, unless, note)


def _forbidden(clause: Segment, around: Sequence[Atom]) -> list[Rule]:
    """A rule of groups alone: what a sentence forbids in pregnancy, on dialysis ..."""
    found = [a for a in around if a.quantity != SEX]
    if not found or not _FORBIDS.search(clause.text):
        return []
    placed = tuple(_moved(a, clause.start) for a in found)
    return [Rule(placed, (), 1, bool(_UNLESS.search(clause.text[: found[0].start])), plain=True)]


def _runs(text: str, atoms: Sequence[Atom]) -> list[list[Atom]]:
    """Conditions that stand together, with no more than joining words between."""
    runs: list[list[Atom]] = []
    for atom in atoms:
        last = runs[-1][-1] if runs else None
        if last is not None and _together(text, runs[-1], last, atom):
            runs[-1].append(atom)
        else:
            runs.append([atom])
    return runs


def _together(text: str, run: Sequence[Atom], last: Atom, atom: Atom) -> bool:
    between = text[last.end : atom.start]
    light = len(_FILLERS.sub(" ", re.sub(r"\([^()]*\)", " ", between)).replace(",", " ").split()) <= _LONGEST_LINK
    if not light or _ACTS.search(between):
        return False
    if atom.quantity == SEX or last.quantity == SEX:
        # "2 or more in men, 3 or more in women": each bound with the sex that follows it.
        return atom.quantity == SEX and last.is_threshold and not re.search(r"[,;]|\b(?:and|or)\b", between)
    if last.quantity == atom.quantity and last.is_threshold and not _narrows(last, atom):
        return False
    if not atom.is_threshold and atom.quantity not in ("Child-Pugh class", "NYHA class"):
        return _joint(between, atom) == "or"
    if not last.is_threshold and last.quantity not in ("Child-Pugh class", "NYHA class"):
        return _joint(between, atom) == "or"
    return True


def _narrows(a: Atom, b: Atom) -> bool:
    """Whether two bounds of one measure make an interval ("30 or more and below 45")."""
    return (a.low is None) != (b.low is None) and "between" not in (a.comparator, b.comparator)


def _joint(between: str, atom: Atom) -> str:
    if atom.quantity == SEX:
        return "and"
    words = re.sub(r"\([^()]*\)", " ", between)
    if re.search(r"\bor\b", words, re.IGNORECASE):
        return "or"
    return "and" if re.search(r"\b(?:and|with|but|plus|who|have|has)\b", words, re.IGNORECASE) else ","


def _prefix(text: str, leads: Sequence[str], heads: Sequence[str]) -> str:
    """The measure that a lead-in or a header names for bounds that have none of their own, as "body weight: "."""
    above = [n for said in (*heads, *leads) for n in named(said)]
    own = named(text)
    if not above or (own and own[0].start < 3):
        return ""
    return f"{above[-1].measured.names[0]}: "


def _thresholds(prefix: str, text: str) -> list[Atom]:
    plain = list(thresholds(text))
    if not prefix or (plain and plain[0].start < 3):
        return plain
    more = [a for a in thresholds(prefix + text) if a.end > len(prefix) and a.start <= len(prefix)]
    moved = [replace(a, start=max(a.start - len(prefix), 0), end=a.end - len(prefix)) for a in more]
    return [*(a for a in moved if not any(p.start < a.end and a.start < p.end for p in plain)), *plain]


def _moved(atom: Atom, by: int) -> Atom:
    return replace(atom, start=atom.start + by, end=atom.end + by)
