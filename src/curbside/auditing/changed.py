"""A number under another unit, a group or a stage changed, a value given to the other group: the rest being the same.

Units of mass and of concentration are those in which a dose or a laboratory value is written ten, a thousand or, for
vitamin B12 in pmol/L and pg/mL, 0.738 times too large (the clinical rules, section 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curbside.auditing.faults import Fault, FaultKind
from curbside.auditing.finding import Found
from curbside.auditing.profile import Profile, kin, other_condition, special
from curbside.language import lexicon
from curbside.language.canon import Token

_NUMBERS: Final = re.compile(r"\d[\d,.]*\d|\d")
_AMOUNT: Final = re.compile(r"\b[pnumkµμ]?g\b|gram|mol|\biu\b|unit", re.IGNORECASE)
_STAGES: Final = (
    (frozenset({"early"}), frozenset({"advanced", "late", "end"})),
    (frozenset({"mild"}), frozenset({"severe"})),
    (frozenset({"acute"}), frozenset({"chronic"})),
    (frozenset({"healthy"}), frozenset({"ill", "sick"})),
)
_CLAUSE: Final = re.compile(r"[;,:(]|\bor\b|\band\b|\bbut\b|\bexcept\b")
_HAVING: Final = re.compile(
    r"\b(?P<how>with|without|no|non)[\s-]+(?:any |known |relevant )?(?P<what>[a-z]{5,}\w*)", re.I
)
_SAME, _MOST = 0.5, 0.6


def changed_faults(mine: Profile, found: tuple[Found, ...]) -> tuple[Fault, ...]:
    """What is another in the source that says the rest, seen without the grammar of doses."""
    faults: list[Fault] = []
    near = [f for f in found if f.covers >= _SAME and not _other_drug(mine, f)]
    for check in (_unit, _binding, _stage, _having, _group):
        told = next((fault for f in near if (fault := check(mine, f, found))), None)
        faults += [told] if told else []
    return tuple(faults)


def _other_drug(mine: Profile, found: Found) -> bool:
    """Whether both name drugs and none is the other's, or of its group."""
    ours, theirs = mine.drugs, found.said.drugs
    if not ours or not theirs or ours & theirs:
        return False
    return not any(lexicon.group_of(a) == b or lexicon.group_of(b) == a for a in ours for b in theirs)


def _unit(mine: Profile, found: Found, everywhere: tuple[Found, ...]) -> Fault | None:
    """The same number of another unit of mass or concentration."""
    if other_condition(mine, found.said):
        return None
    known = {t.key for f in everywhere for t in f.said.tokens if t.kind == "measure" and not _other_drug(mine, f)}
    for token in _measures(mine):
        if token.key in known or not _AMOUNT.search(_unit_of(token)):
            continue
        for there in _measures(found.said):
            same_number = _digits(token) == _digits(there) and _AMOUNT.search(_unit_of(there))
            if same_number and _unit_of(token) != _unit_of(there):
                said = f"the text has {token.text}; the source has {there.text}"
                return Fault(FaultKind.NUMBER_OR_UNIT, (token.text,), said, found, against=True)
    return None


def _measures(said: Profile) -> tuple[Token, ...]:
    return tuple(t for t in said.tokens if t.kind == "measure")


def _digits(token: Token) -> tuple[str, ...]:
    return tuple(n.replace(",", "") for n in _NUMBERS.findall(token.text))


def _unit_of(token: Token) -> str:
    """The unit as it is written; its key is in base units, in which a milligram is a thousand micrograms."""
    words = _NUMBERS.sub(" ", token.text).split()
    return " ".join(w for w in words if not w.isalpha() or w.lower() not in _NO_UNIT).lower().rstrip("s")


_NO_UNIT: Final = frozenset(
    "to or more less than over under above below at least most up about between and maximum minimum of the a".split()
)


