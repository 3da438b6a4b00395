"""The sentences of an overview: recommendations with grades first, then a share for each part, within so many words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from curbside.evidence.estimating import estimate_of
from curbside.evidence.grades import stated, strength_of
from curbside.evidence.rank import claim_of, jurisdiction_rank, order
from curbside.evidence.strength import strength
from curbside.selecting.alike import alike, once_each, same_list
from curbside.selecting.beside_doses import Against, beside_group
from curbside.selecting.candidates import Candidate
from curbside.selecting.chapters import STUDIES
from curbside.selecting.matching import states_dose
from curbside.selecting.parts import FOUND, LATER, MAIN, PARTS, depth, part_of
from curbside.types import Facet, Flag, Kind, OwnGrade, Question, Strength, UnitKind

FIRST_SENTENCES, FIRST_WORDS = 3, 60
_GRADED_SHARE: Final = 0.7
_OVER: Final = 1.15
_ASKED: Final = frozenset({Flag.OTHER_DRUG, Flag.OTHER_ROUTE, Flag.OTHER_POPULATION, Flag.OTHER_INDICATION})
_NOT_FIRST: Final = _ASKED | {Flag.SECONDARY_ONLY, Flag.SUPERSEDED, Flag.OUTLIER, Flag.CONFIRM_PAGE, Flag.SINGLE_CASE}
_TO_CONFIRM: Final = frozenset({Flag.SECONDARY_ONLY, Flag.TRANSITIVE, Flag.CONFIRM_PAGE})
_ACTS: Final = frozenset({Facet.INDICATION, Facet.OTHER, Facet.DISTINCTION, Facet.ESCALATION, Facet.CONTRAINDICATIONS})
_CENTRAL: Final = 0.5
_OF_THE_DOCUMENT: Final = re.compile(
    r"\breview date\b|\b(?:was|were) published\b|\bthis (?:guideline|document)\b", re.IGNORECASE
)
_ACTION: Final = re.compile(
    r"\b(?:should|must|recommend(?:s|ed)?|suggests?|offer(?:ed)?|avoid(?:ed)?|contraindicated)\b", re.IGNORECASE
)
_INDICATED: Final = re.compile(r"\bindicated\b", re.IGNORECASE)
_FORBIDS: Final = re.compile(r"\bcontraindicated\b|\b(?:must|should) not\b", re.IGNORECASE)
Grades = Mapping[tuple[str, int], tuple[OwnGrade, ...]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an overview is made of: bottom_line first, then rest. twice: what says the same as one of them."""

    bottom_line: tuple[Candidate, ...]
    rest: tuple[Candidate, ...]
    twice: frozenset[tuple[str, int]]


def asking_nothing(c: Candidate) -> Candidate:
    """Without the flags that compare with what was asked, where nothing was; whose a dose is stays told."""
    gone = _ASKED if c.phases or states_dose(c.text) else _ASKED | {Flag.OTHER_JURISDICTION}
    return replace(c, flags=tuple(f for f in c.flags if f not in gone))


def choose(
    question: Question, found: Iterable[Candidate], grades: Grades, words: int, against: Against, alone: bool
) -> Chosen:
    """The sentences of the overview out of `found`, about `words` words of them.

    against: what must stand beside a dose of a drug, from the whole library; it counts among the words. alone: whether
    it is of one source; among several, a study's finding does not lead.
    """
    once = once_each(sorted(found, key=lambda c: (bool(_TO_CONFIRM & set(c.flags)), c.evidence.order, c.key)))
    central = _central(once) if not alone else frozenset(c.key for c in once)
    ranked = sorted(once, key=lambda c: (_graded(c, grades) == 0, c.key not in central, *_rank(question, c, grades)))
    taking = _Taking(words, against, ranked)
    graded = [c for c in ranked if _graded(c, grades)]
    taking.all(graded, int(words * _GRADED_SHARE) if len(graded) < len(ranked) else words)
    taking.all(_in_turn([c for c in ranked if not _graded(c, grades)], central), words)
    taking.all(graded, words)
    taken = tuple(taking.taken.values())
    first = _first(question, tuple(c for c in taken if c.key in central), grades, alone)
    leading = tuple(replace(c, facet=Facet.BOTTOM_LINE) for c in first)
    keys = {c.key for c in first}
    rest = in_parts(c for c in taken if c.key not in keys)
    return Chosen(leading, rest, frozenset(taking.twice))


