"""How many people took part, and how many studies a review took in, by rule and with the words that say it.

A denominator counts ("in 24 people", "7 of 12", "n = 24"); a bare numerator ("2 people stopped", "occurred in 12
patients") does not. Where a text gives the sizes of groups alone, they are added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curbside.evidence import _counting as by
from curbside.types import SampleSize, Words
from curbside.types.appraisals import TEXT

_END = re.compile(r"(?<=[.;!?])\s+(?=[A-Z0-9(])|\n+")
_ALLOCATED, _ENROLLED, _SPOKEN_OF = range(3)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A number of people at places of a text. rank: how it is told, the surest first."""

    number: int
    places: tuple[tuple[int, int], ...]
    rank: int

    def size(self, text: str, at: int, where: str) -> SampleSize:
        return SampleSize(self.number, tuple(Words(text[s:e], at + s, at + e, where) for s, e in self.places))


def in_sentence(text: str, at: int = 0, where: str = TEXT) -> SampleSize | None:
    """The people that a sentence is about, None where it does not say. at: where the sentence stands in its source."""
    told = [*_mentions(text), *_denominators(text)]
    best = max(told, key=lambda m: m.number, default=None)
    return best.size(text, at, where) if best else None


def of_study(text: str, at: int = 0, where: str = TEXT) -> SampleSize | None:
    """The people of a whole study: those first said to be allocated at random, else the most that are spoken of."""
    parts = list(_sentences(text))
    told = [_moved(m, begun) for begun, sentence in parts for m in _mentions(sentence)]
    told = told or [_moved(m, begun) for begun, sentence in parts for m in _denominators(sentence, of_people=True)]
    told = told or [_moved(m, begun) for begun, sentence in parts for m in _bare(sentence)]
    if not told:
        return None
    surest = min(m.rank for m in told)
    ranked = [m for m in told if m.rank == surest]
    best = ranked[0] if surest == _ALLOCATED else max(ranked, key=lambda m: m.number)
    return best.size(text, at, where)


def of_review(text: str, at: int = 0, where: str = TEXT) -> SampleSize | None:
    """How many studies a review took in: the number beside which it says that it included them, else the first."""
    found = list(by.STUDIES.finditer(text))
    taken = next((m for m in found if by.TAKEN_IN.search(_beside(text, m))), None)
    best = taken or next(iter(found), None)
    if best is None:
        return None
    more = by.AND_STUDIES.match(text, best.end())
    counted = [(by.value(m["n"]), (m.start("n"), m.end())) for m in (best, more) if m]
    return _Mention(sum(n for n, _ in counted), tuple(p for _, p in counted), _ENROLLED).size(text, at, where)


def _beside(text: str, m: re.Match[str]) -> str:
    """What stands beside a number in its sentence."""
    before = _END.split(text[max(0, m.start() - 60) : m.start()])[-1]
    return f"{before} {m[0]} {_END.split(text[m.end() : m.end() + 40])[0]}"


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    begun = 0
    for end in _END.finditer(text):
        yield begun, text[begun : end.start()]
        begun = end.end()
    yield begun, text[begun:]


def _moved(mention: _Mention, by_: int) -> _Mention:
    return _Mention(mention.number, tuple((s + by_, e + by_) for s, e in mention.places), mention.rank)


def _mentions(text: str) -> list[_Mention]:
    """The numbers of people of one sentence, in order within each rank."""
    if not by.MAY_COUNT.search(text) or not by.COUNTED.search(text):
        return []
    found: dict[int, _Mention] = {}
    for rank, patterns in enumerate((by.ALLOCATED, by.ENROLLED, by.SPOKEN_OF)):
        for m in sorted((m for p in patterns for m in p.finditer(text)), key=lambda m: m.start("n")):
            if not (by.OF_OTHERS.search(m[0]) or by.DONE_IN.search(text[: m.start("n")]) or _is_year(text, m)):
                place = (m.start("n"), _end_of_people(text, m))
                found.setdefault(m.start("n"), _Mention(by.value(m["n"]), (place,), rank))
    groups = _groups(text) or _two_groups(text)
    if groups and groups.number > max((m.number for m in found.values()), default=0):
        return [groups]
    return list(found.values())


