"""What stands at the same place of several pages: running headers and footers, and page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from curbside.sources.pdf.lines import Line

_NUMBER = re.compile(r"\d{1,5}")
_ROMAN = re.compile(r"[ivxlc]{1,8}|[IVXLC]{1,8}")
_ONLY_NUMBER = re.compile(r"[^\w]*(?:page|p\.|seite)?\s*#[-+]?\d+[^\w]*", re.IGNORECASE)
_MARGIN: Final = 0.14
_FEW_PAGES: Final = 4
_DEEPEST: Final = 4
_HEIGHT: Final = 4.0
Page = tuple[float, Sequence[Line]]


def running(pages: Mapping[int, Page]) -> dict[int, list[Line]]:
    """By page number the lines that are a running header, footer or page number.

    pages: by number the height and the lines. A line is one where it stands outermost in the page's margin, and again
    at that height, in the same words but for a page number that grows with the pages, on several pages.
    """
    known: Counter[tuple[str, int, str]] = Counter()
    keyed: dict[int, list[tuple[Line, list[tuple[str, int, str]]]]] = defaultdict(list)
    for number, (height, lines) in pages.items():
        for side, row in _outer(height, lines):
            keys = [(side, round(row[0].base / _HEIGHT), key) for key in _keys(row, number)]
            keyed[number] += [(line, keys) for line in row]
            known.update({(side, at + off, key) for side, at, key in keys for off in (0, 1)})
    enough = 2 if len(pages) <= _FEW_PAGES else 3
    return {number: list(_repeated(found, known, enough)) for number, found in keyed.items()}


def _repeated(
    found: list[tuple[Line, list[tuple[str, int, str]]]], known: Counter[tuple[str, int, str]], enough: int
) -> Iterator[Line]:
    """From the edge of the page inwards, up to the first line that is not repeated."""
    stopped: set[str] = set()
    for line, keys in found:
        side = keys[0][0]
        again = any(max(known[(s, at, key)], known[(s, at + 1, key)]) >= enough for s, at, key in keys)
        if side not in stopped and again:
            yield line
        elif side not in stopped:
            stopped.add(side)


def _outer(height: float, lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The outermost rows of both margins, from the edge inwards."""
    rows = _rows(lines)
    head = [row for row in rows if row[0].base <= _MARGIN * height][:_DEEPEST]
    foot = [row for row in rows if row[0].base >= (1 - _MARGIN) * height][-_DEEPEST:]
    yield from (("head", row) for row in head)
    yield from (("foot", row) for row in reversed(foot))


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda found: (found.base, found.x0)):
        if rows and line.base - rows[-1][0].base <= 2.0:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _keys(row: Sequence[Line], number: int) -> list[str]:
    """The row's words, and its words with one number told from the page's own, so that it is the same on each.

    The same for each part of a row: a title that stands beside the page's number is a running one.
    """
    parts = [line.text for line in sorted(row, key=lambda found: found.x0)]
    found = [key for part in parts for key in _keys_of(part, number)] if len(parts) > 1 else []
    return [*_keys_of(" ".join(parts), number), *found]


def _keys_of(text: str, number: int) -> list[str]:
    keys = [text]
    for match in list(_NUMBER.finditer(text))[:6]:
        alone = f"{text[: match.start()]}#{int(match[0]) - number}{text[match.end() :]}"
        if _is_page_number(text, match.start(), match.end(), alone):
            keys.append(alone)
    return [*keys, "roman"] if _ROMAN.fullmatch(text) else keys


def _is_page_number(text: str, start: int, end: int, alone: str) -> bool:
    """Whether a number may be that of the page: alone, after "page", or the first or last word of the row."""
    before, after = text[:start].rstrip(" |-–[("), text[end:].lstrip(" |-–])")
    if _ONLY_NUMBER.fullmatch(alone) or before.lower().endswith("page"):
        return True
    first, last = not before, not after
    return (first and text[end : end + 1] in (" ", "|")) or (last and text[start - 1 : start] in (" ", "|"))
