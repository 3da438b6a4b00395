"""Conditions within one clause: which stand together, how they are joined, and what of them was not read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from curbside.language import lexicon
from curbside.regimens.criteria.alternatives import UNREAD_ALTERNATIVE, is_alternative_to, unread_alternative
from curbside.regimens.criteria.atoms import INDICATION, SEX, Atom, classes, groups, said_by_numbers, thresholds
from curbside.regimens.criteria.grouped import directs, limits
from curbside.regimens.criteria.indications import indications

UNLESS: Final = re.compile(
    r"\b(?:unless|except(?:\s+(?:if|when|where|in|for))?|other\s+than|excluding|apart\s+from)\b[^,;.]{0,60}\Z",
    re.IGNORECASE,
)
ONLY_IN: Final = re.compile(r"(?:\A|[.;:]\s)\s*(?:in|for|among)\b[^.;]*\Z", re.IGNORECASE)
_OPENS: Final = re.compile(r"\b(?:if|when|where|whenever|unless|provided|whose|with)\b[^.;]*\Z", re.IGNORECASE)
_FILLERS: Final = re.compile(
    r"\b(?:an?|the|and|or|either|both|with|who|have|has|having|is|are|in|on|of|if|when|where|whose|patients?|people|adults?|those|body|serum|plasma|also"
    r"|level|score|at|least|as|well|for|example|by|cockcroft[-\s]?gault|ckd-?epi|estimated|baseline|resting|persistently|to|be|their|not)\b",
    re.IGNORECASE,
)
ACTS: Final = re.compile(
    r"\b(?:should|must|may|can|will|reduce[ds]?|reducing|give[ns]?|stop(?:ped)?|start(?:ed)?|use[ds]?|dose[ds]?|contra-?indicated|recommended|avoid(?:ed)?|consider(?:ed)?"
    r"|offer(?:ed)?|increase[ds]?|maximum|withhold|withheld|monitor(?:ed)?|refer(?:red)?|diagnosed|likely|confirms?|adjust(?:ed|ment)?|halve[ds]?)\b|\d\s*(?:mg|micrograms?|mcg|g|units?|mL|tablets?)\b",
    re.IGNORECASE,
)
_LONGEST_LINK: Final = 4
_MIXED: Final = (
    "the sentence joins its conditions by \u201cand\u201d and \u201cor\u201d, so only all or none of them decide"
)
_UNJOINED: Final = "the sentence does not say how its conditions are joined, so only all or none of them decide"
_SEXES: Final = "the sentence sets bounds for men and for women, which were not told apart"
_UNREAD: Final = "a part of its conditions was not read (\u201c{}\u201d)"
_EXCEPTS: Final = re.compile(r"\b(?:unless|except)\b", re.IGNORECASE)
_EXCEPTED: Final = "the sentence goes on with an exception, so that it is fulfilled only where that does not hold"
_OPENERS: Final = re.compile(r"\b(?:if|when|where|whose|with|unless|in|for|who)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a source's text that begins at `start` there."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions of which `needed` must hold, and those that must hold besides; places count from the source's start.

    note: why it is not worked out in full, where it is not. loose: how they are joined is not certain, so that only all
    or none of them decide. limited: an exception follows, so that it is never fulfilled for certain. plain: it is made
    of groups alone, without a number or a class. partial: alternatives to it in its sentence were not read, so that it
    is never "not fulfilled" for certain.
    """

    members: tuple[Atom, ...]
    required: tuple[Atom, ...]
    needed: int
    unless: bool = False
    note: str | None = None
    loose: bool = False
    limited: bool = False
    plain: bool = False
    partial: bool = False