def _bare(text: str) -> list[_Mention]:
    """People with whom a sentence begins, where nothing better tells how many there were."""
    found = [m for m in by.BARE.finditer(text) if not _is_year(text, m)]
    return [_Mention(by.value(m["n"]), ((m.start("n"), m.end()),), _SPOKEN_OF) for m in found]


def _is_year(text: str, m: re.Match[str]) -> bool:
    """Whether a number is a year: "between 2003 and 2006 patients" (but "of 2061 patients" is no year)."""
    if not by.YEAR.fullmatch(m["n"]):
        return False
    before = text[: m.start("n")]
    return bool(by.DATED.search(before)) and not re.search(r"\b(?:of|in|by) $", before, re.IGNORECASE)


def _end_of_people(text: str, m: re.Match[str]) -> int:
    people = by.WHO.match(text, m.end("n"))
    return people.end() if people else m.end("n")


def _groups(text: str) -> _Mention | None:
    """The sizes of groups ("n = 30", "n = 32") added up, or the one that is given."""
    found = [m for m in by.GROUP.finditer(text) if not _of_events(text, m)]
    found = found or list(by.IN_BRACKETS.finditer(text)) or list(by.IN_GROUPS.finditer(text))
    if not found or (len(found) > 1 and not by.GROUPS.search(text)):
        return None
    whole = max(found, key=lambda m: by.value(m["n"]))
    if len(found) > 2 and 2 * by.value(whole["n"]) == sum(by.value(m["n"]) for m in found):
        found = [whole]
    places = tuple(m.span() for m in found)
    if len(found) == 1:
        rank = _ENROLLED if found[0][0].startswith("N") else _SPOKEN_OF
    else:
        rank = _ALLOCATED if "random" in text.lower() else _ENROLLED
    return _Mention(sum(by.value(m["n"]) for m in found), places, rank)


def _of_events(text: str, m: re.Match[str]) -> bool:
    """Whether a number counts events, or studies ("12 trials (n = 3)", but not "12 trials (n = 12,450)")."""
    before = text[: m.start()]
    return bool(by.OF_EVENTS.search(before)) or (bool(by.OF_STUDIES.search(before)) and by.value(m["n"]) < by.MANY)


def _two_groups(text: str) -> _Mention | None:
    """Two groups that are told one after the other, added up: arms of a trial, cases and controls, men and women."""
    arms = by.ARMS.search(text) if by.PARTED.search(text) else None
    m = arms or by.WITH_CONTROLS.search(text) or by.BOTH_SEXES.search(text)
    if m is None:
        return None
    rank = _ALLOCATED if arms else _ENROLLED if m.re is by.WITH_CONTROLS else _SPOKEN_OF
    return _Mention(by.value(m["n"]) + by.value(m["m"]), (m.span("n"), m.span("m")), rank)


def _denominators(text: str, of_people: bool = False) -> list[_Mention]:
    """What numerators are out of: added up where groups are compared, once where it is the same again.

    of_people: only where people are named after them, as a sentence that is no finding may count anything.
    """
    counted = (m for m in by.OUT_OF.finditer(text) if not of_people or by.WHO.match(text, m.end()))
    found = [(by.value(m["n"] or m["over"]), m.span()) for m in counted]
    if not found:
        return []
    if len(found) > 1 and by.COMPARED.search(text, found[0][1][1], found[-1][1][1]):
        first_two = found[:2]
        return [_Mention(sum(n for n, _ in first_two), tuple(place for _, place in first_two), _SPOKEN_OF)]
    most = max(found)
    return [_Mention(most[0], (most[1],), _SPOKEN_OF)]
