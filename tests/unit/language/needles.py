"""What every match of a pattern must have, from the parse tree of the standard library.

    python tests/unit/language/needles.py        writes src/curbside/language/data/needles.json anew

A group is a set of strings of which each match holds one. Zero-width elements count as the empty string; whatever is
not a small set of plain strings ends the run of strings that stands before it.
"""

from __future__ import annotations

import importlib
import json
import re._constants as sre
import re._parser as parser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from curbside.language import emergencies, notation, patterns, safety
from curbside.selecting import facets, roles
from curbside.sources import orders

FILE = Path(patterns.__file__).parent / "data" / "needles.json"
MODULES = {
    name: importlib.import_module(f"curbside.language.identifiers.{name}")
    for name in (
        "ages",
        "dates",
        "joined",
        "names",
        "numbers",
        "places",
        "postcodes",
        "records",
        "spans",
        "titled",
        "untitled",
    )
}
TABLES = (
    MODULES["names"]._patterns,
    MODULES["titled"]._patterns,
    MODULES["untitled"]._patterns,
    MODULES["places"]._patterns,
    MODULES["postcodes"]._patterns,
    emergencies._rules,
    safety._harm,
    notation._rules,
    facets._rules,
    roles._rules,
    orders._rules,
)
KEPT, LONGEST_GROUP, COMMON = 2, 80, 40
EVERYDAY = (
    "what is are was has have had having do does did can could may might will would should the this that these "
    "of for with without after before from into over not and but or how many much when where who which why my "
    "his her their your its it in on at to patient patients dose doses given give treatment vitamin deficiency "
    "injection tablets oral daily week weeks day days months year old adult adults child children woman man "
    "pregnancy pregnant safe start stop take taking taken disease risk effect effects blood iron acid folic "
    "pain level test tests 00 0 00mg neurological chronic acute severe mild guideline recommended maximum "
    "management people use used long high low best first line "
).split()


def groups(source: str, flags: int, limit: int = LONGEST_GROUP) -> list[frozenset[str]]:
    """The groups of a pattern, each of at most `limit` strings in small letters with 0 for digits."""
    return _groups(parser.parse(source, flags), limit)


def implied(source: str, flags: int, needles: patterns.Needles) -> bool:
    """Whether it is proved that a match holds one of each of `needles`."""
    found = groups(source, flags, limit=20_000)
    return all(any(all(any(n in s for n in group) for s in have) for have in found) for group in needles)


def best(source: str, flags: int) -> patterns.Needles:
    """The rarest groups of a pattern in everyday questions."""
    rated = sorted((_cost(group), sorted(group)) for group in set(groups(source, flags)))
    return tuple(tuple(_shortest(group)) for cost, group in rated[:KEPT] if cost < COMMON)


def all_lazy() -> Iterator[patterns.Lazy]:
    """Every lazy pattern of the rules."""
    for module in MODULES.values():
        yield from _walk(list(vars(module).values()))
    for table in TABLES:
        yield from _walk(table())


def _walk(value: Any) -> Iterator[patterns.Lazy]:
    if isinstance(value, patterns.Lazy):
        yield value
    elif isinstance(value, patterns.AnyOf):
        yield from value.alternatives
    elif isinstance(value, patterns.Several):
        yield from value.patterns
    elif isinstance(value, dict):
        yield from _walk(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _walk(item)
    elif hasattr(value, "__slots__") and type(value).__module__ in (
        emergencies.__name__,
        roles.__name__,
        orders.__name__,
    ):
        yield from _walk([getattr(value, name) for name in value.__slots__])


def _cost(group: frozenset[str]) -> float:
    return sum(10 if any(g in word for word in EVERYDAY) else 4 / len(g) ** 2 for g in group)


def _shortest(group: list[str]) -> list[str]:
    return [g for g in group if not any(other != g and other in g for other in group)]


def _groups(tree: Any, limit: int) -> list[frozenset[str]]:
    """The groups of a sequence."""
    found: list[frozenset[str]] = []
    run = frozenset({""})
    for op, value in tree:
        strings = _strings(op, value, limit)
        if strings is not None and len(run) * len(strings) <= limit:
            run = frozenset(a + b for a in run for b in strings)
            continue
        found.append(run)
        run = strings if strings is not None else frozenset({""})
        if strings is None:
            found += _inner(op, value, limit)
    return [group for group in (*found, run) if "" not in group]


def _inner(op: Any, value: Any, limit: int) -> list[frozenset[str]]:
    if op is sre.SUBPATTERN:
        return _groups(value[3], limit)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _groups(value[2], limit) if value[0] >= 1 else []
    if op is sre.BRANCH:
        options = [min(_groups(branch, limit), key=_cost, default=None) for branch in value[1]]
        if all(option is not None for option in options):
            union = frozenset().union(*options)
            return [union] if len(union) <= limit else []
    return []


def _strings(op: Any, value: Any, limit: int) -> frozenset[str] | None:
    """All that an element can match, folded, where that is at most `limit` strings of ASCII."""
    if op is sre.LITERAL:
        return frozenset({patterns.folded(chr(value))}) if value < 128 else None
    if op is sre.IN:
        return _characters(value)
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return frozenset({""})
    if op is sre.SUBPATTERN:
        return _sequence(value[3], limit)
    if op is sre.BRANCH:
        options = [_sequence(branch, limit) for branch in value[1]]
        if any(option is None for option in options):
            return None
        union = frozenset().union(*options)
        return union if len(union) <= limit else None
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _repeated(value, limit)
    return None


def _characters(items: Any) -> frozenset[str] | None:
    found: set[str] = set()
    for op, value in items:
        if op is sre.LITERAL and value < 128:
            found.add(patterns.folded(chr(value)))
        elif op is sre.CATEGORY and value is sre.CATEGORY_DIGIT:
            found.add("0")
        elif op is sre.RANGE and value[1] < 128 and value[1] - value[0] < 10:
            found |= {patterns.folded(chr(c)) for c in range(value[0], value[1] + 1)}
        else:
            return None
    return frozenset(found) if len(found) <= 6 else None


def _sequence(tree: Any, limit: int) -> frozenset[str] | None:
    run = frozenset({""})
    for op, value in tree:
        strings = _strings(op, value, limit)
        if strings is None or len(run) * len(strings) > limit:
            return None
        run = frozenset(a + b for a in run for b in strings)
    return run


def _repeated(value: Any, limit: int) -> frozenset[str] | None:
    low, high, inner = value
    once = _sequence(inner, limit)
    if once is None or high > 4:
        return None
    found, power = set(), frozenset({""})
    for count in range(int(high) + 1):
        if count >= low:
            found |= power
        power = frozenset(a + b for a in power for b in once)
        if len(found) + len(power) > limit:
            return None
    return frozenset(found)


def table() -> dict[str, patterns.Needles]:
    """What the file should hold."""
    every = {patterns.key(p.source, p.flags): best(p.source, p.flags) for p in all_lazy()}
    return {name: every[name] for name in sorted(every)}


if __name__ == "__main__":
    rows = (f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in table().items())
    FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