def plain_rules(clause: Segment, above: tuple[Atom, ...], prefix: str) -> list[Rule]:
    text = clause.text
    bounds = sorted((*prefixed_thresholds(prefix, text), *classes(text)), key=lambda a: a.start)
    around = [a for a in groups(text) if not any(b.start <= a.start < b.end for b in bounds)]
    if not bounds:
        return _forbidden(clause, around)
    around = [a for a in around if not said_by_numbers(a.concepts)]
    runs = _runs(text, sorted((*bounds, *around), key=lambda a: a.start))
    own: list[Rule] = []
    waiting: tuple[Atom, ...] = ()
    sexes = {a.words for a in around if a.quantity == SEX}
    for i, run in enumerate(runs):
        if not any(a in bounds for a in run):
            if own and limits(text, runs[i - 1][-1], run):
                own[-1] = replace(own[-1], required=(*own[-1].required, *(moved(a, clause.start) for a in run)))
                continue
            waiting = (*waiting, *(a for a in run if a.quantity != SEX or len(sexes) == 1))
            continue
        later = any(any(a in bounds for a in other) for other in runs[i + 1 :])
        if later and _is_for_whom(text, run, runs[i + 1]):
            waiting = (*waiting, *run)
            continue
        known = [*bounds, *groups(text), *indications(text)]
        rule = _rule_of(clause, run, above, waiting, known)
        of_one_sex = any(a.quantity == SEX for a in rule.members)
        own.append(rule if of_one_sex or len(sexes) < 2 else replace(rule, note=_SEXES, loose=False))
    return own


def _is_for_whom(text: str, run: Sequence[Atom], after: Sequence[Atom]) -> bool:
    """Whether a run says who a later one is about: "In adults aged 65 and over, halve the dose if ..."."""
    between = text[run[-1].end : after[0].start]
    return bool(ONLY_IN.search(text[: run[0].start]) and between.lstrip().startswith(",") and _OPENS.search(between))


def _rule_of(
    clause: Segment, run: Sequence[Atom], above: tuple[Atom, ...], waiting: tuple[Atom, ...], known: Sequence[Atom]
) -> Rule:
    text = clause.text
    either = [a for a in known if a.quantity == INDICATION and _is_alternative(text, run, a)]
    above = tuple(
        a for a in above if (a.start - clause.start, a.end - clause.start) not in {(e.start, e.end) for e in either}
    )
    run = sorted((*run, *(replace(a, quantity="condition") for a in either)), key=lambda a: a.start)
    joints = [_joint(text[a.end : b.start], b) for a, b in pairwise(run)]
    note, loose = None, False
    needed = 1 if joints and set(joints) == {"or"} else len(run)
    if "or" in joints and "and" in joints:
        note, loose = _MIXED, True
    elif joints and set(joints) == {","}:
        note, loose = _UNJOINED, True
    elif joints and "," in joints:
        needed = 1 if "or" in joints else len(run)
    unless = bool(UNLESS.search(text[: run[0].start]))
    unread = _unread_before(text, run[0], known) or _unread_after(text, run[-1], known)
    note, loose = (_UNREAD.format(unread), False) if unread else (note, loose)
    of_a_sex = any(a.quantity == SEX for a in run)
    other = None if unread or of_a_sex else unread_alternative(text, run, known)
    if other:
        above = tuple(a for a in above if not is_alternative_to(text, run, moved(a, -clause.start)))
        note, loose = UNREAD_ALTERNATIVE.format(other), False
    placed = tuple(moved(a, clause.start) for a in run)
    besides = (*above, *(moved(a, clause.start) for a in waiting))
    limited = bool(_EXCEPTS.search(text[run[-1].end :]))
    note = note or (_EXCEPTED if limited else None)
    partial = bool(other) and not (limited or unless)
    return Rule(placed, besides, needed, unless, note, loose, limited and note == _EXCEPTED, partial=partial)


