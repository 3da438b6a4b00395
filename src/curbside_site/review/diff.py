"""What changed between two texts of an article, statement by statement, and within a statement word by word.

A statement is known again by its words, else by the units that it rests on, else by words that are nearly the same.
Pure functions of the objects of `ask --json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

Json = dict[str, Any]
_WORDS: Final = re.compile(r"\s+|[^\W_]+(?:[.,/'’-][^\W_]+)*|.", re.DOTALL)
_ALIKE: Final = 0.6


class How(StrEnum):
    """What became of a statement. cited: its words are the same, what it cites, its flags or its place is not."""

    SAME = "same"
    CITED = "cited otherwise"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a statement. how: "same", "old" (only before) or "new" (only after)."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A statement before and after (None: not there), its words piece by piece, and what else differs, in words."""

    how: How
    old: Json | None
    new: Json | None
    pieces: tuple[Piece, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """statements: in the order of the later text, what was removed after what stood before it. notices: lines that
    came and went."""

    statements: tuple[Changed, ...]
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many statements are not the same."""
        return sum(c.how is not How.SAME for c in self.statements)


def difference(old: Json, new: Json) -> Difference:
    """What changed from one body to another."""
    before, after = old["statements"], new["statements"]
    pairs = _paired(before, after)
    told = tuple(_ordered(before, after, pairs))
    lines = [[*body.get("notices", ()), *body.get("not_found", ())] for body in (old, new)]
    came = tuple(n for n in lines[1] if n not in lines[0])
    went = tuple(n for n in lines[0] if n not in lines[1])
    return Difference(told, came, went)


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The words of both, in order; those that are the same once."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    found: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(a[i:j])))
            continue
        found += [Piece("old", "".join(a[i:j]))] if j > i else []
        found += [Piece("new", "".join(b[k:m]))] if m > k else []
    return tuple(found)


def _paired(before: Sequence[Json], after: Sequence[Json]) -> dict[int, int]:
    """Which statement of `after` (by place) is which of `before`: by words, by units, then by likeness."""
    pairs: dict[int, int] = {}
    for same in (_same_words, _same_units, _alike):
        taken = set(pairs.values())
        for n, later in enumerate(after):
            if n in pairs:
                continue
            found = next((i for i, earlier in enumerate(before) if i not in taken and same(earlier, later)), None)
            if found is not None:
                pairs[n] = found
                taken.add(found)
    return pairs


def _same_words(a: Json, b: Json) -> bool:
    return bool(a["text"] == b["text"])


def _same_units(a: Json, b: Json) -> bool:
    return bool(_units(a) & _units(b))


def _alike(a: Json, b: Json) -> bool:
    return SequenceMatcher(None, a["text"].split(), b["text"].split(), autojunk=False).ratio() >= _ALIKE


def _units(statement: Json) -> set[tuple[str, str]]:
    """By source and quote: a unit that a newer version still has is the same unit."""
    return {(c["source"], c["quote"]) for c in statement["citations"] if c.get("relation", "supports") == "supports"}


def _ordered(before: Sequence[Json], after: Sequence[Json], pairs: dict[int, int]) -> Iterator[Changed]:
    gone = [i for i in range(len(before)) if i not in pairs.values()]
    for n, later in enumerate(after):
        at = pairs.get(n)
        while at is not None and gone and gone[0] < at:
            yield Changed(How.REMOVED, before[gone.pop(0)], None)
        yield _compared(before[at] if at is not None else None, later)
    for i in gone:
        yield Changed(How.REMOVED, before[i], None)


def _compared(old: Json | None, new: Json) -> Changed:
    if old is None:
        return Changed(How.ADDED, None, new)
    also = tuple(_also(old, new))
    if old["text"] != new["text"]:
        return Changed(How.CHANGED, old, new, pieces(old["text"], new["text"]), also)
    return Changed(How.CITED if also else How.SAME, old, new, (), also)


def _also(old: Json, new: Json) -> Iterator[str]:
    was, now = _versions(old), _versions(new)
    for source in sorted(was.keys() - now.keys()):
        yield f"no longer cites {source}"
    for source in sorted(now.keys() - was.keys()):
        yield f"now cites {source}"
    for source in sorted(was.keys() & now.keys()):
        if was[source] != now[source]:
            yield f"cites another version of {source}"
    for name in ("facet", "strength"):
        if old.get(name) != new.get(name):
            yield f"{name}: {_words(old.get(name))}, now {_words(new.get(name))}"
    flags = set(old.get("flags", ())), set(new.get("flags", ()))
    yield from (f"flag gone: {_words(f)}" for f in sorted(flags[0] - flags[1]))
    yield from (f"flag new: {_words(f)}" for f in sorted(flags[1] - flags[0]))


def _versions(statement: Json) -> dict[str, str]:
    return {c["source"]: c["hash"] for c in statement["citations"]}


def _words(value: Any) -> str:
    return str(value).replace("_", " ")
