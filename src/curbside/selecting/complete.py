"""What must not be missing beside the chosen, and how much else there is room for.

A dose does not travel alone (the clinical rules, section 6), the sides of a dispute stand together (section 5), and a
part of a list would pass for the whole: what belongs together is taken together or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from curbside.evidence.conflicts import disputes, placed, stance
from curbside.language.subject import subject
from curbside.selecting.alike import adds, folded, repeats, same_list, says_the_same
from curbside.selecting.asked import facets_asked
from curbside.selecting.beside import beside, forbids, forbids_it, gives, names_of, watched
from curbside.selecting.candidates import Candidate
from curbside.selecting.choose import Selection
from curbside.selecting.facets import facet_of
from curbside.selecting.fit_to_lead import may_lead
from curbside.selecting.matching import states_dose
from curbside.selecting.nursing import allowing, may_nurse
from curbside.selecting.parted import unparted
from curbside.selecting.worth import NOT_TO_MISS
from curbside.types import LENGTHS, Facet, Flag, Question, UnitKind

ON_THE_MATTER: Final = 0.8
ITS_OWN: Final = 0.9
_SOME: Final = 4
_DOSING: Final = frozenset({Facet.REGIMEN, Facet.MAINTENANCE})

Key = tuple[str, int]


def completed(question: Question, selection: Selection, found: tuple[Candidate, ...]) -> Selection:
    """The selection cut to the length that is asked for, each of it with what must stand beside it out of `found`.

    found: all candidates of the library on the drugs and the topic, whether they were chosen or not.
    """
    bonds, length = _Bonds(question, selection, found), question.length
    selection = bonds.with_what_forbids(selection)
    kept: dict[Key, Candidate] = {}
    for c in selection.bottom_line:
        kept |= bonds.with_what_it_needs(c, kept)
    room = LENGTHS[length] - _size(kept.values(), {c.key for c in selection.bottom_line})
    disputed = [c for c in bonds.on_the_matter if _asks_for_dispute(question, c)]
    for c in _in_turn(selection, disputed, length):
        if not adds(c, kept.values()):
            continue
        new = bonds.with_what_it_needs(c, kept)
        size = _size(new.values(), {c.key})
        if size <= room:
            kept |= new
            room -= size
    if length == "full":
        not_asked = selection.by_worth[len(selection.by_worth) - selection.beside_it :]
        needed = [c for c in not_asked if c.facet in NOT_TO_MISS or c.facet in _DOSING]
        _add_what_is_not_asked(needed, bonds, kept, most=_SOME)
        for c in bonds.on_the_matter:
            kept |= bonds.with_what_it_needs(c, kept) if adds(c, kept.values()) else {}
        _add_what_is_not_asked(not_asked, bonds, kept, most=1)
    return _arranged(selection, kept)


def _asks_for_dispute(question: Question, c: Candidate) -> bool:
    """Whether a side of a dispute is on a drug that is asked about, or of what is asked for where none is."""
    if question.understood.drugs:
        return c.match.drug >= ITS_OWN
    return c.facet in facets_asked(question) or (c.warns and Flag.OTHER_POPULATION not in c.flags)


def _add_what_is_not_asked(more: Iterable[Candidate], bonds: _Bonds, kept: dict[Key, Candidate], most: int) -> None:
    """What the question does not ask for while all words of a full answer are no more than its length; of each facet,
    with what is told of it already, `most`.

    What must stand beside the chosen counts here.
    """
    room = LENGTHS["full"] - sum(c.words for c in kept.values())
    facets = Counter(k.facet for k in kept.values())
    for c in more:
        if c.key in kept or facets[c.facet] >= most or not adds(c, kept.values()):
            continue
        new = bonds.with_what_it_needs(c, kept)
        if c.words <= room:
            kept |= new
            room -= sum(k.words for k in new.values())
            facets[c.facet] += 1


def _size(new: Iterable[Candidate], chosen: Collection[Key]) -> int:
    """Words of the chosen; what only stands beside them comes on top, so that warnings crowd nothing out."""
    return sum(c.words for c in new if c.key in chosen)


def _in_turn(selection: Selection, on_the_matter: Iterable[Candidate], length: str) -> tuple[Candidate, ...]:
    """What is taken while there is room: what is asked for, the disputes on the matter in a full answer, then the rest.

    A standard answer takes a dispute only with what is left, a short one never.
    """
    worth = selection.by_worth[: len(selection.by_worth) - selection.beside_it]
    first = selection.asked_for
    if length == "full":
        return (*worth[:first], *on_the_matter, *worth[first:])
    if length == "short":
        return worth
    return (*worth, *(c for c in on_the_matter if not selection.off_the_point(c)))


def disputable(chosen: tuple[Candidate, ...], found: tuple[Candidate, ...]) -> tuple[str, ...]:
    """The drugs of which a text on the matter asserts or denies a harm: another source may say the opposite."""
    stances = (c for c in (*chosen, *(f for f in found if _on_the_matter(f))) if stance(c.text) is not None)
    return tuple(dict.fromkeys(drug for c in stances for drug in sorted(subject(c.text).drugs)))


def _on_the_matter(c: Candidate) -> bool:
    """Whether a candidate speaks of the conditions asked for, whatever its drug."""
    return c.match.condition >= ON_THE_MATTER


class _Bonds:
    """What each candidate must not be parted from.

    on_the_matter: candidates that assert or deny a harm on the conditions asked for, where another source contradicts.
    """

    def __init__(self, question: Question, selection: Selection, found: tuple[Candidate, ...]) -> None:
        self._question = question
        chosen = (*selection.bottom_line, *selection.rest)
        self._twins = {k.key: c for c in chosen for k in (c, *c.also)}
        self._chosen = chosen
        self._against: dict[str, tuple[Candidate, ...]] = {}
        self._found = found
        by_key = {str(c.key): c for c in (*found, *chosen)}
        sayings = [placed(key, c.evidence.source, c.unit.start, c.text, c.phases) for key, c in by_key.items()]
        self._sides: dict[Key, list[Candidate]] = {}
        self.on_the_matter: tuple[Candidate, ...] = ()
        for dispute in disputes(sayings):
            sides = [by_key[side.saying.key] for side in dispute.sides]
            for c in sides:
                self._sides.setdefault(c.key, []).extend(o for o in sides if o.key != c.key)
            near = tuple(c for c in sides if stance(c.text) is not None and _on_the_matter(c))
            self.on_the_matter += near

    def with_what_forbids(self, selection: Selection) -> Selection:
        """The selection with what forbids a leading drug to who is asked about, right after it in the bottom line.

        Where that may not lead itself, the drug that it forbids does not lead either.
        """
        first: list[Candidate] = []
        back: list[Candidate] = []
        for c in selection.bottom_line:
            names = names_of(c, self._question.understood) if gives(c) else ()
            against = [f for name in names for f in forbids_it(self._question, c, name, self._found)]
            against = [f for f in against if f.key != c.key and not _says(c, f)]
            if all(may_lead(self._question, f) for f in against):
                first += [c, *(replace(f, facet=Facet.BOTTOM_LINE) for f in against)]
            else:
                back.append(replace(c, facet=facet_of(c.text, c.unit.headings)))
        leading = unparted((), {c.key: c for c in first}.values())
        return replace(
            selection, bottom_line=leading, rest=(*back, *selection.rest), by_worth=(*back, *selection.by_worth)
        )

    def with_what_it_needs(self, c: Candidate, kept: Mapping[Key, Candidate]) -> dict[Key, Candidate]:
        """`c` and all that it needs, by key, without what is `kept` already or says the same as that."""
        new: dict[Key, Candidate] = {}
        queue = [c]
        while queue:
            one = self._twins.get(queue[0].key, queue[0])
            del queue[0]
            told = (*kept.values(), *new.values())
            if one.key in kept or one.key in new or any(says_the_same(k, one) or repeats(one, k) for k in told):
                continue
            new[one.key] = one
            queue += self._needed(one)
        return new

    def _needed(self, c: Candidate) -> list[Candidate]:
        of_its_list = [o for o in self._chosen if o is not c and same_list(o, c)]
        of_its_list += [o for o in self._found if c.unit.context and _bounds_the_list(o, c)]
        sides = [side for k in (c, *c.also) for side in self._sides.get(k.key, ())]
        dosed = bool(c.phases) or states_dose(c.text) or c.facet is Facet.BOTTOM_LINE
        names = names_of(c, self._question.understood) if gives(c) else ()
        against = [f for name in names for f in forbids(self._question, c, name, self._found)]
        if dosed and may_nurse(self._question):
            against += [a for name in names for a in allowing(name, self._found)]
        if dosed:
            against += [w for name in names for w in watched(self._question, name, self._found)]
        return [*of_its_list, *(b for name in names if dosed for b in self._beside(name)), *against, *sides]

    def _beside(self, drug: str) -> tuple[Candidate, ...]:
        if drug not in self._against:
            self._against[drug] = beside(drug, self._found)
        return self._against[drug]


def _bounds_the_list(c: Candidate, item: Candidate) -> bool:
    """Whether a sentence under the heading of a list takes something back from it."""
    near = c.evidence.source.id == item.evidence.source.id and c.unit.heading_ranges == item.unit.heading_ranges
    return near and c.unit.kind is UnitKind.SENTENCE and c.warns


def _says(c: Candidate, other: Candidate) -> bool:
    """Whether the unit of `other` is one of those that `c` says."""
    return c.evidence.source.id == other.evidence.source.id and other.unit in c.units


def _arranged(selection: Selection, kept: Mapping[Key, Candidate]) -> Selection:
    """The kept in the order of the selection; what came to it after those of its facet."""
    first = {c.key for c in selection.bottom_line}
    rest = [c for c in selection.rest if c.key in kept and c.key not in first]
    known = first | {c.key for c in rest}
    leading, rest, added = _merged(selection.bottom_line, rest, [c for k, c in kept.items() if k not in known])
    return Selection(leading, unparted(leading, _placed(rest, added)))


def _merged(
    leading: tuple[Candidate, ...], rest: list[Candidate], new: Iterable[Candidate]
) -> tuple[tuple[Candidate, ...], list[Candidate], list[Candidate]]:
    """The chosen, with the new ones that say the same as one of them under it, and the new ones that remain."""
    chosen, added = [*leading, *rest], []
    for candidate in new:
        twin = next((i for i, c in enumerate(chosen) if says_the_same(c, candidate)), None)
        if twin is None:
            added.append(candidate)
        else:
            chosen[twin] = replace(chosen[twin], also=(*chosen[twin].also, candidate))
    return tuple(chosen[: len(leading)]), chosen[len(leading) :], list(folded(added))


def _placed(rest: Iterable[Candidate], new: list[Candidate]) -> tuple[Candidate, ...]:
    """The new ones after those of their facet; a facet that is not there yet goes to its usual place: after doses."""
    told = tuple(rest)
    order: list[Facet] = list(dict.fromkeys(c.facet for c in told))
    for facet in dict.fromkeys(c.facet for c in new):
        if facet not in order:
            at = 1 if facet is Facet.CONTRAINDICATIONS and order and order[0] is Facet.REGIMEN else len(order)
            order.insert(at, facet)
    everything = (*told, *new)
    return tuple(c for facet in order for c in everything if c.facet is facet)
