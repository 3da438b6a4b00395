"""Reference marks in a text that somebody else wrote: where they stand, what they point to, and the text without them.

Read are [1], [2,3], [1-3], [^1], superscripts (¹, <sup>1</sup>), the marks of chat pages (【1†source】) and, only where
the text has a numbered list of references, (1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MarkName = int | str

_LONGEST_RANGE: Final = 60
_RUN: Final = r"\d{1,3}(?:\s*[,;–‑-]\s*\d{1,3})*"
_SQUARE: Final = re.compile(rf"\[(?P<run>{_RUN})\](?:\((?P<url>[^()\s]*)\))?(?!:\s)")
_NOTE: Final = re.compile(r"\[\^(?P<name>[\w.-]{1,40})\](?!:)")
_CHAT: Final = re.compile(r"【(?P<run>\d{1,3})(?:[†:][^】]{0,60})?】")
_TAGGED: Final = re.compile(rf"<sup>\s*\[?(?P<run>{_RUN})\]?\s*</sup>", re.IGNORECASE)
_RAISED: Final = re.compile(
    r"(?<![\d^⁻⁺])(?P<run>[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2}(?:[,˒ʼ⁻⁃–-][¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2})*)(?!\w)"
)
_UNIT_BEFORE: Final = re.compile(r"(?<![^\W_])[kcdm]?m$")
_ROUND: Final = re.compile(rf"(?<=[\w.,;:%)])\s?\((?P<run>{_RUN})\)(?=[\s.,;:]|$)")
_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁃", "0123456789--")
_COUNTED_BEFORE: Final = re.compile(
    r"\b(?:score|grade|stage|type|level|class|group|phase|step|day|week|month|year|age|of|is|was|table|figure|box)\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """names: the entries it points to, numbers as int, footnotes as text; [start, end): its place in the text."""

    names: tuple[MarkName, ...]
    start: int
    end: int


def marks(text: str, round_too: bool = False) -> tuple[Mark, ...]:
    """The marks of `text` in order, without overlap. round_too: whether "(1)" is a mark."""
    found = sorted(_all(text, round_too), key=lambda m: (m.start, -m.end))
    kept: list[Mark] = []
    for mark in found:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def names(found: tuple[Mark, ...]) -> tuple[MarkName, ...]:
    """What the marks point to, each once, in order."""
    return tuple(dict.fromkeys(name for mark in found for name in mark.names))


def without(text: str, found: tuple[Mark, ...]) -> str:
    """`text` with its marks taken out."""
    parts, last = [], 0
    for mark in found:
        parts.append(text[last : mark.start])
        last = mark.end
    return "".join([*parts, text[last:]])


def _all(text: str, round_too: bool) -> Iterator[Mark]:
    for pattern in (_SQUARE, _CHAT, _TAGGED, *((_ROUND,) if round_too else ())):
        for m in pattern.finditer(text):
            if pattern is _ROUND and _COUNTED_BEFORE.search(text[: m.start()]):
                continue
            yield Mark(_numbers(m["run"]), m.start(), m.end())
    for m in _NOTE.finditer(text):
        yield Mark((int(m["name"]) if re.fullmatch(r"[0-9]+", m["name"]) else m["name"],), m.start(), m.end())
    for m in _RAISED.finditer(text):
        if not _UNIT_BEFORE.search(text[max(0, m.start() - 8) : m.start()]):
            yield Mark(_numbers(m["run"].translate(_DIGITS)), m.start(), m.end())


def _numbers(run: str) -> tuple[int, ...]:
    """ "1-3, 5" as 1, 2, 3, 5; a range that runs backwards or very far as its two ends."""
    found: list[int] = []
    for part in re.split(r"\s*[,;˒ʼ]\s*", run):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        if len(ends) == 2 and 0 < ends[1] - ends[0] <= _LONGEST_RANGE:
            found += range(ends[0], ends[1] + 1)
        else:
            found += ends
    return tuple(dict.fromkeys(found))