def _binding(mine: Profile, found: Found, _: tuple[Found, ...]) -> Fault | None:
    """A value given to a group to which the source gives another of its values."""
    ours, theirs = dict(_by_group(mine)), dict(_by_group(found.said))
    everything = {t.key for t in _measures(found.said)}
    for group, said in ours.items():
        there = theirs.get(group, frozenset())
        if there and not (said & there) and said <= everything:
            words = tuple(t.text for t in _measures(mine) if t.key in said)
            named = ", ".join(t.text for t in _measures(found.said) if t.key in there)
            message = f"the source gives {named} to this group ({group}), not {', '.join(words)}"
            return Fault(FaultKind.POPULATION_SWAPPED, words, message, found, against=True)
    return None


def _by_group(said: Profile) -> Iterator[tuple[str, frozenset[str]]]:
    """Each special population of a text with the quantities of its clause, or of the clause before it."""
    before: frozenset[str] = frozenset()
    last = 0
    ends = [m.start() for m in _CLAUSE.finditer(said.text)]
    for end in [*ends, len(said.text)]:
        inside = [t for t in _measures(said) if last <= t.start < end]
        keys = frozenset(t.key for t in inside) or before
        groups = {m.concept for m in lexicon.find(said.text[last:end], "population")}
        for group in sorted(special(frozenset(groups))):
            if keys:
                yield group, keys
        before, last = keys, end


def _stage(mine: Profile, found: Found, _: tuple[Found, ...]) -> Fault | None:
    """ "Advanced" disease for the source's "early", before the same word."""
    if not kin(mine.conditions, found.said.conditions) or found.covers < _MOST:
        return None
    ours, theirs = _before_conditions(mine), _before_conditions(found.said)
    for one, other in (*_STAGES, *((b, a) for a, b in _STAGES)):
        if ours & one and theirs & other and not theirs & one:
            word = next(iter(ours & one))
            said = f'the text says "{word}", the source "{next(iter(theirs & other))}"'
            return Fault(FaultKind.POPULATION_SWAPPED, (word,), said, found, against=True)
    return None


def _before_conditions(said: Profile) -> frozenset[str]:
    """The words in front of the names of conditions."""
    found: set[str] = set()
    for mention in lexicon.find(said.text, "condition"):
        found |= set(re.findall(r"[a-z]+", said.text[: mention.start].lower())[-2:])
    return frozenset(found)


def _having(mine: Profile, found: Found, _: tuple[Found, ...]) -> Fault | None:
    """ "With comorbidities" for the source's "no comorbidities"."""
    if found.covers < _MOST or any(p.amount for p in mine.phases):
        return None
    ours, theirs = _had(mine.text), _had(found.said.text)
    for what, how in ours.items():
        if what in theirs and theirs[what] != how:
            said = f'the text says "{how} {what}", the source "{theirs[what]} {what}"'
            return Fault(FaultKind.POPULATION_SWAPPED, (what,), said, found, against=True)
    return None


def _had(text: str) -> dict[str, str]:
    """What people are said to be with or without; both for one thing counts as neither."""
    told: dict[str, set[str]] = {}
    for m in _HAVING.finditer(text):
        told.setdefault(m["what"].lower(), set()).add("with" if m["how"].lower() == "with" else "without")
    return {what: next(iter(hows)) for what, hows in told.items() if len(hows) == 1}


def _group(mine: Profile, found: Found, everywhere: tuple[Found, ...]) -> Fault | None:
    """What the source says of one special population, told of another, where no unit says it of that."""
    ours, theirs = mine.own.populations, special(found.said.own.populations)
    if not ours or not theirs or any(p.amount for p in mine.phases):
        return None
    if kin(ours, found.said.populations, "population") or other_condition(mine, found.said):
        return None
    if any(f.covers >= found.covers and kin(ours, f.said.populations, "population") for f in everywhere):
        return None
    words = tuple(sorted(ours))
    said = f"the source says it of {', '.join(sorted(theirs))}, not of {', '.join(words)}"
    return Fault(FaultKind.POPULATION_SWAPPED, words, said, found, against=True)