def in_parts(chosen: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """By part; within it by facet, then as in the sources, better evidence first; a list stays together."""
    return tuple(sorted(chosen, key=_place))


def _place(c: Candidate) -> tuple[object, ...]:
    part = part_of(c)
    return (PARTS.index(part), part.facets.index(c.facet) if c.facet in part.facets else 0, c.evidence.order, c.key)


class _Taking:
    """Takes candidates while there is room; a list or what must stand beside a dose comes whole or not at all."""

    def __init__(self, words: int, against: Against, everything: list[Candidate]) -> None:
        self.taken: dict[tuple[str, int], Candidate] = {}
        self.twice: set[tuple[str, int]] = set()
        self._against, self._everything = against, everything
        self._most = int(words * _OVER)
        self._words = 0
        self._beside: set[tuple[str, int]] = set()

    def all(self, candidates: Iterable[Candidate], most: int) -> None:
        """Take those that fit, in order, until `most` words are taken."""
        for c in candidates:
            if self._words >= most:
                return
            if c.key not in self.taken and c.key not in self._beside:
                self._take(c)

    def _take(self, c: Candidate) -> None:
        group = [o for o in self._everything if o is c or same_list(o, c)] if c.unit.context else [c]
        group = [o for o in group if o.key not in self.taken]
        if (len(group) == 1 and self._is_said(c)) or self._leads_in(c) or self._is_within(c):
            self.twice.add(c.key)
            return
        extra = beside_group(group, self._against, self._everything)
        extra = tuple(o for o in extra if o.key not in self.taken and o.key not in self._beside)
        cost = sum(o.words for o in {o.key: o for o in (*group, *extra)}.values())
        if self.taken and self._words + cost > self._most:
            return
        self._words += cost
        self._beside.update(o.key for o in extra)
        self.taken.update((o.key, o) for o in sorted(group, key=lambda o: o.key))
        starts = [*(r.start for r in c.unit.context), *(u.start for u in c.units)]
        with_it = {(c.key[0], start) for start in starts} - {c.key}
        for key in with_it & set(self.taken):
            del self.taken[key]
            self.twice.add(key)

    def _is_within(self, c: Candidate) -> bool:
        """Whether it is said already together with a sentence that it must not be parted from."""
        taken = (o for o in self.taken.values() if o.key[0] == c.key[0] and o.key != c.key)
        return any(c.unit in o.units for o in taken)

    def _leads_in(self, c: Candidate) -> bool:
        """Whether its words stand before items of its list that are taken."""
        source, start = c.key
        return any(o.key[0] == source and any(r.start == start for r in o.unit.context) for o in self.taken.values())

    def _is_said(self, c: Candidate) -> bool:
        return any(alike(c, o) for o in self.taken.values())


def _graded(c: Candidate, grades: Grades) -> bool:
    return any(grades.get(o.key) for o in (c, *c.also))


def _rank(question: Question, c: Candidate, grades: Grades) -> tuple[object, ...]:
    """Strong recommendations first, then other grades; then what is near to practice, by the order of evidence."""
    tier = order(c.evidence.source, claim_of(c.facet), question.understood.jurisdiction)
    doubtful = bool({Flag.SECONDARY_ONLY, Flag.SUPERSEDED, Flag.CONFIRM_PAGE} & set(c.flags))
    said = _said(c)
    indicated = bool(_INDICATED.search(f"{c.context} {c.text}"))
    acts = 0 if said is Strength.RECOMMENDED or c.phases or indicated else 1 if said is Strength.SUGGESTED else 2
    asked = bool(_ASKED & set(c.flags))
    place = jurisdiction_rank(c.evidence.source, question.understood.jurisdiction)
    return (-_grade(c, grades), asked, doubtful, depth(c), place, acts, tier, c.key)


def _said(c: Candidate) -> Strength:
    source = c.evidence.source
    text = f"{c.context} {c.text}" if c.unit.context else c.text
    level = estimate_of(source, c.units[0].start, c.units[-1].end).level
    return strength(source, text, c.flags, level, stated(text))


def _central(found: Iterable[Candidate]) -> frozenset[tuple[str, int]]:
    """The keys of what has most of the words of the topic; a source on it speaks of other things too."""
    told = tuple(found)
    most = max((c.match.lexical for c in told), default=0.0)
    return frozenset(c.key for c in told if c.match.lexical >= _CENTRAL * most)


def _in_turn(ranked: list[Candidate], central: Container[tuple[str, int]]) -> Iterator[Candidate]:
    """Some of each part in turn, as an overview has a word on each: most of what is recommended and of doses.

    What only explains comes from the second turn on; what is far from practice, or not on the topic itself, last.
    """
    by_part: dict[str, list[Candidate]] = {}
    for c in ranked:
        by_part.setdefault(part_of(c).heading, []).append(c)
    queues = [by_part[p.heading] for p in PARTS if p.heading in by_part]
    for far in (0, 1, 2):
        waiting = [[c for c in queue if _far(c, central) == far] for queue in queues]
        turn = 0
        while any(waiting):
            for queue in waiting:
                heading = part_of(queue[0]).heading if queue else ""
                for _ in range(min(len(queue), 0 if turn == 0 and heading in LATER else MAIN.get(heading, 1))):
                    yield queue.pop(0)
            turn += 1


def _far(c: Candidate, central: Container[tuple[str, int]]) -> int:
    if _OF_THE_DOCUMENT.search(c.text) or depth(c) > 1:
        return 2
    return 0 if c.key in central else 1


def _first(question: Question, taken: tuple[Candidate, ...], grades: Grades, alone: bool) -> tuple[Candidate, ...]:
    """The bottom line: what the source recommends most strongly; of a study, what it concludes."""
    strongest = max((_grade(c, grades) for c in taken), default=0)
    leading = [c for c in taken if _may_lead(question, c, alone) and _stands_first(c, grades, strongest)]
    chosen: list[Candidate] = []
    words = 0
    for c in sorted(leading, key=lambda c: (depth(c), not _ACTION.search(c.text), *_rank(question, c, grades))):
        size = c.words
        if chosen and (len(chosen) == FIRST_SENTENCES or words + size > FIRST_WORDS):
            break
        chosen.append(c)
        words += size
    return tuple(chosen)


def _stands_first(c: Candidate, grades: Grades, strongest: int) -> bool:
    """Whether it is no item of a list, and no weaker recommendation than others: a reader may stop after it."""
    if c.unit.context and c.unit.kind is not UnitKind.TABLE_ROW:
        return False
    mine = _grade(c, grades)
    return mine == 0 or mine == strongest


def _grade(c: Candidate, grades: Grades) -> int:
    """3 for a strong recommendation, 2 for a weak one, 1 for another grade, 0 for none."""
    mine = grades.get(c.key, ())
    label = strength_of(mine)
    return 0 if not mine else 3 if label is Strength.RECOMMENDED else 2 if label is Strength.SUGGESTED else 1


def _may_lead(question: Question, c: Candidate, alone: bool) -> bool:
    """Whether it may stand first (the clinical rules, sections 1 to 3): a dose only where a jurisdiction was given."""
    asked, source = question.understood, c.evidence.source
    if not c.evidence.lead or _NOT_FIRST & set(c.flags) or depth(c) > 1:
        return False
    if (c.phases or states_dose(c.text)) and (asked.jurisdiction is None or Flag.OTHER_JURISDICTION in c.flags):
        return False
    if source.kind in STUDIES:
        return alone and (part_of(c) is FOUND or depth(c) == 0)
    if source.kind is Kind.LABEL:
        words = {Facet.INDICATION: _INDICATED, Facet.CONTRAINDICATIONS: _FORBIDS}.get(c.facet)
        return words is not None and bool(words.search(c.text))
    return c.facet in _ACTS and _said(c) in (Strength.RECOMMENDED, Strength.SUGGESTED)