def _is_alternative(text: str, run: Sequence[Atom], indication: Atom) -> bool:
    """Whether a condition is one of those that "or" joins ("aged 65 and over or with diabetes")."""
    between = (
        text[run[-1].end : indication.start] if indication.start >= run[-1].end else text[indication.end : run[0].start]
    )
    light = len(_FILLERS.sub(" ", between).replace(",", " ").split()) <= 1
    return light and not ACTS.search(between) and _joint(between, indication) == "or"


def _unread_before(text: str, first: Atom, known: Sequence[Atom]) -> str | None:
    """A condition before a run that was not read: "if ALT is more than 3 times normal and bilirubin is above 34"."""
    joined = re.search(
        r"(?:,\s*|\s)(?:and|or)\s+(?:if\s+|when\s+|where\s+)?(?:an?\s+|the\s+)?\Z", text[: first.start], re.IGNORECASE
    )
    if not joined:
        return None
    opened = [m.end() for m in _OPENERS.finditer(text, 0, joined.start())]
    start = opened[-1] if opened else 0
    return _condition(text, start, joined.start(), known)


def _unread_after(text: str, last: Atom, known: Sequence[Atom]) -> str | None:
    """A condition after a run that was not read: "... below 15 mL/min or in frail patients"."""
    joined = re.match(
        r"[)\]]?\s*,?\s*(?:and/or|and|or)\s+(?!(?:more|less|over|above|under|below|older|higher|lower)\b)",
        text[last.end :],
        re.IGNORECASE,
    )
    if not joined:
        return None
    start = last.end + joined.end()
    end = re.search(r"[,;.)]|\Z", text[start:])
    assert end is not None
    return _condition(text, start, start + end.start(), known)


def _condition(text: str, start: int, end: int, known: Sequence[Atom]) -> str | None:
    """The words of a piece that sets a condition and holds none that was read; None for what says what to do."""
    words = text[start:end].strip(" ,;:()")
    if not words or any(a.start < end and start < a.end for a in known):
        return None
    return None if ACTS.search(words) or re.match(r"(?:is|are|was|were|has)\b", words) else words


def _forbidden(clause: Segment, around: Sequence[Atom]) -> list[Rule]:
    """A rule of groups alone: what a sentence forbids in pregnancy, on dialysis, or says of "during pregnancy"."""
    if lexicon.find(clause.text, "condition"):
        return []
    found = [a for a in around if a.quantity != SEX]
    if not found or not directs(clause.text, found):
        return []
    placed = tuple(moved(a, clause.start) for a in found)
    return [Rule(placed, (), 1, bool(UNLESS.search(clause.text[: found[0].start])), plain=True)]


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
    if not light or ACTS.search(between) or _EXCEPTS.search(between):
        return False
    if atom.quantity == SEX or last.quantity == SEX:
        # "2 or more in men, 3 or more in women", "women with haemoglobin below 120 g/L": each bound with its own sex.
        apart = re.search(r"[,;:]|\b(?:and|or)\b", between)
        return not apart and (last.is_threshold if atom.quantity == SEX else atom.is_threshold)
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
    if re.fullmatch(r"\s*(?:years?|months?|kg)?\s*(?:to|[-\u2013])\s*", words, re.IGNORECASE):
        return "and"
    if re.search(r"\bor\b", words, re.IGNORECASE):
        return "or"
    return "and" if re.search(r"\b(?:and|with|but|plus|who|have|has)\b", words, re.IGNORECASE) else ","


def prefixed_thresholds(prefix: str, text: str) -> list[Atom]:
    plain = list(thresholds(text))
    if not prefix or (plain and plain[0].start < 3):
        return plain
    more = [a for a in thresholds(prefix + text) if a.end > len(prefix) and a.start <= len(prefix)]
    moved = [replace(a, start=max(a.start - len(prefix), 0), end=a.end - len(prefix)) for a in more]
    return [*(a for a in moved if not any(p.start < a.end and a.start < p.end for p in plain)), *plain]


def moved(atom: Atom, by: int) -> Atom:
    return replace(atom, start=atom.start + by, end=atom.end + by)
